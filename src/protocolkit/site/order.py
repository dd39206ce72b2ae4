"""What a rule waits for, and what waits for it: rules named in moments, and acts that make the events awaited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from protocolkit.model.conditions import Condition, Happened, atoms
from protocolkit.model.dues import DueCases
from protocolkit.model.moments import Done, Missed, Moment, Occurs, Rhythm, single
from protocolkit.model.people import Choice, Office, People, Person, Related, Unstated
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary

How = Literal["done", "missed", "makes"]


class Link(msgspec.Struct, frozen=True):
    """One rule's moment is another's being done or missed, or an event that its act makes."""

    first: str
    how: How
    then: str
    event: str | None = None


def links(rules: Iterable[Rule], names: Vocabulary) -> list[Link]:
    """Every link between the rules, by the rule that waits, in the order of its text."""
    every = list(rules)
    known = {rule.id for rule in every}
    makers = _makers(every, names)
    found: dict[Link, None] = {}
    for rule in every:
        for one in moments(rule):
            match one:
                case Done(rule=first) | Missed(rule=first) if first in known:
                    found[Link(first, "done" if isinstance(one, Done) else "missed", rule.id)] = None
                case Occurs(event=event):
                    for first in makers.get(event, ()):
                        # An act that could only follow itself tells nobody anything.
                        if first != rule.id and _together(first, rule.id):
                            found[Link(first, "makes", rule.id, event)] = None
                case _:
                    pass
    return list(found)


def moments(rule: Rule) -> Iterator[Occurs | Done | Missed | Moment]:
    """Every single moment a rule speaks of: its triggers, its end, its clock, and what its conditions ask for."""
    for moment in (rule.after, rule.every, rule.until, rule.clock.hold, rule.clock.resume):
        if moment is not None and not isinstance(moment, Rhythm):
            yield from single(moment)
    for condition in conditions(rule):
        for test in atoms(condition):
            if isinstance(test, Happened):
                yield from single(test.moment)
                if test.of is not None:
                    yield from single(test.of)


def conditions(rule: Rule) -> Iterator[Condition]:
    """The conditions of a rule: its own, and those of the cases of its due time and amount."""
    yield rule.if_
    yield from _cases(rule.due)
    yield from _cases(rule.amount)


def _cases(value: object) -> Iterator[Condition]:
    if isinstance(value, DueCases) or hasattr(value, "if_"):
        yield value.if_
    for part in ("then", "else_"):
        if (inner := getattr(value, part, None)) is not None:
            yield from _cases(inner)
    for option in getattr(value, "options", ()):
        yield from _cases(option)


def _makers(rules: Iterable[Rule], names: Vocabulary) -> dict[str, list[str]]:
    """The duties whose act makes an event of the vocabulary."""
    makes: dict[str, list[str]] = {}
    for rule in rules:
        if rule.modality not in ("obligation", "recommendation"):
            continue
        told = set(_roles(rule.to))
        for event in names.events.values():
            for act in event.when:
                fits = any(names.act_is(one, act.do) for one in rule.acts)
                fits = fits and (act.to is None or act.to in told)
                fits = fits and (act.document is None or act.document in rule.documents)
                if fits and (act.by is None or act.by in set(_roles(rule.by))):
                    makes.setdefault(event.name, []).append(rule.id)
                    break
    return makes


def _together(one: str, other: str) -> bool:
    """Whether two rules are of one country, as ids begin: events of another's procedure start nothing here."""
    return one.partition("/")[0] == other.partition("/")[0]


def _roles(people: People | None) -> Iterator[str]:
    match people:
        case Choice(of=of):
            for one in of:
                yield from _roles(one)
        case Office(role=role) | Unstated(role=role):
            yield role
        case Related(party=party, role=role):
            yield from (role, f"{party}.{role}")
        case Person(party=party):
            yield party
        case _:
            return
