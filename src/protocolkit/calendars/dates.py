"""Dates and spans of dates as files write them."""

from __future__ import annotations

from datetime import date

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages.civil_days import MONTHS
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

Span = tuple[date, date]


def parse_date(node: Node, problems: Problems) -> date | None:
    return _date(node.text, node.place, problems)


def _date(text: str, place: Place, problems: Problems) -> date | None:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        message, help = say("`{text}` is no date", text=text), say("write it as `2026-11-20`")
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
                    say("`{key}` is no part of a span", key=key),
                    one.key_place(key),
                    say("write from and through"),
                )
        else:
            texts = one.text.split("/")
        if len(texts) > 2:
            problems.error(
                "calendar-span",
                say("`{text}` is no span", text=one.text),
                one.place,
                say("write it as `2026-10-26/2026-11-01`"),
            )
            continue
        days = [_date(text, one.place, problems) for text in texts]
        first, last = days[0], days[-1]
        if first is None or last is None:
            continue
        if first > last:
            message = say("`{first}/{last}` ends before it begins", first=str(first), last=str(last))
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
    message = say("`{text}` is no day of the year", text=node.text)
    problems.error("calendar-date", message, node.place, say("write it as `1 september`"))
    return None
