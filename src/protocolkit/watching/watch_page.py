"""What a look says beside the last good plan: problems as `check` prints them, and the plan that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from protocolkit.diagnostics import Diagnostic
from protocolkit.languages import _, language, ngettext
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.showing.layout import Page, Span, Style, harmless
from protocolkit.showing.wording import Wording
from protocolkit.watching.look import Look
from protocolkit.watching.plan_changes import Change, changes

_STYLES: dict[str, Style] = {"+": "good", "-": "alarm", ">": "soon", "~": "ask"}


class Good(msgspec.Struct, frozen=True):
    """The last plan that could be made, and the names to say it with."""

    plan: Plan
    names: Vocabulary


def after(last: Good | None, look: Look) -> Good | None:
    """The last good plan once a look has been taken."""
    return Good(look.plan, look.names) if look.plan is not None and look.names is not None else last


def page(last: Good | None, look: Look, width: int) -> Page:
    """The page for one look; a pure function of it and of the last good plan (null: none so far)."""
    sheet = Page(width)
    for problem in to_be_read(look.problems):
        for line in problem_lines(problem):
            _put_raw(sheet, line, "alarm" if problem.severity == "error" and not line.startswith(" ") else "")
    _put_raw(sheet, summary(look.report.errors, look.report.warnings, look.report.files), "dim")
    if look.plan is not None and look.names is not None:
        sheet.blank()
        _put_plan(sheet, last, Good(look.plan, look.names))
    elif last is not None:
        sheet.blank()
        _put_head(sheet, last)
        sheet.put(Span(_("No plan can be made now; this is the last good one, and it stands."), "alarm"))
    return sheet


def problem_lines(problem: Diagnostic) -> Iterator[str]:
    """`file:line:col code message` and, where there is one, the help below.

    Editors read the first line by a pattern: the code and the word `warning` are the same in every language.
    """
    warning = "warning: " if problem.severity == "warning" else ""
    yield harmless(f"{problem.place} {problem.code} {warning}{problem.message}")
    if problem.help:
        yield "  " + harmless(_("help: {help}").format(help=problem.help))


def to_be_read(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Problems in the order in which they are read from the end: errors last, before them what may wait longer."""
    return sorted(problems, key=lambda one: (one.severity == "error", one.code != "missing-label"))


def summary(errors: int, warnings: int, files: int) -> str:
    """How many of each, in a line.

    >>> summary(1, 0, 2)
    '1 error, 0 warnings in 2 files'
    """
    return _("{errors}, {warnings} in {files}").format(
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
        files=ngettext("{n} file", "{n} files", files).format(n=files),
    )


def _put_raw(sheet: Page, line: str, style: Style = "") -> None:
    """A line that programs read is never broken."""
    sheet.lines.append((Span(line, style),))


def _wording(good: Good) -> Wording:
    return Wording(good.names, good.plan.zone, language())


def _put_head(sheet: Page, good: Good) -> None:
    plan, say = good.plan.compact(), _wording(good)
    sheet.put([Span(plan.incident, "title"), "  ", Span(plan.protocol, "title")])
    sheet.put(Span(_("as of {moment}").format(moment=say.instant(plan.as_of)), "strong"))
    counts = Counter(one.status for one in plan.clocked)
    said = [f"{say.name('statuses', status)}: {n}" for status, n in counts.items()]
    said += [_("a person must decide: {n}").format(n=len(plan.gaps))] if plan.gaps else []
    said += [_("not certain: {n}").format(n=len(plan.undetermined))] if plan.undetermined else []
    sheet.put(" · ".join(said) or _("no duties"))


def _put_plan(sheet: Page, last: Good | None, now: Good) -> None:
    _put_head(sheet, now)
    if last is None or last.plan.incident != now.plan.incident or _at(now) < _at(last):
        return
    found = changes(last.plan, now.plan, _wording(last), _wording(now))
    sheet.blank()
    if not found:
        sheet.put(Span(_("The plan is as it was."), "dim"))
        return
    sheet.put(Span(_("Since the last good plan"), "heading"))
    for change in _alike(found):
        sheet.put([Span(f"{change.mark} ", _STYLES[change.mark]), Span(change.what, "strong")], hang=2)
        sheet.put(change.words, indent=2, hang=2)
        sheet.put(Span(change.rule, "dim"), indent=2, hang=2)


def _at(good: Good) -> datetime:
    return datetime.fromisoformat(good.plan.as_of)


def _alike(found: Iterable[Change]) -> list[Change]:
    """Changes that differ only in the duty they speak of, as one."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in found:
        groups.setdefault((one.mark, one.what, one.words), []).append(one.rule)
    return [
        Change(mark, what, words, "; ".join(dict.fromkeys(rules)))  # type: ignore[arg-type]
        for (mark, what, words), rules in groups.items()
    ]
