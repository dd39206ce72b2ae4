"""COND: what must hold for a rule to apply."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import FACT, LET, TERM
from protocolkit.reading.grammar.moment_shapes import MOMENT
from protocolkit.reading.shapes import (
    ByKind,
    Exactly,
    Int,
    Map,
    Named,
    Needs,
    Number,
    OneOrMany,
    OnlyWith,
    Refuses,
    Scalar,
    Seq,
    Some,
    optional,
)

_APART = ("all", "over_half_of", "same_as")

TEST: Named = Named(
    "test",
    lambda: ByKind(
        title=N_("a value, a list, `{from, under}`, `{all: [..]}`, `{over_half_of: FACT}` or `{same_as: FACT}`"),
        doc="A value (the fact is it, or has it), a list (one of them), `{from: 14, under: 16}`, `{all: [..]}`, "
        "`{over_half_of: commission.members}`, or `{same_as: FACT}`; `EVENT.date` and `EVENT.year` stand beside facts.",
        scalar=Scalar(),
        seq=Seq(Scalar()),
        map=Map(
            says=N_("a test"),
            fields={
                "from": optional(Number(), "At least this."),
                "under": optional(Number(), "Less than this."),
                "all": optional(Seq(Scalar()), "The set has every one of these."),
                "over_half_of": optional(FACT, "More than half of this number: a majority."),
                "same_as": optional(FACT, "The same as this fact, or as `EVENT.date` or `EVENT.year`."),
            },
            constraints=(
                Some(N_("no test"), ("from", "under", *_APART)),
                Exactly(N_("no test"), _APART, at_least=0),
                Refuses(("from", "under"), _APART, N_("a range stands alone")),
            ),
        ),
    ),
)


def condition(at_least: int = 1) -> ByKind:
    """A condition; with `at_least=0` it may be empty, which takes one away."""
    return ByKind(title=N_("a condition"), scalar=LET, map=_tests(at_least))


def _tests(at_least: int) -> Map:
    return Map(
        title="Condition",
        says=N_("a condition"),
        doc="Facts and what they must be, all of them; `any`, `all`, `not`, `known`, `happened` beside or inside.",
        fields={
            "any": optional(OneOrMany(COND), "At least one of these holds."),
            "all": optional(OneOrMany(COND), "All of these hold."),
            "not": optional(COND, "This does not hold."),
            "known": optional(OneOrMany(FACT), "Somebody has said what this fact is."),
            "happened": optional(MOMENT, "This has happened. True or unknown, never false."),
            "within": optional(TERM, "At most this long ..."),
            "of": optional(MOMENT, "... after this."),
            "times": optional(Int(at_least=1), "At least this many times."),
        },
        constraints=(OnlyWith(("within", "of", "times"), ("happened",)), Needs("of", ("within",))),
        name=FACT,
        value=TEST,
        at_least=at_least,
        examples=({"victim.is_minor": True},),
    )


COND: Named = Named("condition", condition)
