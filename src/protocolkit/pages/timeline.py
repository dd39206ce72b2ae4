"""The duties with a time on one line: from what set each going to when it is due, with now through all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from protocolkit.pages.axis import Axis, Tick
from protocolkit.pages.cards import Entry, state_words, tags
from protocolkit.pages.due import remaining, short
from protocolkit.pages.markup import Attribute, Markup, element, fragment
from protocolkit.pages.parts import link, paragraph, section, span
from protocolkit.pages.speech import Speech
from protocolkit.pages.symbols import mark, mark_at, state
from protocolkit.plans.urgency import Urgency

LEGEND = ("overdue", "now", "today", "later", "target", "question", "done", "late", "limit")
NEAR_EDGE = 12


class Row(NamedTuple):
    """What is drawn of a card: moments where they are known."""

    entry: Entry
    begins: datetime | None
    opens: datetime | None
    aim: datetime | None
    due: datetime
    done: datetime | None


def timeline(found: Sequence[Entry], as_of: str, say: Speech) -> Markup | None:
    """The drawing, a row a card, as a list that reads the same without it; null where nothing has a time."""
    rows = [row for entry in found if (row := _row(entry))]
    if not rows:
        return None
    now = datetime.fromisoformat(as_of)
    axis = Axis(now, (moment for row in rows for moment in row[1:] if moment is not None))
    ticks = axis.ticks()
    drawn = element("ol", {"class": "timeline"}, (_listed(row, axis, ticks, as_of, say) for row in rows))
    chart = element("div", {"class": "chart"}, _scale(rows, axis, ticks, say), drawn)
    note = paragraph("dim", say.t("timeline_note"))
    return section("timeline", say.t("timeline"), note, chart, paragraph("legend", _legend(rows, say)))


def _legend(rows: Sequence[Row], say: Speech) -> Iterator[Markup]:
    """The marks that stand in this drawing, with their meaning."""
    drawn = {state(row.entry.block) for row in rows}
    drawn |= {"target" for row in rows if row.aim} | {"limit" for row in rows if row.done}
    for name in LEGEND:
        if name in drawn:
            yield element("span", None, mark(name), say.t(f"legend_{name}"))


def _row(entry: Entry) -> Row | None:
    block = entry.block
    if block.question is not None:
        return Row(entry, None, None, None, block.moment, None) if block.moment else None
    duty = block.duties[0]
    if duty.due is None or block.moment is None:
        return None
    begins = duty.trigger.at if duty.trigger else None
    if block.urgency is Urgency.CLOSED:
        # What is over stands where it ended.
        return Row(entry, _instant(begins), None, None, block.moment, _instant(duty.done_at))
    aim = duty.due.target if duty.due.limit else None
    return Row(entry, _instant(begins), _instant(duty.due.not_before), _instant(aim), block.moment, None)


def _listed(row: Row, axis: Axis, ticks: Sequence[Tick], as_of: str, say: Speech) -> Markup:
    block = row.entry.block
    what = block.question or block.duties[0]
    told_apart = [] if block.question else tags(block.duties[0], say)
    name = state(block)
    label = element(
        "div", {"class": "label"},
        link(row.entry.anchor, say.titled(what)), (span("dim", f" ({tag})") for tag in told_apart),
        span(f"at s-{name}", _at(row, as_of, say)),
    )  # fmt: skip
    track = element("div", {"class": "track"}, _track(row, name, axis, ticks))
    return element("li", {"class": f"row s-{name}"}, label, track)


def _at(row: Row, as_of: str, say: Speech) -> Markup:
    """When it is due and how it stands, as the card says it."""
    block = row.entry.block
    asked = block.question
    due = asked.due if asked else block.duties[0].due
    if row.done:
        done = row.done.isoformat()
        return fragment(state_words(block, say), ", ", say.time(done, say.moment(done)))
    if block.urgency is Urgency.CLOSED or due is None:
        return fragment(state_words(block, say))
    status = ("overdue" if block.urgency is Urgency.OVERDUE else "open") if asked else block.duties[0].status
    left = remaining(due, None if asked else block.duties[0].trigger, status, as_of, say)
    moment = due.limit or due.at or due.target or due.not_before or ""
    at_once = due.kind == "immediate" and due.limit is None
    when = None if at_once else say.time(moment, short(moment, due.last_day, due.kind, say))
    return fragment([state_words(block, say), ": "] if asked else None, when, " — " if when and left else None, left)


def _track(row: Row, name: str, axis: Axis, ticks: Sequence[Tick]) -> Markup:
    now, limit, due = axis.percent(axis.now), axis.percent(row.due), axis.percent(row.done or row.due)
    begins = axis.percent(row.begins) if row.begins else due
    lines = [_line("tick minor" if minor else "tick", tick.percent) for tick, minor in _ranked(ticks)]
    lines.append(_line("now", now))
    bars = [_bar("run", begins, due)] if begins != due else []
    if name == "overdue" or (name == "now" and due < now):
        bars.append(_bar("late" if name == "overdue" else "open", due, now))
    marks = [mark_at("from", axis.percent(row.opens))] if row.opens else []
    marks += [mark_at("limit", limit)] if row.done else []
    marks += [mark_at("target", axis.percent(row.aim))] if row.aim and row.aim != row.due else []
    return element("svg", {"aria-hidden": "true", "focusable": "false"}, lines, bars, marks, mark_at(name, due))


def _line(kind: str, percent: float) -> Markup:
    place = f"{percent:.2f}%"
    return element("line", {"class": kind, "x1": place, "x2": place, "y1": "0", "y2": "100%"})


def _bar(kind: str, first: float, last: float) -> Markup:
    place = {"x1": f"{first:.2f}%", "x2": f"{last:.2f}%", "y1": "50%", "y2": "50%"}
    return element("line", {"class": f"bar {kind}", **place})


def _scale(rows: Sequence[Row], axis: Axis, ticks: Sequence[Tick], say: Speech) -> Markup:
    """The words above the lines: how far from now, the clock or the day, and what began it all."""
    words = [
        _words(tick.percent, _distance(tick, say), _beside(tick.at, axis.now, say), "minor" if minor else "")
        for tick, minor in _ranked(ticks)
    ]
    at = say.local(axis.now.isoformat())
    words.append(_words(axis.percent(axis.now), say.t("now"), say.clock(at), "is-now"))
    begun = min((row for row in rows if row.begins), key=lambda row: row.begins or row.due, default=None)
    if begun is not None and begun.begins and (trigger := begun.entry.block.duties[0].trigger):
        place: dict[str, Attribute] = {"x": f"{axis.percent(begun.begins):.2f}%", "y": 47, "dx": -5, "class": "start"}
        said = f"{say.event(trigger.event)}, {say.near(trigger.at, axis.now.isoformat())}"
        words.append(element("text", place, "▾ ", said))
    track = element("div", {"class": "track"}, element("svg", {"aria-hidden": "true", "focusable": "false"}, words))
    return element("div", {"class": "scale"}, element("div", {"class": "label"}), track)


def _words(percent: float, above: str, below: str, kind: str) -> Markup:
    anchor = "start" if percent < NEAR_EDGE / 2 else "end" if percent > 100 - NEAR_EDGE / 2 else "middle"
    place = {"x": f"{percent:.2f}%", "text-anchor": anchor}
    return element(
        "g", {"class": kind or None},
        element("text", {**place, "y": 14}, above), element("text", {**place, "y": 30, "class": "dim"}, below),
    )  # fmt: skip


def _distance(tick: Tick, say: Speech) -> str:
    return f"{'+' if tick.number > 0 else '−'}{say.count(abs(tick.number), tick.unit)}"


def _beside(at: datetime, now: datetime, say: Speech) -> str:
    local = say.local(at.isoformat())
    return say.clock(local) if abs((at - now).total_seconds()) < 86_400 else say.date(local)


def _ranked(ticks: Sequence[Tick]) -> Iterator[tuple[Tick, bool]]:
    """Ticks with whether a narrow page leaves them out: every second one from now on, either way."""
    ahead = [tick for tick in ticks if tick.number > 0]
    behind = [tick for tick in ticks if tick.number < 0][::-1]
    for side in (behind, ahead):
        for number, tick in enumerate(side):
            yield tick, number % 2 == 0 and len(ticks) > 4


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
