"""Reads a calendar file and its frozen base."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.dated_entries import day_of, holidays_of, listed, regime_of, transfers_of
from protocolkit.calendars.dates import parse_day_of_year, parse_spans
from protocolkit.calendars.layers import (
    BareDays,
    DayKind,
    Layers,
    SchoolYear,
    Window,
)
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Problems
from protocolkit.languages import _
from protocolkit.reading import load
from protocolkit.reading.nodes import Node


def read_calendar(path: Path, problems: Problems, display: str | None = None) -> Calendar | None:
    """The calendar of a file, or None with everything wrong in it in `problems`."""
    own = Problems()
    node = load(path, "calendar", own, display)
    calendar = _read(node, path, own) if node is not None and not own.errors else None
    problems.found += own.found
    return None if own.errors else calendar


def _read(node: Node, path: Path, problems: Problems) -> Calendar | None:
    base = _base(node.map["base"], path.parent, problems)
    zone = parse_zone(node.map["zone"].text, node.map["zone"].place, problems)
    coverage = _coverage(node.map["coverage"], problems)
    school = node.map["school_year"]
    starts, ends = (parse_day_of_year(school.map[key], problems) for key in ("starts", "ends"))
    if base is None or not coverage:
        return None
    data, digest = base
    substitution = node.map["substitution"]
    stays = frozenset(one.text for one in exempt.list) if (exempt := substitution.get("except")) else frozenset()
    layers = Layers(
        holidays=holidays_of(node, data, problems),
        transfers=transfers_of(node, data, problems),
        regimes=tuple(regime_of(one, problems) for one in listed(node, "regimes")),
        coverage=coverage,
        moves=substitution.map["next_working_day"].value is True,
        stays=stays,
        substitution_source=substitution.map["source"].text,
        transfers_binding=node.map["transfers_binding"].value is True,
        kinds=_kinds(node.map["day_kinds"], problems),
    )
    bare = _bare_days(node.get("bare_days"))
    _check(node, layers, data, problems)
    if problems.errors or zone is None or starts is None or ends is None:
        return None
    return Calendar(
        id=node.map["calendar"].text,
        version=node.map["version"].text,
        digest=hashlib.sha256(path.read_bytes() + digest.encode()).hexdigest(),
        zone=zone,
        profiles={name: int(p.map["week"].text) for name, p in node.map["profiles"].map.items()},
        layers=layers,
        school_year=SchoolYear(starts, ends, school.map["status"].text, school.map["source"].text),
        bare_days=bare,
        base_library=str(data["library"]),
        base_version=str(data["version"]),
        base=path.parent / node.map["base"].map["file"].text,
        path=path,
    )


def _base(node: Node, folder: Path, problems: Problems) -> tuple[dict[str, Any], str] | None:
    """The frozen data and its digest, which must be the one the calendar file expects."""
    file, expected = node.map["file"], node.map["sha256"]
    try:
        raw = (folder / file.text).read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError, RecursionError):
        problems.error("calendar-base", _("cannot read the base `{file}`").format(file=file.text), file.place)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != expected.text:
        help = _("after a deliberate change run `{command}`").format(command="python -m protocolkit.calendars.freeze")
        message = _("the base `{file}` is not the one described here").format(file=file.text)
        problems.error("calendar-base", message, expected.place, help)
        return None
    return data, digest


def _coverage(node: Node, problems: Problems) -> tuple[Window, ...]:
    windows: list[Window] = []
    for one in node.list:
        first, last = day_of(one, "from", problems), day_of(one, "through", problems)
        if first is None or last is None:
            continue
        if first > last or (windows and (first - windows[-1].last).days != 1):
            message = _("`{day}` does not follow on").format(day=first)
            problems.error("calendar-coverage", message, one.place, _("windows leave no gap"))
        missing = tuple(m.text for m in listed(one, "missing"))
        windows.append(Window(first, last, one.map["status"].text, one.map["because"].text, missing))
    return tuple(windows)


def _bare_days(node: Node | None) -> BareDays | None:
    if node is None:
        return None
    return BareDays(node.map["may_be"].text, int(node.map["at_most"].text), node.map["because"].text)


def _kinds(node: Node, problems: Problems) -> dict[str, DayKind]:
    return {
        name: DayKind(
            name,
            of.text if (of := one.get("of")) else "working",
            parse_spans(one.get("except"), problems),
            parse_spans(one.get("also"), problems),
            {language: text.text for language, text in label.map.items()} if (label := one.get("label")) else {},
        )
        for name, one in node.map.items()
    }


def _check(node: Node, layers: Layers, data: dict[str, Any], problems: Problems) -> None:
    """What no shape can say: names the base knows, days inside the coverage, moved days that can move."""
    for key, value in named.map.items() if (named := node.get("names")) else ():
        if key not in {entry["name"] for entry in data["holidays"]}:
            problems.error("calendar-holiday", _("the base has no holiday `{name}`").format(name=key), value.place)
    names = {h.name for h in layers.holidays}
    for one in listed(node.map["substitution"], "except"):
        if one.text not in names:
            problems.error("calendar-holiday", _("no holiday `{name}`").format(name=one.text), one.place)
    if layers.first.year < data["years"][0] or layers.last.year > data["years"][1]:
        problems.error("calendar-coverage", _("the coverage is wider than the base"), node.map["coverage"].place)
    if "working" not in layers.kinds:
        problems.error("calendar-kind", _("a calendar has `working` days"), node.map["day_kinds"].place)
    for one in listed(node, "transfers"):
        off, work = day_of(one, "off", problems), day_of(one, "work", problems)
        for day in (off, work):
            if day is not None and not layers.first <= day <= layers.last:
                problems.error("calendar-transfer", _("`{day}` is outside the coverage").format(day=day), one.place)
        if off is not None and off.weekday() > 4:
            message = _("`{day}` is a day off already").format(day=off)
            problems.error("calendar-transfer", message, one.map["off"].place)
