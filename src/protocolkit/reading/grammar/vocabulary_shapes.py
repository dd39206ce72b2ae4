"""The vocabulary file: the names all rulesets share."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import FREE_TEXT, PROTOCOL_ID
from protocolkit.reading.grammar.name_shapes import ANSWERS, LABELS, TABLES
from protocolkit.reading.shapes import Map, optional, required

_OTHER = {
    "modalities": "Verbs of the rule language.",
    "statuses": "States of a duty.",
    "units": "Units of terms and amounts.",
    "day_kinds": "Kinds of days.",
    "log": "Words of the log.",
    "kinds": "Kinds of due times.",
}

VOCABULARY = Map(
    title="Vocabulary",
    says=N_("a vocabulary"),
    doc="The closed lists of names that rules, incidents and logs may use, with their labels.",
    fields={
        "vocabulary": required(PROTOCOL_ID, "The id."),
        "title": optional(FREE_TEXT),
        **ANSWERS,
        **TABLES,
        **{key: optional(LABELS, doc) for key, doc in _OTHER.items()},
        "note": optional(FREE_TEXT),
    },
)
