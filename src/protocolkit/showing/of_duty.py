"""One thing to do: a duty, a question that facts must decide, or a gap that a person must decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.plans.closing_day import closing_day
from protocolkit.plans.plan_entries import Duty, Gap, Undetermined
from protocolkit.plans.plan_parts import Manner, Source
from protocolkit.plans.repeats import Repeated
from protocolkit.plans.urgency import Block, Urgency
from protocolkit.showing.of_due import counted, due_notes, due_words, moving
from protocolkit.showing.of_means import channels, things
from protocolkit.showing.of_readings import amount_asks
from protocolkit.showing.sheet import Card, Field, Phrase, Span, Words, joined, phrase, woven
from protocolkit.showing.states import state, state_words
from protocolkit.showing.wording import Wording


class Entry(NamedTuple):
    """A block and the id of its card."""

    block: Block
    id: str


def entries(blocks: Iterable[Block]) -> list[Entry]:
    """Blocks with ids that stay the same as long as the duties do."""
    taken: dict[str, int] = {}
    found = []
    for block in blocks:
        one = block.question
        slug = _slug("d", f"{one.rule}/{one.to or ''}/{one.for_ or ''}" if one else block.duties[0].id)
        taken[slug] = taken.get(slug, 0) + 1
        found.append(Entry(block, slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"))
    return found


def card(entry: Entry, as_of: str, say: Wording, *, bearer: bool = True, short: bool = False) -> Card:
    """The card of a block. `bearer`: say who owes it, for no heading does. `short`: say it in a line where one can."""
    block = entry.block
    if block.question is not None:
        return _question(entry, block.question, as_of, say, bearer=bearer)
    if block.urgency is Urgency.CLOSED:
        return _closed(entry, say)
    duties, duty, name = block.duties, block.duties[0], state(block)
    # The heading above such a card has said that the text gives no time.
    due = None if short and duty.due is None else due_words(duty.due, duty.trigger, duty.status, as_of, say)
    listed = f" ({', '.join(duty.by_persons)})" if isinstance(duty.by_persons, tuple) else ""
    owed_by = [Field(_("by"), (Span(say.owing(duty, duty.by_mode) + listed),))] if bearer else []
    fields = (
        *returning(duty, say), *due_notes(duty.due, say), *_not_done(duty, say), *check_first(duty, say),
        *who(duties, say), *owed_by, *_how(duty, say), *why(duties, say), *counted(duty.due, say),
    )  # fmt: skip
    return Card(
        entry.id, name, state_words(name), (say.titled(duty),), tags(duty, say), due,
        fields=fields, size="short" if short else "full", number=len(duties),
    )  # fmt: skip


def gap_card(number: int, gaps: Sequence[Gap], as_of: str, say: Wording) -> Card:
    """What is owed, why nobody may do it, and until when: gaps that one decision settles."""
    gap = gaps[0]
    each, told = say.each(one.to for one in gaps)
    due = due_words(gap.due, gap.trigger, gap.status, as_of, say) if gap.trigger is not None else None
    fields = [Field(_("why"), (say.said(gap.why, "alarm"),)), *returning(gap, say), *due_notes(gap.due, say)]
    fields += [_people(_("to"), each, told)] if told else []
    fields += [Field(_("for"), (Span(say.role(gap.for_)),))] if gap.for_ and gap.for_ != gap.to else []
    fields += [Field(_("by"), (Span(say.owing(gap, "any")),))] if gap.by else []
    readings = 0 if gap.readings is msgspec.UNSET else len(gap.readings)
    fields += [*source(gap.sources, say), _rule(gap.rule, _explained(readings)), *counted(gap.due, say)]
    id = _slug(f"g-{number}", gap.rule)
    return Card(id, "gap", state_words("gap"), (say.titled(gap),), (), due, fields=tuple(fields), number=len(gaps))


def _question(entry: Entry, one: Undetermined, as_of: str, say: Wording, *, bearer: bool) -> Card:
    told_apart = () if one.modality == "obligation" else ((Span(say.name("modalities", one.modality)),),)
    # Its clock does not wait for the answer, so it may be as late as a duty.
    words = due_words(one.due, None, one.status, as_of, say)
    due = msgspec.structs.replace(words, lead=(Span(_("if it applies:")),))
    fields = [Field(_("find out"), items=tuple(say.question(fact) for fact in one.facts))]
    if one.events:
        decisive = tuple((Span(say.event(event)),) for event in one.events)
        fields.append(Field(_("decided by"), (Span(_("once it happens:")),), decisive))
    fields += [*returning(one, say), *due_notes(one.due, say)]
    lead, told = say.recipients([one])
    fields += [Field(_("to"), (Span(lead),) if lead else (), tuple((Span(name),) for name in told))] if told else []
    fields += [Field(_("for"), (Span(say.role(one.for_)),))] if one.for_ and one.for_ != one.to else []
    fields += [Field(_("by"), (Span(say.owing(one, one.by_mode)),))] if one.by and bearer else []
    readings = 0 if one.readings is msgspec.UNSET else len(one.readings)
    fields += [*source(one.sources, say), _rule(one.rule, _explained(readings)), *counted(one.due, say)]
    title = (say.titled(one),)
    return Card(entry.id, "question", _("not certain"), title, told_apart, due, fields=tuple(fields), size="short")


def _closed(entry: Entry, say: Wording) -> Card:
    """How it ended, when and by whom, and the limit it had."""
    duties, duty = entry.block.duties, entry.block.duties[0]
    status = say.name("statuses", duty.status)
    was = _("was {status}").format(status=say.name("statuses", duty.was or "")) if duty.was else ""
    ended: list[Words] = [status + (f" ({was})" if was and duty.was != duty.status else "")]
    if duty.done_at:
        ended[0] = phrase(ended[0], " ", say.logged(duty.done_at))
    if duty.done_by:
        ended.append(pgettext("who did it", "by {role}").format(role=say.role(duty.done_by)))
    if duty.late is None:
        ended.append(Span(_("nobody can say whether it was in time"), "ask"))
    ended += [woven(_("number {ref}"), ref=Span(one, "code")) for one in _refs(duty)]
    if duty.repeated is not msgspec.UNSET:
        words = _("first {first}, last {last}")
        first, last = (Span(say.occurrence(key)) for key in (duty.repeated.first, duty.repeated.last))
        ended.append(woven(words, first=first, last=last))
    elif duty.due and duty.due.limit:
        ended.append(woven(_("limit {moment}"), moment=say.closing(duty.due.limit, closing_day(duty.due, say.zone))))
    return Card(
        entry.id, state(entry.block), status, (say.titled(duty),), tags(duty, say), None, joined(" · ", ended),
        (*who(duties, say), *why(duties, say)), "closed", len(duties),
    )  # fmt: skip


def _refs(duty: Duty) -> list[str]:
    """The outgoing numbers under which it was done."""
    return [one.ref for one in duty.performances if isinstance(one.ref, str)]


def tags(duty: Duty, say: Wording) -> tuple[Phrase, ...]:
    """What tells a duty from others under the same label: its kind, its act, which time it is."""
    found = [] if duty.modality == "obligation" else [say.name("modalities", duty.modality)]
    if duty.id.startswith(f"{duty.rule}/{duty.do}"):
        # The rule asks for several acts, and its label speaks of all of them.
        found.append(say.name("actions", duty.do))
    if duty.repeated is not msgspec.UNSET:
        found.append(how_often(duty.repeated))
    elif duty.occurrence:
        found.append(say.occurrence(duty.occurrence))
    for acts, words in (
        (duty.do_any, pgettext("people or acts", "one of:")),
        (duty.do_all, pgettext("people or acts", "all of:")),
    ):
        if acts is not msgspec.UNSET:
            found.append(f"{words} {', '.join(say.name('actions', act) for act in acts)}")
    return tuple((Span(tag, "tag"),) for tag in found)


def how_often(repeated: Repeated) -> str:
    """How many times of what returns stand here together."""
    return ngettext("{n} time", "{n} times", repeated.count).format(n=repeated.count)


def returning(one: Duty | Gap | Undetermined, say: Wording) -> Iterator[Field]:
    """Of what returns: the first and the last time that stand here together; the due time above is the first's."""
    if one.repeated is not msgspec.UNSET:
        words = _("{times} without a record: first {first}, last {last}")
        first, last = (Span(say.occurrence(key)) for key in (one.repeated.first, one.repeated.last))
        yield Field(_("times"), woven(words, times=Span(how_often(one.repeated), "strong"), first=first, last=last))


