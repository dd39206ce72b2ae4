"""The months of a year as tables: each day by colour, letter and words."""

from __future__ import annotations

from collections.abc import Sequence

from protocolkit.calendars.days import Day
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.showing.day_words import KINDS, letter
from protocolkit.showing.html_parts import listed, span
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.months import ORDINARY, Month, day_anchor, kinds, month_names, settled, weekday_names


def drawn(found: Sequence[Month]) -> Markup:
    """What the colours mean, then the months."""
    names, weekdays = month_names(), list(zip(weekday_names("abbreviated"), weekday_names(), strict=True))
    grid = element("div", {"class": "months"}, (_month(month, names[month.number - 1], weekdays) for month in found))
    return fragment(_legend(found), grid)


def _legend(found: Sequence[Month]) -> Markup:
    items: list[Child] = [[sample(kind), _(KINDS[kind])] for kind in kinds(found)]
    if not all(settled(day) for month in found for day in month.days):
        hatched = element("span", {"class": "sample unsettled", "aria-hidden": "true"})
        items.append([hatched, _("hatched: projected, provisional, estimated or assumed")])
    return listed(items, "legend", bare=True)


def sample(kind: str) -> Markup:
    """The colour and letter of a kind, beside its words."""
    return element("span", {"class": f"sample k-{kind}", "aria-hidden": "true"}, letter(kind))


def _month(month: Month, name: str, weekdays: Sequence[tuple[str, str]]) -> Markup:
    head = element("tr", None, (element("th", {"scope": "col", "abbr": whole}, short) for short, whole in weekdays))
    rows = (element("tr", None, map(_cell, week)) for week in month.weeks)
    counts = _("{worked} of {all} worked").format(worked=month.worked, all=len(month.days))
    caption = span("line", span("name", name), " ", span("dim", counts))
    return element(
        "table", {"class": "month"},
        element("caption", None, caption), element("thead", None, head), element("tbody", None, rows),
    )  # fmt: skip


def _cell(day: Day | None) -> Markup:
    if day is None:
        return element("td", {"class": "none"})
    sign = element("span", {"class": "letter", "aria-hidden": "true"}, letter(day.kind))
    kind = _(KINDS[day.kind])
    words = span("hidden", f" {kind}") if day.kind not in ORDINARY else None
    shown = fragment(span("number", str(day.date.day)), sign, words)
    if day.why:
        # What a pointer shows stands in full below, where the link leads.
        source = f" ({said(day.source)})" if day.source else ""
        shown = element("a", {"href": f"#{day_anchor(day)}", "title": f"{kind}: {said(day.why)}{source}"}, shown)
    return element("td", {"class": f"k-{day.kind}" + ("" if settled(day) else " unsettled")}, shown)
