"""A plan as one page to look at and to print: what must not go wrong, what is due when, and who owes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from protocolkit.pages.cards import Entry, card, entries, groups
from protocolkit.pages.document import document
from protocolkit.pages.fields import fields
from protocolkit.pages.gaps import gap_entries
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.norms import norms
from protocolkit.pages.parts import code, folded, link, listed, paragraph, section, span, strong
from protocolkit.pages.rows import rows
from protocolkit.pages.safety import safety
from protocolkit.pages.speech import Speech
from protocolkit.pages.symbols import STATES, definitions, mark, state
from protocolkit.pages.timeline import timeline
from protocolkit.plans.names import Label, Names
from protocolkit.plans.plan import Plan
from protocolkit.plans.urgency import Urgency, blocks
from protocolkit.plans.wording import Labelled

SOON = (Urgency.OVERDUE, Urgency.NOW, Urgency.TODAY, Urgency.LATER, Urgency.UNDATED, Urgency.HELD)
ABOUT_TEXTS = ("possibly_superseded", "not_reviewed", "edition_not_loaded")


def page(
    plan: Plan, vocabulary: Names, language: str = "en", *,
    spoken: Mapping[str, str] | None = None, whole: Plan | None = None, narrowed: Sequence[str] = (),
) -> str:  # fmt: skip
    """The plan as HTML, complete in itself: no network, no file beside it.

    `spoken` gives the language of each ruleset's text. Where the plan is only a part, `whole` is the plan it was taken
    from and `narrowed` says in words what was left out.
    """
    say = Speech(vocabulary, plan.zone, language, _titles(whole or plan), spoken)
    found = entries(blocks(plan))
    gaps = gap_entries(plan.gaps)
    drawn = rows(found, gaps, plan.as_of, say)
    rest = norms(plan, say)
    main = element(
        "main", {"id": "main"},
        safety(plan, gaps, say), timeline(drawn, plan.as_of, say), _duties(found, plan.as_of, say),
        section("more", say.t("more"), rest, kind="more") if rest else None,
    )  # fmt: skip
    title = f"{plan.incident} · {plan.protocol}"
    return document(
        f"{title} · {say.moment(plan.as_of)}", language, definitions(),
        _top(plan, found, narrowed, say), main, _foot(plan, say),
        styles=("cards", "plan"), skip=say.t("skip"), running=f"{title} · {say.instant(plan.as_of)}",
    )  # fmt: skip


def _titles(plan: Plan) -> dict[str, Label]:
    entries: list[Labelled] = [*plan.duties, *plan.awaiting, *plan.undetermined, *plan.gaps]
    entries += [*plan.permissions, *plan.prohibitions]
    return {one.rule: one.label for one in entries}


def _top(plan: Plan, found: Sequence[Entry], narrowed: Sequence[str], say: Speech) -> Markup:
    about = element(
        "dl", {"class": "about"},
        element("div", None, element("dt", None, say.t("protocol")), element("dd", None, plan.protocol)),
        element("div", None, element("dt", None, say.t("as_of")), element("dd", None, say.time(plan.as_of))),
    )  # fmt: skip
    title = element("h1", None, element("bdi", None, plan.incident))
    part = [paragraph("notice", mark("question"), say.english(words)) for words in narrowed]
    return element(
        "header", {"class": "top"},
        element("div", {"class": "band"}, paragraph("kind", say.t("plan")), title, about),
        part, _tiles(found, say), _about_texts(plan, say),
    )  # fmt: skip


def _tiles(found: Sequence[Entry], say: Speech) -> Markup:
    """How many duties there are of each urgency; each number leads to the first card of it."""
    tiles = []
    for urgency in Urgency:
        own = [entry for entry in found if entry.block.urgency is urgency and entry.block.question is None]
        if own:
            name = STATES[urgency]
            tiles.append(_tile("done" if urgency is Urgency.CLOSED else name, f"tile_{name}", own, say))
    if asked := [entry for entry in found if entry.block.question is not None]:
        tiles.append(_tile("question", "tile_question", asked, say))
    if not tiles:
        return paragraph("notice", say.t("nothing_owed"))
    return element("nav", {"aria-label": say.t("summary")}, listed(tiles, "tiles", bare=True))


def _tile(name: str, key: str, own: Sequence[Entry], say: Speech) -> Markup:
    number = sum(len(entry.block.duties) or 1 for entry in own)
    words = span("number", str(number)), " ", span("words", mark(name), say.t(key))
    return link(own[0].anchor, words, kind=f"tile s-{name}")


def _about_texts(plan: Plan, say: Speech) -> Markup | None:
    """A line for each kind of warning about the texts themselves; their full wording stands below."""
    notes = []
    for kind in ABOUT_TEXTS:
        about = dict.fromkeys(w.message.split(" ", 1)[0] for w in plan.warnings if w.code == kind)
        if about:
            words = say.t(kind, texts=", ".join(about)), " ", link("warnings", say.t("see_warnings"))
            notes.append(paragraph("notice", mark("question"), element("span", None, words)))
    return fragment(notes) if notes else None


def _duties(found: Sequence[Entry], as_of: str, say: Speech) -> Markup | None:
    if not found:
        return None
    bearers = groups(found, say)
    links = [_bearer_link(number, name, own) for number, (name, own) in enumerate(bearers.items(), 1)]
    contents = element("nav", {"class": "bearers", "aria-label": say.t("bearers")}, listed(links, bare=True))
    parts = [_bearer(number, name, own, as_of, say) for number, (name, own) in enumerate(bearers.items(), 1)]
    return section("duties", say.t("duties"), contents if len(links) > 2 else None, parts)


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
        body += [paragraph("between", say.t("untimed_here"))] if timed else []
        body.append(_cards(untimed, as_of, say, "small"))
    if closed:
        head = say.t("closed_here", n=sum(len(entry.block.duties) for entry in closed))
        cards = _cards(closed, as_of, say, "small")
        body.append(folded(head, cards, kind="closed", open=not (timed or untimed)))
    return element("section", {"class": "bearer", "aria-labelledby": id}, element("h3", {"id": id}, name), body)


def _cards(own: Sequence[Entry], as_of: str, say: Speech, kind: str = "") -> Markup:
    return listed((card(entry, as_of, say) for entry in own), f"cards {kind}".strip(), bare=True)


def _foot(plan: Plan, say: Speech) -> Markup:
    made = plan.made_with
    stands: Child = say.t("stands")
    if plan.next_change_at:
        left = datetime.fromisoformat(plan.next_change_at) - datetime.fromisoformat(plan.as_of)
        until = strong("", say.time(plan.next_change_at))
        stands = [say.t("stands_until"), " ", until, " ", say.t("from_now", span=say.span(left))]
    rows: list[tuple[str, Child]] = [("protocolkit", made.protocolkit)]
    rows += [(ruleset, code(digest)) for ruleset, digest in made.rulesets.items()]
    rows += [(say.t("calendar"), made.calendar), (say.t("holidays"), made.holidays), (say.t("zone_data"), made.tzdata)]
    return element(
        "footer", {"class": "foot"},
        paragraph("stands", stands),
        folded(say.t("made_with"), fields(rows)),
    )  # fmt: skip
