"""A file of rule tests: cases, and what the plan for each must and must not hold."""

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
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    ROLE_OR_PARTYS,
    RULE_REF,
)
from protocolkit.reading.grammar.incident_shapes import CASE
from protocolkit.reading.shapes import (
    Anything,
    Bool,
    ByKind,
    Either,
    Exactly,
    Field,
    Map,
    Named,
    OneOrMany,
    OnlyWith,
    Seq,
    Shape,
    Some,
    Text,
    optional,
    required,
)

WHYS = (
    "too_late", "no_reasons", "not_allowed", "by_whom", "nothing_open", "not_owed_to", "excepted", "twice",
    "before_not_before", "edition_not_loaded",
)  # fmt: skip
STATUSES = ("open", "done", "done_late", "overdue", "suspended", "waived", "superseded", "discharged_by_other", "ended")

_RULE = required(RULE_REF, N_("A rule of the ruleset under test, or `RULESET#RULE`."))
_TO = optional(ROLE_OR_PARTYS, "The recipient; `none` for none.")
_FOR = optional(PERSON_ID, "The party; `none` for none.")
_INSTANT_OR_NONE = Text(
    says=N_("an instant or `none`"), hint=INSTANT.hint + "|none", examples=(*INSTANT.examples, "none")
)
_DAY_OR_NONE = Text(says=N_("a date or `none`"), pattern=DATE.pattern + "|none", day=True)
_AWAITED = Text(
    says=N_("an event, `done:RULE`, `missed:RULE` or `lapse`"),
    hint=r"(done:|missed:)?[a-z0-9_/#-]+",
    examples=("report_received", "done:notify-authorities"),
)
_CODE = Text(says=N_("a code of a warning"), pattern=r"[a-z][a-z0-9_-]*", examples=("possibly_superseded",))
_REFUSED = Text(says=N_("a code of a diagnostic"), pattern=r"[a-z][a-z0-9-]*", examples=("unknown-role",))
_STATUS = Text(says=N_("a status"), choices=STATUSES)
_POINT = Text(says=N_("a point"), examples=("1, bullet 2", "kz/interagency#1"))


def _any_number(item: Shape) -> Seq:
    return Seq(item, at_least=0)


