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
from protocolkit.reading.grammar.incident_shapes import FACT_VALUE, FACTS
from protocolkit.reading.grammar.institution_shapes import INSTITUTION_KEYS
from protocolkit.reading.shapes import ByKind, Exactly, Map, Named, OneOrMany, OnlyWith, Text, optional, required

WHOLE_COLUMNS = ("reference", "time", "recorded", "group", "ignore")
_FACT = Text(
    says=N_("a fact"),
    pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+",
    examples=("victim.age", "incident.forms"),
    names="facts",
)
_EVENT = name(N_("an event"), "report_received", names="events")
_CELL = Text(says=N_("a text of a cell"), pattern=r".*\S.*")
_SEPARATOR = Text(says=N_("a separator"), pattern=r"[^\r]{1,8}", examples=(";", " "))
_VALUE = Text(says=N_("a value of a list"), pattern=r"[a-z][a-z0-9_.]*", examples=("bullying",))
PARTIES = ("victim", "offender", "witness")
_MEANINGS = ("fact", "event", "done", "kind", "as", "party", "holds", "represents", "posts", "acting", "ignore")

COLUMN = Named(
    "column",
    lambda: ByKind(
        title=N_("what the column is"),
        scalar=Text(
            says=N_("a meaning of a column"),
            choices=WHOLE_COLUMNS,
            doc="`reference` of the case; the `group` it belongs to, such as a school; with `rows: event` also the "
            "`time` of the event and when it was `recorded`; `ignore`.",
        ),
        map=Map(
            says=N_("a column"),
            fields={
                "fact": optional(_FACT, "The fact its cells give."),
                "values": optional(
                    Map(says=N_("values by text"), name=_CELL, value=FACT_VALUE),
                    "What the texts of its cells mean: values of the fact, references of persons, or posts; `unknown` "
                    "where nobody knows, `[]` for none.",
                ),
                "separator": optional(
                    _SEPARATOR, "What stands between several values in one cell, also a blank; default `;` or `|`."
                ),
                "has": optional(
                    _VALUE, "The one value its yes or no is about, where each value of a set has a column of its own."
                ),
                "event": optional(_EVENT, "The event that happened at the time in its cells."),
                "done": optional(
                    OneOrMany(RULE_REF), "The rule, or the rules, whose duty was performed at the time in its cells."
                ),
                "clock": optional(FREE_TEXT, "The column with the time of day, if this one has only the day."),
                "zone": optional(ZONE, "The zone of its times that are written without an offset."),
                "on": optional(
                    FREE_TEXT, "The column with the day of which it speaks, where its cells say yes or no and not when."
                ),
                "empty": optional(
                    Text(says=N_("a meaning of an empty cell"), choices=("not_done", "not_recorded")),
                    "What an empty cell means; default: that nothing was recorded.",
                ),
                "by": optional(ROLE_OR_PARTYS, "Who did it."),
                "from": optional(ROLE_OR_PARTYS, "Whom it came from."),
                "to": optional(ROLE_OR_PARTYS, "To whom."),
                "for": optional(PERSON_ID, "The party it speaks of, such as `v1`, where a row has several."),
                "kind": optional(
                    Map(says=N_("events by text"), name=_CELL, value=_EVENT),
                    "Which event each text means: of the column itself with `rows: event`, else of that in `kind_in`.",
                ),
                "kind_in": optional(
                    FREE_TEXT, "The column whose texts say which event happened at the time in this one."
                ),
                "as": optional(
                    Text(says=N_("a meaning of a column"), choices=("time", "recorded")),
                    "With `rows: event`: `time` of the event or when it was `recorded`, with a `clock` or a `zone`.",
                ),
                "party": optional(
                    Text(says=N_("a role of a party"), choices=(*PARTIES, "representative")),
                    "Its cells are references of those the row speaks of: rows of one case are put together. Of a "
                    "`representative`: of the parents or others who act for a party.",
                ),
                "of": optional(
                    PERSON_ID,
                    "Of a `representative`: whom they represent, a party such as `v1`, or the `victim` of the row.",
                ),
                "age": optional(FREE_TEXT, "Of a `representative`: the column with that person's age."),
                "holds": optional(
                    Text(says=N_("a role of a party"), choices=PARTIES),
                    "Its cells name the posts that this party holds.",
                ),
                "represents": optional(
                    Text(says=N_("a role of a party"), choices=PARTIES),
                    "Its cells are references of those whom this party represents, such as a suspected parent's child.",
                ),
                "posts": optional(
                    Text(says=N_("a state of posts"), choices=("absent", "conflicted")),
                    "Its cells name the posts that nobody holds or whose holders are away (`absent`), or may not act.",
                ),
                "acting": optional(ROLE, "Its cells name who acts in the place of this post."),
                "ignore": optional(FREE_TEXT, "Why it is left out."),
            },
            constraints=(
                Exactly(
                    N_("nothing says what the column is: no `fact`, `event`, `done`, `party` or the like"), _MEANINGS
                ),
                OnlyWith(("values", "separator"), ("fact", "party", "holds", "represents", "posts", "acting")),
                OnlyWith(("has",), ("fact",)),
                OnlyWith(("of", "age"), ("party",)),
                Exactly("", ("separator", "has"), at_least=0),
                OnlyWith(("clock", "zone"), ("event", "done", "kind_in", "as")),
                OnlyWith(("by", "to"), ("event", "done", "kind_in")),
                OnlyWith(("from",), ("event", "kind_in")),
                OnlyWith(("on",), ("event", "done")),
                OnlyWith(("empty",), ("done",)),
                OnlyWith(("kind_in",), ("kind",)),
                OnlyWith(("for",), ("fact", "event", "done", "kind_in", "holds", "represents")),
            ),
            snippets=(
                ("fact", {"fact": "$1"}),
                ("event", {"event": "$1"}),
            ),
        ),
    ),
)

_UNFOLDED = ByKind(
    title=N_("how a list is unfolded"),
    scalar=Text(
        says=N_("how a list is unfolded"), choices=("rows",), doc="`rows`: each item is a row, with what stands beside."
    ),
    map=Map(
        says=N_("a list of names and values"),
        fields={
            "name": required(FREE_TEXT, N_("The key under which an item has the name of its column.")),
            "value": required(FREE_TEXT, N_("The key under which an item has the value.")),
        },
        snippets=(("name", {"name": "$1", "value": "$2"}),),
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
        "unfold": optional(
            Map(says=N_("lists by name"), name=Text(says=N_("a name of a list"), pattern=r".*\S.*"), value=_UNFOLDED),
            "How lists within JSON are unfolded, by their names with dots: into `rows`, or a column for each name.",
        ),
        "facts": optional(FACTS, "What holds for every case of the file and stands in no column."),
        "institution": optional(
            INSTITUTION_KEYS, "The hours and days of the institution of every case, and who acts for whom in it."
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
