"""The doctor's report as a page: columns, problems, costs, what not to export. Never a cell."""

from __future__ import annotations

from typing import assert_never

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.languages.saying import said
from protocolkit.records.costs import Costs, EventCost, FactCost
from protocolkit.records.examining import ColumnReport, Report
from protocolkit.records.profiling import personal_reason
from protocolkit.showing.layout import Page, Span, Style, Words, cells

MOST_EVENTS = 12
MOST_LEFT_OUT = 20
WIDEST_NAME = 30
EMPTY = 12


def page(report: Report, *, width: int = 100) -> Page:
    """The report in the language being spoken."""
    out = Page(width)
    _head(out, report)
    _columns(out, report)
    _problems(out, report)
    if report.costs is not None:
        _costs(out, report, report.costs)
    _leave_out(out, report)
    _next(out, report)
    return out


def _head(out: Page, report: Report) -> None:
    rows = ngettext("{n} row", "{n} rows", report.rows).format(n=report.rows)
    cases = ngettext("{n} case", "{n} cases", report.cases).format(n=report.cases)
    made = [report.form, report.encoding]
    if report.delimiter:
        sign = pgettext("a character between cells", "tab") if report.delimiter == "\t" else report.delimiter
        made.append(_("cells separated by `{sign}`").format(sign=sign))
    out.put([Span(report.file, "title"), f": {cases}, {rows} ", Span(f"({', '.join(made)})", "dim")], hang=2)
    if report.mapping is None:
        out.put(Span(_("no mapping given: what follows is guessed from names and cells"), "soon"), hang=2)
    else:
        out.put(_("columns read as {mapping} says").format(mapping=report.mapping), hang=2)
    if report.protocol is None:
        out.put(Span(_("no protocol named: add `--protocol ID` to see what each lack costs"), "soon"), hang=2)
    if not report.looked_for_future:
        out.put(Span(_("times in the future are looked for with `--as-of now`"), "dim"), hang=2)


def _columns(out: Page, report: Report) -> None:
    out.blank()
    out.put(Span(_("columns"), "heading"))
    names = max((min(cells(one.column), WIDEST_NAME) for one in report.columns), default=0) + 2
    for one in report.columns:
        share = f"{one.empty_share:.0%}" if one.empty_share >= 0.01 or not one.empty else "<1%"
        empty = _("{share} empty").format(share=share) if one.empty else ""
        said: list[Words] = [_meaning(one)]
        if one.taken_as is None and one.because and one.personal is None:
            said.append(Span(f": {one.because}", "dim"))
        line: list[Words] = [Span(f"{one.number:>3} ", "dim"), Span(one.column, "strong")]
        at, named = 4 + cells(one.column), 4 + names
        if empty:
            line += [" " * max(named - at, 2), Span(empty, "soon")]
            at = max(named, at + 2) + cells(empty)
        out.put([*line, " " * max(named + EMPTY - at, 2), *said], hang=named + EMPTY)


def _meaning(one: ColumnReport) -> Words:
    target = one.target or ""
    match one.taken_as:
        case "reference":
            return _("reference of the case")
        case "time":
            return _("time of the event")
        case "recorded":
            return _("when it was recorded")
        case "kind":
            return _("which event it is")
        case "group":
            return _("group of the case")
        case "party":
            return _("which {role} the row speaks of").format(role=target)
        case "representative":
            return _("representatives of a party")
        case "holds":
            return _("posts that the {role} holds").format(role=target)
        case "represents":
            return _("whom the {role} represents").format(role=target)
        case "posts":
            return _("posts that are {state}").format(state=target)
        case "acting":
            return _("who acts in the place of {post}").format(post=target)
        case "age":
            return _("age for `{column}`").format(column=target)
        case "on":
            return _("day for `{column}`").format(column=target)
        case "kind_in":
            return _("which event `{column}` is").format(column=target)
        case "clock":
            return _("time of day for `{column}`").format(column=target)
        case "fact":
            return [_("fact"), " ", Span(target, "good")]
        case "event":
            return [_("event"), " ", Span(target, "good")]
        case "done":
            return [_("done"), " ", Span(target, "good")]
        case None | "ignore" if one.personal is not None:
            return Span(_("personal data"), "alarm")
        case None | "ignore":
            return Span(_("not read"), "dim")
        case _:
            assert_never(one.taken_as)


def _problems(out: Page, report: Report) -> None:
    if not report.problems:
        return
    out.blank()
    out.put(Span(_("problems"), "heading"))
    for one in report.problems:
        style: Style = "alarm" if one.severity == "error" else "soon"
        warning = "warning: " if one.severity == "warning" else ""
        out.put([f"{one.place} ", Span(one.code, style), f" {warning}{one.message}"], indent=2, hang=2)
        if one.help:
            out.put(Span(_("help: {help}").format(help=one.help), "dim"), indent=4, hang=2)


