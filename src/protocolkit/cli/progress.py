"""How far long work has come, in one line of standard error that goes away: only on a terminal."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType

from protocolkit.languages import ngettext

PATIENCE = 1.0  # seconds before anything is shown
BETWEEN = 0.2


class Progress:
    """A line that is written over. Numbers only: never what was read."""

    def __init__(self) -> None:
        self.shown = ""
        self._seen = sys.stderr.isatty()
        self._next = monotonic() + PATIENCE

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("")

    def tick(self, what: str, n: int, of: int = 0) -> None:
        """Tells that so many `rows` were read, `cases` evaluated, or of all `mutants` judged, `rules` compared."""
        if not self._seen or (n & 15 and what == "rows") or (now := monotonic()) < self._next:
            return
        self._next = now + BETWEEN
        if what == "rows":
            self._write(ngettext("{n} row read", "{n} rows read", n).format(n=n))
        elif what == "mutants":
            self._write(ngettext("{n} of {of} mutant judged", "{n} of {of} mutants judged", of).format(n=n, of=of))
        elif what == "rules":
            self._write(ngettext("{n} of {of} rule compared", "{n} of {of} rules compared", of).format(n=n, of=of))
        elif what == "promises":
            self._write(
                ngettext("{n} of {of} promise answered", "{n} of {of} promises answered", of).format(n=n, of=of)
            )
        else:
            self._write(ngettext("{n} case evaluated", "{n} cases evaluated", n).format(n=n))

    def _write(self, line: str) -> None:
        if line or self.shown:
            sys.stderr.write(f"\r{line.ljust(len(self.shown))}" + ("" if line else "\r"))
            sys.stderr.flush()
        self.shown = line
