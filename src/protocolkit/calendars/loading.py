"""Reads a calendar file and its frozen base."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.dates import parse_date, parse_day_of_year, parse_spans
from protocolkit.calendars.layers import (
    BareDays,
    DayKind,
    Holiday,
    Layers,
    Regime,
    SchoolYear,
    Transfer,
    Verified,
    Window,
)
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Problems
from protocolkit.reading import load
from protocolkit.reading.nodes import Node

_UNSETTLED = ("provisional", "estimated")


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
    stays = frozenset(one.text for one in listed.list) if (listed := substitution.get("except")) else frozenset()
    layers = Layers(
        holidays=_holidays(node, data, problems),
        transfers=_transfers(node, data, problems),
        regimes=tuple(_regime(one, problems) for one in _list(node, "regimes")),
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
        path=path,
    )


def _list(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.list if found is not None else []


def _base(node: Node, folder: Path, problems: Problems) -> tuple[dict[str, Any], str] | None:
    """The frozen data and its digest, which must be the one the calendar file expects."""
    file, expected = node.map["file"], node.map["sha256"]
    try:
        raw = (folder / file.text).read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError):
        problems.error("calendar-base", f"cannot read the base `{file.text}`", file.place)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != expected.text:
        help = "after a deliberate change run `python -m protocolkit.calendars.freeze`"
        problems.error("calendar-base", f"the base `{file.text}` is not the one described here", expected.place, help)
        return None
    return data, digest


def _coverage(node: Node, problems: Problems) -> tuple[Window, ...]:
    windows: list[Window] = []
    for one in node.list:
        first, last = _day(one, "from", problems), _day(one, "through", problems)
        if first is None or last is None:
            continue
        if first > last or (windows and (first - windows[-1].last).days != 1):
            problems.error("calendar-coverage", f"`{first}` does not follow on", one.place, "windows leave no gap")
        missing = tuple(m.text for m in _list(one, "missing"))
        windows.append(Window(first, last, one.map["status"].text, one.map["because"].text, missing))
    return tuple(windows)


def _day(node: Node, key: str, problems: Problems) -> date | None:
    found = node.get(key)
    return parse_date(found, problems) if found is not None else None


def _holidays(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Holiday, ...]:
    """The base's holidays, those the file adds or dates, and announced feasts in place of computed ones."""
    law, last_year = node.map["holiday_law"].text, int(data["years"][1])
    names = {key: value.text for key, value in named.map.items()} if (named := node.get("names")) else {}
    found: dict[tuple[date, str], Holiday] = {}
    for entry in data["holidays"]:
        estimated = bool(entry.get("estimated"))
        day, name = date.fromisoformat(entry["date"]), names.get(entry["name"], entry["name"])
        found[day, name] = Holiday(
            date=day, name=name, status="estimated" if estimated else "official",
            source=f"{law}; computed, not announced" if estimated else law, tolerance=int(estimated),
        )  # fmt: skip
    for one in _list(node, "holidays"):
        for day in _recurring(one, last_year, problems):
            found[day, one.map["name"].text] = Holiday(
                date=day, name=one.map["name"].text, status=one.map["status"].text, source=one.map["source"].text,
                known_from=_day(one, "known_from", problems), known_until=_day(one, "known_until", problems),
            )  # fmt: skip
    announced = _announcements(node, problems)
    replaced = {(h.name, h.date.year) for h in announced}
    kept = [h for h in found.values() if (h.name, h.date.year) not in replaced]
    return tuple(sorted([*kept, *announced], key=lambda h: h.date))


def _recurring(node: Node, last_year: int, problems: Problems) -> list[date]:
    given, since = node.map["date"], node.get("from_year")
    if len(given.text) == 10:
        day = parse_date(given, problems)
        return [day] if day is not None else []
    if since is None:
        problems.error("calendar-date", f"`{given.text}` has no year", given.place, "give `from_year`")
        return []
    years = range(int(since.text), last_year + 1)
    days = [parse_date(Node(f"{year}-{given.text}", given.place), problems) for year in years]
    return [day for day in days if day is not None]


