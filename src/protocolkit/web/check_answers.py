"""The answers of a case in a line each, as they are read back to whoever gave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _
from protocolkit.showing.wording import Wording
from protocolkit.web import first_five
from protocolkit.web.case_log import CaseLog
from protocolkit.web.first_five import Step
from protocolkit.web.topics import About, Topic, answering_of, asked_before, facts_said, topic_of
from protocolkit.web.visit import Visit


class Row(msgspec.Struct, frozen=True):
    """A question with its answer; `unknown` where nobody knows it, or not all of it."""

    number: str
    ask: str
    answer: str
    unknown: bool


def answers(visit: Visit, steps: Sequence[Step]) -> list[Row]:
    """Every question that was asked, in order."""
    rows = [Row(str(number), *_of_step(visit, step)) for number, step in enumerate(steps, 1)]
    if visit.case.ready:
        answering = answering_of(visit.desk, visit.case)
        for number, key in enumerate(asked_before(visit.case), len(steps) + 1):
            topic = topic_of(answering, visit.case, key, facts_said(visit.case, key))
            if topic is not None:
                rows.append(Row(str(number), topic.ask, *_of_topic(topic)))
    return rows


def _of_step(visit: Visit, step: Step) -> tuple[str, str, bool]:
    case = visit.case
    ask = first_five.words()[step][0]
    match step:
        case "what":
            said = case.said.get(first_five.FORMS)
            chosen = said.get("includes", []) if isinstance(said, dict) else said or []
            labels = [label for name, label in first_five.forms_of(visit) if name in chosen]
            found = "; ".join(labels)
        case "when":
            found = _moment(visit) if case.start else ""
        case "where":
            found = next((one.name for one in visit.desk.offered() if one.id == case.protocol), case.protocol or "")
        case "hurt":
            found = " · ".join(_child(case, one) for one in case.persons.get("victim", ()))
        case "accused":
            found = " · ".join(_accused(visit))
        case _:
            assert_never(step)
    return ask, found or _("I don't know yet"), not found


def _moment(visit: Visit) -> str:
    protocol = visit.desk.protocol(visit.case.protocol)
    assert visit.case.start is not None
    say = Wording(protocol.vocabulary, protocol.zone, visit.language)
    return say.moment(visit.case.start.astimezone(ZoneInfo(protocol.zone)).isoformat())


def _child(case: CaseLog, id: str) -> str:
    age = case.said.get(f"{id}.age")
    name = first_five.child(id)
    return f"{name}: {age}" if age is not None else name


def _accused(visit: Visit) -> Iterator[str]:
    labels = dict(first_five.roles_of(visit))
    for one in first_five.persons_of(visit, "offender"):
        if role := visit.case.said.get(f"{one}.role"):
            of = visit.case.said.get(f"{one}.represents") or ()
            yield labels.get(role, role) + (f" ({', '.join(map(first_five.child, of))})" if of else "")


def _of_topic(topic: Topic) -> tuple[str, bool]:
    found = [(one, _said(one)) for one in topic.of]
    unknown = any(not said or isinstance(one.value, dict) for one, said in found)
    words = [(one.person, said or _("I don't know yet")) for one, said in found]
    if len(words) == 1:
        return words[0][1], unknown
    return "; ".join(f"{person}: {said}" for person, said in words), unknown


def _said(about: About) -> str:
    """The answer in words; empty where it is not known."""
    value: Any = about.value.get("includes") if isinstance(about.value, dict) else about.value
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(one.label for one in about.choices if one.value in value) or _("none of these")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return next((one.label for one in about.choices if one.value == value), str(value))
