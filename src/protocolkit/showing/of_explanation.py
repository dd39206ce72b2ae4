"""Explanations as a sheet: the answer in a sentence, then what it rests on, then what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocolkit.languages import N_, _, ngettext, speaking
from protocolkit.languages.enumerating import all_of, any_of
from protocolkit.model.vocabulary import Vocabulary, label_for
from protocolkit.plans.explanation import Change, Explained, Explanation, Outcome, Tested, Tried
from protocolkit.plans.plan_entries import Duty, Norm
from protocolkit.plans.repeats import compacted
from protocolkit.plans.urgency import alike
from protocolkit.showing.of_due import due_words
from protocolkit.showing.of_duty import returning
from protocolkit.showing.of_readings import norm_notes, otherwise, undated
from protocolkit.showing.of_what_if import supposed
from protocolkit.showing.sheet import (
    Block,
    Field,
    Phrase,
    Role,
    Section,
    Sheet,
    Span,
    Tree,
    Words,
    first_upper,
    in_a_line,
    joined,
    phrase,
    woven,
)
from protocolkit.showing.wording import Wording

HEAD: dict[Outcome, tuple[str, Role]] = {
    "duty": (N_("owed"), "strong"), "merged": (N_("owed, under another rule"), "strong"), "gap": (N_("gap"), "alarm"),
    "in_force": (N_("in force"), "strong"), "conduct": (N_("applies as conduct"), "strong"),
    "definition": (N_("holds"), "strong"), "awaiting": (N_("not yet"), "soon"),
    "undetermined": (N_("not certain"), "ask"), "excluded": (N_("not owed: forbidden"), "alarm"),
    "absent": (N_("does not apply"), "strong"), "elsewhere": (N_("not of this case"), "dim"),
}  # fmt: skip
MARKS = {True: Span("+", "good"), False: Span("-", "alarm"), None: Span("?", "ask")}


def explanation_sheet(
    explained: Explained, vocabulary: Vocabulary, language: str = "en", texts: Mapping[str, str] | None = None
) -> Sheet:
    """Every explanation, one after the other; `texts` are the languages of those that are quoted."""
    with speaking(language):
        labels = {one.rule: one.label for one in explained.explanations}
        say = Wording(vocabulary, explained.zone, language, labels, texts)
        sections = [_section(number, one, explained.as_of, say) for number, one in enumerate(explained.explanations, 1)]
        nothing = () if sections else ((Span(_("Nothing to explain: no duty, gap or open question fits.")),),)
        as_of = woven(_("as of {moment}"), "dim", moment=say.time(explained.as_of, "strong"))
        return Sheet(
            say.language, "", (Span(explained.incident, "title"),), explained.protocol, (as_of,), nothing,
            sections=tuple(sections),
        )  # fmt: skip


def _section(number: int, one: Explanation, as_of: str, say: Wording) -> Section:
    title = label_for(one.label, say.language, say.vocabulary.language) or one.rule
    kind = Span(f" ({say.name('modalities', one.modality)})", "dim")
    return Section(f"e-{number}", (Span(title, "title"), kind), tuple(_blocks(one, as_of, say)), role="title")


def _blocks(one: Explanation, as_of: str, say: Wording) -> Iterator[Block]:
    head, role = HEAD[one.outcome]
    yield Field(_("answer"), phrase(Span(first_upper(_(head)), role), ": ", say.said(one.because)))
    for change in one.changes if one.what_if is None else ():
        yield Field(_("what if"), woven(_("it would apply if {change}"), change=Span(_varied(change), "ask")))
    if one.outcome == "absent" and one.searched and not one.changes and one.what_if is None:
        words = ngettext(
            "no change of {n} fact makes it apply", "no change of {n} facts at once makes it apply", one.searched
        )
        yield Field(_("what if"), (Span(words.format(n=one.searched)),))
    if one.what_if is not None:
        yield from supposed(one.what_if, say)
    yield Field(_("starts"), (say.said(one.starts),))
    if one.ends:
        yield Field(_("ends"), (say.said(one.ends),))
    yield Field(_("condition"), (say.said(one.condition),))
    for tried in _grouped(one.tried):
        yield from _tried(tried, len(one.tried) > 1, say)
    if one.due:
        yield Field(_("due"), (say.said(one.due),))
    for duties in alike(compacted(one.duties)):
        yield from _duties(duties, as_of, say)
    for norm in one.norms:
        yield from _norm(norm, say)
    yield from undated(one.readings, None, say)
    for source in say.sources(one.sources):
        yield Field(_("source"), sources=(source,))
    if one.restates:
        yield Field(_("says again"), joined(", ", (Span(rule, "code") for rule in one.restates)))
    if one.note:
        yield Field(_("note"), (say.said(one.note),))
    yield Field(_("rule"), (Span(one.rule, "code"),))


def _varied(change: Change) -> str:
    words = {
        "is": _("{fact} were {values}"), "has": _("{fact} also had {values}"), "has_not": _("{fact} had not {values}"),
    }  # fmt: skip
    parts = []
    for one in change.facts:
        values = any_of(map(_value, one.values))
        was = _("now {value}").format(value=_value(one.was)) if one.was is not None else _("not known")
        parts.append(words[one.how].format(fact=one.fact, values=values) + f" ({was})")
    return all_of(parts)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value)) or _("none of them")
    if isinstance(value, dict):
        return _("at least {values}").format(values=_value(value.get("includes", [])))
    return str(value)


def _grouped(tried: Iterable[Tried]) -> Iterator[Tried]:
    """Choices of persons that came equally far on the same tests, once."""
    seen: list[tuple[object, ...]] = []
    for one in tried:
        key = (one.outcome, one.for_, one.conditions, one.trigger, one.awaits)
        if key not in seen:
            seen.append(key)
            yield one


def _tried(one: Tried, several: bool, say: Wording) -> Iterator[Block]:
    if several and (one.for_ or one.persons):
        whom = one.for_ or ", ".join(dict.fromkeys(one.persons.values()))
        yield Field(_("for"), phrase(Span(say.role(whom), "strong"), f": {_(HEAD[one.outcome][0])}"))
    yield from map(_tested, one.conditions)
    if one.trigger is not None:
        day_only = one.trigger.date_only is True
        when = say.began(one.trigger) if day_only else say.time(one.trigger.at)
        words = _("{event} may have come {moment}") if one.may_have else _("{event} came {moment}")
        came = woven(words, event=say.event(one.trigger.event), moment=when)
        yield Tree(MARKS[None if one.may_have else True], came)
    for event in one.awaits:
        yield Tree(MARKS[None], woven(_("{event} has not come"), event=_coded(event, say)))


def _coded(event: str, say: Wording) -> Phrase:
    name = say.event(event)
    return phrase(name, None if name == event or ":" in event else [" (", Span(event, "code"), ")"])


def _tested(one: Tested) -> Tree:
    mark = MARKS[one.truth]
    if one.parts:
        joined_by = {"all": _("all of:"), "any": _("any of:"), "not": _("not:")}[one.join or "all"]
        return Tree(mark, (Span(joined_by),), tuple(map(_tested, one.parts)))
    known = _("it is {value}").format(value=_value(one.value)) if one.value is not None else ""
    told = ", ".join(part for part in (known, one.set_by) if part)
    return Tree(mark, phrase(one.test, Span(f" — {told}", "dim") if told else None))


def _norm(norm: Norm, say: Wording) -> Iterator[Block]:
    """Whom a norm binds or frees in this case, how much it comes to, and how else it may be read."""
    told = say.roles(norm.by, ", ") + (f" ({say.role(norm.for_)})" if norm.for_ else "")
    yield Field(say.name("modalities", norm.modality), (Span(told or _("nobody is named")),))
    if norm.amount:
        yield Field(_("amount"), (say.said(norm.amount),))
    yield from norm_notes(norm, say)


def _duties(duties: Sequence[Duty], as_of: str, say: Wording) -> Iterator[Block]:
    duty = duties[0]
    ids = joined("; ", (Span(one.id, "code") for one in duties))
    status = Span(say.name("statuses", duty.status), "alarm" if duty.status == "overdue" else "strong")
    yield Field(_("duty"), phrase(status, ": ", ids))
    lines: list[Words] = [field.value for field in returning(duty, say)]
    lines += [_("by {people}").format(people=say.bearers(duty.by, duty.by_mode))]
    lines.append(in_a_line(due_words(duty.due, duty.trigger, duty.status, as_of, say)))
    if duty.due:
        lines += [[f"{number}. ", say.said(step)] for number, step in enumerate(duty.due.steps, 1)]
    lines += map(say.said, duty.trace)
    lines += [otherwise(reading, duty.due, say) for reading in duty.readings]
    if duty.also_required_by:
        rules = joined(", ", (Span(rule, "code") for rule in duty.also_required_by))
        lines.append(woven(_("also required by {rules}"), rules=rules))
    yield from (Tree(Span(""), phrase(line)) for line in lines)
