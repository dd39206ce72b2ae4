"""Which facts can still change a plan, most pressing first, each with what its answers would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.evaluation import supposing
from protocolkit.evaluation.case import Case
from protocolkit.languages import _, language
from protocolkit.model.incident import Person
from protocolkit.model.rule import ACTIVE
from protocolkit.plans.answers import Answering, Asked
from protocolkit.plans.effects import Standing, Telling
from protocolkit.plans.entries import Presenting
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Gap, Norm, Undetermined
from protocolkit.plans.plan_parts import Warned
from protocolkit.plans.question import Answer, Question
from protocolkit.plans.urgency import Urgency, of_clock

Entry = Duty | Gap | Norm | Undetermined
One = TypeVar("One")
Other = TypeVar("Other")


class Hanging(msgspec.Struct):
    """What hangs on a fact: how soon the first of it presses, how much it is, and when the first is due."""

    urgency: Urgency = Urgency.CLOSED
    entries: int = 0
    moment: datetime | None = None

    def add(self, urgency: Urgency, moment: datetime | None) -> None:
        self.urgency, self.entries = min(self.urgency, urgency), self.entries + 1
        self.moment = min((one for one in (self.moment, moment) if one), default=None)


class Wanted(NamedTuple):
    """How many questions are wanted (null: all), and the facts that are not to be asked about."""

    most: int | None = None
    without: frozenset[str] = frozenset()


def questions(case: Case, plan: Plan, wanted: Wanted) -> tuple[Question, ...]:
    """The questions of the plan of a case, in the language being spoken."""
    answering = Answering(case.protocol, case.incident, language())
    asking: list[Question] = []
    supposed: supposing.Supposing | None = None
    for name, hanging in in_order(plan):
        if wanted.most is not None and len(asking) >= wanted.most:
            break
        if name in wanted.without or (asked := answering.asked(name)) is None:
            continue
        if supposed is None:
            supposed, presented = supposing.Supposing(case.protocol, case.incident, case.as_of), _Presented(case)
            telling = Telling(presented.all(supposed.standing), case.vocabulary, language())
        answers = []
        for value, label in answering.values(asked):
            if (incident := answering.with_answer(asked, value)) is not None:
                changes = telling.changes(presented.all(supposed.with_facts(incident)))
                answers.append(Answer(value, label, *changes))
        asking.append(_question(asked, answering, tuple(answers), hanging, plan))
    return tuple(asking)


class _Presented:
    """What stands in a case as entries of a plan; what many answers leave as it is is presented once."""

    def __init__(self, case: Case) -> None:
        self.say = Presenting(case.protocol.zone, case.protocol.reachable)
        self._done: dict[int, tuple[object, object]] = {}

    def all(self, found: supposing.Standing) -> Standing:
        norms = (*found.prohibitions, *found.permissions, *found.sanctions)
        return Standing(
            duties=self._each(self.say.duty, found.duties),
            undetermined=self._each(self.say.question, found.questions),
            gaps=self._each(self.say.gap, found.gaps),
            norms=self._each(self.say.norm, norms),
            routes=self._each(self.say.route, found.routes),
        )

    def _each(self, present: Callable[[One], Other], found: Iterable[One]) -> tuple[Other, ...]:
        return tuple(self._one(present, one) for one in found)

    def _one(self, present: Callable[[One], Other], one: One) -> Other:
        if id(one) not in self._done:
            self._done[id(one)] = (one, present(one))  # kept with the finding, so that its identity stays its own
        return cast("Other", self._done[id(one)][1])


def in_order(plan: Plan) -> list[tuple[str, Hanging]]:
    """The facts on which something in a plan hangs: first what presses soonest, then that on which most hangs."""
    hanging: dict[str, Hanging] = {}
    as_of, zone = datetime.fromisoformat(plan.as_of), ZoneInfo(plan.zone)
    for one, facts in _asking(plan):
        clock = (Urgency.UNTIMED, None) if isinstance(one, Norm) else of_clock(one, as_of, zone)
        for fact in dict.fromkeys(facts):
            hanging.setdefault(fact, Hanging()).add(*clock)
    far = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    return sorted(hanging.items(), key=lambda item: (item[1].urgency, -item[1].entries, item[1].moment or far))


def _asking(plan: Plan) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every entry that is still open with the facts that it asks for."""
    clocked: tuple[Duty | Gap | Undetermined, ...] = (*plan.undetermined, *plan.duties, *plan.gaps)
    live = [one for one in clocked if one.status in ACTIVE]
    for one in live:
        yield one, (*_facts(one), *_of_warnings(one))
    for norm in (*plan.prohibitions, *plan.permissions, *plan.sanctions):
        yield norm, (*norm.asks, *(norm.due.asks if norm.due else ()), *_of_warnings(norm))
    for warned in plan.warnings:
        # What is asked of a whole text decides everything that is said under it.
        for one in live:
            if isinstance(warned.ruleset, str) and one.rule.partition("#")[0] == warned.ruleset:
                yield one, _asks(warned)


def _facts(one: Duty | Gap | Undetermined) -> tuple[str, ...]:
    own: tuple[str, ...] = ()
    if isinstance(one, Undetermined):
        own = one.facts
    elif isinstance(one, Duty):
        own = (*one.check_first, *(one.asks if one.asks is not msgspec.UNSET else ()))
    return (*own, *(one.due.asks if one.due else ()))


def _of_warnings(one: Entry) -> tuple[str, ...]:
    warnings = one.warnings if isinstance(one, Duty | Norm) else ()
    inner = one.due.warnings if one.due else ()
    return tuple(fact for warned in (*warnings, *inner) for fact in _asks(warned))


def _asks(warned: Warned) -> tuple[str, ...]:
    return warned.asks if warned.asks is not msgspec.UNSET else ()


def _question(
    asked: Asked, answering: Answering, answers: tuple[Answer, ...], hanging: Hanging, plan: Plan
) -> Question:
    person = asked.person
    party = answering.person(person) if person else None
    urgent_at = hanging.moment.astimezone(ZoneInfo(plan.zone)).isoformat() if hanging.moment else None
    words, hint = wording(asked, answering, party or "")
    return Question(
        asked.name, person.id if person else None, words, hint, asked.type, answers, urgent_at, party,
        answering.known(asked),
    )  # fmt: skip


def wording(asked: Asked, answering: Answering, party: str) -> tuple[str, str]:
    """The question for a fact, of a party in words, and its hint; empty where there is none."""
    declared = asked.declared
    if declared is None:
        return _of_person(asked, asked.person), ""
    ask = answering.words(declared.ask) or _of_label(answering.words(declared.label) or asked.name)
    return ask.replace("{v}", party), answering.words(declared.hint).replace("{v}", party)


def _of_label(label: str) -> str:
    """The question for a fact of which a text has only the label."""
    return _("Is it known: {fact}?").format(fact=label)


def _of_person(asked: Asked, person: Person | None) -> str:
    """The question for what a case lists of a person."""
    id = person.id if person else ""
    if asked.tail == "represents":
        return _("Whose parent or guardian is {party}?").format(party=id)
    return _("Which posts does {party} hold?").format(party=id)
