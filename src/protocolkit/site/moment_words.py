"""Moments in words: what starts, repeats and ends a duty."""

from __future__ import annotations

from protocolkit.languages import _
from protocolkit.languages.civil_days import month_name
from protocolkit.languages.saying import said
from protocolkit.model import say as in_words
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.showing.html_parts import listed, paragraph
from protocolkit.showing.markup import Child, between
from protocolkit.site.voice import Voice, filled


def moment(when: Moment | Rhythm, say: Voice) -> Child:
    """A moment; several as a list under a word on whether the first or the last of them counts."""
    match when:
        case Occurs():
            return _event(when, say)
        case First(of=of):
            return [paragraph("dim", _("the first of these:")), listed([moment(one, say) for one in of], "several")]
        case Last(of=of):
            return [
                paragraph("dim", _("when all of these have come:")),
                listed([moment(o, say) for o in of], "several"),
            ]
        case Done(rule=rule, to=to):
            return [filled(_("when this is done: {rule}"), rule=say.rule(rule)), _to(to, say)]
        case Missed(rule=rule, to=to):
            return [filled(_("when the limit of this has passed: {rule}"), rule=say.rule(rule)), _to(to, say)]
        case Lapse(term=length, after=after, without=without):
            words = _("when {term} have passed after this: {moment} — without this: {other}")
            return filled(words, term=said(length.said()), moment=moment(after, say), other=moment(without, say))
        case Rhythm():
            return rhythm(when, say)


def rhythm(when: Rhythm, say: Voice) -> Child:
    """How often a duty returns."""
    if when.agenda:
        return filled(_("each time this is scheduled: {agenda}"), agenda=say.name("agendas", when.agenda))
    if when.months:
        names = (month_name(month, say.language) for month in when.months)
        return filled(_("every year in {months}"), months=", ".join(names))
    return said(in_words.rhythm(when))


def _event(when: Occurs, say: Voice) -> Child:
    words: Child = say.name("events", when.event)
    if when.by:
        words = filled(_("{event}, by {people}"), event=words, people=say.roles(when.by))
    if when.to:
        words = filled(_("{event}, to {people}"), event=words, people=say.roles(when.to))
    if when.where:
        # What else the entry of the log must say, as files spell it.
        fields = between("; ", (f"{field}: {value}" for field, value in when.where))
        words = filled(_("{event} ({fields})"), event=words, fields=fields)
    return words


def _to(to: str | None, say: Voice) -> Child:
    if to is None:
        return None
    words = _("to the same recipient") if to == SAME else filled(_("to {people}"), people=say.role(to))
    return [" (", words, ")"]
