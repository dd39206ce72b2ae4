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
    ROLE,
    ROLE_OR_PARTYS,
    RULE_REF,
)
from protocolkit.reading.grammar.incident_shapes import CASE
from protocolkit.reading.shapes import ByKind, Field, Map, OneOrMany, Seq, Shape, Some, Text, optional, required

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


def _any_number(item: Shape) -> Seq:
    return Seq(item, at_least=0)


_DUE = ByKind(
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
            "readings": optional(_any_number(_INSTANT_OR_NONE), "Due times under other readings."),
            "asks": optional(_any_number(FACT), "Facts that decide the case."),
            "warnings": optional(_any_number(_CODE), "Codes of its warnings."),
        },
    ),
)  # fmt: skip
_TRIGGER = ByKind(
    title=N_("an event, or `{event, at}`"),
    scalar=_AWAITED,
    map=Map(says=N_("a trigger"), fields={"event": optional(_AWAITED), "at": optional(INSTANT)}),
)
_DUTY = Map(
    says=N_("a duty"),
    doc="Matches exactly one duty of the plan; only the keys given are compared.",
    fields={
        "rule": optional(RULE_REF, "The rule it comes from."),
        "id": optional(FREE_TEXT, "Its id."),
        "to": _TO,
        "for": _FOR,
        "by": optional(OneOrMany(ROLE_OR_PARTYS), "Who owes it."),
        "do": optional(ACT, "The act."),
        "status": optional(Text(says=N_("a status"), choices=STATUSES), "Its state."),
        "due": optional(_DUE, "When it is due; `none` if the text gives no time."),
        "trigger": optional(_TRIGGER, "What set it going."),
        "also_required_by": optional(_any_number(RULE_REF), "Rules that ask the same."),
        "check_first": optional(_any_number(FACT), "Facts to check first."),
        "document": optional(DOCUMENT, "The paper."),
        "content": optional(_any_number(ITEM), "What is said or enclosed."),
        "via_only": optional(_any_number(CHANNEL), "The only channels."),
        "was": optional(Text(says=N_("a status"), choices=STATUSES), "The state it had before it was superseded."),
        "done_at": optional(_INSTANT_OR_NONE, "When it was done."),
        "manner": optional(_any_number(RULE_REF), "Rules of conduct under it."),
    },
    constraints=(Some(N_("no `rule` or `id`"), ("rule", "id")),),
    snippets=(("duty", {"rule": "$1", "to": "$2", "due": "$3", "status": "open"}),),
)
_NORM = ByKind(
    title=N_("a rule, or a map with `rule`"),
    scalar=RULE_REF,
    map=Map(
        says=N_("a rule"),
        fields={
            "rule": _RULE,
            "by": optional(OneOrMany(ROLE_OR_PARTYS), "Whom it binds or frees."),
            "do": optional(OneOrMany(ACT), "The act."),
            "to": optional(OneOrMany(ROLE_OR_PARTYS), "Towards whom; `none` for nobody."),
            "for": _FOR,
            "amount": optional(FREE_TEXT, "How much, for a sanction."),
            "until": optional(FREE_TEXT, "What ends it."),
        },
    ),
)


def _entry(title: str, more: dict[str, Field]) -> ByKind:
    return ByKind(
        title=title, scalar=RULE_REF, map=Map(says=title, fields={"rule": _RULE, "to": _TO, "for": _FOR, **more})
    )


_EXPECT = Map(
    says=N_("what the plan holds"),
    fields={
        "duties": optional(_any_number(_DUTY), "Duties the plan must hold."),
        "absent": optional(_any_number(_entry(N_("a rule, or `{rule, to, for}`"), {})), "Duties it must not hold."),
        "awaiting": optional(
            _any_number(
                _entry(N_("a rule, or `{rule, event}`"), {"event": optional(_AWAITED, "The event it waits for.")})
            ),
            "Rules whose trigger has not happened.",
        ),
        "undetermined": optional(
            _any_number(
                _entry(
                    N_("a rule, or `{rule, facts, would_be_due}`"),
                    {
                        "facts": optional(_any_number(Text(says=N_("a fact"))), "The facts that decide."),
                        "would_be_due": optional(_INSTANT_OR_NONE, "When it would be due."),
                    },
                )
            ),
            "Rules that an unknown fact decides.",
        ),
        "gaps": optional(
            _any_number(
                _entry(N_("a rule, or `{rule, role}`"), {"role": optional(ROLE, "Who may not act or be told.")})
            ),
            "Duties nobody may perform or receive.",
        ),
        "prohibitions": optional(_any_number(_NORM), "Prohibitions in force."),
        "permissions": optional(_any_number(_NORM), "Permissions, rights and powers open."),
        "sanctions": optional(_any_number(_NORM), "Sanctions the facts engage."),
        "conflicts": optional(
            _any_number(
                Map(
                    says=N_("a conflict"),
                    fields={
                        "rules": optional(Seq(RULE_REF), "The rules that conflict."),
                        "governs": optional(RULE_REF, "The one that governs; `none` for none."),
                        "kind": optional(NAME, "What kind of conflict."),
                    },
                )
            ),
            "Texts that conflict.",
        ),
        "warnings": optional(_any_number(_CODE), "Codes of the plan's warnings."),
        "next_change_at": optional(_INSTANT_OR_NONE, "The next instant at which the plan changes by itself."),
    },
)
_SPAN = Map(
    says=N_("a span of days"),
    fields={"from": required(DATE, "The first day."), "to": required(DATE, "The last day.")},
)
_CASE = Map(
    says=N_("a case"),
    fields={
        "name": required(FREE_TEXT, N_("What the case shows, as a claim.")),
        "incident": required(
            Map(says=N_("an incident"), fields={**CASE}, at_least=0), N_("The case, as in an incident file.")
        ),
        "as_of": required(INSTANT, N_("The instant the plan is for.")),
        "agenda": optional(_SPAN, "The days of an agenda: then `incident` is the organisation's own log."),
        "protocol": optional(PROTOCOL_ID, "If not the one named above."),
        "expect": required(_EXPECT, N_("What the plan must and must not hold.")),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
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
        "cases": required(Seq(_CASE), "The cases."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
)
