"""An institution's own time: office hours, a six-day week, days it is closed or open, school days, its agendas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec

from protocolkit.calendars.dates import Span, parse_spans
from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages.civil_days import WEEKDAYS
from protocolkit.messages import Message, say
from protocolkit.reading.nearby import read_nearby
from protocolkit.reading.nodes import Node
from protocolkit.reading.references import refuse_personal

Hours = tuple[time, time]
_NEAR = 0.75  # names as short as these are near to honest ones, too

_OWN_KEYS = (
    "office_hours",
    "week",
    "closed",
    "open",
    "school_days",
    "follows_transfers",
    "absent",
    "acting",
    "conflicted",
    "institution",
)
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d) ?[-–] ?([01]\d|2[0-3]|24):([0-5]\d)\Z", re.ASCII)


class Institution(msgspec.Struct, frozen=True):
    """What an institution says of itself. Every part is optional; null means it does not say.

    `office_hours` has the opening and closing time of each weekday, Monday first. Agenda dates are UTC instants, or
    days where no time is set. `acting` has who acts in whose place, `conflicted` the posts that may be told but not
    act.
    """

    office_hours: tuple[Hours | None, ...] | None = None
    week: int | None = None
    closed: tuple[Span, ...] = ()
    open: tuple[Span, ...] = ()
    school_days: tuple[Span, ...] | None = None
    follows_transfers: bool | None = None
    agendas: dict[str, tuple[datetime | date, ...]] = {}
    absent: tuple[str, ...] = ()
    acting: dict[str, str] = {}
    conflicted: tuple[str, ...] = ()

    def hours_on(self, day: date) -> Hours | None:
        """Opening and closing time on that weekday; null where it is closed or does not say."""
        return self.office_hours[day.weekday()] if self.office_hours is not None else None


def parse_institution(
    node: Node, problems: Problems, agendas: Iterable[str] | None = None, weekend: tuple[int, ...] = (5, 6)
) -> Institution | None:
    """An institution from an inline map, or from the YAML file that a text in a file names, below that file's folder.

    `agendas` are the names that rules know (null: any), `weekend` the weekdays off, Monday being 0. None only where
    nothing can be read. Everything wrong in it goes to `problems`; of a file of its own without the values there.
    """
    if isinstance(node.value, str):
        found = read_nearby(node, problems)
        if found is None:
            return None
        own = Problems()
        institution = _parsed(found, own, agendas, weekend)
        problems.found += [one.without_values() for one in own.found]
        return institution
    return _parsed(node, problems, agendas, weekend)


def _parsed(
    node: Node, problems: Problems, known: Iterable[str] | None, weekend: tuple[int, ...]
) -> Institution | None:
    if not isinstance(node.value, dict):
        problems.error("institution-shape", say("an institution is a map, or the path of a file with one"), node.place)
        return None
    if (reference := node.get("institution")) is not None:
        refuse_personal(reference, problems)
    hours, week = node.get("office_hours"), node.get("week")
    school, follows = node.get("school_days"), node.get("follows_transfers")
    if follows is not None and not isinstance(follows.value, bool):
        message = say("`{text}` is neither true nor false", text=follows.text)
        problems.error("institution-shape", message, follows.place)
    return Institution(
        office_hours=_office_hours(hours, weekend, problems) if hours is not None else None,
        week=_week(week, problems) if week is not None else None,
        closed=parse_spans(node.get("closed"), problems),
        open=parse_spans(node.get("open"), problems),
        school_days=parse_spans(school, problems) if school is not None else None,
        follows_transfers=follows.value if follows is not None and isinstance(follows.value, bool) else None,
        agendas=_agendas(node, problems, [*known] if known is not None else None),
        absent=_roles(node.get("absent")),
        acting={post: one.text for post, one in acting.map.items()}
        if (acting := node.get("acting")) is not None
        else {},
        conflicted=_roles(node.get("conflicted")),
    )


def _roles(node: Node | None) -> tuple[str, ...]:
    return tuple(one.text for one in node.list) if node is not None else ()


def _week(node: Node, problems: Problems) -> int | None:
    if node.value in (5, 6) and isinstance(node.value, int):
        return node.value
    message = say("no week of `{n}` days", n=node.text)
    problems.error("institution-week", message, node.place, say("a working week has 5 or 6 days"))
    return None


def _office_hours(node: Node, weekend: tuple[int, ...], problems: Problems) -> tuple[Hours | None, ...] | None:
    """`"09:00-18:00"` for the days that are no weekend, or a map of weekdays and spans of weekdays to hours."""
    week: list[Hours | None] = [None] * 7
    if not isinstance(node.value, dict):
        hours = _span_of_hours(node, problems)
        return tuple(None if day in weekend else hours for day in range(7)) if hours is not None else None
    for key, given in node.map.items():
        days = _weekdays(key, node.key_place(key), problems)
        hours = None if given.text == "closed" else _span_of_hours(given, problems)
        for day in days:
            week[day] = hours
    return tuple(week)


def _span_of_hours(node: Node, problems: Problems) -> Hours | None:
    found = _HOURS.match(node.text)
    opens, closes = (found[1] + found[2], found[3] + found[4]) if found else ("", "")
    # An office open to midnight closes with the day, which needs no hour of its own.
    if not found or opens >= closes or closes >= "2400":
        help = say("write them as `09:00-18:00`, or `closed`")
        problems.error("institution-hours", say("no office hours `{text}`", text=node.text), node.place, help)
        return None
    return time(int(opens[:2]), int(opens[2:])), time(int(closes[:2]), int(closes[2:]))


def _weekdays(text: str, place: Place, problems: Problems) -> range:
    """`mon`, `monday`, `mon-fri`."""
    numbers = []
    for name in text.split("-"):
        short = [day[:3] for day in WEEKDAYS]
        if name not in WEEKDAYS and name not in short:
            message, help = say("no weekday `{name}`", name=name), did_you_mean(name, (*WEEKDAYS, *short))
            problems.error("institution-hours", message, place, help)
            return range(0)
        numbers.append(short.index(name[:3]))
    if len(numbers) > 2 or numbers[0] > numbers[-1]:
        message = say("no span of weekdays `{text}`", text=text)
        problems.error("institution-hours", message, place, say("write it as `mon-fri`"))
        return range(0)
    return range(numbers[0], numbers[-1] + 1)


def _agendas(node: Node, problems: Problems, known: list[str] | None) -> dict[str, tuple[datetime | date, ...]]:
    found: dict[str, tuple[datetime | date, ...]] = {}
    for key, value in node.map.items():
        if key in _OWN_KEYS:
            continue
        if known is None or key not in known:
            # An agenda of a name nobody knows may belong to other rules; one of nearly a known name may not.
            near = did_you_mean(key, (*_OWN_KEYS, *(known or ())), cutoff=_NEAR)
            if near or not _are_days(value):
                message, help = say("no key `{key}` in an institution", key=key), near or _keys()
                problems.error("institution-key", message, node.key_place(key), help)
                continue
            if known:
                message = say("no rule here knows an agenda `{name}`", name=key)
                problems.warning("unknown-agenda", message, node.key_place(key), _keys())
        dates = [parse_instant(one.text, one.place, problems) for one in value.list]
        found[key] = tuple(sorted((d for d in dates if d is not None), key=lambda d: d.isoformat()))
    return found


def _are_days(node: Node) -> bool:
    """Whether something may be the dates of an agenda: texts that begin with a year."""
    return bool(node.list) and all(isinstance(one.value, str) and one.text[:4].isdigit() for one in node.list)


def _keys() -> Message:
    return say("the keys are {names}, and agendas by their names", names=", ".join(f"`{key}`" for key in _OWN_KEYS))
