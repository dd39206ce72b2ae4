"""A file of rule tests: cases, and what the plan for each must and must not hold."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    DATE,
    FACT,
    FREE_TEXT,
    INSTANT,
    NAME,
    PERSON_ID,
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    ROLE_OR_PARTYS,
    RULE_REF,
)
from protocolkit.reading.grammar.expected_duty_shapes import (
    AWAITED,
    BY,
    CODE,
    DUTY,
    FOR,
    INSTANT_OR_NONE,
    LATE,
    NORM,
    OF_ALL,
    OF_NORMS,
    OF_TIME,
    PROJECTED,
    RULE,
    STATUS,
    TO,
    any_number,
)
from protocolkit.reading.grammar.incident_shapes import CASE
from protocolkit.reading.shapes import (
    Anything,
    Bool,
    ByKind,
    Exactly,
    Field,
    Map,
    OnlyWith,
    Seq,
    Text,
    optional,
    required,
)

WHYS = (
    "too_late", "no_reasons", "not_allowed", "by_whom", "nothing_open", "not_owed_to", "excepted", "twice",
    "before_not_before", "edition_not_loaded",
)  # fmt: skip
BREACHES = ("breached", "not_certain", "superseded")
_REFUSED = Text(says=N_("a code of a diagnostic"), pattern=r"[a-z][a-z0-9-]*", examples=("unknown-role",))


def _entry(title: str, more: dict[str, Field]) -> ByKind:
    fields = {"rule": RULE, "to": TO, "for": FOR, **more}
    return ByKind(title=title, scalar=RULE_REF, map=Map(says=title, fields=fields))


_READ_OTHERWISE = {"readings": OF_NORMS["readings"]}
_OPEN = {
    "by": optional(BY, "Who would owe it."),
    "do": optional(ACT, "The act."),
    "facts": optional(any_number(Text(says=N_("a fact"))), "The facts that decide."),
    **OF_ALL,
}
# What nobody holds has a clock all the same.
_CLOCK = {
    "status": optional(STATUS, "Its state; what nobody does is overdue after its limit, too."),
    "late": LATE,
}
_AWAITS = {
    "event": optional(AWAITED, "The event it waits for."),
    "event_with": optional(
        Map(says=N_("what it asks of the event"), name=NAME, value=BY),
        "What it asks of the event: `by`, `from`, `to`, all of them; `{}` for nothing.",
    ),
    "projected": optional(PROJECTED, "The latest time, if every earlier step ends on its limit."),
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
            "keeps": optional(any_number(RULE_REF), "Rules of this one that hold all the same."),
            "trigger": OF_TIME["trigger"],
            "sources": OF_ALL["sources"],
        },
    ),
)
_ACCUSED = Map(
    says=N_("a post or representative"),
    fields={
        "role": required(ROLE_OR_PARTYS, N_("Who may not be told, and may not act.")),
        "for": FOR,
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
            "rule": RULE,
            "fact": optional(FACT, "The consent that keeps it away."),
            "value": optional(Anything(), "What was answered; the whole list where several were."),
            "since": optional(INSTANT_OR_NONE, "When it was said; `none` if it was known from the start."),
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
            "to": TO,
            "for": FOR,
            "by": optional(ROLE_OR_PARTYS, "Who did it."),
            "at": optional(INSTANT, "When, as the log has it."),
            "id": optional(REFERENCE, "Its own reference."),
            **more,
        },
    )


# The lists of a plan, each the whole of its kind where `only` stands beside it.
WHOLE = {
    "duties": optional(any_number(DUTY), "Duties the plan must hold; `[]` for none."),
    "awaiting": optional(
        any_number(_entry(N_("a rule, or `{rule, event}`"), _AWAITS)), "Rules whose trigger has not happened."
    ),
    "undetermined": optional(
        any_number(
            _entry(
                N_("a rule, or `{rule, facts, would_be_due}`"),
                {
                    "would_be_due": optional(INSTANT_OR_NONE, "When it would be due."),
                    "events": optional(any_number(AWAITED), "The events that would decide as well."),
                    "due": OF_TIME["due"],
                    "to_any": optional(BY, "The recipients of whom one would be told; `none` for no such choice."),
                    "to_all": optional(BY, "The recipients told by one act; `none` for no such group."),
                    **_CLOCK,
                    **_READ_OTHERWISE,
                    **_OPEN,
                },
            )
        ),
        "Rules that an unknown fact decides.",
    ),
    "gaps": optional(
        any_number(
            _entry(
                N_("a rule, or `{rule, role}`"),
                {
                    "role": optional(ROLE, "Who may not act or be told."),
                    "by": optional(BY, "Who would owe it."),
                    "do": optional(ACT, "The act."),
                    **_CLOCK,
                    **OF_TIME,
                    **_READ_OTHERWISE,
                    **OF_ALL,
                },
            )
        ),
        "Duties nobody may perform or receive.",
    ),
    "prohibitions": optional(any_number(NORM), "Prohibitions in force."),
    "permissions": optional(any_number(NORM), "Permissions, rights and powers open."),
    "sanctions": optional(any_number(NORM), "Sanctions the facts engage."),
    "not_held": optional(any_number(_NOT_HELD), "Rules that only a missing consent keeps away."),
    "breaches": optional(
        any_number(
            _entry(
                N_("a broken ban, or a map with `rule`"),
                {
                    "status": optional(Text(says=N_("how certain it is"), choices=BREACHES), "How certain it is."),
                    "event": optional(NAME, "The entry of the log."),
                    "at": optional(INSTANT_OR_NONE, "When it was done; a day where no more is known."),
                    "by": optional(BY, "Who did it; `none` if nobody says."),
                    "do": optional(ACT, "The act."),
                    "facts": optional(any_number(FACT), "What decides it, of one that is not certain."),
                    "sources": OF_ALL["sources"],
                },
            )
        ),
        "Bans that the log says were broken.",
    ),
    "conflicts": optional(any_number(_CONFLICT), "Texts that conflict."),
    "routes": optional(any_number(_ROUTE), "Other procedures that the case goes to."),
    "accused": optional(any_number(_ACCUSED), "Posts and representatives known to be the accused."),
    "warnings": optional(any_number(CODE), "Codes of the plan's warnings; `[]` for none."),
    "without_effect": optional(
        any_number(
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
        any_number(_logged({"since": optional(INSTANT_OR_NONE, "Since when it counts no longer.")})),
        "Entries of the log that were taken back.",
    ),
}
_EXPECT = Map(
    says=N_("what the plan holds"),
    fields={
        **WHOLE,
        "absent": optional(Seq(_entry(N_("a rule, or `{rule, to, for}`"), {})), "Duties it must not hold."),
        "next_change_at": optional(INSTANT_OR_NONE, "The next instant at which the plan changes by itself."),
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
