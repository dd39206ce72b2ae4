"""RULE: one norm of a text."""

from __future__ import annotations

import msgspec

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    CHANNEL,
    CITES,
    DOCUMENT,
    FACT,
    FREE_TEXT,
    ITEM,
    LABEL,
    PARTY,
    PROTOCOL_ID,
    ROLE,
    RULE_ID,
    RULE_REF,
    TERM,
)
from protocolkit.reading.grammar.condition_shapes import COND, condition
from protocolkit.reading.grammar.due_shapes import AMOUNT, DUE
from protocolkit.reading.grammar.moment_shapes import MOMENT, RHYTHM_OR_MOMENT
from protocolkit.reading.grammar.people_shapes import BEARERS, PEOPLE
from protocolkit.reading.shapes import (
    Bool,
    ByKind,
    Constraint,
    Exactly,
    Field,
    Int,
    Map,
    Named,
    Needs,
    OneOrMany,
    Refuses,
    Seq,
    Some,
    Text,
    made,
    optional,
    required,
)

VERBS = {
    "must": "An obligation.",
    "must_not": "A prohibition.",
    "should": "A recommendation.",
    "may": "A permission; a right where it has a due or an `until`.",
    "can": "A power.",
    "faces": "A sanction; standing unless the text names a moment.",
    "define": "A definition: the fact that this rule establishes.",
    "route": "Sends the case to another procedure, beside this one or `instead` of it.",
}
_TRIGGERS = ("after", "every", "during", "standing")
_WITHOUT_TRIGGER = ("faces", "define", "route")
_NOT_OWED = ("must_not", "may", "can", "faces", "define", "route", "during")
_WITHOUT_BEARER = ("define", "route")
_VALUES = {"define": FACT, "route": PROTOCOL_ID}

_ACTS = ByKind(
    title=N_("an act, a list of acts, or `{any|all: [..]}`"),
    scalar=ACT,
    seq=Seq(ACT),
    map=Map(
        says=N_("acts"),
        fields={
            "any": optional(Seq(ACT), "One of these acts suffices."),
            "all": optional(Seq(ACT), "These acts together are one duty."),
        },
        constraints=(Exactly(N_("no `any` or `all`"), ("any", "all")),),
    ),
)
ACTS = Named("acts", lambda: _ACTS)
_DAY_ZERO = Text(says=N_("a way to count day zero"), choices=("excluded", "counts"))
_ROLL = Text(says=N_("a way"), choices=("none", "next", "previous"))
_ENDS = Text(says=N_("an end of a day"), choices=("midnight", "office_close"))
_AFTER_HOURS = Text(says=N_("a way to count what comes after hours"), choices=("counts", "next_working_day"))
TIME = Map(
    says=N_("conventions of time"),
    fields={
        "day_zero": optional(_DAY_ZERO, "The trigger's day."),
        "roll": optional(_ROLL, "If nobody works on the last day."),
        "ends": optional(_ENDS, "When a day-long term ends."),
        "after_hours": optional(_AFTER_HOURS, "When what comes after hours, or on a day off, counts as received."),
    },
)
_PERMIT = Map(
    says=N_("who may, and how far"),
    fields={
        "by": optional(OneOrMany(ROLE), "Who may."),
        "at_most": optional(TERM, "By how much."),
        "reasons": optional(
            Text(says=N_("a requirement for reasons"), choices=("required",)), "Must reasons be given?"
        ),
        "times": optional(Int(at_least=1), "How often."),
    },
)
_CLOCK = Map(
    says=N_("what may change the clock"),
    fields={
        "extend": optional(_PERMIT, "Who may extend the time."),
        "suspend": optional(_PERMIT, "Who may stop the clock."),
        "waive": optional(_PERMIT, "Who may waive the duty."),
        "hold": optional(MOMENT, "What stops the clock."),
        "resume": optional(MOMENT, "What starts it again."),
    },
    constraints=(Needs("hold", ("resume",)),),
)
_CHANNELS = Map(
    says=N_("a map with `only`, `never` or `any`"),
    fields={
        "only": optional(OneOrMany(CHANNEL), "No other channel."),
        "never": optional(OneOrMany(CHANNEL), "Not by these."),
        "any": optional(OneOrMany(CHANNEL), "By any of these."),
    },
)
_VIA = Named("channels", lambda: _CHANNELS)
_CONTENT = ByKind(
    title=N_("list items, or `{include, never}`"),
    scalar=ITEM,
    seq=Seq(ITEM),
    map=Map(
        says=N_("content"),
        fields={
            "include": optional(OneOrMany(ITEM), "What is said or enclosed."),
            "never": optional(OneOrMany(ITEM), "What must not be."),
        },
    ),
)
_PAPERS = ByKind(
    title=N_("a document, or a list (a duty apiece)"),
    scalar=DOCUMENT,
    seq=Seq(DOCUMENT),
    map=Map(
        says=N_("documents"),
        fields={"any": optional(Seq(DOCUMENT), "One of these."), "all": optional(Seq(DOCUMENT), "These together.")},
        constraints=(Exactly(N_("no `any` or `all`"), ("any", "all")),),
    ),
)
_DOCUMENTS = Named("documents", lambda: _PAPERS)


