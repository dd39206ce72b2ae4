"""Reads the dated entries of a calendar file: holidays, announcements, moved days and regimes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from protocolkit.calendars.dates import parse_date
from protocolkit.calendars.layers import Holiday, Regime, Transfer, Verified
from protocolkit.diagnostics import Problems
from protocolkit.languages import _
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

_UNSETTLED = ("provisional", "estimated")


def listed(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.list if found is not None else []


def day_of(node: Node, key: str, problems: Problems) -> date | None:
    found = node.get(key)
    return parse_date(found, problems) if found is not None else None


def holidays_of(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Holiday, ...]:
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
    for one in listed(node, "holidays"):
        for day in _recurring(one, last_year, problems):
            found[day, one.map["name"].text] = Holiday(
                date=day, name=one.map["name"].text, status=one.map["status"].text,
                source=say(one.map["source"].text), known_from=day_of(one, "known_from", problems),
                known_until=day_of(one, "known_until", problems),
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
        message = _("`{text}` has no year").format(text=given.text)
        problems.error("calendar-date", message, given.place, _("give `from_year`"))
        return []
    years = range(int(since.text), last_year + 1)
    days = [parse_date(Node(f"{year}-{given.text}", given.place), problems) for year in years]
    return [day for day in days if day is not None]


def _announcements(node: Node, problems: Problems) -> list[Holiday]:
    """Each announcement holds until the next one on the same feast of the same year; the first holds from the start."""
    rows: dict[tuple[str, int], list[Holiday]] = {}
    for one in listed(node, "announcements"):
        day, since = day_of(one, "date", problems), day_of(one, "known_from", problems)
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


def transfers_of(node: Node, data: dict[str, Any], problems: Problems) -> tuple[Transfer, ...]:
    listed_by = say("as listed by {library}", library=f"{data['library']} {data['version']}")
    found: dict[tuple[date, date], Transfer] = {}
    for entry in data["transfers"]:
        off, work = date.fromisoformat(entry["off"]), date.fromisoformat(entry["work"])
        found[off, work] = Transfer(off=off, work=work, status="official", source=listed_by)
    for one in listed(node, "transfers"):
        off_day, work_day = day_of(one, "off", problems), day_of(one, "work", problems)
        if off_day is not None and work_day is not None:
            found[off_day, work_day] = Transfer(
                off=off_day, work=work_day, status=one.map["status"].text, source=say(one.map["source"].text),
                known_from=day_of(one, "known_from", problems),
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda t: t.off))


def regime_of(node: Node, problems: Problems) -> Regime:
    verified = []
    for one in node.map["verified"].list:
        known = day_of(one, "known_from", problems)
        verified.append(
            Verified(
                until=datetime.fromisoformat(one.map["until"].text), known_from=known, source=one.map["source"].text
            )
        )
    return Regime(
        id=node.map["id"].text,
        from_=day_of(node, "from", problems) or date.max,
        suspends_from=day_of(node, "suspends_holidays_from", problems) or date.max,
        known_from=day_of(node, "known_from", problems),
        source=node.map["source"].text,
        verified=tuple(sorted(verified, key=lambda v: v.until)),
        gap=gap.text if (gap := node.get("gap")) else "",
    )
