"""Runs the rule tests under some paths."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue, head_of
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import DEBUG, InputError, Problems, fault
from protocolkit.evaluation.engines import DEFAULT, Engine
from protocolkit.languages import _, language, speaking
from protocolkit.messages import say
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.agenda import agenda
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import evaluate
from protocolkit.testing.coverage import Coverage
from protocolkit.testing.expectations import Judge
from protocolkit.testing.naming import NONE, Names, check_names
from protocolkit.testing.rule_test_cases import Case, read_cases
from protocolkit.testing.rule_test_report import Difference, Failure, Outcome, Report
from protocolkit.testing.selecting import selected
from protocolkit.testing.whereabouts import Whereabouts


def run_tests(
    paths: Iterable[str | Path] = (), keyword: str | None = None, *, coverage: bool = False, engine: Engine = DEFAULT
) -> Report:
    """The outcome of every case of the `tests:` files under the paths (default: the shipped rules).

    A case that cannot be read has failed, with what is wrong in it; the others run all the same.

    Rulesets, vocabulary, calendars and protocols under the paths come before the shipped ones. `keyword` keeps the
    cases whose file, protocol or name it fits; `coverage` adds what no case asserts; `engine` works the plans out.
    Nothing is raised for bad input.
    """
    problems = Problems()
    asked = gather(paths, problems)
    runner = Runner(asked.catalogue(), engine)
    outcomes: list[Outcome] = []
    for path in asked.files:
        listed = head_of(path)
        if listed is None or listed.kind != "tests":
            continue
        for case in read_cases(path, problems, shown(path)):
            if selected(keyword, f"{shown(path)} {case.protocol} {case.name}"):
                outcomes.append(runner.run(case))
    problems.found += runner.catalogue.problems.found
    covered = runner.coverage.uncovered() if coverage else ()
    return Report(tuple(outcomes), tuple(problems.in_order()), tuple(covered))


def _year(protocol: Protocol, log: Incident, days: tuple[str, str], engine: Engine) -> Plan:
    """The organisation's agenda as a plan, so that the same expectations hold for both."""
    found = agenda(protocol, date.fromisoformat(days[0]), date.fromisoformat(days[1]), log=log, engine=engine)
    return Plan(
        incident=log.reference, protocol=found.protocol, as_of=found.as_of, zone=found.zone,
        duties=found.dated + found.standing, awaiting=found.awaiting, undetermined=found.undetermined, gaps=found.gaps,
        prohibitions=found.prohibitions, permissions=found.permissions, sanctions=found.sanctions,
        conflicts=found.conflicts, warnings=found.warnings, next_change_at=None, made_with=found.made_with,
        without_effect=found.without_effect, retracted=found.retracted,
    )  # fmt: skip


def _plan(protocol: Protocol, incident: Incident, case: Case, engine: Engine) -> Plan:
    # Expectations are written in the words of English plans; a failure is told in the language being spoken.
    with speaking("en"):
        if case.days is not None:
            return _year(protocol, incident, case.days, engine)
        return evaluate(protocol, incident, engine=engine)


