"""Days and lengths of time as people write them in each language."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from protocolkit.languages.speaking import language

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

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


def month_name(month: int, language: str, *, of: bool = False) -> str:
    """A month by itself, or with `of` as the month of something.

    >>> month_name(9, "ru"), month_name(9, "ru", of=True)
    ('сентябрь', 'сентября')
    """
    from babel.dates import get_month_names

    return str(get_month_names("wide", "format" if of else "stand-alone", locale(language))[month])


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


def told(day: date) -> str:
    """The day as people say it in the language being spoken, the same on every machine.

    >>> told(date(2024, 5, 3))
    'Fri 3 May 2024'
    """
    if (spoken := _not_english()) is not None:
        return in_words(day, spoken)
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def told_of_any_year(day: int, month: int) -> str:
    """A day of the year in the language being spoken.

    >>> told_of_any_year(1, 9)
    '1 september'
    """
    if (spoken := _not_english()) is not None:
        return of_any_year(day, month, spoken)
    return f"{day} {MONTHS[month - 1]}"


def told_month(month: int, *, of: bool = False) -> str:
    """A month in the language being spoken, by itself or as the month of something.

    >>> told_month(9)
    'september'
    """
    if (spoken := _not_english()) is not None:
        return month_name(month, spoken, of=of)
    return MONTHS[month - 1]


def _not_english() -> str | None:
    spoken = language()
    return None if spoken == "en" else spoken
