"""The earliest and the latest of several due times, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from protocolkit.evaluation.due.found import Caution, DueFound, latest_of
from protocolkit.messages import Message, say
from protocolkit.model.dues import Due, describe

Row = tuple[DueFound, Due]
Pick = Callable[[Sequence[datetime]], datetime]


def earliest(found: Sequence[DueFound], options: Sequence[Due]) -> DueFound:
    """The earliest target, limit and beginning of the options. One without a date cannot make it later."""
    timed = [row for row in zip(found, options, strict=True) if row[0].timed]
    dated = [row for row in timed if row[0].at is not None] or timed
    if not dated:
        return found[0]
    chosen = _joined(dated, min, say("the earliest of {options} is {chosen}", **_named(dated, min)))
    if len(dated) == len(timed):
        return chosen
    waiting = Caution("option_undated", say("an option without a date yet may turn out earlier"))
    return replace(chosen, cautions=(*chosen.cautions, waiting))


def latest(found: Sequence[DueFound], options: Sequence[Due]) -> DueFound:
    """The latest target, limit and beginning. Where an option has no time there is none; undated, none yet."""
    open_ended = next((c for c in found if not c.timed), None) or next((c for c in found if c.at is None), None)
    if open_ended is not None:
        return open_ended
    rows = list(zip(found, options, strict=True))
    return _joined(rows, max, say("the latest of {options} is {chosen}", **_named(rows, max)))


def _lead(rows: Sequence[Row], pick: Pick) -> Row:
    """The option that governs: the one whose limit, else target, was picked."""
    ends = _part(rows, "limit", pick) or _part(rows, "target", pick)
    return next((row for row in rows if ends is not None and ends in (row[0].limit, row[0].target)), rows[0])


def _named(rows: Sequence[Row], pick: Pick) -> dict[str, str]:
    options = ", ".join(f"`{describe(one)}`" for _row, one in rows)
    return {"options": options, "chosen": f"`{describe(_lead(rows, pick)[1])}`"}


def _joined(rows: Sequence[Row], pick: Pick, step: Message) -> DueFound:
    lead, _option = _lead(rows, pick)
    limit, target = _part(rows, "limit", pick), _part(rows, "target", pick)
    timed = [c for c, _option in rows if c.timed]
    ends = [c.may_be or (c.limit,) for c, _option in rows]
    may_be = () if not any(c.may_be for c, _option in rows) else (limit, _latest(ends, pick))
    return replace(
        lead, at=limit or target, target=target, limit=limit, not_before=_part(rows, "not_before", pick),
        steps=(step, *lead.steps),
        asks=tuple(dict.fromkeys(ask for c in timed for ask in c.asks)),
        cautions=tuple(dict.fromkeys(caution for c in timed for caution in c.cautions)), may_be=may_be,
    )  # fmt: skip


def _latest(ends: Sequence[Sequence[datetime | None]], pick: Pick) -> datetime | None:
    """The latest that a limit may be where each option may have one of several; null where it may have none."""
    latest = [latest_of(several) for several in ends]
    known = [one for one in latest if one is not None]
    return pick(known) if known and (pick is min or len(known) == len(latest)) else None


def _part(rows: Sequence[Row], name: str, pick: Pick) -> datetime | None:
    """One part of the chosen due time."""
    instants = [instant for c, _option in rows if (instant := getattr(c, name)) is not None]
    # The latest of a limit and none is no limit; the earliest beginning of some and none is none.
    partial = len(instants) < len(rows)
    if not instants or (partial and (pick is max) != (name == "not_before")):
        return None
    return pick(instants)
