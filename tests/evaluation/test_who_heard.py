"""Who heard, told and did: sides of an event that a rule asks for, and whose hearing starts whose clock."""

import pytest

from procedures import MONDAY, MakePlan, duty, rules_of
from protocolkit import InputError

REPORTED = {"event": "report_received", "at": MONDAY}
NOON = "2026-11-16T12:00:00+05:00"


def event(name: str, at: str, **more: str) -> dict[str, str]:
    return {"event": name, "at": f"2026-11-16T{at}+05:00", **more}


FROM_POLICE = "- {id: pass-on, by: class_teacher, must: inform, to: education_org_head, after: {event: report_received, from: police}, due: 1 hour}"


def test_a_sender_nobody_named_is_asked_for_and_never_reads_as_nothing_came(plan: MakePlan) -> None:
    answer = plan(FROM_POLICE, [REPORTED], as_of=NOON)
    (question,) = answer.undetermined
    assert question.facts == ("report_received.from",)
    assert question.would_be_due == "2026-11-16T11:00:00+05:00"
    assert not answer.duties
    assert not answer.awaiting


def test_a_report_from_somebody_else_is_waited_past_and_one_from_within_the_body_counts(plan: MakePlan) -> None:
    assert rules_of(plan(FROM_POLICE, [REPORTED | {"from": "health_organisation"}]).awaiting) == ["pass-on"]
    assert duty(plan(FROM_POLICE, [REPORTED | {"from": "school_police_inspector"}]), "pass-on").status == "open"


def test_a_doubtful_first_leaves_open_when_it_starts_a_doubtful_second_does_not(plan: MakePlan) -> None:
    sure = REPORTED | {"from": "police"}
    first = plan(FROM_POLICE, [event("report_received", "09:00:00"), sure], as_of=NOON)
    assert first.undetermined[0].would_be_due == "2026-11-16T10:00:00+05:00"
    second = plan(FROM_POLICE, [sure, event("report_received", "11:00:00")], as_of=NOON)
    assert duty(second, "pass-on").due.limit == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]
    assert not second.undetermined


@pytest.mark.parametrize(
    ("moment", "asks"),
    [
        ("{all: [fact_detected, {event: report_received, from: police}]}", ("report_received.from",)),
        ("{any: [interview_held, {event: report_received, from: police}]}", ("report_received.from",)),
        ("{event: police_informed, by: education_org}", ("police_informed.by",)),
        ("{event: interview_held, to: victim}", ("interview_held.to",)),
        ("{event: commission_decided, level: high}", ("commission_decided.level",)),
        ("{lapse: 1 hour, after: {event: report_received, from: police}, without: case_closed}", ("report_received.from",)),
        ("{lapse: 1 hour, after: fact_detected, without: {event: report_received, from: police}}", ("report_received.from",)),
    ],
)  # fmt: skip
def test_every_kind_of_moment_asks_what_nobody_said(plan: MakePlan, moment: str, asks: tuple[str, ...]) -> None:
    rule = f"- {{id: act, by: education_authority, must: review, after: {moment}, due: 1 hour}}"
    log = [
        event("fact_detected", "10:00:00"),
        event("report_received", "10:30:00"),
        event("police_informed", "10:40:00"),
    ]
    if "interview_held" in asks[0]:
        log.append(event("interview_held", "10:45:00"))
    if "commission" in asks[0]:
        log.append(event("commission_decided", "10:45:00"))
    answer = plan(rule, log, as_of="2026-11-16T15:00:00+05:00")
    assert [(u.rule.partition("#")[2], u.facts) for u in answer.undetermined] == [("act", asks)]


def test_a_rule_that_returns_asks_only_for_the_doubtful_times(plan: MakePlan) -> None:
    rule = (
        "- {id: act, by: education_authority, must: review, every: {event: report_received, from: police}, due: 1 hour}"
    )
    answer = plan(rule, [REPORTED | {"from": "police"}, event("report_received", "11:00:00")], as_of=NOON)
    assert [d.trigger.at for d in answer.duties if d.trigger] == [MONDAY]
    assert [u.would_be_due for u in answer.undetermined] == ["2026-11-16T12:00:00+05:00"]


def test_what_may_have_ended_a_duty_ends_nothing_and_is_told(plan: MakePlan) -> None:
    rule = (
        "- {id: act, by: education_org_head, must: review, after: report_received, due: 1 hour, "
        "until: {event: police_informed, by: education_org}}"
    )
    told = event("police_informed", "10:30:00")
    open_ = plan(rule, [REPORTED, told], as_of=NOON)
    assert duty(open_, "act").status == "overdue"
    assert "side_unknown" in [w.code for w in open_.warnings]
    assert duty(plan(rule, [REPORTED, told | {"by": "education_org_head"}], as_of=NOON), "act").status == "ended"


