"""Days and lengths of time as people write them in each language."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

# As Babel says them. It takes longer to import than most plans take to make, and English is what programs ask for.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
_UNITS = {"day": ("day", "days"), "hour": ("hr", "hrs"), "minute": ("min", "mins"), "second": ("sec", "secs")}


@cache
def locale(language: str) -> Any:
    """Babel's conventions for a language. Raises its UnknownLocaleError."""
    from babel import Locale

    # British order and 24 hours: nobody in either country writes the month first.
    return Locale("en", "GB") if language == "en" else Locale(language)


@lru_cache(4096)
def in_words(day: date, language: str) -> str:
    """A day with its weekday.

    >>> in_words(date(2026, 11, 20), "en"), in_words(date(2026, 11, 20), "ru")
    ('Fri, 20 Nov 2026', 'пт, 20 нояб. 2026 г.')
    """
    if language == "en":
        return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
    from babel.dates import format_skeleton

    return spaced(format_skeleton("yMMMEd", day, locale=locale(language), fuzzy=True))


def of_any_year(day: int, month: int, language: str) -> str:
    """A day of the year.

    >>> of_any_year(1, 9, "uk")
    '1 вересня'
    """
    from babel.dates import format_skeleton

    return spaced(format_skeleton("MMMMd", date(2024, month, day), locale=locale(language), fuzzy=True))


def month_name(month: int, language: str) -> str:
    """A month by itself.

    >>> month_name(9, "ru")
    'сентябрь'
    """
    from babel.dates import get_month_names

    return str(get_month_names("wide", "stand-alone", locale(language))[month])


def spaced(text: object) -> str:
    """Babel's text with plain spaces, which can be searched for and broken at."""
    return str(text).replace("\u202f", " ").replace("\u00a0", " ")


@lru_cache(4096)
def quantity(count: int, unit: str, language: str) -> str:
    """So many days, hours, minutes or seconds, in short.

    >>> quantity(2, "hour", "en"), quantity(2, "hour", "uk")
    ('2 hrs', '2 год')
    """
    if language == "en":
        return f"{count} {_UNITS[unit][count != 1]}"
    from babel.units import format_unit

    return spaced(format_unit(count, unit, length="short", locale=locale(language)))
