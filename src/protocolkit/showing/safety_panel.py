"""What must not go wrong, at the head of the page: gaps, whom not to tell, what to ask first, texts in conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.plans.plan import Accused, Conflict, Duty, Plan, Route, Undetermined
from protocolkit.plans.urgency import CLOSED
from protocolkit.showing.citations import points, rules
from protocolkit.showing.due_panel import question
from protocolkit.showing.gap_cards import GapEntry, gap_card
from protocolkit.showing.html_parts import folded, link, listed, paragraph, section, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.norm_lists import ban, between_texts, conflict
from protocolkit.showing.safety_text import is_telling
from protocolkit.showing.speech import Speech
from protocolkit.showing.symbols import mark

FIRST_FACTS = 8


def safety(plan: Plan, gaps: Sequence[GapEntry], say: Speech) -> Markup | None:
    """The panels that have something to say; null where none has."""
    wide = [*(_route(route, say) for route in plan.routes), _accused(plan.accused, say), _gaps(plan, gaps, say)]
    beside = [_bans(plan, say), _check_first(plan, say), _conflicts(plan, say)]
    body = [*_shown(wide, "wide"), *_shown(beside, "beside"), *_shown([_facts(plan, say)], "wide")]
    if not body:
        return None
    return section("safety", _("What must not go wrong"), body, kind="safety")


def _shown(panels: Iterable[Markup | None], kind: str) -> list[Markup]:
    found = [panel for panel in panels if panel is not None]
    return [element("div", {"class": f"panels {kind if len(found) > 1 else 'wide'}"}, found)] if found else []


def panel(kind: str, symbol: str, title: str, *body: Child) -> Markup:
    """A box with a coloured edge, a mark and a title."""
    head = element("h3", None, mark(symbol), element("span", None, title))
    return element("div", {"class": f"panel {kind}-panel"}, head, body)


def _route(route: Route, say: Speech) -> Markup:
    goes, applies = _("The case goes to another procedure: {id}"), _("Another procedure applies too: {id}")
    title = (goes if route.instead else applies).format(id=route.to)
    kept = None
    if route.instead:
        rules_ = "; ".join(map(say.title, route.keeps)) or _("nothing")
        kept = paragraph("", _("Of this procedure goes on:"), " ", rules_)
    what = paragraph("", say.titled(route), " ", points(route.sources))
    return panel("alarm" if route.instead else "soon", "now", title, what, kept)


def _accused(accused: Sequence[Accused], say: Speech) -> Markup | None:
    if not accused:
        return None
    names = (f"{say.role(one.role)} ({say.role(one.for_)})" if one.for_ else say.role(one.role) for one in accused)
    note = paragraph("", _("They must not be told and must not act."))
    return panel("alarm", "overdue", _("Known to be the accused"), note, listed(names))


def _gaps(plan: Plan, gaps: Sequence[GapEntry], say: Speech) -> Markup | None:
    if not plan.gaps:
        return None
    cards = listed((gap_card(gap, plan.as_of, say) for gap in gaps), "cards", bare=True)
    title = _("Gaps: a person must decide ({n})").format(n=len(plan.gaps))
    note = paragraph("", _("The text names only the accused, or nobody. The clock runs all the same."))
    return panel("alarm", "overdue", title, note, cards)


def _bans(plan: Plan, say: Speech) -> Markup | None:
    bans: list[Child] = [ban(norm, say) for norm in plan.prohibitions if is_telling(norm, say)]
    bans += [_exclusion(conflict, say) for conflict in plan.conflicts if conflict.kind == "exclusion"]
    if not bans:
        return None
    return panel("alarm", "overdue", _("Must not be told"), listed(bans))


def _exclusion(conflict: Conflict, say: Speech) -> Child:
    taken = rules(rule for rule in conflict.rules if rule != conflict.governs)
    return [say.said(conflict.because), " (", taken, ")"]


def _check_first(plan: Plan, say: Speech) -> Markup | None:
    found: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        if duty.status not in CLOSED:
            for fact in duty.check_first:
                found.setdefault(fact, []).append(duty)
    if not found:
        return None
    items = ([strong("", question(fact, say)), _before(duties, say)] for fact, duties in found.items())
    return panel("ask", "question", _("Check first, before telling anybody"), listed(items))


def _before(duties: Sequence[Duty], say: Speech) -> Markup:
    """The acts a question comes before, each with those who would be told."""
    told: dict[str, tuple[Child, dict[str, None]]] = {}
    for duty in duties:
        people = told.setdefault(say.what(duty), (say.titled(duty), {}))[1]
        people |= {duty.to: None} if duty.to else {}
    items = ([title, f" ({say.roles(people, ', ')})" if people else None] for title, people in told.values())
    return folded(_("before: {n}").format(n=len(told)), listed(items))


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
        more = len(items) - FIRST_FACTS
        title = ngettext("{n} more fact", "{n} more facts", more).format(n=more)
        rest = folded(title, listed(items[FIRST_FACTS:], "columns"))
    shown = listed(items[:FIRST_FACTS], "columns")
    return panel("ask", "question", _("Open questions: facts to find out ({n})").format(n=len(items)), shown, rest)


def _fact(fact: str, several: Sequence[Undetermined], as_of: str, say: Speech) -> Markup:
    dues = [one.would_be_due for one in several if one.would_be_due]
    when = None
    if dues:
        first = say.time(min(dues), say.near(min(dues), as_of))
        when = fragment(" · ", pgettext("before a moment", "earliest"), " ", first)
    titles = {say.what(one): say.titled(one) for one in several}
    decided = folded([_("decides {n}").format(n=len(titles)), when], listed(titles.values()))
    return fragment(strong("", question(fact, say)), decided)


def _conflicts(plan: Plan, say: Speech) -> Markup | None:
    """Texts that say different things, where nobody has settled it; a link to those that are settled."""
    unsettled, settled = between_texts(plan)
    if not unsettled and not settled:
        return None
    body: list[Child] = []
    if unsettled:
        body.append(paragraph("", _("Not settled: a person must decide.")))
        body.append(listed(conflict(one, say) for one in unsettled))
    if settled:
        body.append(paragraph("", link("conflicts", _("settled by the protocol: {n}").format(n=len(settled)))))
    return panel("alarm" if unsettled else "calm", "question", _("Texts in conflict"), body)
