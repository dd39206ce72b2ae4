"""Which of two terms from the same moment can never end first."""

from __future__ import annotations

from protocolkit.model.terms import SameDay, SamePeriod, Term, When

_NEVER = float("inf")
_DAYS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}
_LONGEST_PERIOD = {"month": 31, "quarter": 92, "year": 366, "school_year": 366}


def too_late(first: When, second: When) -> bool:
    """Whether `first` ends after `second` whenever both start together.

    >>> too_late(Term(5, "day"), Term(3, "day")), too_late(SameDay(), Term(4, "working_day"))
    (True, False)
    """
    if isinstance(first, Term) and isinstance(second, Term):
        if first.unit == second.unit:
            return first.n > second.n
        if first.unit in _DAYS and second.unit in _DAYS:
            return first.n * _DAYS[first.unit][0] > second.n * _DAYS[second.unit][1]
    return _bounds(first)[0] > _bounds(second)[1]


def _bounds(when: When) -> tuple[float, float]:
    """The shortest and longest time a term can take, in days from its trigger."""
    match when:
        case Term(n=n, unit="hour"):
            return n / 24, n / 24
        case Term(n=n, unit=unit) if unit in _DAYS:
            least, most = _DAYS[unit]
            # A day-long term runs to the end of its last day, so up to a day longer than it says.
            return n * least, n * most + 1
        case Term(n=n):
            return n, _NEVER
        case SameDay():
            return 0, 1
        case SamePeriod(period=period):
            return 0, _LONGEST_PERIOD[period]
        case _:
            return 0, _NEVER
