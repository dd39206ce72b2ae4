"""Every promise about a protocol, or about all of them, answered; and what else a solver finds in their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import assert_never

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems
from protocolkit.messages import say
from protocolkit.proving import claims, whole
from protocolkit.proving.answers import Answer, Bounds
from protocolkit.proving.findings import Finding, findings
from protocolkit.proving.judging import Bench
from protocolkit.proving.limits import Limits, spans
from protocolkit.proving.promises import Assumed, Holds, InWords, NeverOwed, Owed, Promise, Spans, promises
from protocolkit.proving.report import Report
from protocolkit.proving.solver import z3


def prove(
    protocol: str | None = None,
    *,
    folders: Iterable[str | Path] = (),
    tick: Callable[[int, int], None] = lambda _n, _of: None,
) -> Report:
    """The answers to the promises about a protocol (default: to all promises there are), and findings in its rules.

    `folders` hold rules and promises that come before the shipped ones; `tick` is told how many promises are answered,
    and of how many. Raises InputError without the solver, or for rules or promises that cannot be used.
    """
    z3()
    catalogue, problems = Catalogue([Path(one) for one in folders]), Problems()
    if protocol is not None and not catalogue.has(protocol):
        message = say("no protocol or ruleset `{name}`", name=protocol)
        problems.error("unknown-protocol", message, Place(protocol), catalogue.near(protocol))
    problems.raise_if_errors()
    asked = promises(catalogue, protocol, problems)
    problems.found += catalogue.problems.found
    problems.raise_if_errors()
    benches: dict[str, Bench] = {}
    answers: list[Answer] = []
    for n, one in enumerate(asked):
        answers.append(answer(one, _bench(one.protocol, benches, catalogue)))
        tick(n + 1, len(asked))
    about = [protocol] if protocol is not None else list(benches)
    found: list[Finding] = []
    for id in about:
        found += findings(_bench(id, benches, catalogue))
    if protocol is not None and not asked:
        nothing = say("nothing is promised of `{name}`", name=protocol)
        help = say("write its promises in `promises.yaml` beside the rules")
        problems.found.append(Diagnostic("nothing-promised", nothing, Place(protocol), help, "warning"))
    return Report(tuple(answers), tuple(found), tuple(problems))


def _bench(id: str, benches: dict[str, Bench], catalogue: Catalogue) -> Bench:
    if id not in benches:
        protocol = catalogue.protocol(id)
        if protocol is None or catalogue.problems.errors:
            raise InputError(catalogue.problems.found)
        benches[id] = Bench(protocol, catalogue)
    return benches[id]


def answer(promise: Promise, bench: Bench) -> Answer:
    """What becomes of one promise."""
    claim = promise.claim
    first = next(bench.worlds()) if isinstance(claim, Owed | NeverOwed) else None
    match claim:
        case Owed():
            return bench.search(
                promise, lambda tries: claims.owed(claim, tries),
                lambda _q: first is not None and claims.needs_no_bounds(claim, first),
            )  # fmt: skip
        case NeverOwed():
            return bench.search(
                promise, lambda tries: claims.never_owed(claim, tries),
                lambda _q: first is not None and claims.needs_no_bounds(claim, first),
            )  # fmt: skip
        case Holds(what=what):
            match what:
                case "every_obligation_has_a_bearer":
                    return whole.bearers(promise, bench)
                case "no_rule_is_dead":
                    return whole.dead_rules(promise, bench)
                case "nobody_accused_is_told":
                    return bench.search(promise, whole.accused, lambda _q: False)
                case "undated_text_never_delays":
                    return whole.undated(promise, bench)
                case _:
                    assert_never(what)
        case Spans():
            return _spans(promise, claim, bench)
        case Assumed(because=because):
            return _plain(promise, "assumed", because)
        case InWords(because=because):
            return _plain(promise, "not_expressible", because)
        case _:
            assert_never(claim)


def _plain(promise: Promise, rung: str, because: str) -> Answer:
    answer = Answer(promise.id, promise.protocol, promise.says, "assumed", because=say(because))
    return answer if rung == "assumed" else msgspec.structs.replace(answer, answer="not_expressible")


def _spans(promise: Promise, claim: Spans, bench: Bench) -> Answer:
    """The longest a term can be, over the days of the window; a day that breaks the promise is counted again."""
    z = z3()
    limits = Limits(next(bench.worlds()).world)
    formula = spans(limits, claim.term, claim.at_most)
    calendar = bench.protocol.calendar
    base = Answer(promise.id, promise.protocol, promise.says, "bounded")
    if formula is None:
        because = say("the calendar does not reach to the end of the term on every day")
        return msgspec.structs.replace(base, answer="not_expressible", because=because)
    solver, world = z.Solver(), limits.world
    solver.add(formula)
    days = (world.days[0].isoformat(), world.days[-1].isoformat())
    if solver.check() == z.unsat:
        bounds = Bounds(days=days, calendar=f"{calendar.id} {calendar.version}")
        return msgspec.structs.replace(base, bounds=bounds)
    day = world.days[solver.model().eval(z.Int("day")).as_long()]
    took, last = limits.civil_days(claim.term, day)
    if took <= claim.at_most:
        fault = say("the table of days and the calendar disagree")
        return msgspec.structs.replace(base, answer="not_expressible", fault=fault)
    case = {
        "due": claim.term.written(),
        "after": day.isoformat(),
        "calendar": calendar.id,
        "last_day": last.isoformat(),
    }
    because = say("civil days that `{term}` takes after {day}: {n}", term=claim.term.written(), day=day, n=took)
    return msgspec.structs.replace(base, answer="refuted", because=because, case=case)
