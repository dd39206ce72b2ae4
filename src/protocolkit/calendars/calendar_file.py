"""Reads a calendar file and its frozen base, or finds the file by its id."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

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
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.reading import load_document
from protocolkit.reading.nearby import below, refuse_path
from protocolkit.reading.nodes import Node
from protocolkit.resources import rules_dir


def load_calendar(id_or_path: str | Path, problems: Problems) -> Calendar | None:
    """A calendar by id (`kz`, shipped) or by the path of its file; None with the reasons in `problems`."""
    text = str(id_or_path)
    if isinstance(id_or_path, Path) or text.endswith((".yaml", ".yml", ".json")) or "/" in text:
        return read_calendar(Path(id_or_path), problems)
    folder = rules_dir() / "calendars"
    path = folder / f"{text}.yaml"
    if not path.is_file():
        known = sorted(p.stem for p in folder.glob("*.yaml"))
        help = did_you_mean(text, known) or say("calendars are {names}", names=", ".join(known))
        problems.error("unknown-calendar", say("no calendar `{id}`", id=text), Place("calendar"), help)
        return None
    return read_calendar(path, problems)


def read_calendar(path: Path, problems: Problems, display: str | None = None) -> Calendar | None:
    """The calendar of a file, or None with everything wrong in it in `problems`."""
    own = Problems()
    node = load_document(path, "calendar", own, display)
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
        calendar=node.map["calendar"].text,
        holidays=_holidays_of(node, data, problems),
        transfers=_transfers_of(node, data, problems),
        regimes=tuple(_regime_of(one, problems) for one in _listed(node, "regimes")),
        coverage=coverage,
        moves=substitution.map["next_working_day"].value is True,
        stays=stays,
        substitution_source=substitution.map["source"].text,
        transfers_binding=node.map["transfers_binding"].value is True,
        kinds=_kinds(node.map["day_kinds"], problems),
        # A day that cannot be read is an error already: what stands for it is never handed on.
        school_year=SchoolYear(starts or (1, 1), ends or (1, 1), school.map["status"].text, school.map["source"].text),
        bare_days=_bare_days(node.get("bare_days")),
    )
    _check(node, layers, data, problems)
    if problems.errors or zone is None:
        return None
    return Calendar(
        id=layers.calendar,
        version=node.map["version"].text,
        digest=hashlib.sha256(path.read_bytes() + digest.encode()).hexdigest(),
        zone=zone,
        profiles={name: int(p.map["week"].text) for name, p in node.map["profiles"].map.items()},
        layers=layers,
        base_library=str(data["library"]),
        base_version=str(data["version"]),
        base=path.parent / node.map["base"].map["file"].text,
        path=path,
    )


def _base(node: Node, folder: Path, problems: Problems) -> tuple[dict[str, Any], str] | None:
    """The frozen data and its digest, which must be the one the calendar file expects."""
    file, expected = node.map["file"], node.map["sha256"]
    path = below(folder, file.text)
    if path is None:
        refuse_path(file, problems)
        return None
    try:
        raw = path.read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError, RecursionError):
        problems.error("calendar-base", say("cannot read the base `{file}`", file=file.text), file.place)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != expected.text:
        help = say("after a deliberate change run `{command}`", command="python -m protocolkit.calendars.freeze")
        message = say("the base `{file}` is not the one described here", file=file.text)
        problems.error("calendar-base", message, expected.place, help)
        return None
    return data, digest


def _coverage(node: Node, problems: Problems) -> tuple[Window, ...]:
    windows: list[Window] = []
    for one in node.list:
        first, last = _day_of(one, "from", problems), _day_of(one, "through", problems)
        if first is None or last is None:
            continue
        if first > last or (windows and (first - windows[-1].last).days != 1):
            message = say("`{day}` does not follow on", day=str(first))
            problems.error("calendar-coverage", message, one.place, say("windows leave no gap"))
        missing = tuple(m.text for m in _listed(one, "missing"))
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
            problems.error("calendar-holiday", say("the base has no holiday `{name}`", name=key), value.place)
    names = {h.name for h in layers.holidays}
    for one in _listed(node.map["substitution"], "except"):
        if one.text not in names:
            problems.error("calendar-holiday", say("no holiday `{name}`", name=one.text), one.place)
    if layers.first.year < data["years"][0] or layers.last.year > data["years"][1]:
        problems.error("calendar-coverage", say("the coverage is wider than the base"), node.map["coverage"].place)
    if "working" not in layers.kinds:
        problems.error("calendar-kind", say("a calendar has `working` days"), node.map["day_kinds"].place)
    for one in _listed(node, "transfers"):
        off, work = _day_of(one, "off", problems), _day_of(one, "work", problems)
        for day in (off, work):
            if day is not None and not layers.first <= day <= layers.last:
                problems.error("calendar-transfer", say("`{day}` is outside the coverage", day=str(day)), one.place)
        if off is not None and off.weekday() > 4:
            message = say("`{day}` is a day off already", day=str(off))
            problems.error("calendar-transfer", message, one.map["off"].place)


_UNSETTLED = ("provisional", "estimated")


def _listed(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.list if found is not None else []


def _day_of(node: Node, key: str, problems: Problems) -> date | None:
    found = node.get(key)
    return parse_date(found, problems) if found is not None else None


def _holidays_of(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Holiday, ...]:
    """The base's holidays, those the file adds or dates, and announced feasts in place of computed ones."""
    law, last_year = node.map["holiday_law"].text, int(data["years"][1])
    names = {key: value.text for key, value in named.map.items()} if (named := node.get("names")) else {}
    computed = say("{law}; computed, not announced", law=say(law))
    found: dict[tuple[date, str], Holiday] = {}
    for entry in data["holidays"]:
        estimated = bool(entry.get("estimated"))
        day, name = date.fromisoformat(entry["date"]), names.get(entry["name"], entry["name"])
        found[day, name] = Holiday(
            date=day, name=name, status="estimated" if estimated else "official",
            source=computed if estimated else say(law), tolerance=int(estimated),
        )  # fmt: skip
    for one in _listed(node, "holidays"):
        for day in _recurring(one, last_year, problems):
            found[day, one.map["name"].text] = Holiday(
                date=day, name=one.map["name"].text, status=one.map["status"].text,
                source=say(one.map["source"].text), known_from=_day_of(one, "known_from", problems),
                known_until=_day_of(one, "known_until", problems),
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
        message = say("`{text}` has no year", text=given.text)
        problems.error("calendar-date", message, given.place, say("give `from_year`"))
        return []
    years = range(int(since.text), last_year + 1)
    days = [parse_date(Node(f"{year}-{given.text}", given.place), problems) for year in years]
    return [day for day in days if day is not None]


def _announcements(node: Node, problems: Problems) -> list[Holiday]:
    """Each announcement holds until the next one on the same feast of the same year; the first holds from the start."""
    rows: dict[tuple[str, int], list[Holiday]] = {}
    for one in _listed(node, "announcements"):
        day, since = _day_of(one, "date", problems), _day_of(one, "known_from", problems)
        if day is None or since is None:
            continue
        status = one.map["status"].text
        tolerance = int(given.text) if (given := one.get("tolerance_days")) else int(status in _UNSETTLED)
        holiday = Holiday(
            date=day, name=one.map["name"].text, status=status, source=say(one.map["source"].text),
            known_from=since, tolerance=tolerance,
        )  # fmt: skip
        rows.setdefault((holiday.name, day.year), []).append(holiday)
    return [holiday for row in rows.values() for holiday in _succession(row)]


def _succession(row: list[Holiday]) -> list[Holiday]:
    row = sorted(row, key=lambda h: h.known_from or date.min)
    ends = [h.known_from for h in row[1:]]
    return [
        replace(holiday, known_from=holiday.known_from if i else None, known_until=end)
        for i, (holiday, end) in enumerate(zip(row, [*ends, None], strict=True))
    ]


def _transfers_of(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Transfer, ...]:
    listed_by = say("as listed by {library}", library=f"{data['library']} {data['version']}")
    found: dict[tuple[date, date], Transfer] = {}
    for entry in data["transfers"]:
        off, work = date.fromisoformat(entry["off"]), date.fromisoformat(entry["work"])
        found[off, work] = Transfer(off=off, work=work, status="official", source=listed_by)
    for one in _listed(node, "transfers"):
        off_day, work_day = _day_of(one, "off", problems), _day_of(one, "work", problems)
        if off_day is not None and work_day is not None:
            found[off_day, work_day] = Transfer(
                off=off_day, work=work_day, status=one.map["status"].text, source=say(one.map["source"].text),
                known_from=_day_of(one, "known_from", problems),
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda t: t.off))


def _regime_of(node: Node, problems: Problems) -> Regime:
    verified = []
    for one in node.map["verified"].list:
        known = _day_of(one, "known_from", problems)
        verified.append(
            Verified(
                until=datetime.fromisoformat(one.map["until"].text), known_from=known, source=one.map["source"].text
            )
        )
    return Regime(
        id=node.map["id"].text,
        from_=_day_of(node, "from", problems) or date.max,
        suspends_from=_day_of(node, "suspends_holidays_from", problems) or date.max,
        known_from=_day_of(node, "known_from", problems),
        source=node.map["source"].text,
        verified=tuple(sorted(verified, key=lambda v: v.until)),
        gap=gap.text if (gap := node.get("gap")) else "",
    )
