"""The organisation's year as a sheet: month by month what is due, then what always holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from protocolkit.languages import _, ngettext, speaking
from protocolkit.model.rule import DONE
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.agenda import Agenda
from protocolkit.plans.plan_entries import Duty, Norm
from protocolkit.showing.of_duty import source
from protocolkit.showing.of_readings import norm_notes
from protocolkit.showing.of_rest import idle, taken_back
from protocolkit.showing.sheet import Block, Card, Due, Field, Item, Phrase, Section, Sheet, Span, phrase, woven
from protocolkit.showing.states import state_words
from protocolkit.showing.wording import Wording

UNNAMED = "organisation"


def agenda_sheet(
    agenda: Agenda, vocabulary: Vocabulary, language: str = "en", texts: Mapping[str, str] | None = None
) -> Sheet:
    """The dated duties under the month they fall due in, the standing ones by bearer, then what is waited for.

    `texts` are the languages of those that are quoted.
    """
    with speaking(language):
        labels = {duty.rule: duty.label for duty in (*agenda.dated, *agenda.standing)}
        labels |= {one.rule: one.label for one in agenda.awaiting}
        labels |= {gap.rule: gap.label for gap in agenda.gaps} | {o.rule: o.label for o in agenda.undetermined}
        return _sheet(agenda, Wording(vocabulary, agenda.zone, language, labels, texts))


def _sheet(agenda: Agenda, say: Wording) -> Sheet:
    days = woven(
        _("{first} to {last}, as of {now}"), first=say.day(agenda.from_), last=say.day(agenda.to),
        now=say.time(agenda.as_of),
    )  # fmt: skip
    dated, standing = len(agenda.dated), len(agenda.standing)
    counts = (
        ngettext("{n} dated", "{n} dated", dated).format(n=dated),
        ngettext("{n} at all times", "{n} at all times", standing).format(n=standing),
    )
    months = [
        Section(f"m-{month or 'none'}", (Span(month or _("no date"), "heading"),), tuple(_dated(duties, say)))
        for month, duties in _by_month(agenda.dated).items()
    ]
    waiting = [Item(phrase(say.titled(one), _beside(say.awaited(one))), mark="") for one in agenda.awaiting]
    warnings = [Item((say.said(one.message),), mark="") for one in agenda.warnings]
    undecided = [
        Item(phrase(say.titled(one), _beside(say.questions(one.facts))), mark="") for one in agenda.undetermined
    ]
    unheld = [Item(phrase(say.titled(one), _beside(say.said(one.why).text)), mark="") for one in agenda.gaps]
    found = (
        _listed("gaps", _("Gaps: a person must decide"), unheld),
        *months, _standing(agenda.standing, say),
        _listed("facts", _("Open questions: facts to find out"), undecided),
        _listed("awaiting", _("When it happens"), waiting),
        _listed("prohibitions", _("Forbidden at all times"), [_norm(norm, say) for norm in agenda.prohibitions]),
        _listed("permissions", _("Allowed"), [_norm(norm, say) for norm in agenda.permissions]),
        _listed("sanctions", _("Sanctions the facts engage"), [_norm(norm, say) for norm in agenda.sanctions]),
        _listed("without-effect", _("Entries without effect"), idle(agenda.without_effect, say)),
        _listed("retracted", _("Entries taken back"), taken_back(agenda.retracted, say)),
        _listed("warnings", _("Warnings"), warnings),
    )  # fmt: skip
    # A word where nobody gave a reference.
    named = _("organisation") if agenda.organisation == UNNAMED else agenda.organisation
    return Sheet(
        say.language, "", (Span(named, "title"),), agenda.protocol, (days, (Span(", ".join(counts)),)),
        sections=tuple(one for one in found if one.blocks or one.sections),
    )  # fmt: skip


def _by_month(duties: Sequence[Duty]) -> dict[str | None, list[Duty]]:
    months: dict[str | None, list[Duty]] = {}
    for duty in duties:
        day = _day(duty)
        months.setdefault(day[:7] if day else None, []).append(duty)
    return months


def _day(duty: Duty) -> str | None:
    """The last day of the duty, else the day it arose."""
    if duty.due is not None and duty.due.last_day:
        return duty.due.last_day
    return duty.trigger.at[:10] if duty.trigger else None


def _dated(duties: Sequence[Duty], say: Wording) -> Iterator[Card]:
    """Occurrences of one rule in one state stand together: thirty daily reports are one line."""
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        groups.setdefault((duty.rule, duty.do, duty.to, duty.document, duty.for_, duty.status), []).append(duty)
    for several in groups.values():
        duty = several[0]
        fields = [Field(_("by"), (Span(say.bearers(duty.by, duty.by_mode)),))]
        fields += [Field(_("to"), (Span(say.role(duty.to)),))] if duty.to else []
        fields += source(duty.sources, say)
        late = duty.status == "overdue"
        state = (
            "overdue" if late else "late" if duty.status == "done_late" else "done" if duty.status in DONE else "later"
        )
        badge = state_words("overdue") if late else say.name("statuses", duty.status)
        id = f"d-{duty.id}".replace("/", "-")
        yield Card(
            id,
            state,
            badge,
            (say.titled(duty),),
            (),
            Due(day=_when(several, say)),
            (),
            tuple(fields),
            "short",
            len(several),
        )


def _when(several: Sequence[Duty], say: Wording) -> Phrase:
    duty, day, last = several[0], _day(several[0]), _day(several[-1])
    first = say.day(day) if day else _("no date")
    if len(several) > 1 and last:
        words = ngettext("{n} time, {first} to {last}", "{n} times, {first} to {last}", len(several))
        return (Span(words.format(n=len(several), first=first, last=say.day(last))),)
    if duty.due is not None and duty.due.at:
        return (say.ending(duty.due),)
    return (Span(_("from {day}, no time given in the text").format(day=first)),)


def _standing(duties: Sequence[Duty], say: Wording) -> Section:
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(say.bearers(duty.by, duty.by_mode, ", "), []).append(duty)
    parts = []
    for bearer, several in groups.items():
        items: list[Block] = [Item(phrase(say.titled(duty), _beside(say.points(duty.sources[:1])))) for duty in several]
        head = woven(_("by {people}"), "dim", people=Span(bearer, "heading"))
        parts.append(Section("", head, tuple(items), kind="by"))
    return Section("standing", (Span(_("At all times")),), sections=tuple(parts))


def _norm(norm: Norm, say: Wording) -> Item:
    conduct = [f" · {say.what(one)}" for one in norm.manner]
    words = phrase(say.titled(norm), _beside(say.roles(norm.by, ", ")), conduct)
    return Item(words, mark="", fields=tuple(norm_notes(norm, say)))


def _beside(words: str) -> Span | None:
    return Span(f" · {words}", "dim") if words else None


def _listed(id: str, title: str, items: Sequence[Item]) -> Section:
    return Section(id, (Span(title),), tuple(items))