def test_a_pause_by_nobody_knows_whom_stops_no_clock_and_is_told(plan: MakePlan) -> None:
    rule = (
        "- {id: act, by: education_org_head, must: review, after: report_received, due: 4 hours, "
        "clock: {hold: {event: police_informed, by: education_org}, resume: case_closed}}"
    )
    answer = plan(rule, [REPORTED, event("police_informed", "10:30:00")], as_of=NOON)
    assert duty(answer, "act").status == "open"
    assert [w.code for w in answer.warnings].count("side_unknown") == 1


@pytest.mark.parametrize(
    ("entry", "help"),
    [
        ({"event": "report_received", "to": "education_org_head"}, "`by`"),
        ({"event": "police_informed", "to": "police"}, "in its name"),
        ({"event": "commission_decided", "from": "police"}, "it has `by`"),
    ],
)
def test_a_side_that_an_event_does_not_have_is_refused(plan: MakePlan, entry: dict[str, str], help: str) -> None:
    with pytest.raises(InputError, match="no-such-side") as refused:
        plan(FROM_POLICE, [entry | {"at": MONDAY}])
    assert help in str(refused.value)


def test_a_rule_may_not_ask_for_such_a_side_either(plan: MakePlan) -> None:
    with pytest.raises(InputError, match="no-such-side"):
        plan(FROM_POLICE.replace("from: police", "to: police"), [REPORTED])


# -- whose hearing

SCHOOL = "- {id: act, by: education_org_head, must: review, after: report_received, due: 1 hour}"


def test_what_others_heard_starts_nothing_for_the_school_until_it_hears(plan: MakePlan) -> None:
    elsewhere = REPORTED | {"by": "contact_centre_111"}
    before = plan(SCHOOL, [elsewhere], as_of=NOON)
    assert rules_of(before.awaiting) == ["act"]
    assert {"heard_by_others", "not_heard_yet"} <= {w.code for w in before.warnings}
    for heard in ({"by": "class_teacher"}, {"by": "education_org"}, {}, {"event": "report_received_by_head"}):
        later = event("report_received", "11:00:00") | heard
        found = plan(SCHOOL, [elsewhere, later], as_of=NOON)
        assert duty(found, "act").trigger.at == later["at"]  # type: ignore[union-attr]
        assert "not_heard_yet" not in [w.code for w in found.warnings]


def test_another_body_begins_with_the_first_that_anybody_heard(plan: MakePlan) -> None:
    rule = SCHOOL.replace("education_org_head", "police")
    for by in ("contact_centre_111", "education_org", "police"):
        assert duty(plan(rule, [REPORTED | {"by": by}]), "act").trigger.at == MONDAY  # type: ignore[union-attr]


def test_whose_file_it_is_decides_whose_hearing_counts(plan: MakePlan) -> None:
    rule = SCHOOL.replace("education_org_head", "police")
    log = [REPORTED | {"by": "education_org"}, event("report_received", "11:00:00")]
    own = plan(rule, log, organisation="police", as_of=NOON)
    assert duty(own, "act").trigger.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]


def test_an_organisation_that_no_vocabulary_has_is_refused(plan: MakePlan) -> None:
    with pytest.raises(InputError, match="unknown-role"):
        plan(SCHOOL, organisation="education_orgg")


def test_in_a_list_of_bearers_each_hears_for_himself(plan: MakePlan) -> None:
    rule = SCHOOL.replace("education_org_head", "[education_org_head, police]")
    answer = plan(rule, [REPORTED | {"by": "police"}], as_of=NOON)
    assert [d.by for d in answer.duties] == [("police",)]
    assert rules_of(answer.awaiting) == [] or rules_of(answer.awaiting) == ["act"]
    later = plan(rule, [REPORTED | {"by": "police"}, event("report_received", "11:00:00")], as_of=NOON)
    assert {d.by[0]: d.trigger.at for d in later.duties if d.trigger} == {
        "police": MONDAY, "education_org_head": "2026-11-16T11:00:00+05:00",
    }  # fmt: skip


def test_that_the_hotline_was_told_starts_nothing_for_the_school(plan: MakePlan) -> None:
    answer = plan(SCHOOL, [event("contact_centre_informed", "10:00:00", by="legal_representative")], as_of=NOON)
    assert rules_of(answer.awaiting) == ["act"]
    assert "not_heard_yet" in [w.code for w in answer.warnings]


def test_what_the_school_itself_told_is_no_news_to_it(plan: MakePlan) -> None:
    rules = (
        SCHOOL + "\n- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}"
    )
    log = [REPORTED, {"event": "done", "rule": "tell", "at": "2026-11-16T10:20:00+05:00"}]
    assert not {"not_heard_yet", "heard_by_others"} & {w.code for w in plan(rules, log, as_of=NOON).warnings}


# -- whoever acted

