"""Makes what a page needs beside the entries of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from protocolkit.model.incident import Incident, SetValue
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import label_for
from protocolkit.plans.frozen import Frozen
from protocolkit.plans.page import Page, Party, TextNamed
from protocolkit.plans.plan import Plan
from protocolkit.plans.urgency import bucket

FORMS = "incident.forms"
"""The fact that names the forms of violence of a case."""


def page(plan: Plan, protocol: Protocol, incident: Incident, language: str) -> Page:
    """The needs of one plan, its names in a language."""
    roles = [role for role in plan.names.get("roles", {}) if role in protocol.vocabulary.roles]
    vocabulary = protocol.vocabulary
    return Page(
        institutions=Frozen({role: vocabulary.institution(role) for role in roles}),
        urgency=_urgency(plan),
        texts=Frozen(_texts(protocol, language)),
        short=Frozen({role: short for role in roles if (short := vocabulary.roles[role].short.get(language))}),
        parties=tuple(_parties(incident)),
        forms=tuple(_forms(protocol, incident)),
    )


def _urgency(plan: Plan) -> dict[str, tuple[str, ...]]:
    as_of, zone = datetime.fromisoformat(plan.as_of), ZoneInfo(plan.zone)
    found: dict[str, list[str]] = {}
    for duty in plan.duties:
        found.setdefault(bucket(duty, as_of, zone)[0], []).append(duty.id)
    return Frozen({name: tuple(found[name]) for name in sorted(found)})


def _texts(protocol: Protocol, language: str) -> Iterator[tuple[str, TextNamed]]:
    for ruleset in protocol.rulesets:
        for number, one in enumerate(ruleset.texts):
            title = label_for(one.title, language, one.language)
            named = TextNamed(title, one.short.get(language) or title, one.language)
            if number == 0:
                yield ruleset.id, named
            if one.id is not None:
                yield f"{ruleset.id}#{one.id}", named


def _parties(incident: Incident) -> Iterator[Party]:
    ages = {known.subject: known.value for known in incident.facts if known.fact == "age"}
    for person in incident.persons:
        age = ages.get(person.id)
        yield Party(person.id, person.roles, age if isinstance(age, int) else None)


def _forms(protocol: Protocol, incident: Incident) -> Iterator[str]:
    declared = protocol.vocabulary.fact(FORMS)
    for known in incident.facts:
        if known.subject is None and known.fact == FORMS and isinstance(known.value, SetValue):
            order = declared.of if declared else tuple(sorted(known.value.values))
            yield from (form for form in order if form in known.value.values)
