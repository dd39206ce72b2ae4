"""The duties with a time on one line: from what set each going to when it is due, with now through all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from protocolkit.languages import _, language
from protocolkit.languages.civil_days import locale
from protocolkit.languages.short_times import clock
from protocolkit.plans.closing_day import local
from protocolkit.showing.html_parts import link, paragraph, span
from protocolkit.showing.markup import Attribute, Markup, element, fragment
from protocolkit.showing.sheet import Phrase, Timeline, Times
from protocolkit.showing.states import state_words
from protocolkit.showing.symbols import mark, mark_at
from protocolkit.showing.time_axis import Axis, Tick
from protocolkit.showing.wording import day_and_month

Marked = Callable[[Phrase], Markup]

LEGEND = ("overdue", "now", "today", "later", "target", "question", "done", "late", "limit", "held", "closed")
NEAR_EDGE = 6
DAY = 86_400


def timeline(found: Timeline, marked: Marked) -> Markup:
    """The drawing, as a list that reads the same without it. `marked` makes markup of words."""
    axis = Axis(found.now, (moment for row in found.rows for moment in row.moments))
    ticks = axis.ticks()
    drawn = element("ol", {"class": "timeline"}, (_line_of(row, axis, ticks, marked) for row in found.rows))
    chart = element("div", {"class": "chart"}, _scale(found, axis, ticks), drawn)
    note = _("The nearer to now, the more room: hours and days on one line. To the left of “now” the time has passed.")
    return fragment(paragraph("dim", note), chart, paragraph("legend", _legend(found.rows)))


def _legend(found: Sequence[Times]) -> Iterator[Markup]:
    """The marks that stand in this drawing, with their meaning."""
    drawn = {row.state for row in found}
    drawn |= {"target" for row in found if row.aim} | {"limit" for row in found if row.limit}
    for name in LEGEND:
        if name in drawn:
            yield element("span", None, mark(name), state_words(name))


def _line_of(row: Times, axis: Axis, ticks: Sequence[Tick], marked: Marked) -> Markup:
    beside = span("beside", row.beside) if row.beside else None
    said = span(f"at s-{row.state}", marked(row.said))
    label = element("div", {"class": "label"}, link(row.card, marked(row.title)), beside, said)
    track = element("div", {"class": "track"}, _track(row, axis, ticks))
    return element("li", {"class": f"row s-{row.state}"}, label, track)


def _track(row: Times, axis: Axis, ticks: Sequence[Tick]) -> Markup:
    now, at = axis.percent(axis.now), axis.percent(row.mark)
    begins = axis.percent(row.begins) if row.begins else at
    lines = [_upright("tick minor" if minor else "tick", tick.percent) for tick, minor in _ranked(ticks)]
    lines.append(_upright("now", now))
    bars = [_bar("run", begins, at)] if begins != at else []
    if at < now and row.state in ("overdue", "now"):
        bars.append(_bar("late" if row.state == "overdue" else "open", at, now))
    marks = [mark_at("from", axis.percent(row.opens))] if row.opens else []
    marks += [mark_at("limit", axis.percent(row.limit))] if row.limit else []
    marks += [mark_at("target", axis.percent(row.aim))] if row.aim and row.aim != row.mark else []
    return _drawing(lines, bars, marks, mark_at(row.state, at))


def _drawing(*shapes: Markup | Sequence[Markup]) -> Markup:
    return element("svg", {"aria-hidden": "true", "focusable": "false"}, shapes)


def _upright(kind: str, percent: float) -> Markup:
    place = f"{percent:.2f}%"
    return element("line", {"class": kind, "x1": place, "x2": place, "y1": "0", "y2": "100%"})


def _bar(kind: str, first: float, last: float) -> Markup:
    place = {"x1": f"{first:.2f}%", "x2": f"{last:.2f}%", "y1": "50%", "y2": "50%"}
    return element("line", {"class": f"bar {kind}", **place})


def _scale(found: Timeline, axis: Axis, ticks: Sequence[Tick]) -> Markup:
    """The words above the lines: how far from now, the clock or the day, and what began it all."""
    words = [
        _words(tick.percent, _distance(tick), _beside(tick.at, found), "minor" if minor else "")
        for tick, minor in _ranked(ticks)
    ]
    words.append(_words(axis.percent(axis.now), _("now"), clock(local(axis.now.isoformat(), found.zone)), "is-now"))
    first = min((row for row in found.rows if row.begins), key=lambda row: row.begins or row.mark, default=None)
    if first is not None and first.begins:
        place: dict[str, Attribute] = {"x": f"{axis.percent(first.begins):.2f}%", "y": 47, "dx": -5}
        words.append(element("text", place, "▾ ", first.began))
    track = element("div", {"class": "track"}, _drawing(words))
    return element("div", {"class": "scale"}, element("div", {"class": "label"}), track)


def _words(percent: float, above: str, below: str, kind: str) -> Markup:
    anchor = "start" if percent < NEAR_EDGE else "end" if percent > 100 - NEAR_EDGE else "middle"
    place = {"x": f"{percent:.2f}%", "text-anchor": anchor}
    lines = element("text", {**place, "y": 14}, above), element("text", {**place, "y": 30, "class": "dim"}, below)
    return element("g", {"class": kind or None}, lines)


def _distance(tick: Tick) -> str:
    from babel.units import format_unit

    said = format_unit(abs(tick.number), tick.unit, length="short", locale=locale(language()))
    return f"{'+' if tick.number > 0 else '−'}{said}"


def _beside(at: datetime, found: Timeline) -> str:
    """The clock where it is of use, else the day."""
    there = local(at.isoformat(), found.zone)
    return clock(there) if abs((at - found.now).total_seconds()) < DAY else day_and_month(there, language())


def _ranked(ticks: Sequence[Tick]) -> Iterator[tuple[Tick, bool]]:
    """Ticks with whether a narrow page leaves them out: every second one from now on, either way."""
    behind = [tick for tick in ticks if tick.number < 0][::-1]
    ahead = [tick for tick in ticks if tick.number > 0]
    for side in (behind, ahead):
        for place, tick in enumerate(side):
            yield tick, place % 2 == 0 and len(ticks) > 4
