"""One rule: a sentence of a text, as data."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal, get_args

import msgspec

from protocolkit.diagnostics import Place
from protocolkit.model.amounts import Amounts
from protocolkit.model.clock import TimeRules
from protocolkit.model.conditions import ALWAYS, Condition
from protocolkit.model.dues import Due
from protocolkit.model.moments import Moment, Rhythm
from protocolkit.model.people import Actor, Choice, People, named
from protocolkit.model.terms import When
from protocolkit.model.vocabulary import Label

Status = Literal[
    "open", "done", "done_late", "overdue", "suspended", "waived", "superseded", "discharged_by_other", "ended"
]
Rank = Literal["code", "law", "order", "guidance", "undated"]
RANKS: tuple[Rank, ...] = get_args(Rank)  # the highest first
Modality = Literal[
    "obligation", "prohibition", "recommendation", "permission", "right", "power", "sanction", "definition", "route"
]
DUTIES: tuple[Modality, ...] = ("obligation", "recommendation")
"""What is owed: it has a clock, and somebody does it or not."""
SILENT: tuple[Modality, ...] = ("definition", "route")
"""What asks nothing of anybody."""

ACTIVE: tuple[Status, ...] = ("open", "overdue", "suspended")
DONE: tuple[Status, ...] = ("done", "done_late", "discharged_by_other")
CLOSED: tuple[Status, ...] = (*DONE, "waived", "superseded", "ended")

VERBS: dict[str, Modality] = {
    "must": "obligation",
    "must_not": "prohibition",
    "should": "recommendation",
    "may": "permission",
    "can": "power",
    "faces": "sanction",
    "define": "definition",
    "route": "route",
}


class Cite(msgspec.Struct, frozen=True):
    """The point of the text, and the few words in it that carry the norm.

    `text` is the id of the text, if it has one; `act` that of the act it is of, where the ruleset encodes several.
    """

    point: str
    words: str
    place: Place
    text: str | None = None
    act: str | None = None


class Channels(msgspec.Struct, frozen=True):
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


class Patch(msgspec.Struct, frozen=True):
    """Another reading: the rule with `instead` laid over it, or `ask`, which leaves the choice to a fact."""

    because: str
    rule: Rule | None = None
    changes: dict[str, Any] = {}
    ask: str | None = None


class Permit(msgspec.Struct, frozen=True):
    """Who may change a clock, by how much, and whether reasons must be recorded."""

    by: tuple[str, ...] = ()
    at_most: When | None = None
    reasons: bool = False
    times: int | None = None


class ClockRules(msgspec.Struct, frozen=True):
    """What the text lets people do to this duty's clock."""

    extend: Permit | None = None
    waive: Permit | None = None
    suspend: Permit | None = None
    hold: Moment | None = None
    resume: Moment | None = None


class Rule(msgspec.Struct, frozen=True, dict=True):
    """A rule as checked data. `id` is `RULESET#name`; `ruleset` is where its words stand.

    `bound` are the roles that stand here for those its text names, each with the text's.
    `restates` are the rules of the same text that ask for the same in other words. `rank` is that of its text in the
    protocol, where the protocol says it.
    """

    id: str
    ruleset: str
    modality: Modality
    acts: tuple[str, ...]
    act_mode: Literal["each", "any", "all"]
    cites: tuple[Cite, ...]
    place: Place
    by: People | None = None
    to: People | None = None
    each: str | None = None
    after: Moment | None = None
    every: Moment | Rhythm | None = None
    during: tuple[str, ...] = ()
    standing: bool = False
    until: Moment | None = None
    due: Due | None = None
    if_: Condition = ALWAYS
    via: Channels = Channels()
    content: tuple[str, ...] = ()
    content_never: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    document_mode: Literal["one", "each", "any", "all"] = "one"
    clock: ClockRules = ClockRules()
    readings: tuple[Patch, ...] = ()
    amount: Amounts | None = None
    time: TimeRules = TimeRules()
    note: str | None = None
    say: Label = {}
    instead: bool = False
    keeps: tuple[str, ...] = ()
    bound: dict[str, str] = {}
    restates: tuple[str, ...] = ()
    rank: Rank | None = None

    @property
    def name(self) -> str:
        return self.id.partition("#")[2]

    @cached_property
    def text(self) -> str:
        """The text it is a rule of: that of a variant, for what the variant inherits."""
        return self.id.partition("#")[0]

    def outranks(self, other: Rule) -> bool:
        """Whether its text is of a higher rank than another rule's; not where the protocol leaves one without rank."""
        return self.rank is not None and other.rank is not None and RANKS.index(self.rank) < RANKS.index(other.rank)

    @property
    def on_manner(self) -> bool:
        """Whether it is about the channel of an act or what is told with it: a ban so made forbids no act as such."""
        return self.via != Channels() or bool(self.content or self.content_never)

    @property
    def is_tried(self) -> bool:
        """Whether it is tried by itself, and not as a definition or as the manner of another's act."""
        return self.modality != "definition" and not self.during

    @cached_property
    def acting(self) -> bool:
        """Whether it binds whoever acted, so that each institution that did owes a duty of its own."""
        return any(isinstance(one, Actor) for one in named(self.by))

    @cached_property
    def apiece(self) -> bool:
        """Whether the bearers each owe a duty of their own."""
        return isinstance(self.by, Choice) and self.by.mode == "each" and len(self.by.of) > 1
