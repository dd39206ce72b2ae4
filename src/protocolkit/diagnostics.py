"""One problem, one place, one code: how everything here says that something is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.messages import Part

Severity = Literal["error", "warning"]


class Place(msgspec.Struct, frozen=True):
    """Where in a file something stands. `line` and `col` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file


class Diagnostic(msgspec.Struct, frozen=True):
    """One problem. `code` is stable and names the page that explains it (`docs/reference/diagnostics/CODE.md`).

    Messages are lower case, without a final period, with the offending value in backticks.

    >>> print(Diagnostic("unknown-role", "no role `polise`", Place("a.yaml", 3, 7), help="did you mean `police`?"))
    a.yaml:3:7 unknown-role no role `polise` (did you mean `police`?)
    """

    code: str
    message: str
    place: Place
    help: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        # The word that editors and runners look for is the same in every language.
        warning = "warning: " if self.severity == "warning" else ""
        tail = f" ({self.help})" if self.help else ""
        return f"{self.place} {self.code} {warning}{self.message}{tail}"


class Problems:
    """The problems found so far. Readers add to it and go on, so that one run reports all of them."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def error(self, code: str, message: Part, place: Place, help: Part = "") -> None:
        self.found.append(Diagnostic(code, said(message), place, said(help)))

    def warning(self, code: str, message: str, place: Place, help: str = "") -> None:
        self.found.append(Diagnostic(code, message, place, help, "warning"))

    @property
    def errors(self) -> list[Diagnostic]:
        return [p for p in self.found if p.severity == "error"]

    def in_order(self) -> list[Diagnostic]:
        """All problems once each, by file and position."""
        return sorted(dict.fromkeys(self.found), key=lambda p: (p.place.file, p.place.line, p.place.col, p.code))

    def raise_if_errors(self) -> None:
        """Raise `InputError` with everything found if any of it is an error."""
        if self.errors:
            raise InputError(self.in_order())

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.in_order())


class InputError(Exception):
    """The input cannot be used. `problems` holds every diagnostic, in order of place."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InputError], tuple[list[Diagnostic]]]:
        return InputError, (self.problems,)


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """A help text with the nearest known name, or nothing.

    >>> did_you_mean("polise", ["police", "prosecutor"])
    'did you mean `police`?'
    """
    near = nearest(name, known, cutoff=cutoff)
    return _("did you mean `{name}`?").format(name=near) if near is not None else ""


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known name nearest to one that is not; None if none is near."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=cutoff)), None)
