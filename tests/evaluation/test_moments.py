"""When a rule starts, repeats and ends: first and last, done and missed, lapse, rhythms, and what is projected."""

from procedures import MONDAY, MakePlan, duty, rules_of

REPORTED = {"event": "report_received", "at": MONDAY}


def event(name: str, at: str, **more: str) -> dict[str, str]:
    return {"event": name, "at": f"2026-11-{at}+05:00", **more}


def test_any_is_the_first_and_all_the_last(plan: MakePlan) -> None:
    rules = """
    - {id: first-counts, by: police, must: investigate, after: {any: [report_received, fact_detected]}, due: 1 hour}
    - {id: last-counts, by: police, must: review, after: {all: [report_received, fact_detected]}, due: 1 hour}
    """
    answer = plan(rules, [REPORTED, event("fact_detected", "16T12:00:00")], as_of="2026-11-16T12:00:00+05:00")
    assert duty(answer, "first-counts").due.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]
    assert duty(answer, "last-counts").due.at == "2026-11-16T13:00:00+05:00"  # type: ignore[union-attr]
    assert [a.events for a in plan(rules, [REPORTED]).awaiting] == [("fact_detected",)]


def test_an_event_may_be_narrowed_to_whom_it_came_from(plan: MakePlan) -> None:
    rule = "- {id: answer-police, by: education_org_head, must: review, after: {event: report_received, from: police}, due: 1 hour}"
    assert not plan(rule, [REPORTED | {"from": "health_organisation"}]).duties
    assert plan(rule, [REPORTED | {"from": "police"}]).duties
    assert plan(rule, [REPORTED | {"from": "school_police_inspector"}]).duties


CHAIN = """
- id: notify-police
  by: education_org_head
  must: notify
  to: [police, prosecutor]
  after: report_received
  due: 1 hour
- id: write-up
  by: education_org_head
  must: draw_up
  after: {done: notify-police}
  due: 2 hours
- id: escalate
  by: education_authority
  must: notify
  to: child_rights_commissioner
  after: {missed: notify-police, to: police}
  due: 3 hours
"""


def done(to: str, at: str) -> dict[str, str]:
    return {"event": "done", "rule": "notify-police", "to": to, "at": f"2026-11-16T{at}+05:00"}


def test_done_waits_for_every_recipient_and_starts_with_the_last(plan: MakePlan) -> None:
    half = plan(CHAIN, [REPORTED, done("police", "10:10:00")], as_of="2026-11-16T10:30:00+05:00")
    waiting = next(a for a in half.awaiting if a.rule.endswith("#write-up"))
    assert waiting.event == "done:demo/school#notify-police"
    whole = [REPORTED, done("police", "10:10:00"), done("prosecutor", "10:20:00")]
    found = duty(plan(CHAIN, whole, as_of="2026-11-16T10:30:00+05:00"), "write-up")
    assert found.due.at == "2026-11-16T12:20:00+05:00"  # type: ignore[union-attr]


def test_a_chain_is_projected_from_the_limits_of_its_earlier_steps(plan: MakePlan) -> None:
    waiting = next(a for a in plan(CHAIN).awaiting if a.rule.endswith("#write-up"))
    assert waiting.projected == "2026-11-16T13:00:00+05:00"
    nothing = next(a for a in plan(CHAIN, []).awaiting if a.rule.endswith("#write-up"))
    assert nothing.projected is None


