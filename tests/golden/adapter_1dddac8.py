"""Where commit 1dddac8 keeps what the set is made with. It never changes: that commit does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from protocolkit import Agenda, Plan, Protocol
from protocolkit.diagnostics import Problems
from protocolkit.exports.ics import ics
from protocolkit.plans.plan import MadeWith
from protocolkit.reading.documents import load_document as load
from protocolkit.showing.of_agenda import agenda_sheet
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_html import html
from protocolkit.showing.to_text import page
from protocolkit.testing.rule_test_cases import cases


def rule_tests(file: str) -> Iterator[tuple[str, Any, tuple[str, str] | None]]:
    """The cases of a file of rule tests: the name, what `load_incident` takes, and the days of an agenda."""
    document = load(Path(file), "ruletest", Problems(), file)
    for case in cases(document) if document else ():
        yield case.name, case.incident, case.days


def unstamped(answer: Any) -> Any:
    """A plan or an agenda whose stamps say nothing: what made it may change while the answer stays.

    A rule test is called by its line, which moves with every line that is put in above it.
    """
    rulesets = dict.fromkeys(answer.made_with.rulesets, "-")
    made_with = MadeWith(protocolkit="-", rulesets=rulesets, calendar="-", holidays="-", tzdata="-")
    if isinstance(answer, Plan) and answer.incident.startswith("case-line-"):
        return replace(answer, made_with=made_with, incident="rule-test")
    return replace(answer, made_with=made_with)


def plan_json(plan: Plan) -> str:
    return plan.to_json()


def agenda_json(agenda: Agenda) -> str:
    return agenda.to_json()


def plan_text(plan: Plan, protocol: Protocol, language: str) -> str:
    return page(plan_sheet(plan, protocol.vocabulary, language, order="urgency"), 100).plain()


def agenda_text(agenda: Agenda, protocol: Protocol, language: str) -> str:
    return page(agenda_sheet(agenda, protocol.vocabulary, language), 100).plain()


def plan_html(plan: Plan, protocol: Protocol, language: str) -> str:
    texts = {ruleset.id: ruleset.texts[0].language for ruleset in protocol.rulesets if ruleset.texts}
    return html(plan_sheet(plan, protocol.vocabulary, language, order="bearer", texts=texts))


def plan_ics(plan: Plan, protocol: Protocol, language: str, *, events: bool) -> str:
    return ics(plan, protocol.vocabulary, language=language, events=events, closed=True).decode()