ACTORS = """
- id: tell
  by: {actor: [education_org, health_organisation, police]}
  must: notify
  to: [prosecutor]
  after: {any: [report_received, fact_detected]}
  due: 2 hours
"""


def test_each_institution_that_acted_owes_its_own_from_its_own_first_entry(plan: MakePlan) -> None:
    log = [
        event("fact_detected", "10:00:00", by="health_organisation"),
        event("report_received", "10:30:00"),
        event("fact_detected", "11:00:00", by="class_teacher"),
    ]
    answer = plan(ACTORS, log, as_of=NOON)
    assert {d.id.partition("#")[2]: d.trigger.at for d in answer.duties if d.trigger} == {
        "tell/health_organisation/prosecutor": "2026-11-16T10:00:00+05:00",
        "tell/prosecutor": "2026-11-16T10:30:00+05:00",
    }


@pytest.mark.parametrize(
    ("record", "done"),
    [
        ({"rule": "tell"}, "tell/prosecutor"),
        ({"rule": "tell", "by": "class_teacher"}, "tell/prosecutor"),
        ({"rule": "tell", "by": "health_organisation"}, "tell/health_organisation/prosecutor"),
        ({"duty": "demo/school#tell/health_organisation/prosecutor"}, "tell/health_organisation/prosecutor"),
        ({"duty": "demo/school#tell/prosecutor"}, "tell/prosecutor"),
    ],
)
def test_a_record_closes_the_duty_of_whoever_made_it_the_schools_where_it_does_not_say(
    plan: MakePlan, record: dict[str, str], done: str
) -> None:
    log = [event("fact_detected", "10:00:00", by="health_organisation"), event("report_received", "10:30:00")]
    answer = plan(ACTORS, [*log, {"event": "done", "at": "2026-11-16T11:00:00+05:00"} | record], as_of=NOON)
    assert [d.id.partition("#")[2] for d in answer.duties if d.status == "done"] == [done]


def test_nobody_knows_whose_it_is_where_nobody_said_who_told(plan: MakePlan) -> None:
    rule = ACTORS.replace("{any: [report_received, fact_detected]}", "police_informed")
    (question,) = plan(rule, [event("police_informed", "10:00:00")], as_of=NOON).undetermined
    assert question.facts == ("police_informed.by",)
    assert question.by == ("education_org", "health_organisation", "police")


def test_what_is_asked_of_whoever_acted_names_that_one_alone(plan: MakePlan) -> None:
    rule = ACTORS.rstrip() + "\n  if: {incident.crime_signs: true}\n"
    (question,) = plan(rule, [event("fact_detected", "10:00:00", by="health_organisation")], as_of=NOON).undetermined
    assert (question.facts, question.by) == (("incident.crime_signs",), ("health_organisation",))


# -- of whom an entry speaks


def test_what_befell_one_offender_wakes_nothing_about_another(plan: MakePlan) -> None:
    rule = "- {id: talk, by: school_psychologist, must: talk, to: offender, after: commission_decided, due: 1 day}"
    parties = {"victim": [{"id": "v1"}], "offender": [{"id": "o1", "role": "pupil"}, {"id": "o2", "role": "pupil"}]}
    answer = plan(rule, [event("commission_decided", "10:00:00", **{"for": "o1"})], parties=parties, as_of=NOON)
    assert [d.for_ for d in answer.duties] == ["o1"]
    assert len(plan(rule, [event("commission_decided", "10:00:00")], parties=parties, as_of=NOON).duties) == 2


def test_the_plan_changes_where_others_hear_although_no_rule_reads_what_they_heard(plan: MakePlan) -> None:
    rule = "- {id: convene, by: education_org_head, must: convene, after: commission_decided, due: 2 hours}"
    help_sought = {"event": "medical_help_sought", "at": "2026-11-18T10:00:00+05:00"}
    answer = plan(rule, [help_sought], as_of=MONDAY)
    assert (answer.warnings, answer.next_change_at) == ((), "2026-11-18T10:00:00+05:00")
    assert plan(rule, [help_sought], as_of="2026-11-18T10:00:00+05:00").warnings


def test_the_plan_changes_when_somebody_else_is_known_to_hear_of_it_whoever_the_vocabulary_says_that_is(
    plan: MakePlan,
) -> None:
    """Nobody said `by`: a child that turned to a doctor was heard by a doctor."""
    rule = "- {id: enter, by: education_org_head, must: register, after: case_closed, due: 1 hour}"
    log = [
        {"event": "report_received", "at": MONDAY},
        {"event": "medical_help_sought", "at": "2026-11-17T09:00:00+05:00"},
    ]
    before = plan(rule, log, as_of="2026-11-16T12:00:00+05:00")
    assert before.next_change_at == "2026-11-17T09:00:00+05:00"
    then = plan(rule, log, as_of=before.next_change_at)
    assert "heard_by_others" in {w.code for w in then.warnings} - {w.code for w in before.warnings}
