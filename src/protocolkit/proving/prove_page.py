"""Answers to promises as a sheet: what is refuted first, each with the case that shows it, then the rest."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from protocolkit.languages import _, language, pgettext, speaking
from protocolkit.languages.saying import said
from protocolkit.model.vocabulary import label_for
from protocolkit.proving.answers import RUNGS, Answer, Bounds, Rung
from protocolkit.proving.findings import Finding, Kind
from protocolkit.proving.report import Report
from protocolkit.showing.sheet import (
    Block,
    Code,
    Count,
    Field,
    Item,
    Phrase,
    Role,
    Section,
    Sheet,
    Span,
    Text,
    joined,
    phrase,
    woven,
)

_ORDER: tuple[Rung, ...] = ("refuted", "not_expressible", "tested", "assumed", "bounded", "proved")
_STATES: dict[Rung, str] = {
    "proved": "done", "bounded": "done", "refuted": "overdue", "assumed": "question", "tested": "question",
    "not_expressible": "question",
}  # fmt: skip
_ROLES: dict[str, Role] = {"overdue": "alarm", "question": "ask", "done": "good"}


def prove_sheet(report: Report, spoken: str = "en") -> Sheet:
    """The sheet of a report in a language."""
    with speaking(spoken):
        counts = report.counts
        answers = sorted(report.answers, key=lambda one: (one.fault is None, _ORDER.index(one.answer)))
        sections = [_section(n, one) for n, one in enumerate(answers)]
        if report.findings:
            sections.append(_findings(report.findings))
        nothing = () if report.answers else (phrase(_("nothing is promised")),)
        return Sheet(
            spoken, "protocolkit", (Span(_("Promises about rules"), "title"),), notices=nothing,
            counts=tuple(Count(counts[one], rung(one), _STATES[one]) for one in RUNGS if counts[one]),
            sections=tuple(sections), look="prove",
        )  # fmt: skip


def rung(one: Rung) -> str:
    """A rung of the ladder in the language being spoken."""
    return {
        "proved": pgettext("a promise", "proved"),
        "bounded": pgettext("a promise", "proved within bounds"),
        "refuted": pgettext("a promise", "refuted"),
        "assumed": pgettext("a promise", "assumed"),
        "tested": pgettext("a promise", "tested"),
        "not_expressible": pgettext("a promise", "not expressible"),
    }[one]


def _section(number: int, one: Answer) -> Section:
    role = "alarm" if one.fault is not None else _ROLES[_STATES[one.answer]]
    title = phrase(Span(rung(one.answer), role))
    blocks: list[Block] = [Text(phrase(label_for(one.says, language(), language()))), *_fields(one), *_codes(one)]
    return Section(f"promise-{number + 1}", title, tuple(blocks), kind="panel")


def _fields(one: Answer) -> Iterator[Field]:
    yield Field(_("promise"), phrase(Span(one.id, "code"), f" ({one.protocol})"))
    if one.fault is not None:
        yield Field(_("fault"), phrase(Span(said(one.fault), "alarm")))
    if one.because is not None:
        yield Field(_("because"), phrase(said(one.because)))
    if one.bounds is not None:
        yield Field(_("bounds"), _bounds(one.bounds))
    if one.rules:
        yield Field(_("rules"), _ids(one.rules))
    if one.left_open:
        yield Field(_("left open"), _ids(tuple(rule for rule, _why in one.left_open)))


def _ids(rules: tuple[str, ...]) -> Phrase:
    return joined(", ", (Span(rule, "code") for rule in rules))


def _bounds(bounds: Bounds) -> Phrase:
    parts = []
    if bounds.cases is not None:
        parts.append(phrase(_("cases tried: {n}").format(n=bounds.cases)))
    if bounds.persons:
        parts.append(phrase(_("persons: {persons}").format(persons=" / ".join(bounds.persons))))
    if bounds.events:
        told = _("each event at most once for each who may have been its doer (events: {n})").format(
            n=len(bounds.events)
        )
        parts.append(phrase(told))
    if bounds.days is not None:
        first, last = bounds.days
        parts.append(phrase(_("from {first} to {last}").format(first=first, last=last)))
    if bounds.calendar is not None:
        parts.append(phrase(_("calendar {calendar}").format(calendar=bounds.calendar)))
    return joined("; ", parts)


def _codes(one: Answer) -> Iterator[Code]:
    if one.rule_test is not None:
        yield Code(one.rule_test, _("rule test that shows it"))
    elif one.case is not None:
        text = yaml.safe_dump(one.case, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
        yield Code(text, _("case that shows it"))


def _findings(findings: tuple[Finding, ...]) -> Section:
    return Section("findings", phrase(_("What else the rules show")), tuple(map(_finding, findings)))


def _finding(one: Finding) -> Item:
    rule, other = Span(one.rule, "code"), Span(one.other or "", "code")
    return Item(woven(_sentence(one.kind), rule=rule, other=other))


def _sentence(kind: Kind) -> str:
    return {
        "vacuous": _("{rule}: its condition is true in no case"),
        "always": _("{rule}: its condition is true in every case, and could be left out"),
        "redundant": _("{rule} asks just what {other} asks, in the same cases"),
        "shadowed": _("{rule} asks what {other} asks, in fewer cases"),
        "overridden": _("{rule} is forbidden by {other} whenever it is owed"),
    }[kind]
