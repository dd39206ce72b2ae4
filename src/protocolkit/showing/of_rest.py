"""What a plan holds beside its duties: before them what must not go wrong, after them the rest of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.languages.saying import said
from protocolkit.model.incident import BREACHES, WHY
from protocolkit.model.rule import CLOSED
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import (
    Accused,
    Awaiting,
    Breach,
    Conflict,
    Duty,
    Norm,
    NotHeld,
    Route,
    TakenBack,
    Undetermined,
    WithoutEffect,
)
from protocolkit.plans.plan_parts import LoggedEntry
from protocolkit.showing.of_readings import norm_notes
from protocolkit.showing.sheet import (
    Block,
    Card,
    Item,
    Phrase,
    Role,
    Section,
    Span,
    Text,
    Words,
    joined,
    phrase,
    plain,
    woven,
)
from protocolkit.showing.wording import Wording

TELLING = "disclose"
BAN = "x"
ASK = "?"


def safety(plan: Plan, gaps: Sequence[Card], say: Wording) -> tuple[list[Section], list[Section], list[Section]]:
    """What must not go wrong, the facts to find out, and the procedures beside this one of which no rules are here."""
    bans = [_ban(norm, say) for norm in plan.prohibitions if _is_telling(norm, say)]
    bans += [_exclusion(one, say) for one in plan.conflicts if one.kind == "exclusion"]
    unsettled = [_conflict(one, say) for one in _between_texts(plan) if one.governs is None]
    accused = [_accused(one, say) for one in plan.accused]
    broken = [_breach(one, say) for one in plan.broken]
    done = _("The log says that this was done although it was forbidden. It stays so, whatever follows.")
    told = _("Do not tell them of the case, and do not involve them.")
    decide = _("The text names only the accused, or nobody. The clock runs all the same.")
    routes = [(route, _route(number, route, say)) for number, route in enumerate(plan.routes, 1)]
    unread = [section for route, section in routes if not (route.loaded or route.instead)]
    found = [
        *(section for route, section in routes if route.loaded or route.instead),
        _panel("breaches", _("Bans broken"), broken, done, str(len(broken)), wide=True),
        _panel("accused", _("The alleged offender"), accused, told, wide=True),
        _panel("gaps", _("No one named who may act: you decide"), gaps, decide, str(len(plan.gaps)), wide=True),
        _panel("untold", _("Secrecy: what must not be told, and to whom"), bans),
        _panel("check", _("Check first, before telling anybody"), list(_check_first(plan, say))),
        _panel("unsettled", _("Texts in conflict"), unsettled, _("Not settled: a person must decide.")),
    ]
    facts = list(_facts(plan, say))
    title = (Span(_("Open questions: facts to find out")),)
    questions = [Section("facts", title, tuple(facts), (), str(len(facts)), role="ask", kind="panel")] if facts else []
    return [one for one in found if one.blocks], questions, unread


def rest(plan: Plan, say: Wording) -> list[Section]:
    """In the order in which it is likely to be needed."""
    bans = [_ban(norm, say) for norm in plan.prohibitions if not _is_telling(norm, say)]
    settled = [_conflict(one, say) for one in _between_texts(plan) if one.governs is not None]
    warnings = [Item(phrase(say.said(one.message), " ", Span(f"({one.code})", "dim"))) for one in plan.warnings]
    # Several rules may wait for one event.
    changed = _("The log says this, and it changes nothing.")
    struck = _("From then on they count for nothing.")
    consent = _("These would apply, or might, if it had been answered otherwise.")
    waiting, count = list(_awaited(plan.awaiting, say)), str(len(plan.awaiting))
    found = [
        _folded("awaiting", _("Waiting for"), waiting, count, _("What becomes due once the event happens.")),
        _folded("prohibitions", _("Forbidden"), bans),
        _folded("permissions", _("Allowed"), [_permission(norm, say) for norm in plan.permissions]),
        _folded("sanctions", _("Sanctions the facts engage"), [_sanction(norm, say) for norm in plan.sanctions]),
        _folded("conflicts", _("Conflicts that the protocol settles"), settled),
        _folded("without-effect", _("Entries without effect"), idle(plan.without_effect, say), "", changed, "ask"),
        _folded("retracted", _("Entries taken back"), taken_back(plan.retracted, say), "", struck),
        _folded("not-held", _("Kept away by a consent"), [_kept_away(one, say) for one in plan.not_held], "", consent),
        _folded("warnings", _("Warnings"), warnings, role="ask"),
    ]
    return [one for one in found if one.blocks]


def _panel(
    id: str, title: str, blocks: Sequence[Block], note: str = "", count: str = "", *, wide: bool = False
) -> Section:
    said = (Span(note),) if note else ()
    return Section(id, (Span(title),), tuple(blocks), (), count, said, "alarm", "panel", wide)


def _folded(
    id: str, title: str, items: Sequence[Item], count: str = "", note: str = "", role: Role = "heading"
) -> Section:
    said = (Span(note, "dim"),) if note else ()
    return Section(id, (Span(title),), tuple(items), (), count or str(len(items)), said, role, "folded")


def _route(number: int, route: Route, say: Wording) -> Section:
    goes, applies = _("The case goes to another procedure: {id}"), _("Another procedure applies too: {id}")
    title = woven(goes if route.instead else applies, id=Span(route.to, "code"))
    body = [Text(phrase(say.titled(route), " ", Span(f"({say.points(route.sources)})", "cite")))]
    if route.instead:
        kept = "; ".join(map(say.title, route.keeps)) or _("nothing")
        body.append(Text(woven(_("of this procedure goes on: {rules}"), rules=kept)))
    plan = woven(_("its plan: --protocol {id}"), id=Span(route.to, "code"))
    if not route.loaded:
        plan = (Span(_("not loaded: there are no rules of it here, so no plan of it can be made"), "ask"),)
    role: Role = "alarm" if route.instead else "soon"
    return Section(f"route-{number}", title, (*body, Text(plan)), role=role, kind="panel")


def _breach(one: Breach, say: Wording) -> Item:
    """Which ban, what the log says and since when it is forbidden; what would decide it where that is not certain."""
    words: list[Words] = [phrase(say.titled(one, "strong"))]
    if one.status != "breached":
        words.append(Span(said(BREACHES[one.status]), "ask"))
    since: Words = say.said(one.why)
    if one.trigger is not None:
        at = one.trigger.at[:10] if one.trigger.date_only is True else one.trigger.at
        since = woven(_("forbidden since {event}, {moment}"), event=say.event(one.trigger.event), moment=say.logged(at))
    words += [*_logged(one.entry, say), since]
    if one.entry.by is msgspec.UNSET and one.by is not None:
        words.append(pgettext("who did it", "by {role}").format(role=say.role(one.by)))
    if one.facts:
        words.append(_("find out: {facts}").format(facts=say.questions(one.facts)))
    return Item(phrase(joined(" — ", words), " ", Span(f"({say.points(one.sources)})", "cite")), mark=BAN)


def _accused(one: Accused, say: Wording) -> Item:
    whose = _("of {person}").format(person=say.role(one.for_)) if one.for_ else ""
    who = f": {one.who}" if isinstance(one.who, str) else ""
    return Item(phrase(say.role(one.role), f" ({whose})" if whose else None, who), mark=BAN)


def _is_telling(norm: Norm, say: Wording) -> bool:
    return any(say.vocabulary.act_is(act, TELLING) for act in norm.do)


def _ban(norm: Norm, say: Wording) -> Item:
    """A prohibition: what, by whom, to whom, until when, where it stands."""
    words: list[Words] = [say.titled(norm, "strong")]
    if norm.to:
        told = _("to {people} (but not {others})") if norm.to_except else _("to {people}")
        words.append(told.format(people=say.roles(norm.to, ", "), others=say.roles(norm.to_except, ", ")))
    if norm.by:
        bound = _("binds {people} except {others}") if norm.by_except else _("binds {people}")
        words.append(bound.format(people=say.roles(norm.by, ", "), others=say.roles(norm.by_except, ", ")))
    if norm.for_:
        words.append(_("for {party}").format(party=say.role(norm.for_)))
    return _norm([*words, _until(norm, say)], norm, say, BAN)


def _norm(words: list[Words], norm: Norm, say: Wording, mark: str = "-") -> Item:
    """Its words, where it stands, and what to be careful of."""
    cited = phrase(" ", Span(f"({say.points(norm.sources)})", "cite")) if norm.sources else ()
    return Item(phrase(joined(" — ", words), cited), mark=mark, fields=tuple(norm_notes(norm, say)))


def _until(norm: Norm, say: Wording) -> str:
    return _("until {moment}").format(moment=say.until(norm.until)) if norm.until else ""


def _exclusion(one: Conflict, say: Wording) -> Item:
    taken = joined(", ", (Span(rule, "code") for rule in one.rules if rule != one.governs))
    return Item(phrase(say.said(one.because), " (", taken, ")"), mark=BAN)


def _check_first(plan: Plan, say: Wording) -> Iterator[Item]:
    """Each question with the acts it comes before."""
    questions: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        if duty.status not in CLOSED:
            for fact in duty.check_first:
                questions.setdefault(fact, []).append(duty)
    for fact, duties in questions.items():
        told: dict[Span, dict[str, None]] = {}
        for duty in duties:
            told.setdefault(say.titled(duty), {}).update({duty.to: None} if duty.to else {})
        acts = (phrase(act, f" ({say.roles(to, ', ')})" if to else None) for act, to in told.items())
        yield Item(_asked(fact, say), _("before"), tuple(acts), ASK, folded=True)


def _asked(fact: str, say: Wording) -> Phrase:
    return tuple(Span(one.text, one.role or "ask") for one in say.question(fact))


def _facts(plan: Plan, say: Wording) -> Iterator[Item]:
    """Each fact to find out, with what hangs on it: the earliest moment first, then the most that hangs on it."""
    hanging: dict[str, list[Undetermined | Duty | Norm]] = {}
    for question in plan.undetermined:
        for fact in question.facts:
            hanging.setdefault(fact, []).append(question)
    certain: tuple[Duty | Norm, ...] = (*plan.duties, *plan.prohibitions, *plan.permissions, *plan.sanctions)
    for one in certain:
        for fact in _decided_by(one):
            hanging.setdefault(fact, []).append(one)
    never = "9999"
    first = {fact: min(_pressing(o) or never for o in several) for fact, several in hanging.items()}
    for fact in sorted(hanging, key=lambda f: (first[f], -len(hanging[f]))):
        earliest: Phrase = ()
        if first[fact] != never:
            earliest = phrase(" · ", woven(_("earliest {moment}"), "dim", moment=say.near(first[fact], plan.as_of)))
        labels = dict.fromkeys(say.titled(one) for one in hanging[fact])
        decided = tuple((label,) for label in labels)
        yield Item(phrase(_asked(fact, say), earliest), _("decides"), decided, ASK, folded=True)


def _decided_by(one: Duty | Norm) -> tuple[str, ...]:
    """The facts that decide how much or when, of what stands whatever they are."""
    if isinstance(one, Duty) and one.status in CLOSED:
        return ()
    asks = () if one.asks is msgspec.UNSET else one.asks
    return tuple(dict.fromkeys((*asks, *(one.due.asks if one.due else ()))))


def _pressing(one: Undetermined | Duty | Norm) -> str | None:
    """When it is due, as far as anybody knows."""
    return one.would_be_due if isinstance(one, Undetermined) else one.due.at if one.due else None


def _awaited(awaiting: Iterable[Awaiting], say: Wording) -> Iterator[Item]:
    """Each event with what becomes due once it happens."""
    groups: dict[tuple[str, str], list[Awaiting]] = {}
    for one in awaiting:
        groups.setdefault((one.event, say.awaited(one)), []).append(one)
    for (event, named), several in groups.items():
        code = (" (", Span(event, "code"), ")") if event in say.vocabulary.events and named != event else None
        # One rule may wait once for each party; two rules under one label are two.
        waits = dict.fromkeys(_waits(one, say) for one in several)
        yield Item(phrase(Span(named, "strong"), code), "", tuple(waits))


def _waits(one: Awaiting, say: Wording) -> Phrase:
    tag = (Span(say.name("modalities", one.modality), "tag"), ": ") if one.modality != "obligation" else None
    latest = woven(_("at the latest {when}"), when=say.latest(one.projected)) if one.projected else None
    points = Span(f" ({say.points(one.sources)})", "cite") if one.sources else None
    return phrase(tag, joined(" — ", [say.titled(one), latest]), points)


def _permission(norm: Norm, say: Wording) -> Item:
    words: list[Words] = [[Span(say.name("modalities", norm.modality), "tag"), ": ", say.titled(norm)]]
    words.append(say.placed(say.roles(norm.by, ", "), norm.by, norm))
    if norm.due and norm.due.at:
        words.append(woven(_("at the latest {when}"), when=say.ending(norm.due)))
    return _norm([*words, _until(norm, say)], norm, say)


def _sanction(norm: Norm, say: Wording) -> Item:
    amount = (": ", say.said(norm.amount)) if norm.amount else None
    words: list[Words] = [[say.titled(norm, "strong"), amount]]
    if norm.by:
        words.append(_("faced by {people}").format(people=say.roles(norm.by, ", ")))
    if norm.for_:
        words.append(_("for {party}").format(party=say.role(norm.for_)))
    return _norm(words, norm, say)


def _kept_away(one: NotHeld, say: Wording) -> Item:
    """A rule that a consent keeps away: which, by what answer, since when."""
    answer = f"{say.fact(one.fact)}: {say.value(one.fact, one.value)}"
    known = pgettext("an answer known since", "since {moment}")
    since = woven(known, moment=say.moment(one.since)) if one.since else ()
    label = say.title(one.rule)
    named = phrase(label, " ", Span(one.rule, "code")) if label != one.rule else (Span(one.rule, "code"),)
    return Item(joined(" — ", [named, joined(", ", [answer, since] if since else [answer])]))


def idle(found: Iterable[WithoutEffect], say: Wording) -> list[Item]:
    """Each entry that changes nothing, of which rule and when, and why."""
    return [Item(joined(" — ", [*_logged(one.entry, say), Span(said(WHY[one.why]), "ask")])) for one in found]


def taken_back(found: Iterable[TakenBack], say: Wording) -> list[Item]:
    """Each entry that counts no longer, struck through, and since when."""
    items = []
    for one in found:
        struck = (Span(plain(joined(" — ", _logged(one.entry, say))), "struck"),)
        since = woven(_("taken back {moment}"), moment=_day_or_instant(one.at, say))
        by = pgettext("who did it", "by {role}").format(role=say.role(one.by)) if one.by else None
        items.append(Item(joined(" — ", [struck, joined(" ", [since, by])])))
    return items


def _logged(entry: LoggedEntry, say: Wording) -> list[Words]:
    """An entry as the log has it, part by part."""
    ids = [name for name in (entry.rule, entry.duty) if isinstance(name, str)]
    label = say.title(ids[0]) if ids and say.title(ids[0]) != ids[0] else ""
    event = say.log_word(entry.event) or say.event(entry.event)
    about: list[Words] = [phrase(Span(event, "strong"), ", ", _day_or_instant(entry.at, say))]
    if ids:
        about.append(phrase(label, " " if label else None, joined(" ", (Span(id, "code") for id in ids))))
    if isinstance(entry.id, str):
        about.append(woven(_("entry {id}"), id=Span(entry.id, "code")))
    if isinstance(entry.do, str):
        about.append(say.name("actions", entry.do))
    if isinstance(entry.due, str):
        about.append(woven(pgettext("a new due time", "to {due}"), due=_day_or_instant(entry.due, say)))
    if isinstance(entry.to, str):
        about.append(_("to {people}").format(people=say.role(entry.to)))
    if isinstance(entry.for_, str):
        about.append(_("for {party}").format(party=say.role(entry.for_)))
    if isinstance(entry.by, str):
        about.append(pgettext("who did it", "by {role}").format(role=say.role(entry.by)))
    return about


def _day_or_instant(text: str, say: Wording) -> Words:
    """A moment of the log in words; a term as the log has it."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return Span(text, "code")
    return say.logged(text)


def _between_texts(plan: Plan) -> list[Conflict]:
    """Texts that say different things."""
    # An accused without a substitute stands among the gaps, and who must not be told under a heading of its own.
    return [one for one in plan.conflicts if one.kind not in ("accused", "exclusion")]


def _conflict(one: Conflict, say: Wording) -> Item:
    """Why, and which rule governs: the first thing a reader of it looks up."""
    others = joined(", ", (Span(rule, "code") for rule in one.rules if rule != one.governs))
    if one.governs is None:
        weighed = woven(_("a person decides between {rules}"), rules=others)
    else:
        weighed = woven(_("{rule} governs; against {others}"), rule=Span(one.governs, "code"), others=others)
    return Item(phrase(say.said(one.because), " (", weighed, ")"))
