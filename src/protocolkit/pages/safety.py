"""What must not go wrong, at the head of the page: gaps, whom not to tell, what to ask first, texts in conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.pages.citing import points, rules
from protocolkit.pages.due import question
from protocolkit.pages.gaps import GapEntry, gap_card
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.norms import ban, between_texts, conflict
from protocolkit.pages.parts import folded, link, listed, paragraph, section, strong
from protocolkit.pages.speech import Speech
from protocolkit.pages.symbols import mark
from protocolkit.plans.plan import Accused, Conflict, Duty, Plan, Route, Undetermined
from protocolkit.plans.safety_text import is_telling
from protocolkit.plans.urgency import CLOSED

FIRST_FACTS = 8


def safety(plan: Plan, gaps: Sequence[GapEntry], say: Speech) -> Markup | None:
    """The panels that have something to say; null where none has."""
    wide = [*(_route(route, say) for route in plan.routes), _accused(plan.accused, say), _gaps(plan, gaps, say)]
    beside = [_bans(plan, say), _check_first(plan, say), _conflicts(plan, say)]
    body = [*_shown(wide, "wide"), *_shown(beside, "beside"), *_shown([_facts(plan, say)], "wide")]
    if not body:
        return None
    return section("safety", say.t("safety"), body, kind="safety")


def _shown(panels: Iterable[Markup | None], kind: str) -> list[Markup]:
    found = [panel for panel in panels if panel is not None]
    return [element("div", {"class": f"panels {kind if len(found) > 1 else 'wide'}"}, found)] if found else []


def panel(kind: str, symbol: str, title: str, *body: Child) -> Markup:
    """A box with a coloured edge, a mark and a title."""
    head = element("h3", None, mark(symbol), element("span", None, title))
    return element("div", {"class": f"panel {kind}-panel"}, head, body)


def _route(route: Route, say: Speech) -> Markup:
    title = say.t("goes_to" if route.instead else "applies_too", id=route.to)
    kept = None
    if route.instead:
        kept = paragraph("", say.t("goes_on"), " ", "; ".join(map(say.title, route.keeps)) or say.t("nothing"))
    what = paragraph("", say.titled(route), " ", points(route.sources))
    return panel("alarm" if route.instead else "soon", "now", title, what, kept)


def _accused(accused: Sequence[Accused], say: Speech) -> Markup | None:
    if not accused:
        return None
    names = (f"{say.role(one.role)} ({say.role(one.for_)})" if one.for_ else say.role(one.role) for one in accused)
    return panel("alarm", "overdue", say.t("accused"), paragraph("", say.t("accused_note")), listed(names))


def _gaps(plan: Plan, gaps: Sequence[GapEntry], say: Speech) -> Markup | None:
    if not plan.gaps:
        return None
    cards = listed((gap_card(gap, plan.as_of, say) for gap in gaps), "cards", bare=True)
    return panel("alarm", "overdue", say.t("gaps", n=len(plan.gaps)), paragraph("", say.t("gaps_note")), cards)


def _bans(plan: Plan, say: Speech) -> Markup | None:
    bans: list[Child] = [ban(norm, say) for norm in plan.prohibitions if is_telling(norm, say)]
    bans += [_exclusion(conflict, say) for conflict in plan.conflicts if conflict.kind == "exclusion"]
    if not bans:
        return None
    return panel("alarm", "overdue", say.t("not_told"), listed(bans))


def _exclusion(conflict: Conflict, say: Speech) -> Child:
    taken = rules(rule for rule in conflict.rules if rule != conflict.governs)
    return [say.english(conflict.because), " (", taken, ")"]


def _check_first(plan: Plan, say: Speech) -> Markup | None:
    found: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        if duty.status not in CLOSED:
            for fact in duty.check_first:
                found.setdefault(fact, []).append(duty)
    if not found:
        return None
    items = ([strong("", question(fact, say)), _before(duties, say)] for fact, duties in found.items())
    return panel("ask", "question", say.t("check_first_all"), listed(items))


def _before(duties: Sequence[Duty], say: Speech) -> Markup:
    """The acts a question comes before, each with those who would be told."""
    told: dict[str, tuple[Child, dict[str, None]]] = {}
    for duty in duties:
        people = told.setdefault(say.what(duty), (say.titled(duty), {}))[1]
        people |= {duty.to: None} if duty.to else {}
    items = ([title, f" ({say.roles(people, ', ')})" if people else None] for title, people in told.values())
    return folded(say.t("before", n=len(told)), listed(items))


def _facts(plan: Plan, say: Speech) -> Markup | None:
    """Facts to find out, with how much hangs on each: the earliest moment first."""
    hanging: dict[str, list[Undetermined]] = {}
    for one in plan.undetermined:
        for fact in one.facts:
            hanging.setdefault(fact, []).append(one)
    if not hanging:
        return None
    never = "9999"
    order = sorted(hanging, key=lambda fact: (min(o.would_be_due or never for o in hanging[fact]), -len(hanging[fact])))
    items = [_fact(fact, hanging[fact], plan.as_of, say) for fact in order]
    rest = None
    if len(items) > FIRST_FACTS:
        rest = folded(say.t("more_facts", n=len(items) - FIRST_FACTS), listed(items[FIRST_FACTS:], "columns"))
    shown = listed(items[:FIRST_FACTS], "columns")
    return panel("ask", "question", say.t("open_questions", n=len(items)), shown, rest)


def _fact(fact: str, several: Sequence[Undetermined], as_of: str, say: Speech) -> Markup:
    dues = [one.would_be_due for one in several if one.would_be_due]
    when = fragment(" · ", say.t("earliest"), " ", say.time(min(dues), say.near(min(dues), as_of))) if dues else None
    titles = {say.what(one): say.titled(one) for one in several}
    decided = folded([say.t("decides", n=len(titles)), when], listed(titles.values()))
    return fragment(strong("", question(fact, say)), decided)


def _conflicts(plan: Plan, say: Speech) -> Markup | None:
    """Texts that say different things, where nobody has settled it; a link to those that are settled."""
    unsettled, settled = between_texts(plan)
    if not unsettled and not settled:
        return None
    body: list[Child] = []
    if unsettled:
        body += [paragraph("", say.t("unsettled")), listed(conflict(one, say) for one in unsettled)]
    if settled:
        body.append(paragraph("", link("conflicts", say.t("settled_below", n=len(settled)))))
    return panel("alarm" if unsettled else "calm", "question", say.t("in_conflict"), body)