def _fields() -> dict[str, Field]:
    verbs = {verb: optional(_VALUES.get(verb, ACTS), doc) for verb, doc in VERBS.items()}
    return {
        "id": required(RULE_ID, N_("Kebab-case, at most five words, no points or times: `notify-authorities`.")),
        "cites": required(CITES, N_("Where the text says so.")),
        "each": optional(PARTY, "A duty for each party (or member of the group) for which the rule holds."),
        "by": optional(BEARERS, "Who owes it. Needed in every rule but a definition."),
        **verbs,
        "to": optional(PEOPLE, "To whom."),
        "if": optional(COND, "The facts that must hold."),
        "after": optional(MOMENT, "What starts it, once."),
        "every": optional(RHYTHM_OR_MOMENT, "What starts it each time: an event, an agenda or a rhythm."),
        "during": optional(OneOrMany(ACT), "Conduct: shown under every open duty whose act is this one."),
        "standing": optional(Bool(only=True), "It always holds."),
        "until": optional(MOMENT, "What ends it."),
        "due": optional(DUE, "By when. Needed for `must` and `should` that begin; `none` where the text is silent."),
        "via": optional(_VIA, "By which channels."),
        "content": optional(_CONTENT, "What is said or enclosed."),
        "document": optional(_DOCUMENTS, "The one paper the act makes, keeps or signs."),
        "clock": optional(_CLOCK, "What may stop, extend or waive the time."),
        "readings": optional(Named("readings", lambda: Seq(READING)), "Other defensible readings of the same words."),
        "amount": optional(AMOUNT, "How much, for a sanction."),
        "time": optional(TIME, "Conventions of time of this rule only."),
        "restates": optional(
            OneOrMany(RULE_REF), "The rules of this text that say the same: with them it is one duty, not two."
        ),
        "instead": optional(Bool(only=True), "With `route`: the other procedure takes this one's place."),
        "keeps": optional(OneOrMany(RULE_ID), "With `route` and `instead`: the rules of this one that go on."),
        "note": optional(FREE_TEXT, "A remark of your own."),
        "say": optional(LABEL, "What the duty says, in each language."),
    }  # fmt: skip


_ALWAYS: tuple[Constraint, ...] = (
    Exactly(N_("no trigger"), ("after", "during", "standing"), at_least=0),
    Exactly(N_("no trigger"), ("every", "during", "standing"), at_least=0),
    Refuses(("due",), ("standing", "during"), N_("what always holds, or is a manner of acting, has no due time")),
    Refuses(("restates",), _NOT_OWED, N_("only what is owed is said again; anything else stands for itself")),
    Refuses(("by",), _WITHOUT_BEARER, N_("a definition or a route binds nobody")),
)

RULE = Named(
    "rule",
    lambda: Map(
        title="Rule",
        says=N_("a rule"),
        doc="One norm: the smallest numbered unit, by bearer, trigger, due time and condition.",
        fields=_fields(),
        constraints=(
            Exactly(N_("no verb"), tuple(VERBS)),
            Needs("by", tuple(verb for verb in VERBS if verb not in _WITHOUT_BEARER)),
            Some(N_("no trigger"), _TRIGGERS, unless=_WITHOUT_TRIGGER),
            Needs("due", ("must", "should"), and_when=("after", "every")),
            Needs("route", ("instead",)),
            Needs("instead", ("keeps",)),
            *_ALWAYS,
        ),
        snippets=(
            (
                "rule: a duty with a limit",
                {
                    "id": "$1", "cites": {"point": "$2", "words": "$3"}, "by": "$4", "must": "$5", "to": "$6",
                    "after": "report_received", "due": "$7", "say": {"en": "$8"},
                },
            ),
            (
                "rule: a prohibition",
                {"id": "no-$1", "cites": {"point": "$2", "words": "$3"}, "by": "$4", "must_not": "$5", "standing": True,
                 "say": {"en": "$6"}},
            ),
        ),
    ),
)  # fmt: skip


def _fields_of_patch() -> dict[str, Field]:
    """All keys of a rule, none needed. `if: {}` takes the condition away."""
    kept = {key: Field(field.shape, field.doc) for key, field in _fields().items() if key not in ("id", "readings")}
    kept["if"] = Field(Named("no-condition", lambda: condition(at_least=0)), kept["if"].doc)
    return kept


ADDED = Named(
    "added-rule",
    lambda: msgspec.structs.replace(
        made(RULE),
        fields=made(RULE).fields | {"because": optional(FREE_TEXT, "Why it applies here besides; every plan says so.")},
    ),
)
PATCH = Named(
    "patch",
    lambda: Map(
        title="Part of a rule",
        says=N_("part of a rule"),
        doc="The keys of the rule that are different.",
        fields=_fields_of_patch(),
        constraints=(Exactly(N_("no verb"), tuple(VERBS), at_least=0), *_ALWAYS),
    ),
)

CHANGED = Named(
    "changed-rule",
    lambda: msgspec.structs.replace(made(PATCH), fields=made(PATCH).fields | {"readings": _fields()["readings"]}),
)

READING = Map(
    title="Reading",
    says=N_("a reading"),
    fields={
        "instead": optional(PATCH, "What is different under this reading."),
        "ask": optional(FACT, "The fact that would decide between the readings."),
        "because": required(FREE_TEXT, N_("Why the words can be read so, and why it was not chosen.")),
    },
    constraints=(Some(N_("no `instead` or `ask`"), ("instead", "ask")),),
)
