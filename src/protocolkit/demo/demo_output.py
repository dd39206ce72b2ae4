"""One step as lines for a terminal: what it says, lines of the case, the command, and what the command answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from protocolkit.demo.story import Step
from protocolkit.languages import _, language, ngettext
from protocolkit.showing.layout import Page, Span, harmless

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_INDENT = 2


def heading(step: Step, number: int, of: int, width: int) -> Page:
    """The title and what is said of the step."""
    page = Page(width)
    where = _("Step {number} of {all}").format(number=number, all=of)
    page.put([Span(where, "dim"), Span("  "), Span(_(step.title), "title")])
    page.put(" ".join(map(_, step.says)))
    return page


def shown(lines: Iterable[str], command: str, width: int) -> Page:
    """The lines of the case, if any, and the command as one would type it: never broken, so that they can be copied."""
    page = Page(width)
    indent = Span(" " * _INDENT)
    page.lines += [(indent, Span(harmless(_without_remark(line)), "ask")) for line in lines]
    page.blank()
    if command:
        page.lines.append((indent, Span(f"$ {harmless(command)}", "strong")))
    return page


def _without_remark(line: str) -> str:
    """Remarks in the examples are English."""
    return line if language() == "en" else line.partition("  # ")[0]


def chosen(answer: str, marks: Sequence[str]) -> tuple[str, int]:
    """The head of a page and its paragraphs with a mark, with their titles; and how many lines were left out.

    >>> chosen("a case\\n\\nOPEN\\n\\n[ ] one\\n\\n[x] two\\n", ("[x]",))
    ('a case\\n\\n[x] two\\n', 4)
    """
    paragraphs = [block.strip("\n") for block in answer.split("\n\n")]
    keep = {0}
    for index, block in enumerate(paragraphs):
        lines = [_COLOUR.sub("", line) for line in block.splitlines()]
        if not marks or any(line.startswith(tuple(marks)) for line in lines):
            keep.add(index)
            if index and "\n" not in paragraphs[index - 1] and _is_title(paragraphs[index - 1]):
                keep.add(index - 1)
    text = "\n\n".join(paragraphs[index] for index in sorted(keep)) + "\n"
    return text, len(answer.rstrip("\n").splitlines()) - len(text.rstrip("\n").splitlines())


def more(left_out: int, width: int) -> Page:
    """How much the command says beyond what is shown."""
    page = Page(width)
    if left_out > 0:
        words = ngettext("… {n} more line", "… {n} more lines", left_out).format(n=left_out)
        page.put(Span(words, "dim"), indent=_INDENT)
    page.lines.append(())
    return page


def _is_title(block: str) -> bool:
    return not _COLOUR.sub("", block).startswith(("[", " "))
