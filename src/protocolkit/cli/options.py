"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.languages import N_

Lang = Literal["en", "ru", "kk", "uk"]
LANGUAGE_HELP = N_("Language of all that is said; default: PROTOCOLKIT_LANG, else English.")
Color = Literal["auto", "always", "never"]

IncidentFile = Annotated[str, Parameter(name="INCIDENT", help="An incident file, or - for standard input.")]
ProtocolId = Annotated[str | None, Parameter(help="The protocol or ruleset; default: the one the file names.")]
AsOf = Annotated[str | None, Parameter(help="The instant of the answer, with its offset, or now; default: the file's.")]
# Null is the language being spoken: `speech` has read the same option before the parser did.
Language = Annotated[Lang | None, Parameter(name="--lang", help=LANGUAGE_HELP)]
Rules = Annotated[
    tuple[str, ...],
    Parameter(help="A folder of rules read before the shipped ones.", negative=(), show_default=False),
]
Colors = Annotated[Color, Parameter(help="Colours: only on a terminal, always, or never.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Judged:
    """By which rules, and as of when."""

    protocol: ProtocolId = None
    as_of: AsOf = None
    rules: Rules = ()


@Parameter(name="*")
@dataclass(frozen=True)
class Spoken:
    """How the answer is said."""

    lang: Language = None
    color: Colors = "auto"


JUDGED, SPOKEN = Judged(), Spoken()
