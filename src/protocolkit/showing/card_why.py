"""Why a task is owed by its time: one tap away on the screen, never on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from protocolkit.languages import _, pgettext
from protocolkit.plans.card import Quote, Task
from protocolkit.plans.citing import translated
from protocolkit.showing.card_tags import Times
from protocolkit.showing.html_parts import listed, paragraph, span
from protocolkit.showing.markup import Child, Markup, element

Quoted = Callable[[Task, Quote, Child], Child]
"""What a host makes of the point that a quote stands in: a link, say."""


def as_it_stands(_task: Task, _quote: Quote, words: Child) -> Child:
    """A quote where nothing leads anywhere."""
    return words


def why(task: Task, times: Times, quoted: Quoted = as_it_stands) -> Markup | None:
    """What is folded under a task: what began it, how its time was counted, the words, other readings."""
    found = task.why
    if found is None:
        return None
    began = f"{found.began}, {times.near(found.began_at)}" if found.began_at else found.began
    other = _("How else the text may be read ({n})").format(n=len(found.readings))
    parts = (
        _part(_("What began it"), _said(began)),
        _part(_("How the time was counted"), [paragraph("", step.said) for step in found.steps]),
        _part(_("Words of the text"), _quotes(task, found.quotes, quoted)),
        _part(pgettext("a remark of those who encoded a rule", "Note"), _said(found.note)),
        _part(_("How to act"), listed(found.conduct) if found.conduct else None),
        _part(other, listed(found.readings) if found.readings else None),
    )
    single = len(task.rows) == 1
    cite = span("scr" if single else "c", f" {task.cite}")
    summary = element("summary", None, span("", _("Why?")), cite)
    kind = "why screen side" if single else "why screen"
    return element("details", {"class": kind}, summary, element("div", None, parts))


def _said(words: str) -> Markup | None:
    return paragraph("", words) if words else None


def _part(title: str, body: Child) -> Markup | None:
    return element("div", None, paragraph("h", title), body) if body else None


def _quotes(task: Task, quotes: Iterable[Quote], quoted: Quoted) -> list[Markup]:
    return [
        element(
            "blockquote", None,
            paragraph("", element("q", {"lang": one.language or None}, one.words)),
            paragraph("small", translated(one.translation)) if one.translation else None,
            paragraph("small soft", quoted(task, one, f"{one.text}, {one.point}")),
        )
        for one in quotes
    ]  # fmt: skip
