"""Promises about all rules together: each obligation has a bearer, no rule is dead, nobody accused is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from protocolkit.evaluation.find import find
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty
from protocolkit.plans.present import present
from protocolkit.proving.answers import Answer, Bounds
from protocolkit.proving.cases import Replayed, case_of, smallest
from protocolkit.proving.expressed import names_offender, unexpressed
from protocolkit.proving.judging import Bench, Question, open_rules
from protocolkit.proving.pairs import all_of, some_of
from protocolkit.proving.promises import Promise
from protocolkit.proving.solver import z3
from protocolkit.proving.tries import Tries

TRIED = 24
"""The cases in which the plans of some texts are held against those of all."""


def bearers(promise: Promise, bench: Bench) -> Answer:
    """Whether every obligation that stands has somebody left who may perform it."""
    found: dict[str, None] = {}
    shown: Replayed | None = None
    for tries in bench.worlds():
        for rule in _obligations(bench.protocol):
            if rule.id in found or unexpressed(rule):
                continue
            solver = bench.solver(tries, some_of(one.gap for one in tries.of(rule)))
            if solver.check() == z3().sat:
                # The first is shown, so small; of the others it is enough that the engine has them.
                model = solver.model() if shown else smallest(solver, tries)
                seen = bench.seen(case_of(tries, model))
                gaps = {one.rule for one in seen.plan.gaps} if seen is not None else set[str]()
                found |= dict.fromkeys(one.id for one in _obligations(bench.protocol) if one.id in gaps)
                shown = shown or (seen if rule.id in gaps else None)
    answer = Answer(promise.id, promise.protocol, promise.says, "bounded", rules=tuple(found))
    if shown is None:
        left = tuple((r.id, why) for r in _obligations(bench.protocol) if (why := unexpressed(r)))
        return msgspec.structs.replace(answer, bounds=bench.bounds(), left_open=left)
    because = say("obligations that may be left to nobody: {n}", n=len(found))
    test = bench.test_of(shown, promise.id, [one.rule for one in shown.plan.gaps[:1]])
    return msgspec.structs.replace(answer, answer="refuted", because=because, case=shown.file, rule_test=test)


def _obligations(protocol: Protocol) -> list[Rule]:
    return [rule for rule in protocol.rules if rule.modality == "obligation" and not rule.during]


def dead_rules(promise: Promise, bench: Bench) -> Answer:
    """Whether for each rule there is a case in which it speaks; the engine must say so."""
    spoken, possible = set[str](), set[str]()
    wanted = [rule for rule in bench.protocol.rules if rule.modality != "definition"]
    for tries in bench.worlds():
        for rule in wanted:
            # First a case that hangs on nothing the formulas leave open, then any.
            for firm in (True, False):
                if rule.id in spoken or unexpressed(rule):
                    break
                owed = some_of(one.owed for one in tries.of(rule))
                fixed = [z3().Not(bit) for bit in bench.loose(tries)] if firm else []
                solver = bench.solver(tries, owed, *fixed)
                if solver.check() == z3().sat:
                    possible.add(rule.id)
                    seen = bench.seen(case_of(tries, solver.model()))
                    spoken |= _speaking(seen) if seen is not None else set()
    silent = [rule for rule in wanted if rule.id not in spoken]
    left = [(rule.id, why) for rule in silent if (why := _out_of_sight(rule, bench.protocol, possible))]
    dead = [rule.id for rule in silent if not _out_of_sight(rule, bench.protocol, possible)]
    answer = Answer(promise.id, promise.protocol, promise.says, "proved", left_open=tuple(left), rules=tuple(dead))
    if dead:
        because = say("rules that speak in no case that was searched: {n}", n=len(dead))
        return msgspec.structs.replace(answer, answer="refuted", because=because, bounds=bench.bounds())
    if left:
        because = say("rules left out, because the formulas do not say all of them: {n}", n=len(left))
        return msgspec.structs.replace(answer, answer="bounded", because=because, bounds=bench.bounds())
    return answer


def _out_of_sight(rule: Rule, protocol: Protocol, possible: set[str]) -> str:
    """Why no case of the worlds can show a rule; empty where one should."""
    if not belongs_to_case(rule, protocol):
        return N_("a rule of the organisation's own year")
    return unexpressed(rule) or (
        N_("a condition that hangs on more than the formulas say") if rule.id in possible else ""
    )


def _speaking(seen: Replayed) -> set[str]:
    """The rules that a plan speaks of as owed or in force."""
    plan = seen.plan
    duties = {id for one in plan.duties for id in (one.rule, *one.also_required_by)}
    norms = {one.rule for one in (*plan.prohibitions, *plan.permissions, *plan.sanctions)}
    found = duties | norms | {one.rule for one in plan.gaps} | {one.rule for one in plan.routes}
    # A ban that a permission lifts, and a duty that a ban takes away, have spoken.
    attempts = (a for f in seen.found.evaluation.all().values() for a in f.attempts)
    return found | {a.rule.id for a in attempts if a.outcome in ("duty", "in_force", "gap")}


def accused(tries: Tries) -> Question:
    """A case in which somebody who is known to be the accused is told, where the text does not name the offender."""
    rules = [r for r in tries.world.protocol.rules if r.modality in DUTIES and r.to is not None and not r.during]
    told = [
        all_of([one.stands, some_of(tries.accused.of(who).true for who in one.recipient.people)])
        for rule in rules
        if not names_offender(rule.to)
        for one in tries.of(rule)
        if one.recipient.mode != "any" and not one.open
    ]
    ids = tuple(rule.id for rule in rules)
    return Question(z3().BoolVal(True), some_of(told), _tells_accused, False, (), open_rules(tries, ids))


def _tells_accused(seen: Replayed) -> bool:
    """Whether a plan tells somebody whom it lists as accused, by a rule that does not name the offender."""
    protocol = seen.found.case.protocol
    out = {(one.role, one.for_) for one in seen.plan.accused}
    for duty in seen.plan.duties:
        rule = protocol.rule(duty.rule)
        named = rule is not None and names_offender(rule.to)
        if not named and duty.status == "open" and ((duty.to, duty.for_) in out or (duty.to, None) in out):
            return True
    return False


def undated(promise: Promise, bench: Bench) -> Answer:
    """Whether a text without a date takes away or puts off what a dated one asks: tried in the engine, case by case."""
    ranked = [one for one in bench.protocol.rulesets if any(rule.rank != "undated" for rule in one.rules)]
    binding = _only(bench.protocol, {one.id for one in ranked})
    tried = 0
    for seen in _sampled(bench):
        tried += 1
        without = present(find(binding, seen.found.case.incident, seen.found.case.as_of), upcoming=False)
        if worse := _worse(without, seen.plan):
            because = say("{duty} is due later, or not at all, once the undated texts are read as well", duty=worse)
            return Answer(
                promise.id, promise.protocol, promise.says, "refuted", because=because, case=seen.file,
                rule_test=bench.test_of(seen, promise.id, [worse]), rules=(worse,),
            )  # fmt: skip
    because = say("no formula says how duties of several texts become one")
    return Answer(promise.id, promise.protocol, promise.says, "tested", Bounds(cases=tried), because)


def _only(protocol: Protocol, texts: set[str]) -> Protocol:
    rulesets = tuple(one for one in protocol.rulesets if one.id in texts)
    index = {rule.id: rule for one in rulesets for rule in one.rules}
    return msgspec.structs.replace(protocol, rulesets=rulesets, index=index, of_day=None)


def _worse(without: Plan, with_all: Plan) -> str | None:
    """The rule of a duty that the plan of all texts has later, or not at all."""
    now = {one.id: one for one in with_all.duties}
    every = {rule: one for one in with_all.duties for rule in (one.rule, *one.also_required_by)}
    for one in without.duties:
        other = now.get(one.id) or every.get(one.rule)
        if other is None or any(_later(one, other, part) for part in ("limit", "target")):
            return one.rule
    return None


def _later(before: Duty, after: Duty, part: str) -> bool:
    """Whether the limit, or the target, of a duty is later than it was; a time where there was none is no delay."""
    was, now = (_instant(getattr(each.due, part) if each.due else None) for each in (before, after))
    return was is not None and (now is None or now > was)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _sampled(bench: Bench) -> Iterator[Replayed]:
    """Cases of each world, spread over its rules: one in which some rule of a dated text is owed, for each of some."""
    z = z3()
    each = TRIED // 4
    for tries in bench.worlds():
        rules = [r for r in bench.protocol.rules if r.rank != "undated" and r.modality in DUTIES and not unexpressed(r)]
        for rule in rules[:: max(len(rules) // each, 1)][:each]:
            solver = bench.solver(tries, some_of(one.owed for one in tries.of(rule)))
            if solver.check() == z.sat:
                seen = bench.seen(case_of(tries, solver.model()))
                if seen is not None:
                    yield seen
