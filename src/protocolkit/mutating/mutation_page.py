"""A report on mutants as a page."""

from __future__ import annotations

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.mutating.edits import Operator
from protocolkit.mutating.report import Group, Judged, Report
from protocolkit.showing.layout import Page, Span


def page(report: Report, *, width: int = 100) -> Page:
    """Each survivor with the test it lacks, then how much of each ruleset is noticed."""
    out = Page(width)
    for one in report.survivors:
        _survivor(out, one)
    for group in report.groups:
        _group(out, group, report.at_least)
    return out


def _survivor(out: Page, one: Judged) -> None:
    change = one.change
    told = f"  {kind(change.operator)}  {change.hash}"
    out.blank()
    out.put([Span(_("NOT NOTICED") + " ", "alarm"), Span(change.rule, "strong"), told])
    out.put(_("was: {text}").format(text=change.before), indent=2, hang=4)
    out.put(_("is: {text}").format(text=change.after), indent=2, hang=4)
    out.put(Span(_("missing test:"), "dim"), indent=2)
    for line in (one.test or "").splitlines():
        # Copied into a file as it stands: it is not broken into lines of the page.
        out.put(line, hang=len(line) - len(line.lstrip()) + 4)


def _group(out: Page, group: Group, at_least: int) -> None:
    out.blank()
    share = group.share
    if share is None:
        out.put([Span(group.id, "strong"), " ", Span(_("no mutant to judge: nothing is shown of its tests"), "alarm")])
        return
    said = _("{share} % noticed, at least {at_least} % wanted").format(share=_rounded(share), at_least=at_least)
    out.put([Span(group.id, "strong"), " ", Span(said, "good" if share >= at_least else "alarm")])
    counts = (
        ngettext("{n} mutant", "{n} mutants", group.mutants).format(n=group.mutants),
        _("{n} noticed").format(n=group.killed),
        _("{n} not noticed").format(n=group.survived),
        _("{n} reviewed as equivalent").format(n=group.equivalent),
        _("{n} unreadable").format(n=group.unreadable),
    )
    out.put(", ".join(counts), indent=2, hang=2)
    parts = (f"{kind(name)} {killed}/{of}" for name, (killed, of) in sorted(group.operators.items()))
    out.put(", ".join(parts), indent=2, hang=2)


def _rounded(share: float) -> str:
    """Downwards, so that only what is whole says 100."""
    return f"{int(share * 10) / 10:g}"


def kind(operator: Operator) -> str:
    """A kind of change in the language being spoken."""
    return {
        "number": pgettext("a change to a rule", "number"),
        "unit": pgettext("a change to a rule", "unit of time"),
        "calendar": pgettext("a change to a rule", "days counted"),
        "day_zero": pgettext("a change to a rule", "day zero"),
        "roll": pgettext("a change to a rule", "roll"),
        "recipient": pgettext("a change to a rule", "recipient"),
        "bearer": pgettext("a change to a rule", "bearer"),
        "condition": pgettext("a change to a rule", "condition"),
        "trigger": pgettext("a change to a rule", "trigger"),
        "exception": pgettext("a change to a rule", "exception"),
        "channel": pgettext("a change to a rule", "channel"),
        "reading": pgettext("a change to a rule", "reading"),
        "modality": pgettext("a change to a rule", "modality"),
        "edition": pgettext("a change to a rule", "edition"),
        "rank": pgettext("a change to a rule", "rank"),
    }[operator]
