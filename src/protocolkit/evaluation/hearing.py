"""Who heard first: whose hearing of a case starts whose clock, and who acted where whoever acts owes something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.due.found import Caution
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.log import Happening
from protocolkit.evaluation.rhythms import start_of
from protocolkit.evaluation.sides import Side
from protocolkit.evaluation.triggers import Came, Moments
from protocolkit.messages import Name, say
from protocolkit.model.incident import LogEntry
from protocolkit.model.moments import Occurs, single
from protocolkit.model.people import Choice, Office, Unstated, named
from protocolkit.model.rule import Rule


class Ear(NamedTuple):
    """Within which institution something must be heard to start a clock, null for anybody's hearing; and whose clock.

    `roles` are the bearers, null for every bearer of the rule.
    """

    hearer: str | None
    roles: frozenset[str] | None = None

    def among(self, sides: list[Side]) -> list[Side]:
        """The bearers whose clock it is."""
        return sides if self.roles is None else [one for one in sides if self.roles.intersection(one.text.posts)]


def own(case: Case) -> str:
    """The institution whose file it is."""
    return case.vocabulary.institution(case.incident.organisation)


def hearer(institutions: Iterable[str], case: Case) -> str | None:
    """The institution that must have heard itself, where those who owe something all belong to the file's."""
    return own(case) if {*institutions} == {own(case)} else None


def ears(rule: Rule, case: Case) -> tuple[Ear, ...]:
    """Whose hearing starts a rule. In a list of bearers, of whom each owes a duty, each hears for himself."""
    roles = [_role(one, case) for one in named(rule.by) if isinstance(one, Office | Unstated)]
    mine = frozenset(role for role in roles if case.vocabulary.institution(role) == own(case))
    if not mine or rule.acting:
        return (Ear(None),)
    others = frozenset(roles) - mine
    alone = not others and len(roles) == len([*named(rule.by)])
    if alone:
        return (Ear(own(case)),)
    if isinstance(rule.by, Choice) and rule.by.mode == "each":
        return (Ear(own(case), mine), Ear(None, others))
    return (Ear(None),)


def _role(one: Office | Unstated, case: Case) -> str:
    left_open = isinstance(one, Unstated) and one.role == case.vocabulary.organisation
    return case.incident.organisation if left_open else one.role


def starts(rule: Rule, moments: Moments, binding: Binding, case: Case) -> list[Came]:
    """When a rule starts: once, but for each institution that acted where whoever acts owes it."""
    first = moments.earliest
    if not rule.acting or first is None:
        return [first] if first else []
    found: dict[tuple[str, ...], Came] = {}
    for one in sorted((*moments.came, *moments.unsure), key=lambda c: c.at):
        if one.by is None and one.happening is not None:
            found.setdefault((), replace(one, asks=(*one.asks, f"{one.event}.by")))
            continue
        sides = case.bearers.sides(rule.by, rule, binding, one.by)
        acting = case.institutions(role for side in sides for role in side.roles)
        if acting:
            found.setdefault(acting, one)
    return [*found.values()] or [first]


def other_institution(rule: Rule, institutions: tuple[str, ...], case: Case) -> str | None:
    """Whose duty it is where whoever acts owes it, and it was not the file's organisation that acted."""
    if not rule.acting or not institutions or own(case) in institutions:
        return None
    return "+".join(institutions)


def heard_elsewhere(case: Case) -> Iterator[Happening]:
    """What others than the file's organisation heard or saw."""
    for one in case.timeline.happenings():
        heard = one.event == one.entry.event and case.vocabulary.is_heard(one.event)
        if heard and one.by is not None and case.vocabulary.institution(one.by) != own(case):
            yield one


def spreads(entry: LogEntry, case: Case) -> bool:
    """Whether somebody comes to know of the case with an entry who may not know yet: a reader is told who did."""
    event = case.vocabulary.events.get(entry.event)
    if event is None or not event.is_heard:
        return event is not None and case.vocabulary.is_told(event)
    by = entry.by or case.vocabulary.doer(entry.event, case.incident.organisation)
    other = by is not None and case.vocabulary.institution(by) != own(case)
    return other or not _knows(case)


def cautions(case: Case) -> Iterator[Caution]:
    """That others heard of the case, and that nothing says the file's organisation has."""
    for one in heard_elsewhere(case):
        told = say(
            "{event} of {at}: `by: {role}` says that this is who heard it, which starts nothing for the organisation "
            "of this file; if it was told by `{role}`, write `from: {role}`",
            event=Name("events", one.event), at=case.iso(one.at), role=one.by,
        )  # fmt: skip
        yield Caution("heard_by_others", told)
    if not case.incident.agenda and _others_know(case) and not _knows(case) and _waits_to_hear(case):
        organisation = case.role_label(case.incident.organisation)
        waits = say(
            "nothing in the log says that {organisation} itself has heard of the case: what it owes from then on waits",
            organisation=organisation,
        )  # fmt: skip
        yield Caution("not_heard_yet", waits)


def _others_know(case: Case) -> bool:
    """Whether somebody else heard of the case, or was told of it by others than the file's organisation."""
    if any(True for _one in heard_elsewhere(case)):
        return True
    events = case.vocabulary.events
    told = (one for one in case.timeline.happenings() if (e := events.get(one.event)) and case.vocabulary.is_told(e))
    return any(one.by is None or case.vocabulary.institution(one.by) != own(case) for one in told)


def _waits_to_hear(case: Case) -> bool:
    """Whether some rule begins with the organisation's own hearing."""
    for rule in case.protocol.rules:
        start = start_of(rule)
        events = (one for one in single(start) if isinstance(one, Occurs) and not one.by) if start else ()
        if any(case.vocabulary.is_heard(one.event) for one in events) and any(ear.hearer for ear in ears(rule, case)):
            return True
    return False


def _knows(case: Case) -> bool:
    own_roles = (one.by for one in case.timeline.happenings() if case.vocabulary.is_heard(one.event))
    return any(by is not None and case.vocabulary.institution(by) == own(case) for by in own_roles)
