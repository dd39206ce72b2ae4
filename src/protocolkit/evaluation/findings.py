"""What an evaluation finds for one rule: duties, and what stands short of one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.owed import Owed
from protocolkit.evaluation.persons import NOBODY, Side
from protocolkit.evaluation.triggers import Came
from protocolkit.model.rule import Rule


class Open(msgspec.Struct, frozen=True):
    """A rule for one choice of persons that is no duty: awaited, undetermined, blocked, or a norm in force."""

    rule: Rule
    binding: Binding
    party: str | None
    recipient: Side
    bearer: Side = NOBODY
    waiting: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    projected: datetime | None = None
    came: Came | None = None


class Found(msgspec.Struct):
    """What one rule comes to."""

    owed: list[Owed] = []
    awaiting: list[Open] = []
    undetermined: list[Open] = []
    blocked: list[Open] = []
    norms: list[Open] = []

    @property
    def speaks(self) -> bool:
        """Whether the rule says something in this case already, be it undecided."""
        return bool(self.owed or self.undetermined or self.blocked or self.norms)
