"""A plan as the rows that a batch has for it: said once more, from the plan that people read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from protocolkit import Plan


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """The rows of a plan, without `digest`."""
    duties = [_row(plan, d, d.status, done_at=_utc(d.done_at)) for d in plan.duties]
    for row, duty in zip(duties, plan.duties, strict=True):
        row["facts"] = list(duty.due.asks) if duty.due else []
    open_ = [_row(plan, u, "undetermined", facts=list(u.facts)) for u in plan.undetermined]
    return [*duties, *open_, *(_row(plan, g, "gap") for g in plan.gaps)]


def _row(plan: Plan, one: Any, status: str, **more: Any) -> dict[str, Any]:
    due, any_of = one.due, getattr(one, "to_any", None)
    return {
        "incident": plan.incident,
        "id": one.id or "/".join(filter(None, (one.rule, one.to, one.for_))),
        "rule": one.rule,
        "by": list(one.by),
        "to": one.to,
        "to_any": list(any_of) if isinstance(any_of, tuple) else None,
        "for": one.for_,
        "modality": one.modality,
        "target": _utc(due.target) if due else None,
        "limit": _utc(due.limit) if due else None,
        "last_day": date.fromisoformat(due.last_day) if due and due.last_day else None,
        "status": status,
        "late": one.late,
        "done_at": None,
        "facts": [],
        **more,
    }


def _utc(text: str | None) -> datetime | None:
    """An instant in UTC; a day alone is none."""
    return datetime.fromisoformat(text).astimezone(UTC) if text and "T" in text else None
