"""What may change the clock of a duty, in words."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.languages import _, ngettext
from protocolkit.languages.saying import said
from protocolkit.model.rule import Permit, Rule
from protocolkit.model.terms import Term
from protocolkit.showing.html_parts import listed
from protocolkit.showing.markup import Child, fragment
from protocolkit.site.moment_words import moment
from protocolkit.site.term_words import when
from protocolkit.site.voice import Voice, filled


def clock(rule: Rule, say: Voice) -> Child:
    """Each change that the text allows; none where it allows none."""
    own = rule.clock
    found: list[Child] = []
    for permit, words in (
        (own.extend, _("it may be extended")),
        (own.suspend, _("it may be suspended")),
        (own.waive, _("it may be waived")),
    ):
        if permit is not None:
            found.append([words, *_permit(permit, say)])
    if own.hold is not None:
        found.append(filled(_("it stands still from this on: {moment}"), moment=moment(own.hold, say)))
    if own.resume is not None:
        found.append(filled(_("it runs again from this on: {moment}"), moment=moment(own.resume, say)))
    return listed(found) if found else None


def _permit(permit: Permit, say: Voice) -> Iterator[Child]:
    if permit.by:
        yield fragment(", ", filled(_("by {people}"), people=say.roles(permit.by)))
    if permit.at_most is not None:
        length = permit.at_most
        words = said(length.said()) if isinstance(length, Term) else when(length, say)
        yield fragment(", ", filled(_("at most {term}"), term=words))
    if permit.times is not None:
        yield ", " + ngettext("at most {n} time", "at most {n} times", permit.times).format(n=permit.times)
    if permit.reasons:
        yield ", " + _("with reasons on record")