def test_done_for_one_of_several_starts_what_follows_for_that_one_alone(plan: MakePlan) -> None:
    rules = """
    - {id: meet, by: social_pedagogue, must: meet, to: victim, after: report_received, due: none}
    - {id: warn, by: education_org_head, must: inform, to: [police, victim], after: report_received, due: none}
    - {id: note, each: victim, by: social_pedagogue, must: register, after: {done: meet}, due: 2 hours}
    - {id: ask, each: offender, by: social_pedagogue, must: review, after: {done: meet}, due: 2 hours}
    - {id: file, each: victim, by: education_org_head, must: keep, after: {done: warn}, due: none}
    """
    met = {"event": "done", "rule": "meet", "for": "v1", "at": "2026-11-16T11:00:00+05:00"}
    warned = {"event": "done", "rule": "warn", "to": "victim", "for": "v1", "at": "2026-11-16T11:00:00+05:00"}
    parties = {"victim": [{"id": "v1"}, {"id": "v2"}], "offender": [{"id": "o1", "role": "pupil"}]}
    log = [{"event": "report_received", "at": MONDAY}, met, warned]
    answer = plan(rules, log, as_of="2026-11-16T12:00:00+05:00", parties=parties)
    assert [(d.rule.partition("#")[2], d.for_) for d in answer.duties if d.rule[-4:] in ("note", "#ask", "file")] == [
        ("note", "v1")
    ]
    told = {"event": "done", "rule": "warn", "to": "police", "at": "2026-11-16T11:30:00+05:00"}
    both = {**met, "for": "v2"}
    answer = plan(rules, [*log, told, both], as_of="2026-11-16T12:00:00+05:00", parties=parties)
    assert {(d.rule.partition("#")[2], d.for_) for d in answer.duties if d.rule[-4:] in ("note", "#ask", "file")} == {
        ("note", "v1"), ("note", "v2"), ("ask", "o1"), ("file", "v1"),
    }  # fmt: skip


def test_missed_starts_when_the_limit_has_passed_undone(plan: MakePlan) -> None:
    assert "escalate" not in rules_of(plan(CHAIN, as_of="2026-11-16T11:00:00+05:00").duties)
    found = duty(plan(CHAIN, as_of="2026-11-16T11:00:01+05:00"), "escalate")
    assert found.trigger.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]
    told = plan(CHAIN, [REPORTED, done("police", "10:10:00")], as_of="2026-11-16T12:00:00+05:00")
    assert "escalate" not in rules_of(told.duties)


def test_missed_also_starts_when_the_log_says_it_was_not_done(plan: MakePlan) -> None:
    failed = {"event": "not_done", "rule": "notify-police", "to": "police", "at": "2026-11-16T10:20:00+05:00"}
    found = duty(plan(CHAIN, [REPORTED, failed], as_of="2026-11-16T10:30:00+05:00"), "escalate")
    assert found.trigger.at == "2026-11-16T10:20:00+05:00"  # type: ignore[union-attr]


def test_a_late_performance_does_not_undo_a_miss(plan: MakePlan) -> None:
    late = [REPORTED, done("police", "11:30:00")]
    assert "escalate" in rules_of(plan(CHAIN, late, as_of="2026-11-16T12:00:00+05:00").duties)


def test_recipient_by_recipient(plan: MakePlan) -> None:
    rules = (
        CHAIN
        + """
- id: remind
  by: education_authority
  must: send_data
  to: [police, prosecutor]
  after: {missed: notify-police, to: same}
  due: none
"""
    )
    answer = plan(rules, [REPORTED, done("police", "10:10:00")], as_of="2026-11-16T12:00:00+05:00")
    assert [d.to for d in answer.duties if d.rule.endswith("#remind")] == ["prosecutor"]


def test_a_performance_before_the_trigger_still_starts_what_follows(plan: MakePlan) -> None:
    early = {"event": "done", "rule": "notify-police", "at": "2026-11-16T09:00:00+05:00"}
    answer = plan(CHAIN, [early], as_of="2026-11-16T10:30:00+05:00")
    assert duty(answer, "write-up").due.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]


def test_a_performance_recorded_once_more_moves_no_clock_that_the_first_started(plan: MakePlan) -> None:
    """Nothing in the log started the duty, so nothing tells the second from a repetition: lateness stays lateness."""
    again = [done("police", "10:10:00"), done("police", "13:00:00")]
    for log in (again[:1], again):
        found = duty(plan(CHAIN, log, as_of="2026-11-16T14:00:00+05:00"), "write-up")
        assert found.status == "overdue"
        assert found.trigger is not None
        assert found.trigger.at == "2026-11-16T10:10:00+05:00"


def test_of_performances_for_several_the_last_to_be_told_starts_what_follows(plan: MakePlan) -> None:
    log = [done("police", "10:10:00"), done("prosecutor", "10:20:00"), done("police", "10:40:00")]
    found = duty(plan(CHAIN, log, as_of="2026-11-16T11:00:00+05:00"), "write-up")
    assert found.trigger is not None
    assert found.trigger.at == "2026-11-16T10:20:00+05:00"


