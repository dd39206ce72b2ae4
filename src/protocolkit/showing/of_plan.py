"""A plan as a sheet: what must not go wrong, who must do what by when, and the rest of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _, ngettext, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.urgency import STATES, Urgency, blocks, of_clock, one_decision
from protocolkit.showing.of_duty import Entry, card, entries, gap_card
from protocolkit.showing.of_rest import rest, safety
from protocolkit.showing.of_times import times
from protocolkit.showing.sheet import (
    Card,
    Count,
    Field,
    Phrase,
    Role,
    Section,
    Sheet,
    Span,
    first_upper,
    woven,
)
from protocolkit.showing.states import state_words
from protocolkit.showing.wording import Wording, titles

# What a list holds is found by its urgency, what a page holds by whose it is.
Order = Literal["urgency", "bearer"]
SHORT = (Urgency.UNDATED, Urgency.UNTIMED, Urgency.HELD)
ROLES: dict[Urgency, Role] = {Urgency.OVERDUE: "alarm", Urgency.NOW: "soon", Urgency.CLOSED: "dim"}


class Part(NamedTuple):
    """What makes a plan only a part: the plan it was taken from, and in words what was left out."""

    whole: Plan
    left_out: Sequence[str]


def plan_sheet(
    plan: Plan, vocabulary: Vocabulary, language: str = "en", *, order: Order = "urgency",
    texts: Mapping[str, str] | None = None, part: Part | None = None,
) -> Sheet:  # fmt: skip
    """Everything the plan says. `texts` gives the language of each ruleset's text, for its quotes.

    The engine's own words are those of the language that was spoken while the plan was made (`languages.speaking`).
    """
    with speaking(language):
        say = Wording(vocabulary, plan.zone, language, titles(part.whole if part else plan), texts)
        return _sheet(plan, order, part.left_out if part else (), say)


def _sheet(plan: Plan, order: Order, narrowed: Sequence[str], say: Wording) -> Sheet:
    plan, by_urgency = plan.compact(), order == "urgency"
    found = entries(blocks(plan))
    gaps = [gap_card(number, own, plan.as_of, say) for number, own in enumerate(one_decision(plan.gaps), 1)]
    duties = (_by_urgency if by_urgency else _by_bearer)(found, plan.as_of, say)
    counts, drawn = _counts(found, plan, gaps), times(plan, found, gaps, say)
    first, facts, unread = safety(plan, gaps, say)
    # In lines the first is what presses; where one may look about, what is beside this procedure stands beside it.
    first = first if by_urgency else [*unread, *first, *facts]
    last = [*facts, *rest(plan, say), *unread] if by_urgency else rest(plan, say)
    # A warning of a single entry names no text: of its duties it says nothing.
    missing = any(one.code == "edition_not_loaded" and one.ruleset is not msgspec.UNSET for one in plan.warnings)
    nothing = [] if counts else [(Span(nothing_owed(whole=not narrowed, known=not missing), "strong"),)]
    sections = [
        Section("safety", (Span(_("What must not go wrong")),), sections=tuple(first), kind="group"),
        Section("timeline", (Span(_("When")),), (drawn,) if drawn else (), kind="drawing"),
        Section(
            "duties", (Span(_("Who must do what")),), sections=tuple(duties), kind="group" if by_urgency else "bearers"
        ),
        Section("more", (Span(_("The rest of the answer")),), sections=tuple(last), kind="rest"),
    ]
    title, as_of = f"{plan.incident} · {plan.protocol}", say.time(plan.as_of, "strong")
    return Sheet(
        say.language, _("Plan of a case"), (Span(plan.incident, "title"),), plan.protocol,
        (woven(_("as of {moment}"), "dim", moment=as_of),),
        (*((say.said(words, "ask"),) for words in narrowed), *_about_texts(plan), *nothing),
        counts, tuple(one for one in sections if one.sections or one.blocks),
        (_stands(plan, say), *_certified(plan)), _made(plan),
        f"{title} · {as_of.text}",
    )  # fmt: skip


def nothing_owed(*, whole: bool, known: bool = True) -> str:
    """What a plan without duties says; neither a part of it nor a text that is not loaded may speak for the whole."""
    if not known:
        return _("What is owed is not known: the edition in force is not loaded.")
    if whole:
        return _("Nothing is owed at this moment under what is known.")
    return _("Nothing in this part of the plan is owed at this moment.")


# -- the head and the foot


def _counts(found: Sequence[Entry], plan: Plan, gaps: Sequence[Card]) -> tuple[Count, ...]:
    """How much there is of each urgency, whoever holds it, then how many of it nobody may do and facts must decide."""
    as_of, zone = datetime.fromisoformat(plan.as_of), ZoneInfo(plan.zone)
    pressing = [(of_clock(gap, as_of, zone)[0], 1, gaps[0].id) for gap in plan.gaps]
    pressing += [(one.block.urgency, len(one.block.duties) or 1, one.id) for one in found]
    counts = []
    for urgency in Urgency:
        if own := [(number, id) for which, number, id in pressing if which is urgency]:
            name = STATES[urgency]
            mark = "done" if urgency is Urgency.CLOSED else name
            counts.append(Count(sum(number for number, _id in own), state_words(name), mark, own[0][1]))
    of_these = _("of these {state}")
    if gaps:
        counts.append(Count(len(plan.gaps), of_these.format(state=state_words("gap")), "gap", gaps[0].id))
    if asked := [one for one in found if one.block.question is not None]:
        words = of_these.format(state=state_words("question"))
        counts.append(Count(len(asked), words, "question", asked[0].id))
    return tuple(counts)


def _about_texts(plan: Plan) -> Iterator[Phrase]:
    """The warnings about the texts, one line a kind; their full wording stands at the end of the page."""
    notes = {
        "possibly_superseded": _("Newer acts may have replaced: {texts} (see {heading})"),
        "not_reviewed": _("Not reviewed for amendments up to this case: {texts} (see {heading})"),
        "edition_not_loaded": _(
            "Duties are missing: an edition in force on that day is not loaded: {texts} (see {heading})"
        ),
    }  # fmt: skip
    for code, note in notes.items():
        about = [w.ruleset for w in plan.warnings if w.code == code]
        if code == "edition_not_loaded":
            about = [one for one in about if one is not msgspec.UNSET]
        if texts := dict.fromkeys(plan.protocol if one is msgspec.UNSET else one for one in about):
            heading = Span(_("Warnings"), "ask", to="warnings")
            yield woven(note, "ask", texts=Span(", ".join(texts), "ask"), heading=heading)


def _stands(plan: Plan, say: Wording) -> Phrase:
    if not plan.next_change_at:
        return (Span(_("This plan stands until something new is known."), "strong"),)
    left = datetime.fromisoformat(plan.next_change_at) - datetime.fromisoformat(plan.as_of)
    words = _("This plan stands until {moment} ({span} from now) or until something new is known.")
    return woven(words, moment=say.time(plan.next_change_at, "strong"), span=say.span(left))


def _certified(plan: Plan) -> Iterator[Phrase]:
    """Whether anybody qualified stands behind the rules, where the reader looks for what made the page."""
    if any(one.code == "not_certified" for one in plan.warnings):
        heading = Span(_("Warnings"), "ask", to="warnings")
        yield woven(_("Computed, not certified (see {heading})."), "ask", heading=heading)


def _made(plan: Plan) -> tuple[Field, ...]:
    made = plan.made_with
    found = [Field("protocolkit", (Span(made.protocolkit),))]
    found += [Field(name, (Span(digest, "code"),), kind="more") for name, digest in made.rulesets.items()]
    found += [Field(_("calendar"), (Span(made.calendar),)), Field(_("holidays"), (Span(made.holidays),), kind="more")]
    return (*found, Field("tzdata", (Span(made.tzdata),)))


# -- duties


def _by_urgency(found: Sequence[Entry], as_of: str, say: Wording) -> list[Section]:
    """Most pressing first; what has no time of its own stands in short under whoever owes it."""
    sections = []
    for urgency in Urgency:
        own = [entry for entry in found if entry.block.urgency is urgency]
        if not own:
            continue
        name = STATES[urgency]
        title, role = (Span(first_upper(state_words(name))),), ROLES.get(urgency, "heading")
        cards: tuple[Card, ...] = ()
        parts: list[Section] = []
        if urgency in SHORT:
            for bearer, several in _bearers(own, say).items():
                head = woven(_("by {people}"), "dim", people=Span(bearer, "heading"))
                parts.append(Section("", head, _cards(several, as_of, say), kind="by"))
        else:
            cards = tuple(card(entry, as_of, say) for entry in own)
        sections.append(Section(name, title, cards, tuple(parts), _count(own), role=role))
    return sections


def _by_bearer(found: Sequence[Entry], as_of: str, say: Wording) -> list[Section]:
    """What each bearer owes: first what has a time, then what has none, then what is over."""
    sections = []
    for number, (bearer, own) in enumerate(_bearers(found, say).items(), 1):
        timed = [entry for entry in own if entry.block.urgency not in (Urgency.UNTIMED, Urgency.CLOSED)]
        untimed = [entry for entry in own if entry.block.urgency is Urgency.UNTIMED]
        closed = [entry for entry in own if entry.block.urgency is Urgency.CLOSED]
        parts = []
        if untimed:
            title = (Span(first_upper(state_words("untimed"))),)
            parts.append(Section("", title, _cards(untimed, as_of, say), kind="by"))
        if closed:
            title = (Span(first_upper(state_words("closed"))),)
            parts.append(Section("", title, _cards(closed, as_of, say), count=_count(closed), kind="folded"))
        count = str(sum(len(entry.block.duties) or 1 for entry in own))
        cards = tuple(card(entry, as_of, say, bearer=False) for entry in timed)
        sections.append(Section(f"by-{number}", (Span(bearer),), cards, tuple(parts), count, kind="bearer"))
    return sections


def _cards(own: Iterable[Entry], as_of: str, say: Wording) -> tuple[Card, ...]:
    return tuple(card(one, as_of, say, bearer=False, short=one.block.urgency in SHORT) for one in own)


def _count(section: Sequence[Entry]) -> str:
    duties = sum(len(entry.block.duties) for entry in section)
    questions = sum(entry.block.question is not None for entry in section)
    parts = [str(duties)] if duties else []
    if questions:
        parts.append(ngettext("{n} not certain", "{n} not certain", questions).format(n=questions))
    # A comma would leave open whether the second number is part of the first.
    return " + ".join(parts)


def _bearers(found: Sequence[Entry], say: Wording) -> dict[str, list[Entry]]:
    """Blocks under whoever owes them, in the order in which bearers first appear."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        one = entry.block.question
        by, mode = (one.by, one.by_mode) if one else (entry.block.duties[0].by, entry.block.duties[0].by_mode)
        groups.setdefault(say.bearers(by, mode), []).append(entry)
    return groups
