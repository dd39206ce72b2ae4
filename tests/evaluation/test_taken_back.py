"""An entry of the log can be taken back: from then on it counts for nothing, and is shown struck through."""

from typing import Any

import pytest

from procedures import MakePlan, duty, rules_of
from protocolkit import InputError, load
from protocolkit.exports.plan_csv import rows
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_html import html
from protocolkit.showing.to_markdown import markdown
from protocolkit.showing.to_text import text

POLICE = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 1 hour
- id: tell-parents
  by: education_org_head
  must: inform
  if: {offender.role: pupil}
  after: report_received
  due: 1 hour
"""
REPORTED = {"event": "report_received", "at": "2026-11-16T10:00:00+05:00", "id": "e1"}
DONE = {"event": "done", "rule": "notify-police", "at": "2026-11-16T10:30:00+05:00", "id": "e2", "ref": "01-12/345"}
LEARNT = {
    "event": "interview_held", "at": "2026-11-16T10:20:00+05:00", "id": "e3", "facts": {"offender.role": "pupil"},
}  # fmt: skip


def back(entry: str, at: str = "2026-11-16T12:00:00+05:00", **more: str) -> dict[str, Any]:
    return {"event": "retracted", "entry": entry, "at": at, **more}


def when(time: str) -> str:
    return f"2026-11-16T{time}+05:00"


def test_a_performance_taken_back_leaves_the_duty_as_it_would_be_without_it(plan: MakePlan) -> None:
    log = [REPORTED, DONE, back("e2", by="education_org_head")]
    assert duty(plan(POLICE, log, as_of=when("11:59:59")), "notify-police").status == "done"
    answer = plan(POLICE, log, as_of=when("12:00:00"))
    assert duty(answer, "notify-police").status == "overdue"
    (one,) = answer.retracted
    assert (one.entry.id, one.entry.event, one.at, one.by) == ("e2", "done", when("12:00:00"), "education_org_head")


def test_it_counts_for_nothing_from_when_that_was_recorded(plan: MakePlan) -> None:
    log = [REPORTED, DONE, back("e2", when("11:00:00"), recorded_at=when("13:00:00"))]
    assert duty(plan(POLICE, log, as_of=when("12:59:59")), "notify-police").status == "done"
    assert plan(POLICE, log, as_of=when("12:59:59")).next_change_at == when("13:00:00")
    assert duty(plan(POLICE, log, as_of=when("13:00:00")), "notify-police").status == "overdue"


def test_a_report_taken_back_supersedes_what_it_started_and_hides_no_overdue(plan: MakePlan) -> None:
    found = duty(plan(POLICE, [REPORTED, back("e1")], as_of=when("12:00:00")), "notify-police")
    assert (found.status, found.was, found.late) == ("superseded", "overdue", True)


def test_what_an_entry_taken_back_said_is_not_known(plan: MakePlan) -> None:
    log = [REPORTED, LEARNT]
    assert "tell-parents" in rules_of(plan(POLICE, log, as_of=when("12:00:00")).duties)
    answer = plan(POLICE, [*log, back("e3")], as_of=when("12:00:00"))
    assert rules_of(answer.undetermined) == ["tell-parents"]


@pytest.mark.parametrize(
    ("log", "code"),
    [
        ([REPORTED, back("e7")], "unknown-entry"),
        ([REPORTED, DONE, back("e2", id="e9"), back("e9")], "retracts-retraction"),
        ([REPORTED, REPORTED], "repeated-entry-id"),
        ([REPORTED, DONE | {"ref": "070101500123"}], "personal-number"),
    ],
)
def test_what_names_no_entry_or_two_is_refused(plan: MakePlan, log: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(POLICE, log, as_of=when("12:00:00"))
    assert code in [one.code for one in refused.value.problems]


def test_a_performance_keeps_the_number_it_left_under(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, DONE], as_of=when("12:00:00"))
    assert [one.ref for one in duty(answer, "notify-police").performances] == ["01-12/345"]
    sheet = plan_sheet(answer, load("kz/interagency").vocabulary, "en", texts={})
    assert "01-12/345" in text(sheet, width=999)


def test_every_page_strikes_it_through_and_the_table_has_a_row(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, DONE, back("e2")], as_of=when("12:00:00"))
    words = load("kz/interagency").vocabulary
    sheet = plan_sheet(answer, words, "en", texts={})
    assert "~~done, " in text(sheet, width=999)
    assert "~~done, " in markdown(sheet)
    assert "<s>done, " in html(sheet)
    (row,) = [one for one in rows(answer, words) if one["kind"] == "retracted"]
    assert (row["id"], row["what"]) == ("demo/school#notify-police", "done")
    assert row["why"].startswith("taken back Mon, 16 Nov 2026, 12:00")
