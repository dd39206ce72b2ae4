"""The duty card as HTML: one screen for this hour, the rest folded, and exactly what one printed sheet needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from protocolkit.languages import _, ngettext, pgettext, speaking
from protocolkit.languages.short_times import inflected
from protocolkit.plans.card import Asking, Card, Row, Task, Unnamed
from protocolkit.showing.card_folds import folds
from protocolkit.showing.card_sheet import asked, rest
from protocolkit.showing.card_tags import Times
from protocolkit.showing.card_task import about, blanks, meta, tag, titled
from protocolkit.showing.card_why import Quoted, as_it_stands, why
from protocolkit.showing.html_parts import filled, listed, paragraph, span, strong
from protocolkit.showing.markup import Child, Markup, between, element, fragment

STOP = Markup(
    '<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" fill="none" stroke="currentColor" '
    'stroke-width="2.5"><circle cx="11" cy="11" r="9.5"/><path d="M4.5 4.5l13 13"/></svg>'
)


def _as_it_is(_asking: Asking, words: Child) -> Child:
    return words


@dataclass(frozen=True)
class Controls:
    """What the host of a card adds to it; without a host it is a page that keeps nothing.

    `record` gives what stands under a row: the form that records it, or, of one that is done, the form that takes the
    record back. `question` wraps the words of a question, in a link to its page say. `letter` gives what leads to the
    letter of a task, `quoted` wraps the point that a quote of a task stands in. Each gives markup, made by
    `protocolkit.showing.markup` or escaped by the host.
    """

    record: Callable[[Task, Row], Child] | None = None
    question: Callable[[Asking, Child], Child] = _as_it_is
    letter: Callable[[Task], Child] | None = None
    quoted: Quoted = as_it_stands


ALONE = Controls()


def card_body(card: Card, controls: Controls = ALONE) -> Markup:
    """The card without the page around it: what goes into `<main class="card">`, in the card's language.

    Its style is `card_page.card_style()`.
    """
    with speaking(card.language):
        return _Body(card, controls).made()


class _Body:
    def __init__(self, card: Card, controls: Controls) -> None:
        self.card = card
        self.controls = controls
        self.times = Times(card)
        self.boxes = 0

    def made(self) -> Markup:
        card = self.card
        lead = [self._task(task) for task in card.lead]
        tasks = element(
            "section", {"class": "lead", "aria-labelledby": "lead"},
            element("h2", {"id": "lead", "class": "scr"}, lead_words(card)),
            lead or paragraph("panel none", _("Nothing is due under what is known.")),
        )  # fmt: skip
        return fragment(
            element("div", {"class": "hour"}, self._as_of(), self._stop(), self._clock(), self._asks(), tasks),
            folds(card, self.times, self.controls.question, self._row if self.controls.record else None),
            rest(card, self.times),
            self._foot(),
        )

    # -- above the tasks

    def _as_of(self) -> Markup:
        card = self.card
        said = f"{self.times.instant()}, {_city(card.zone)}"
        if card.next_change_at:
            said += " · " + self.times.stands(card.next_change_at)
        stale = element(
            "strong", {"class": "stale screen", "id": "stale", "hidden": True, "data-after": card.next_change_at or ""},
            _("This card is out of date: make it anew."),
        )  # fmt: skip
        return paragraph("asof small soft", said, " ", stale)

    def _stop(self) -> Markup | None:
        card = self.card
        if not card.accused and not card.unnamed:
            return None
        if card.accused:
            words = _("{person}: the alleged offender")
            people = (strong("", _whom(one.name, one.for_, one.who)) for one in card.accused)
            lines = [paragraph("", filled(words, person=person)) for person in people]
            head = element("h2", {"id": "stop"}, STOP, span("", _("Do not tell, do not involve")))
            return element("section", {"class": "stop", "aria-labelledby": "stop"}, head, lines, self._unnamed())
        head = element("h2", {"id": "stop"}, span("", _unnamed_words(len(card.unnamed))))
        return element(
            "section", {"class": "stop open", "aria-labelledby": "stop"}, head, self._unnamed_list(card.unnamed)
        )

    def _unnamed(self) -> list[Markup]:
        """What presses within the hour stands open: a clock that runs for nobody must not run out of sight."""
        every = self.card.unnamed
        pressing = [one for one in every if self.times.presses(one.time)]
        rest = [one for one in every if one not in pressing]
        shown: list[Markup] = []
        if pressing:
            shown += [paragraph("open", _unnamed_words(len(pressing))), self._unnamed_list(pressing)]
        if rest:
            head = element("summary", None, _unnamed_words(len(rest)))
            shown.append(element("details", None, head, self._unnamed_list(rest)))
        return shown

    def _unnamed_list(self, some: Sequence[Unnamed]) -> Markup:
        intro = _("The text does not say who acts or is told instead. You decide:")
        return fragment(paragraph("small", intro), listed(map(self._one_unnamed, some)))

    def _one_unnamed(self, one: Unnamed) -> Markup:
        state = self.times.time(one.time, late=bool(one.late))
        parties = f" ({', '.join(one.parties)})" if one.parties else ""
        return fragment(one.title, parties, f" · {state.words}" if state else None)

    def _clock(self) -> Markup:
        clock, times = self.card.clock, self.times
        began = f"{times.near(clock.began_at)} {clock.began}" if clock.began_at else ""
        if not self.card.lead:
            return element("section", {"class": "clock"}, element("h1", None, _("Nothing is due now")))
        if clock.bucket == "overdue":
            head = filled(_("Overdue: {n}"), n=strong("", str(clock.overdue)))
            return self._running("clock late", head, 100, began, clock.limit, clock.closes)
        if clock.limit is None:
            waited = times.left(clock.began_at or self.card.as_of)
            return element(
                "section", {"class": "clock"},
                element("h1", None, filled(_("At once: {span} gone"), span=strong("", waited))), _ends(began, ""),
            )  # fmt: skip
        end = inflected(times.end(clock.limit, clock.closes), "to")
        head = filled(_("{span} left until {time}"), span=strong("", times.left(clock.limit)), time=end)
        start, now, limit = (times.at(one) for one in (clock.began_at or self.card.as_of, self.card.as_of, clock.limit))
        gone = 100 * ((now - start) / (limit - start)) if limit > start else 100
        return self._running("clock", head, gone, began, clock.limit, clock.closes)

    def _running(
        self, kind: str, head: Child, gone: float, began: str, limit: str | None, closes: str | None
    ) -> Markup:
        """The heading with the bar of the time that is gone. A clock by the hour runs on, where scripts do."""
        card = self.card
        runs = kind == "clock" and closes is None
        data = {"data-from": card.clock.began_at, "data-to": limit, "data-as-of": card.as_of} if runs else {}
        bar = element(
            "svg", {"class": "bar", "aria-hidden": "true", "focusable": "false"},
            element("rect", {"class": "gone", "width": f"{min(max(gone, 0), 100):.1f}%", "height": "100%"}),
        )  # fmt: skip
        end = self.times.end(limit, closes) if limit else ""
        return element("section", {"class": kind, **data}, element("h1", None, head), bar, _ends(began, end))

    def _asks(self) -> Markup | None:
        """The questions that change this hour: a strip to open on the screen, boxes on paper."""
        own = [one for one in self.card.questions if one.now]
        if not own:
            return None
        words = ngettext("{n} question changes this hour", "{n} questions change this hour", len(own))
        about = ", ".join(dict.fromkeys(one.about for one in own if one.about))
        head = [words.format(n=len(own)), [": ", strong("", about)] if about else None]
        rows = (
            fragment(
                paragraph("q", self.controls.question(one, one.ask)),
                paragraph("small soft", _("What hangs on it: {things}").format(things="; ".join(one.hangs[:3]))),
            )
            for one in own
        )
        strip = element("details", {"class": "asks screen"}, element("summary", None, span("", head)), listed(rows))
        boxes = _("☐ yes   ☐ no   ☐ not known")
        paper = (
            fragment(span("", one.ask), span("boxes", boxes if one.yes_or_no else "____________"))
            for one in asked(self.card)
        )
        title = strong("h", _("Answer first: this hour hangs on it"))
        return fragment(strip, element("section", {"class": "asks paper"}, paragraph("", title), listed(paper)))

    # -- tasks

    def _task(self, task: Task) -> Markup:
        state = tag(self.times.tag(task))
        reasons = why(task, self.times, self.controls.quoted)
        if len(task.rows) == 1:
            return element("article", {"class": "task panel"}, self._row(task, task.rows[0], alone=True), reasons)
        cite = span("paper small", f" · {task.cite}") if task.cite else None
        letter = self.controls.letter(task) if self.controls.letter else None
        head = element(
            "header", None, element("h3", None, task.title, cite), state, meta(task, self.times),
            paragraph("lnk screen", letter) if letter else None,
        )  # fmt: skip
        rows = [self._row(task, row, alone=False) for row in task.rows]
        return element("article", {"class": "task panel"}, head, rows, reasons)

    def _row(self, task: Task, row: Row, *, alone: bool = True) -> Markup:
        """A box to tick, what it stands for, and, on paper, the blanks to fill in."""
        self.boxes += 1
        id = f"d{self.boxes}"
        done = task.bucket == "closed"
        box = element("input", {"type": "checkbox", "id": id, "checked": done, "disabled": done})
        if alone:
            label: Child = [titled(task, row), element("small", None, between(" · ", about(task, row, self.times)))]
            state = tag(self.times.tag(task))
        else:
            label = [" · ".join(filter(None, (row.label, row.party))) or task.title]
            state = None
        letter = self.controls.letter(task) if alone and self.controls.letter else None
        record = self.controls.record(task, row) if self.controls.record else None
        return element(
            "div", {"class": "row one" if alone else "row"}, box, element("label", {"for": id}, label), state,
            span("blanks paper", blanks(task)),
            paragraph("lnk screen", letter) if letter else None,
            element("div", {"class": "rec screen"}, record) if record else None,
        )  # fmt: skip

    def _foot(self) -> Markup:
        card = self.card
        old = _(
            "Newer acts may have replaced: {texts}. Ask a lawyer before arguing about a time; do not wait to tell."
        ).format(texts=", ".join(card.superseded))
        made = _("Made from: {texts}. Calendar: {calendar}. No legal advice.")
        kept = _("Ticks on this page are not kept: record in the case what was done.")
        lines = [
            paragraph("", old) if card.superseded else None,
            paragraph("", made.format(texts="; ".join(card.texts), calendar=card.calendar)),
            None if self.controls.record else paragraph("screen", kept),
            paragraph("paper", _("No names stand on this sheet: write them in by hand.")),
        ]
        return element("footer", {"class": "foot"}, lines)


def lead_words(card: Card) -> str:
    """What the tasks are that stand open."""
    match card.clock.bucket:
        case "overdue":
            return _("Overdue and this hour")
        case "now":
            return _("This hour")
        case "today":
            return pgettext("a part of a card", "Today")
        case "week":
            return _("Within a week")
        case "later" | "undated" | "untimed" | "held" | "closed":
            return pgettext("a part of a card", "Later")
        case _:
            assert_never(card.clock.bucket)


def _unnamed_words(n: int) -> str:
    return _("No one named: you decide ({n})").format(n=n)


def _whom(name: str, party: str, who: str) -> str:
    inside = ", ".join(filter(None, (party, who)))
    said = name[:1].upper() + name[1:]
    return f"{said} ({inside})" if inside else said


def _city(zone: str) -> str:
    return {
        "Asia/Almaty": pgettext("a time zone", "Almaty"), "Europe/Kyiv": pgettext("a time zone", "Kyiv"),
        "Europe/Kiev": pgettext("a time zone", "Kyiv"),
    }.get(zone, zone)  # fmt: skip


def _ends(began: str, end: str) -> Markup:
    return paragraph("ends", span("", began), span("", end))