def _costs(out: Page, report: Report, costs: Costs) -> None:
    out.blank()
    out.put(Span(_("what each lack costs under {protocol}").format(protocol=report.protocol), "heading"))
    out.put(_("evaluated {n} of {all} cases").format(n=costs.cases, all=report.cases), indent=2)
    decided = ngettext("{n} duty stands", "{n} duties stand", costs.duties).format(n=costs.duties)
    open_ = ngettext("{n} is undecided", "{n} are undecided", costs.undecided).format(n=costs.undecided)
    out.put([decided, ", ", Span(open_, "soon" if costs.undecided else "")], indent=2)
    if costs.lost_to_offsets:
        lost = ngettext(
            "counted as if its times were {zone} time; without an offset {n} of these duties does not start",
            "counted as if its times were {zone} time; without an offset {n} of these duties do not start",
            costs.lost_to_offsets,
        ).format(n=costs.lost_to_offsets, zone=costs.supposed_zone)
        out.put(Span(lost, "alarm"), indent=2, hang=2)
    if costs.facts:
        out.blank()
        out.put(Span(_("facts, the one that decides most first"), "strong"), indent=2)
        _facts(out, costs.facts)
    if costs.days:
        out.blank()
        out.put(Span(_("days without a time of day"), "strong"), indent=2)
        for day in costs.days:
            count = ngettext(
                "{n} duty counted in hours starts at midnight", "{n} duties counted in hours start at midnight",
                day.duties,
            ).format(n=day.duties)  # fmt: skip
            out.put([Span(day.event, "soon"), "  ", _where(day.column), "  ", count], indent=4, hang=2)
    if costs.events:
        out.blank()
        out.put(Span(_("events that no column gives"), "strong"), indent=2)
        shown = [one for one in costs.events if not one.event.startswith("done:")] or costs.events
        width = max(cells(one.event) for one in shown[:MOST_EVENTS]) + 2
        for event in shown[:MOST_EVENTS]:
            _event(out, event, width)
        if left := len(costs.events) - len(shown[:MOST_EVENTS]):
            more = ngettext("and {n} more in the JSON form", "and {n} more in the JSON form", left).format(n=left)
            out.put(Span(more, "dim"), indent=4)


def _facts(out: Page, facts: list[FactCost]) -> None:
    """A row for each fact: what waits for it, in duties."""
    heads = [
        _("undecided"), _("by it alone"), pgettext("duties whose date turns on a fact", "dates"),
        pgettext("duties that ask first who the accused is", "to check"), _("cases"),
    ]  # fmt: skip
    out.put(Span("  ".join(heads), "dim"), indent=4)
    for one in facts:
        numbers = (one.undecided, one.alone, one.undated, one.unchecked, one.cases)
        row = "  ".join(f"{number or '·':>{cells(name)}}" for number, name in zip(numbers, heads, strict=True))
        out.put([f"{row}  ", Span(one.fact, "ask"), "  ", _where(one.column)], indent=4, hang=cells(row) + 2)


def _event(out: Page, one: EventCost, width: int) -> None:
    count = ngettext("{n} duty waits for it", "{n} duties wait for it", one.duties).format(n=one.duties)
    cases = ngettext("in {n} case", "in {n} cases", one.cases).format(n=one.cases)
    out.put([Span(one.event.ljust(width), "ask"), count, Span(f"  {cases}", "dim")], indent=4, hang=width)


def _where(column: str | None) -> Words:
    return _("no column") if column is None else _("column `{column}`").format(column=column)


def _leave_out(out: Page, report: Report) -> None:
    personal = [one for one in report.columns if one.personal is not None and one.taken_as in (None, "ignore")]
    idle = [one for one in report.columns if one.idle]
    if not personal and not idle:
        return
    out.blank()
    out.put(Span(_("do not export"), "heading"))
    for one in personal:
        assert one.personal is not None
        out.put([Span(one.column, "strong"), "  ", said(personal_reason(one.personal))], indent=2, hang=2)
    for one in idle:
        line = _("no rule of {protocol} reads it").format(protocol=report.protocol)
        out.put([Span(one.column, "strong"), "  ", line], indent=2, hang=2)


def _next(out: Page, report: Report) -> None:
    out.blank()
    if report.incidents == 0:
        out.put(Span(_("no incidents written"), "alarm"))
    elif report.incidents:
        line = ngettext("{n} incident written", "{n} incidents written", report.incidents)
        out.put(Span(line.format(n=report.incidents), "good"))
    for one in report.left_out[:MOST_LEFT_OUT]:
        line = _("left out: the case of row {row} ({codes})").format(row=one.row, codes=", ".join(one.codes))
        out.put(Span(line, "soon"), hang=2)
    if (more := len(report.left_out) - MOST_LEFT_OUT) > 0:
        line = ngettext("and {n} more in the JSON form", "and {n} more in the JSON form", more).format(n=more)
        out.put(Span(line, "dim"))
    if report.errors:
        line = ngettext("{n} error to mend", "{n} errors to mend", report.errors)
        out.put(Span(line.format(n=report.errors), "alarm"))
    elif report.incidents is None:
        out.put(Span(_("nothing to mend"), "good"))
    if report.mapping is None:
        line = _("write the guesses down to confirm them: `--write mapping.yaml`, then `--map mapping.yaml`")
        out.put(Span(line, "dim"))
