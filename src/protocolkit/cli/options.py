"""Options that several commands share, one by one and in groups.

A group is a value in the code and separate options on the command line: `name="*"` leaves its own name out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.languages import N_, language

Lang = Literal["en", "ru", "kk", "uk"]
LANGUAGE_HELP = N_("Language of all that is said; default: PROTOCOLKIT_LANG, else English.")
Color = Literal["auto", "always", "never"]

IncidentFile = Annotated[str, Parameter(name="INCIDENT", help="An incident file, or - for standard input.")]
ProtocolId = Annotated[str | None, Parameter(help="The protocol or ruleset; default: the one the file names.")]
AsOf = Annotated[str | None, Parameter(help="The instant of the answer, with its offset, or now; default: the file's.")]
# Null is the language being spoken: `speech` has read the same option before the parser did.
Language = Annotated[Lang | None, Parameter(name="--lang", help=LANGUAGE_HELP)]
Rules = Annotated[tuple[str, ...], Parameter(help="A folder of rules read before the shipped ones.", negative=())]
Colors = Annotated[Color, Parameter(help="Colours: only on a terminal, always, or never.")]
Engine = Annotated[
    Literal["compiled", "reference", "durable"],
    Parameter(
        help="Who works it out: the faster evaluator, the one that it is held to, or with another's rule engine as a "
        "witness. The answer is the same."
    ),
]
Excel = Annotated[bool, Parameter(help="With csv: as Excel opens it, with semicolons.", negative=())]


def cores() -> int:
    """How many processes may work side by side, where `--processes` does not say."""
    # Only some systems tell how many of its cores this process may have.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@Parameter(name="*")
@dataclass(frozen=True)
class CaseOptions:
    """By which rules a case is judged, and when."""

    protocol: ProtocolId = None
    as_of: AsOf = None
    rules: Rules = ()


@Parameter(name="*")
@dataclass(frozen=True)
class Spoken:
    """How the answer is said and shown. The parser has the language only to name it: it is set before."""

    lang: Language = None
    color: Colors = "auto"

    @property
    def language(self) -> str:
        return self.lang or language()