_A_READING = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=_INSTANT_OR_NONE,
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
            "at": optional(_INSTANT_OR_NONE, "When it would be due; `none` for no time, or not yet."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person would be told."),
            "applies": optional(Bool(), "Whether anything would be owed at all."),
            "awaits": optional(_any_number(_AWAITED), "The events it would still wait for."),
            "because": optional(FREE_TEXT, "The reason, as the rule gives it."),
        },
    ),
)
_READING = Named("expectedReading", lambda: _A_READING)
_A_DUE = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=_INSTANT_OR_NONE,
    map=Map(
        says=N_("a due time"),
        fields={
            "at": optional(_INSTANT_OR_NONE, "The limit, else the target."),
            "target": optional(_INSTANT_OR_NONE, "The target."),
            "limit": optional(_INSTANT_OR_NONE, "The limit."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person is told."),
            "kind": optional(NAME, "What kind of limit."),
            "not_before": optional(_INSTANT_OR_NONE, "Not before this."),
            "readings": optional(_any_number(_READING), "Other readings that give a time, all of them."),
            "asks": optional(_any_number(FACT), "Facts that decide the case."),
            "warnings": optional(_any_number(_CODE), "Codes of its warnings; `[]` for none."),
        },
    ),
)  # fmt: skip
_DUE = Named("expectedDue", lambda: _A_DUE)
_PROJECTED = ByKind(
    title=N_("an instant, `none`, or a map"),
    scalar=_INSTANT_OR_NONE,
    map=Map(
        says=N_("a projected time"),
        fields={
            "at": optional(_INSTANT_OR_NONE, "The latest instant; `none` if none can be known."),
            "last_day": optional(_DAY_OR_NONE, "The last day a person is told."),
        },
    ),
)
_TRIGGER = ByKind(
    title=N_("an event, or `{event, at}`"),
    scalar=_AWAITED,
    map=Map(says=N_("a trigger"), fields={"event": optional(_AWAITED), "at": optional(INSTANT)}),
)
_BY = OneOrMany(ROLE_OR_PARTYS)
_MANNER = ByKind(
    title=N_("a rule of conduct, or a map with `rule`"),
    scalar=RULE_REF,
    map=Map(
        says=N_("a rule of conduct"),
        fields={
            "rule": _RULE,
            "modality": optional(NAME, "Whether it is to be so, should be so, or may not be so."),
            "do": optional(ACT, "The act."),
            "by": optional(_BY, "Whose conduct it is."),
            "to": optional(_BY, "With or towards whom; `none` for nobody."),
            "without": optional(_BY, "Whom it names and who is left out as the accused; `none` for nobody."),
        },
    ),
)
_IN_PLACE_OF = optional(
    Map(says=N_("who takes whose place"), name=NAME, value=_BY),
    "Who takes the place of which posts of the text, all of them; `{}` for nobody.",
)
# What can be said of every norm, whichever list of the plan it stands in.
_OF_ALL = {
    "sources": optional(_any_number(_POINT), "The points it rests on, all of them: `1`, or `RULESET#1`."),
    "modality": optional(NAME, "Whether it is an obligation, a recommendation, a right ..."),
    "in_place_of": _IN_PLACE_OF,
}
_OF_TIME = {
    "due": optional(_DUE, "When it is due; `none` if the text gives no time."),
    "trigger": optional(_TRIGGER, "What set it going."),
}
_OF_NORMS = {
    **_OF_TIME,
    "readings": optional(_any_number(_READING), "Its other readings, all of them; `[]` for none."),
    "asks": optional(_any_number(FACT), "Facts that decide its amount or its time."),
    "warnings": optional(_any_number(_CODE), "Codes of its warnings, all of them; `[]` for none."),
    "also_required_by": optional(_any_number(RULE_REF), "Rules that ask the same."),
    "content": optional(_any_number(ITEM), "What is said or enclosed."),
    "via_only": optional(_any_number(CHANNEL), "The only channels."),
    "via_any": optional(_any_number(CHANNEL), "Channels of which one is used."),
    "via_never": optional(_any_number(CHANNEL), "Channels that may not be used."),
    "manner": optional(_any_number(_MANNER), "Rules of conduct under it, all of them."),
    **_OF_ALL,
}
_LATE = optional(
    Either((Bool(), Text(says=N_("`true`, `false` or `none`"), choices=("none",)))),
    "Whether its limit passed undone; `none` where nobody can say.",
)
_DUTY = Map(
    says=N_("a duty"),
    doc="Matches exactly one duty of the plan; only the keys given are compared.",
    fields={
        "rule": optional(RULE_REF, "The rule it comes from."),
        "id": optional(FREE_TEXT, "Its id."),
        "to": _TO,
        "to_any": optional(_BY, "The recipients of whom one is to be told; `none` for no such choice."),
        "to_all": optional(_BY, "The recipients told by one act; `none` for no such group."),
        "for": _FOR,
        "by": optional(_BY, "Who owes it."),
        "to_persons": optional(_any_number(PERSON_ID), "The listed representatives, of whom one is told."),
        "by_persons": optional(_any_number(PERSON_ID), "The listed representatives, of whom one owes it."),
        "by_mode": optional(Text(says=N_("how it is owed"), choices=("one", "any", "all", "each")), "How they owe it."),
        "do": optional(ACT, "The act."),
        "status": optional(_STATUS, "Its state."),
        "check_first": optional(
            _any_number(
                Text(
                    says=N_("a fact, or who did what a rule asks"),
                    pattern=r"[^\s.]+(\.[a-z][a-z0-9_]*)+",
                    examples=("offender.is_head", "demo/order#investigate.by"),
                )
            ),
            "Facts to check first.",
        ),
        "document": optional(DOCUMENT, "The paper."),
        "content_never": optional(_any_number(ITEM), "What may not be said or enclosed."),
        "amount": optional(FREE_TEXT, "How much."),
        "was": optional(_STATUS, "The state it had before it was superseded."),
        "late": _LATE,
        "done_at": optional(_INSTANT_OR_NONE, "When it was done; a day where no more is known."),
        "done_by": optional(ROLE_OR_PARTYS, "Who did it; `none` if nobody knows."),
        "not_done_at": optional(_INSTANT_OR_NONE, "When the log says that it was not done."),
        **_OF_NORMS,
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
            "rule": _RULE,
            "by": optional(_BY, "Whom it binds or frees."),
            "by_except": optional(_BY, "Whom it leaves out; `none` for nobody."),
            "do": optional(OneOrMany(ACT), "The act."),
            "to": optional(_BY, "Towards whom; `none` for nobody."),
            "to_except": optional(_BY, "Towards whom it does not hold; `none` for nobody."),
            "for": _FOR,
            "amount": optional(FREE_TEXT, "How much, for a sanction."),
            "until": optional(FREE_TEXT, "What ends it."),
            **_OF_NORMS,
        },
    ),
)

