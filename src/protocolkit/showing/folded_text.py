"""The rest of a plan, a paragraph an entry: what is awaited, forbidden, allowed, sanctioned or in conflict."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.languages import _
from protocolkit.plans.plan import Awaiting, Conflict, Norm, Plan, Undetermined
from protocolkit.showing.due_text import last_moment
from protocolkit.showing.duty_text import cited
from protocolkit.showing.layout import Page, Span, Style, Words, woven
from protocolkit.showing.safety_text import is_telling, put_ban
from protocolkit.showing.wording import Wording


def put_folded(page: Page, plan: Plan, say: Wording) -> None:
    """Everything a plan holds beside its duties, in the order in which it is likely to be needed."""
    _put_facts(page, plan, say)
    bans = [norm for norm in plan.prohibitions if not is_telling(norm, say)]
    if _heading(page, _("FORBIDDEN"), bans):
        for norm in bans:
            put_ban(page, norm, say)
    if _heading(page, _("WAITING FOR"), plan.awaiting):
        for event, waiting in _by_event(plan.awaiting).items():
            _put_awaited(page, event, waiting, say)
    if _heading(page, _("ALLOWED"), plan.permissions):
        for norm in plan.permissions:
            _put_permission(page, norm, say)
    if _heading(page, _("SANCTIONS THE FACTS ENGAGE"), plan.sanctions):
        for norm in plan.sanctions:
            amount = f": {norm.amount}" if norm.amount else ""
            words: list[Words] = [say.what(norm), amount]
            if norm.by:
                words.append(" — " + _("faced by {people}").format(people=say.roles(norm.by, ", ")))
            if norm.for_:
                words.append(" — " + say.role(norm.for_))
            _item(page, [*words, _source(norm)])
    # An accused without a substitute already stands among the gaps, at the head of the page.
    conflicts = [conflict for conflict in plan.conflicts if conflict.kind != "accused"]
    if _heading(page, _("TEXTS IN CONFLICT"), conflicts):
        for conflict in conflicts:
            _item(page, [conflict.because, Span(f"  ({_weighed(conflict)})", "dim")])
    if _heading(page, _("WARNINGS"), plan.warnings, "ask"):
        for warning in plan.warnings:
            _item(page, [warning.message, Span(f"  ({warning.code})", "dim")])


def _weighed(conflict: Conflict) -> str:
    """Which rule governs, and the others: the first thing a reader of the conflict looks up."""
    others = ", ".join(rule for rule in conflict.rules if rule != conflict.governs)
    if conflict.governs is None:
        return _("a person decides between {rules}").format(rules=others)
    return _("{rule} governs; against {others}").format(rule=conflict.governs, others=others)


def _put_facts(page: Page, plan: Plan, say: Wording) -> None:
    """Each fact to find out, with how much hangs on it: the earliest moment first."""
    hanging: dict[str, list[Undetermined]] = {}
    for one in plan.undetermined:
        for fact in one.facts:
            hanging.setdefault(fact, []).append(one)
    if not _heading(page, _("FACTS TO FIND OUT"), hanging, "ask"):
        return
    never = "9999"
    earliest = {fact: min(o.would_be_due or never for o in several) for fact, several in hanging.items()}
    for fact in sorted(hanging, key=lambda f: earliest[f]):
        several = hanging[fact]
        labels = "; ".join(dict.fromkeys(map(say.what, several)))
        _item(page, woven(_("{fact} decides: {duties}"), fact=Span(say.question(fact), "ask"), duties=labels))


def _by_event(awaiting: Iterable[Awaiting]) -> dict[str, list[Awaiting]]:
    groups: dict[str, list[Awaiting]] = {}
    for one in awaiting:
        groups.setdefault(one.event, []).append(one)
    return groups


def _put_awaited(page: Page, event: str, waiting: list[Awaiting], say: Wording) -> None:
    parts: dict[str, None] = {}
    for one in waiting:
        latest = cited(one.sources, words=False)
        if one.projected:
            latest += ", " + _("at the latest {when}").format(when=last_moment(one.projected, say))
        tag = "" if one.modality == "obligation" else f"{say.name('modalities', one.modality)}: "
        parts[f"{tag}{say.what(one)} ({latest})"] = None
    named = say.event(event)
    code = f" ({event})" if event in say.vocabulary.events and named != event else ""
    _item(page, [Span(named, "strong"), Span(code, "dim"), " → ", "; ".join(parts)])


def _put_permission(page: Page, norm: Norm, say: Wording) -> None:
    words: list[Words] = [Span(say.name("modalities", norm.modality) + ": ", "dim"), say.what(norm)]
    if norm.by:
        words.append(" — " + say.roles(norm.by, ", "))
    if norm.due and norm.due.at:
        words.append(" — " + _("by {day}").format(day=say.instant(norm.due.at)))
    if norm.until:
        words.append(" — " + _("until {moment}").format(moment=say.until(norm.until)))
    _item(page, [*words, _source(norm)])


def _source(norm: Norm) -> Span:
    return Span(f"  ({cited(norm.sources, words=False)})", "dim")


def _heading(page: Page, title: str, entries: Iterable[object], style: Style = "heading") -> bool:
    count = len(list(entries))
    if count:
        page.blank()
        page.put([Span(title, style), Span(f"  ({count})", "dim")])
    return bool(count)


def _item(page: Page, words: list[Words]) -> None:
    page.put([Span("- ", "dim"), *words], indent=2, hang=2)
