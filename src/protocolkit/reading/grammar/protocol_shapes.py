"""A protocol file: rulesets that apply together."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    CALENDAR_ID,
    FREE_TEXT,
    LABEL,
    PROTOCOL_ID,
    RULE_ID,
    RULE_REF,
    RULESET_ID,
    ZONE,
)
from protocolkit.reading.grammar.institution_shapes import INSTITUTION
from protocolkit.reading.grammar.ruleset_shapes import VARIES, variation
from protocolkit.reading.shapes import ByKind, Map, Seq, Some, Text, optional, required

_CONFLICT = Map(
    says=N_("a conflict"),
    fields={
        "id": required(RULE_ID, N_("A name of your own.")),
        "rules": required(Seq(RULE_REF), N_("The rules that answer differently, by their full ids.")),
        "governs": required(RULE_REF, N_("The rule that governs, or `person` where a person must decide.")),
        "because": required(FREE_TEXT, N_("Why, in your own words.")),
    },
)
PROTOCOL = Map(
    title="Protocol",
    says=N_("a protocol"),
    doc="What a user asks for: the rulesets that apply together, in order of precedence.",
    fields={
        "protocol": required(PROTOCOL_ID, "The id."),
        "title": optional(ByKind(title=N_("a title"), scalar=FREE_TEXT, map=LABEL), "What it is, in your own words."),
        "rulesets": optional(Seq(RULESET_ID), "The rulesets, in order of precedence."),
        "zone": optional(ZONE, "The time zone; otherwise that of the first ruleset."),
        "calendar": optional(CALENDAR_ID, "The calendar; otherwise that of the first ruleset."),
        "institution": optional(INSTITUTION, "The hours and days of the institution."),
        "merge": optional(
            Text(says=N_("a way to merge"), choices=("strictest",)), "What governs the same duty found twice."
        ),
        "conflicts": optional(Seq(_CONFLICT), "Questions that its rules answer differently."),
        **variation(RULE_REF),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    constraints=(Some(N_("no `rulesets`"), ("rulesets",), unless=("extends",)), VARIES),
)