_NORM = Named("expectedNorm", lambda: _A_NORM)


def _entry(title: str, more: dict[str, Field]) -> ByKind:
    fields = {"rule": _RULE, "to": _TO, "for": _FOR, **more}
    return ByKind(title=title, scalar=RULE_REF, map=Map(says=title, fields=fields))


_READ_OTHERWISE = {"readings": _OF_NORMS["readings"]}
_OPEN = {
    "by": optional(_BY, "Who would owe it."),
    "do": optional(ACT, "The act."),
    "facts": optional(_any_number(Text(says=N_("a fact"))), "The facts that decide."),
    **_OF_ALL,
}
# What nobody holds has a clock all the same.
_CLOCK = {
    "status": optional(_STATUS, "Its state; what nobody does is overdue after its limit, too."),
    "late": _LATE,
}
_AWAITS = {
    "event": optional(_AWAITED, "The event it waits for."),
    "event_with": optional(
        Map(says=N_("what it asks of the event"), name=NAME, value=_BY),
        "What it asks of the event: `by`, `from`, `to`, all of them; `{}` for nothing.",
    ),
    "projected": optional(_PROJECTED, "The latest time, if every earlier step ends on its limit."),
    **_OPEN,
}
_ROUTE = ByKind(
    title=N_("a procedure, or a map with `to`"),
    scalar=PROTOCOL_ID,
    map=Map(
        says=N_("a route"),
        fields={
            "to": required(PROTOCOL_ID, N_("The procedure that the case goes to.")),
            "rule": optional(RULE_REF, "The rule that sends it there."),
            "loaded": optional(Bool(), "Whether there are rules of it here."),
            "instead": optional(Bool(), "Whether it goes there and leaves this one."),
            "keeps": optional(_any_number(RULE_REF), "Rules of this one that hold all the same."),
            "trigger": _OF_TIME["trigger"],
            "sources": _OF_ALL["sources"],
        },
    ),
)
_ACCUSED = Map(
    says=N_("a post or representative"),
    fields={
        "role": required(ROLE_OR_PARTYS, N_("Who may not be told, and may not act.")),
        "for": _FOR,
        "who": optional(PERSON_ID, "Who of several who are listed."),
    },
)
_CONFLICT = Map(
    says=N_("a conflict"),
    fields={
        "rules": optional(Seq(RULE_REF), "The rules that conflict."),
        "governs": optional(RULE_REF, "The one that governs; `none` for none."),
        "kind": optional(NAME, "What kind of conflict."),
    },
)
_NOT_HELD = ByKind(
    title=N_("a rule, or `{rule, fact, value}`"),
    scalar=RULE_REF,
    map=Map(
        says=N_("a rule kept away"),
        fields={
            "rule": _RULE,
            "fact": optional(FACT, "The consent that keeps it away."),
            "value": optional(Anything(), "What was answered; the whole list where several were."),
            "since": optional(_INSTANT_OR_NONE, "When it was said; `none` if it was known from the start."),
        },
    ),
)


def _logged(more: dict[str, Field]) -> Map:
    """An entry of the log, and what became of it."""
    return Map(
        says=N_("an entry of the log"),
        doc="Only the keys given are compared.",
        fields={
            "event": optional(NAME, "An event of the vocabulary, or a word about a duty."),
            "rule": optional(RULE_REF, "The rule it names."),
            "duty": optional(FREE_TEXT, "The duty it names."),
            "to": _TO,
            "for": _FOR,
            "by": optional(ROLE_OR_PARTYS, "Who did it."),
            "at": optional(INSTANT, "When, as the log has it."),
            "id": optional(REFERENCE, "Its own reference."),
            **more,
        },
    )


