"""An incident file, and the agenda file of an organisation's own log."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import INSTANT, PERSON_ID, PROTOCOL_ID, REFERENCE, ROLE, name
from protocolkit.reading.grammar.institution_shapes import INSTITUTION
from protocolkit.reading.grammar.log_shapes import EVENTS, FACT_VALUE, FACTS
from protocolkit.reading.shapes import ByKind, Field, Map, Named, Scalar, Seq, Text, optional, required

_PERSON_FACT = ByKind(
    title=N_("a value, a list, or facts of that person's relation"),
    scalar=Scalar(),
    seq=Seq(Scalar(), at_least=0),
    map=Map(
        says=N_("facts"),
        fields={"includes": optional(Seq(Scalar()), "At least these.")},
        name=name(N_("a fact"), "accuses"),
        value=FACT_VALUE,
    ),
)
_PERSON = Named(
    "person",
    lambda: Map(
        says=N_("a party"),
        doc="A party under a reference. No names of people.",
        fields={
            "id": optional(PERSON_ID, "A reference of your own, such as `v1`."),
            "holds": optional(Seq(ROLE, at_least=0), "The posts this person holds; `[]` for none."),
            "represents": optional(Seq(PERSON_ID, at_least=0), "The parties this person represents; `[]` for none."),
        },
        name=Text(
            says=N_("a fact of a party"), pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", examples=("age", "is_minor")
        ),
        value=_PERSON_FACT,
        near_miss=True,
    ),
)
_PARTIES = Map(
    says=N_("parties"),
    doc="Only when there are several. A given list is complete.",
    fields={
        "victim": optional(Seq(_PERSON, at_least=0), "Those who were hurt."),
        "offender": optional(Seq(_PERSON, at_least=0), "Those who are said to have done it."),
        "witness": optional(Seq(_PERSON, at_least=0), "Those who saw it."),
    },
)
# Everything of a case but its reference, its protocol and the instant asked about.
CASE: dict[str, Field] = {
    "organisation": optional(ROLE, "Whose file this is; `education_org` if not given."),
    "institution": optional(INSTITUTION, "The hours and days of the institution: a path, or inline."),
    "facts": optional(FACTS, "What is known. A fact that is not given is unknown, never false."),
    "parties": optional(_PARTIES, "Only when there are several of them."),
    "events": optional(EVENTS, "The log, in any order."),
}
_ASKED: dict[str, Field] = {
    "protocol": required(PROTOCOL_ID, N_("The protocol or ruleset to apply.")),
    "as_of": optional(INSTANT, "The instant the plan is for."),
}

INCIDENT = Map(
    title="Incident",
    says=N_("an incident"),
    doc="One case: what is known of it and what has happened.",
    fields={"incident": required(REFERENCE, N_("Any reference; never a person's name.")), **_ASKED, **CASE},
    snippets=(
        (
            "incident",
            {
                "incident": "$1", "protocol": "$2", "facts": {"victim.is_minor": True},
                "events": [{"event": "report_received", "at": "$3"}],
            },
        ),
    ),
)  # fmt: skip
AGENDA = Map(
    title="Agenda",
    says=N_("an agenda"),
    doc="An organisation's own log: what it does every year, whatever cases there are.",
    fields={"agenda": required(REFERENCE, "Any reference."), **_ASKED, **CASE},
)
