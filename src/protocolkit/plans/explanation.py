"""Why, why not, and what would change it: the explanation of one rule in one case, as plain values."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from protocolkit.plans.plan_entries import Duty, Norm
from protocolkit.plans.plan_parts import Reading, Source, Trigger

Outcome = Literal[
    "duty", "merged", "gap", "in_force", "conduct", "definition",
    "awaiting", "undetermined", "excluded", "absent", "elsewhere",
]  # fmt: skip


class Tested(msgspec.Struct, frozen=True):
    """One test of a condition, or several joined by `all`, `any` or `not`.

    `truth` is null where it is unknown; `set_by` says where the value comes from, in words with the place.
    """

    test: str
    truth: bool | None
    fact: str | None = None
    value: Any = None
    set_by: str | None = None
    join: Literal["all", "any", "not"] | None = None
    parts: tuple[Tested, ...] = ()


class Tried(msgspec.Struct, frozen=True):
    """The rule for one choice of persons: how far it came, and what it was tested on.

    `conditions` holds the condition once for each choice of the persons it leaves open. `failing` are the tests, in
    source order, that made it false or leave it open. `may_have`: nobody knows whether the trigger came.
    """

    outcome: Outcome
    to: tuple[str, ...] = ()
    for_: str | None = msgspec.field(name="for", default=None)
    persons: dict[str, str] = {}
    conditions: tuple[Tested, ...] = ()
    failing: tuple[Tested, ...] = ()
    trigger: Trigger | None = None
    awaits: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    may_have: bool = False


class Varied(msgspec.Struct, frozen=True):
    """A fact as it would have to be; any of the values will do. `has` and `has_not` speak of a set.

    `was` is what it is now; null: not known.
    """

    fact: str
    how: Literal["is", "has", "has_not"]
    values: tuple[Any, ...]
    was: Any


class Change(msgspec.Struct, frozen=True):
    """Facts that, if all of them were so, would make the rule apply."""

    facts: tuple[Varied, ...]


class Altered(msgspec.Struct, frozen=True):
    """One thing of a case that would have to be otherwise: a fact said to be something, or an entry more or less.

    `name` is the fact, the event, or `done:RULE`; `values` what the fact may be (any will do), nothing where nobody had
    said it; `was` what it is now, null where it is not known; `at` the instant of the entry.
    """

    how: Literal["is", "has", "has_not", "unsaid", "happens", "never_happened"]
    name: str
    values: tuple[Any, ...] = ()
    was: Any = None
    at: str | None = None


class Supposed(msgspec.Struct, frozen=True):
    """What follows for one duty if all of these were so. `due` is when it would be due."""

    effect: Literal["appears", "vanishes", "moves"]
    duty: str
    changes: tuple[Altered, ...]
    due: str | None = None
    was_due: str | None = None
    to: str | None = None
    for_: str | None = msgspec.field(name="for", default=None)


class WhatIf(msgspec.Struct, frozen=True):
    """The smallest changes of a case that make a duty appear, vanish or move.

    All of one size for each effect; `within` is how many changes at once were tried, `tried` how many cases that were,
    and `whole` whether all there are of that size were.
    """

    found: tuple[Supposed, ...]
    within: int
    tried: int
    whole: bool


class Explanation(msgspec.Struct, frozen=True):
    """Everything there is to say of one rule in one case at one instant.

    `because` is the answer in a sentence. `duties` are those of the plan that the rule asks for, also where another
    rule leads them; `norms` its bans, rights, powers and sanctions, `readings` the other readings of what is open.
    `changes` are the smallest changes of facts under which it would apply; `searched` says how far the search went, in
    facts changed at once. `restates` are the rules of its text that it says again. `what_if` is there where asked for.
    """

    rule: str
    modality: str
    outcome: Outcome
    because: str
    sources: tuple[Source, ...]
    starts: str
    ends: str | None
    condition: str
    due: str | None
    tried: tuple[Tried, ...]
    duties: tuple[Duty, ...] = ()
    norms: tuple[Norm, ...] = ()
    readings: tuple[Reading, ...] = ()
    changes: tuple[Change, ...] = ()
    searched: int = 0
    note: str | None = None
    label: dict[str, str] = {}
    restates: tuple[str, ...] = ()
    what_if: WhatIf | None = None


class Explained(msgspec.Struct, frozen=True):
    """The explanations asked for, of one incident at one instant."""

    incident: str
    protocol: str
    as_of: str
    zone: str
    explanations: tuple[Explanation, ...]
    explain: int = 1

    def to_json(self, *, indent: int = 2) -> str:
        return msgspec.json.format(msgspec.json.encode(self), indent=indent).decode()
