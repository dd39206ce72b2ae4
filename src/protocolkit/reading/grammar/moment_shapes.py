"""MOMENT and RHYTHM: what starts, repeats and ends a duty."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import EVENT, EVENT_OR_LET, NAME, ROLE_OR_PARTYS, RULE_REF, TERM
from protocolkit.reading.shapes import (
    ByKey,
    ByKind,
    Map,
    Named,
    OneOrMany,
    Refused,
    Scalar,
    Seq,
    Text,
    optional,
    required,
)

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip

_TO = optional(ROLE_OR_PARTYS, "Only towards this recipient; `same` means the recipient of this duty.")


def _choices() -> ByKey:
    several = OneOrMany(MOMENT)
    return ByKey(
        says=N_("no moment"),
        cases={
            "any": Map(fields={"any": required(several, N_("The first of these."))}),
            "all": Map(fields={"all": required(several, N_("The last of these: when all have come."))}),
            "event": Map(
                fields={
                    "event": required(EVENT, N_("An event of the vocabulary.")),
                    "by": optional(OneOrMany(ROLE_OR_PARTYS), "Only if done, received or seen by one of these."),
                    "from": optional(OneOrMany(ROLE_OR_PARTYS), "Only if it came from one of these."),
                    "to": optional(OneOrMany(ROLE_OR_PARTYS), "Only if done to one of these."),
                },
                name=NAME,
                value=Scalar(),
                near_miss=True,
            ),
            "done": Map(fields={"done": required(RULE_REF, N_("When the duties of this rule are done.")), "to": _TO}),
            "missed": Map(
                fields={"missed": required(RULE_REF, N_("When a limit of this rule passed undone.")), "to": _TO}
            ),
            "lapse": Map(
                fields={
                    "lapse": required(TERM, "This time went by ..."),
                    "after": required(MOMENT, "... after this ..."),
                    "without": required(MOMENT, "... without this."),
                }
            ),
        },
    )


_LIST = Refused(
    code="moment-list",
    message=N_("a list of moments does not say which one counts"),
    help=N_("write `{any: [...]}` for the first or `{all: [...]}` for the last"),
)

MOMENT = Named(
    "moment",
    lambda: ByKind(
        title=N_("a moment"),
        doc="An event, `{any: [..]}` the first, `{all: [..]}` the last, `{done: RULE}`, `{missed: RULE}` or a lapse.",
        scalar=EVENT_OR_LET,
        seq=_LIST,
        map=_choices(),
    ),
)

RHYTHM_OR_MOMENT = Named(
    "rhythm",
    lambda: ByKind(
        title=N_("a rhythm or a moment"),
        doc="A period (`day` ... `school_year`), months of the year, an agenda, or each time an event happens.",
        scalar=Text(
            says=N_("a rhythm or event"), pattern=EVENT_OR_LET.pattern, names="events",
            examples=("day", "week", "month", "quarter", "year", "school_year", "school_term"),
        ),
        seq=Seq(Text(says=N_("a month"), choices=MONTHS)),
        map=_choices(),
    ),
)  # fmt: skip
