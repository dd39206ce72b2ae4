"""Reads TERM: `3 days`, `same_day`, `same_month`, `next AGENDA`, `by 1 september`."""

from __future__ import annotations

import re
from difflib import get_close_matches

from protocolkit.building.whole_numbers import whole
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_, _, ngettext
from protocolkit.languages.civil_days import MONTHS
from protocolkit.messages import Message
from protocolkit.model.terms import PERIODS, ByDate, NextAgenda, SameDay, SamePeriod, Term, When
from protocolkit.reading.nodes import Node

_CLOCK_AND_CIVIL = ("hour", "day", "week", "month", "year")
_COMMON_KINDS = ("working_day", "business_day", "school_day")
_HABITS = {
    "minute": N_("the language counts whole hours"),
    "h": N_("did you mean `hours`?"),
    "hr": N_("did you mean `hours`?"),
    "calendar_day": N_("plain `days` are calendar days"),
}
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_term(given: Node | str, problems: Problems, place: Place | None = None) -> When | None:
    """One TERM: `3 days`, `same_day`, `same_month`, `next AGENDA`, `by 1 september`."""
    at = given.place if isinstance(given, Node) else place or Place("due")
    if isinstance(given, Node) and not isinstance(given.value, str):
        message = _("`{text}` is not a term").format(text=given.text) if given.text else _("this is not a term")
        problems.error("due-shape", message, at, unitless(given) or _("write it as `3 days`"))
        return None
    words = (given.text if isinstance(given, Node) else given).split()
    match words:
        case []:
            problems.error("due-shape", _("a term is missing"), at, _("write it as `3 days`"))
            return None
        case ["same_day"]:
            return SameDay()
        case [one] if one.startswith("same_"):
            if (period := one.removeprefix("same_")) in PERIODS:
                return SamePeriod(period)
            message = _("no period `{name}`").format(name=period)
            problems.error("due-unit", message, at, did_you_mean(period, ("day", *PERIODS)))
            return None
        case ["next", name]:
            if re.fullmatch(r"[a-z][a-z0-9_]*", name):
                return NextAgenda(name)
            message = _("`{name}` is no name of an agenda").format(name=name)
            problems.error("due-shape", message, at, _("names are lower case with underscores"))
            return None
        case ["by", day, month]:
            return _by_date(day, month, at, problems)
        case [number, unit]:
            n, counted = whole(number, at, problems), _unit(unit, at, problems)
            return None if n is None or counted is None else Term(n, counted)
        case _:
            message = _("`{text}` is not a term").format(text=" ".join(words))
            problems.error("due-shape", message, at, _shape_help(words))
            return None


def _shape_help(words: list[str]) -> Message | str:
    if len(words) == 3 and words[0].isdigit():
        return _("write `{text}`").format(text=f"{words[0]} {words[1]}_{words[2]}")
    if len(words) == 1 and (spaced := re.fullmatch(r"(\d+)([a-z_]+)", words[0])):
        return _("write `{text}`").format(text=f"{spaced[1]} {'hours' if spaced[2] == 'h' else spaced[2]}")
    if words[0].lower() in ("immediately", "none", "decided", "same_day"):
        return _("write `{text}`").format(text=words[0].lower())
    near = did_you_mean(words[0], ("immediately", "none", "decided", "same_day")) if len(words) == 1 else ""
    return near or _("write it as `3 days`, `same_day`, `next AGENDA` or `by 1 september`")


def _by_date(day: str, month: str, place: Place, problems: Problems) -> ByDate | None:
    if month not in MONTHS:
        near = did_you_mean(month.lower(), MONTHS)
        problems.error("due-date", _("no month `{name}`").format(name=month), place, near)
        return None
    n, number = whole(day, place, problems), MONTHS.index(month) + 1
    if n is None:
        return None
    if n > (most := _LONGEST_MONTH[number - 1]):
        message = _("no day `{day} {month}`").format(day=day, month=month)
        help = ngettext("{month} has {n} day", "{month} has {n} days", most).format(month=month, n=most)
        problems.error("due-date", message, place, help)
        return None
    return ByDate(n, number)


def _unit(text: str, place: Place, problems: Problems) -> str | None:
    name = text.removesuffix("s")
    if name in _CLOCK_AND_CIVIL or name in _COMMON_KINDS:
        return name
    plurals = [f"{unit}s" for unit in (*_CLOCK_AND_CIVIL, *_COMMON_KINDS)]
    near = _(_HABITS.get(name, ""))
    if not near and re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*_day", name):
        slips = get_close_matches(name.removesuffix("_day"), [k.removesuffix("_day") for k in _COMMON_KINDS], 1, 0.8)
        if not slips:
            return name  # another day kind, for the calendar to know
        near = _("did you mean `{name}`?").format(name=f"{slips[0]}_days")
    help = near or did_you_mean(f"{name}s", plurals) or _("units are {names}").format(names=", ".join(plurals))
    problems.error("due-unit", _("no unit `{name}`").format(name=text), place, help)
    return None


def unitless(node: Node) -> str:
    """A help text for a bare number; empty for anything else."""
    return _("`{n}` of what? write `{n} days`").format(n=node.text) if type(node.value) is int else ""
