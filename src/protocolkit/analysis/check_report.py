"""What a check of some files found."""

from __future__ import annotations

import msgspec

from protocolkit.diagnostics import Diagnostic


class Report(msgspec.Struct, frozen=True):
    """All problems in order of place, and how many files were looked at."""

    problems: tuple[Diagnostic, ...]
    files: int
    usable: bool = True

    @property
    def errors(self) -> int:
        return sum(p.severity == "error" for p in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors, 2 a path that does not exist."""
        return 2 if not self.usable else 1 if self.errors else 0

    def strict(self) -> Report:
        """The same with every warning an error."""
        return msgspec.structs.replace(self, problems=tuple(problem.as_error() for problem in self.problems))
