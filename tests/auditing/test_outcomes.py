"""Each duty has one outcome, and each outcome is counted once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audited import audited, case, done, kept, only, outcomes
from protocolkit.auditing.outcome import SHARES


def test_what_is_done_by_its_limit_is_in_time(tmp_path: Path) -> None:
    audit = audited(tmp_path, [case("s/1", *kept("tell-police"), done("tell-police", "2026-11-16T11:00:00+05:00"))])
    one = only(audit, "tell-police")
    assert (one.outcome, one.late_by_seconds, one.lacks) == ("on_time", None, ())
    assert (one.limit, one.done_at) == ("2026-11-16T11:00:00+05:00", "2026-11-16T11:00:00+05:00")


def test_what_is_done_after_its_limit_is_late_by_what_lies_between(tmp_path: Path) -> None:
    audit = audited(tmp_path, [case("s/1", *kept("tell-police"), done("tell-police", "2026-11-16T11:35:00+05:00"))])
    assert (only(audit, "tell-police").outcome, only(audit, "tell-police").late_by_seconds) == ("late", 35 * 60)


def test_what_no_record_says_was_done_is_never_and_lacks_the_record(tmp_path: Path) -> None:
    one = only(audited(tmp_path, [case("s/1", *kept("tell-police"))]), "tell-police")
    assert (one.outcome, one.done_at, one.lacks) == ("never", None, ("done",))


def test_a_recorded_failure_is_never_and_lacks_nothing(tmp_path: Path) -> None:
    failed = {"event": "not_done", "rule": "made-up/audited#tell-police", "at": "2026-11-16T10:20:00+05:00"}
    one = only(audited(tmp_path, [case("s/1", *kept("tell-police"), failed)]), "tell-police")
    assert (one.outcome, one.lacks) == ("never", ())


def test_a_day_that_holds_the_limit_proves_nothing_of_what_was_done_on_it(tmp_path: Path) -> None:
    one = only(audited(tmp_path, [case("s/1", *kept("tell-police"), done("tell-police", "2026-11-16"))]), "tell-police")
    assert (one.outcome, one.done_at, one.lacks) == ("not_knowable", "2026-11-16", ("done.at",))
    assert one.late_by_seconds is None


def test_a_day_after_the_limit_is_late_by_the_least_it_can_be(tmp_path: Path) -> None:
    one = only(audited(tmp_path, [case("s/1", *kept("tell-police"), done("tell-police", "2026-11-17"))]), "tell-police")
    assert (one.outcome, one.late_by_seconds) == ("late", 13 * 3600)


def reported_on_a_day(done_at: str) -> dict[str, Any]:
    found = case("s/1", *kept("tell-police"), done("tell-police", done_at))
    return {**found, "events": [{"event": "report_received", "at": "2026-11-16"}, *found["events"][1:]]}


def test_a_report_known_by_its_day_makes_the_doubt_that_of_nobody(tmp_path: Path) -> None:
    one = only(audited(tmp_path, [reported_on_a_day("2026-11-16T15:00:00+05:00")]), "tell-police")
    assert (one.outcome, one.triggered_at, one.lacks) == ("not_knowable", "2026-11-16", ("report_received.at",))


def test_what_even_the_latest_reading_of_such_a_day_misses_is_late_from_that_reading(tmp_path: Path) -> None:
    one = only(audited(tmp_path, [reported_on_a_day("2026-11-17T03:00:00+05:00")]), "tell-police")
    # The day's last moment and an hour: nobody can be later by less.
    assert (one.outcome, one.late_by_seconds) == ("late", 2 * 3600 + 1)


def test_what_facts_decide_is_not_certain_and_names_them(tmp_path: Path) -> None:
    unknown = case("s/1", *kept())
    del unknown["facts"]["incident.crime_signs"]
    one = only(audited(tmp_path, [unknown]), "tell-authority")
    assert (one.outcome, one.limit) == ("not_certain", "2026-11-16T13:00:00+05:00")
    assert one.lacks == ("incident.crime_signs", "done")


def test_what_the_accused_alone_may_be_told_is_named_to_nobody(tmp_path: Path) -> None:
    parent = {"offender.role": "legal_representative", "offender.represents_victim": True}
    accused = case("s/1", *kept("tell-parents"), facts=parent)
    one = only(audited(tmp_path, [accused]), "tell-parents")
    assert (one.outcome, one.limit) == ("nobody_named", "2026-11-17T10:00:00+05:00")
    assert one.lacks == ("legal_representative", "done")


def test_what_is_owed_at_once_is_measured_apart(tmp_path: Path) -> None:
    call = done("call-ambulance", "2026-11-16T10:04:00+05:00")
    one = only(
        audited(tmp_path, [case("s/1", *kept(), call, facts={"victim.medical_emergency": True})]), "call-ambulance"
    )
    assert (one.outcome, one.limit, one.took_seconds) == ("at_once", None, 240)


def test_before_its_limit_nothing_is_missed_or_kept(tmp_path: Path) -> None:
    found = outcomes(audited(tmp_path, [case("s/1")], as_of="2026-11-16T10:30:00+05:00"))
    assert found == {"tell-police": "not_yet_due", "tell-parents": "not_yet_due"}


def test_a_limit_that_passed_before_a_waiver_stays_missed_and_one_after_it_is_let_go(tmp_path: Path) -> None:
    def waived(at: str) -> dict[str, Any]:
        waiver = {"event": "waived", "rule": "made-up/audited#tell-parents", "at": at, "by": "education_authority"}
        return case("s/1", *kept("tell-parents"), waiver)

    late = only(audited(tmp_path, [waived("2026-11-18T10:00:00+05:00")]), "tell-parents")
    early = only(audited(tmp_path, [waived("2026-11-16T11:00:00+05:00")]), "tell-parents")
    assert (late.outcome, early.outcome) == ("never", "released")


def test_under_which_words_is_said(tmp_path: Path) -> None:
    (source,) = only(audited(tmp_path, [case("s/1")]), "tell-police").sources
    assert (source.ruleset, source.point, source.words) == ("made-up/audited", "1", "some words")


@pytest.fixture
def every_outcome() -> list[dict[str, Any]]:
    """Eight cases, ten duties in the shares: see the counts that follow."""
    unknown = case("s/6", *kept())
    del unknown["facts"]["incident.crime_signs"]
    return [
        case("s/1", *kept()),
        case("s/2", *kept("tell-police"), done("tell-police", "2026-11-16T11:10:00+05:00")),
        case("s/3", *kept("tell-police"), done("tell-police", "2026-11-16T11:30:00+05:00")),
        case("s/4", *kept("tell-police")),
        case("s/5", *kept("tell-police"), done("tell-police", "2026-11-16")),
        unknown,
        case(
            "s/7",
            *kept("tell-parents"),
            facts={"offender.role": "legal_representative", "offender.represents_victim": True},
        ),
        case(
            "s/8",
            *kept(),
            done("call-ambulance", "2026-11-16T10:06:00+05:00"),
            facts={"victim.medical_emergency": True},
        ),
    ]


def test_the_shares_are_counted_by_hand_and_sum_to_the_duties(
    tmp_path: Path, every_outcome: list[dict[str, Any]]
) -> None:
    total = audited(tmp_path, every_outcome).total
    # Eight cases tell police and parents, sixteen in all; of one it is unknown whether the authority, the seventeenth.
    assert total.duties == 17
    assert (total.late, total.never, total.not_knowable, total.not_certain, total.nobody_named) == (2, 1, 1, 1, 1)
    assert total.on_time == 17 - 6
    assert sum(getattr(total, name) for name in SHARES) == total.duties
    assert (total.median_late_seconds, total.worst_tenth_late_seconds) == (20 * 60, 30 * 60)
    assert (total.at_once.n, total.at_once.known, total.at_once.median_seconds) == (1, 1, 360)
