"""A trace as a page, and as plain data."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.languages import N_, _, ngettext
from protocolkit.showing.layout import Page, Span
from protocolkit.tracing.trace_report import Checks, Count, PointRow, Trace

_QUOTE = {
    "homoglyph": N_("{place}: `{words}` stands there with look-alike letters"),
    "elsewhere": N_("{place}: `{words}` stands elsewhere"),
    "missing": N_("{place}: `{words}` does not stand in the text"),
}
_NUMBER = {
    "differs": N_("{rule}: {in_rule} in the rule, {in_words} in the words: differs"),
    "unstated": N_("{rule}: {in_rule} in the rule, {in_words} in the words: the words give no number"),
    "unused": N_(
        "{rule}: {in_rule} in the rule, {in_words} in the words: the words give a number the rule does not use"
    ),
}
_DIGEST = {"differs": N_("{ruleset}: {file} differs"), "unreadable": N_("{ruleset}: {file} cannot be read")}
_STATUS = {
    "homoglyph": N_("homoglyph"), "elsewhere": N_("elsewhere"), "missing": N_("missing"),
}  # fmt: skip


def page(trace: Trace, *, width: int = 100) -> Page:
    """Point by point what stands for it; then, with the texts, what does not agree with them."""
    out = Page(width)
    for count in trace.counts:
        _ruleset(out, count, [row for row in trace.points if row.ruleset == count.ruleset])
    if trace.checks is not None:
        _checks(out, trace.checks)
    out.blank()
    quotes = len(trace.rules) + len(trace.names)
    total = [_rules(sum(count.rules for count in trace.counts)),
             ngettext("{n} quote", "{n} quotes", quotes).format(n=quotes), _points(len(trace.points))]  # fmt: skip
    if trace.checks is not None:
        failed = trace.checks.failed
        total.append(ngettext("{n} failed", "{n} failed", failed).format(n=failed))
        out.put(Span(", ".join(total), "alarm" if failed else "good"))
    else:
        out.put([", ".join(total), "; ", Span(_("set PROTOCOLKIT_SOURCES to check them against the texts"), "dim")])
    return out


def _ruleset(out: Page, count: Count, rows: list[PointRow]) -> None:
    out.blank()
    numbers = [_rules(count.rules), _points(count.points)]
    if count.printed is not None:
        numbers.append(ngettext("{n} printed", "{n} printed", count.printed).format(n=count.printed))
    numbers.append(ngettext("{n} left out", "{n} left out", count.unencoded).format(n=count.unencoded))
    if count.not_at_hand:
        numbers.append(_("{n} not at hand").format(n=count.not_at_hand))
    out.put([Span(count.ruleset, "heading"), f"  {', '.join(numbers)}"])
    group = act = None
    for row in rows:
        if row.act != act:
            out.put(Span(f"{row.act}", "heading"), indent=2)
            act, group = row.act, None
        if row.group != group and row.group != row.point:
            out.put(Span(row.group, "strong"), indent=2)
        group = row.group
        short = ", ".join(id.removeprefix(f"{row.ruleset}#") for id in row.rules)
        said: list[str | Span] = [short] if short else []
        if row.reason:
            said.append(Span(f"{'; ' if short else ''}{row.reason}", "dim"))
        elif row.names:
            said.append(Span("; " + _("names {names}").format(names=", ".join(row.names)), "dim"))
        elif not short:
            said.append(Span(_("nothing stands for it"), "alarm"))
        out.field(row.point, said, indent=2 if row.group == row.point else 4, column=max(len(row.point) + 2, 12))
    if count.uncovered:
        out.put(
            Span(_("nothing stands for {points}").format(points=", ".join(count.uncovered)), "alarm"), indent=2, hang=2
        )


def _checks(out: Page, checks: Checks) -> None:
    out.blank()
    out.put(Span(_("against the texts"), "heading"))
    inside = sum(one.status == "ok" and one.precision != "point" for one in checks.quotes)
    ok = [sum(not one.fails for one in kind) for kind in (checks.quotes, checks.numbers, checks.digests)]
    standing = _("{ok} of {all} quotes stand where they are cited")
    if inside:
        standing = _(
            "{ok} of {all} quotes stand where they are cited"
            " ({inside} of them found in the point's number or appendix as a whole)"
        )
    out.put(standing.format(ok=ok[0], all=len(checks.quotes), inside=inside), indent=2, hang=2)
    numbers = _("{ok} of {all} rules have the number of their words")
    out.put(numbers.format(ok=ok[1], all=len(checks.numbers)), indent=2)
    out.put(_("{ok} of {all} texts are the ones encoded").format(ok=ok[2], all=len(checks.digests)), indent=2)
    for quote in checks.quotes:
        if quote.fails:
            where = f" ({quote.where})" if quote.where else ""
            text = f" {quote.text}" if quote.text else ""
            place = f"{quote.ruleset}{text} {quote.point}, {quote.by}"
            said = _(_QUOTE[quote.status]).format(place=place, words=quote.words)
            out.put([Span(_(_STATUS[quote.status]), "alarm"), f" {said}{where}"], indent=2, hang=2)
    for number in checks.numbers:
        if number.fails:
            own, words = (", ".join(side) or _("no number") for side in (number.in_rule, number.in_words))
            said = _(_NUMBER[number.status]).format(rule=number.rule, in_rule=own, in_words=words)
            out.put([Span(_("number"), "alarm"), f" {said}"], indent=2, hang=2)
    for digest in checks.digests:
        if digest.fails:
            said = _(_DIGEST[digest.status]).format(ruleset=digest.ruleset, file=digest.file)
            out.put([Span(_("digest"), "alarm"), f" {said}"], indent=2, hang=2)


def _rules(n: int) -> str:
    return ngettext("{n} rule", "{n} rules", n).format(n=n)


def _points(n: int) -> str:
    return ngettext("{n} point", "{n} points", n).format(n=n)


def as_data(trace: Trace) -> dict[str, Any]:
    """The trace as plain values for JSON; `checks` only where the texts were at hand."""
    plain: dict[str, Any] = msgspec.to_builtins(trace)
    checks = plain.pop("checks")
    plain["points"] = [
        {"ruleset": row.ruleset, "point": row.point, "rules": [*row.rules], "reason": row.reason,
         "names": [*row.names], "group": row.group} | ({"act": row.act} if row.act else {})
        for row in trace.points
    ]  # fmt: skip
    data = {"trace": plain.pop("trace"), **plain}
    if trace.checks is not None:
        data["checks"] = {"failed": trace.checks.failed, **checks}
    return data
