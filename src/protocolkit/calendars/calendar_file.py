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
    KNOWN_KINDS,
    BareDays,
    DayKind,
    Holiday,
    Layers,
    Regime,
    Transfer,
    Verified,
    Window,
)
from protocolkit.calendars.school_year import ListedYear, SchoolYear
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.languages.civil_days import WEEKDAYS
from protocolkit.messages import Message, say
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
    zone = parse_zone(node.map["zone"].text, node.map["zone"].place, problems)
    coverage = _coverage(node, problems)
    frozen = _base(base, path.parent, problems) if (base := node.get("base")) else _nothing(coverage)
    if frozen is None or not coverage:
        return None
    data, digest = frozen
    digest = hashlib.sha256(path.read_bytes() + digest.encode()).hexdigest()
    substitution, binding = node.get("substitution"), node.get("transfers_binding")
    stays = exempt.list if substitution and (exempt := substitution.get("except")) else []
    layers = Layers(
        calendar=node.map["calendar"].text,
        holidays=_holidays_of(node, data, problems),
        transfers=_transfers_of(node, data, problems),
        regimes=tuple(_regime_of(one, problems) for one in _listed(node, "regimes")),
        coverage=coverage,
        moves=substitution is not None and substitution.map["next_working_day"].value is True,
        stays=frozenset(one.text for one in stays),
        substitution_source=substitution.map["source"].text if substitution else "",
        transfers_binding=binding is None or binding.value is True,
        kinds=_kinds(kinds, problems) if (kinds := node.get("day_kinds")) else _USUAL_KINDS,
        school=_school_year(school, problems) if (school := node.get("school_year")) else None,
        bare_days=_bare_days(node.get("bare_days")),
        weekend=_weekend(node.get("weekend"), problems),
    )
    _check(node, layers, data, problems)
    if problems.errors or zone is None:
        return None
    profiles = node.get("profiles")
    return Calendar(
        id=layers.calendar,
        version=version.text if (version := node.get("version")) else digest[:8],
        digest=digest,
        zone=zone,
        profiles={name: int(p.map["week"].text) for name, p in profiles.map.items()} if profiles else _USUAL_WEEKS,
        layers=layers,
        base_library=str(data["library"]),
        base_version=str(data["version"]),
        base=path.parent / base.map["file"].text if base else None,
        path=path,
    )


_USUAL_WEEKS = {"5day": 5, "6day": 6}
_USUAL_KINDS = {kind: DayKind(kind, "school" if kind == "school" else "working") for kind in KNOWN_KINDS}
NO_BASE = "no base"  # stands for the library, and is a name as its is


def _nothing(coverage: tuple[Window, ...]) -> tuple[dict[str, Any], str]:
    """What a base holds that is not there: nothing, of whatever years are wanted."""
    years = [coverage[0].first.year, coverage[-1].last.year] if coverage else [0, 0]
    return {"library": NO_BASE, "version": "", "years": years, "holidays": [], "transfers": []}, ""


def _school_year(node: Node, problems: Problems) -> SchoolYear:
    starts, ends = (parse_day_of_year(node.map[key], problems) for key in ("starts", "ends"))
    # A day that cannot be read is an error already: what stands for it is never handed on.
    listed = tuple(
        ListedYear(parse_spans(one.get("terms"), problems), one.map["status"].text, one.map["source"].text)
        for one in _listed(node, "years")
    )
    own = node.map["status"].text, node.map["source"].text
    return SchoolYear(starts or (1, 1), ends or (1, 1), *own, tuple(sorted(listed, key=lambda year: year.terms)))


def _weekend(node: Node | None, problems: Problems) -> tuple[int, ...]:
    named = [one.text for one in node.list] if node else ["saturday", "sunday"]
    if node and (len(set(named)) < len(named) or len(named) > 2):
        help = say("name the days that are free, one or two")
        problems.error("calendar-weekend", say("no weekend of {names}", names=", ".join(named)), node.place, help)
    return tuple(WEEKDAYS.index(name) for name in named[:2] if name in WEEKDAYS)


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
        help = say("a base is optional: without `base` the days are listed under `holidays`")
        problems.error("calendar-base", say("cannot read the base `{file}`", file=file.text), file.place, help)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != expected.text:
        help = say("after a deliberate change run `{command}`", command="python -m protocolkit.calendars.freeze")
        message = say("the base `{file}` is not the one described here", file=file.text)
        problems.error("calendar-base", message, expected.place, help)
        return None
    return data, digest


