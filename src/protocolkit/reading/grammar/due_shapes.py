"""DUE and amounts. Their texts have parsers of their own; here is only where they and their maps may stand."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.condition_shapes import COND
from protocolkit.reading.shapes import (
    ByKind,
    Constraint,
    Exactly,
    Field,
    Map,
    Named,
    Needs,
    OnlyWith,
    Refused,
    Seq,
    Text,
    optional,
)

_PART = (
    r"(immediately|((aim|at most|not before) )?(<term>)|aim (<term>) by office_close"
    r"|(from )?[1-9][0-9]* to [1-9][0-9]* [a-z_]+)"
)


def _cases(inner: Named, says: str, missing: str, others: dict[str, Field]) -> Map:
    fields = {
        "if": optional(COND, "What decides. While it is unknown, the earliest case is shown and the fact asked."),
        "then": optional(inner, "Where it holds."),
        "else": optional(inner, "Where it does not."),
    }
    constraints: tuple[Constraint, ...] = (
        Exactly(missing, ("if", *others)),
        Needs("then", ("if",)),
        Needs("else", ("if",)),
        OnlyWith(("then", "else"), ("if",)),
    )
    return Map(says=says, fields=fields | others, constraints=constraints)


def _due() -> ByKind:
    return ByKind(
        title=N_("a due time"),
        doc="`immediately`, `1 hour`, `immediately, at most 24 hours`, `aim same_day, at most 4 working_days`, "
        "`aim same_day by office_close`, `not before 5 days, at most 20 days`, `from 75 to 90 days`, "
        "`next board_meeting`, `decided` or `none`; "
        "inside braces a due with a comma needs quotes.",
        scalar=Text(
            says=N_("a due time"), hint=rf"none|decided|{_PART}(, ?{_PART})*", names="terms",
            examples=("immediately", "1 hour", "immediately, at most 24 hours", "3 working_days", "none"),
        ),
        seq=Refused(
            code="due-list",
            message=N_("a list of due times does not say which one counts"),
            help=N_("write the parts as one text, `immediately, at most 24 hours`, or `{earliest: [...]}`"),
        ),
        map=_cases(DUE, N_("a due time"), N_("no due time"), {
            "earliest": optional(Seq(DUE), "The earliest of these."),
            "latest": optional(Seq(DUE), "The latest of these."),
        }),
    )  # fmt: skip


def _amount() -> ByKind:
    return ByKind(
        title=N_("an amount"),
        doc="`50 to 100 non_taxable_minimum`, `at least 2 months`, `unstated`, `{any: [..]}` or if/then/else.",
        scalar=Text(
            says=N_("an amount"), hint=r"unstated|(at least |at most )?[0-9.]+( to [0-9.]+)? [A-Za-z][A-Za-z0-9_]*",
            examples=("50 to 100 non_taxable_minimum", "unstated"),
        ),
        map=_cases(AMOUNT, N_("an amount"), N_("no amount"), {"any": optional(Seq(AMOUNT), "One of these.")}),
    )  # fmt: skip


DUE = Named("due", _due)
AMOUNT = Named("amount", _amount)
