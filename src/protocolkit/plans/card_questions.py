"""The questions of a card: each fact once, of whomever it is asked, with what of the institution's hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages.enumerating import any_of
from protocolkit.model.rule import ACTIVE, DUTIES
from protocolkit.plans.answers import Answering, Asked
from protocolkit.plans.card import Asking
from protocolkit.plans.card_words import CardWords
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Undetermined
from protocolkit.plans.questioning import in_order, wording
from protocolkit.plans.urgency import Urgency, of_clock


class _Group(msgspec.Struct):
    """One question, of one person or of several."""

    asked: list[Asked] = []
    hangs: list[Undetermined | Duty] = []


def questions(plan: Plan, words: CardWords) -> tuple[Asking, ...]:
    """Every question on which something of the institution's own hangs; first those that change this hour."""
    answering = Answering(words.protocol, words.incident, words.language)
    groups: dict[str, _Group] = {}
    for name, _hanging in in_order(plan):
        hangs, asked = list(_hanging_on(name, plan, words)), answering.asked(name)
        if hangs and asked is not None:
            group = groups.setdefault(asked.declared.name if asked.declared else name, _Group())
            group.asked.append(asked)
            group.hangs += hangs
    found = [_asking(group, answering, words) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: not one.now))


def _asking(group: _Group, answering: Answering, words: CardWords) -> Asking:
    first = group.asked[0]
    persons = dict.fromkeys(answering.person(one.person) for one in group.asked if one.person)
    ask, _hint = wording(first, answering, any_of(persons))
    declared = first.declared
    return Asking(
        facts=tuple(one.name for one in group.asked),
        ask=ask,
        about=declared.short.get(words.language, "") if declared else "",
        hangs=tuple(dict.fromkeys(map(words.title, group.hangs))),
        now=any(_presses(one, words) for one in group.hangs),
        yes_or_no=declared is not None and declared.type == "bool",
    )


def _hanging_on(fact: str, plan: Plan, words: CardWords) -> Iterator[Undetermined | Duty]:
    """What a fact decides, and what must be checked with it first. A ban binds everybody; what others owe they ask."""
    decided = (one for one in plan.undetermined if fact in one.facts and one.status in ACTIVE)
    checked = (one for one in plan.duties if fact in one.check_first and one.status in ACTIVE)
    every: list[Undetermined | Duty] = [*decided, *checked]
    for one in every:
        if one.modality not in DUTIES or words.is_mine(one.by):
            yield one


def _presses(one: Undetermined | Duty, words: CardWords) -> bool:
    """Whether it is late, due at once or due within the hour."""
    if one.modality not in DUTIES or one.due is None:
        return False
    return of_clock(one, words.now, ZoneInfo(words.plan.zone))[0] <= Urgency.NOW
