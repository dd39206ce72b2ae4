"""People in words: who owes it, to whom."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.languages import _
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated
from protocolkit.showing.html_parts import listed, paragraph
from protocolkit.showing.markup import Child, element, fragment
from protocolkit.site.voice import Voice, filled


def people(who: People, say: Voice) -> Child:
    """The people of `by` or `to`: a word on how they share it, then each of them."""
    match who:
        case Office(role=role):
            return say.role(role)
        case Person(party=party):
            return say.role(party)
        case Related(party=party, role=role, every=every):
            words = filled(_("{person} of {party}"), person=say.role(role), party=say.role(party))
            return filled(_("every one: {people}"), people=words) if every else words
        case Unstated(role=role):
            return filled(_("{role} (the text does not say who)"), role=say.role(role))
        case Actor(allowed=allowed):
            return [paragraph("", _("whoever acted, if one of these:")), several(map(say.role, allowed))]
        case Choice():
            return _choice(who, say)


def several(items: Iterable[Child]) -> Child:
    """One as it is, more as a list."""
    found = list(items)
    return found[0] if len(found) == 1 else listed(found, "several")


def _choice(who: Choice, say: Voice) -> Child:
    inner = [people(one, say) for one in who.of]
    heads = {
        "each": _("each of them:"),
        "any": _("one of them is enough:"),
        "all": _("all of them together:"),
    }
    body = [paragraph("dim", heads[who.mode]), several(inner)] if len(inner) > 1 else [inner[0]]
    if who.except_:
        body.append(element("div", None, filled(_("except {people}"), people=_line(who.except_, say))))
    if who.else_:
        words = _("if they are accused or absent: {people}")
        body.append(element("div", None, filled(words, people=_line(who.else_, say, "; "))))
    return body


def _line(who: Iterable[People], say: Voice, join: str = ", ") -> Child:
    found: list[Child] = []
    for one in who:
        found += [join, people(one, say)] if found else [people(one, say)]
    return fragment(found)