def _not_done(duty: Duty, say: Wording) -> Iterator[Field]:
    if duty.not_done_at:
        recorded = woven(_("recorded {moment}"), "alarm", moment=say.logged(duty.not_done_at, "alarm"))
        yield Field(_("not done"), recorded)


def check_first(duty: Duty, say: Wording) -> Iterator[Field]:
    if duty.check_first:
        yield Field(_("check"), (Span(_("first:"), "ask"),), tuple(say.question(fact) for fact in duty.check_first))


def _people(name: str, lead: str, people: Sequence[str], warned: str = "") -> Field:
    items = [phrase(Span(one, "strong")) for one in people]
    if warned:
        items[-1] = phrase(items[-1], " — ", Span(warned, "alarm"))
    return Field(name, (Span(lead),) if lead else (), tuple(items))


def who(duties: Sequence[Duty], say: Wording) -> Iterator[Field]:
    """Recipients and parties of duties that are otherwise alike."""
    lead, told = say.recipients(duties)
    if told:
        # Until it is known who did it, a parent may be told only if he is not the one.
        unsafe = any(map(say.vocabulary.accuses_kin, duties[0].check_first))
        yield _people(_("to"), lead, told, _("only one who is not the accused") if unsafe else "")
    lead, parties = say.each(d.for_ for d in duties if d.for_ != d.to)
    if parties:
        yield Field(_("for"), (Span(lead),) if lead else (), tuple((Span(one),) for one in parties))


