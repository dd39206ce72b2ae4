"""A mapping: what the columns of another system's export mean."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    FREE_TEXT,
    PERSON_ID,
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    ROLE_OR_PARTYS,
    RULE_REF,
    ZONE,
    name,
)
from protocolkit.reading.grammar.incident_shapes import FACT_VALUE
from protocolkit.reading.shapes import ByKind, Exactly, Map, Named, OnlyWith, Text, optional, required

WHOLE_COLUMNS = ("reference", "time", "recorded", "ignore")
_FACT = Text(
    says=N_("a fact"),
    pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+",
    examples=("victim.age", "incident.forms"),
    names="facts",
)
_EVENT = name(N_("an event"), "report_received", names="events")
_CELL = Text(says=N_("a text of a cell"), pattern=r".*\S.*")

COLUMN = Named(
    "column",
    lambda: ByKind(
        title=N_("what the column is"),
        scalar=Text(
            says=N_("a meaning of a column"),
            choices=WHOLE_COLUMNS,
            doc="`reference` of the case; with `rows: event` also the `time` of the event and when it was "
            "`recorded`; `ignore`.",
        ),
        map=Map(
            says=N_("a column"),
            fields={
                "fact": optional(_FACT, "The fact its cells give."),
                "values": optional(
                    Map(says=N_("values by text"), name=_CELL, value=FACT_VALUE),
                    "What the texts of its cells mean; `unknown` where nobody knows.",
                ),
                "separator": optional(FREE_TEXT, "What stands between several values in one cell; default `;` or `|`."),
                "event": optional(_EVENT, "The event that happened at the time in its cells."),
                "done": optional(RULE_REF, "The rule whose duty was performed at the time in its cells."),
                "clock": optional(FREE_TEXT, "The column with the time of day, if this one has only the day."),
                "by": optional(ROLE_OR_PARTYS, "Who did it."),
                "to": optional(ROLE_OR_PARTYS, "To whom."),
                "for": optional(PERSON_ID, "The party it speaks of, such as `v1`, where a row has several."),
                "kind": optional(
                    Map(says=N_("events by text"), name=_CELL, value=_EVENT),
                    "With `rows: event`: which event each text of the column means.",
                ),
                "ignore": optional(FREE_TEXT, "Why it is left out."),
            },
            constraints=(
                Exactly(
                    N_("no `fact`, `event`, `done`, `kind` or `ignore`"), ("fact", "event", "done", "kind", "ignore")
                ),
                OnlyWith(("values", "separator"), ("fact",)),
                OnlyWith(("clock", "by", "to"), ("event", "done")),
                OnlyWith(("for",), ("fact", "event", "done")),
            ),
            snippets=(
                ("fact", {"fact": "$1"}),
                ("event", {"event": "$1"}),
            ),
        ),
    ),
)

MAPPING = Map(
    title="Mapping",
    says=N_("a mapping"),
    doc="What the columns of a case system's export mean.",
    fields={
        "mapping": required(REFERENCE, N_("Any reference for the export, such as `journal-2026`.")),
        "protocol": optional(PROTOCOL_ID, "The protocol or ruleset its cases are judged by."),
        "zone": optional(ZONE, "The zone of times that are written without an offset."),
        "organisation": optional(ROLE, "Whose file it is; `education_org` if not given."),
        "rows": optional(
            Text(says=N_("a meaning of a row"), choices=("case", "event")),
            "What a row is: a case (the default) or an event.",
        ),
        "columns": required(
            Map(says=N_("columns by name"), name=Text(says=N_("a name of a column"), pattern=r".*\S.*"), value=COLUMN),
            N_("Each column by the name in the header; one that is not listed is not read."),
        ),
    },
    snippets=(
        (
            "mapping",
            {"mapping": "$1", "protocol": "$2", "zone": "$3", "columns": {"$4": "reference"}},
        ),
    ),
)
