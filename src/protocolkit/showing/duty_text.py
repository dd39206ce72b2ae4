"""One duty as a block of text: until when, to whom, by whom, how, and under which sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.plans.plan import Duty, Manner, Source
from protocolkit.showing.due_text import due_notes, due_words, moving
from protocolkit.showing.field_names import inline, plan_column
from protocolkit.showing.layout import Page, Span, Style, Words
from protocolkit.showing.point_words import point_words
from protocolkit.showing.wording import Wording

BOXES = {
    "open": "[ ]", "overdue": "[!]", "suspended": "[=]", "done": "[x]", "done_late": "[x]",
    "discharged_by_other": "[x]", "waived": "[-]", "ended": "[-]", "superseded": "[-]",
}  # fmt: skip

Field = tuple[str, Words]


def put_duty(page: Page, duties: Sequence[Duty], as_of: str, say: Wording) -> None:
    """Duties alike but for their recipients, in full: a line for each thing to know."""
    _put_title(page, duties[0], say)
    column = plan_column()
    for name, words in (*_when(duties[0], as_of, say), *_who(duties, say), *_how(duties[0], say), *_why(duties, say)):
        page.field(name, words, column=column)


def put_short(page: Page, duties: Sequence[Duty], as_of: str, say: Wording) -> None:
    """The same in one paragraph, for duties without a time of their own, whose bearer stands above them."""
    _put_title(page, duties[0], say)
    duty = duties[0]
    words: list[Words] = []
    for name, value in _who(duties, say, bearer=False):
        words += [inline(name, value), " · "]
    words.append(due_words(duty.due, duty.trigger, duty.status, as_of, say))
    for name, value in (*_about_when(duty, say), *_how(duty, say)):
        words += [" · ", inline(name, value)]
    words += [" · ", cited(_common(duties), words=False)]
    words += [" · " + said for said in _particular(duties, say)]
    words += [Span(f" · {duty.rule}{_folded(duty)}", "dim")]
    page.put(words, indent=4)


def put_closed(page: Page, duties: Sequence[Duty], say: Wording) -> None:
    """What is no longer owed, in two lines: how it ended, and whether it was late."""
    duty = duties[0]
    late = duty.status == "done_late" or duty.was == "overdue"
    page.put([Span(BOXES[duty.status], "alarm" if late else "good"), " ", say.what(duty), *_tags(duty, say)], hang=4)
    ended = [say.name("statuses", duty.status)]
    if duty.was and duty.was != duty.status:
        ended.append("({})".format(_("was {status}").format(status=say.name("statuses", duty.was))))
    if duty.done_at:
        ended.append(say.instant(duty.done_at))
    parts = [" ".join(ended)]
    if duty.done_by:
        parts.append(pgettext("who did it", "by {role}").format(role=say.role(duty.done_by)))
    if duty.due and duty.due.limit:
        parts.append(_("limit {moment}").format(moment=say.instant(duty.due.limit)))
    if told := dict.fromkeys(d.to for d in duties if d.to):
        parts.append(_("to {people}").format(people=say.roles(told)))
    parts.append(cited(_common(duties), words=False))
    page.put(Span(" · ".join(parts), "alarm" if late else "dim"), indent=4)


def _put_title(page: Page, duty: Duty, say: Wording) -> None:
    style: Style = "alarm" if duty.status == "overdue" else "strong"
    page.put([Span(BOXES[duty.status], style), " ", Span(say.what(duty), style), *_tags(duty, say)], hang=4)


def _tags(duty: Duty, say: Wording) -> list[Words]:
    tags = []
    if duty.modality != "obligation":
        tags.append(say.name("modalities", duty.modality))
    if duty.id.startswith(f"{duty.rule}/{duty.do}"):
        # The rule asks for several acts, and its label speaks of all of them.
        tags.append(say.name("actions", duty.do))
    if duty.occurrence:
        tags.append(say.occurrence(duty.occurrence))
    for several, words in ((duty.do_any, _("one of: {acts}")), (duty.do_all, _("all of: {acts}"))):
        if several is not msgspec.UNSET:
            tags.append(words.format(acts=", ".join(say.name("actions", act) for act in several)))
    return [Span(f"  ({'; '.join(tags)})", "dim")] if tags else []


def _when(duty: Duty, as_of: str, say: Wording) -> Iterable[Field]:
    yield _("due"), due_words(duty.due, duty.trigger, duty.status, as_of, say)
    yield from _about_when(duty, say)


def _about_when(duty: Duty, say: Wording) -> Iterable[Field]:
    yield from due_notes(duty.due, say)
    if duty.not_done_at:
        yield _("not done"), Span(_("recorded {moment}").format(moment=say.instant(duty.not_done_at)), "alarm")
    if duty.check_first:
        facts = "; ".join(map(say.question, duty.check_first))
        yield _("check"), Span(_("first: {facts}").format(facts=facts), "ask")


def _who(duties: Sequence[Duty], say: Wording, *, bearer: bool = True) -> Iterable[Field]:
    duty = duties[0]
    if duty.to_any is not msgspec.UNSET:
        yield _("to"), _("one of: {people}").format(people=say.roles(duty.to_any))
    elif duty.to_all is not msgspec.UNSET:
        yield _("to"), _("all of: {people}").format(people=say.roles(duty.to_all))
    elif told := dict.fromkeys(d.to for d in duties if d.to):
        each = _("each of: {people}") if len(told) > 1 else "{people}"
        # Until it is known who did it, a parent may be told only if he is not the one.
        unsafe = any(map(say.vocabulary.accuses_kin, duty.check_first))
        only = " — " + _("only one who is not the accused") if unsafe else ""
        yield _("to"), [Span(each.format(people=say.roles(told)), "strong"), Span(only, "alarm")]
    parties = dict.fromkeys(d.for_ for d in duties if d.for_ and d.for_ != d.to)
    if parties:
        each = _("each of: {people}") if len(parties) > 1 else "{people}"
        yield _("for"), each.format(people=say.roles(parties))
    if bearer:
        yield _("by"), bearers(duty.by, duty.by_mode, say)


def bearers(by: Sequence[str], mode: str, say: Wording) -> str:
    """Who owes it: one, any one of several, or all together."""
    if len(by) < 2:
        return say.roles(by) or _("nobody is named")
    words = {"any": _("any of: {people}"), "all": _("together: {people}")}.get(mode, "{people}")
    return words.format(people=say.roles(by))


def _how(duty: Duty, say: Wording) -> Iterable[Field]:
    """Paper, channels, contents, amount and conduct."""
    if duty.document:
        yield _("document"), say.name("documents", duty.document)
    only, never = _("only: {things}"), _("never: {things}")
    for channels, said in ((duty.via_only, only), (duty.via_any, "{things}"), (duty.via_never, never)):
        if channels:
            yield _("channel"), said.format(things="; ".join(say.name("channels", c) for c in channels))
    for items, said in ((duty.content, "{things}"), (duty.content_never, never)):
        if items:
            yield _("content"), said.format(things="; ".join(map(say.content, items)))
    if duty.amount:
        yield _("amount"), duty.amount
    if duty.manner:
        yield _("conduct"), "; ".join(_manner(one, say) for one in duty.manner)
    for warning in duty.warnings:
        yield _("careful"), Span(warning.message, "ask")


def _manner(one: Manner, say: Wording) -> str:
    never = _("never: {things}") if one.modality == "prohibition" and not one.label else "{things}"
    return f"{never.format(things=say.what(one))} ({cited(one.sources, words=False)})"


def _why(duties: Sequence[Duty], say: Wording) -> Iterable[Field]:
    duty = duties[0]
    if duty.trigger is not None:
        yield _("because"), f"{say.event(duty.trigger.event)}, {say.moment(duty.trigger.at)}"
    yield _("source"), cited(_common(duties))
    common = [rule for rule in duty.also_required_by if all(rule in d.also_required_by for d in duties)]
    if common:
        yield _("also"), _("required by {rules}").format(rules="; ".join(common))
    for said in _particular(duties, say):
        yield _("also"), said
    yield _("rule"), Span(duty.rule + _folded(duty), "dim")


def _common(duties: Sequence[Duty]) -> list[Source]:
    return [source for source in duties[0].sources if all(source in d.sources for d in duties)]


def _particular(duties: Sequence[Duty], say: Wording) -> Iterable[str]:
    """What some of the recipients are owed under further rules than all of them."""
    shared = set.intersection(*(set(d.also_required_by) for d in duties))
    sources = _common(duties)
    told: dict[tuple[str, str], list[str]] = {}
    for duty in duties:
        more = tuple(rule for rule in duty.also_required_by if rule not in shared)
        if more:
            further = cited((s for s in duty.sources if s not in sources), words=False)
            told.setdefault(("; ".join(more), further), []).append(duty.to or "")
    for (rules, further), people in told.items():
        yield _("to {people}: required by {rules} ({points})").format(
            people=say.roles(people, ", "), rules=rules, points=further
        )


def _folded(duty: Duty) -> str:
    """What is left for `explain`: the encoder's note, and readings that change nothing in the date."""
    known = moving(duty.due) if duty.due else []
    n = sum(reading not in known for reading in duty.readings)
    parts = [ngettext("{n} note", "{n} notes", 1).format(n=1)] if duty.note else []
    if n:
        parts.append(ngettext("{n} other reading", "{n} other readings", n).format(n=n))
    said = _("{things}: see {command}").format(things=", ".join(parts), command="explain")
    return f" ({said})" if parts else ""


def cited(sources: Iterable[Source], *, words: bool = True) -> str:
    """Points by ruleset, and the first words quoted: `kz/interagency: 1; 1, bullet 2 «...»`."""
    points: dict[str, dict[str, None]] = {}
    first = ""
    for source in sources:
        points.setdefault(source.ruleset, {}).setdefault(source.point)
        first = first or source.words
    listed = " | ".join(f"{ruleset}: {'; '.join(map(point_words, own))}" for ruleset, own in points.items())
    return f"{listed} «{first}»" if words and first else listed