# The lists of a plan, each the whole of its kind where `only` stands beside it.
WHOLE = {
    "duties": optional(_any_number(_DUTY), "Duties the plan must hold; `[]` for none."),
    "awaiting": optional(
        _any_number(_entry(N_("a rule, or `{rule, event}`"), _AWAITS)), "Rules whose trigger has not happened."
    ),
    "undetermined": optional(
        _any_number(
            _entry(
                N_("a rule, or `{rule, facts, would_be_due}`"),
                {
                    "would_be_due": optional(_INSTANT_OR_NONE, "When it would be due."),
                    "events": optional(_any_number(_AWAITED), "The events that would decide as well."),
                    "due": _OF_TIME["due"],
                    "to_any": optional(_BY, "The recipients of whom one would be told; `none` for no such choice."),
                    "to_all": optional(_BY, "The recipients told by one act; `none` for no such group."),
                    **_CLOCK,
                    **_READ_OTHERWISE,
                    **_OPEN,
                },
            )
        ),
        "Rules that an unknown fact decides.",
    ),
    "gaps": optional(
        _any_number(
            _entry(
                N_("a rule, or `{rule, role}`"),
                {
                    "role": optional(ROLE, "Who may not act or be told."),
                    "by": optional(_BY, "Who would owe it."),
                    "do": optional(ACT, "The act."),
                    **_CLOCK,
                    **_OF_TIME,
                    **_READ_OTHERWISE,
                    **_OF_ALL,
                },
            )
        ),
        "Duties nobody may perform or receive.",
    ),
    "prohibitions": optional(_any_number(_NORM), "Prohibitions in force."),
    "permissions": optional(_any_number(_NORM), "Permissions, rights and powers open."),
    "sanctions": optional(_any_number(_NORM), "Sanctions the facts engage."),
    "not_held": optional(_any_number(_NOT_HELD), "Rules that only a missing consent keeps away."),
    "conflicts": optional(_any_number(_CONFLICT), "Texts that conflict."),
    "routes": optional(_any_number(_ROUTE), "Other procedures that the case goes to."),
    "accused": optional(_any_number(_ACCUSED), "Posts and representatives known to be the accused."),
    "warnings": optional(_any_number(_CODE), "Codes of the plan's warnings; `[]` for none."),
    "without_effect": optional(
        _any_number(
            _logged(
                {
                    "why": optional(
                        Text(says=N_("why an entry changes nothing"), choices=WHYS), "Why it changes nothing."
                    )
                }
            )
        ),
        "Entries of the log that change nothing.",
    ),
    "retracted": optional(
        _any_number(_logged({"since": optional(_INSTANT_OR_NONE, "Since when it counts no longer.")})),
        "Entries of the log that were taken back.",
    ),
}
_EXPECT = Map(
    says=N_("what the plan holds"),
    fields={
        **WHOLE,
        "absent": optional(Seq(_entry(N_("a rule, or `{rule, to, for}`"), {})), "Duties it must not hold."),
        "next_change_at": optional(_INSTANT_OR_NONE, "The next instant at which the plan changes by itself."),
        "only": optional(Bool(only=True), "The plan holds nothing but what the lists beside it name."),
    },
    constraints=(OnlyWith(("only",), tuple(WHOLE)),),
)
_SPAN = Map(
    says=N_("a span of days"),
    fields={"from": required(DATE, "The first day."), "to": required(DATE, "The last day.")},
)
_INCIDENT = Map(says=N_("an incident"), fields={**CASE}, at_least=0)
_CASE = Map(
    says=N_("a case"),
    fields={
        "name": required(FREE_TEXT, N_("What the case shows, as a claim.")),
        "incident": optional(_INCIDENT, "The case, as in an incident file; added to what is given above the cases."),
        "as_of": required(INSTANT, N_("The instant the plan is for.")),
        "agenda": optional(_SPAN, "The days of an agenda: then `incident` is the organisation's own log."),
        "protocol": optional(PROTOCOL_ID, "If not the one named above."),
        "expect": optional(_EXPECT, "What the plan must and must not hold."),
        "refused": optional(_REFUSED, "The code with which the incident is refused: then there is no plan."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    constraints=(Exactly(N_("no expectations"), ("expect", "refused")),),
    snippets=(
        (
            "case",
            {
                "name": "$1",
                "incident": {"facts": {"victim.is_minor": True}, "events": [{"event": "report_received", "at": "$2"}]},
                "as_of": "$2",
                "expect": {"duties": [{"rule": "$3", "due": "$4", "status": "open"}]},
            },
        ),
    ),
)

RULETEST = Map(
    title="Rule tests",
    says=N_("a file of rule tests"),
    fields={
        "tests": required(PROTOCOL_ID, N_("The ruleset or protocol the cases run under.")),
        "title": optional(FREE_TEXT),
        "given": optional(_INCIDENT, "What the incidents of all cases share; each case adds to it."),
        "cases": required(Seq(_CASE), "The cases."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
)
