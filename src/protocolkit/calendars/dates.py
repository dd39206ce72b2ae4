"""Dates and spans of dates as files write them."""

from __future__ import annotations

from datetime import date

from protocolkit.diagnostics import Place, Problems
from protocolkit.reading.nodes import Node

Span = tuple[date, date]

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def told(day: date) -> str:
    """The day as people say it, the same on every machine.

    >>> told(date(2024, 5, 3))
    'Fri 3 May 2024'
    """
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def parse_date(node: Node, problems: Problems) -> date | None:
    return _date(node.text, node.place, problems)


def _date(text: str, place: Place, problems: Problems) -> date | None:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        problems.error("calendar-date", f"`{text}` is no date", place, "write it as `2026-11-20`")
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
                    "calendar-span", f"`{key}` is no part of a span", one.key_place(key), "write from and through"
                )
        else:
            texts = one.text.split("/")
        if len(texts) > 2:
            problems.error(
                "calendar-span", f"`{one.text}` is no span", one.place, "write it as `2026-10-26/2026-11-01`"
            )
            continue
        days = [_date(text, one.place, problems) for text in texts]
        first, last = days[0], days[-1]
        if first is None or last is None:
            continue
        if first > last:
            problems.error("calendar-span", f"`{first}/{last}` ends before it begins", one.place)
            continue
        found.append((first, last))
    return tuple(sorted(found))


def in_spans(day: date, spans: tuple[Span, ...]) -> bool:
    return any(first <= day <= last for first, last in spans)


def parse_day_of_year(node: Node, problems: Problems) -> tuple[int, int] | None:
    """`1 september` as (9, 1)."""
    day, _, month = node.text.partition(" ")
    if month in MONTHS and day.isdigit():
        number = MONTHS.index(month) + 1
        try:
            date(2023, number, int(day))
        except ValueError:
            pass
        else:
            return number, int(day)
    problems.error("calendar-date", f"`{node.text}` is no day of the year", node.place, "write it as `1 september`")
    return None
