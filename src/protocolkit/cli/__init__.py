"""The command line. Nothing is imported until a command needs it."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 bad news, 2 unusable input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        # While nothing has begun, an interrupt ends the process without a word.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        # A process of its own ends before garbage matters; looking for it would cost a tenth of the time.
        gc.set_threshold(100_000, 20, 100)
    if given in (["--version"], ["-V"]) and sys.stdout is not None:
        return _version()
    from protocolkit.cli.run import guarded

    return guarded(given)


def _version() -> int:
    from protocolkit.version import __version__

    try:
        print(f"protocolkit {__version__}", flush=True)
    except OSError as error:
        from protocolkit.cli.run import lost

        return lost(error)
    return 0
