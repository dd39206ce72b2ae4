"""The log of a case: what happened in the world, and what was done about a duty."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    FREE_TEXT,
    INSTANT,
    NAME,
    PERSON_ID,
    ROLE_OR_PARTYS,
    RULE_REF,
    name,
)
from protocolkit.reading.shapes import (
    ByKind,
    ByValue,
    Exactly,
    Field,
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
    "facts": optional(FACTS, "What is known from then on."),
    "recorded_at": optional(INSTANT, "When it was entered, if later."),
    "reasons": optional(FREE_TEXT, "Why; no names of people."),
}
_EVENT = name(N_("an event or word about a duty"), "report_received", names="log")
_WORLD = Map(
    says=N_("an event"),
    fields={"event": required(_EVENT, N_("An event of the vocabulary, or a word about a duty.")), "at": _AT, **_SAID},
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


EVENT_ENTRY = Named(
    "log-entry",
    lambda: ByValue(
        title="Log entry",
        key="event",
        cases=(
            _about_duty("due_set", "extended", due=required(INSTANT, N_("The new due time."))),
            _about_duty("done", "not_done", "breached", "suspended", "resumed", "waived"),
        ),
        otherwise=_WORLD,
    ),
)
EVENTS = Seq(EVENT_ENTRY, at_least=0)
