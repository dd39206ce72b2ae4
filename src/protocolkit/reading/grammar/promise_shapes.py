"""A file of promises: what rules should hold to in every case, for a solver to prove or refute."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    EVENT,
    FREE_TEXT,
    LABEL,
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    ROLE_OR_PARTYS,
    RULE_ID,
    TERM,
)
from protocolkit.reading.grammar.condition_shapes import COND
from protocolkit.reading.grammar.moment_shapes import MOMENT
from protocolkit.reading.shapes import Exactly, Int, Map, OneOrMany, OnlyWith, Seq, Some, Text, optional, required

WHOLE = ("every_obligation_has_a_bearer", "no_rule_is_dead", "nobody_accused_is_told", "undated_text_never_delays")
ELSE = ("gap", "asked")

_WHO = {
    "to": optional(ROLE_OR_PARTYS, "The recipient."),
    "by": optional(ROLE, "Who owes it."),
    "do": optional(ACT, "The act, or a family of acts."),
}
_OWED = Map(
    says=N_("a duty"),
    fields={
        **_WHO,
        "within": optional(TERM, "By when at the latest, counted from the event under `after`."),
        "or": optional(
            OneOrMany(Text(says=N_("what else will do"), choices=ELSE)),
            "What keeps the promise as well: a `gap` shown where nobody is left to do it, a question that is `asked`.",
        ),
    },
    constraints=(Some(N_("no `to`, `by` or `do`"), ("to", "by", "do")),),
)
_NEVER = Map(says=N_("a duty"), fields=_WHO, constraints=(Some(N_("no `to`, `by` or `do`"), ("to", "by", "do")),))
_FORMS = ("owed", "never_owed", "holds", "term", "assumed", "in_words")
_PROMISE = Map(
    says=N_("a promise"),
    fields={
        "id": required(RULE_ID, N_("Its name, once in the file.")),
        "of": required(OneOrMany(PROTOCOL_ID), N_("The protocols or rulesets that are held to it.")),
        "says": required(LABEL, N_("The promise in words, in each language.")),
        "after": optional(MOMENT, "What has happened: an event, or the first of several."),
        "if": optional(COND, "What is known besides."),
        "without": optional(OneOrMany(EVENT), "What has not happened."),
        "owed": optional(_OWED, "A duty that is there then."),
        "never_owed": optional(_NEVER, "A duty that is not there then, nor a question whether it is."),
        "holds": optional(
            Text(says=N_("a promise about all rules"), choices=WHOLE), "A promise about all rules together."
        ),
        "term": optional(TERM, "A term of the calendar, with `spans_at_most`."),
        "spans_at_most": optional(
            Int(at_least=1), "The civil days it takes at the most, the day of its start not counted."
        ),
        "assumed": optional(FREE_TEXT, "Why it is taken for granted: nothing in rules or cases can show it."),
        "in_words": optional(FREE_TEXT, "Why it is said in words only: what no formula expresses."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    constraints=(
        Exactly(N_("no `owed`, `never_owed`, `holds`, `term`, `assumed` or `in_words`"), _FORMS),
        OnlyWith(("after", "if", "without"), ("owed", "never_owed")),
        OnlyWith(("spans_at_most",), ("term",)),
        OnlyWith(("term",), ("spans_at_most",)),
    ),
)

PROMISES = Map(
    title="Promises",
    says=N_("a file of promises"),
    doc="What rules should hold to in every case. `protocolkit prove` proves each, or shows a case that breaks it.",
    fields={
        "promises": required(REFERENCE, N_("Any reference for the file, such as `kz`.")),
        "claims": required(Seq(_PROMISE), N_("The promises.")),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    snippets=(
        (
            "promises",
            {
                "promises": "$1",
                "claims": [
                    {"id": "$2", "of": "$3", "says": {"en": "$4"}, "after": "report_received", "owed": {"to": "$5"}}
                ],
            },
        ),
    ),
)
