"""Each test of a condition in source order: whether it holds, on which value, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, assert_never

import msgspec

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding, Key, shown
from protocolkit.evaluation.persons import bindings, variables
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.model.conditions import (
    ALWAYS,
    All,
    Between,
    Compared,
    Condition,
    Happened,
    HasAll,
    Is,
    Known,
    Not,
    Operand,
    Test,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.incident import SetValue
from protocolkit.model.say import condition as in_words
from protocolkit.plans.explanation import Tested


def tested(condition: Condition, binding: Binding, case: Case) -> tuple[Tested, ...]:
    """The condition under the choices of persons that matter: one that holds, else those left open, else every one."""
    if condition == ALWAYS:
        return ()
    names = variables(condition, case.vocabulary)
    found = [_tree(condition, choice, case) for choice in bindings(names, binding, case.incident, case.vocabulary)]
    for truth in (True, None):
        chosen = [one for one in found if one.truth is truth]
        if chosen:
            return tuple(chosen[:1] if truth else _once(chosen))
    return tuple(_once(found))


def failing(conditions: Iterable[Tested]) -> tuple[Tested, ...]:
    """The single tests, in source order, that keep a condition from holding."""
    return tuple(_once(one for whole in conditions if whole.truth is not True for one in _blame(whole, True)))


def _blame(one: Tested, wanted: bool) -> Iterator[Tested]:
    """The leaves that keep a test from being what is wanted."""
    if one.truth is wanted:
        return
    if not one.parts:
        yield one
        return
    for part in one.parts:
        yield from _blame(part, wanted != (one.join == "not"))


def _tree(condition: Condition, binding: Binding, case: Case) -> Tested:
    truth = case.holds(condition, binding)
    match condition:
        case All(of=(only,)) | AnyOf(of=(only,)):
            return _tree(only, binding, case)
        case All(of=of) | AnyOf(of=of):
            parts = tuple(_tree(one, binding, case) for one in of)
            return Tested(
                said(in_words(condition)), truth, join="all" if isinstance(condition, All) else "any", parts=parts
            )
        case Not(of=inner):
            return Tested(said(in_words(condition)), truth, join="not", parts=(_tree(inner, binding, case),))
        case Happened():
            known = _("in the log") if truth else _("not in the log, which proves nothing")
            return Tested(said(in_words(condition)), truth, set_by=known)
        case Compared():
            return _compared(condition, truth, binding, case)
        case Is() | Between() | HasAll() | Known():
            return _fact(condition, truth, binding, case)
        case _:
            assert_never(condition)


def _fact(test: Test, truth: bool | None, binding: Binding, case: Case) -> Tested:
    """A test of a fact, named as the reader knows it: by the person rather than by the variable."""
    key = case.knowledge.key(test.fact, binding)
    value, name = case.knowledge.value(test.fact, binding), shown(key, case.vocabulary)
    words = said(in_words(msgspec.structs.replace(test, fact=name)))
    return Tested(words, truth, name, plain(value), origin(test.fact, key, value, case))


def _compared(test: Compared, truth: bool | None, binding: Binding, case: Case) -> Tested:
    """Two facts held against each other, with the value of each and who said it."""
    left, right = (_operand(one, binding, case) for one in (test.left, test.right))
    words = said(in_words(Compared(test.how, left.called, right.called)))
    value = right.value if right.value is not None else _("unknown")
    other = _("{fact} is {value}").format(fact=right.name, value=value)
    return Tested(words, truth, left.name, left.value, f"{left.origin}; {other}, {right.origin}")


class _Side(NamedTuple):
    called: Operand
    name: str
    value: Any
    origin: str


def _operand(operand: Operand, binding: Binding, case: Case) -> _Side:
    value = case.knowledge.operand(operand, binding)
    if not isinstance(operand, str):
        return _Side(operand, operand.name, value, _("nobody has said") if value is None else _("in the log"))
    key = case.knowledge.key(operand, binding)
    name = shown(key, case.vocabulary)
    return _Side(name, name, value, origin(operand, key, value, case))


def plain(value: Any) -> Any:
    """A value as a file would give it."""
    if not isinstance(value, SetValue):
        return value
    values = sorted(value.values, key=str)
    return values if value.complete else {"includes": values}


def origin(fact: str, key: Key, value: Any, case: Case) -> str:
    """Where a value comes from: the file, an entry of the log, a definition, or other facts."""
    for entry in reversed(case.timeline.entries):
        if any((known.subject, known.fact) == key for known in entry.facts):
            words = _("said with `{event}` of {at}, {place}")
            return words.format(event=entry.event, at=case.iso(entry.counts_from), place=entry.place)
    if any((known.subject, known.fact) == key for known in case.incident.facts):
        return _("given in {file}").format(file=case.incident.place.file)
    if value is None:
        return _("nobody has said")
    definitions = [rule.id for rule in case.definitions.get(fact, ()) if value is not None]
    if definitions:
        return _("defined by {rules}").format(rules=", ".join(definitions))
    for source in case.vocabulary.sources(fact):
        basis = (key[0], source.partition(".")[2])
        if basis in case.knowledge.given:
            return _("follows from {fact}").format(fact=shown(basis, case.vocabulary))
    return _("follows from other facts")


def _once(found: Iterable[Tested]) -> Iterator[Tested]:
    seen: list[Tested] = []
    for one in found:
        if one not in seen:
            seen.append(one)
            yield one
