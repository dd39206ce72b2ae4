"""Times in few words, for small screens: the hour of today, the day of another, a length in two units."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from protocolkit.languages.civil_days import locale, quantity, spaced
from protocolkit.languages.kazakh_endings import MONTHS, Case, declined
from protocolkit.languages.speaking import language

UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def short_day(day: date, now: date, *, weekday: bool = True) -> str:
    """A day of this year without its year, in the language being spoken.

    >>> short_day(date(2026, 11, 24), date(2026, 11, 20))
    'Tue 24 Nov'
    >>> short_day(date(2027, 1, 8), date(2026, 11, 20), weekday=False)
    '8 Jan 2027'
    """
    from babel.dates import format_date, format_skeleton

    spoken, far = language(), day.year != now.year
    if spoken == "kk":
        # In full, for an abbreviation takes no ending.
        said = f"{day.day} {MONTHS[day.month - 1]}"
        said = f"{day.year} ж. {said}" if far else said
        return f"{format_date(day, 'EEE', locale=locale(spoken))}, {said}" if weekday else said
    skeleton = ("yMMMd" if far else "MMMd") if not weekday else "yMMMEd" if far else "MMMEd"
    return spaced(format_skeleton(skeleton, day, locale=locale(spoken), fuzzy=True))


def near(at: datetime, now: datetime) -> str:
    """An instant in the zone of both: the hour where it is of the same day, else the day with it.

    >>> near(datetime(2026, 11, 20, 15, 30), datetime(2026, 11, 20, 14, 45))
    '15:30'
    >>> near(datetime(2026, 6, 26, 10, 0), datetime(2026, 11, 20, 14, 45))
    '26 Jun 10:00'
    """
    if at.date() == now.date():
        return clock(at)
    return f"{short_day(at.date(), now.date(), weekday=False)} {clock(at)}"


def whole_day(day: date) -> str:
    """A day of this year with its weekday in short and its month in full: `Fri, 20 November`."""
    from babel.dates import format_skeleton

    spoken = language()
    if spoken == "kk":
        return short_day(day, day)
    return spaced(format_skeleton("MMMMEd", day, locale=locale(spoken), fuzzy=True))


def inflected(text: str, case: Case) -> str:
    """A time as the words around it need it: with its ending in Kazakh, as it is in the other languages."""
    return declined(text, case) if language() == "kk" else text


def length(span: timedelta, spoken: str | None = None) -> str:
    """How long, in at most two units and never rounded up: `1 hr 30 mins`, `3 days 4 hrs`.

    >>> length(timedelta(minutes=45)), length(timedelta(days=3, hours=4, minutes=5))
    ('45 mins', '3 days 4 hrs')
    """
    tongue = spoken or language()
    left, said = max(int(span.total_seconds()), 0), list[str]()
    for unit, size in UNITS:
        count, left = divmod(left, size)
        if count and len(said) < 2:
            said.append(quantity(count, unit, tongue))
        elif said:
            break
    return " ".join(said) or quantity(0, "second", tongue)
