"""What two rules must share to ask for one duty, as far as it stands in the rules: a case may still tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import assert_never

import msgspec

from protocolkit.model.moments import Rhythm
from protocolkit.model.people import (
    Actor,
    Choice,
    Office,
    People,
    Person,
    Related,
    Unstated,
    Whoever,
    flat,
    named,
    party_of,
)
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.vocabulary import Vocabulary


class Asked(msgspec.Struct, frozen=True):
    """One duty that a rule asks for. `recipients` is how they share it and who they are; `period` is a rhythm's."""

    act: tuple[str, ...]
    paper: tuple[str, ...]
    recipients: tuple[str, ...]
    party: str | None
    institution: tuple[str, ...]
    period: Rhythm | None

    @property
    def people(self) -> tuple[str, ...]:
        """Those it is owed to."""
        return self.recipients[1:]


def asked(rule: Rule, names: Vocabulary) -> Iterator[Asked]:
    """Every duty a rule asks for; nothing if it asks for none."""
    if rule.modality in DUTIES and not rule.during:
        yield from said(rule, names)


def said(rule: Rule, names: Vocabulary) -> Iterator[Asked]:
    """Every act, paper, recipient and party a rule speaks of, whether it asks for it, forbids it or allows it."""
    bearers = {tuple(sorted({names.institution(role) for role in roles})) for _, roles in _sides(rule.by)}
    acts: list[tuple[str, ...]] = [(rule.act_mode, *sorted(rule.acts))]
    if rule.act_mode == "each":
        acts = [(act,) for act in rule.acts]
    papers: list[tuple[str, ...]] = [(one,) for one in rule.documents] or [()]
    if rule.document_mode in ("any", "all"):
        papers = [(rule.document_mode, *sorted(rule.documents))]
    party = rule.each or next(filter(None, map(party_of, named(rule.to))), None)
    parties = (names.members(party) or (party,)) if party else (None,)
    period = rule.every if isinstance(rule.every, Rhythm) else None
    for act, paper, one, within, (mode, roles) in product(acts, papers, parties, sorted(bearers), _sides(rule.to)):
        # Owed about each of a group, a duty goes to the one it is about.
        people = sorted(one if role == party and one else role for role in roles)
        yield Asked(act, paper, (mode, *people), one, within, period)


def _sides(people: People | None) -> list[tuple[str, tuple[str, ...]]]:
    """The bearers or recipients of each duty a rule makes: how they share it, and their roles."""
    match people:
        case Choice(mode="each", of=of):
            return [side for one in of for side in _sides(one)]
        case Choice(mode=mode, of=of):
            return [(mode, tuple(role for one in of for role in flat(one)))]
        case Actor(allowed=allowed):
            return [("one", (role,)) for role in allowed]  # one of them: whoever acted
        case None | Office() | Person() | Related() | Unstated() | Whoever():
            return [("one", flat(people))]
        case _:
            assert_never(people)