class Runner:
    """Runs cases under the rules of one catalogue; each protocol is read once."""

    def __init__(self, catalogue: Catalogue, engine: Engine = DEFAULT) -> None:
        self.catalogue = catalogue
        self.engine: Engine = engine
        self.coverage = Coverage()
        self._names: dict[int, Names] = {}

    def run(self, case: Case) -> Outcome:
        """What became of a case. A fault of the program is this case's alone."""
        problems = Problems()
        problems.found += case.problems
        failures: tuple[Failure, ...] = ()
        try:
            if not case.broken:
                refused = self._refused if case.refused is not None else self._failures
                failures = tuple(refused(case, problems))
        except InputError as error:
            problems.found += error.problems
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            problems.found.append(fault(error, case.place))
        return Outcome(case.name, case.protocol, case.place, failures, tuple(problems.in_order()))

    def _failures(self, case: Case, problems: Problems) -> Iterator[Failure]:
        protocol = self._usable(case, problems)
        read = Problems()
        incident = read_incident(case.incident, protocol, read)
        incident = replace(incident, warnings=tuple(read))
        expected = [one.text for one in case.expect.map["warnings"].list] if "warnings" in case.expect.map else []
        # What the case expects the plan to warn of is told there.
        problems.found += [one for one in read if one.severity == "error" or one.code.replace("-", "_") not in expected]
        names = self._names.setdefault(id(protocol), Names(protocol))
        check_names(case.expect, names, incident, problems)
        problems.raise_if_errors()

        def again() -> Plan:
            return plan.said(language()) if case.days is None else _year(protocol, incident, case.days, self.engine)

        plan = _plan(protocol, incident, case, self.engine)
        self.coverage.add(protocol, case.expect, names, plan)
        judge = Judge(plan, names, Whereabouts(plan, protocol, incident, again))
        yield from judge.failures(case.expect)

    def plan_of(self, case: Case) -> tuple[Protocol, Plan] | None:
        """The plan that a case judges, and its protocol; None for a case that expects a refusal. Raises InputError."""
        if case.refused is not None:
            return None
        problems = Problems()
        protocol = self._usable(case, problems)
        incident = read_incident(case.incident, protocol, problems)
        problems.raise_if_errors()
        return protocol, _plan(protocol, incident, case, self.engine)

    def _refused(self, case: Case, problems: Problems) -> Iterator[Failure]:
        """A case that expects no plan but a diagnostic of the incident, perhaps among others."""
        protocol, found = self._usable(case, problems), Problems()
        try:
            incident = read_incident(case.incident, protocol, found)
            found.raise_if_errors()
            _plan(protocol, incident, case, self.engine)
        except InputError as error:
            found.found += error.problems
        assert case.refused is not None
        code, codes = case.refused.text, list(dict.fromkeys(problem.code for problem in found.errors))
        if code not in codes:
            differs = (Difference("refused", code, ", ".join(codes) or NONE),)
            message = _("the incident is refused for another reason") if codes else _("the incident is not refused")
            trace = tuple(map(str, found.errors))
            yield Failure(f"refused {code}", message, case.refused.place, None, differs, trace)

    def _usable(self, case: Case, problems: Problems) -> Protocol:
        """The protocol of a case. Raises InputError."""
        protocol = self._protocol(case, problems)
        problems.raise_if_errors()
        assert protocol is not None
        return protocol

    def _protocol(self, case: Case, problems: Problems) -> Protocol | None:
        """The protocol in the editions of the day of the case."""
        if not self.catalogue.has(case.protocol):
            message = say("no protocol or ruleset `{name}`", name=case.protocol)
            problems.error("unknown-protocol", message, case.protocol_place, self.catalogue.near(case.protocol))
            return None
        found = self.catalogue.of_case(case.protocol, case.incident)
        # What is wrong with the rules is reported once for the run; a case under them cannot be judged.
        if found is None or self._has_errors(found):
            message = say("`{name}` cannot be used", name=case.protocol)
            first = next(iter(self.catalogue.problems.errors), None)
            help = say("first of all: {problem}", problem=str(first)) if first else say("see its own problems")
            problems.error("rules-unusable", message, case.protocol_place, help)
        return found

    def _has_errors(self, protocol: Protocol | None) -> bool:
        """Whether something is wrong in the files the protocol is made from."""
        wrong = {problem.place.file for problem in self.catalogue.problems.errors}
        if not wrong or protocol is None:
            return bool(wrong)
        ids = {protocol.id, *(r.id for r in protocol.rulesets), *(r.extends for r in protocol.rulesets)}
        own = {shown(f.path) for f in self.catalogue.files if f.id in ids or f.kind in ("vocabulary", "calendar")}
        return bool(own & wrong) or not wrong <= {shown(f.path) for f in self.catalogue.files}
