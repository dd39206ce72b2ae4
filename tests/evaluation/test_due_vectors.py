"""Due times from a table that needs no Python to extend: one row, one trigger, one end worked out by hand."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from protocolkit.building.build_due import parse_due_text
from protocolkit.calendars import Institution, load_calendar
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.plans.entries import Presenting
from protocolkit.plans.plan_parts import DueTime

TABLE = Path(__file__).parents[1] / "tables" / "calendar_vectors.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def _due_of(row: dict[str, str]) -> DueTime:
    problems = Problems()
    calendar = load_calendar(row["calendar"], problems)
    due = parse_due_text(row["due"], Place("table"), problems)
    problems.raise_if_errors()
    assert calendar is not None
    assert due is not None
    hours = (time(9), time.fromisoformat(row["closes"])) if row["closes"] else None
    institution = Institution(
        week=int(row["week"]) if row["week"] else None,
        office_hours=(*[hours] * 5, None, None) if hours else None,
        follows_transfers={"true": True, "false": False}.get(row["follows"]),
    )
    known_at = date.fromisoformat(row["known_at"]) if row["known_at"] else None
    conventions = TimeRules(
        day_zero=row["day_zero"] or "excluded",  # type: ignore[arg-type]
        roll=row["roll"] or "none",  # type: ignore[arg-type]
        ends=row["ends"] or "midnight",  # type: ignore[arg-type]
    )
    days = calendar.days(known_at, institution)
    clock = Clock(zone=row["zone"], days=days, institution=institution, conventions=conventions)
    found = Presenting(row["zone"]).due(compute(Ask(due, datetime.fromisoformat(row["after"]), clock)))
    assert found is not None
    return found


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_term_ends_where_the_table_says(row: dict[str, str]) -> None:
    found = _due_of(row)
    assert (found.at or "", found.last_day or "", found.kind) == (row["at"], row["last_day"], row["kind"])
    assert found.steps, "every due time explains itself"


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_is_uncertain_is_said_and_nothing_else(row: dict[str, str]) -> None:
    found = _due_of(row)
    assert {w.code for w in found.warnings} == set(row["warnings"].split())
    if row["other_at"]:
        assert row["other_at"] in [reading.at for reading in found.readings]


def test_row_names_are_unique() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