def test_a_lapse_is_a_time_without_something(plan: MakePlan) -> None:
    rule = """
    - id: chase
      by: education_authority
      must: review
      after: {lapse: 3 working_days, after: report_received, without: commission_convened}
      due: 1 working_day
    """
    # Three working days from Monday 16 November end with Thursday 19.
    assert rules_of(plan(rule, as_of="2026-11-20T00:00:00+05:00").awaiting) == ["chase"]
    assert duty(plan(rule, as_of="2026-11-20T00:00:01+05:00"), "chase").due.last_day == "2026-11-23"  # type: ignore[union-attr]
    met = [REPORTED, event("commission_convened", "19T10:00:00")]
    assert not plan(rule, met, as_of="2026-11-25T10:00:00+05:00").duties


def test_a_rhythm_begins_with_its_period_and_the_first_may_be_partial(plan: MakePlan) -> None:
    rule = "- {id: watch, by: prosecutor, must: check_progress, every: day, after: report_received, until: fact_confirmed, due: same_day}"
    answer = plan(rule, as_of="2026-11-18T09:00:00+05:00")
    assert [(d.occurrence, d.trigger.at, d.status) for d in answer.duties] == [  # type: ignore[union-attr]
        ("2026-11-16", "2026-11-16T10:00:00+05:00", "overdue"),
        ("2026-11-17", "2026-11-17T00:00:00+05:00", "overdue"),
        ("2026-11-18", "2026-11-18T00:00:00+05:00", "open"),
    ]
    assert answer.next_change_at == "2026-11-19T00:00:00+05:00"


def test_a_rhythm_stops_at_its_end_and_in_any_case_when_the_case_is_closed(plan: MakePlan) -> None:
    rule = "- {id: watch, by: prosecutor, must: check_progress, every: day, after: report_received, until: fact_confirmed, due: same_day}"
    for ending in ("fact_confirmed", "case_closed"):
        answer = plan(rule, [REPORTED, event(ending, "17T12:00:00")], as_of="2026-11-20T09:00:00+05:00")
        assert [d.occurrence for d in answer.duties] == ["2026-11-16", "2026-11-17"]


def test_a_performance_belongs_to_its_own_period(plan: MakePlan) -> None:
    rule = "- {id: watch, by: prosecutor, must: check_progress, every: day, after: report_received, due: same_day}"
    log = [REPORTED, {"event": "done", "rule": "watch", "at": "2026-11-17T15:00:00+05:00"}]
    answer = plan(rule, log, as_of="2026-11-18T09:00:00+05:00")
    assert [d.status for d in answer.duties] == ["overdue", "done", "open"]


def test_an_agenda_dates_a_duty_when_a_meeting_is_scheduled(plan: MakePlan) -> None:
    head = "names: {agendas: {board_meeting: {label: {en: meeting of the board}}}}"
    rule = "- {id: put-before-board, by: education_org_head, must: review, after: report_received, due: next board_meeting}"
    answer = plan(rule, head=head)
    found = duty(answer, "put-before-board")
    assert (found.due.kind, found.due.at) == ("agenda", None)  # type: ignore[union-attr]
    assert rules_of(answer.awaiting) == ["put-before-board"]
    scheduled = {"board_meeting": ["2026-11-16T09:00:00+05:00", "2026-11-25T15:00:00+05:00"]}
    found = duty(plan(rule, head=head, institution=scheduled), "put-before-board")
    assert found.due.at == "2026-11-25T15:00:00+05:00"  # type: ignore[union-attr]


def test_a_circle_of_triggers_waits_for_itself(plan: MakePlan) -> None:
    rules = """
    - {id: hen, by: police, must: review, after: {done: egg}, due: 1 hour}
    - {id: egg, by: police, must: analyse, after: {done: hen}, due: 1 hour}
    """
    assert rules_of(plan(rules).awaiting) == ["hen", "egg"]


def test_an_event_known_only_by_its_day_counts_from_its_start_and_warns(plan: MakePlan) -> None:
    rule = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}"
    answer = plan(rule, [{"event": "report_received", "at": "2026-11-16"}])
    found = duty(answer, "tell")
    assert found.due.at == "2026-11-17T00:00:00+05:00"  # type: ignore[union-attr]
    assert "date_only" in [w.code for w in found.due.warnings]  # type: ignore[union-attr]
