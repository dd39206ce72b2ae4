"""Logs counted by what they tell apart; what cannot be read is told, and the same log is the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audited import AS_OF, REPORT, audited, case, done, exported, kept, ruled
from command_line import CommandLine, cli
from protocolkit import InputError
from protocolkit.auditing.audit_page import audit_sheet
from protocolkit.auditing.counts import Counts, Grouped
from protocolkit.auditing.outcome import SHARES
from protocolkit.showing.to_html import html

__all__ = ["cli"]

LATE = ("11:10", "11:20", "11:30", "11:40", "11:50", "12:00", "12:10", "12:20", "12:30", "12:40", "15:00")


def told_at(reference: str, clock: str, **more: Any) -> dict[str, Any]:
    return case(reference, *kept("tell-police"), done("tell-police", f"2026-11-16T{clock}:00+05:00"), **more)


def of(groups: tuple[Grouped, ...]) -> dict[str, Counts]:
    return {one.name: one.counts for one in groups}


def test_the_median_and_what_the_worst_tenth_reaches_are_those_of_the_numbers_in_order(tmp_path: Path) -> None:
    audit = audited(tmp_path, [told_at(f"s/{n}", clock) for n, clock in enumerate(LATE)])
    # Eleven, from 10 minutes to four hours: the sixth is an hour; a tenth of eleven, rounded up, are the last two.
    assert (audit.total.median_late_seconds, audit.total.worst_tenth_late_seconds) == (3600, 100 * 60)


def test_each_late_duty_is_counted_in_one_step_of_lateness(tmp_path: Path) -> None:
    """The limit is 11:00: an hour late is still of the first step, a second more of the next."""
    audit = audited(
        tmp_path, [told_at(f"s/{n}", clock) for n, clock in enumerate(("11:00", "11:10", "12:00", "12:01"))]
    )
    counted = {one.up_to_seconds: one.duties for one in audit.lateness()}
    assert counted == {3600: 2, 86_400: 1, 259_200: 0, 604_800: 0, 2_592_000: 0, None: 0}
    assert audit.as_data()["lateness"][0] == {"up_to_seconds": 3600, "duties": 2}


def test_what_is_later_than_the_last_step_is_counted_too(tmp_path: Path) -> None:
    late = case("s/1", *kept("tell-police"), done("tell-police", "2026-12-30T11:00:00+05:00"))
    found = audited(tmp_path, [late], as_of="2027-01-10T09:00:00+05:00").lateness()
    assert [one.duties for one in found] == [0, 0, 0, 0, 0, 1]


def test_what_was_missed_by_record_and_done_before_the_limit_is_late_by_no_known_length(tmp_path: Path) -> None:
    failed = {"event": "not_done", "rule": "made-up/audited#tell-police", "at": "2026-11-16T10:20:00+05:00"}
    again = case("s/2", *kept("tell-police"), failed, done("tell-police", "2026-11-16T10:30:00+05:00"))
    audit = audited(tmp_path, [told_at("s/1", "11:10"), again])
    assert (audit.total.late, sum(one.duties for one in audit.lateness())) == (2, 1)
    page = html(audit_sheet(audit))
    assert "of 1 more nobody knows by how much" in page
    assert "up to 1 hr" in page


def test_the_median_of_an_even_number_lies_half_way(tmp_path: Path) -> None:
    total = audited(tmp_path, [told_at(f"s/{n}", clock) for n, clock in enumerate(("11:10", "11:21"))]).total
    assert total.median_late_seconds == (10 + 21) * 60 / 2


def test_groups_are_those_of_rules_recipients_and_months_and_each_sums_up(tmp_path: Path) -> None:
    december = {**case("s/2"), "events": [{**REPORT, "at": "2026-11-30T20:00:00+00:00"}]}  # 1 December in Almaty
    cases = [told_at("s/1", "11:10"), december]
    by_rule = audited(tmp_path, cases, as_of="2026-12-05T09:00:00+05:00")
    assert {name.partition("#")[2]: (one.duties, one.late, one.never) for name, one in of(by_rule.groups()).items()} == {
        "tell-police": (2, 1, 1), "tell-parents": (2, 0, 1),
    }  # fmt: skip
    assert {name: (one.late, one.never) for name, one in of(by_rule.months()).items()} == {
        "2026-11": (1, 0), "2026-12": (0, 2),
    }  # fmt: skip
    by_recipient = audited(tmp_path, cases, by="to", as_of="2026-12-05T09:00:00+05:00")
    assert of(by_recipient.groups())["police"].late == 1
    for groups in (by_rule.groups(), by_rule.months(), by_rule.organisations(), by_recipient.groups()):
        assert sum(one.counts.duties for one in groups) == by_rule.total.duties == 4


def test_a_column_of_a_table_of_cases_groups_and_is_no_fact(tmp_path: Path) -> None:
    cases = [told_at("s/1", "11:10", school="A"), told_at("s/2", "10:30", school="B"), told_at("s/3", "10:30")]
    audit = audited(tmp_path, cases, by="school")
    assert audit.skipped == ()
    assert {name: (one.on_time, one.late) for name, one in of(audit.groups()).items()} == {
        "": (2, 0), "A": (1, 1), "B": (2, 0),
    }  # fmt: skip


def test_a_column_that_no_row_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown-column"):
        audited(tmp_path, [case("s/1")], by="school")


def test_a_row_without_an_answer_is_listed_with_why_and_counted_nowhere(tmp_path: Path) -> None:
    broken = {**case("s/2"), "events": [{"event": "report_recieved", "at": "2026-11-16T10:00:00+05:00"}]}
    audit = audited(tmp_path, [told_at("s/1", "11:10"), broken])
    assert (audit.cases, audit.total.duties) == (1, 2)
    (one,) = audit.skipped
    assert one.row == 2
    assert "unknown-event" in one.because


def test_of_rows_that_share_a_reference_none_is_counted_however_many_there_are(tmp_path: Path) -> None:
    cases = [told_at("s/1", "11:10"), told_at("s/2", "11:20"), told_at("s/1", "10:30"), told_at("s/1", "10:30")]
    audit = audited(tmp_path, cases)
    assert (audit.cases, [one.row for one in audit.skipped]) == (1, [1, 3, 4])
    assert audit.total.late == 1


def test_entries_after_the_instant_count_for_nothing_and_that_is_said(tmp_path: Path) -> None:
    audit = audited(tmp_path, [told_at("s/1", "12:00")], as_of="2026-11-16T11:30:00+05:00")
    assert (audit.total.never, audit.total.late, audit.later) == (1, 0, 1)


def test_without_an_instant_each_case_is_judged_as_of_its_own(tmp_path: Path) -> None:
    cases = [case("s/1", as_of="2026-11-16T10:30:00+05:00"), case("s/2", as_of=AS_OF)]
    audit = audited(tmp_path, cases, as_of=None)
    assert (audit.total.never, audit.total.not_yet_due) == (2, 2)


# -- exports through a mapping

COLUMNS = """\
  no: reference
  school: group
  reported: {event: report_received}
  crime: {fact: incident.crime_signs}
  police: {done: "made-up/audited#tell-police"}
  parents: {done: "made-up/audited#tell-parents"}
