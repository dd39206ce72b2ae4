"""What somebody mistyped on the command line, as a diagnostic like any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from protocolkit.diagnostics import Diagnostic, Place, did_you_mean

PLACE = Place("command-line")


def problem_of(error: CycloptsError, commands: list[str]) -> Diagnostic:
    """The diagnostic for a parser's complaint."""
    match error:
        case UnknownCommandError():
            name = (error.unused_tokens or ["?"])[0]
            help = did_you_mean(name, commands) or f"commands are {', '.join(commands)}"
            return Diagnostic("unknown-command", f"no command `{name}`", PLACE, help)
        case UnknownOptionError():
            name = _keyword(error)
            known = list(_options(error))
            help = did_you_mean(name, known) or (f"options are {', '.join(known)}" if known else "see --help")
            return Diagnostic("unknown-option", f"no option `{name}`", PLACE, help)
        case UnusedCliTokensError():
            token = (error.unused_tokens or ["?"])[0]
            return Diagnostic("unexpected-argument", f"nothing takes `{token}`", PLACE, _more(error))
        case MissingArgumentError():
            name, help = _name(error), f"see `protocolkit {_chain(error)} --help`"
            return Diagnostic("missing-argument", f"`{name}` needs a value", PLACE, help)
        case RepeatArgumentError():
            return Diagnostic("repeated-option", f"`{_keyword(error)}` is given twice", PLACE)
        case CoercionError():
            value, choices = getattr(getattr(error, "token", None), "value", ""), _choices(error)
            help = did_you_mean(str(value), choices) or (f"one of {', '.join(choices)}" if choices else "")
            return Diagnostic("bad-value", f"`{value}` cannot be a value of `{_name(error)}`", PLACE, help)
        case _:
            text = str(error).strip().splitlines()
            return Diagnostic("command-line", text[0].lower() if text else type(error).__name__, PLACE, "see --help")


def _more(error: CycloptsError) -> str:
    return f"see `protocolkit {_chain(error)} --help`; options that take several values are repeated"


def _keyword(error: CycloptsError) -> str:
    token: Any = getattr(error, "token", None)
    return str(getattr(token, "keyword", None) or getattr(token, "value", None) or "?")


def _name(error: CycloptsError) -> str:
    return str(error.argument.name) if error.argument is not None else "argument"


def _chain(error: CycloptsError) -> str:
    return " ".join(error.command_chain or ())


def _options(error: CycloptsError) -> Iterable[str]:
    arguments: Any = getattr(error, "argument_collection", None) or ()
    for argument in arguments:
        yield from (name for name in argument.names if name.startswith("--") and not name.startswith("--no-"))


def _choices(error: CycloptsError) -> list[str]:
    target: Any = getattr(error, "target_type", None)
    return [str(choice) for choice in get_args(target)]
