"""What must not go wrong, before anything else: gaps, who must not be told, and what to check first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from protocolkit.languages import _
from protocolkit.plans.plan import Conflict, Duty, Gap, Norm, Plan, Route
from protocolkit.plans.urgency import CLOSED, one_decision
from protocolkit.showing.due_text import due_words
from protocolkit.showing.duty_text import bearers, cited
from protocolkit.showing.field_names import plan_column
from protocolkit.showing.layout import Page, Span, Words, woven
from protocolkit.showing.wording import Wording


def put_safety(page: Page, plan: Plan, say: Wording) -> None:
    """Other procedures, gaps with their running clocks, bans on telling, and questions to settle before telling."""
    for route in plan.routes:
        page.blank()
        _put_route(page, route, say)
    if plan.accused:
        page.blank()
        page.put(Span(_("KNOWN AS THE ACCUSED: DO NOT TELL, DO NOT LET ACT"), "alarm"))
        for one in plan.accused:
            whose = _("of {person}").format(person=say.role(one.for_)) if one.for_ else ""
            page.put([Span("x ", "alarm"), say.role(one.role), f" ({whose})" if whose else ""], indent=2, hang=2)
    if plan.gaps:
        page.blank()
        page.put([Span(_("GAPS: A PERSON MUST DECIDE"), "alarm"), Span(f"  ({len(plan.gaps)})", "dim")])
        for gaps in one_decision(plan.gaps):
            page.blank()
            _put_gap(page, gaps, plan.as_of, say)
    bans = [norm for norm in plan.prohibitions if is_telling(norm, say)]
    taken = [conflict for conflict in plan.conflicts if conflict.kind == "exclusion"]
    if bans or taken:
        page.blank()
        page.put(Span(_("MUST NOT BE TOLD"), "alarm"))
        for norm in bans:
            put_ban(page, norm, say)
        for conflict in taken:
            _put_exclusion(page, conflict)
    if questions := _check_first(plan):
        page.blank()
        page.put(Span(_("CHECK FIRST, BEFORE TELLING ANYBODY"), "alarm"))
        for fact, duties in questions.items():
            page.put([Span("? ", "ask"), Span(say.question(fact), "ask")], indent=2, hang=2)
            page.put(woven(_("before: {acts}"), "dim", acts="; ".join(_before(duties, say))), indent=4, hang=2)


def _put_route(page: Page, route: Route, say: Wording) -> None:
    title = _("THE CASE GOES TO ANOTHER PROCEDURE: {id}") if route.instead else _("ANOTHER PROCEDURE APPLIES TOO: {id}")
    page.put(Span(title.format(id=route.to), "alarm" if route.instead else "soon"))
    page.put([say.what(route), Span(f"  ({cited(route.sources, words=False)})", "dim")], indent=2, hang=2)
    if route.instead:
        kept = "; ".join(map(say.title, route.keeps)) or _("nothing")
        page.put(_("of this procedure goes on: {rules}").format(rules=kept), indent=2, hang=2)
    page.put(_("its plan: --protocol {id}").format(id=route.to), indent=2, hang=2)


def is_telling(norm: Norm, say: Wording) -> bool:
    return any(say.vocabulary.act_is(act, say.vocabulary.telling) for act in norm.do)


def put_ban(page: Page, norm: Norm, say: Wording) -> None:
    """A prohibition in one paragraph: what, by whom, to whom, until when, where it stands."""
    words: list[str | Span] = [Span("x ", "alarm"), say.what(norm)]
    if norm.to:
        told = _("to {people} (but not {others})") if norm.to_except else _("to {people}")
        words.append(" — " + told.format(people=say.roles(norm.to, ", "), others=say.roles(norm.to_except, ", ")))
    if norm.by:
        bound = _("binds {people} except {others}") if norm.by_except else _("binds {people}")
        words.append(" — " + bound.format(people=say.roles(norm.by, ", "), others=say.roles(norm.by_except, ", ")))
    if norm.for_:
        words.append(" — " + _("for {party}").format(party=say.role(norm.for_)))
    if norm.until:
        words.append(" — " + _("until {moment}").format(moment=say.until(norm.until)))
    words.append(Span(f"  ({cited(norm.sources, words=False)})", "dim"))
    page.put(words, indent=2, hang=2)


def _put_gap(page: Page, gaps: Sequence[Gap], as_of: str, say: Wording) -> None:
    page.put([Span("[!]", "alarm"), " ", Span(say.what(gaps[0]), "alarm")], hang=4)
    column = plan_column()
    for name, words in _gap_fields(gaps, as_of, say):
        page.field(name, words, column=column)


def _gap_fields(gaps: Sequence[Gap], as_of: str, say: Wording) -> Iterator[tuple[str, Words]]:
    gap = gaps[0]
    yield _("why"), Span(gap.why, "alarm")
    if told := dict.fromkeys(one.to for one in gaps if one.to):
        each = _("each of: {people}") if len(told) > 1 else "{people}"
        yield _("to"), each.format(people=say.roles(told))
    if gap.for_:
        yield _("for"), say.role(gap.for_)
    if gap.by:
        yield _("by"), bearers(gap.by, "any", say)
    if gap.trigger is not None:
        passed = gap.due is not None and gap.due.limit is not None and _is_after(as_of, gap.due.limit)
        yield _("due"), due_words(gap.due, gap.trigger, "overdue" if passed else "open", as_of, say)
    yield _("source"), cited(gap.sources)
    yield _("rule"), Span(gap.rule, "dim")


def _is_after(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


def _put_exclusion(page: Page, conflict: Conflict) -> None:
    words = f"{conflict.because} ({', '.join(r for r in conflict.rules if r != conflict.governs)})"
    page.put([Span("x ", "alarm"), words], indent=2, hang=2)


def _check_first(plan: Plan) -> dict[str, list[Duty]]:
    questions: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        if duty.status not in CLOSED:
            for fact in duty.check_first:
                questions.setdefault(fact, []).append(duty)
    return questions


def _before(duties: list[Duty], say: Wording) -> list[str]:
    """The acts a question comes before, each with those who would be told."""
    told: dict[str, list[str]] = {}
    for duty in duties:
        people = told.setdefault(say.what(duty), [])
        if duty.to and duty.to not in people:
            people.append(duty.to)
    return [f"{label} ({say.roles(people, ', ')})" if people else label for label, people in told.items()]
