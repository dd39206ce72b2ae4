"""What a rule test expects of one duty, or of another norm: when, by whom, in which state, read otherwise how."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    CHANNEL,
    DATE,
    DOCUMENT,
    FACT,
    FREE_TEXT,
    INSTANT,
    ITEM,
    NAME,
    PERSON_ID,
    ROLE_OR_PARTYS,
    RULE_REF,
)
from protocolkit.reading.shapes import (
    Anything,
    Bool,
    ByKind,
    Either,
    Map,
    Named,
    OneOrMany,
    Seq,
    Shape,
    Some,
    Text,
    optional,
    required,
)

STATUSES = ("open", "done", "done_late", "overdue", "suspended", "waived", "superseded", "discharged_by_other", "ended")

RULE = required(RULE_REF, N_("A rule of the ruleset under test, or `RULESET#RULE`."))
TO = optional(ROLE_OR_PARTYS, "The recipient; `none` for none.")
FOR = optional(PERSON_ID, "The party; `none` for none.")
INSTANT_OR_NONE = Text(
    says=N_("an instant or `none`"), hint=INSTANT.hint + "|none", examples=(*INSTANT.examples, "none")
)
_DAY_OR_NONE = Text(says=N_("a date or `none`"), pattern=DATE.pattern + "|none", day=True)
AWAITED = Text(
    says=N_("an event, `done:RULE`, `missed:RULE` or `lapse`"),
    hint=r"(done:|missed:)?[a-z0-9_/#-]+",
    examples=("report_received", "done:notify-authorities"),
)
CODE = Text(says=N_("a code of a warning"), pattern=r"[a-z][a-z0-9_-]*", examples=("possibly_superseded",))
STATUS = Text(says=N_("a status"), choices=STATUSES)
_POINT = Text(says=N_("a point"), examples=("1, bullet 2", "kz/interagency#1"))


def any_number(item: Shape) -> Seq:
    return Seq(item, at_least=0)


_A_READING = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=INSTANT_OR_NONE,
    map=Map(
        says=N_("a reading"),
        doc="Only the keys given are compared.",
        fields={
            "rule": optional(RULE_REF, "Whose it is, where it is that of a rule that asks for the same."),
            "changes": optional(
                ByKind(
                    title=N_("keys of the rule, or a map of them"),
                    scalar=NAME,
                    seq=Seq(NAME),
                    map=Map(says=N_("what a reading changes"), name=NAME, value=Anything()),
                ),
                "What the rule says otherwise: the keys alone, or the keys with all they hold.",
            ),
            "at": optional(INSTANT_OR_NONE, "When it would be due; `none` for no time, or not yet."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person would be told."),
            "applies": optional(Bool(), "Whether anything would be owed at all."),
            "awaits": optional(any_number(AWAITED), "The events it would still wait for."),
            "because": optional(FREE_TEXT, "The reason, as the rule gives it."),
        },
    ),
)
_READING = Named("expectedReading", lambda: _A_READING)
_A_DUE = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=INSTANT_OR_NONE,
    map=Map(
        says=N_("a due time"),
        fields={
            "at": optional(INSTANT_OR_NONE, "The limit, else the target."),
            "target": optional(INSTANT_OR_NONE, "The target."),
            "limit": optional(INSTANT_OR_NONE, "The limit."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person is told."),
            "kind": optional(NAME, "What kind of limit."),
            "not_before": optional(INSTANT_OR_NONE, "Not before this."),
            "readings": optional(any_number(_READING), "Other readings that give a time, all of them."),
            "asks": optional(any_number(FACT), "Facts that decide the case."),
            "warnings": optional(any_number(CODE), "Codes of its warnings; `[]` for none."),
        },
    ),
)  # fmt: skip
_DUE = Named("expectedDue", lambda: _A_DUE)
PROJECTED = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=INSTANT_OR_NONE,
    map=Map(
        says=N_("a projected time"),
        fields={
            "at": optional(INSTANT_OR_NONE, "The latest instant; `none` if none can be known."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person is told."),
        },
    ),
)
_TRIGGER = ByKind(
    title=N_("an event, or `{event, at}`"),
    scalar=AWAITED,
    map=Map(says=N_("a trigger"), fields={"event": optional(AWAITED), "at": optional(INSTANT)}),
)
BY = OneOrMany(ROLE_OR_PARTYS)
_MANNER = ByKind(
    title=N_("a rule of conduct, or a map with `rule`"),
    scalar=RULE_REF,
    map=Map(
        says=N_("a rule of conduct"),
        fields={
            "rule": RULE,
            "modality": optional(NAME, "Whether it is to be so, should be so, or may not be so."),
            "do": optional(ACT, "The act."),
            "by": optional(BY, "Whose conduct it is."),
            "to": optional(BY, "With or towards whom; `none` for nobody."),
            "without": optional(BY, "Whom it names and who is left out as the accused; `none` for nobody."),
        },
    ),
)
_IN_PLACE_OF = optional(
    Map(says=N_("who takes whose place"), name=NAME, value=BY),
    "Who takes the place of which posts of the text, all of them; `{}` for nobody.",
)
# What can be said of every norm, whichever list of the plan it stands in.
OF_ALL = {
    "sources": optional(any_number(_POINT), "The points it rests on, all of them: `1`, or `RULESET#1`."),
    "modality": optional(NAME, "Whether it is an obligation, a recommendation, a right ..."),
    "in_place_of": _IN_PLACE_OF,
}
OF_TIME = {
    "due": optional(_DUE, "When it is due; `none` if the text gives no time."),
    "trigger": optional(_TRIGGER, "What set it going."),
}
OF_NORMS = {
    **OF_TIME,
    "readings": optional(any_number(_READING), "Its other readings, all of them; `[]` for none."),
    "asks": optional(any_number(FACT), "Facts that decide its amount or its time."),
    "warnings": optional(any_number(CODE), "Codes of its warnings, all of them; `[]` for none."),
    "also_required_by": optional(any_number(RULE_REF), "Rules that ask the same."),
    "content": optional(any_number(ITEM), "What is said or enclosed."),
    "via_only": optional(any_number(CHANNEL), "The only channels."),
    "via_any": optional(any_number(CHANNEL), "Channels of which one is used."),
    "via_never": optional(any_number(CHANNEL), "Channels that may not be used."),
    "manner": optional(any_number(_MANNER), "Rules of conduct under it, all of them."),
    **OF_ALL,
}
LATE = optional(
    Either((Bool(), Text(says=N_("`true`, `false` or `none`"), choices=("none",)))),
    "Whether its limit passed undone; `none` where nobody can say.",
)
DUTY = Map(
    says=N_("a duty"),
    doc="Matches exactly one duty of the plan; only the keys given are compared.",
    fields={
        "rule": optional(RULE_REF, "The rule it comes from."),
        "id": optional(FREE_TEXT, "Its id."),
        "to": TO,
        "to_any": optional(BY, "The recipients of whom one is to be told; `none` for no such choice."),
        "to_all": optional(BY, "The recipients told by one act; `none` for no such group."),
        "for": FOR,
        "by": optional(BY, "Who owes it."),
        "to_persons": optional(any_number(PERSON_ID), "The listed representatives, of whom one is told."),
        "by_persons": optional(any_number(PERSON_ID), "The listed representatives, of whom one owes it."),
        "by_mode": optional(Text(says=N_("how it is owed"), choices=("one", "any", "all", "each")), "How they owe it."),
        "do": optional(ACT, "The act."),
        "status": optional(STATUS, "Its state."),
        "check_first": optional(
            any_number(
                Text(
                    says=N_("a fact, or who did what a rule asks"),
                    pattern=r"[^\s.]+(\.[a-z][a-z0-9_]*)+",
                    examples=("offender.is_head", "demo/order#investigate.by"),
                )
            ),
            "Facts to check first.",
        ),
        "document": optional(DOCUMENT, "The paper."),
        "content_never": optional(any_number(ITEM), "What may not be said or enclosed."),
        "amount": optional(FREE_TEXT, "How much."),
        "was": optional(STATUS, "The state it had before it was superseded."),
        "late": LATE,
        "done_at": optional(INSTANT_OR_NONE, "When it was done; a day where no more is known."),
        "done_by": optional(ROLE_OR_PARTYS, "Who did it; `none` if nobody knows."),
        "not_done_at": optional(INSTANT_OR_NONE, "When the log says that it was not done."),
        **OF_NORMS,
    },
    constraints=(Some(N_("no `rule` or `id`"), ("rule", "id")),),
    snippets=(("duty", {"rule": "$1", "to": "$2", "due": "$3", "status": "open"}),),
)
_A_NORM = ByKind(
    title=N_("a rule, or a map with `rule`"),
    scalar=RULE_REF,
    map=Map(
        says=N_("a rule"),
        fields={
            "rule": RULE,
            "by": optional(BY, "Whom it binds or frees."),
            "by_except": optional(BY, "Whom it leaves out; `none` for nobody."),
            "do": optional(OneOrMany(ACT), "The act."),
            "to": optional(BY, "Towards whom; `none` for nobody."),
            "to_except": optional(BY, "Towards whom it does not hold; `none` for nobody."),
            "for": FOR,
            "amount": optional(FREE_TEXT, "How much, for a sanction."),
            "until": optional(FREE_TEXT, "What ends it."),
            **OF_NORMS,
        },
    ),
)

NORM = Named("expectedNorm", lambda: _A_NORM)
