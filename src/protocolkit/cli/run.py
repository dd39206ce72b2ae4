"""One run of the command line: output in UTF-8, problems as diagnostics, never a traceback for what somebody typed."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterable, Iterator

from protocolkit.cli.spoken_language import spoken
from protocolkit.cli.stderr import report
from protocolkit.diagnostics import DEBUG, Diagnostic, InputError, Place, fault
from protocolkit.languages import speaking
from protocolkit.messages import say

UNUSABLE = 2
INTERRUPTED = 130
OUTPUT = Place("output")


def guarded(arguments: list[str]) -> int:
    """Runs a command line; every way it can end is an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names may hold bytes that are no text; they are shown escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with _interruptible():
            return _spoken(arguments)
    except KeyboardInterrupt:
        _silence(sys.stdout)
        return INTERRUPTED


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl+C raises KeyboardInterrupt, whatever it did before; only the main thread may say so."""
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _spoken(arguments: list[str]) -> int:
    try:
        language = spoken(arguments)
    except InputError as error:
        return _told(error.problems)
    with speaking(language):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    try:
        if sys.stdout is None:
            return _told(
                [Diagnostic("output-lost", say("there is nowhere to write to: standard output is closed"), OUTPUT)]
            )
        from protocolkit.cli.app import dispatch

        code = dispatch(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        return _told(error.problems)
    except OSError as error:
        return lost(error)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return _told([fault(error, Place("protocolkit"))])


def lost(error: OSError) -> int:
    """What the system refuses: to take our output, or to hand over a file. It is no fault of the program."""
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        _silence(sys.stdout)
        message = say("not everything could be written: {reason}", reason=reason)
        help = say("what was written is incomplete: do not use it")
        return _told([Diagnostic("output-lost", message, OUTPUT, help)])
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
    message = say("the system refuses `{path}`: {reason}", path=name, reason=reason)
    return _told([Diagnostic("system-refuses", message, Place("system"))])


def _told(problems: Iterable[Diagnostic]) -> int:
    # Where standard error is lost too, the exit code has to say it all.
    try:
        report(problems)
    except (OSError, ValueError):
        _silence(sys.stderr)
    return UNUSABLE


def _silence(stream: object) -> None:
    """Nobody takes what is written here any more: the interpreter must not complain when it flushes at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
