"""`protocolkit check --watch`: pages that replace each other on a terminal and follow each other in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from protocolkit.cli.screen import show, width
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _, ngettext
from protocolkit.messages import say
from protocolkit.showing.layout import Page, Span

if TYPE_CHECKING:
    from protocolkit.cli.options import Color
    from protocolkit.watching.look import Look
    from protocolkit.watching.loop import Seen

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
# Editors see by these two lines when a look begins and ends.
BEGIN, END = "── {clock:%H:%M:%S} ──", "── {seconds:.2f} s ── {files} ── {how}"


def watched(paths: Sequence[str], case: Path | None, as_of: str | None, *, strict: bool, color: Color) -> int:
    """Shows a page at every change until Ctrl-C: 0; 2 at once for a path or an instant that is none.

    Raises InputError.
    """
    from protocolkit.cli.case_option import instant
    from protocolkit.watching.look import look
    from protocolkit.watching.loop import watch
    from protocolkit.watching.watched_files import matters

    problems = Problems()
    at = instant(as_of, "--as-of", problems) if as_of is not None else None
    for path in [*paths, *([str(case)] if case else [])]:
        if not Path(path).exists():
            message = say("no file or folder `{path}`", path=path)
            problems.error("file-missing", message, Place(path))
    problems.raise_if_errors()

    def seen() -> Look:
        _begin()
        return look(paths, case, _present() if as_of == "now" else at, strict=strict)

    def stale(found: Look) -> bool:
        change = found.plan.next_change_at if found.plan and as_of == "now" else None
        return change is not None and datetime.fromisoformat(change) <= datetime.now(UTC)

    try:
        for one in watch(seen, lambda: matters(paths, case), stale=stale):
            _end(one, color)
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    return 0


def _present() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _begin() -> None:
    sys.stdout.write(CLEAR if sys.stdout.isatty() else "")
    sys.stdout.write(BEGIN.format(clock=datetime.now()) + "\n")
    sys.stdout.flush()


def _end(one: Seen, color: Color) -> None:
    from protocolkit.watching.watch_page import page

    sheet: Page = page(one.last, one.look, width())
    sheet.blank()
    files = ngettext("{n} file watched", "{n} files watched", one.files).format(n=one.files)
    words = END.format(seconds=one.seconds, files=files, how=_("Ctrl-C ends"))
    sheet.lines.append((Span(words, "dim"),))
    show(sheet, color)
    sys.stdout.flush()
