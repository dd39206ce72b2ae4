"""Lengths of time and due times in words."""

from __future__ import annotations

from protocolkit.languages import _
from protocolkit.languages.civil_days import month_name, of_any_year
from protocolkit.languages.saying import said as spoken
from protocolkit.messages import Month, Name, Part
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.terms import Term, When
from protocolkit.showing.html_parts import listed, paragraph
from protocolkit.showing.markup import Child, between
from protocolkit.site.voice import Voice, filled


def when(given: When, say: Voice) -> Child:
    """One end of a term; an agenda is linked by its label."""
    placed = given.placed()
    return filled(_(placed.template), **{name: _part(part, say) for name, part in placed.parts})


def _part(part: Part, say: Voice) -> Child:
    match part:
        case Name(kind="agendas", name=name):
            return say.name("agendas", name)
        case Month(month=month, day=int(day)):
            return of_any_year(day, month, say.language)
        case Month(month=month, of=of):
            return month_name(month, say.language, of=of)
        case _:
            return spoken(part)


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
        said.append(_("not before {term} have passed").format(term=spoken(given.not_before.said())))
    elif given.not_before is not None:
        said.append(filled(_("not before: {when}"), when=when(given.not_before, say)))
    if given.aim is not None:
        said.append(filled(_("if possible {when}"), when=when(given.aim, say)))
    if given.limit is not None:
        limit = when(given.limit, say)
        said.append(filled(_("at the latest {when}"), when=limit) if said else limit)
    return between(", ", said)
