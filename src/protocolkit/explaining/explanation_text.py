"""Explanations as a page: the answer in a sentence, then what it rests on, then what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.explaining.explanation import Change, Explained, Explanation, Outcome, Tested, Tried
from protocolkit.languages import N_, _, ngettext, speaking
from protocolkit.languages.enumerating import all_of, any_of
from protocolkit.model.vocabulary import Vocabulary, label_for
from protocolkit.plans.plan import Duty, Reading, Source
from protocolkit.plans.urgency import alike
from protocolkit.showing.due_text import closing, due_words, moving
from protocolkit.showing.duty_text import bearers
from protocolkit.showing.field_names import explained_column
from protocolkit.showing.layout import Page, Span, Style, Words, woven
from protocolkit.showing.point_words import point_words
from protocolkit.showing.wording import Wording

HEAD: dict[Outcome, tuple[str, str, Style]] = {
    # as a heading, inside a line, how it looks
    "duty": (N_("OWED"), N_("owed"), "strong"),
    "merged": (N_("OWED, UNDER ANOTHER RULE"), N_("owed, under another rule"), "strong"),
    "gap": (N_("GAP"), N_("gap"), "alarm"),
    "in_force": (N_("IN FORCE"), N_("in force"), "strong"),
    "conduct": (N_("APPLIES AS CONDUCT"), N_("applies as conduct"), "strong"),
    "definition": (N_("HOLDS"), N_("holds"), "strong"),
    "awaiting": (N_("NOT YET"), N_("not yet"), "soon"),
    "undetermined": (N_("NOT CERTAIN"), N_("not certain"), "ask"),
    "excluded": (N_("NOT OWED: FORBIDDEN"), N_("not owed: forbidden"), "alarm"),
    "absent": (N_("DOES NOT APPLY"), N_("does not apply"), "heading"),
    "elsewhere": (N_("NOT OF THIS CASE"), N_("not of this case"), "dim"),
}
MARKS: dict[bool | None, tuple[str, Style]] = {True: ("+", "good"), False: ("-", "alarm"), None: ("?", "ask")}


def page(explained: Explained, vocabulary: Vocabulary, *, language: str = "en", width: int = 100) -> Page:
    """Every explanation, one after the other."""
    with speaking(language):
        return _page(explained, vocabulary, language, width)


def _page(explained: Explained, vocabulary: Vocabulary, language: str, width: int) -> Page:
    titles = {one.rule: one.label for one in explained.explanations}
    say, sheet = Wording(vocabulary, explained.zone, language, titles), Page(width)
    sheet.put([Span(explained.incident, "title"), "  ", Span(explained.protocol, "title")])
    sheet.put(woven(_("as of {moment}"), "dim", moment=Span(say.instant(explained.as_of), "strong")))
    for one in explained.explanations:
        sheet.blank()
        _put(sheet, one, explained.as_of, say)
    if not explained.explanations:
        sheet.blank()
        sheet.put(_("Nothing to explain: no duty, gap or open question fits."))
    return sheet


def _put(sheet: Page, one: Explanation, as_of: str, say: Wording) -> None:
    title = label_for(one.label, say.language, say.vocabulary.language) or one.rule
    sheet.put([Span(title, "title"), Span(f"  ({say.name('modalities', one.modality)})", "dim")], hang=2)
    head, _inside, style = HEAD[one.outcome]
    _field(sheet, _("answer"), [Span(_(head), style), f": {one.because}"])
    for change in one.changes:
        _field(sheet, _("what if"), woven(_("it would apply if {change}"), change=Span(_varied(change), "ask")))
    if one.outcome == "absent" and one.searched and not one.changes:
        words = ngettext(
            "no change of {n} fact makes it apply", "no change of {n} facts at once makes it apply", one.searched
        )
        _field(sheet, _("what if"), words.format(n=one.searched))
    _field(sheet, _("starts"), one.starts)
    if one.ends:
        _field(sheet, _("ends"), one.ends)
    _field(sheet, _("condition"), one.condition)
    for tried in _grouped(one.tried):
        _put_tried(sheet, tried, len(one.tried) > 1, say)
    if one.due:
        _field(sheet, _("due"), one.due)
    for duties in alike(one.duties):
        _put_duties(sheet, duties, as_of, say)
    for source in _points(one.sources):
        _field(sheet, _("source"), source)
    if one.note:
        _field(sheet, _("note"), one.note)
    _field(sheet, _("rule"), Span(one.rule, "dim"))


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


def _put_tried(sheet: Page, one: Tried, several: bool, say: Wording) -> None:
    if several and (one.for_ or one.persons):
        whom = one.for_ or ", ".join(dict.fromkeys(one.persons.values()))
        _field(sheet, _("for"), [Span(say.role(whom), "strong"), f": {_(HEAD[one.outcome][1])}"])
    for condition in one.conditions:
        _put_tested(sheet, condition, 2)
    if one.trigger is not None:
        mark, style = MARKS[True]
        sheet.put(
            [Span(f"{mark} ", style), _("{event} came {moment}").format(
                event=say.event(one.trigger.event), moment=say.instant(one.trigger.at)
            )], indent=explained_column(), hang=2,
        )  # fmt: skip
    for event in one.awaits:
        mark, style = MARKS[None]
        words = _("{event} has not come").format(event=_coded(event, say))
        sheet.put([Span(f"{mark} ", style), words], indent=explained_column(), hang=2)


def _coded(event: str, say: Wording) -> str:
    name = say.event(event)
    return name if name == event or ":" in event else f"{name} ({event})"


def _put_tested(sheet: Page, one: Tested, depth: int) -> None:
    mark, style = MARKS[one.truth]
    indent = explained_column() + depth - 2
    if one.parts:
        joined = {"all": _("all of:"), "any": _("any of:"), "not": _("not:")}[one.join or "all"]
        sheet.put([Span(f"{mark} ", style), joined], indent=indent, hang=2)
        for part in one.parts:
            _put_tested(sheet, part, depth + 2)
        return
    known = _("it is {value}").format(value=_value(one.value)) if one.value is not None else ""
    told = ", ".join(part for part in (known, one.set_by) if part)
    sheet.put([Span(f"{mark} ", style), one.test, Span(f" — {told}", "dim") if told else ""], indent=indent, hang=2)


def _put_duties(sheet: Page, duties: list[Duty], as_of: str, say: Wording) -> None:
    duty = duties[0]
    ids = "; ".join(d.id for d in duties)
    status = say.name("statuses", duty.status)
    _field(sheet, _("duty"), [Span(status, "alarm" if duty.status == "overdue" else "strong"), f": {ids}"])
    lines: list[Words] = [_("by {people}").format(people=bearers(duty.by, duty.by_mode, say))]
    lines.append(due_words(duty.due, duty.trigger, duty.status, as_of, say))
    if duty.due:
        lines += [f"{number}. {step}" for number, step in enumerate(duty.due.steps, 1)]
    lines += duty.trace
    lines += [_read_otherwise(duty, reading, say) for reading in duty.readings]
    if duty.also_required_by:
        lines.append(_("also required by {rules}").format(rules=", ".join(duty.also_required_by)))
    for line in lines:
        sheet.put(line, indent=explained_column(), hang=3)


def _read_otherwise(duty: Duty, reading: Reading, say: Wording) -> str:
    """Another reading, and what it would make of this duty."""
    if reading.applies is False:
        effect = _("then it would not apply")
    elif duty.due and reading in moving(duty.due) and reading.at:
        effect = _("then due {when}").format(when=closing(reading.at, reading.last_day, "elapsed", say))
    else:
        effect = _("the date stays")
    return _("read otherwise ({effect}): {because}").format(effect=effect, because=reading.because)


def _points(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield f"{source.ruleset}: {point_words(source.point)} «{source.words}»"


def _field(sheet: Page, name: str, words: Words) -> None:
    sheet.field(name, words, indent=0, column=explained_column())
