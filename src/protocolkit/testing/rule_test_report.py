"""What a run of rule tests found."""

from __future__ import annotations

import msgspec

from protocolkit.diagnostics import Diagnostic, Place


class Difference(msgspec.Struct, frozen=True):
    """One thing expected, and what stands there instead."""

    key: str
    expected: str
    actual: str


class Failure(msgspec.Struct, frozen=True):
    """An expectation the plan does not meet. `trace` says how the rule concerned came to where it is."""

    what: str
    message: str
    place: Place
    rule: str | None = None
    differences: tuple[Difference, ...] = ()
    trace: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """One case. `problems` are why it could not be run at all, and what is doubtful in it."""

    name: str
    protocol: str
    place: Place
    failures: tuple[Failure, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures and not self.errors

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Why the case could not be run."""
        return tuple(p for p in self.problems if p.severity == "error")


class Uncovered(msgspec.Struct, frozen=True):
    """A rule and the outcomes of it that no case asserts; all of them where no case asserts the rule."""

    rule: str
    place: Place
    missing: tuple[str, ...]
    asserted: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """All cases run, in the order of the files. `problems` lie outside the cases: unreadable files and rules."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Diagnostic, ...] = ()
    coverage: tuple[Uncovered, ...] = ()

    @property
    def passed(self) -> int:
        return sum(o.passed for o in self.outcomes)

    @property
    def failed(self) -> int:
        return len(self.outcomes) - self.passed

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every reason why something could not be run."""
        return tuple(dict.fromkeys((*self.problems, *(p for o in self.outcomes for p in o.problems))))

    @property
    def exit_code(self) -> int:
        """0 all passed; 1 a failure; 2 nothing to run, or input that cannot be used."""
        if not self.outcomes or any(d.severity == "error" for d in self.diagnostics):
            return 2
        return 1 if self.failed else 0