def _announcements(node: Node, problems: Problems) -> list[Holiday]:
    """Each announcement holds until the next one on the same feast of the same year; the first holds from the start."""
    rows: dict[tuple[str, int], list[Holiday]] = {}
    for one in _list(node, "announcements"):
        day, since = _day(one, "date", problems), _day(one, "known_from", problems)
        if day is None or since is None:
            continue
        status = one.map["status"].text
        tolerance = int(given.text) if (given := one.get("tolerance_days")) else int(status in _UNSETTLED)
        holiday = Holiday(
            date=day, name=one.map["name"].text, status=status, source=one.map["source"].text, known_from=since,
            tolerance=tolerance,
        )  # fmt: skip
        rows.setdefault((holiday.name, day.year), []).append(holiday)
    return [holiday for row in rows.values() for holiday in _succession(row)]


def _succession(row: list[Holiday]) -> list[Holiday]:
    from msgspec.structs import replace

    row = sorted(row, key=lambda h: h.known_from or date.min)
    ends = [h.known_from for h in row[1:]]
    return [
        replace(holiday, known_from=holiday.known_from if i else None, known_until=end)
        for i, (holiday, end) in enumerate(zip(row, [*ends, None], strict=True))
    ]


def _transfers(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Transfer, ...]:
    library = f"{data['library']} {data['version']}"
    found: dict[tuple[date, date], Transfer] = {}
    for entry in data["transfers"]:
        off, work = date.fromisoformat(entry["off"]), date.fromisoformat(entry["work"])
        found[off, work] = Transfer(off=off, work=work, status="official", source=f"as listed by {library}")
    for one in _list(node, "transfers"):
        off_day, work_day = _day(one, "off", problems), _day(one, "work", problems)
        if off_day is not None and work_day is not None:
            found[off_day, work_day] = Transfer(
                off=off_day, work=work_day, status=one.map["status"].text, source=one.map["source"].text,
                known_from=_day(one, "known_from", problems),
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda t: t.off))


def _regime(node: Node, problems: Problems) -> Regime:
    verified = []
    for one in node.map["verified"].list:
        known = _day(one, "known_from", problems)
        verified.append(
            Verified(
                until=datetime.fromisoformat(one.map["until"].text), known_from=known, source=one.map["source"].text
            )
        )
    return Regime(
        id=node.map["id"].text,
        from_=_day(node, "from", problems) or date.max,
        suspends_from=_day(node, "suspends_holidays_from", problems) or date.max,
        known_from=_day(node, "known_from", problems),
        source=node.map["source"].text,
        verified=tuple(sorted(verified, key=lambda v: v.until)),
        gap=gap.text if (gap := node.get("gap")) else "",
    )


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
        )
        for name, one in node.map.items()
    }


def _check(node: Node, layers: Layers, data: dict[str, Any], problems: Problems) -> None:
    """What no shape can say: names the base knows, days inside the coverage, moved days that can move."""
    for key, value in named.map.items() if (named := node.get("names")) else ():
        if key not in {entry["name"] for entry in data["holidays"]}:
            problems.error("calendar-holiday", f"the base has no holiday `{key}`", value.place)
    names = {h.name for h in layers.holidays}
    for one in _list(node.map["substitution"], "except"):
        if one.text not in names:
            problems.error("calendar-holiday", f"no holiday `{one.text}`", one.place)
    if layers.first.year < data["years"][0] or layers.last.year > data["years"][1]:
        problems.error("calendar-coverage", "the coverage is wider than the base", node.map["coverage"].place)
    if "working" not in layers.kinds:
        problems.error("calendar-kind", "a calendar has `working` days", node.map["day_kinds"].place)
    for one in _list(node, "transfers"):
        off, work = _day(one, "off", problems), _day(one, "work", problems)
        for day in (off, work):
            if day is not None and not layers.first <= day <= layers.last:
                problems.error("calendar-transfer", f"`{day}` is outside the coverage", one.place)
        if off is not None and off.weekday() > 4:
            problems.error("calendar-transfer", f"`{off}` is a day off already", one.map["off"].place)
