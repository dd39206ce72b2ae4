"""What stands beside a rule: rules before and after it, conflicts on record, neighbours in the other texts."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.languages import _, pgettext
from protocolkit.model.dues import DueParts
from protocolkit.model.rule import Rule
from protocolkit.model.say import due
from protocolkit.showing.html_parts import code, folded, listed, paragraph, span
from protocolkit.showing.markup import Child, between, element
from protocolkit.site.addresses import text_page
from protocolkit.site.relations import Link, Neighbour, Recorded
from protocolkit.site.voice import Voice, filled

FEW = 3


def ordered(rule: Rule, say: Voice) -> Child:
    """What it waits for, and what waits for it."""
    before = [(one.first, one) for one in say.book.links if one.then == rule.id]
    after = [(one.then, one) for one in say.book.links if one.first == rule.id]
    parts: list[Child] = []
    for title, found, makes in (
        (_("It waits for"), before, _("{event}: made by the act of these rules")),
        (_("What waits for it"), after, _("{event}: its act makes this event, which these rules wait for")),
    ):
        if found:
            parts += [element("h3", None, title), *_linked(found, makes, say)]
    return parts or None


def _linked(found: Iterable[tuple[str, Link]], makes: str, say: Voice) -> Iterable[Child]:
    """Rules named as done or missed first; those that only share an event under that event."""
    hows = {"done": _("when done"), "missed": _("when missed")}
    named = [[say.rule(other), " ", span("dim", "— ", hows[one.how])] for other, one in found if one.how in hows]
    if named:
        yield listed(named)
    events: dict[str, list[Child]] = {}
    for other, one in found:
        if one.event:
            events.setdefault(one.event, []).append(say.rule(other))
    for event, rules in events.items():
        head = [filled(makes, event=say.label(say.book.vocabulary.events[event].label, event)), f" ({len(rules)})"]
        yield folded(head, listed(rules), open=len(rules) <= FEW)


def conflicting(rule: Rule, say: Voice) -> Child:
    """The conflicts that protocols record for it."""
    found = say.book.conflicts.get(rule.id, ())
    return [conflict(one, say, rule.id) for one in found] if found else None


def conflict(one: Recorded, say: Voice, about: str | None = None, *, level: str = "h3") -> Child:
    """One conflict: why it is none any more, which rule governs, and the others."""
    own = one.conflict
    rules = []
    for rule in own.rules:
        governs = rule == own.governs
        said = [say.title(found) if (found := say.book.rules.get(rule)) else rule] if rule == about else say.rule(rule)
        here = span("dim", " — ", _("this rule")) if rule == about else None
        rules.append([said, here, [" ", span("tag is-governing", _("governs"))] if governs else None])
    decides = None if own.governs else paragraph("", _("a person must decide"))
    where = f"{text_page(one.protocol)}#conflict-{own.id}" if one.protocol in say.book.protocols else None
    why = say.because(own.because)
    head = element(level, None, say.link(where, why) if where and about else why)
    return element("div", {"class": "conflict"}, head, paragraph("dim", code(own.id)), decides, listed(rules))


def neighbouring(rule: Rule, say: Voice) -> Child:
    """Rules that ask for the same, by how near they are."""
    found = say.book.neighbours.get(rule.id, [])
    merged = [one for one in found if one.kind == "merges"]
    near = [one for one in found if one.kind == "same_act" and one.protocols]
    far = [one for one in found if one.kind == "same_act" and not one.protocols]
    parts: list[Child] = []
    for title, note, several in (
        (_("One duty with it"), _("Where both apply, a plan shows them as one duty with the strictest time."), merged),
        (_("The same act, in texts that apply with it"), None, near),
        (_("The same act, in texts that do not apply with it"), None, far),
    ):
        if several:
            head = element("h3", None, title)
            parts += [head, paragraph("dim", note) if note else None, listed(_near(one, say) for one in several)]
    return parts or None


def _near(one: Neighbour, say: Voice) -> Child:
    rule = say.book.rules[one.rule]
    told = [" — ", filled(pgettext("of a notice", "to {people}"), people=say.roles(one.people))] if one.people else None
    meet = between(", ", map(say.short, one.protocols))
    by = [" — ", filled(pgettext("of a rule", "under {protocols}"), protocols=meet)] if one.protocols else None
    term = [" — ", say.render(due(rule.due))] if isinstance(rule.due, DueParts) else None
    return [say.rule(one.rule), span("dim", told, term, by)]
