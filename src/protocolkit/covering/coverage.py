"""Runs the rule tests of some rulesets and says, rule by rule and point by point, what they leave open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue, head_of
from protocolkit.building.rule_files import gather, shown
from protocolkit.covering.criteria import Criterion, Group, criteria
from protocolkit.covering.witnesses import expected, timed, tried
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.find import find
from protocolkit.messages import say
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol, Ruleset
from protocolkit.model.walk import facts_read
from protocolkit.testing.naming import Names
from protocolkit.testing.rule_test_cases import Case, read_cases
from protocolkit.testing.rule_test_files import test_files
from protocolkit.testing.running import Runner

Key = tuple[str, str, str]
"""A ruleset, the first day of its edition, a rule."""
_PARTS: dict[Group, tuple[str, ...]] = {
    "outcome": (), "condition": ("if_",), "beginning": ("after", "every"), "time": ("due", "time"),
    "people": ("by", "to"), "readings": ("readings",),
}  # fmt: skip


class Met(msgspec.Struct, frozen=True):
    """A criterion and the first case that meets it; null where none does. `inherited`: a case of
    the base of a variant, or of another edition."""

    criterion: Criterion
    case: str | None
    inherited: bool = False


class Covered(msgspec.Struct, frozen=True):
    """What is covered of one rule."""

    rule: Rule
    met: tuple[Met, ...]

    @property
    def open(self) -> tuple[Criterion, ...]:
        return tuple(one.criterion for one in self.met if one.case is None)

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cite.point for cite in self.rule.cites))


class OfRuleset(msgspec.Struct, frozen=True):
    """What is covered of an edition of a ruleset."""

    ruleset: Ruleset
    rules: tuple[Covered, ...]

    @property
    def wanted(self) -> int:
        return sum(len(one.met) for one in self.rules)

    @property
    def covered(self) -> int:
        return self.wanted - sum(len(one.open) for one in self.rules)

    @property
    def share(self) -> float:
        """A percentage; nothing to cover is none of it."""
        return 100 * self.covered / self.wanted if self.wanted else 0.0


class Coverage(msgspec.Struct, frozen=True):
    """The whole. `failed` are cases that do not pass: they cover nothing."""

    rulesets: tuple[OfRuleset, ...]
    cases: int
    failed: tuple[tuple[str, Place], ...]
    protocol: Protocol


def cover(paths: Iterable[str | Path] = (), tick: Callable[[int, int], None] = lambda _n, _of: None) -> Coverage:
    """What the rule tests under some paths, and beside the rules there, cover of those rules (default: the shipped).

    A variant has the cases of its base for everything it leaves as it was, an edition those of the others.
    Raises InputError for unusable input.
    """
    named = [str(path) for path in paths]
    problems = Problems()
    asked = gather(named, problems)
    problems.raise_if_errors()
    catalogue = asked.catalogue()
    ids = dict.fromkeys(one.id for file in asked.files if (one := head_of(file)) is not None and one.kind == "ruleset")
    bases = {id: base for id in ids for one in catalogue.editions(id) if (base := one.extends) is not None}
    files = [*asked.files, *(one.path for one in catalogue.files if one.id in bases.values())]
    cases = [case for file in test_files(files) for case in read_cases(file, problems, shown(file))]
    problems.found += catalogue.problems.found
    if not ids:
        problems.error("nothing-to-run", say("no rules here"), Place(", ".join(named) or "rules"))
    problems.raise_if_errors()
    ledger = _Ledger(catalogue)
    for number, case in enumerate(cases, 1):
        ledger.add(case)
        tick(number, len(cases))
    found = [ledger.of(one) for id in ids for one in catalogue.editions(id)]
    first = catalogue.protocol(next(iter(ids)))
    assert first is not None
    return Coverage(tuple(found), len(cases), tuple(ledger.failed), first)


class _Ledger:
    """What each case shows of each rule, and which case showed it first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._runner = Runner(catalogue)
        self._met: dict[Key, dict[str, str]] = defaultdict(dict)
        self.failed: list[tuple[str, Place]] = []

    def add(self, case: Case) -> None:
        """Runs a case and notes what it shows, if it passes."""
        if not self._runner.run(case).passed:
            self.failed.append((case.name, case.place))
            return
        planned = self._runner.plan_of(case)
        if planned is None:
            return
        protocol, plan = planned
        rules = expected(case.expect, Names(protocol))
        found = None
        if case.days is None and rules:
            found = find(protocol, read_incident(case.incident, protocol, Problems()))
        in_day = protocol if found is None else found.case.protocol
        homes = {rule.id: (one.id, one.in_force.from_ or "") for one in in_day.rulesets for rule in one.rules}
        read = {fact for id in rules if (rule := in_day.rule(id)) for fact in facts_read(rule)}
        for rule in in_day.rules:
            if rule.modality == "definition" and rule.acts[0] in read:
                rules.setdefault(rule.id, set()).add("applies")
        for id, own in rules.items():
            rule_here = in_day.rule(id)
            if rule_here is None or id not in homes:
                continue
            shown_ = own | timed(plan, id, in_day)
            if found is not None and not rule_here.during and rule_here.modality != "definition":
                shown_ |= tried(found, rule_here)
            ledger = self._met[(*homes[id], id)]
            for key in shown_:
                ledger.setdefault(key, case.name)

    def of(self, ruleset: Ruleset) -> OfRuleset:
        """What is covered of an edition."""
        protocol = self._alone(ruleset)
        return OfRuleset(
            ruleset, tuple(Covered(rule, tuple(self._rule(rule, ruleset, protocol))) for rule in ruleset.rules)
        )

    def _rule(self, rule: Rule, ruleset: Ruleset, protocol: Protocol) -> Iterator[Met]:
        own = self._met.get((ruleset.id, ruleset.in_force.from_ or "", rule.id), {})
        others = list(self._others(rule, ruleset))
        for one in criteria(rule, protocol):
            case, parts = own.get(one.key), _PARTS[one.group]
            kept = (
                met[one.key] for base, met in others
                if one.key in met and all(getattr(base, part) == getattr(rule, part) for part in parts)
            )  # fmt: skip
            found = case or next(kept, None)
            yield Met(one, found, inherited=case is None and found is not None)

    def _others(self, rule: Rule, ruleset: Ruleset) -> Iterator[tuple[Rule, dict[str, str]]]:
        """The same rule in other editions, and in the base of a variant, with what cases of theirs show of it."""
        editions = [*self._catalogue.editions(ruleset.id)]
        if ruleset.extends is not None and ruleset.extends != ruleset.id:
            editions = [*self._catalogue.editions(ruleset.extends), *editions]
        for one in reversed(editions):
            found = next((other for other in one.rules if other.name == rule.name), None)
            if found is not None and found is not rule:
                yield found, self._met.get((one.id, one.in_force.from_ or "", found.id), {})

    def _alone(self, ruleset: Ruleset) -> Protocol:
        found = self._catalogue.protocol(ruleset.id, ruleset.in_force.from_)
        assert found is not None
        return found
