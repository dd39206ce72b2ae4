"""The earliest and the latest of several due times, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from protocolkit.evaluation.saying import Noted, say
from protocolkit.languages import N_
from protocolkit.model.terms import Due, describe

if TYPE_CHECKING:
    from protocolkit.evaluation.due.window import Computed

Row = tuple["Computed", Due]
Pick = Callable[[Sequence[datetime]], datetime]


def earliest(found: Sequence[Computed], options: Sequence[Due]) -> Computed:
    """The earliest target, limit and beginning of the options. One without a date cannot make it later."""
    timed = [row for row in zip(found, options, strict=True) if row[0].due is not None]
    dated = [row for row in timed if row[0].at is not None] or timed
    if not dated:
        return found[0]
    chosen = _joined(dated, min, N_("the earliest of {options} is {chosen}"))
    if len(dated) < len(timed) and chosen.due is not None:
        waiting = Noted("option_undated", say(N_("an option without a date yet may turn out earlier")))
        noted = (*chosen.noted, waiting)
        chosen = replace(chosen, due=replace(chosen.due, warnings=tuple(n.warned for n in noted)), noted=noted)
    return chosen


def latest(found: Sequence[Computed], options: Sequence[Due]) -> Computed:
    """The latest target, limit and beginning. Where an option has no time there is none; undated, none yet."""
    open_ended = next((c for c in found if c.due is None), None) or next((c for c in found if c.at is None), None)
    if open_ended is not None:
        return open_ended
    return _joined(list(zip(found, options, strict=True)), max, N_("the latest of {options} is {chosen}"))


def _joined(rows: Sequence[Row], pick: Pick, words: str) -> Computed:
    limit, limit_text = _part(rows, "limit", pick)
    target, target_text = _part(rows, "target", pick)
    begin, begin_text = _part(rows, "not_before", pick)
    ends = limit or target
    lead, option = next((row for row in rows if ends is not None and ends in (row[0].limit, row[0].target)), rows[0])
    assert lead.due is not None
    options = ", ".join(f"`{describe(one)}`" for _row, one in rows)
    step = say(words, options=options, chosen=f"`{describe(option)}`")
    noted = tuple({n.about: n for c, _option in rows if c.due for n in c.noted}.values())
    due = replace(
        lead.due, at=limit_text or target_text, target=target_text, limit=limit_text, not_before=begin_text,
        steps=(step.text, *lead.due.steps),
        asks=tuple(dict.fromkeys(ask for c, _option in rows if c.due for ask in c.due.asks)),
        warnings=tuple(n.warned for n in noted),
    )  # fmt: skip
    about = (step.about, *lead.about)
    return replace(lead, due=due, target=target, limit=limit, not_before=begin, noted=noted, about=about)


def _part(rows: Sequence[Row], name: str, pick: Pick) -> tuple[datetime | None, str | None]:
    """One part of the chosen due time, as an instant and as shown."""
    shown = {getattr(c, name): getattr(c.due, name) for c, _option in rows if getattr(c, name) is not None}
    # The latest of a limit and none is no limit; the earliest beginning of some and none is none.
    partial = any(getattr(c, name) is None for c, _option in rows)
    if not shown or (partial and (pick is max) != (name == "not_before")):
        return None, None
    instant = pick(list(shown))
    return instant, shown[instant]
