"""The command line. Nothing is imported until a command needs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 bad news, 2 unusable input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        from protocolkit.version import __version__

        print(f"protocolkit {__version__}")
        return 0
    if arguments is None:
        # A process of its own ends before garbage matters; looking for it would cost a tenth of the time.
        gc.set_threshold(100_000, 20, 100)
    from protocolkit.cli.run import guarded

    return guarded(given)
