"""What tests against the suites and libraries of others share: where they are, and one due time by itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from protocolkit.calendars import load_calendar
from protocolkit.calendars.calendar import Calendar
from protocolkit.diagnostics import Problems
from protocolkit.plans.due_answer import due_answer


def checkout(name: str) -> Path:
    """A checkout of another project, in the folder that PROTOCOLKIT_PEERS names; none of theirs is kept in this one."""
    folder = os.environ.get("PROTOCOLKIT_PEERS")
    path = Path(folder or "", name)
    if not folder or not path.is_dir():
        pytest.skip(f"PROTOCOLKIT_PEERS names no folder with a checkout of {name}")
    return path


def last_day(due: str, after: date | datetime, calendar: str | Path, zone: str | None = None) -> date:
    """The last day people are told of a due that began with a day or an instant."""
    problems = Problems()
    found = due_answer(due, after.isoformat(), str(calendar), zone, problems=problems)
    assert found is not None, [str(one) for one in problems]
    assert found.last_day is not None
    return date.fromisoformat(found.last_day)


def calendar_of(path: Path) -> Calendar:
    problems = Problems()
    found = load_calendar(path, problems)
    assert found is not None, [str(one) for one in problems]
    return found


def compared(found: Mapping[str, tuple[object, object]], explained: Mapping[str, str], at_least: int) -> None:
    """Fails for each answer that differs without a reason on record, and for a reason that nothing differs by any more.

    `found` holds ours and theirs by case. Fewer cases than `at_least` have compared nothing.
    """
    assert len(found) >= at_least, f"only {len(found)} cases were compared"
    differs = {case: both for case, both in found.items() if both[0] != both[1]}
    unexplained = [
        f"{case}: {ours}, they {theirs}" for case, (ours, theirs) in differs.items() if case not in explained
    ]
    idle = [case for case in explained if case not in differs]
    assert not unexplained, "\n".join(unexplained[:20])
    assert not idle, f"explained, and the same: {idle}"
