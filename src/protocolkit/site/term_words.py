"""Lengths of time and due times in words."""

from __future__ import annotations

from protocolkit.languages import _
from protocolkit.languages.civil_days import of_any_year
from protocolkit.languages.saying import said as spoken
from protocolkit.model.say import term
from protocolkit.model.terms import (
    ByDate,
    Due,
    DueCases,
    DueDecided,
    DueEarliest,
    DueLatest,
    DueNone,
    DueParts,
    NextAgenda,
    SameDay,
    SamePeriod,
    Term,
    When,
)
from protocolkit.showing.html_parts import listed, paragraph
from protocolkit.showing.markup import Child, between
from protocolkit.site.voice import Voice, filled


def when(given: When, say: Voice) -> Child:
    """One end of a term."""
    match given:
        case Term():
            return _("within {term}").format(term=spoken(term(given)))
        case SameDay():
            return _("on the same day")
        case SamePeriod(period=period):
            return {
                "month": _("in the same month"), "quarter": _("in the same quarter"), "year": _("in the same year"),
                "school_year": _("in the same school year"),
            }.get(period, period)  # fmt: skip
        case NextAgenda(name=name):
            return filled(_("on the next date of this: {agenda}"), agenda=say.name("agendas", name))
        case ByDate(day=day, month=month):
            return _("by {date}").format(date=of_any_year(day, month, say.language))


def due(given: Due, say: Voice) -> Child:
    """A due time: beginning, target and limit; cases and choices as lists."""
    from protocolkit.site.condition_words import condition

    match given:
        case DueNone():
            return _("the text gives no time")
        case DueDecided():
            return _("on a date that somebody sets in the case itself")
        case DueParts():
            return _parts(given, say)
        case DueCases(if_=test, then=then, else_=otherwise):
            return listed([
                [filled(_("in this case: {condition}"), condition=condition(test, say)), " → ", due(then, say)],
                [_("otherwise"), " → ", due(otherwise, say)],
            ], "several")  # fmt: skip
        case DueEarliest(options=options):
            return [paragraph("dim", _("whichever comes first:")), listed([due(o, say) for o in options], "several")]
        case DueLatest(options=options):
            return [paragraph("dim", _("whichever comes last:")), listed([due(o, say) for o in options], "several")]


def _parts(given: DueParts, say: Voice) -> Child:
    said: list[Child] = [_("at once")] if given.immediately else []
    if isinstance(given.not_before, Term):
        said.append(_("not before {term} have passed").format(term=spoken(term(given.not_before))))
    elif given.not_before is not None:
        said.append(filled(_("not before: {when}"), when=when(given.not_before, say)))
    if given.aim is not None:
        said.append(filled(_("if possible {when}"), when=when(given.aim, say)))
    if given.limit is not None:
        limit = when(given.limit, say)
        said.append(filled(_("at the latest {when}"), when=limit) if said else limit)
    return between(", ", said)
