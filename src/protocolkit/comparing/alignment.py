"""Which rule of one text answers to which of the other: by act, paper, recipient, party, institution and trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, assert_never

import msgspec

from protocolkit.model.moments import Done, Lapse, Missed, Moment, Occurs, Rhythm, single
from protocolkit.model.rule import Modality, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.sameness import Asked, said
from protocolkit.model.vocabulary import Vocabulary

# What may be held against each other; a permission also against a ban, where nothing nearer stands there.
_KINDS: dict[Modality, str] = {
    "obligation": "asks", "recommendation": "asks", "permission": "asks", "right": "asks", "power": "asks",
    "prohibition": "bans", "sanction": "sanctions", "definition": "defines", "route": "routes",
}  # fmt: skip
_JOINING = ("each", "any", "all")


class Unit(msgspec.Struct, frozen=True):
    """One thing a rule says: one act, paper, recipient and party of it. `number` is its place in its text."""

    rule: Rule
    asked: Asked
    number: int

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(one for one in self.asked.act if one not in _JOINING)

    @property
    def papers(self) -> frozenset[str]:
        return frozenset(one for one in self.asked.paper if one not in _JOINING)

    @property
    def people(self) -> frozenset[str]:
        return frozenset(self.asked.people)

    @property
    def events(self) -> frozenset[str]:
        """What starts it, by the names of the vocabulary or of a rule."""
        moment = self.rule.after if self.rule.after is not None else self.rule.every
        return frozenset(_started_by(moment)) if moment is not None else frozenset()


class Pair(msgspec.Struct, frozen=True):
    """What two texts say of one thing; null where one of them says nothing.

    `beside` is the unit of the same text that the other one answers to first; that of `again` asks for it once more.
    """

    a: Unit | None
    b: Unit | None
    beside: Unit | None = None
    again: Literal["a", "b"] | None = None


def units(protocol: Protocol) -> list[Unit]:
    """Everything the rules of a protocol say, in their order."""
    every = (asked for rule in protocol.rules for asked in ((rule, one) for one in _said(rule, protocol.vocabulary)))
    return [Unit(rule, one, number) for number, (rule, one) in enumerate(every)]


def aligned(a: Sequence[Unit], b: Sequence[Unit], names: Vocabulary) -> list[Pair]:
    """Each unit with the one that answers to it: those that share most first, each once.

    What is left over stands beside the unit of its own text whose answer it would share, else alone.
    """
    near = sorted(_near(a, b, names), key=lambda one: (-one[2], one[0].number, one[1].number))
    partner: dict[int, Unit] = {}
    answered: dict[int, Unit] = {}
    for one, other, _score in near:
        if one.number not in partner and other.number not in answered:
            partner[one.number], answered[other.number] = other, one
    second_a: dict[int, Unit] = {}
    second_b: dict[int, Unit] = {}
    for one, other, _score in near:
        second_a.setdefault(one.number, other)
        second_b.setdefault(other.number, one)
    pairs = []
    for one in a:
        if one.number in partner or one.number not in second_a:
            pairs.append(Pair(one, partner.get(one.number)))
        else:
            close = second_a[one.number]
            pairs.append(Pair(one, close, answered[close.number], "a"))
    for other in b:
        if other.number not in answered:
            first = second_b.get(other.number)
            pairs.append(Pair(first, other, partner[first.number], "b") if first else Pair(None, other))
    return pairs


def _said(rule: Rule, names: Vocabulary) -> Iterator[Asked]:
    if rule.modality in ("definition", "route"):
        yield Asked(rule.acts, (), ("one",), None, (), None)
        return
    yield from dict.fromkeys(said(rule, names))


def _near(a: Sequence[Unit], b: Sequence[Unit], names: Vocabulary) -> Iterator[tuple[Unit, Unit, int]]:
    by_act: dict[str, list[Unit]] = {}
    for other in b:
        for act in other.acts:
            for family in _families(act, names):
                by_act.setdefault(family, []).append(other)
    for one in a:
        close = {o.number: o for act in one.acts for family in _families(act, names) for o in by_act.get(family, ())}
        for other in close.values():
            if score := _score(one, other, names):
                yield one, other, score


def _families(act: str, names: Vocabulary) -> Iterator[str]:
    current: str | None = act
    while current is not None:
        yield current
        entry = names.actions.get(current)
        current = entry.is_ if entry else None


def _score(one: Unit, other: Unit, names: Vocabulary) -> int:
    """How much two units share; 0 where they are about different things."""
    parts = (
        _kinds(one.rule.modality, other.rule.modality), _acts(one, other, names), _people(one, other, names),
        _papers(one, other), _parties(one, other), _institutions(one, other), _manner(one, other),
    )  # fmt: skip
    if None in parts:
        return 0
    same_name = 2 if one.rule.name == other.rule.name else 0
    return sum(part or 0 for part in parts) + _triggers(one, other) + same_name


def _kinds(one: Modality, other: Modality) -> int | None:
    if one == other:
        return 40
    if _KINDS[one] == _KINDS[other]:
        return 20
    return 1 if {_KINDS[one], _KINDS[other]} == {"asks", "bans"} and "obligation" not in (one, other) else None


def _acts(one: Unit, other: Unit, names: Vocabulary) -> int | None:
    if one.asked.act == other.asked.act:
        return 40
    if one.acts & other.acts:
        return 30
    kin = any(names.act_is(x, y) or names.act_is(y, x) for x in one.acts for y in other.acts)
    return 20 if kin else None


def _people(one: Unit, other: Unit, names: Vocabulary) -> int | None:
    if one.asked.recipients == other.asked.recipients:
        return 30
    if one.people & other.people:
        return 20
    both = one.people and other.people
    kin = any(y in names.stands_for(x) or x in names.stands_for(y) for x in one.people for y in other.people)
    return 10 if both and kin else None


def _papers(one: Unit, other: Unit) -> int | None:
    if one.papers == other.papers:
        return 20
    if one.papers and other.papers:
        return 10 if one.papers & other.papers else None
    # Told of something, a person is told with a paper or without; to draw up a paper and to draw up are two things.
    return 0 if one.people else None


def _parties(one: Unit, other: Unit) -> int | None:
    a, b = one.asked.party, other.asked.party
    return 10 if a == b else None if a and b else 0


def _institutions(one: Unit, other: Unit) -> int | None:
    return 10 if one.asked.institution == other.asked.institution else None


def _manner(one: Unit, other: Unit) -> int | None:
    """Conduct under other acts is compared with conduct under the same."""
    a, b = frozenset(one.rule.during), frozenset(other.rule.during)
    return (5 if a == b else 3) if a & b or not (a or b) else None


def _triggers(one: Unit, other: Unit) -> int:
    if one.asked.period != other.asked.period:
        return 0
    if one.rule.after == other.rule.after:
        return 15
    return 10 if one.events & other.events else 0


def _started_by(moment: Moment | Rhythm) -> Iterator[str]:
    if isinstance(moment, Rhythm):
        return
    for one in single(moment):
        match one:
            case Occurs(event=event):
                yield event
            case Done(rule=rule) | Missed(rule=rule):
                yield rule
            case Lapse():
                pass  # what it is counted from is among these
            case _:
                assert_never(one)
