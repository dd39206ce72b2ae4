"""From what a solver found to a case file and back: read by the engine, whose plan alone decides."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.api import load_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.evaluation.find import Findings, find
from protocolkit.languages import speaking
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import present
from protocolkit.proving.pairs import some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.tries import Tries

CaseFile = dict[str, Any]


class Replayed(msgspec.Struct, frozen=True):
    """A case as the engine sees it."""

    file: CaseFile
    found: Findings
    plan: Plan


def replay(file: CaseFile, catalogue: Catalogue) -> Replayed:
    """The case through the engine, in the editions of its own day. Raises InputError where it cannot be read."""
    protocol, incident = load_incident(file, rules=catalogue)
    found = find(protocol, incident, engine="reference")
    with speaking("en"):
        return Replayed(file, found, present(found, upcoming=False))


def case_of(tries: Tries, model: Any) -> CaseFile:
    """The case file that a model describes."""
    world, truths = tries.world, tries.truths
    facts: dict[tuple[str | None, str], Any] = {
        key: value
        for key, symbol in sorted(truths.symbols.items(), key=lambda one: (one[0][0] or "", one[0][1]))
        if not symbol.fact.derived and (value := symbol.read(model)) is not None
    }
    for (name, member), bit in sorted(truths.holding.items(), key=lambda one: (one[0][0], one[0][1] or "")):
        person, _, list_ = name.partition(".")
        if _true(model, truths.bit((name, None))):
            members = facts.setdefault((person, list_), [])
            members += [member] if member is not None and _true(model, bit) else []
    came = [one for one in world.entries if _true(model, world.there[one])]
    at = {one: model.eval(world.at[one], model_completion=True).as_long() for one in came}
    came.sort(key=lambda one: at[one])
    return world.file(facts, [one.written(world.instant(at[one])) for one in came])


def smallest(solver: Any, tries: Tries) -> Any:
    """A model of what a solver holds in which as little is known, and as little has happened, as can be."""
    world, truths = tries.world, tries.truths
    bits = [
        *world.there.values(),
        *(symbol.known for symbol in sorted(truths.symbols.values(), key=lambda one: one.kind != "number")),
        *(truths.bit((name, None)) for name, member in list(truths.holding) if member is None),
    ]
    z, kept = z3(), list[Any]()
    solver.check()
    model = solver.model()
    for bit in bits:
        if not _true(model, bit):
            kept.append(z.Not(bit))
        elif solver.check(*kept, z.Not(bit)) == z.sat:
            kept.append(z.Not(bit))
            model = solver.model()
        else:
            kept.append(bit)
    # What has happened, happened as soon as it can have.
    for entry, there in world.there.items():
        if _true(model, there):
            for early in (0, 12 * 60, 24 * 60 + 12 * 60):
                if solver.check(*kept, world.at[entry] == early) == z.sat:
                    kept.append(world.at[entry] == early)
                    model = solver.model()
                    break
    return model


def otherwise(tries: Tries, model: Any) -> Any:
    """That a case is another than a model's, in what is known or has happened."""
    z, world, truths = z3(), tries.world, tries.truths
    bits = [*world.there.values(), *(bit for s in truths.symbols.values() for bit in (s.known, *s.values.values()))]
    return some_of(z.Not(bit) if _true(model, bit) else bit for bit in bits)


def _true(model: Any, formula: Any) -> bool:
    return bool(z3().is_true(model.eval(formula, model_completion=True)))
