"""How long, and until when. Each term is a file of its own; what the rest of the program knows of it, it asks it."""

from __future__ import annotations

from collections.abc import Callable

from protocolkit.model.terms.by_date import ByDate
from protocolkit.model.terms.by_month_end import ByMonthEnd
from protocolkit.model.terms.civil import Days, Months, Weeks, Years
from protocolkit.model.terms.day_kinds import DayKinds
from protocolkit.model.terms.hours import Hours
from protocolkit.model.terms.last_of_month import LastOfMonth
from protocolkit.model.terms.next_agenda import NextAgenda
from protocolkit.model.terms.numbered import Term
from protocolkit.model.terms.same_day import SameDay
from protocolkit.model.terms.same_period import SamePeriod
from protocolkit.model.terms.when import Form, When

# The first that claims a text reads it: what begins with a word goes before what begins with a number.
TERMS: tuple[type[When], ...] = (
    SameDay,
    SamePeriod,
    NextAgenda,
    ByDate,
    ByMonthEnd,
    LastOfMonth,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
    DayKinds,
)

_UNITS: dict[str, Callable[[int], Term]] = {
    "hour": Hours,
    "day": Days,
    "week": Weeks,
    "month": Months,
    "year": Years,
}


def numbered(n: int, unit: str) -> Term:
    """The term of a number and one unit: `hour` ... `year`, else a day kind such as `working_day`.

    >>> numbered(3, "working_day").day_kinds, numbered(3, "day").day_kinds
    (('working',), ())
    """
    plain = _UNITS.get(unit)
    return plain(n) if plain is not None else DayKinds(n, unit.removesuffix("_day"))


def pattern() -> str:
    """What any term looks like, as a pattern for editors."""
    return "|".join(term.form().pattern for term in TERMS)


def examples() -> list[str]:
    """Terms of every form, for editors to offer."""
    return [example for term in TERMS for example in term.form().examples]


__all__ = [
    "TERMS",
    "ByDate",
    "DayKinds",
    "Days",
    "Form",
    "Hours",
    "Months",
    "NextAgenda",
    "SameDay",
    "SamePeriod",
    "Term",
    "Weeks",
    "When",
    "Years",
    "examples",
    "numbered",
    "pattern",
]
