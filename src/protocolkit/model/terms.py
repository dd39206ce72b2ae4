"""How long: the due mini-language as immutable values, and back to its text."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from protocolkit.languages.civil_days import MONTHS

PERIODS = ("month", "quarter", "year", "school_year")


class Term(msgspec.Struct, frozen=True):
    """`n` whole units: hour, day, week, month, year, or a day kind of the calendar such as `working_day`.

    >>> Term(3, "working_day").kind, Term(3, "day").kind
    ('working', None)
    """

    n: int
    unit: str

    @property
    def kind(self) -> str | None:
        """The day kind counted; None for clock and civil units."""
        return self.unit.removesuffix("_day") if self.unit.endswith("_day") else None


class SameDay(msgspec.Struct, frozen=True):
    """The day of the trigger."""


class SamePeriod(msgspec.Struct, frozen=True):
    """The month, quarter, year or school year of the trigger."""

    period: str


class NextAgenda(msgspec.Struct, frozen=True):
    """The next date the organisation has set for something that returns, such as a board meeting."""

    name: str


class ByDate(msgspec.Struct, frozen=True):
    """A day of the year, whichever comes first."""

    day: int
    month: int


When = Term | SameDay | SamePeriod | NextAgenda | ByDate


class DueNone(msgspec.Struct, frozen=True):
    """The text gives no time."""


class DueDecided(msgspec.Struct, frozen=True):
    """Somebody sets the time in the case itself."""


class DueParts(msgspec.Struct, frozen=True):
    """A window: not before, target, limit. Beside `immediately`, `aim` is the lower number of a range."""

    immediately: bool = False
    aim: When | None = None
    limit: When | None = None
    not_before: When | None = None


class DueCases(msgspec.Struct, frozen=True):
    """One due or the other, as a condition decides. The condition is whatever the caller's parser made of it."""

    if_: object
    then: Due
    else_: Due


class DueEarliest(msgspec.Struct, frozen=True):
    options: tuple[Due, ...]


class DueLatest(msgspec.Struct, frozen=True):
    options: tuple[Due, ...]


Due = DueNone | DueDecided | DueParts | DueCases | DueEarliest | DueLatest


def describe(due: Due | When, say: Callable[[object], str] = str) -> str:
    """The due in its own language; `say` words the conditions of cases.

    >>> describe(DueParts(immediately=True, limit=Term(24, "hour")))
    'immediately, at most 24 hours'
    >>> describe(DueParts(aim=Term(1, "hour"), limit=Term(2, "hour")))
    '1 to 2 hours'
    >>> describe(DueParts(limit=Term(3, "working_day")))
    '3 working_days'
    """
    match due:
        case Term(n=n, unit=unit):
            return f"{n} {unit}{'' if n == 1 else 's'}"
        case SameDay():
            return "same_day"
        case SamePeriod(period=period):
            return f"same_{period}"
        case NextAgenda(name=name):
            return f"next {name}"
        case ByDate(day=day, month=month):
            return f"by {day} {MONTHS[month - 1]}"
        case DueNone():
            return "none"
        case DueDecided():
            return "decided"
        case DueParts():
            return _parts(due)
        case DueCases(if_=if_, then=then, else_=else_):
            return f"{{if: {say(if_)}, then: {describe(then, say)}, else: {describe(else_, say)}}}"
        case DueEarliest(options=options) | DueLatest(options=options):
            word = "earliest" if isinstance(due, DueEarliest) else "latest"
            return f"{{{word}: [{', '.join(_quoted(describe(option, say)) for option in options)}]}}"


def _parts(due: DueParts) -> str:
    said = ["immediately"] if due.immediately else []
    if due.not_before is not None:
        said.append(f"not before {describe(due.not_before)}")
    aim, limit = due.aim, due.limit
    if isinstance(aim, Term) and isinstance(limit, Term) and aim.unit == limit.unit:
        said.append(f"{aim.n} to {describe(limit)}")
        return ", ".join(said)
    if aim is not None:
        said.append(f"aim {describe(aim)}")
    if limit is not None:
        said.append(describe(limit) if not said else f"at most {describe(limit)}")
    return ", ".join(said)


def _quoted(text: str) -> str:
    # A comma inside a flow list would end the item.
    return f'"{text}"' if "," in text and not text.startswith("{") else text


def whens(due: Due) -> tuple[When, ...]:
    """Every single term in it, in source order."""
    match due:
        case DueParts():
            return tuple(w for w in (due.not_before, due.aim, due.limit) if w is not None)
        case DueCases(then=then, else_=else_):
            return whens(then) + whens(else_)
        case DueEarliest(options=options) | DueLatest(options=options):
            return tuple(when for option in options for when in whens(option))
        case _:
            return ()


def day_kinds(due: Due) -> tuple[str, ...]:
    """The day kinds a due counts, once each: what the calendar must declare."""
    kinds = (when.kind for when in whens(due) if isinstance(when, Term))
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))
