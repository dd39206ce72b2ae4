"""A plan as one page to look at and to print: what must not go wrong, what is due when, and who owes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from protocolkit.languages import N_, _, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.urgency import Urgency, blocks
from protocolkit.showing.card_fields import fields
from protocolkit.showing.cards import Entry, card, entries, groups
from protocolkit.showing.gap_cards import gap_entries
from protocolkit.showing.html_document import document
from protocolkit.showing.html_parts import code, folded, link, listed, paragraph, section, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.norm_lists import norms
from protocolkit.showing.plan_text import nothing_owed
from protocolkit.showing.safety_panel import safety
from protocolkit.showing.speech import Speech
from protocolkit.showing.symbols import STATES, definitions, mark, meaning, state
from protocolkit.showing.timeline import timeline
from protocolkit.showing.timeline_rows import rows
from protocolkit.showing.wording import titles

SOON = (Urgency.OVERDUE, Urgency.NOW, Urgency.TODAY, Urgency.LATER, Urgency.UNDATED, Urgency.HELD)
ABOUT_TEXTS = {
    "possibly_superseded": N_("Newer acts may have replaced: {texts}."),
    "not_reviewed": N_("Not reviewed for amendments up to this case: {texts}."),
    "edition_not_loaded": N_("Duties are missing: an edition in force on that day is not loaded: {texts}."),
}


def page(
    plan: Plan, vocabulary: Vocabulary, language: str = "en", *,
    spoken: Mapping[str, str] | None = None, whole: Plan | None = None, narrowed: Sequence[str] = (),
) -> str:  # fmt: skip
    """The plan as HTML, complete in itself: no network, no file beside it.

    The engine's own words are those of the language that was spoken while the plan was made (`languages.speaking`).
    `spoken` gives the language of each ruleset's text. Where the plan is only a part, `whole` is the plan it was taken
    from and `narrowed` says in words what was left out.
    """
    with speaking(language):
        return _page(plan, narrowed, Speech(vocabulary, plan.zone, language, titles(whole or plan), spoken))


def _page(plan: Plan, narrowed: Sequence[str], say: Speech) -> str:
    found = entries(blocks(plan))
    gaps = gap_entries(plan.gaps)
    drawn = rows(found, gaps, plan.as_of, say)
    rest = norms(plan, say)
    main = element(
        "main", {"id": "main"},
        safety(plan, gaps, say), timeline(drawn, plan.as_of, say), _duties(found, plan.as_of, say),
        section("more", _("The rest of the answer"), rest, kind="more") if rest else None,
    )  # fmt: skip
    title = f"{plan.incident} · {plan.protocol}"
    return document(
        f"{title} · {say.moment(plan.as_of)}", say.language, definitions(),
        _top(plan, found, narrowed, say), main, _foot(plan, say),
        styles=("cards", "plan"), skip=_("Skip to the content"), running=f"{title} · {say.instant(plan.as_of)}",
    )  # fmt: skip


def _top(plan: Plan, found: Sequence[Entry], narrowed: Sequence[str], say: Speech) -> Markup:
    about = element(
        "dl", {"class": "about"},
        element("div", None, element("dt", None, _("Protocol")), element("dd", None, plan.protocol)),
        element("div", None, element("dt", None, _("As of")), element("dd", None, say.time(plan.as_of))),
    )  # fmt: skip
    title = element("h1", None, element("bdi", None, plan.incident))
    part = [paragraph("notice", mark("question"), say.said(words)) for words in narrowed]
    return element(
        "header", {"class": "top"},
        element("div", {"class": "band"}, paragraph("kind", _("Plan of a case")), title, about),
        part, _tiles(found, not narrowed), _about_texts(plan),
    )  # fmt: skip


def _tiles(found: Sequence[Entry], whole: bool) -> Markup:
    """How many duties there are of each urgency; each number leads to the first card of it."""
    tiles = []
    for urgency in Urgency:
        own = [entry for entry in found if entry.block.urgency is urgency and entry.block.question is None]
        if own:
            name = STATES[urgency]
            tiles.append(_tile("done" if urgency is Urgency.CLOSED else name, meaning(name), own))
    if asked := [entry for entry in found if entry.block.question is not None]:
        tiles.append(_tile("question", _("not certain: facts decide"), asked))
    if not tiles:
        return paragraph("notice", nothing_owed(whole=whole))
    return element("nav", {"aria-label": _("How many duties press, and how much")}, listed(tiles, "tiles", bare=True))


def _tile(name: str, said: str, own: Sequence[Entry]) -> Markup:
    number = sum(len(entry.block.duties) or 1 for entry in own)
    words = span("number", str(number)), " ", span("words", mark(name), said)
    return link(own[0].anchor, words, kind=f"tile s-{name}")


def _about_texts(plan: Plan) -> Markup | None:
    """A line for each kind of warning about the texts themselves; their full wording stands below."""
    notes = []
    for kind, said in ABOUT_TEXTS.items():
        about = dict.fromkeys(w.ruleset for w in plan.warnings if w.code == kind and w.ruleset)
        if about:
            words = _(said).format(texts=", ".join(about)), " ", link("warnings", _("See the warnings"))
            notes.append(paragraph("notice", mark("question"), element("span", None, words)))
    return fragment(notes) if notes else None


def _duties(found: Sequence[Entry], as_of: str, say: Speech) -> Markup | None:
    if not found:
        return None
    bearers = groups(found, say)
    links = [_bearer_link(number, name, own) for number, (name, own) in enumerate(bearers.items(), 1)]
    contents = element("nav", {"class": "bearers", "aria-label": _("Who owes it")}, listed(links, bare=True))
    parts = [_bearer(number, name, own, as_of, say) for number, (name, own) in enumerate(bearers.items(), 1)]
    return section("duties", _("Who must do what"), contents if len(links) > 2 else None, parts)


def _bearer_link(number: int, name: str, own: Sequence[Entry]) -> Markup:
    counted = str(sum(len(entry.block.duties) or 1 for entry in own))
    return link(f"by-{number}", mark(state(own[0].block)), element("span", None, name), " ", span("count", counted))


def _bearer(number: int, name: str, own: Sequence[Entry], as_of: str, say: Speech) -> Markup:
    """What one bearer owes: first what has a time, then what has none, then what is over."""
    timed = [entry for entry in own if entry.block.urgency in SOON]
    untimed = [entry for entry in own if entry.block.urgency is Urgency.UNTIMED]
    closed = [entry for entry in own if entry.block.urgency is Urgency.CLOSED]
    id = f"by-{number}"
    body: list[Child] = [_cards(timed, as_of, say)] if timed else []
    if untimed:
        body += [paragraph("between", _("No time given in the text"))] if timed else []
        body.append(_cards(untimed, as_of, say, "small"))
    if closed:
        head = _("Closed: {n}").format(n=sum(len(entry.block.duties) for entry in closed))
        cards = _cards(closed, as_of, say, "small")
        body.append(folded(head, cards, kind="closed", open=not (timed or untimed)))
    return element("section", {"class": "bearer", "aria-labelledby": id}, element("h3", {"id": id}, name), body)


def _cards(own: Sequence[Entry], as_of: str, say: Speech, kind: str = "") -> Markup:
    return listed((card(entry, as_of, say) for entry in own), f"cards {kind}".strip(), bare=True)


def _foot(plan: Plan, say: Speech) -> Markup:
    made = plan.made_with
    stands: Child = _("This plan stands until something new is known.")
    if plan.next_change_at:
        left = datetime.fromisoformat(plan.next_change_at) - datetime.fromisoformat(plan.as_of)
        until = [" ", strong("", say.time(plan.next_change_at)), " "]
        ahead = _("({span} from now)").format(span=say.span(left))
        stands = [_("This plan stands until something new is known, at most until"), until, ahead]
    rows: list[tuple[str, Child]] = [("protocolkit", made.protocolkit)]
    rows += [(ruleset, code(digest)) for ruleset, digest in made.rulesets.items()]
    rows += [(_("calendar"), made.calendar), (_("holidays"), made.holidays), (_("time zones"), made.tzdata)]
    return element(
        "footer", {"class": "foot"},
        paragraph("stands", stands),
        folded(_("What made this answer"), fields(rows)),
    )  # fmt: skip
