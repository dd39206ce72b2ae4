"""Findings: what was found is kept apart from what is said of it, and explains itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

import protocolkit
from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit.languages import LANGUAGES
from protocolkit.resources import examples_dir

CASES = sorted(examples_dir().glob("*.yaml"))
TELL = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 3 hours}
- {id: tell-parents, by: education_org_head, must: notify, to: victim.legal_representative, after: report_received,
   due: 1 hour, if: {incident.crime_signs: true}}
- {id: call-board, by: education_org_head, must: convene, after: suspicion_arose, due: 1 day}
"""


def found(folder: Path, rules: str, **case: Any) -> protocolkit.Findings:
    """The findings of a case reported on Monday under made-up rules."""
    write_ruleset(folder, rules)
    reported = [{"event": "report_received", "at": MONDAY}]
    whole = {"incident": "demo/1", "protocol": "demo/school", "events": reported, "as_of": MONDAY, **case}
    return protocolkit.find(*protocolkit.load_incident(whole, rules=[folder]))


def test_every_attempt_says_how_far_the_rule_came(tmp_path: Path) -> None:
    """One outcome a rule, recipient and choice of persons: what explains and what fails reads it, nobody asks again."""
    findings = found(tmp_path, TELL)
    outcomes = {r.name: [a.outcome for a in findings.attempts(r)] for r in findings.case.protocol.rules}
    assert outcomes == {"tell-police": ["duty"], "tell-parents": ["undetermined"], "call-board": ["awaiting"]}
    (open_,) = findings.attempts(findings.case.protocol.rules[1])
    assert (open_.facts, open_.truth) == (("incident.crime_signs",), None)
    (waiting,) = findings.attempts(findings.case.protocol.rules[2])
    assert waiting.waiting == ("suspicion_arose",)


def test_a_condition_that_is_false_is_an_attempt_too(tmp_path: Path) -> None:
    findings = found(tmp_path, TELL, facts={"incident.crime_signs": False})
    (absent,) = findings.attempts(findings.case.protocol.rules[1])
    assert (absent.outcome, absent.truth) == ("absent", False)
    assert not findings.content.questions


def test_what_is_found_is_the_same_in_every_language() -> None:
    for case in CASES:
        contents = []
        for language in LANGUAGES:
            with protocolkit.speaking(language):
                contents.append(protocolkit.find(*protocolkit.load_incident(case)).content)
        assert all(content == contents[0] for content in contents)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_said_again_without_evaluating_again(
    case: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = protocolkit.plan(case)
    expected = protocolkit.plan(case, language=language)
    monkeypatch.setattr("protocolkit.evaluation.find.evaluations", None)
    assert plan.said(language).to_json() == expected.to_json()
    assert plan.said(language).said("en").to_json() == plan.to_json()


def test_a_plan_read_from_json_cannot_be_said_again() -> None:
    plan = protocolkit.plan(CASES[0])
    stored = msgspec.json.decode(plan.to_json(), type=protocolkit.Plan)
    assert stored == plan
    with pytest.raises(ValueError, match="make it again"):
        stored.said("kk")


def test_nobody_changes_a_label_of_a_plan() -> None:
    """Whoever could change a label of one plan might change a rule, and so the plan of another case."""
    plan = protocolkit.plan(CASES[0])
    with pytest.raises(TypeError, match="cannot be changed"):
        plan.duties[0].label["en"] = "spoilt"
    with pytest.raises(TypeError, match="cannot be changed"):
        plan.awaiting[0].label.clear()
    assert plan.to_json() == protocolkit.plan(CASES[0]).to_json()


def test_a_plan_as_plain_values_is_what_its_json_reads_as() -> None:
    plan = protocolkit.plan(CASES[0])
    plain = plan.to_dict()
    assert plain == msgspec.json.decode(plan.to_json())
    assert isinstance(plain["duties"], list)
    assert isinstance(plain["duties"][0]["by"], list)


# -- the next change


def idle(n: int, start: str = MONDAY) -> list[dict[str, str]]:
    """Entries of an event that no rule of these waits for, an hour apart."""
    first = datetime.fromisoformat(start) + timedelta(hours=1)
    return [{"event": "fact_detected", "at": (first + timedelta(hours=i)).isoformat()} for i in range(n)]


@pytest.mark.parametrize("n", [0, 1, 8, 9, 12, 40])
def test_entries_that_change_nothing_are_no_change_however_many(plan: MakePlan, n: int) -> None:
    """The log goes on after `as_of`; the next change is the limit of three days, not the ninth idle entry."""
    rules = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 3 days}"
    made = plan(rules, events=[{"event": "report_received", "at": MONDAY}, *idle(n)])
    assert made.next_change_at == "2026-11-20T00:00:01+05:00"
    assert plan(rules, events=[{"event": "report_received", "at": MONDAY}, *idle(n)], as_of=made.next_change_at) != made


TELL_IN_DAYS = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 3 days}"


