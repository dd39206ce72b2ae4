"""Everything a rule is made of, one by one: each condition, moment, term, person and name, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, assert_never

from protocolkit.messages import Name, NameKind
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not, Operand
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.model.rule import DUTIES, Permit, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.terms import When

Key = Literal[
    "by", "act", "to", "each", "after", "every", "during", "until", "clock.hold", "clock.resume", "clock.extend",
    "clock.waive", "clock.suspend", "if", "due", "due.if", "amount", "amount.if", "document", "via", "content", "ask",
]  # fmt: skip
Node = Condition | Moment | Rhythm | Due | When | Amounts | People | Permit | Name


class Spot(NamedTuple):
    """Where in a rule something stands: under which key, and in which of its other readings if it is in one.

    >>> str(Spot("after", reading=0))
    'readings[0].after'
    """

    key: Key
    reading: int | None = None

    def __str__(self) -> str:
        return self.key if self.reading is None else f"readings[{self.reading}].{self.key}"


def walk(rule: Rule, *, readings: bool = False) -> Iterator[tuple[Spot, Node]]:
    """Every part of a rule with its place, the outer before the inner; with `readings` those of its readings too.

    The facts that choose a reading (`ask`) belong to the rule itself. Exceptions and substitutes are people like all.
    """
    for key, node in _top(rule):
        yield from ((Spot(where), one) for where, one in _down(key, node))
    for i, patch in enumerate(rule.readings):
        if patch.ask:
            yield Spot("ask", i), Name("facts", patch.ask)
        if readings and patch.rule is not None:
            yield from ((Spot(spot.key, i), one) for spot, one in walk(patch.rule))


def inside(node: Node) -> Iterator[Node]:
    """A part and everything in it, the outer before the inner."""
    return (one for _, one in _down("if", node))


def _top(rule: Rule) -> Iterator[tuple[Key, Node]]:
    """What stands directly in a rule."""
    clock = rule.clock
    parts: tuple[tuple[Key, Node | None], ...] = (
        ("by", rule.by), ("to", rule.to), ("each", Name("roles", rule.each) if rule.each else None),
        ("after", rule.after), ("every", rule.every), ("until", rule.until),
        ("clock.hold", clock.hold), ("clock.resume", clock.resume),
        ("clock.extend", clock.extend), ("clock.waive", clock.waive), ("clock.suspend", clock.suspend),
        ("if", rule.if_), ("due", rule.due), ("amount", rule.amount),
    )  # fmt: skip
    yield from ((key, node) for key, node in parts if node is not None)
    done: NameKind = "facts" if rule.modality == "definition" else "rulesets" if rule.modality == "route" else "actions"
    yield from (("act", Name(done, act)) for act in rule.acts)
    yield from (("during", Name("actions", act)) for act in rule.during)
    yield from (("document", Name("documents", name)) for name in rule.documents)
    yield from (("via", Name("channels", name)) for name in (*rule.via.only, *rule.via.any, *rule.via.never))
    yield from (("content", Name("contents", name)) for name in (*rule.content, *rule.content_never))


def _down(key: Key, node: Node) -> Iterator[tuple[Key, Node]]:
    yield key, node
    # What a case turns on is told from what it gives.
    test = node.if_ if isinstance(node, DueCases | AmountCases) else None
    inner: Key = "due.if" if key == "due" else "amount.if" if key == "amount" else key
    for one in _parts(node):
        yield from _down(inner if one is test else key, one)


def _parts(node: Node) -> Iterator[Node]:
    """What a part directly consists of. Every construct stands here: one that does not is an error of types."""
    match node:
        case Is(fact=fact) | Between(fact=fact) | HasAll(fact=fact) | Known(fact=fact):
            yield Name("facts", fact)
        case Compared(left=left, right=right):
            yield from (_compared(one) for one in (left, right))
        case Happened(moment=moment, within=within, of=start):
            yield from _present(moment, within, start)
        case All(of=of) | AnyOf(of=of):
            yield from of
        case Not(of=inner):
            yield inner
        case Occurs(event=event, by=by, from_=from_, to=to):
            yield Name("events", event)
            yield from _names("roles", (*by, *from_, *to))
        case First(of=moments) | Last(of=moments):
            yield from moments
        case Done(rule=rule, to=recipient) | Missed(rule=rule, to=recipient):
            yield Name("rules", rule)
            yield from _names("roles", () if recipient in (None, SAME) else (recipient,))
        case Lapse(term=term, after=after, without=without):
            yield from (term, after, without)
        case Rhythm(agenda=agenda):
            yield from _names("agendas", () if agenda is None else (agenda,))
        case When(agendas=agendas):
            yield from _names("agendas", agendas)
        case DueParts(not_before=not_before, opens=opens, aim=aim, limit=limit):
            yield from _present(not_before, opens, aim, limit)
        case DueCases(if_=test, then=then, else_=otherwise):
            yield from (test, then, otherwise)
        case DueEarliest(options=dues) | DueLatest(options=dues):
            yield from dues
        case AmountCases(if_=test, then=some, else_=other):
            yield from (test, some, other)
        case AmountAny(options=amounts):
            yield from amounts
        case Office(role=role) | Unstated(role=role):
            yield Name("roles", role)
        case Person(party=party):
            yield Name("roles", party)
        case Related(party=party, role=role):
            yield from _names("roles", (party, role))
        case Actor(allowed=roles):
            yield from _names("roles", roles)
        case Permit(by=roles, at_most=at_most):
            yield from _names("roles", roles)
            yield from _present(at_most)
        case Whoever(did=step):
            yield step
        case Choice(of=people, except_=excepted, else_=substitutes):
            yield from (*people, *excepted, *substitutes)
        case DueNone() | DueDecided() | Amount() | AmountUnstated():
            pass
        case Name():
            pass
        case _:
            assert_never(node)


def _compared(one: Operand) -> Name:
    return Name("facts", one) if isinstance(one, str) else Name("events", one.event)


def _present(*nodes: Node | None) -> Iterator[Node]:
    return (one for one in nodes if one is not None)


def _names(kind: Literal["roles", "agendas"], names: Iterable[str | None]) -> Iterator[Node]:
    return (Name(kind, name) for name in names if name)


def facts_read(rule: Rule, *, readings: bool = False) -> tuple[str, ...]:
    """Every fact that a rule reads: in conditions, in the cases of due times and amounts, to choose a reading."""
    found = (
        node.name
        for spot, node in walk(rule, readings=readings)
        # The fact that a definition defines is what it gives, not what it reads.
        if isinstance(node, Name) and node.kind == "facts" and spot.key != "act"
    )
    return tuple(dict.fromkeys(found))


def events_read(protocol: Protocol) -> frozenset[str]:
    """Every event that some rule reads: an entry of the log of any other decides nothing but through facts it gives.

    Read are the events of triggers, ends, clocks and conditions, in readings and definitions as well, those that say a
    duty is done because its act makes them, and whatever counts as any of these.
    """
    vocabulary, read, asked = protocol.vocabulary, set[str](), set[str]()
    for rule in protocol.rules:
        for spot, node in walk(rule, readings=True):
            if isinstance(node, Name) and node.kind == "events":
                read.add(node.name)
            if spot.key == "every":
                read.add(vocabulary.ends_rhythms)
        for one in (rule, *(patch.rule for patch in rule.readings if patch.rule is not None)):
            asked |= set(one.acts if one.modality in DUTIES else ())
    for event in vocabulary.events.values():
        if any(vocabulary.act_is(mine, act.do) for act in event.when for mine in asked):
            read.add(event.name)
    return frozenset(read | {name for name in vocabulary.events if not read.isdisjoint(vocabulary.event_is(name))})
