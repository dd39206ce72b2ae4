"""The same duty found twice is one duty: earliest target, earliest limit, every source kept.

A duty without a number never swallows one with a number: target and limit are merged apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from protocolkit.evaluation.owed import Owed
from protocolkit.model.rule import Channels
from protocolkit.model.ruleset import Protocol

NEVER = datetime.max.replace(tzinfo=UTC)
ACTIVE = ("open", "overdue", "suspended")


class Merged(msgspec.Struct, frozen=True):
    """One duty with the rules that ask for it; `lead` gives its id, its limit and its status."""

    lead: Owed
    twins: tuple[Owed, ...] = ()

    @property
    def all(self) -> tuple[Owed, ...]:
        return (self.lead, *self.twins)

    @property
    def target(self) -> datetime | None:
        return min((o.computed.target for o in self.all if o.computed.target), default=None)

    @property
    def limit(self) -> datetime | None:
        return self.lead.life.limit

    @property
    def via(self) -> Channels:
        """Channels every text allows: the lists of `only` intersected, what any forbids taken out."""
        return united_channels(o.rule.via for o in self.all)

    @property
    def content(self) -> tuple[str, ...]:
        never = self.content_never
        return tuple(dict.fromkeys(c for o in self.all for c in o.rule.content if c not in never))

    @property
    def content_never(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for o in self.all for c in o.rule.content_never))

    @property
    def check_first(self) -> tuple[str, ...]:
        sides = [side for o in self.all for side in (o.bearer, o.recipient)]
        return tuple(dict.fromkeys(fact for side in sides for fact in side.check_first))

    @property
    def due_moment(self) -> datetime:
        return self.limit or self.target or NEVER


def merge(owed: Iterable[Owed], protocol: Protocol) -> list[Merged]:
    """The duties of all rules, each once. Finished and running ones never merge with each other."""
    order = {rule.id: index for index, rule in enumerate(protocol.rules)}
    groups: dict[object, list[Owed]] = {}
    for one in owed:
        groups.setdefault(_key(one), []).append(one)
    merged = []
    for group in (part for whole in groups.values() for part in _apart(whole)):
        lead, *twins = sorted(group, key=lambda o: _lead_first(o, order))
        merged.append(Merged(lead, tuple(twins)))
    return sorted(merged, key=lambda m: (m.due_moment, order.get(m.lead.rule.id, 0), m.lead.id))


def _apart(group: list[Owed]) -> Iterable[list[Owed]]:
    """Several who each owe a duty of their own keep it; other rules' duties join that of their bearer, or the first."""
    bearers = list(dict.fromkeys(one.bearer.roles for one in group if one.apiece))
    if len(bearers) < 2:
        return [group]
    parts: dict[tuple[str, ...], list[Owed]] = {roles: [] for roles in bearers}
    for one in group:
        parts[one.bearer.roles if one.bearer.roles in parts else bearers[0]].append(one)
    return parts.values()


def _key(one: Owed) -> object:
    life = one.life
    if life.status in ACTIVE:
        state: object = "active"
    elif life.fulfilled:
        state = life.done_at
    else:
        state = one.id
    # Two occurrences of one rule are two duties even where a day or an event repeats within the same key.
    return (one.identity, state)


def _lead_first(one: Owed, order: dict[str, int]) -> tuple[object, ...]:
    life = one.life
    return (
        life.status == "suspended",
        life.limit or NEVER,
        one.computed.target or NEVER,
        one.rule.modality != "obligation",
        order.get(one.rule.id, 0),
    )


def united_channels(several: Iterable[Channels]) -> Channels:
    several = list(several)
    never = tuple(dict.fromkeys(c for via in several for c in via.never))
    lists = [via.only for via in several if via.only]
    only = tuple(c for c in lists[0] if all(c in other for other in lists) and c not in never) if lists else ()
    any_of = tuple(dict.fromkeys(c for via in several for c in via.any if c not in never))
    return Channels(only=only, never=never, any=any_of)
