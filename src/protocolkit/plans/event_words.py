"""What set a duty going, in words: an event, or the moment that a rule makes of one."""

from __future__ import annotations

from collections.abc import Callable

from protocolkit.languages import _
from protocolkit.model.vocabulary import Vocabulary


def event_words(name: str, vocabulary: Vocabulary, language: str, title: Callable[[str], str]) -> str:
    """An event, an agenda, a period or what a derived moment waits for; `title` says what a rule is called."""
    if name in vocabulary.events:
        return vocabulary.label("events", name, language)
    if name in vocabulary.agendas:
        return vocabulary.label("agendas", name, language)
    if period := _each_period(name):
        return period
    kind, colon, rule = name.partition(":")
    words = {
        "done": _("once done: {rule}"),
        "missed": _("if missed: {rule}"),
    }.get(kind) if colon else {
        "lapse": _("when a time has passed without it"),
        "due_set": _("when its date is decided"),
        "agenda": _("when its date is scheduled"),
    }.get(name)  # fmt: skip
    return words.format(rule=title(rule)) if words else vocabulary.label("events", name, language)


def _each_period(name: str) -> str | None:
    """The beginning of a period, which starts what is owed once in each."""
    return {
        "day": _("each day"),
        "week": _("each week"),
        "month": _("each month"),
        "quarter": _("each quarter"),
        "year": _("each year"),
        "school_year": _("each school year"),
        "school_term": _("each school term"),
        "month_of_year": _("in its month"),
    }.get(name)