"""
TABLE = """\
no,school,reported,crime,police,parents,class
1/1,School 1,16.11.2026 10:00,no,16.11.2026 10:40,16.11.2026 12:00,7A
1/2,School 1,16.11.2026 10:00,no,16.11.2026 11:30,,7B
2/1,School 2,16.11.2026 10:00,no,16.11.2026,16.11.2026 12:00,7A
2/2,School 2,16.11.2026 10:00,,,,7A
2/3,School 2,when the bell rang,no,,,7A
"""


def test_an_export_is_counted_by_hand_by_its_organisations(tmp_path: Path) -> None:
    audit = exported(tmp_path, TABLE, COLUMNS)
    found = {
        name: {share: n for share in SHARES if (n := getattr(one, share))}
        for name, one in of(audit.organisations()).items()
    }
    assert found == {
        "School 1": {"on_time": 2, "late": 1, "never": 1},
        "School 2": {"on_time": 1, "not_knowable": 1, "never": 2, "not_certain": 1},
    }
    assert audit.total.median_late_seconds == 30 * 60
    (skipped,) = audit.skipped
    assert skipped.row == 6
    assert "`reported`" in skipped.because


def test_any_column_of_an_export_groups_even_one_that_is_not_mapped(tmp_path: Path) -> None:
    assert {name: one.duties for name, one in of(exported(tmp_path, TABLE, COLUMNS, by="class").groups()).items()} == {
        "7A": 7, "7B": 2,
    }  # fmt: skip


def test_a_column_of_names_groups_nothing(tmp_path: Path) -> None:
    people = "no,reported,teacher\n" + "".join(f"1/{n},16.11.2026 10:00,+7701123456{n}\n" for n in range(5))
    with pytest.raises(InputError, match="column-personal"):
        exported(tmp_path, people, "  no: reference\n  reported: {event: report_received}\n", by="teacher")


def test_a_column_the_export_does_not_have_is_told_by_mapping_and_by_grouping(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column `polise`"):
        exported(tmp_path, TABLE, COLUMNS.replace("  police:", "  polise:"))
    with pytest.raises(InputError, match="no column `klass`"):
        exported(tmp_path, TABLE, COLUMNS, by="klass")


def test_a_mapping_that_swaps_two_columns_is_seen_through(tmp_path: Path) -> None:
    swapped = COLUMNS.replace("reported: {event", "X: {event").replace("police: {done", "reported: {done")
    audit = exported(tmp_path, TABLE, swapped.replace("X:", "police:"))
    assert any(one.code == "column-order" and "before anybody" in one.message for one in audit.problems)
    assert not any(one.code == "column-order" for one in exported(tmp_path, TABLE, COLUMNS).problems)


def test_a_mapping_that_names_the_wrong_kind_skips_every_row_and_is_unusable(tmp_path: Path, cli: CommandLine) -> None:
    wrong = COLUMNS.replace("  reported: {event", "  class: {event")
    exported(tmp_path, TABLE, wrong)
    ran = cli(
        "audit", tmp_path / "export.csv", "--map", tmp_path / "map.yaml", "--rules", ruled(tmp_path), "--as-of", AS_OF,
        "--format", "json",
    )  # fmt: skip
    found = json.loads(ran.out)
    assert (ran.code, found["cases"], found["duties"]) == (2, 0, 0)
    assert [one["row"] for one in found["skipped"]] == [2, 3, 4, 5, 6]
    assert all("column-time" in one["because"] for one in found["skipped"])


def test_a_mapping_that_forgets_who_was_told_is_seen_in_what_is_never(tmp_path: Path) -> None:
    forgotten = COLUMNS.replace('  police: {done: "made-up/audited#tell-police"}\n', "")
    audit = exported(tmp_path, TABLE, forgotten)
    assert audit.total.never == 4 + 2


def test_rows_that_are_events_make_cases(tmp_path: Path) -> None:
    table = (
        "no,what,at\n1/1,reported,16.11.2026 10:00\n1/2,reported,16.11.2026 10:00\n1/1,police told,16.11.2026 10:05\n"
    )
    columns = "  no: reference\n  what: {kind: {reported: report_received, police told: police_informed}}\n  at: time\n"
    audit = exported(tmp_path, table, columns, rows="rows: event\n")
    assert (audit.cases, audit.skipped) == (2, ())
    assert audit.total.on_time == 1


# -- what is written


@pytest.fixture
def log(tmp_path: Path) -> tuple[str | Path, ...]:
    """The arguments of an audit of the export above."""
    exported(tmp_path, TABLE, COLUMNS)
    return (
        "audit", tmp_path / "export.csv", "--map", tmp_path / "map.yaml", "--rules", ruled(tmp_path), "--as-of", AS_OF,
    )  # fmt: skip


def test_the_json_form_has_its_fixed_keys_and_its_shares_sum_up(cli: CommandLine, log: tuple[str | Path, ...]) -> None:
    found = json.loads(cli(*log, "--by", "class", "--format", "json").out)
    assert found["audit"] == 1
    for counts in (found, *found["groups"], *found["organisations"], *found["months"]):
        assert sum(counts[share] for share in SHARES) == counts["duties"]
        assert set(counts["at_once"]) >= {"n", "median_seconds"}
    assert [one["group"] for one in found["groups"]] == ["7A", "7B"]
    assert found["skipped"] == [{"row": 6, "because": found["skipped"][0]["because"]}]


def test_each_duty_is_in_the_json_form_where_asked_for_and_in_the_csv_form(
    cli: CommandLine, log: tuple[str | Path, ...]
) -> None:
    rows = json.loads(cli(*log, "--format", "json", "--each").out)["rows"]
    # Nine with a limit, and in each of four cases an ambulance of which nobody knows whether it was needed.
    assert len(rows) == 9 + 4
    late = next(one for one in rows if one["outcome"] == "late")
    assert (late["incident"], late["late_by_seconds"], late["sources"][0]["words"]) == ("1/2", 1800, "some words")
    ran = cli(*log, "--format", "csv")
    assert len(ran.out.splitlines()) == 1 + 9 + 4
    assert "6: column-time" in ran.err


@pytest.mark.parametrize("format", ["text", "html", "md", "json", "csv"])
def test_the_same_log_is_the_same_bytes(cli: CommandLine, log: tuple[str | Path, ...], format: str) -> None:
    assert cli(*log, "--format", format).out == cli(*log, "--format", format).out != ""


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "uk"])
@pytest.mark.parametrize("format", ["text", "html", "md"])
def test_a_page_tells_the_counts_the_misses_and_the_rows_skipped(
    cli: CommandLine, log: tuple[str | Path, ...], format: str, lang: str
) -> None:
    ran = cli(*log, "--format", format, "--lang", lang)
    assert ran.code == 0
    for told in ("School 1", "School 2", "1/2", "some words", "column-time"):
        assert told in ran.out, told


def test_a_missed_limit_fails_only_where_asked(cli: CommandLine, log: tuple[str | Path, ...], tmp_path: Path) -> None:
    assert cli(*log).code == 0
    assert cli(*log, "--fail-on", "late").code == 1
    exported(tmp_path, "".join(TABLE.splitlines(keepends=True)[:2]), COLUMNS)
    assert cli(*log, "--fail-on", "late").code == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--each",), "misplaced-option"), (("--excel",), "misplaced-option"), (("--events", "x.csv"), "misplaced-option"),
        (("--by", "nothing"), "unknown-column"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(
    cli: CommandLine, log: tuple[str | Path, ...], more: tuple[str, ...], code: str
) -> None:
    ran = cli(*log, *more)
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err


def test_an_export_needs_its_instant_and_a_table_its_protocol(cli: CommandLine, log: tuple[str | Path, ...]) -> None:
    ran = cli(*log[:-2])
    assert (ran.code, "no-as-of" in ran.err) == (2, True)
    ran = cli("audit", log[1])
    assert (ran.code, "missing-option" in ran.err) == (2, True)