def _content(item: str, duty: Duty, say: Wording) -> str:
    """What is told or enclosed; where only some of several rules want it, by which."""
    wanting = {} if duty.content_from is msgspec.UNSET else duty.content_from
    rules = [rule for rule, own in wanting.items() if item in own]
    told_apart = 0 < len(rules) < len({duty.rule, *duty.also_required_by})
    return f"{say.content(item)} ({', '.join(rules)})" if told_apart else say.content(item)


def _how(duty: Duty, say: Wording) -> Iterator[Field]:
    """Paper, channels, contents, amount and conduct."""
    if duty.document:
        yield Field(_("document"), (Span(say.name("documents", duty.document)),))
    yield from channels(duty, say)
    for items, lead in ((duty.content, ""), (duty.content_never, _("never:"))):
        if items:
            yield things(_("content"), lead, [_content(item, duty, say) for item in items])
    if duty.amount:
        yield Field(_("amount"), (say.said(duty.amount),))
    yield from amount_asks(() if duty.asks is msgspec.UNSET else duty.asks, say)
    if duty.manner:
        yield Field(_("conduct"), items=tuple(_manner(one, say) for one in duty.manner), kind="folded")
    for warning in duty.warnings:
        yield Field(_("careful"), (say.said(warning.message, "ask"),))


def _manner(one: Manner, say: Wording) -> Phrase:
    never = one.modality == "prohibition" and not one.label
    left_out = _("not {people}: known to be the accused").format(people=say.roles(one.without, ", "))
    return phrase(
        _("never:") + " " if never else "", say.titled(one),
        (" — ", Span(left_out, "alarm")) if one.without else None,
        " ", Span(f"({say.points(one.sources)})", "cite"),
    )  # fmt: skip


def why(duties: Sequence[Duty], say: Wording) -> Iterator[Field]:
    """What set it going, the words of the texts, and the rules."""
    duty = duties[0]
    if duty.trigger is not None:
        began = phrase(say.event(duty.trigger.event), ", ", say.began(duty.trigger))
        yield Field(_("because"), began, brief=False)
    yield from source(_common(duties), say)
    common = [rule for rule in duty.also_required_by if all(rule in d.also_required_by for d in duties)]
    if common:
        yield Field(_("also"), woven(_("required by {rules}"), rules=_rules(common)))
    for people, more, further in _particular(duties):
        words = _("to {people}: required by {rules} ({points})")
        told, points = say.roles(people, ", "), say.points(further)
        yield Field(_("also"), woven(words, people=told, rules=_rules(more), points=points))
    yield _rule(duty.rule, _elsewhere(duty))


def source(sources: Sequence[Source], say: Wording) -> Iterator[Field]:
    if sources:
        yield Field(_("source"), sources=say.sources(sources))


def _rule(rule: str, note: str = "") -> Field:
    return Field(_("rule"), phrase(Span(rule, "code"), Span(f" ({note})", "dim") if note else None))


def _rules(names: Sequence[str]) -> Phrase:
    return joined("; ", (Span(name, "code") for name in names))


def _common(duties: Sequence[Duty]) -> list[Source]:
    """The sources that all of them rest on."""
    return [source for source in duties[0].sources if all(source in d.sources for d in duties)]


def _particular(duties: Sequence[Duty]) -> Iterator[tuple[list[str], tuple[str, ...], list[Source]]]:
    """Recipients who are owed it under further rules than all of them: who, which rules, where."""
    shared = set.intersection(*(set(d.also_required_by) for d in duties))
    sources = _common(duties)
    found: dict[tuple[str, ...], tuple[list[str], list[Source]]] = {}
    for duty in duties:
        if more := tuple(rule for rule in duty.also_required_by if rule not in shared):
            people, own = found.setdefault(more, ([], []))
            people += [duty.to] if duty.to and duty.to not in people else []
            own += [s for s in duty.sources if s not in sources and s not in own]
    for rules, (people, own) in found.items():
        yield people, rules, own


def _elsewhere(duty: Duty) -> str:
    """What is left for `explain`: the encoder's note, and readings that change nothing in the date."""
    known = moving(duty.due) if duty.due else []
    return _explained(sum(reading not in known for reading in duty.readings), note=bool(duty.note))


def _explained(n: int, *, note: bool = False) -> str:
    """What `explain` tells beside."""
    parts = [ngettext("{n} note", "{n} notes", 1).format(n=1)] if note else []
    if n:
        parts.append(ngettext("{n} other reading", "{n} other readings", n).format(n=n))
    return _("{things}: see {command}").format(things=", ".join(parts), command="explain") if parts else ""


def _slug(kind: str, name: str) -> str:
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