def evaluated_at(folder: Path, rules: str, events: list[dict[str, Any]], **case: Any) -> list[datetime]:
    """The later instants that were evaluated to find every change."""
    findings = found(folder, rules, events=[{"event": "report_received", "at": MONDAY}, *events], **case)
    asked: list[datetime] = []
    again = findings.again

    def counting(at: datetime) -> protocolkit.Findings:
        asked.append(at)
        return again(at)

    findings.again = counting
    assert [*findings.later()]
    return asked


def test_entries_that_no_rule_reads_are_not_evaluated(tmp_path: Path) -> None:
    """Sixty idle entries before and after the limit of three days, which is looked at alone."""
    assert len(evaluated_at(tmp_path, TELL_IN_DAYS, [*idle(40), *idle(20, "2026-11-20T08:00:00+05:00")])) == 1


@pytest.mark.parametrize(("rules", "entry"), [
    (TELL_IN_DAYS, {"event": "fact_detected", "facts": {"incident.crime_signs": True}}),
    (TELL_IN_DAYS, {"event": "fact_detected", "recorded_at": "2026-11-16T20:00:00+05:00"}),
    (TELL_IN_DAYS, {"event": "police_informed"}),
    (TELL_IN_DAYS, {"event": "done", "rule": "demo/school#tell"}),
    (TELL_IN_DAYS.replace("notify, to: police", "convene")[:-1]
     + ", readings: [{because: why, instead: {must: notify, to: police}}]}", {"event": "police_informed"}),
    (TELL_IN_DAYS.replace("after", "every"), {"event": "case_closed"}),
    (TELL_IN_DAYS[:-1] + ", until: fact_detected}", {"event": "fact_detected"}),
    (TELL_IN_DAYS[:-1] + ", if: {happened: fact_detected}}", {"event": "fact_detected"}),
    (TELL_IN_DAYS[:-1] + ", clock: {hold: fact_detected}}", {"event": "fact_detected"}),
    (TELL_IN_DAYS[:-1] + ", readings: [{because: why, instead: {after: fact_detected}}]}", {"event": "fact_detected"}),
])  # fmt: skip
def test_an_entry_that_may_matter_is_evaluated(tmp_path: Path, rules: str, entry: dict[str, Any]) -> None:
    at = "2026-11-16T19:00:00+05:00"
    instant = datetime.fromisoformat(entry.get("recorded_at", at))
    assert instant in evaluated_at(tmp_path, rules, [*idle(2), {"at": at, **entry}])


def test_where_nothing_ever_changes_there_is_no_next_change(plan: MakePlan) -> None:
    rules = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: none}"
    assert plan(rules, events=[{"event": "report_received", "at": MONDAY}, *idle(12)]).next_change_at is None


def test_the_next_change_is_the_same_in_every_language() -> None:
    for case in CASES:
        assert len({protocolkit.plan(case, language=language).next_change_at for language in LANGUAGES}) == 1


# -- one record, two ways of writing it


@pytest.mark.parametrize("protocol", ["kz/interagency", "kz/national", "kz/staff-algorithm", "kz/methodology"])
def test_a_record_by_duty_id_is_one_by_rule_and_recipient(protocol: str) -> None:
    """To the last event that the performance makes: telling one of several is not telling them all."""
    case: dict[str, Any] = {
        "incident": "a/1", "protocol": protocol, "as_of": "2026-11-20T15:00:00+05:00",
        "facts": {"incident.forms": ["bullying"], "incident.crime_signs": True},
        "parties": {"victim": [{"id": "v1", "age": 13}], "offender": [{"id": "o1", "age": 15, "role": "pupil"}]},
        "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    }  # fmt: skip
    rules = [duty.rule for duty in protocolkit.plan(case).duties]
    told = [d for d in protocolkit.plan(case).duties if d.to and d.status == "open" and rules.count(d.rule) > 1]
    plain = [d for d in told if sum(o.rule == d.rule and o.to == d.to for o in told) == 1][:12]
    assert plain or protocol == "kz/methodology"
    for duty in plain:
        done = {"event": "done", "at": "2026-11-20T14:50:00+05:00"}
        by_id = {**done, "duty": duty.id}
        by_rule = {**done, "rule": duty.rule, "to": duty.to, **({"for": duty.for_} if duty.for_ else {})}
        one, other = (protocolkit.plan({**case, "events": [*case["events"], entry]}) for entry in (by_id, by_rule))
        assert one == other, duty.id


def test_telling_one_of_several_by_duty_id_starts_nothing_of_the_others() -> None:
    case = {
        "incident": "a/1", "protocol": "kz/interagency", "as_of": "2026-11-20T15:00:00+05:00",
        "events": [
            {"event": "report_received", "at": "2026-11-20T14:30:00+05:00"},
            {"event": "done", "at": "2026-11-20T14:50:00+05:00",
             "duty": "kz/interagency#notify-authorities/education_authority"},
        ],
    }  # fmt: skip
    started = {duty.trigger.event for duty in protocolkit.plan(case).duties if duty.trigger}
    assert not started & {"police_informed", "prosecutor_informed"}
