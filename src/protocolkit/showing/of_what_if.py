"""What would have to be otherwise for a duty to appear, vanish or move, in words."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.languages import _, ngettext
from protocolkit.languages.enumerating import all_of, any_of
from protocolkit.model.incident import rule_of_duty
from protocolkit.plans.explanation import Altered, Supposed, WhatIf
from protocolkit.showing.sheet import Field, Phrase, Span, phrase, woven
from protocolkit.showing.wording import Wording

MOST = 8


def supposed(found: WhatIf, say: Wording) -> Iterator[Field]:
    """Each effect with what brings it about; and where nothing does, how far that was tried."""
    for one in found.found[:MOST]:
        yield Field(_("what if"), _effect(one, say))
    if (more := len(found.found) - MOST) > 0:
        words = ngettext("and {n} more, in the JSON form", "and {n} more, all in the JSON form", more)
        yield Field(_("what if"), (Span(words.format(n=more), "dim"),))
    if not found.found:
        words = ngettext(
            "no change of {n} fact or event alters it", "no change of up to {n} facts or events at once alters it",
            found.within,
        )  # fmt: skip
        yield Field(_("what if"), (Span(words.format(n=found.within)),))
    if not found.whole:
        words = ngettext("not all were tried: {n} case was", "not all were tried: {n} cases were", found.tried)
        yield Field(_("what if"), (Span(words.format(n=found.tried), "dim"),))


def _effect(one: Supposed, say: Wording) -> Phrase:
    change = Span(all_of(_altered(each, say) for each in one.changes), "ask")
    people = ", ".join(say.role(role) for role in dict.fromkeys((one.to, one.for_)) if role)
    title = f"«{say.title(rule_of_duty(one.duty))}»"
    about = Span(f"{title} → {people}" if people else title, "strong")
    match one.effect:
        case "appears" if one.due is not None:
            words = _("there would be {duty}, due {moment}, if {change}")
            return woven(words, duty=about, moment=say.latest(one.due), change=change)
        case "appears":
            return woven(_("there would be {duty}, if {change}"), duty=about, change=change)
        case "vanishes":
            return woven(_("there would be no {duty}, if {change}"), duty=about, change=change)
        case "moves":
            moment: Phrase = phrase(say.latest(one.due)) if one.due is not None else phrase(_("undated"))
            return woven(_("{duty} would be due {moment}, if {change}"), duty=about, moment=moment, change=change)


def _altered(one: Altered, say: Wording) -> str:
    values = any_of(say.value(one.name, value) for value in one.values)
    now = _("now {value}").format(value=_now(one, say)) if one.was is not None else _("not known")
    fact = say.fact(one.name)
    match one.how:
        case "is":
            return _("{fact} were {values}").format(fact=fact, values=values) + f" ({now})"
        case "has":
            return _("{fact} also had {values}").format(fact=fact, values=values) + f" ({now})"
        case "has_not":
            return _("{fact} had not {values}").format(fact=fact, values=values) + f" ({now})"
        case "unsaid":
            return _("nobody had said: {fact}").format(fact=fact) + f" ({now})"
        case "happens":
            return _("this happened now: {event}").format(event=_event(one.name, say))
        case "never_happened":
            when = f" ({say.brief(one.at).text})" if one.at is not None else ""
            return _("this had not happened: {event}").format(event=_event(one.name, say)) + when


def _now(one: Altered, say: Wording) -> str:
    was = one.was
    if isinstance(was, dict):
        was = was.get("includes", [])
    several = was if isinstance(was, list | tuple) else [was]
    return ", ".join(say.value(one.name, value) for value in several) or _("none of them")


def _event(name: str, say: Wording) -> str:
    word, colon, rule = name.partition(":")
    return f"{say.log_word(word) or word}: {say.title(rule)}" if colon else say.event(name)
