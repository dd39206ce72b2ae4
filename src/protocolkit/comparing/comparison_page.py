"""A comparison as a sheet, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from protocolkit.comparing.compare import Comparison, Kind, Row
from protocolkit.comparing.showing_case import Case, Seen, Shown
from protocolkit.languages import N_, _, pgettext, speaking
from protocolkit.languages.saying import said
from protocolkit.model.rule import Rule
from protocolkit.plans.entries import sources
from protocolkit.showing.of_due import due_words
from protocolkit.showing.plainly import plainly
from protocolkit.showing.sheet import Count, Field, Item, Phrase, Section, Sheet, Span, in_a_line, joined, phrase
from protocolkit.showing.wording import Wording

FORMAT = 1
# What each kind is called, and the state whose look it has.
_KINDS: dict[Kind, tuple[str, str]] = {
    "stricter_a": (N_("stricter in A"), "late"), "stricter_b": (N_("stricter in B"), "late"),
    "incomparable": (N_("not comparable"), "overdue"),
    "only_a": (N_("only in A"), "question"), "only_b": (N_("only in B"), "question"),
    "same": (N_("the same in both"), "done"),
}  # fmt: skip


def comparison_sheet(comparison: Comparison, language: str = "en") -> Sheet:
    """The sheet of a comparison in a language: what differs first, what is the same at the end."""
    with speaking(language):
        say = _wording(comparison, language)
        sections = [_section(kind, comparison, say) for kind in _KINDS]
        made = [Field(side, (Span(one.text),)) for side, one in zip("AB", _versions(comparison), strict=True)]
        return Sheet(
            say.language, "protocolkit", (Span(_("Two texts compared"), "title"),),
            about=tuple(_about(comparison)), counts=tuple(
                Count(comparison.count(kind), _(name), state, f"#{kind}")
                for kind, (name, state) in _KINDS.items() if comparison.count(kind)
            ), sections=tuple(one for one in sections if one.blocks), made=tuple(made), look="trace",
        )  # fmt: skip


def _wording(comparison: Comparison, language: str) -> Wording:
    a, b = comparison.protocols
    names = a.vocabulary.with_names(b.vocabulary)
    titles = {rule.id: dict(rule.say) for protocol in (b, a) for rule in protocol.rules}
    return Wording(names, a.zone, language, titles, {**b.languages, **a.languages})


def _versions(comparison: Comparison) -> Iterator[Span]:
    for protocol in comparison.protocols:
        texts = (
            f"{one.id} {one.in_force.from_ or ''} {one.digest[:12]}".replace("  ", " ") for one in protocol.rulesets
        )
        yield Span(", ".join(texts))


def _about(comparison: Comparison) -> Iterator[Phrase]:
    for side, text in (("A", comparison.a), ("B", comparison.b)):
        yield phrase(Span(f"{side}: ", "dim"), Span(text, "strong"))
    years = _("due times are held against each other from every day of {first} and {last}")
    yield phrase(Span(years.format(first=comparison.years[0], last=comparison.years[1]), "dim"))


def _section(kind: Kind, comparison: Comparison, say: Wording) -> Section:
    rows = [row for row in comparison.rows if row.kind == kind]
    brief = kind == "same"
    items = tuple(_item(row, say, brief=brief) for row in rows)
    return Section(kind, phrase(_(_KINDS[kind][0])), items, count=str(len(rows)) if rows else "",
                   kind="folded" if brief else "")  # fmt: skip


def _item(row: Row, say: Wording, *, brief: bool) -> Item:
    rules = [rule for rule in (row.a, row.b) if rule is not None]
    title = phrase(Span(say.title(rules[0].id), "strong"), _to(row, say))
    if brief:
        return Item(phrase(title, " ", Span(rules[0].id, "dim")))
    fields: list[Field] = []
    fields += [Field(_("differs"), phrase(plainly(one.message, say))) for one in row.differences]
    fields += [_cited(side, rule, say) for side, rule in (("A", row.a), ("B", row.b)) if rule is not None]
    if row.beside:
        beside = joined(", ", (Span(rule, "code") for rule in row.beside))
        fields.append(Field(_("beside"), beside))
    fields += [_shown(_("case"), row.case, say)] if row.case is not None else []
    fields += [_shown(_("other case"), row.counter_case, say)] if row.counter_case is not None else []
    if row.not_shown is not None:
        fields.append(Field(_("no case"), (Span(said(row.not_shown), "dim"),)))
    return Item(title, fields=tuple(fields))


def _to(row: Row, say: Wording) -> Phrase:
    people = say.roles(row.people, ", ")
    parties = say.roles(row.parties, ", ") if set(row.parties) - set(row.people) else ""
    return phrase(f" → {people}" if people else "", Span(f" ({parties})", "dim") if parties else None)


def _cited(side: str, rule: Rule, say: Wording) -> Field:
    return Field(side, (Span(f"{rule.id} ", "code"),), sources=say.sources(sources(rule)))


def _shown(name: str, shown: Shown, say: Wording) -> Field:
    about = phrase(joined("; ", _case(shown.case, say)))
    as_of = shown.case["as_of"]
    sides = (("A", shown.a), ("B", shown.b))
    both = tuple(phrase(Span(f"{side}: ", "strong"), _seen(one, as_of, say)) for side, one in sides)
    return Field(name, phrase(about, " — "), items=both)


def _case(case: Case, say: Wording) -> Iterator[Phrase]:
    """What a case gives, as people say it."""
    if organisation := case.get("organisation"):
        yield phrase(say.role(organisation))
    for event in case["events"]:
        named = say.title(event["rule"]) if "rule" in event else ""
        word = f"{say.log_word(event['event'])}: {named}" if named else say.event(event["event"])
        yield phrase(word, " ", say.brief(event["at"]))
    for fact, value in case.get("facts", {}).items():
        values = value if isinstance(value, list) else [value]
        yield phrase(f"{say.fact(fact)}: {', '.join(say.value(fact, one) for one in values)}")
    if not case["events"] and not case.get("facts"):
        yield phrase(_("nothing has happened"))


def _seen(seen: Seen, as_of: str, say: Wording) -> Phrase:
    match seen.state:
        case "applies" if seen.due is not None:
            due = due_words(seen.due, None, seen.status or "open", as_of, say)
            return in_a_line(msgspec.structs.replace(due, standing=()) if due.day or due.lead else due)
        case "applies":
            words = _("applies; no time is given")
        case "gap":
            words = _("nobody is left who may do it")
        case "undetermined":
            words = _("not certain")
        case "awaiting":
            words = _("not yet")
        case "none":
            words = pgettext("of a plan", "nothing of it")
    return phrase(words)


# -- as data


def as_data(comparison: Comparison, language: str = "en") -> dict[str, Any]:
    """The comparison as plain values; sentences in a language, names as rules write them."""
    with speaking(language):
        say = _wording(comparison, language)
        rows = [_row(row, say) for row in comparison.rows]
    return {
        "compare": FORMAT, "a": comparison.a, "b": comparison.b, "years": list(comparison.years),
        "counts": {kind: comparison.count(kind) for kind in _KINDS},
        "made_with": {side: {one.id: one.digest for one in protocol.rulesets}
                      for side, protocol in zip("ab", comparison.protocols, strict=True)},
        "rows": rows,
    }  # fmt: skip


def _row(row: Row, say: Wording) -> dict[str, Any]:
    return {
        "kind": row.kind, "a": row.a and row.a.id, "b": row.b and row.b.id, "message": sentence(row, say),
        "do": list(row.acts), "to": list(row.people), "for": list(row.parties), "document": list(row.papers),
        "differences": [
            {"what": one.what, "stricter": one.stricter, "message": plainly(one.message, say)}
            for one in row.differences
        ],
        "sources": {side: [msgspec.to_builtins(one) for one in sources(rule)] if rule is not None else []
                    for side, rule in (("a", row.a), ("b", row.b))},
        "case": _case_data(row.case), "counter_case": _case_data(row.counter_case),
        "not_shown": said(row.not_shown) if row.not_shown is not None else None, "beside": list(row.beside),
    }  # fmt: skip


def _case_data(shown: Shown | None) -> Mapping[str, Any] | None:
    if shown is None:
        return None
    return {"incident": shown.case, "a": msgspec.to_builtins(shown.a), "b": msgspec.to_builtins(shown.b)}


def sentence(row: Row, say: Wording) -> str:
    """What a row says, in one line: the act, how the texts stand to each other, in what."""
    rule = row.a or row.b
    assert rule is not None
    told: Iterable[str] = (plainly(one.message, say) for one in row.differences)
    head = "".join(span.text for span in phrase(say.title(rule.id), _to(row, say)))
    words = {
        "only_a": _("{what}: only in A"), "only_b": _("{what}: only in B"),
        "same": _("{what}: the same in both"),
        "stricter_a": _("{what}: stricter in A. {how}"), "stricter_b": _("{what}: stricter in B. {how}"),
        "incomparable": _("{what}: not comparable. {how}"),
    }[row.kind]  # fmt: skip
    return words.format(what=head, how="; ".join(told))
