"""What stands on a card below the due time: to whom, by whom, how, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.plans.plan import Duty, Manner, Source
from protocolkit.showing.citations import citations, points, rules
from protocolkit.showing.due_panel import Field, facts
from protocolkit.showing.html_parts import code, folded, listed, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.speech import Speech


def fields(found: Iterable[Field]) -> Markup:
    """Named values as a list of terms; values without a name follow below it."""
    rows: list[Markup] = []
    below: list[Child] = []
    for name, value in found:
        if name:
            rows.append(element("div", None, element("dt", None, name), element("dd", None, value)))
        else:
            below.append(value)
    return fragment(element("dl", None, rows) if rows else None, below)


def several(items: Iterable[Child]) -> Child:
    """One value as it is, more than one as a list."""
    found = list(items)
    if len(found) == 1:
        return found[0]
    return listed(found, "several")


def bearer(by: Sequence[str], mode: str, say: Speech) -> str:
    """Who owes it: one, any one of several, or all together."""
    if len(by) < 2:
        return say.roles(by) or _("nobody is named")
    people = say.roles(by)
    words = {"any": _("any of: {people}"), "all": _("together: {people}")}.get(mode, "{people}")
    return words.format(people=people)


def recipients(number: int) -> str:
    """What stands before those to be told."""
    return _("To each of") if number > 1 else pgettext("a field of a duty", "To")


def who(duties: Sequence[Duty], say: Speech) -> Iterator[Field]:
    """Recipients and parties of duties that are otherwise alike."""
    duty = duties[0]
    for shared, name in ((duty.to_any, _("To one of")), (duty.to_all, _("To all of"))):
        if shared is not msgspec.UNSET:
            yield name, several(map(say.role, shared))
    if told := dict.fromkeys(d.to for d in duties if d.to):
        # Until it is known who did it, a parent may be told only if he is not the one.
        unsafe = any(map(say.vocabulary.accuses_kin, duty.check_first))
        warned = strong("alarm", _("only one who is not the accused")) if unsafe else None
        yield recipients(len(told)), [several(map(say.role, told)), " " if warned else None, warned]
    if parties := dict.fromkeys(d.for_ for d in duties if d.for_ and d.for_ != d.to):
        yield pgettext("a field of a duty", "About"), ", ".join(map(say.role, parties))


def how(duty: Duty, say: Speech) -> Iterator[Field]:
    """Paper, channels, contents, amount and conduct."""
    if duty.document:
        yield _("Document"), say.name("documents", duty.document)
    via = (_("Only by"), duty.via_only), (_("Channel"), duty.via_any), (_("Never by"), duty.via_never)
    for name, channels in via:
        if channels:
            yield name, ", ".join(say.name("channels", channel) for channel in channels)
    for name, items in ((_("Content"), duty.content), (_("Never say"), duty.content_never)):
        if items:
            yield name, several(map(say.content, items))
    if duty.amount:
        yield _("Amount"), say.said(duty.amount)
    for warning in duty.warnings:
        yield _("Careful"), say.said(warning.message)
    if duty.manner:
        yield "", _conduct(duty.manner, say)


def _conduct(manner: Sequence[Manner], say: Speech) -> Markup:
    items = ([_manner(one, say), " ", points(one.sources)] for one in manner)
    return folded(_("How it is to be done ({n})").format(n=len(manner)), listed(items, "several"), kind="conduct")


def _manner(one: Manner, say: Speech) -> Child:
    never = one.modality == "prohibition" and not one.label
    return [_("never:"), " ", say.titled(one)] if never else say.titled(one)


def why(duties: Sequence[Duty], say: Speech) -> Iterator[Field]:
    """What set it going, the words of the texts, and the rules."""
    duty = duties[0]
    if duty.trigger is not None:
        began = say.time(duty.trigger.at, say.moment(duty.trigger.at))
        yield pgettext("a field of a duty", "Because"), fragment(say.event(duty.trigger.event), ", ", began)
    yield _("Source"), citations(common(duties), say)
    also: list[Child] = [
        code(rule) for rule in duty.also_required_by if all(rule in d.also_required_by for d in duties)
    ]
    for people, more, sources in particular(duties):
        named = _("for {people}:").format(people=say.roles(people, ", "))
        also.append(fragment(named, " ", rules(more), " ", points(sources)))
    if also:
        yield _("Also required by"), several(also)
    readings = sum(reading.at is None or reading.applies is not True for reading in duty.readings)
    notes = [_("a note")] if duty.note else []
    notes += [_("other readings: {n}").format(n=readings)] if readings else []
    folded = span("dim", " ", _("({what}: see explain)").format(what=", ".join(notes))) if notes else None
    yield _("Rule"), fragment(code(duty.rule), folded)


def common(duties: Sequence[Duty]) -> list[Source]:
    """The sources that all of them rest on."""
    return [source for source in duties[0].sources if all(source in d.sources for d in duties)]


def particular(duties: Sequence[Duty]) -> Iterator[tuple[list[str], tuple[str, ...], list[Source]]]:
    """Recipients who are owed it under further rules than all of them: who, which rules, where."""
    shared = set.intersection(*(set(d.also_required_by) for d in duties))
    sources = common(duties)
    found: dict[tuple[str, ...], tuple[list[str], list[Source]]] = {}
    for duty in duties:
        if more := tuple(rule for rule in duty.also_required_by if rule not in shared):
            people, own = found.setdefault(more, ([], []))
            people += [duty.to] if duty.to and duty.to not in people else []
            own += [s for s in duty.sources if s not in sources and s not in own]
    for rules_, (people, own) in found.items():
        yield people, rules_, own


def check_first(duty: Duty, say: Speech) -> Iterator[Field]:
    """What must be found out before it is done."""
    if duty.check_first:
        yield _("Check first"), strong("ask", facts(duty.check_first, say))
