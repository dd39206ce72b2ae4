"""A plan as the rows that a batch has for it: said once more, from the plan that people read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from protocolkit import Plan


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """The rows of a plan, without `digest`."""
    duties = [
        _row(plan, d, d.id, status=d.status, to=d.to, to_any=d.to_any, done_at=_utc(d.done_at)) for d in plan.duties
    ]
    for row, duty in zip(duties, plan.duties, strict=True):
        row["facts"] = list(duty.due.asks) if duty.due else []
    open_ = [_row(plan, u, None, status="undetermined", to=u.to, facts=list(u.facts)) for u in plan.undetermined]
    gaps = [_row(plan, g, None, status="gap", to=g.to, modality=None) for g in plan.gaps]
    return [*duties, *open_, *gaps]


def _row(plan: Plan, one: Any, id: str | None, **more: Any) -> dict[str, Any]:
    due = one.due
    row = {
        "incident": plan.incident,
        "id": id or "/".join(filter(None, (one.rule, one.to, one.for_))),
        "rule": one.rule,
        "by": list(one.by),
        "to_any": None,
        "for": one.for_,
        "modality": getattr(one, "modality", None),
        "target": _utc(due.target) if due else None,
        "limit": _utc(due.limit) if due else None,
        "last_day": date.fromisoformat(due.last_day) if due and due.last_day else None,
        "done_at": None,
        "facts": [],
        **more,
    }
    if not isinstance(row["to_any"], tuple):
        row["to_any"] = None
    else:
        row["to_any"] = list(row["to_any"])
    return row


def _utc(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
