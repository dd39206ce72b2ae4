"""What is out of date on a day, or about to be, is listed with the day and the reason; and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.review import KINDS, Item, of_kinds, review
from protocolkit.building.catalogue import Catalogue

__all__ = ["cli"]

RULESET = """\
ruleset: made-up/order
text: {title: {en: A made-up order}, language: en}
zone: Asia/Almaty
calendar: made-up
in_force: {from: "2026-01-01"%s}
%s
rules:
  - id: tell-police
    cites: {point: "1", words: at once}
    by: education_org_head
    must: notify
    to: police
    after: report_received
    due: immediately
    say: {en: Tell the police}
"""
CALENDAR = """\
calendar: made-up
version: "1"
title: {en: Made up}
zone: Asia/Almaty
profiles: {5day: {week: 5}}
day_kinds: {working: {label: {en: working day}}}
%s
"""
VERIFIED = 'verified_by: {date: "2026-11-01", role: a jurist who does not exist, checked: every point}'
YEARS = 'coverage: [{from: "2025-01-01", through: "2027-12-31", status: official, because: ordered}]'


def found(
    tmp_path: Path,
    head: str = "",
    *,
    until: str = "",
    days: str = YEARS,
    on: str = "2026-11-30",
    verified: str = VERIFIED,
) -> list[Item]:
    (tmp_path / "order.yaml").write_text(RULESET % (until, f"{head}\n{verified}"), encoding="utf-8")
    (tmp_path / "calendar.yaml").write_text(CALENDAR % days, encoding="utf-8")
    catalogue = Catalogue([tmp_path])
    items = review(catalogue, date.fromisoformat(on))
    assert not catalogue.problems.errors, list(catalogue.problems)
    return [item for item in items if item.id in ("made-up/order", "made-up")]


REVIEWED = 'reviewed_through: "2026-11-01"'


def kinds(items: list[Item]) -> list[tuple[str, str | None]]:
    return [(item.kind, item.on) for item in items]


def test_what_was_reviewed_lately_and_ends_nowhere_is_not_listed(tmp_path: Path) -> None:
    assert kinds(found(tmp_path, REVIEWED)) == []


def test_a_text_that_nobody_looked_at_for_ninety_days(tmp_path: Path) -> None:
    assert kinds(found(tmp_path, 'reviewed_through: "2026-09-01"')) == []  # ninety days to 30 November
    assert kinds(found(tmp_path, 'reviewed_through: "2026-08-31"')) == [("not_reviewed", "2026-08-31")]
    assert kinds(found(tmp_path)) == [("not_reviewed", None)]


def test_rules_that_nobody_qualified_has_checked_within_a_year(tmp_path: Path) -> None:
    one = '{date: "%s", role: a jurist who does not exist, checked: every point}'
    lately, long_ago = one % "2025-11-29", one % "2025-11-28"  # 366 and 367 days to 30 November 2026
    for checked, expected in (
        ("", [("not_verified", None)]),
        (f"verified_by: {long_ago}", [("not_verified", "2025-11-28")]),
        (f"verified_by: [{long_ago}, {lately}]", []),
    ):
        assert kinds(found(tmp_path, REVIEWED, verified=checked)) == expected


def test_a_later_act_that_may_have_replaced_it(tmp_path: Path) -> None:
    newer = 'may_be_superseded_by: [{act: A later order, date: "2026-06-01", because: on the same matter}]'
    (only,) = found(tmp_path, f"{REVIEWED}\n{newer}")
    assert (only.kind, only.on) == ("may_be_superseded", "2026-06-01")
    assert only.as_data()["message"] == "A later order may have replaced it: on the same matter"


@pytest.mark.parametrize(("until", "listed"), [("2027-02-28", True), ("2027-03-01", False), ("2026-01-01", True)])
def test_a_value_that_ends_within_ninety_days_or_has_ended(tmp_path: Path, until: str, listed: bool) -> None:
    params = f'params: {{unit: [{{from: "2025-01-01", until: "{until}", value: 4325, source: made up}}]}}'
    expected = [("parameter_ends", until)] if listed else []
    assert kinds(found(tmp_path, f"{REVIEWED}\n{params}")) == expected


def test_a_value_with_a_successor_does_not_end(tmp_path: Path) -> None:
    values = (
        '{from: "2025-01-01", until: "2026-01-01", value: 1, source: made up}, '
        '{from: "2026-01-01", value: 2, source: made up}'
    )
    assert kinds(found(tmp_path, f"{REVIEWED}\nparams: {{unit: [{values}]}}")) == []


def test_an_edition_that_applies_no_more_is_nobodys_business(tmp_path: Path) -> None:
    assert kinds(found(tmp_path, until=', until: "2026-11-30"')) == []
    assert kinds(found(tmp_path, until=', until: "2026-12-01"')) == [("not_reviewed", None)]


def test_days_that_are_only_projected(tmp_path: Path) -> None:
    coverage = (
        "coverage:\n"
        '  - {from: "2025-01-01", through: "2026-12-31", status: official, because: ordered}\n'
        '  - {from: "2027-01-01", through: "2027-12-31", status: projected, because: no order yet}\n'
    )
    assert kinds(found(tmp_path, REVIEWED, days=coverage)) == [("calendar_projected", "2027-01-01")]
    assert kinds(found(tmp_path, REVIEWED, days=coverage, on="2026-09-30")) == []  # more than ninety days ahead


def test_a_school_year_whose_breaks_nobody_knows(tmp_path: Path) -> None:
    school = (
        f"{YEARS}\n"
        "school_year:\n"
        "  starts: 1 september\n  ends: 25 may\n  status: projected\n  source: made up\n"
        "  years:\n"
        '    - {terms: ["2026-09-01/2026-10-25", "2026-11-02/2027-05-25"], status: official, source: an order}\n'
    )
    assert kinds(found(tmp_path, REVIEWED, days=school)) == []
    assert kinds(found(tmp_path, 'reviewed_through: "2027-07-01"', days=school, on="2027-07-01")) == [
        ("no_breaks", "2027-09-01")
    ]


def test_the_shipped_rules_have_items_of_their_own_and_each_can_be_said() -> None:
    items = review(Catalogue(), date(2026, 11, 30))
    assert {"may_be_superseded", "calendar_assumed", "parameter_ends"} <= {item.kind for item in items}
    assert {item.kind for item in items} <= set(KINDS)
    assert all(item.as_data()["message"] for item in items)


def test_martial_law_is_verified_only_to_a_day() -> None:
    (assumed,) = of_kinds(review(Catalogue(), date(2026, 11, 30)), ["calendar_assumed"])
    assert (assumed.id, assumed.on) == ("ua", "2026-10-31")


def test_the_command_ends_with_one_only_where_it_is_asked_to(cli: CommandLine) -> None:
    assert cli("review", "--on", "2026-11-30").code == 0
    assert cli("review", "--on", "2026-11-30", "--fail-on", "any").code == 1
    assert cli("review", "--on", "2026-11-30", "--fail-on", "calendar_assumed").code == 1
    ran = cli("review", "--on", "2026-11-30", "--format", "json")
    data = msgspec.json.decode(ran.out.encode())
    assert data["review"] == 1
    assert all(set(item) == {"kind", "id", "on", "message"} for item in data["items"])


def test_a_day_that_is_none_is_refused(cli: CommandLine) -> None:
    ran = cli("review", "--on", "tomorrow")
    assert ran.code == 2
    assert "not-a-day" in ran.err
