"""What is asked of a case after the first five questions: one topic a page, of all persons whom it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal, assert_never

import msgspec

from protocolkit.api import load_incident
from protocolkit.languages import _, language
from protocolkit.model.vocabulary import PARTIES
from protocolkit.plans.answers import PERSON_KEYS, Answering, Asked
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import Judged
from protocolkit.plans.question import Answer, Effect
from protocolkit.plans.questioning import in_order
from protocolkit.plans.urgency import Urgency
from protocolkit.web.case_log import CaseLog
from protocolkit.web.desk import Desk

FIRST = ("incident.forms",)
"""Facts that the first five questions ask for, beside ages, posts and whose parent a person is."""
MOST = 6
"""So many topics are asked in a row; the rest waits behind a link."""

Kind = Literal["bool", "one_of", "set", "number", "date"]


class Choice(msgspec.Struct, frozen=True):
    """A value as a form sends it, in words, and what comes of it for the plan."""

    key: str
    value: Any
    label: str


class About(msgspec.Struct, frozen=True):
    """A topic of one person, or of the case (`person` empty): the fact that the answer is of, and how it stands.

    `known` is false where it was never asked; a null `value` with it is "I don't know yet".
    """

    fact: str
    person: str
    choices: tuple[Choice, ...]
    known: bool
    value: Any


class Topic(msgspec.Struct, frozen=True):
    """One page of questions: the words, and of whom it is asked."""

    key: str
    kind: Kind
    ask: str
    hint: str
    of: tuple[About, ...]


class Hanging(msgspec.Struct, frozen=True):
    """What an answer does to the plan, each thing once."""

    label: str
    opens: tuple[Effect, ...]
    closes: tuple[Effect, ...]
    moves: tuple[Effect, ...]


def key_of(fact: str, case: CaseLog) -> str:
    """What a fact is about, whoever it is of: `v1.needs_first_aid` and `v2.needs_first_aid` are one topic."""
    head, _dot, tail = fact.partition(".")
    listed = any(head in ids for ids in case.persons.values())
    return tail if listed or head in PARTIES else fact


def asked_before(case: CaseLog) -> list[str]:
    """The topics that were asked, in that order; those of the first five questions left out."""
    victims = case.persons.get("victim", ())
    found: dict[str, None] = {}
    for fact in case.said:
        head, _dot, tail = fact.partition(".")
        first = fact in FIRST or tail in ("role", "represents") or (tail == "age" and head in victims)
        if not first:
            found[key_of(fact, case)] = None
    return list(found)


def pending(case: CaseLog, plan: Plan, *, urgent: bool) -> list[str]:
    """The topics that can still change the plan and were not asked, most pressing first; only those of today."""
    found: dict[str, None] = {}
    for fact, hanging in in_order(plan):
        if fact not in case.said and (hanging.urgency <= Urgency.TODAY or not urgent):
            found[key_of(fact, case)] = None
    return list(found)


def answering_of(desk: Desk, case: CaseLog) -> Answering:
    """The words of questions to a case, whatever was answered: answers that do not go together must be shown too."""
    protocol, incident = load_incident(msgspec.structs.replace(case, said={}).document(desk.now()), rules=desk.rules)
    return Answering(protocol, incident, language())


def topic_of(answering: Answering, case: CaseLog, key: str, facts: Iterable[str]) -> Topic | None:
    """The page of a topic that is about some facts; null if nobody can be asked that."""
    everybody = [id for ids in case.persons.values() for id in ids]
    in_turn = sorted(facts, key=lambda fact: _place(fact.partition(".")[0], everybody))
    asked = [(fact, found) for fact in in_turn if (found := answering.asked(fact)) is not None]
    if not asked or (kind := _kind(asked[0][1])) is None:
        return None
    # Only what is answered by yes or no is asked of several on one page.
    if kind != "bool":
        asked = asked[:1]
    ask, hint = _words(answering, asked[0][1], several=len(asked) > 1)
    return Topic(key, kind, ask, hint, tuple(_about(answering, case, fact, one) for fact, one in asked))


def facts_said(case: CaseLog, key: str) -> list[str]:
    """The facts of a topic that were asked for."""
    return [fact for fact in case.said if key_of(fact, case) == key]


class Asking:
    """One topic put to a case as if it had not been answered: what hangs on it can then be told.

    `judged` is the case as it stands. Raises InputError.
    """

    def __init__(self, desk: Desk, case: CaseLog, judged: Judged | None, key: str) -> None:
        said = facts_said(case, key)
        if said or judged is None:
            kept = {fact: value for fact, value in case.said.items() if fact not in said}
            judged = desk.judged(msgspec.structs.replace(case, said=kept))
        self.plan = judged.plan
        self._open = [fact for fact, _hanging in in_order(self.plan)]
        here = [fact for fact in self._open if key_of(fact, case) == key]
        answering = Answering(judged.protocol, judged.incident, language())
        self.topic = topic_of(answering, case, key, dict.fromkeys((*here, *said)))

    def hanging(self) -> list[Hanging]:
        """What hangs on it, by answer; answers that change nothing are left out."""
        facts = {one.fact for one in self.topic.of} if self.topic else set()
        questions = self.plan.questions(most=len(facts), without=[one for one in self._open if one not in facts])
        by_label: dict[str, list[Answer]] = {}
        for question in questions:
            for answer in question.values:
                by_label.setdefault(answer.label, []).append(answer)
        opened = {(e.rule, e.for_) for answers in by_label.values() for a in answers for e in a.opens}
        found = [_united(label, answers, opened) for label, answers in by_label.items()]
        return [one for one in found if one.opens or one.closes or one.moves]


def _about(answering: Answering, case: CaseLog, fact: str, asked: Asked) -> About:
    person = answering.person(asked.person) if asked.person else ""
    choices = tuple(Choice(str(place), *one) for place, one in enumerate(answering.values(asked)))
    return About(fact, person, choices, fact in case.said, case.said.get(fact))


def _words(answering: Answering, asked: Asked, *, several: bool) -> tuple[str, str]:
    declared = asked.declared
    if declared is None:
        parent = _("Whose parent or guardian is this person?")
        return (parent if asked.tail == "represents" else _("Which posts does this person hold?")), ""
    said = answering.words
    ask = said(declared.ask) or _("Is it known: {fact}?").format(fact=said(declared.label) or asked.name)
    hint = said(declared.hint)
    if several:
        return of_several(ask), of_several(hint)
    party = answering.person(asked.person) if asked.person else ""
    return ask.replace("{v}", party), hint.replace("{v}", party)


def of_several(ask: str) -> str:
    """A question as it stands above several persons: their names stand below it.

    >>> of_several("Does {v} need first aid now?")
    'Does any of them need first aid now?'
    >>> of_several("Нужна сейчас первая помощь: {v}?"), of_several("{v}: қазір алғашқы көмек керек пе?")
    ('Нужна сейчас первая помощь?', 'Қазір алғашқы көмек керек пе?')
    """
    for named in (": {v}", "{v}: "):
        if named in ask:
            left = ask.replace(named, "")
            return left[:1].upper() + left[1:]
    return ask.replace("{v}", _("any of them"))


def _kind(asked: Asked) -> Kind | None:
    """How a fact is answered; null for a text, which might be a name."""
    if asked.declared is None:
        return "set" if asked.tail in PERSON_KEYS else None
    match asked.declared.type:
        case "bool" | "one_of" | "set" | "date" as kind:
            return kind
        case "integer" | "number":
            return "number"
        case "text":
            return None
        case _:
            assert_never(asked.declared.type)


def _place(person: str, everybody: Sequence[str]) -> int:
    return everybody.index(person) if person in everybody else -1


def _united(label: str, answers: Iterable[Answer], opened: Collection[tuple[str, str | None]]) -> Hanging:
    """What an answer does for all persons. What one answer opens needs no telling that another closes it."""
    several = list(answers)
    opens, moves = ([e for a in several for e in a.opens], [e for a in several for e in a.moves])
    closes = [e for a in several for e in a.closes if (e.rule, e.for_) not in opened]
    each = (tuple({effect.label: effect for effect in side}.values()) for side in (opens, closes, moves))
    return Hanging(label, *each)
