"""`protocolkit review`: which rules and calendars are out of date, or about to be."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Language, Rules

FailOn = Literal[
    "any",
    "not_reviewed",
    "not_verified",
    "may_be_superseded",
    "parameter_ends",
    "calendar_assumed",
    "calendar_projected",
    "no_breaks",
]


def run(
    *,
    on: Annotated[str, Parameter(help="The day of the review, or now.")] = "now",
    days: Annotated[int, Parameter(help="How many days a review lasts, and how far ahead what ends is told.")] = 90,
    fail_on: Annotated[
        tuple[FailOn, ...], Parameter(help="Exit code 1 if there is one of this kind; may be repeated.", negative=())
    ] = (),
    rules: Rules = (),
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it.")] = "text",
    _lang: Language = None,
) -> int:
    """What of the rules is out of date, or about to be: 0 listed, 1 with --fail-on."""
    from datetime import date

    from protocolkit.analysis.review import of_kinds, review
    from protocolkit.api import as_day, catalogue_of
    from protocolkit.diagnostics import InputError

    catalogue = catalogue_of(rules)
    items = review(catalogue, date.today() if on == "now" else date.fromisoformat(as_day(on)), days=days)
    if catalogue.problems.errors:
        raise InputError(catalogue.problems)
    if format == "json":
        from protocolkit.cli.screen import show_json

        data = {"review": 1, "items": [item.as_data() for item in items]}
        show_json(data)
    else:
        from protocolkit.cli.screen import write
        from protocolkit.languages import _, ngettext
        from protocolkit.languages.saying import said

        told = ngettext("{n} thing to look at", "{n} things to look at", len(items)).format(n=len(items))
        lines = [f"{item.on or '----------'} {item.kind} {item.id}: {said(item.about)}" for item in items]
        write("".join(f"{line}\n" for line in [*lines, told if items else _("nothing is out of date")]))
    return 1 if of_kinds(items, fail_on) else 0
