"""What of a duty is the same in many cases: all but its time and what became of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.hearing import Ear
from protocolkit.evaluation.sides import Side


class Template(NamedTuple):
    """A duty but for its time. `stamp` is what tells it from others, as long as it is no round of several."""

    act: str
    document: str | None
    bearer: Side
    institutions: tuple[str, ...]
    stamp: dict[str, Any]


class Bearing(NamedTuple):
    """One who bears a rule toward a recipient, and the duties he has then."""

    bearer: Side
    duties: tuple[Template, ...]


class Heard(NamedTuple):
    """Those whose clock a hearing starts; `anybody` says whether the rule has any bearer at all."""

    ear: Ear
    bearings: tuple[Bearing, ...]
    anybody: bool


class Weighed(NamedTuple):
    """A rule for one choice of persons and one recipient, up to its trigger."""

    here: Attempt
    heard: tuple[Heard, ...]
