"""The rest of a plan, folded: what is awaited, forbidden, allowed and sanctioned, and the warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.languages import _, pgettext
from protocolkit.plans.plan import Awaiting, Conflict, Norm, Plan
from protocolkit.showing.citations import points, rules
from protocolkit.showing.due_text import last_moment
from protocolkit.showing.html_parts import code, folded, listed, paragraph, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.safety_text import is_telling
from protocolkit.showing.speech import Speech


def norms(plan: Plan, say: Speech) -> list[Markup]:
    """Folded lists, in the order in which they are likely to be needed."""
    bans = [norm for norm in plan.prohibitions if not is_telling(norm, say)]
    settled = between_texts(plan)[1]
    warnings: list[Child] = [[say.said(one.message), " ", code(one.code)] for one in plan.warnings]
    parts: list[tuple[str, str, list[Child]]] = [
        ("awaiting", _("Waiting for ({n})"), _awaited(plan.awaiting, say)),
        ("prohibitions", _("Forbidden ({n})"), [ban(norm, say) for norm in bans]),
        ("permissions", _("Allowed ({n})"), [_permission(norm, say) for norm in plan.permissions]),
        ("sanctions", _("Sanctions the facts engage ({n})"), [_sanction(norm, say) for norm in plan.sanctions]),
        ("conflicts", _("Conflicts that the protocol settles ({n})"), [conflict(one, say) for one in settled]),
        ("warnings", _("Warnings ({n})"), warnings),
    ]
    # Several rules may wait for one event.
    counts = {"awaiting": len(plan.awaiting)}
    return [_part(id, said.format(n=counts.get(id, len(items))), items) for id, said, items in parts if items]


def ban(norm: Norm, say: Speech) -> Child:
    """A prohibition in one paragraph: what, to whom, whom it binds, until when, where it stands."""
    words: list[Child] = [strong("", say.titled(norm))]
    if norm.to:
        told = say.roles(norm.to, ", "), _except(norm.to_except, say)
        words += [" — ", pgettext("a prohibition", "to"), " ", told]
    if norm.by:
        bound = say.roles(norm.by, ", "), _except(norm.by_except, say)
        words += [" — ", pgettext("a prohibition", "binds"), " ", bound]
    if norm.for_:
        words += [" — ", pgettext("a prohibition", "for"), " ", say.role(norm.for_)]
    return [*words, *_until(norm, say), " ", points(norm.sources)]


def _except(people: Sequence[str], say: Speech) -> Child:
    return [" (", pgettext("a prohibition", "except"), " ", say.roles(people, ", "), ")"] if people else None


def _until(norm: Norm, say: Speech) -> list[Child]:
    return [" — ", pgettext("before an event", "until"), " ", say.until(norm.until)] if norm.until else []


def _permission(norm: Norm, say: Speech) -> Child:
    words: list[Child] = [span("tag", say.name("modalities", norm.modality)), " ", say.titled(norm)]
    words += [" — ", say.roles(norm.by, ", ")] if norm.by else []
    if norm.due and norm.due.at:
        words += [" — ", pgettext("before a moment", "until"), " ", say.time(norm.due.at)]
    return [*words, *_until(norm, say), " ", points(norm.sources)]


def _sanction(norm: Norm, say: Speech) -> Child:
    words: list[Child] = [strong("", say.titled(norm))]
    words += [": ", say.said(norm.amount)] if norm.amount else []
    words += [" — ", pgettext("a sanction", "faced by"), " ", say.roles(norm.by, ", ")] if norm.by else []
    return [*words, " ", points(norm.sources)]


def _awaited(awaiting: Iterable[Awaiting], say: Speech) -> list[Child]:
    groups: dict[str, list[Awaiting]] = {}
    for one in awaiting:
        groups.setdefault(one.event, []).append(one)
    return [_event(event, several, say) for event, several in groups.items()]


def _event(event: str, several: Sequence[Awaiting], say: Speech) -> Child:
    named = code(event) if event in say.vocabulary.events and say.event(event) != event else None
    # One rule may wait once for each party.
    items = {say.what(one) + (one.projected or ""): _waits(one, say) for one in several}
    return [strong("", say.event(event)), " " if named else None, named, listed(items.values())]


def _waits(one: Awaiting, say: Speech) -> Markup:
    modality = say.name("modalities", one.modality)
    tag = None if one.modality == "obligation" else span("tag", modality)
    latest = None
    if one.projected:
        moment = say.time(one.projected, last_moment(one.projected, say))
        latest = [" — ", pgettext("before a moment", "at the latest"), " ", moment]
    return fragment(tag, " " if tag else None, say.titled(one), latest, " ", points(one.sources))


def between_texts(plan: Plan) -> tuple[list[Conflict], list[Conflict]]:
    """Texts that say different things: those that a person must settle, and those that the protocol settles."""
    # An accused without a substitute stands among the gaps, and who must not be told in a panel of its own.
    found = [one for one in plan.conflicts if one.kind not in ("accused", "exclusion")]
    return [one for one in found if one.governs is None], [one for one in found if one.governs is not None]


def conflict(one: Conflict, say: Speech) -> Child:
    """Which rules, why, and which of them governs."""
    governs = fragment(" — ", _("Governs:"), " ", rules([one.governs])) if one.governs else None
    return [rules(one.rules), ": ", say.said(one.because), governs]


def _part(name: str, title: str, items: Iterable[Child]) -> Markup:
    note = paragraph("dim", _("What becomes due once the event happens.")) if name == "awaiting" else None
    return folded(element("h3", {"id": name}, title), note, listed(items, "rows"), kind="folded")
