"""The rest of a plan, folded: what is awaited, forbidden, allowed and sanctioned, and the warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.pages.citing import points, rules
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.speech import Speech
from protocolkit.plans.due_text import last_moment
from protocolkit.plans.plan import Awaiting, Conflict, Norm, Plan
from protocolkit.plans.safety_text import is_telling


def norms(plan: Plan, say: Speech) -> list[Markup]:
    """Folded lists, in the order in which they are likely to be needed."""
    bans = [norm for norm in plan.prohibitions if not is_telling(norm, say)]
    settled = between_texts(plan)[1]
    found = (
        _folded("awaiting", say.t("awaiting", n=len(plan.awaiting)), _awaited(plan.awaiting, say), say.t("awaiting_note")),
        _folded("prohibitions", say.t("prohibitions", n=len(bans)), (ban(norm, say) for norm in bans)),
        _folded("permissions", say.t("permissions", n=len(plan.permissions)), (_permission(n, say) for n in plan.permissions)),
        _folded("sanctions", say.t("sanctions", n=len(plan.sanctions)), (_sanction(n, say) for n in plan.sanctions)),
        _folded("conflicts", say.t("conflicts", n=len(settled)), (conflict(one, say) for one in settled)),
        _folded("warnings", say.t("warnings", n=len(plan.warnings)), (
            [say.english(one.message), " ", element("code", None, one.code)] for one in plan.warnings
        )),
    )  # fmt: skip
    return [one for one in found if one is not None]


def ban(norm: Norm, say: Speech) -> Child:
    """A prohibition in one paragraph: what, to whom, whom it binds, until when, where it stands."""
    words: list[Child] = [element("strong", None, say.titled(norm))]
    if norm.to:
        words += [" — ", say.t("told"), " ", say.roles(norm.to, ", "), _except(norm.to_except, say)]
    if norm.by:
        words += [" — ", say.t("binds"), " ", say.roles(norm.by, ", "), _except(norm.by_except, say)]
    if norm.for_:
        words += [" — ", say.t("party"), " ", say.role(norm.for_)]
    return [*words, *_until(norm, say), " ", points(norm.sources)]


def _except(people: Sequence[str], say: Speech) -> Child:
    return [" (", say.t("except"), " ", say.roles(people, ", "), ")"] if people else None


def _until(norm: Norm, say: Speech) -> list[Child]:
    return [" — ", say.t("lasts_until"), " ", say.until(norm.until)] if norm.until else []


def _permission(norm: Norm, say: Speech) -> Child:
    words: list[Child] = [element("span", {"class": "tag"}, say.name("modalities", norm.modality)), " ", say.titled(norm)]
    words += [" — ", say.roles(norm.by, ", ")] if norm.by else []
    words += [" — ", say.t("until"), " ", say.time(norm.due.at)] if norm.due and norm.due.at else []
    return [*words, *_until(norm, say), " ", points(norm.sources)]


def _sanction(norm: Norm, say: Speech) -> Child:
    words: list[Child] = [element("strong", None, say.titled(norm))]
    words += [": ", say.english(norm.amount)] if norm.amount else []
    words += [" — ", say.t("faced_by"), " ", say.roles(norm.by, ", ")] if norm.by else []
    return [*words, " ", points(norm.sources)]


def _awaited(awaiting: Iterable[Awaiting], say: Speech) -> list[Child]:
    groups: dict[str, list[Awaiting]] = {}
    for one in awaiting:
        groups.setdefault(one.event, []).append(one)
    return [_event(event, several, say) for event, several in groups.items()]


def _event(event: str, several: Sequence[Awaiting], say: Speech) -> Child:
    code = element("code", None, event) if event in say.vocabulary.events and say.event(event) != event else None
    # One rule may wait once for each party.
    items = {say.what(one) + (one.projected or ""): _waits(one, say) for one in several}
    listed = element("ul", None, (element("li", None, item) for item in items.values()))
    return [element("strong", None, say.event(event)), " " if code else None, code, listed]


def _waits(one: Awaiting, say: Speech) -> Markup:
    tag = None if one.modality == "obligation" else element("span", {"class": "tag"}, say.name("modalities", one.modality))
    latest = None
    if one.projected:
        latest = [" — ", say.t("at_the_latest"), " ", say.time(one.projected, last_moment(one.projected, say))]
    return fragment(tag, " " if tag else None, say.titled(one), latest, " ", points(one.sources))


def between_texts(plan: Plan) -> tuple[list[Conflict], list[Conflict]]:
    """Texts that say different things: those that a person must settle, and those that the protocol settles."""
    # An accused without a substitute stands among the gaps, and who must not be told in a panel of its own.
    found = [one for one in plan.conflicts if one.kind not in ("accused", "exclusion")]
    return [one for one in found if one.governs is None], [one for one in found if one.governs is not None]


def conflict(one: Conflict, say: Speech) -> Child:
    """Which rules, why, and which of them governs."""
    governs = fragment(" — ", say.t("governs"), " ", rules([one.governs])) if one.governs else None
    return [rules(one.rules), ": ", say.english(one.because), governs]


def _folded(name: str, title: str, items: Iterable[Child], note: str = "") -> Markup | None:
    rows = [element("li", None, item) for item in items]
    if not rows:
        return None
    head = element("summary", None, element("h3", {"id": name}, title))
    said = element("p", {"class": "dim"}, note) if note else None
    return element("details", {"class": "folded"}, head, said, element("ul", {"class": "rows"}, rows))
