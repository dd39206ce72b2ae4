"""Where mutants are judged: rulesets, the rule tests about them, and which rules each case can see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from protocolkit.building.catalogue import Catalogue, head_of, resolved
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import InputError, Problems
from protocolkit.languages import speaking
from protocolkit.messages import say
from protocolkit.model.walk import facts_read
from protocolkit.mutating.mutants import Mutant, Source, mutants
from protocolkit.plans.plan import Plan
from protocolkit.reading.documents import load_document
from protocolkit.testing.naming import Names
from protocolkit.testing.rule_test_cases import Case, read_cases
from protocolkit.testing.rule_test_files import test_files
from protocolkit.testing.running import Runner

Fate = Literal["killed", "survived", "unreadable", "same"]
"""What became of a mutant; `same` is a change that leaves every rule as it was, and so none."""
# A case that ends so says nothing of the mutant: the rules, or the program, could not go on.
_NO_VERDICT = ("internal-error", "rules-unusable")


class Verdict(NamedTuple):
    """What became of a mutant, the catalogue in which it stands, and the case that noticed it."""

    fate: Fate
    catalogue: Catalogue
    noticed_by: int | None = None


class Bench:
    """The rulesets and protocols under some paths, and the cases that judge them. Raises InputError for bad input."""

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        problems = Problems()
        asked = gather(paths, problems)
        problems.raise_if_errors()
        self.catalogue: Catalogue = asked.catalogue()
        self.sources = [one for file in asked.files if (one := self._source(file, problems))]
        self.test_files = test_files(asked.files)
        self.cases: list[Case] = []
        for file in self.test_files:
            self.cases += read_cases(file, problems, shown(file))
        problems.found += self.catalogue.problems.found
        problems.raise_if_errors()

    def _source(self, file: Path, problems: Problems) -> Source | None:
        listed = head_of(file)
        if listed is None or listed.kind not in ("ruleset", "protocol"):
            return None
        known = next((one for one in self.catalogue.files if resolved(one.path) == resolved(file)), None)
        document = load_document(file, listed.kind, problems, shown(file))
        if document is None or known is None:
            return None
        return Source(listed.id, listed.kind, known.path, document)

    @cached_property
    def all(self) -> list[Mutant]:
        """Every mutant of the documents, in their order."""
        return [one for source in self.sources for one in mutants(source, self.catalogue)]

    def sight(self) -> dict[str, list[int]]:
        """The cases that can see a rule, by its id: those first that expect something of it, and of the most rules.

        Raises InputError where a case fails before anything is changed: it could not judge.
        """
        runner, problems = Runner(self.catalogue), Problems()
        seen: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
        for number, case in enumerate(self.cases):
            if not runner.run(case).passed:
                message = say("the case `{name}` fails before anything is changed", name=case.name)
                problems.error("fails-unchanged", message, case.place, say("run `protocolkit test` first"))
                continue
            expected, spoken = self._rules_of(case, runner)
            for id in expected | spoken:
                seen[id].append((id not in expected, -len(expected), number))
        problems.raise_if_errors()
        return {id: [number for _later, _wide, number in sorted(found)] for id, found in seen.items()}

    def _rules_of(self, case: Case, runner: Runner) -> tuple[set[str], set[str]]:
        """The rules a case names, and the others its plan speaks of, with the definitions that these rest on."""
        planned = runner.plan_of(case)
        if planned is None:
            return {text for text in _texts(case.incident.plain()) if "#" in text}, set()
        protocol, plan = planned
        names = Names(protocol)
        expected = {rule for text in _texts(case.expect.plain()) if (rule := names.rule(text))}
        spoken = {text for text in _texts(_plain(plan)) if text in protocol.index}
        if _whole(case.expect.plain()):
            # A list that is to be the whole of its kind sees whatever joins it.
            spoken |= set(protocol.index)
        read = {fact for id in expected | spoken for fact in facts_read(protocol.index[id], readings=True)}
        defined = {rule.id for rule in protocol.rules if rule.modality == "definition" and read & {*rule.acts}}
        texts = {one.id for one in protocol.rulesets}
        return expected, spoken | defined | texts | {protocol.id}

    def judge(self, mutant: Mutant, asked: Iterable[int]) -> Verdict:
        """What becomes of a mutant under some cases, asked in their order until one notices."""
        other = self.catalogue.otherwise(mutant.file, mutant.document)
        if not mutant.readable or not self._builds(mutant, other):
            return Verdict("unreadable", other)
        if self._says_the_same(mutant, other):
            return Verdict("same", other)
        runner = Runner(other)
        for number in asked:
            outcome = runner.run(self.cases[number])
            if any(problem.code in _NO_VERDICT for problem in outcome.errors):
                return Verdict("unreadable", other)
            if not outcome.passed:
                return Verdict("killed", other, number)
        return Verdict("survived", other)

    def _builds(self, mutant: Mutant, other: Catalogue) -> bool:
        try:
            if mutant.change.operator == "rank":
                other.protocol(mutant.change.group)
            else:
                other.editions(mutant.change.group)
        except InputError:
            return False
        return not other.problems.errors

    def _says_the_same(self, mutant: Mutant, other: Catalogue) -> bool:
        if mutant.change.operator in ("rank", "edition"):
            return False
        before, after = self.catalogue.editions(mutant.change.group), other.editions(mutant.change.group)
        return [one.rules for one in before] == [one.rules for one in after]


def _whole(expect: Any) -> bool:
    return isinstance(expect, dict) and ("only" in expect or any(value == [] for value in expect.values()))


def _plain(plan: Plan) -> Any:
    with speaking("en"):
        return msgspec.to_builtins(plan)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _texts(key)
                yield from _texts(one)
        case list() | tuple():
            for one in value:
                yield from _texts(one)
        case str():
            yield value
