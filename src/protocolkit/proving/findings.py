"""What a solver finds in rules that a reader does not see: rules that never speak, always do, or say what others say.

vacuous
    The condition is true in no case that can be read.
always
    A condition that holds in every case: it could be left out.
redundant
    Another rule of the same text asks the same of the same people in just the same cases, by the same time.
shadowed
    Another asks it whenever this one does, no later, and in more cases besides.
overridden
    A ban as specific as the duty holds whenever the duty does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Literal, get_args

import msgspec

from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.dues import describe
from protocolkit.model.people import flat
from protocolkit.model.rule import DUTIES, SILENT, Rule
from protocolkit.proving.expressed import unexpressed
from protocolkit.proving.judging import Bench
from protocolkit.proving.pairs import some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.tries import Tries

Kind = Literal["vacuous", "always", "redundant", "shadowed", "overridden"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Finding(msgspec.Struct, frozen=True):
    """Something about a rule of a protocol; `other` is the rule that makes it so, if one does."""

    kind: Kind
    protocol: str
    rule: str
    other: str | None = None


def findings(bench: Bench) -> list[Finding]:
    """Everything found in the rules of a protocol, in their order."""
    return [*_conditions(bench), *_pairs(bench)]


def _conditions(bench: Bench) -> Iterator[Finding]:
    id, worlds = bench.protocol.id, [*bench.worlds()]
    for rule in bench.protocol.rules:
        if rule.if_ == ALWAYS:
            continue
        truths = [
            (tries, some_of(tries.truths.holds(rule.if_, b).true for b in _choices(tries, rule))) for tries in worlds
        ]
        if not any(_can(bench, tries, true) for tries, true in truths):
            yield Finding("vacuous", id, rule.id)
        elif not _can(bench, truths[0][0], z3().Not(truths[0][1])):
            yield Finding("always", id, rule.id)


def _choices(tries: Tries, rule: Rule) -> list[dict[str, str]]:
    return [*tries.world.evaluation.choices(rule)]


def _can(bench: Bench, tries: Tries, formula: Any) -> bool:
    return bool(bench.solver(tries, formula).check() != z3().unsat)


def _pairs(bench: Bench) -> Iterator[Finding]:
    """Rules of one text that ask the same, and duties under a ban: within a text, for texts may repeat each other."""
    tries, id = next(bench.worlds()), bench.protocol.id
    rules = [r for r in bench.protocol.rules if r.modality not in SILENT and not unexpressed(r)]
    rules = [rule for rule in rules if belongs_to_case(rule, bench.protocol)]
    for one, other in combinations(rules, 2):
        if not _asks_the_same(one, other) or one.id in other.restates or other.id in one.restates:
            continue
        first, second = (some_of(t.owed for t in tries.of(rule)) for rule in (one, other))
        within = not _can(bench, tries, z3().And(first, z3().Not(second)))
        without = not _can(bench, tries, z3().And(second, z3().Not(first)))
        if within and without:
            yield Finding("redundant", id, other.id, one.id)
        elif within or without:
            under, over = (one, other) if within else (other, one)
            yield Finding("shadowed", id, under.id, over.id)
    for rule in rules:
        for ban in tries.surely_forbidding(rule):
            held = some_of(t.lives for t in tries.of(rule))
            if not _can(bench, tries, z3().And(held, z3().Not(some_of(t.owed for t in tries.of(ban))))):
                yield Finding("overridden", id, rule.id, ban.id)


def _asks_the_same(one: Rule, other: Rule) -> bool:
    """Whether two rules of a text ask the same act of the same people, by the same time."""
    return (
        one.text == other.text
        and one.modality == other.modality
        and (one.acts, one.documents, one.each, one.content, one.via)
        == (other.acts, other.documents, other.each, other.content, other.via)
        and (flat(one.by), flat(one.to)) == (flat(other.by), flat(other.to))
        and (one.modality in DUTIES or one.amount == other.amount)
        and _due(one) == _due(other)
    )


def _due(rule: Rule) -> str:
    return describe(rule.due) if rule.due is not None else ""
