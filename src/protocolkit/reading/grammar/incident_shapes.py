"""An incident file and an organisation's agenda file, and the log of both: what happened, what was done."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    FREE_TEXT,
    INSTANT,
    NAME,
    NEW_LIMIT,
    PERSON_ID,
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    ROLE_OR_PARTYS,
    RULE_REF,
    name,
)
from protocolkit.reading.grammar.institution_shapes import INSTITUTION
from protocolkit.reading.shapes import (
    ByKind,
    ByValue,
    Exactly,
    Field,
    Int,
    Map,
    Named,
    Scalar,
    Seq,
    Text,
    optional,
    required,
)

_WORDS = {
    "done": "The duty was performed.",
    "not_done": "The duty was not performed.",
    "breached": "A prohibition was broken.",
    "due_set": "The date that was to be decided has been.",
    "extended": "The time was extended.",
    "suspended": "The clock was stopped.",
    "resumed": "The clock runs again.",
    "waived": "The duty was waived.",
    "retracted": "An entry was taken back: from then on it counts for nothing.",
}
LOG_WORDS = tuple(_WORDS)

FACT_VALUE = ByKind(
    title=N_("a value, a list, or `{includes: [..]}`"),
    doc="A list is complete; `{includes: [..]}` says at least these.",
    scalar=Scalar(),
    seq=Seq(Scalar(), at_least=0),
    map=Map(says=N_("a value"), fields={"includes": required(Seq(Scalar()), "At least these.")}),
)
FACTS = Named(
    "facts",
    lambda: Map(
        says=N_("facts"),
        doc="What is known. A fact that is not given is unknown, never false.",
        name=Text(
            says=N_("a fact"),
            pattern=r"[^\s.]+(\.[a-z][a-z0-9_]*)+",
            examples=("victim.is_minor", "incident.forms"),
            names="facts",
        ),
        value=FACT_VALUE,
        at_least=0,
    ),
)
_AT = required(INSTANT, N_("When, with the offset; a date alone counts from its start."))
_SAID: dict[str, Field] = {
    "by": optional(ROLE_OR_PARTYS, "Who did it."),
    "to": optional(ROLE_OR_PARTYS, "To whom."),
    "for": optional(PERSON_ID, "For which party."),
    "id": optional(REFERENCE, "A reference of your own for this entry, by which it can be taken back."),
    "facts": optional(FACTS, "What is known from then on."),
    "recorded_at": optional(INSTANT, "When it was entered, if later."),
    "reasons": optional(FREE_TEXT, "Why; no names of people."),
}
_EVENT = name(N_("an event or word about a duty"), "report_received", names="log")
_WORLD = Map(
    says=N_("an event"),
    fields={
        "event": required(_EVENT, N_("An event of the vocabulary, or a word about a duty.")),
        "at": _AT,
        **_SAID,
        "by": optional(ROLE_OR_PARTYS, "Who did it; of what was received or seen, who received or saw it."),
        "from": optional(ROLE_OR_PARTYS, "Whom it came from."),
    },
    name=NAME,
    value=Scalar(),
    near_miss=True,
    snippets=(("event", {"event": "$1", "at": "$2"}),),
)


def _about_duty(*words: str, **more: Field) -> tuple[tuple[str, ...], Map]:
    entry = Map(
        says=N_("an entry about a duty"),
        fields={
            "event": required(
                Text(says=N_("a word about a duty"), choices=words), " ".join(_WORDS[word] for word in words)
            ),
            "rule": optional(RULE_REF, "The rule the duty comes from."),
            "duty": optional(FREE_TEXT, "The duty's id, as the plan gives it."),
            "at": _AT,
            **more,
            **_SAID,
        },
        constraints=(Exactly(N_("no `rule` or `duty`"), ("rule", "duty")),),
    )
    return words, entry


_RETRACTION = (
    ("retracted",),
    Map(
        says=N_("an entry that takes another back"),
        fields={
            "event": required(Text(says=N_("a word about an entry"), choices=("retracted",)), _WORDS["retracted"]),
            "entry": required(REFERENCE, N_("The `id` of the entry that counts no longer.")),
            "at": _AT,
            **{key: _SAID[key] for key in ("by", "id", "recorded_at", "reasons")},
        },
    ),
)
_SEARCHED = Map(
    says=N_("what was searched for"),
    doc="That the log of an event is complete until an instant: then what it does not hold did not happen.",
    fields={
        "event": required(_EVENT, N_("The event that was looked for.")),
        "at": required(INSTANT, N_("The instant until which all of it is known; a date alone counts from its start.")),
        "for": optional(PERSON_ID, "The party it was looked for; everybody if not given."),
    },
)

EVENT_ENTRY = Named(
    "log-entry",
    lambda: ByValue(
        title="Log entry",
        key="event",
        cases=(
            _about_duty("due_set", due=required(NEW_LIMIT, N_("The new due time."))),
            _about_duty("extended", due=optional(NEW_LIMIT, "The new due time; left out while nobody has set it.")),
            _about_duty(
                "done",
                ref=optional(REFERENCE, "Its outgoing number."),
                do=optional(ACT, "Which of the rule's acts it was."),
            ),
            _about_duty("not_done", "breached", "suspended", "resumed", "waived"),
            _RETRACTION,
        ),
        otherwise=_WORLD,
    ),
)
EVENTS = Seq(EVENT_ENTRY, at_least=0)


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
            says=N_("a fact of a party"),
            pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*",
            examples=("age", "is_minor"),
            names="person facts",
        ),
        value=_PERSON_FACT,
        near_miss=True,
    ),
)
_REPRESENTATIVE = Map(
    says=N_("a representative"),
    doc="A parent or other legal representative, under a reference. No names of people.",
    fields={
        "id": required(
            PERSON_ID, N_("A reference of your own, such as `m1`; the same one wherever it is the same person.")
        ),
        "represents": required(Seq(PERSON_ID), N_("The parties this person represents.")),
        "age": optional(Int(at_least=0, at_most=120), "Years on the day of the act."),
    },
    near_miss=True,
)
_PARTIES = Map(
    says=N_("parties"),
    doc="Only when there are several. A given list is complete.",
    fields={
        "victim": optional(Seq(_PERSON, at_least=0), "Those who were hurt."),
        "offender": optional(Seq(_PERSON, at_least=0), "Those who are said to have done it."),
        "witness": optional(Seq(_PERSON, at_least=0), "Those who saw it."),
        "representative": optional(
            Seq(_REPRESENTATIVE, at_least=0), "Those who represent a party: each is told, but for the accused."
        ),
    },
)
# Everything of a case but its reference, its protocol and the instant asked about.
CASE: dict[str, Field] = {
    "organisation": optional(ROLE, "Whose file this is; `education_org` if not given."),
    "institution": optional(INSTITUTION, "The hours and days of the institution: a path, or inline."),
    "facts": optional(FACTS, "What is known. A fact that is not given is unknown, never false."),
    "parties": optional(_PARTIES, "Only when there are several of them."),
    "events": optional(EVENTS, "The log, in any order."),
    "searched": optional(Seq(_SEARCHED, at_least=0), "What was looked for, and until when the log of it is complete."),
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
