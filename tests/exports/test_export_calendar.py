"""`plan --format ics`: what a calendar program is given, read back with a library that did not write it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

import protocolkit
from command_line import CommandLine, case, cli
from procedures import MONDAY, MakePlan, duty
from protocolkit import AlarmPolicy, Plan, load
from protocolkit.exports.ics import ics, sequence, uid
from protocolkit.languages import LANGUAGES
from protocolkit.model.vocabulary import Vocabulary

__all__ = ["case", "cli"]

RULES = """
- {id: tell, by: {any: [education_org_head, responsible_person]}, must: notify, to: police, after: report_received,
   due: 1 hour, say: {en: Tell the police, ru: Сообщить, kk: Хабарлау, uk: Повідомити}}
- {id: report, by: education_org, must: report, to: education_authority, after: report_received, due: 3 working_days}
- {id: aid, by: education_org, must: give_first_aid, after: report_received, due: immediately}
- {id: support, by: school_psychologist, must: give_emotional_support, after: report_received, due: none}
- {id: follow-up, by: education_org, must: inform, to: prosecutor, after: {done: tell}, due: "not before 1 day, at most 30 hours"}
"""
KNOWN = {"offender.role": "pupil"}
REPORTED = {"event": "report_received", "at": MONDAY}
TOLD = {"event": "done", "rule": "tell", "at": "2026-11-16T10:30:00+05:00"}


@pytest.fixture(scope="module")
def names() -> Vocabulary:
    return load("kz/interagency").vocabulary


def read(data: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(data.decode())


def todo(plan: Plan, names: Vocabulary, rule: str, **more: Any) -> Any:
    wanted = uid(plan, duty(plan, rule).id)
    (found,) = [one for one in read(ics(plan, names, **more)).todos if one.uid == wanted]
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_each_running_duty_is_one_to_do(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES, facts=KNOWN)
    found = read(ics(made, names)).todos
    assert {one.uid for one in found} == {uid(made, d.id) for d in made.duties}
    assert {one.status for one in found} == {"NEEDS-ACTION"}


def test_a_to_do_says_from_when_until_when_who_and_why(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES, facts=KNOWN)
    found = todo(made, names, "tell")
    assert (found.dtstart, found.due) == (at(MONDAY), at("2026-11-16T11:00:00+05:00"))
    assert found.dtstamp == at(MONDAY)
    assert found.summary == "Tell the police: police (until Mon, 16 Nov 2026, 11:00)"
    assert found.categories == ["head of the education organisation", "responsible person"]
    assert "Source: demo/school 1 «some words»" in found.description
    assert "11:00 Asia/Almaty (UTC+5)" in found.description
    assert found.classification == "PRIVATE"
    extras = {extra.name: extra.value for extra in found.extras}
    assert extras["x-protocolkit-rule"] == "demo/school#tell"
    assert extras["x-protocolkit-point"] == "demo/school 1"


def test_a_term_of_days_ends_at_the_midnight_after_the_last_day_it_names(plan: MakePlan, names: Vocabulary) -> None:
    found = todo(plan(RULES, facts=KNOWN), names, "report")
    assert found.due == at("2026-11-20T00:00:00+05:00")
    assert "last day Thu, 19 Nov 2026" in found.summary


def test_what_is_due_at_once_has_a_due_time_and_no_start_that_equals_it(plan: MakePlan, names: Vocabulary) -> None:
    found = todo(plan(RULES, facts=KNOWN), names, "aid")
    assert (found.dtstart, found.due) == (None, at(MONDAY))
    assert found.summary.endswith("(at once)")


def test_a_duty_without_a_time_has_only_a_start(plan: MakePlan, names: Vocabulary) -> None:
    found = todo(plan(RULES, facts=KNOWN), names, "support")
    assert (found.dtstart, found.due) == (at(MONDAY), None)


def test_hours_are_announced_as_the_policy_says_and_days_in_the_morning(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES, facts=KNOWN)
    assert triggers(todo(made, names, "tell")) == [timedelta(minutes=-15)]
    tighter = AlarmPolicy(due_soon=(60, 1800))
    assert triggers(todo(made, names, "tell", policy=tighter)) == [timedelta(minutes=-30), timedelta(minutes=-1)]
    # Nine in the morning of Wednesday and of Thursday, the last day.
    assert triggers(todo(made, names, "report")) == [timedelta(hours=-39), timedelta(hours=-15)]


def test_reminders_that_have_passed_are_left_out_but_never_the_last(plan: MakePlan, names: Vocabulary) -> None:
    late = plan(RULES, facts=KNOWN, as_of="2026-11-16T10:50:00+05:00")
    assert triggers(todo(late, names, "tell")) == [timedelta(0)]
    overdue = plan(RULES, facts=KNOWN, as_of="2026-11-16T12:00:00+05:00")
    assert triggers(todo(overdue, names, "tell")) == []
    assert todo(overdue, names, "tell").summary.startswith("OVERDUE: ")


def triggers(found: Any) -> list[timedelta]:
    return [alarm.trigger for alarm in found.alarms]


def test_the_same_plan_gives_the_same_bytes(plan: MakePlan, names: Vocabulary) -> None:
    assert ics(plan(RULES, facts=KNOWN), names) == ics(plan(RULES, facts=KNOWN), names)


def test_a_moved_date_keeps_its_uid_and_raises_its_sequence(plan: MakePlan, names: Vocabulary) -> None:
    rules = RULES.replace("due: 3 working_days", "due: 3 working_days, clock: {extend: {by: education_authority}}")
    shorter = {
        "event": "extended", "rule": "report", "by": "education_authority", "at": "2026-11-16T13:00:00+05:00",
        "due": "2026-11-18",
    }  # fmt: skip
    first = plan(rules, [REPORTED], KNOWN, as_of="2026-11-16T12:00:00+05:00")
    moved = plan(rules, [REPORTED, shorter], KNOWN, as_of="2026-11-16T13:00:00+05:00")
    before, after = todo(first, names, "report"), todo(moved, names, "report")
    assert before.uid == after.uid
    assert after.due < before.due
    assert after.sequence > before.sequence


def test_a_sequence_stays_within_what_programs_can_hold(plan: MakePlan) -> None:
    made = plan(RULES, facts=KNOWN)
    assert 0 < sequence(made) < 2**31
    assert sequence(protocolkit.plan(_case("1999-01-01T00:00:00+00:00"))) == 0
    assert sequence(protocolkit.plan(_case("2100-01-01T00:00:00+00:00"))) == 2**31 - 1


def _case(when: str) -> dict[str, Any]:
    events = [{"event": "report_received", "at": when}]
    return {"incident": "demo/1", "protocol": "kz/interagency", "events": events, "as_of": when}


def test_another_incident_has_other_uids(plan: MakePlan) -> None:
    assert uid(plan(RULES), "demo/school#tell/police") != uid(plan(RULES, incident="demo/2"), "demo/school#tell/police")


def test_a_duty_set_going_by_another_names_it(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES, [REPORTED, TOLD], KNOWN, as_of="2026-11-16T11:00:00+05:00")
    (relation,) = todo(made, names, "follow-up").related_to
    assert relation.uid == uid(made, duty(made, "tell").id)
    # The reader knows RFC 5545 only, which takes relations it does not know for that to a parent.
    assert f"RELATED-TO;RELTYPE=DEPENDS-ON:{relation.uid}" in unfolded(ics(made, names))
    assert "Not before: " in todo(made, names, "follow-up").description


def test_what_is_closed_is_left_out_unless_asked_for(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES, [REPORTED, TOLD], KNOWN, as_of="2026-11-16T11:00:00+05:00")
    told = uid(made, duty(made, "tell").id)
    assert told not in {one.uid for one in read(ics(made, names)).todos}
    (found,) = [one for one in read(ics(made, names, closed=True)).todos if one.uid == told]
    assert (found.status, found.completed, found.alarms) == ("COMPLETED", at(TOLD["at"]), [])


def test_an_event_is_the_last_hour_or_the_last_day(plan: MakePlan, names: Vocabulary) -> None:
    made = plan(RULES.replace("due: 1 hour", "due: 5 hours"), facts=KNOWN)
    found = {one.uid: one for one in read(ics(made, names, events=True)).events}
    hours, days = (found[uid(made, duty(made, rule).id)] for rule in ("tell", "report"))
    assert (hours.dtstart, hours.dtend) == (at("2026-11-16T14:00:00+05:00"), at("2026-11-16T15:00:00+05:00"))
    assert (days.dtstart, days.dtend) == (at("2026-11-19T00:00:00+05:00"), at("2026-11-20T00:00:00+05:00"))
    assert [alarm.trigger for alarm in hours.alarm] == [timedelta(minutes=45)]
    assert uid(made, duty(made, "support").id) not in found


def test_a_calendar_says_what_is_not_in_it_and_that_an_hour_is_too_short_for_it(
    plan: MakePlan, names: Vocabulary
) -> None:
    made = plan(RULES, facts=KNOWN)
    text = unfolded(ics(made, names, events=True))
    assert text.count("never rely on it for a duty of one hour or less. Such duties here: 2.") == 2
    assert "1 duties without a date" in text
    assert "COMMENT:One hour or less" in text
    longer = plan(RULES.replace("due: 1 hour", "due: 2 hours").replace("due: immediately", "due: none"), facts=KNOWN)
    assert "one hour or less" not in unfolded(ics(longer, names)).lower()


def unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "").replace("\\,", ",")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_words(plan: MakePlan, names: Vocabulary, language: str) -> None:
    made = plan(RULES, [REPORTED], KNOWN, as_of="2026-11-16T12:00:00+05:00")
    found = todo(made, names, "tell", language=language)
    other = todo(made, names, "tell", language="en" if language != "en" else "ru")
    assert found.summary != other.summary
    assert "{" not in unfolded(ics(made, names, language=language))


def test_the_command_prints_a_calendar_and_a_note_beside_it(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case, "--format", "ics")
    assert ran.code == 0
    assert ran.out.startswith("BEGIN:VCALENDAR\r\n")
    assert ran.err.startswith("note: A calendar is refreshed in hours or days")
    shown = cli("plan", case, "--format", "ics", "--to", "police")
    assert [one.summary.split(":")[1].split("(")[0].strip() for one in read(shown.out.encode()).todos] == ["police"]


def test_without_the_library_one_line_says_how_to_get_it(
    cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = cli("plan", case, "--format", "ics")
    assert (ran.code, ran.out) == (2, "")
    assert "missing-extra" in ran.err
    assert "pip install 'protocolkit[ics]'" in ran.err


@pytest.mark.parametrize(("option", "format"), [("--events", "ics"), ("--closed", "ics"), ("--excel", "csv")])
def test_an_option_of_another_format_is_refused(cli: CommandLine, case: Path, option: str, format: str) -> None:
    ran = cli("plan", case, option)
    assert (ran.code, ran.out) == (2, "")
    assert f"`{option}` goes with `--format {format}`" in ran.err


def test_what_was_done_on_a_day_is_completed_at_no_made_up_instant(plan: MakePlan) -> None:
    rules = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 day}"
    log = [{"event": "report_received", "at": MONDAY}, {"event": "police_informed", "at": MONDAY[:10]}]
    made = plan(rules, log, as_of="2026-11-17T10:00:00+05:00")
    text = ics(made, load("kz/interagency").vocabulary, closed=True).decode()
    assert "STATUS:COMPLETED" in text
    assert "\r\nCOMPLETED:" not in text


DAILY = """
- {id: watch, by: education_org, must: check_progress, after: report_received, every: day, due: same_day}
"""
FIRST, LATER = "2026-11-16T10:00:00+05:00", "2026-12-16T12:00:00+05:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_that_nobody_recorded_are_one_to_do_that_says_how_many(
    plan: MakePlan, names: Vocabulary, language: str
) -> None:
    made = plan(DAILY, [REPORTED], as_of=LATER)
    late, today = read(ics(made, names, language=language)).todos
    assert len(made.duties) == 31
    assert [one.uid for one in (late, today)] == [uid(made, made.duties[n].id) for n in (0, 30)]
    assert "30" in late.summary
    assert "30" in late.description
    assert "30" not in today.summary.partition("(")[0]


def test_a_day_that_was_recorded_does_not_stand_among_those_nobody_recorded(plan: MakePlan, names: Vocabulary) -> None:
    done = {"event": "done", "rule": "watch", "at": "2026-11-20T10:00:00+05:00"}
    made = plan(DAILY, [REPORTED, done], as_of=LATER)
    assert len(read(ics(made, names)).todos) == 2
    late, completed, today = read(ics(made, names, closed=True)).todos
    assert ("29" in late.summary, completed.status, today.status) == (True, "COMPLETED", "NEEDS-ACTION")
