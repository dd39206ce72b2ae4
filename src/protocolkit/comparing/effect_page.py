"""The effect of a change on standing cases as a sheet, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from protocolkit.comparing.effect import Effect, Kind, Moved, Row
from protocolkit.comparing.rule_changes import Changed
from protocolkit.languages import N_, _, ngettext, pgettext, speaking
from protocolkit.model.rule import Rule
from protocolkit.plans.entries import sources
from protocolkit.plans.plan_parts import DueTime
from protocolkit.showing.plainly import plainly
from protocolkit.showing.sheet import Count, Field, Item, Phrase, Section, Sheet, Span, joined, phrase
from protocolkit.showing.wording import Wording

FORMAT = 1
FEW = 5  # cases shown of a row where a page cannot fold
# What each kind is called, and the state whose look it has.
_KINDS: dict[Kind, tuple[str, str]] = {
    "became_late": (N_("became late"), "overdue"), "moved": (N_("moved"), "late"),
    "opened": (N_("opened"), "question"), "closed": (N_("closed"), "closed"),
    "changed": (N_("otherwise changed"), "question"), "no_longer_late": (N_("no longer late"), "done"),
}  # fmt: skip


def effect_sheet(effect: Effect, language: str = "en") -> Sheet:
    """The sheet of an effect in a language: what became late first."""
    with speaking(language):
        say = _wording(effect, language)
        sections = [_section(kind, effect, say) for kind in _KINDS]
        apart = tuple(
            Item(phrase(Span(one.case, "strong"), f" {one.place}: ", plainly(one.because, say))) for one in effect.apart
        )
        sections.append(Section("apart", phrase(_("Cases with a remark")), apart, count=str(len(apart))))
        return Sheet(
            say.language, "protocolkit", (Span(_("What a change does to standing cases"), "title"),),
            about=tuple(_about(effect)), counts=tuple(
                Count(effect.count(kind), _(name), state, f"#{kind}")
                for kind, (name, state) in _KINDS.items() if effect.count(kind) or kind == "became_late"
            ), sections=tuple(one for one in sections if one.blocks), look="trace",
        )  # fmt: skip


def kind_name(kind: Kind) -> str:
    """What a kind of row is called, in the language being spoken."""
    return _(_KINDS[kind][0])


def _wording(effect: Effect, language: str) -> Wording:
    protocol = effect.protocol
    titles = {rule.id: dict(rule.say) for rule in protocol.rules}
    titles |= {row.rule_id: dict(row.rule.say) for row in effect.rows if row.rule is not None}
    return Wording(protocol.vocabulary, protocol.zone, language, titles, protocol.languages)


def _about(effect: Effect) -> Iterator[Phrase]:
    for side, text in ((_("before"), effect.a), (_("after"), effect.b)):
        yield phrase(Span(f"{side}: ", "dim"), Span(text, "strong"))
    cases = ngettext("{n} standing case", "{n} standing cases", effect.cases).format(n=effect.cases)
    other = ngettext("the plan of {n} is another", "the plans of {n} are others", effect.changed)
    yield phrase(f"{cases}: {other.format(n=effect.changed)}")
    if effect.others:
        left = ngettext("{n} case of another protocol was left out", "{n} cases of other protocols were left out",
                        effect.others)  # fmt: skip
        yield phrase(Span(left.format(n=effect.others), "dim"))


def _section(kind: Kind, effect: Effect, say: Wording) -> Section:
    rows = [row for row in effect.rows if row.kind == kind]
    return Section(kind, phrase(kind_name(kind)), tuple(_item(row, say) for row in rows),
                   count=str(effect.count(kind)) if rows else "")  # fmt: skip


def _item(row: Row, say: Wording) -> Item:
    n = len({one.place for one in row.cases})
    count = ngettext("{n} case", "{n} cases", n).format(n=n)
    title = phrase(Span(say.title(row.rule_id), "strong"), "  ", Span(count, "dim"))
    fields = [Field(_("because"), joined("; ", _causes(row, say)))]
    told = (row.cause.was, row.cause.now) if row.cause is not None else (row.rule,)
    cited = tuple(dict.fromkeys(one for rule in told if rule is not None for one in sources(rule)))
    fields += [Field(_("source"), sources=say.sources(cited))] if cited else []
    shown = [_case(one, say) for one in row.cases]
    fields += [Field(_("case"), one) for one in shown[:FEW]]
    if len(shown) > FEW:
        rest = len(shown) - FEW
        more = ngettext("and {n} more, in the JSON form", "and {n} more, all in the JSON form", rest)
        fields.append(Field(_("case"), phrase(Span(more.format(n=rest), "dim"))))
    return Item(title, fields=tuple(fields))


def _causes(row: Row, say: Wording) -> Iterator[Phrase]:
    cause = row.cause
    if cause is None:
        yield phrase(_("the rule is the same: what it waits for, the calendar or what follows from facts is another"))
        return
    yield phrase(Span(cause.id, "code"))
    if cause.was is None:
        yield phrase(_("is new"))
    elif cause.now is None:
        yield phrase(_("is gone"))
    yield from (phrase(plainly(part, say)) for part in cause.parts)
    if cause.because:
        yield phrase(_("reason given: {because}").format(because=_(cause.because)))


def _case(one: Moved, say: Wording) -> Phrase:
    people = f" → {say.role(one.to)}" if one.to and "," not in one.to else ""
    due = (_end(one.was_due, say), _end(one.now_due, say))
    words: list[Phrase] = []
    if due[0] != due[1] and (one.was is not None and one.now is not None):
        words.append(phrase(due[0] or _("no date"), " → ", due[1] or _("no date")))
    elif due[1] and one.was is None:
        words.append(phrase(due[1]))
    if one.was and one.now and one.was != one.now:
        words.append(phrase(f"{_status(one.was)} → {_status(one.now)}"))
    told = phrase(": ", joined(", ", words)) if words else ()
    return phrase(Span(f"«{one.case}»"), Span(f" {one.place}", "dim"), people, told)


def _end(due: DueTime | None, say: Wording) -> str:
    return "" if due is None or due.at is None else say.ending(due).text


def _status(status: str) -> str:
    return {
        "open": pgettext("a duty is", "open"), "done": pgettext("a duty is", "done"),
        "done_late": pgettext("a duty is", "done late"), "overdue": pgettext("a duty is", "overdue"),
        "suspended": pgettext("a duty is", "suspended"), "waived": pgettext("a duty is", "waived"),
        "superseded": pgettext("a duty is", "superseded"), "ended": pgettext("a duty is", "ended"),
        "discharged_by_other": pgettext("a duty is", "done by another"),
    }.get(status, status)  # fmt: skip


# -- as data


def as_data(effect: Effect, language: str = "en") -> dict[str, Any]:
    """The effect as plain values; sentences in a language, names as rules write them."""
    with speaking(language):
        say = _wording(effect, language)
        rows = [_row(row, say) for row in effect.rows]
        apart = [
            {"case": one.case, "place": str(one.place), "because": plainly(one.because, say)} for one in effect.apart
        ]
    return {
        "effect": FORMAT, "a": effect.a, "b": effect.b, "cases": effect.cases, "changed": effect.changed,
        "others": effect.others, "counts": {kind: effect.count(kind) for kind in _KINDS}, "rows": rows,
        "apart": [dict(zip(("case", "place", "because"), one, strict=True)) for one in apart],
    }  # fmt: skip


def _row(row: Row, say: Wording) -> dict[str, Any]:
    cause = row.cause
    return {
        "kind": row.kind, "rule": row.rule_id, "title": say.title(row.rule_id), "cause": cause and _cause(cause, say),
        "sources": _sources(row.rule),
        "cases": [
            {"case": one.case, "place": str(one.place), "duty": one.duty, "to": one.to, "for": one.for_,
             "old_due": _at(one.was_due), "new_due": _at(one.now_due), "old_status": one.was, "new_status": one.now}
            for one in row.cases
        ],
    }  # fmt: skip


def _at(due: DueTime | None) -> str | None:
    return due.at if due is not None else None


def _cause(cause: Changed, say: Wording) -> dict[str, Any]:
    kind = "new" if cause.was is None else "gone" if cause.now is None else "changed"
    return {
        "rule": cause.id, "kind": kind, "parts": [plainly(part, say) for part in cause.parts],
        "because": cause.because or None,
        "sources": {"a": _sources(cause.was), "b": _sources(cause.now)},
    }  # fmt: skip


def _sources(rule: Rule | None) -> list[Any]:
    return [msgspec.to_builtins(one) for one in sources(rule)] if rule is not None else []
