"""What one answer changes in a plan: what it opens, closes and moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from protocolkit.model.rule import ACTIVE
from protocolkit.model.vocabulary import Vocabulary, label_for
from protocolkit.plans.plan_entries import Duty, Gap, Norm, Route, Undetermined, recipients
from protocolkit.plans.question import Effect

Firm = Duty | Gap | Norm | Route
Entry = Firm | Undetermined
Key = tuple[str, ...]


class Standing(NamedTuple):
    """What of a plan an answer can change."""

    duties: tuple[Duty, ...]
    undetermined: tuple[Undetermined, ...]
    gaps: tuple[Gap, ...]
    norms: tuple[Norm, ...]
    routes: tuple[Route, ...]


class Changes(NamedTuple):
    """What an answer changes."""

    opens: tuple[Effect, ...]
    closes: tuple[Effect, ...]
    moves: tuple[Effect, ...]


class Telling:
    """Tells what is otherwise where something else stands than in one plan, in the language of that one."""

    def __init__(self, plan: Standing, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.firm = dict(_firm(plan))
        self.open = [one for one in plan.undetermined if one.status in ACTIVE]

    def changes(self, other: Standing) -> Changes:
        """What is owed, in force or in question then, and what no longer."""
        after = dict(_firm(other))
        moved = {key: (one, self.firm[key]) for key, one in after.items() if key in self.firm}
        gone = {key: one for key, one in self.firm.items() if key not in after}
        new = {key: one for key, one in after.items() if key not in self.firm}
        for key, one in new.items():
            # A duty that another text asks for as well may go on under the other rule's name.
            if before := next((k for k, was in gone.items() if _is_same(was, one)), None):
                moved[key] = (one, gone.pop(before))
        there = set(_parties(other))
        rules = {rule for rule, _party in there}
        idle = [one for one in self.open if one.rule not in rules or not _is_there(one, there)]
        moves = [
            msgspec.structs.replace(self._effect(one), was=_at(was))
            for one, was in moved.values() if one is not was and _what(was) != _what(one)
        ]  # fmt: skip
        opens = [self._effect(one) for key, one in new.items() if key not in moved]
        return Changes(_each(opens), _each(map(self._effect, (*gone.values(), *idle))), _each(moves))

    def _effect(self, one: Entry) -> Effect:
        label = label_for(one.label, self.language, self.vocabulary.language)
        if isinstance(one, Route):
            return Effect(one.rule, one.rule, "route", (), one.to, (), None, label or one.to, None)
        do = one.do if isinstance(one.do, str) else one.do[0] if one.do else ""
        to = one.to if isinstance(one.to, tuple) else recipients(one)
        id = getattr(one, "id", "") or "/".join(filter(None, (one.rule, *to, one.for_)))
        title = label or self.vocabulary.label("actions", do, self.language)
        return Effect(id, one.rule, one.modality, one.by, do, to, one.for_, title, _at(one))


def _firm(plan: Standing) -> Iterator[tuple[Key, Firm]]:
    """What is owed or in force, whatever else anybody says, by what stays the same when its time does not."""
    owed: tuple[Duty | Gap, ...] = (*plan.duties, *plan.gaps)
    for one in owed:
        if one.status in ACTIVE:
            yield ("duty", one.id), one
    for norm in plan.norms:
        yield (norm.modality, norm.rule, norm.for_ or "", *norm.to), norm
    for route in plan.routes:
        yield ("route", route.rule), route


def _is_same(one: Firm, other: Firm) -> bool:
    """Whether two duties are one under the names of two rules that ask for it."""
    if not isinstance(one, Duty) or not isinstance(other, Duty):
        return False
    joined = other.rule in one.also_required_by or one.rule in other.also_required_by
    return joined and (one.to, one.for_, one.occurrence) == (other.to, other.for_, other.occurrence)


def _parties(plan: Standing) -> Iterator[tuple[str, str | None]]:
    """The rules under which something is owed, in force or in question, those of merged duties too, and for whom."""
    every: tuple[Duty | Gap | Norm | Undetermined, ...] = (
        *plan.undetermined, *plan.duties, *plan.gaps, *plan.norms
    )  # fmt: skip
    for one in every:
        yield one.rule, one.for_
        for rule in one.also_required_by if isinstance(one, Duty) else ():
            yield rule, one.for_
    yield from ((one.rule, None) for one in plan.routes)


def _is_there(one: Undetermined, there: set[tuple[str, str | None]]) -> bool:
    """Whether a question, or what it became, is there; one of no party in particular may become a duty for each."""
    return one.for_ is None or bool(there & {(one.rule, one.for_), (one.rule, None)})


def _at(one: Entry) -> str | None:
    if isinstance(one, Undetermined):
        return one.would_be_due
    due = None if isinstance(one, Route) else one.due
    return due.at if due else None


def _what(one: Firm) -> object:
    """What of a duty or norm is seen to move: when, whose, to whom, how much; and whether anybody holds it."""
    if isinstance(one, Route):
        return (one.to, one.instead)
    due = (one.due.at, one.due.target, one.due.limit, one.due.not_before) if one.due else None
    told = one.to if isinstance(one, Norm) else recipients(one)
    amount = None if isinstance(one, Gap) else one.amount
    return type(one), due, one.by, told, amount


def _each(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple({one.id: one for one in effects}.values())
