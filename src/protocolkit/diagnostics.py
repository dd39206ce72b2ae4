"""One problem, one place, one code: how everything here says that something is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from protocolkit.languages import language
from protocolkit.languages.saying import said
from protocolkit.letters import invisible, is_cyrillic, looking_like, strangers
from protocolkit.messages import NOTHING, Message, Part, counted, say

Severity = Literal["error", "warning"]
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of every date there is here
LONGEST = 2000  # characters of a message
DEBUG = "PROTOCOLKIT_DEBUG"  # with it set, a fault of the program itself shows its traceback


class Place(msgspec.Struct, frozen=True):
    """Where in a file something stands. `line` and `col` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file


# Not a struct of msgspec: of those it writes what is kept, of a dataclass what its attributes say.
@dataclass(frozen=True, eq=False, init=False)
class Diagnostic:
    """One problem. `code` is stable and names the page that explains it (`docs/reference/diagnostics/CODE.md`).

    `message` and `help` are given as messages and read as text, in the language that was spoken when the problem was
    found; `said` gives the same problem in another. They are lower case, without a final period, with the offending
    value in backticks. Words of a program that speaks one language only are a message without places.

    >>> problem = Diagnostic("unknown-role", say("no role `{name}`", name="polise"), Place("a.yaml", 3, 7), "`police`?")
    >>> print(problem)
    a.yaml:3:7 unknown-role no role `polise` (`police`?)
    >>> problem.said("kk").message
    '`polise` рөлі жоқ'
    """

    code: str
    message: str
    place: Place
    help: str
    severity: Severity

    def __init__(
        self, code: str, message: Message, place: Place, help: Part = "", severity: Severity = "error"
    ) -> None:
        vars(self).update(
            code=code, place=place, severity=severity, _message=message, _help=help, _language=language()
        )  # fmt: skip

    def said(self, language: str) -> Diagnostic:
        """The same problem in a language: nothing is read again."""
        return self._with(_language=language)

    @property
    def unsaid(self) -> Message:
        """The message as a value, to be said with others."""
        unsaid: Message = vars(self)["_message"]
        return unsaid

    def at(self, place: Place) -> Diagnostic:
        """The same problem at another place, as where a file is named that is wrong in itself."""
        return self._with(place=place)

    def as_error(self) -> Diagnostic:
        """The same problem as an error."""
        return self._with(severity="error")

    def without_values(self) -> Diagnostic:
        """The same problem without a value of the file it is about: for those who may not have that file.

        >>> print(Diagnostic("not-a-day", say("`{text}` is no day", text="secret"), Place("a.yaml")).without_values())
        a.yaml not-a-day `…` is no day
        """
        return self._with(_message=_blank(vars(self)["_message"]), _help=_blank(vars(self)["_help"]))

    def _with(self, **changes: object) -> Diagnostic:
        other = object.__new__(type(self))
        vars(other).update(vars(self), **changes)
        return other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Diagnostic):
            return NotImplemented
        if vars(self) == vars(other):
            return True
        # Last of all what must be put into words first: whatever was given, two that read alike are one.
        return (self.code, self.place, self.severity) == (other.code, other.place, other.severity) and (
            (self.message, self.help) == (other.message, other.help)
        )

    def __hash__(self) -> int:
        return hash((self.code, self.place, self.severity))

    def __str__(self) -> str:
        # The word that editors and runners look for is the same in every language.
        warning = "warning: " if self.severity == "warning" else ""
        help = self.help
        tail = f" ({help})" if help else ""
        return f"{self.place} {self.code} {warning}{self.message}{tail}"


_MEANT = "did you mean `{name}`?"


def _blank(text: Part) -> Part:
    """A message with nothing in its places but other messages, as blank; what is meant instead is a name of ours."""
    if not isinstance(text, Message):
        return "…" if text else ""
    if text.template == _MEANT:
        return text
    return msgspec.structs.replace(text, parts=tuple((name, _blank(part)) for name, part in text.parts))


def _said_anew(name: str) -> property:
    return property(lambda problem: _shortened(said(vars(problem)[name], vars(problem)["_language"])))


def _shortened(text: str) -> str:
    """A sentence somebody can read, whatever value it quotes.

    >>> len(_shortened("no role `" + "x" * 1_000_000 + "`"))
    2003
    """
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}...{text[-LONGEST // 2 :]}"


# After the class: within it they would be taken for defaults of the fields.
for _name in ("message", "help"):
    setattr(Diagnostic, _name, _said_anew(f"_{_name}"))


class Problems:
    """The problems found so far. Readers add to it and go on, so that one run reports all of them."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def error(self, code: str, message: Message, place: Place, help: Part = "") -> None:
        self.found.append(Diagnostic(code, message, place, help))

    def warning(self, code: str, message: Message, place: Place, help: Part = "") -> None:
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
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[list[Diagnostic]]]:
        return InputError, (self.problems,)


def fault(error: Exception, place: Place) -> Diagnostic:
    """A fault of the program as a diagnostic: no input, however wrong, is meant to lead here."""
    help = say("a fault of the program, not of the input; set {variable}=1 to see where", variable=DEBUG)
    return Diagnostic("internal-error", Message(f"`{type(error).__name__}`: {error}"), place, help)


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> Message:
    """A help with the nearest known name, or `NOTHING`. What cannot be seen in the name is told.

    >>> said(did_you_mean("polise", ["police", "prosecutor"]))
    'did you mean `police`?'
    >>> said(did_you_mean("pоlice", ["police", "prosecutor"]))
    'did you mean `police`? a Cyrillic letter stands here: `о`'
    """
    known = list(known)
    if (same := looking_like(name, known)) is not None:
        return alike(name, same)
    near = nearest(name, known, cutoff=cutoff)
    return say("did you mean `{name}`?", name=near) if near is not None else NOTHING


def alike(name: str, meant: str) -> Message:
    """A help that names what sets two names apart that read the same."""
    letters = strangers(name, meant)
    cyrillic = [f"`{one}`" for one in letters if is_cyrillic(one)]
    if cyrillic:
        return counted(
            "did you mean `{name}`? a Cyrillic letter stands here: {letters}",
            "did you mean `{name}`? Cyrillic letters stand here: {letters}",
            len(cyrillic), name=meant, letters=", ".join(cyrillic),
        )  # fmt: skip
    if letters:
        return counted(
            "did you mean `{name}`? a Latin letter stands here: {letters}",
            "did you mean `{name}`? Latin letters stand here: {letters}",
            len(letters), name=meant, letters=", ".join(f"`{one}`" for one in letters),
        )  # fmt: skip
    if hidden := invisible(name):
        return say(
            "did you mean `{name}`? what cannot be seen stands here: {characters}",
            name=meant, characters=", ".join(hidden),
        )  # fmt: skip
    return say("did you mean `{name}`?", name=meant)


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known name nearest to one that is not; None if none is near."""
    from difflib import get_close_matches  # only what is wrong has a nearest

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=cutoff)), None)