def _coverage(calendar: Node, problems: Problems) -> tuple[Window, ...]:
    windows: list[Window] = []
    if (years := calendar.get("years")) is not None:
        return _of_years(years, calendar, problems)
    for one in _listed(calendar, "coverage"):
        first, last = _day_of(one, "from", problems), _day_of(one, "through", problems)
        if first is None or last is None:
            continue
        if first > last or (windows and (first - windows[-1].last).days != 1):
            message = say("`{day}` does not follow on", day=str(first))
            help = say("windows leave no gap")
            problems.error("calendar-coverage", message, one.place, help)
        missing = tuple(m.text for m in _listed(one, "missing"))
        windows.append(Window(first, last, one.map["status"].text, one.map["because"].text, missing))
    return tuple(windows)


def _of_years(years: Node, calendar: Node, problems: Problems) -> tuple[Window, ...]:
    first, _dash, last = years.text.partition("-")
    if not (1900 <= int(first) <= int(last) <= 2200):
        message, help = say("no span of years `{text}`", text=years.text), say("write it as `2026-2028`")
        problems.error("calendar-coverage", message, years.place, help)
        return ()
    status = _status(calendar)
    listed, held = N_("its days are listed, not held against the acts"), N_("its days are listed with their acts")
    because = held if status == "official" else listed
    return (Window(date(int(first), 1, 1), date(int(last), 12, 31), status, because),)


def _status(calendar: Node) -> str:
    return given.text if (given := calendar.get("status")) else "listed"


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
    for one in _listed(substitution, "except") if (substitution := node.get("substitution")) else ():
        if one.text not in names:
            problems.error("calendar-holiday", say("no holiday `{name}`", name=one.text), one.place)
    if layers.first.year < data["years"][0] or layers.last.year > data["years"][1]:
        first, last = data["years"]
        help = say("the base holds {first} to {last}: end with it, or freeze it anew", first=str(first), last=str(last))
        place = node.map["coverage" if "coverage" in node.map else "years"].place
        problems.error("calendar-coverage", say("the coverage is wider than the base"), place, help)
    if "working" not in layers.kinds:
        problems.error("calendar-kind", say("a calendar has `working` days"), node.map["day_kinds"].place)
    for one in _listed(node, "holidays"):
        day = _day_of(one, "date", Problems())
        if "years" in node.map and day is not None and not layers.first <= day <= layers.last:
            message, help = say("`{day}` is outside the coverage", day=str(day)), say("widen `years`, or remove it")
            problems.error("calendar-coverage", message, one.place, help)
    for one in _listed(node, "transfers"):
        off, work = _day_of(one, "off", problems), _day_of(one, "work", problems)
        for day in (off, work):
            if day is not None and not layers.first <= day <= layers.last:
                problems.error("calendar-transfer", say("`{day}` is outside the coverage", day=str(day)), one.place)
        if off is not None and off.weekday() in layers.free(layers.week):
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
    law, last_year = text.text if (text := node.get("holiday_law")) else "", int(data["years"][1])
    general = given.text if (given := node.get("source")) else N_("listed without a source")
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
                date=day, name=one.map["name"].text,
                status=status.text if (status := one.get("status")) else _status(node),
                source=_source(one.get("source"), general),
                known_from=_day_of(one, "known_from", problems),
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
            date=day, name=one.map["name"].text, status=status, source=_source(one.map["source"]),
            known_from=since, tolerance=tolerance,
        )  # fmt: skip
        rows.setdefault((holiday.name, day.year), []).append(holiday)
    return [holiday for row in rows.values() for holiday in _succession(row)]


def _source(given: Node | None, otherwise: str = "") -> Message:
    """What somebody wrote, as it stands: no message of this project, and not to be looked for in the catalogues."""
    written = otherwise if given is None else given.text
    return say(written)


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
                off=off_day, work=work_day, status=one.map["status"].text, source=_source(one.map["source"]),
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
