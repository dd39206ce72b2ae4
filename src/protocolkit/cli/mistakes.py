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

from protocolkit.cli.help import placeholders
from protocolkit.diagnostics import Diagnostic, Place, did_you_mean
from protocolkit.messages import Message, say

PLACE = Place("command-line")


def problem_of(error: CycloptsError, commands: list[str]) -> Diagnostic:
    """The diagnostic for a parser's complaint."""
    match error:
        case UnknownCommandError():
            name = (error.unused_tokens or ["?"])[0]
            help = did_you_mean(name, commands) or say("commands are {names}", names=", ".join(commands))
            return Diagnostic("unknown-command", say("no command `{name}`", name=name), PLACE, help)
        case UnknownOptionError():
            name = _keyword(error)
            known = list(_options(error))
            help = did_you_mean(name, known) or _listed(known)
            return Diagnostic("unknown-option", say("no option `{name}`", name=name), PLACE, help)
        case UnusedCliTokensError():
            token = (error.unused_tokens or ["?"])[0]
            return Diagnostic(
                "unexpected-argument", say("nothing takes `{argument}`", argument=token), PLACE, _more(error)
            )
        case MissingArgumentError():
            message = say("`{name}` needs a value", name=_name(error))
            help = say("see `{command}`", command=f"protocolkit {_chain(error)} --help")
            return Diagnostic("missing-argument", message, PLACE, help)
        case RepeatArgumentError():
            message = say("`{name}` is given twice", name=_keyword(error))
            return Diagnostic("repeated-option", message, PLACE)
        case CoercionError():
            value, choices = getattr(getattr(error, "token", None), "value", ""), _choices(error)
            help = did_you_mean(str(value), choices)
            if choices and not help:
                help = say("one of {choices}", choices=", ".join(choices))
            message = say("`{value}` cannot be a value of `{name}`", value=value, name=_name(error))
            return Diagnostic("bad-value", message, PLACE, help)
        case _:
            text = str(error).strip().splitlines()
            return Diagnostic(
                "command-line",
                Message(text[0].lower() if text else type(error).__name__),
                PLACE,
                say("see `{command}`", command="--help"),
            )


def _more(error: CycloptsError) -> Message:
    command = f"protocolkit {_chain(error)} --help"
    return say("see `{command}`; options that take several values are repeated", command=command)


def _listed(options: list[str]) -> Message:
    if not options:
        return say("see `{command}`", command="--help")
    return say("options are {names}", names=", ".join(options))


def _keyword(error: CycloptsError) -> str:
    token: Any = getattr(error, "token", None)
    return str(getattr(token, "keyword", None) or getattr(token, "value", None) or "?")


def _name(error: CycloptsError) -> str:
    return placeholders(str(error.argument.name)) if error.argument is not None else "?"


def _chain(error: CycloptsError) -> str:
    return " ".join(error.command_chain or ())


def _options(error: CycloptsError) -> Iterable[str]:
    arguments: Any = getattr(error, "argument_collection", None) or ()
    for argument in arguments:
        yield from (name for name in argument.names if name.startswith("--") and not name.startswith("--no-"))


def _choices(error: CycloptsError) -> list[str]:
    target: Any = getattr(error, "target_type", None)
    return [str(choice) for choice in get_args(target)]
