"""Dates and spans of dates as files write them."""

from __future__ import annotations

from datetime import date

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import LANGUAGES, _, language
from protocolkit.reading.nodes import Node

Span = tuple[date, date]

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def told(day: date) -> str:
    """The day as people say it in the language being spoken, the same on every machine.

    >>> told(date(2024, 5, 3))
    'Fri 3 May 2024'
    """
    if (spoken := _not_english()) is not None:
        from protocolkit.languages.civil_days import in_words

        return in_words(day, spoken)
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def told_of_any_year(day: int, month: int) -> str:
    """A day of the year in the language being spoken.

    >>> told_of_any_year(1, 9)
    '1 september'
    """
    if (spoken := _not_english()) is not None:
        from protocolkit.languages.civil_days import of_any_year

        return of_any_year(day, month, spoken)
    return f"{day} {MONTHS[month - 1]}"


def told_month(month: int) -> str:
    """A month in the language being spoken.

    >>> told_month(9)
    'september'
    """
    if (spoken := _not_english()) is not None:
        from protocolkit.languages.civil_days import month_name

        return month_name(month, spoken)
    return MONTHS[month - 1]


def _not_english() -> str | None:
    spoken = language()
    return None if spoken == "en" or spoken not in LANGUAGES else spoken


def parse_date(node: Node, problems: Problems) -> date | None:
    return _date(node.text, node.place, problems)


def _date(text: str, place: Place, problems: Problems) -> date | None:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        message, help = _("`{text}` is no date").format(text=text), _("write it as `2026-11-20`")
        problems.error("calendar-date", message, place, help)
        return None


def parse_spans(node: Node | None, problems: Problems) -> tuple[Span, ...]:
    """Days (`2026-11-20`), spans (`2026-10-26/2026-11-01`) and maps (`{from, through}`), in a list or alone."""
    found: list[Span] = []
    for one in node.list if node is not None else ():
        if isinstance(one.value, dict):
            ends = [one.get("from"), one.get("through")]
            texts = [end.text if end is not None else "" for end in ends]
            for key in set(one.map) - {"from", "through"}:
                problems.error(
                    "calendar-span",
                    _("`{key}` is no part of a span").format(key=key),
                    one.key_place(key),
                    _("write from and through"),
                )
        else:
            texts = one.text.split("/")
        if len(texts) > 2:
            problems.error(
                "calendar-span",
                _("`{text}` is no span").format(text=one.text),
                one.place,
                _("write it as `2026-10-26/2026-11-01`"),
            )
            continue
        days = [_date(text, one.place, problems) for text in texts]
        first, last = days[0], days[-1]
        if first is None or last is None:
            continue
        if first > last:
            message = _("`{first}/{last}` ends before it begins").format(first=first, last=last)
            problems.error("calendar-span", message, one.place)
            continue
        found.append((first, last))
    return tuple(sorted(found))


def in_spans(day: date, spans: tuple[Span, ...]) -> bool:
    return any(first <= day <= last for first, last in spans)


def parse_day_of_year(node: Node, problems: Problems) -> tuple[int, int] | None:
    """`1 september` as (9, 1)."""
    day, _space, month = node.text.partition(" ")
    if month in MONTHS and day.isdigit():
        number = MONTHS.index(month) + 1
        try:
            date(2023, number, int(day))
        except ValueError:
            pass
        else:
            return number, int(day)
    message = _("`{text}` is no day of the year").format(text=node.text)
    problems.error("calendar-date", message, node.place, _("write it as `1 september`"))
    return None
