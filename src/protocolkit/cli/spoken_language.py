"""The language of a run: what `--lang` names, else PROTOCOLKIT_LANG, else English; known before anything is said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
from protocolkit.languages import LANGUAGES
from protocolkit.messages import say

OPTION = "--lang"
VARIABLE = "PROTOCOLKIT_LANG"


def spoken(arguments: Sequence[str]) -> str:
    """The language of a command line. A value that is none of the four is left to the parser to complain of.

    Raises InputError if the environment names no language and the command line does not either.
    """
    asked = [value for value in _asked(arguments) if value in LANGUAGES]
    return asked[-1] if asked else of_environment()


def of_environment() -> str:
    """The language that PROTOCOLKIT_LANG names; English where it is unset or empty. Raises InputError."""
    value = os.environ.get(VARIABLE, "").strip()
    if value and value not in LANGUAGES:
        raise InputError([_no_language(value, VARIABLE, Place(VARIABLE))])
    return value or LANGUAGES[0]


def without_leading(arguments: Sequence[str]) -> list[str]:
    """The command line from the command on: `--lang` may also stand before it. Raises InputError."""
    first = arguments[0] if arguments else ""
    if first != OPTION and not first.startswith(f"{OPTION}="):
        return list(arguments)
    value = next(_asked(arguments), None)
    place = Place("command-line")
    if value is None:
        raise InputError([Diagnostic("missing-argument", say("`{name}` needs a value", name=OPTION), place)])
    if value not in LANGUAGES:
        raise InputError([_no_language(value, OPTION, place)])
    return list(arguments[2 if first == OPTION else 1 :])


def _asked(arguments: Sequence[str]) -> Iterator[str]:
    for index, one in enumerate(arguments):
        if one == "--":
            return
        if one == OPTION and index + 1 < len(arguments):
            yield arguments[index + 1]
        elif one.startswith(f"{OPTION}="):
            yield one.removeprefix(f"{OPTION}=")


def _no_language(value: str, name: str, place: Place) -> Diagnostic:
    message = say("`{value}` cannot be a value of `{name}`", value=value, name=name)
    help = did_you_mean(value, LANGUAGES) or say("one of {choices}", choices=", ".join(LANGUAGES))
    return Diagnostic("bad-value", message, place, help)
