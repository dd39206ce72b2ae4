"""What a log does not hold may have happened, unless somebody searched for it."""

import pytest

from procedures import MakePlan, rules_of

REPEATED = """
- id: report-repeated
  by: education_org_head
  must: report
  to: education_authority
  after: report_received
  if: {happened: {event: act_committed}, within: 1 year, of: administrative_penalty_imposed}
  due: 1 day
"""
REPORTED = {"event": "report_received", "at": "2026-11-20T10:00:00+05:00"}
PENALTY = {"event": "administrative_penalty_imposed", "at": "2025-03-10T10:00:00+05:00"}
AS_OF = "2026-11-20T12:00:00+05:00"


def found(plan: MakePlan, log: list[dict[str, str]], searched: list[dict[str, str]], as_of: str = AS_OF) -> str:
    answer = plan(REPEATED, [*log, REPORTED], as_of=as_of, searched=searched)
    if rules_of(answer.duties):
        return "owed"
    return "asked" if rules_of(answer.undetermined) else "absent"


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, "asked"),
        ("2026-03-09", "asked"),  # the year after the penalty is not over then
        ("2026-03-12", "absent"),
        ("2026-11-21", "asked"),  # not searched yet
    ],
)
def test_it_did_not_happen_if_the_whole_time_was_searched(plan: MakePlan, until: str | None, state: str) -> None:
    searched = [{"event": "act_committed", "at": until}] if until else []
    assert found(plan, [PENALTY], searched) == state


def test_a_search_for_something_else_says_nothing(plan: MakePlan) -> None:
    assert found(plan, [PENALTY], [{"event": "report_received", "at": "2026-11-20"}]) == "asked"


def test_a_search_does_not_hide_what_the_log_has(plan: MakePlan) -> None:
    act = {"event": "act_committed", "at": "2025-12-01T10:00:00+05:00"}
    assert found(plan, [PENALTY, act], [{"event": "act_committed", "at": "2026-11-20"}]) == "owed"


def test_with_no_penalty_in_the_log_there_is_no_time_to_search(plan: MakePlan) -> None:
    assert found(plan, [], [{"event": "act_committed", "at": "2026-11-20"}]) == "asked"


def test_a_search_for_one_person_is_none_for_another(plan: MakePlan) -> None:
    parties = {"victim": [{"id": "v1"}], "offender": [{"id": "o1"}, {"id": "o2"}]}
    penalty = PENALTY | {"for": "o1"}
    for person, bucket in (("o1", "absent"), ("o2", "asked")):
        searched = [{"event": "act_committed", "at": "2026-11-20", "for": person}]
        answer = plan(REPEATED, [penalty, REPORTED], as_of=AS_OF, searched=searched, parties=parties)
        assert ("asked" if answer.undetermined else "absent") == bucket


def test_what_is_known_by_its_day_may_lie_on_either_side_of_the_end(plan: MakePlan) -> None:
    rules = REPEATED.replace("within: 1 year", "within: 24 hours")
    penalty = {"event": "administrative_penalty_imposed", "at": "2026-11-10T10:00:00+05:00"}
    for day, bucket in (("2026-11-11", 1), ("2026-11-12", 0)):
        searched = [{"event": "act_committed", "at": "2026-11-20"}]
        log = [penalty, {"event": "act_committed", "at": day}, REPORTED]
        answer = plan(rules, log, as_of=AS_OF, searched=searched)
        assert (len(answer.duties), len(answer.undetermined)) == (0, bucket)


def test_a_time_that_the_calendar_does_not_reach_is_unknown_and_not_without_end(plan: MakePlan) -> None:
    rules = REPEATED.replace("within: 1 year", "within: 900 working_days")
    act = {"event": "act_committed", "at": "2026-11-01T10:00:00+05:00"}
    answer = plan(rules, [PENALTY | {"at": "2026-10-01T10:00:00+05:00"}, act, REPORTED], as_of=AS_OF)
    assert (answer.duties, len(answer.undetermined)) == ((), 1)
