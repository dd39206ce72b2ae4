"""One duty while it is worked out: a rule for one act, paper, bearer, recipient, party and occurrence."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocolkit.evaluation.due.window import Computed
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.life import Life
from protocolkit.evaluation.persons import Side
from protocolkit.evaluation.triggers import Came
from protocolkit.model.rule import Rule

Identity = tuple[object, ...]


class Owed(msgspec.Struct, frozen=True):
    """A triggered duty. `trigger` is null for a standing one; `period_end` closes an occurrence of a rhythm."""

    rule: Rule
    act: str
    document: str | None
    bearer: Side
    recipient: Side
    party: str | None
    occurrence: str | None
    trigger: Came | None
    computed: Computed
    binding: Binding
    institutions: tuple[str, ...]
    period_end: datetime | None = None
    life: Life = Life()
    apiece: bool = False

    @property
    def to(self) -> str | None:
        """The one recipient role; null where there is none or several share the duty."""
        roles = self.recipient.roles
        return roles[0] if len(roles) == 1 and self.recipient.mode == "one" else None

    @property
    def for_(self) -> str | None:
        """The party the duty concerns: that of `each`, else the person told."""
        return self.party or self.recipient.person or self.bearer.person

    @property
    def tail(self) -> str:
        """What tells this duty from the rule's others; the rest of its id."""
        return self.tail_under(self.rule)

    def tail_under(self, rule: Rule) -> str:
        """The tail this duty would have as a duty of a rule, whose lists decide what needs telling apart."""
        parts: list[str] = []
        if rule.act_mode == "each" and len(rule.acts) > 1:
            parts.append(self.act)
        if rule.document_mode == "each" and self.document:
            parts.append(self.document)
        if rule.apiece:
            parts.append("+".join(self.bearer.roles))
        if self.recipient.roles:
            parts.append("+".join(self.recipient.roles))
        if self.for_:
            parts.append(self.for_)
        parts += [id for id in (self.recipient.person, self.bearer.person) if id and id != self.for_]
        return "/".join(["", *parts]) + (f"@{self.occurrence}" if self.occurrence else "")

    @property
    def id(self) -> str:
        return self.rule.id + self.tail

    @property
    def identity(self) -> Identity:
        """What makes two rules ask for the same duty (language: act, document, recipient, party, institution)."""
        rule, recipient = self.rule, (self.recipient.mode, tuple(sorted(self.recipient.roles)))
        acts = (self.act,) if rule.act_mode == "each" else (rule.act_mode, *sorted(rule.acts))
        chosen = rule.document_mode in ("any", "all")
        papers = (rule.document_mode, *sorted(rule.documents)) if chosen else self.document
        bearer = self.bearer.person if self.bearer.person != self.for_ else None
        return (acts, papers, recipient, self.for_, self.recipient.person, bearer, self.institutions, self.occurrence)
