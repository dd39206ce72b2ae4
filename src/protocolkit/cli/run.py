"""One run of the command line: output in UTF-8, problems as diagnostics, never a traceback for what somebody typed."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from protocolkit.cli.spoken_language import spoken
from protocolkit.cli.stderr import report
from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.languages import speaking
from protocolkit.messages import say

UNUSABLE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141
DEBUG = "PROTOCOLKIT_DEBUG"  # with it set, a fault of the program itself shows its traceback


def guarded(arguments: list[str]) -> int:
    """Runs a command line; every way it can end is an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names may hold bytes that are no text; they are shown escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        language = spoken(arguments)
    except InputError as error:
        report(error.problems)
        return UNUSABLE
    with speaking(language):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    try:
        from protocolkit.cli.app import dispatch

        code = dispatch(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        report(error.problems)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        help = say("a fault of the program, not of the input; set {variable}=1 to see where", variable=DEBUG)
        report([Diagnostic("internal-error", f"`{type(error).__name__}`: {error}", Place("protocolkit"), help)])
        return UNUSABLE


def _silence_stdout() -> None:
    """Whoever read our output has gone: the interpreter must not complain when it flushes at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
