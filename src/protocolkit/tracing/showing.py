"""A trace as a page, and as plain data."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.plans.layout import Page, Span
from protocolkit.tracing.report import Checks, Count, PointRow, Trace

_WHY = {
    "homoglyph": "stands there with look-alike letters",
    "elsewhere": "stands elsewhere",
    "missing": "does not stand in the text",
    "differs": "differs",
    "unstated": "the words give no number",
    "unused": "the words give a number the rule does not use",
    "unreadable": "cannot be read",
}


def page(trace: Trace, *, width: int = 100) -> Page:
    """Point by point what stands for it; then, with the texts, what does not agree with them."""
    out = Page(width)
    for count in trace.counts:
        _ruleset(out, count, [row for row in trace.points if row.ruleset == count.ruleset])
    if trace.checks is not None:
        _checks(out, trace.checks)
    out.blank()
    rules = sum(count.rules for count in trace.counts)
    total = f"{rules} rules, {len(trace.rules) + len(trace.names)} quotes, {len(trace.points)} points"
    if trace.checks is not None:
        out.put(Span(f"{total}, {trace.checks.failed} failed", "alarm" if trace.checks.failed else "good"))
    else:
        out.put([total, Span("; set PROTOCOLKIT_SOURCES to check them against the texts", "dim")])
    return out


def _ruleset(out: Page, count: Count, rows: list[PointRow]) -> None:
    out.blank()
    printed = f", {count.printed} printed" if count.printed is not None else ""
    numbers = f"  {count.rules} rules, {count.points} points{printed}, {count.unencoded} left out"
    out.put([Span(count.ruleset, "heading"), numbers])
    group = None
    for row in rows:
        if row.group != group and row.group != row.point:
            out.put(Span(row.group, "strong"), indent=2)
        group = row.group
        short = ", ".join(id.removeprefix(f"{row.ruleset}#") for id in row.rules)
        said: list[str | Span] = [short] if short else []
        if row.reason:
            said.append(Span(f"{'; ' if short else ''}{row.reason}", "dim"))
        elif row.names:
            said.append(Span(f"; names {', '.join(row.names)}", "dim"))
        elif not short:
            said.append(Span("nothing stands for it", "alarm"))
        out.field(row.point, said, indent=2 if row.group == row.point else 4, column=max(len(row.point) + 2, 12))
    if count.uncovered:
        out.put(Span(f"nothing stands for {', '.join(count.uncovered)}", "alarm"), indent=2, hang=2)


def _checks(out: Page, checks: Checks) -> None:
    out.blank()
    out.put(Span("against the texts", "heading"))
    inside = sum(one.status == "ok" and one.precision != "point" for one in checks.quotes)
    ok = [sum(not one.fails for one in kind) for kind in (checks.quotes, checks.numbers, checks.digests)]
    note = f" ({inside} of them found in the point's number or appendix as a whole)" if inside else ""
    out.put(f"{ok[0]} of {len(checks.quotes)} quotes stand where they are cited{note}", indent=2, hang=2)
    out.put(f"{ok[1]} of {len(checks.numbers)} rules have the number of their words", indent=2)
    out.put(f"{ok[2]} of {len(checks.digests)} texts are the ones encoded", indent=2)
    for quote in checks.quotes:
        if quote.fails:
            where = f" ({quote.where})" if quote.where else ""
            said = f"{quote.ruleset} {quote.point}, {quote.by}: `{quote.words}` {_WHY[quote.status]}{where}"
            out.put([Span(f"{quote.status} ", "alarm"), said], indent=2, hang=2)
    for number in checks.numbers:
        if number.fails:
            rule, words = ", ".join(number.in_rule) or "no number", ", ".join(number.in_words) or "no number"
            said = f"{number.rule}: {rule} in the rule, {words} in the words: {_WHY[number.status]}"
            out.put([Span("number ", "alarm"), said], indent=2, hang=2)
    for digest in checks.digests:
        if digest.fails:
            said = f"{digest.ruleset}: {digest.file} {_WHY[digest.status]}"
            out.put([Span("digest ", "alarm"), said], indent=2, hang=2)


def as_data(trace: Trace) -> dict[str, Any]:
    """The trace as plain values for JSON; `checks` only where the texts were at hand."""
    plain: dict[str, Any] = msgspec.to_builtins(trace)
    checks = plain.pop("checks")
    data = {"trace": plain.pop("trace"), **plain}
    if trace.checks is not None:
        data["checks"] = {"failed": trace.checks.failed, **checks}
    return data
