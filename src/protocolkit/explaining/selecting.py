"""Part of an explanation: what concerns one recipient, one party or one bearer."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.diagnostics import InputError, Place, Problems, did_you_mean
from protocolkit.evaluation.case import Case
from protocolkit.messages import say
from protocolkit.plans.explanation import Tried
from protocolkit.plans.plan_entries import Duty, known_as


class Selection(msgspec.Struct, frozen=True):
    """Whom to explain for: a recipient's role, a party's reference, a bearer's role; null for everybody."""

    to: str | None = None
    for_: str | None = None
    by: str | None = None

    def known(self, case: Case) -> Selection:
        """The selection itself. Raises InputError for a role or a party nobody has heard of."""
        problems, roles = Problems(), case.vocabulary.roles
        for option, role in (("--to", self.to), ("--by", self.by)):
            if role is not None and role not in roles:
                message = say("no role `{name}`", name=role)
                problems.error("unknown-role", message, Place(option), did_you_mean(role, roles))
        ids = [person.id for person in case.incident.persons]
        if self.for_ is not None and self.for_ not in ids:
            help = did_you_mean(self.for_, ids) or say("one of {choices}", choices=", ".join(ids))
            message = say("nobody in this case is `{id}`", id=self.for_)
            problems.error("unknown-party", message, Place("--for"), help)
        if problems.errors:
            raise InputError(problems.in_order())
        return self

    def duties(self, duties: Iterable[Duty]) -> tuple[Duty, ...]:
        return tuple(duty for duty in duties if self._owes(duty))

    def tried(self, tried: Iterable[Tried], duties: tuple[Duty, ...]) -> tuple[Tried, ...]:
        """The choices of persons that concern them; who bears a duty is known only of one that is owed."""
        if self.by is not None and not duties:
            return ()
        return tuple(one for one in tried if self._concerns(one))

    def _owes(self, duty: Duty) -> bool:
        told = [duty.to] if duty.to else []
        for shared in (duty.to_any, duty.to_all):
            told += shared if shared is not msgspec.UNSET else ()
        return (
            (self.to is None or self.to in known_as(told, duty))
            and (self.for_ is None or self.for_ == duty.for_)
            and (self.by is None or self.by in known_as(duty.by, duty))
        )

    def _concerns(self, one: Tried) -> bool:
        whom = self.to is None or not one.to or self.to in one.to
        return whom and (self.for_ is None or self.for_ in (one.for_, *one.persons.values()))


EVERYBODY = Selection()
