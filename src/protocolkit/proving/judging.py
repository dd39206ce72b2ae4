"""Looks for a case that breaks a promise, in each of some small worlds; what it finds the engine must confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Problems
from protocolkit.messages import Message, say
from protocolkit.model.ruleset import Protocol
from protocolkit.proving.answers import Answer, Bounds
from protocolkit.proving.cases import CaseFile, Replayed, case_of, otherwise, replay, smallest
from protocolkit.proving.promises import Promise
from protocolkit.proving.rule_test import expected, rule_test
from protocolkit.proving.solver import z3
from protocolkit.proving.tries import Tries
from protocolkit.proving.worlds import PERSONS, Persons, World
from protocolkit.reading.yaml12 import read_text
from protocolkit.testing.rule_test_cases import cases
from protocolkit.testing.running import Runner

_TRIED = 6  # counterexamples that hang on what the formulas leave open, before a promise counts as only tried
_SAMPLED = 3  # cases of each world in which the engine must say what was proved
_PATIENCE = 60_000  # milliseconds of one question to the solver

Breaks = Callable[[Replayed], bool]


class Question(NamedTuple):
    """What to search for in a world.

    `given` are the cases a promise is about, `broken` those of them that break it, and `breaks` asks the engine. The
    bits that nothing fixes are `kindly` true or false where they help to keep the promise.
    """

    given: Any
    broken: Any
    breaks: Breaks
    kindly: bool
    rules: tuple[str, ...]
    left_open: tuple[tuple[str, str], ...]


Asking = Callable[[Tries], Question]


class Bench:
    """The worlds of a protocol, each made once, and the rules it is read from."""

    def __init__(self, protocol: Protocol, catalogue: Catalogue) -> None:
        self.protocol, self.catalogue = protocol, catalogue
        self._worlds: dict[Persons, Tries] = {}

    def worlds(self) -> Iterator[Tries]:
        for persons in PERSONS:
            if persons not in self._worlds:
                self._worlds[persons] = Tries(World(self.protocol, persons))
            yield self._worlds[persons]

    def search(self, promise: Promise, ask: Asking, unbounded: Callable[[Question], bool]) -> Answer:
        """The answer to a promise that can be put as a question in every world."""
        tried, left = 0, dict[tuple[str, str], None]()
        questions: list[tuple[Tries, Question]] = []
        for tries in self.worlds():
            question = ask(tries)
            questions.append((tries, question))
            for firm in (True, False):
                found, n = self._broken(tries, question, firm)
                tried += n
                if isinstance(found, Message):
                    return self._answer(promise, "not_expressible", fault=found, rules=question.rules)
                if found is not None:
                    test = self.test_of(found, promise.id, question.rules)
                    return self._answer(promise, "refuted", case=found.file, rule_test=test, rules=question.rules)
            if tried:
                left |= dict.fromkeys(question.left_open)
        if tried:
            because = say("cases that hang on what the formulas leave open, tried in the engine: {n}", n=tried)
            return self._answer(promise, "tested", because=because, left_open=tuple(left), bounds=Bounds(cases=tried))
        for tries, question in questions:
            if (fault := self._disagrees(tries, question)) is not None:
                return self._answer(promise, "not_expressible", fault=fault, rules=question.rules)
        asked = questions[0][1]
        if unbounded(asked):
            return self._answer(promise, "proved", rules=asked.rules)
        return self._answer(promise, "bounded", bounds=self.bounds(), rules=asked.rules)

    def _broken(self, tries: Tries, question: Question, firm: bool) -> tuple[Replayed | Message | None, int]:
        """A case that breaks a promise, or that formulas and engine disagree; and how many were tried for nothing.

        `firm` asks for one that breaks it whatever the rules do of which the formulas do not say all.
        """
        z = z3()
        fixed = [bit if question.kindly else z.Not(bit) for bit in self.loose(tries)] if firm else []
        solver = self.solver(tries, question.given, question.broken, *fixed)
        for n in range(1 if firm else _TRIED):
            answer = solver.check()
            if answer == z.unsat:
                return None, n
            if answer == z.unknown:
                return None, n + 1
            model = smallest(solver, tries)
            seen = self.seen(case_of(tries, model))
            if seen is not None and question.breaks(seen):
                return seen, n
            if firm:
                return say("the formulas give a case that breaks it, and in the engine the same case keeps it"), 0
            solver.add(otherwise(tries, model))
        return None, _TRIED

    def _disagrees(self, tries: Tries, question: Question) -> Message | None:
        """A case the promise is about in which the engine does not say what was proved."""
        z, solver = z3(), self.solver(tries, question.given)
        for _ in range(_SAMPLED):
            if solver.check() != z.sat:
                return None
            model = solver.model()
            seen = self.seen(case_of(tries, model))
            if seen is not None and question.breaks(seen):
                return say("the formulas prove it, and in the engine a case breaks it")
            solver.add(otherwise(tries, model))
        return None

    def seen(self, file: CaseFile) -> Replayed | None:
        """The case in the engine; null where it is refused, which no promise is about."""
        try:
            return replay(file, self.catalogue)
        except InputError:
            return None

    def test_of(self, seen: Replayed, name: str, rules: Sequence[str]) -> str | None:
        """A counterexample as a rule test, run before it is given; null where it expects nothing."""
        if not expected(seen.plan, rules):
            return None
        text = rule_test(seen, name, rules)
        document = read_text(f"tests: {seen.file['protocol']}\ncases:\n{text}", "rule-test.yaml", Problems())
        passed = document is not None and all(Runner(self.catalogue).run(one).passed for one in cases(document))
        return text if passed else None

    @staticmethod
    def loose(tries: Tries) -> list[Any]:
        """The bits that nothing fixes: what the formulas leave open."""
        return [*tries.free_bits, *tries.truths.open.values()]

    @staticmethod
    def solver(tries: Tries, *formulas: Any) -> Any:
        """A solver of some formulas that knows what a case file may say. Its answers are the same each time."""
        solver = z3().Solver()
        solver.set("random_seed", 1)
        solver.set("phase_selection", 0)  # what need not be is not: small cases come first
        solver.set("timeout", _PATIENCE)
        # Of the facts that the formulas read, which are all known by now.
        solver.add(*tries.truths.domain, *formulas)
        return solver

    def bounds(self) -> Bounds:
        """Within what everything was searched."""
        worlds = [*self.worlds()]
        first = worlds[0].world
        days = any(tries.limits.days_used for tries in worlds)
        calendar = f"{self.protocol.calendar.id} {self.protocol.calendar.version}" if days else None
        events = tuple(dict.fromkeys(entry.event for entry in first.entries))
        persons = tuple(said(tries.world.persons) for tries in worlds)
        return Bounds(persons, events, (first.days[0].isoformat(), first.days[-1].isoformat()), calendar)

    @staticmethod
    def _answer(promise: Promise, rung: Any, **more: Any) -> Answer:
        return Answer(promise.id, promise.protocol, promise.says, rung, **more)


def said(persons: Persons) -> str:
    """Persons in a few words, as bounds name them."""
    counts = ((persons.victims, "victim"), (persons.offenders, "offender"), (persons.witnesses, "witness"))
    told = ", ".join(f"{n} {role}" for n, role in counts if n)
    return f"{told} (listed)" if persons.listed else told


def open_rules(tries: Tries, rules: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The rules among some of which the formulas do not say all, with what they lack."""
    found = {one.rule.id: one.open for id in rules if (r := tries.world.protocol.rule(id)) for one in tries.of(r)}
    return tuple((id, why) for id, why in found.items() if why)
