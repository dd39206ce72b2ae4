"""The names of the fields of a plan in lines of text: each fits its column, in whatever language it is."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.languages import _, pgettext
from protocolkit.showing.layout import Span, Words, cells, woven

GAP = 2


def column(names: Iterable[str]) -> int:
    """Where the values begin: beside the longest of the names.

    >>> column(("to", "document"))
    10
    """
    return max(map(cells, names)) + GAP


def plan_column() -> int:
    """The column of values in a plan: the same in each block, so that the eye finds a line by its place."""
    return column((
        _("also"), _("amount"), _("because"), _("by"), _("careful"), _("channel"), _("check"), _("conduct"),
        _("content"), _("document"), _("due"), _("find out"), _("for"), _("not done"), _("or"), _("rule"), _("source"),
        _("to"), _("why"),
    ))  # fmt: skip


def due_column() -> int:
    """The same for one due time by itself."""
    return column((
        _("careful"), _("counted in"), _("due"), _("find out"), _("not before"), _("or"), _("steps"), _("target"),
    ))  # fmt: skip


def explained_column() -> int:
    """The same in explanations."""
    return column((
        _("answer"), _("condition"), _("due"), _("duty"), _("ends"), _("for"), _("note"), _("rule"), _("source"),
        _("starts"), _("what if"),
    ))  # fmt: skip


def inline(name: str, value: Words) -> list[Words]:
    """A named value inside a line of several."""
    return woven(pgettext("a named value inside a line", "{name} {value}"), "dim", name=Span(name, "dim"), value=value)
