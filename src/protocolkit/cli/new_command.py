"""`protocolkit new`: a starting file with its tests, a calendar from the library, or the files of an example."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Language
from protocolkit.languages import _

if TYPE_CHECKING:
    from protocolkit.diagnostics import Problems
    from protocolkit.scaffold.new_ruleset import Home

Kind = Literal["ruleset", "variant", "calendar", "example"]


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """Where what is written applies, and from what it is made."""

    zone: Annotated[
        str | None, Parameter(help="ruleset, calendar: the time zone; default: the calendar's or the country's.")
    ] = None
    calendar: Annotated[str | None, Parameter(help="ruleset: whose working days count; default: kz.")] = None
    of: Annotated[str | None, Parameter(help="variant: the ruleset or protocol it varies.")] = None
    from_library: Annotated[
        bool, Parameter(help="calendar: take the days of the installed library `holidays`.", negative=())
    ] = False
    years: Annotated[str | None, Parameter(help="calendar: such as 2025-2028; default: last year and three more.")] = (
        None
    )


def run(
    kind: Annotated[Kind, Parameter(name="KIND", help="What to start.")],
    id: Annotated[
        str | None, Parameter(name="ID", help="Its id, such as region/order; a country, such as pl; an example's name.")
    ] = None,
    /,
    *,
    folder: Annotated[Path, Parameter(help="Where to write it; default: here.")] = Path(),
    where: Where = Where(),
    lang: Language = None,
) -> int:
    """Start a ruleset, a variant of one or a calendar, or copy the files of an example."""
    from datetime import date

    from protocolkit.diagnostics import Place, Problems
    from protocolkit.languages import language
    from protocolkit.messages import say
    from protocolkit.resources import schemas_seen_from
    from protocolkit.scaffold.new_example import new_example

    problems = Problems()
    _refuse_misplaced(kind, where, problems)
    if id is None and kind in ("ruleset", "calendar"):
        problems.error("missing-argument", say("`{name}` needs a value", name="ID"), Place("command-line"))
    if kind == "calendar" and not where.from_library:
        message, help = say("`{name}` needs a value", name="--from-library"), say("a calendar by hand is a few lines")
        problems.error("missing-argument", message, Place("command-line"), help)
    if kind == "variant" and where.of is None:
        problems.error("missing-argument", say("`{name}` needs a value", name="--of"), Place("command-line"))
    problems.raise_if_errors()
    today, schemas, spoken = date.today(), schemas_seen_from(folder), lang or language()
    if kind == "example":
        written = new_example(id, folder, problems)
    elif kind == "calendar":
        from protocolkit.scaffold.new_calendar import new_calendar

        written = new_calendar(id or "", where.years, where.zone, folder, today, schemas, problems)
    elif kind == "variant":
        from protocolkit.scaffold.new_variant import new_variant

        written = new_variant(id, where.of or "", folder, schemas, spoken, problems)
    else:
        from protocolkit.scaffold.new_ruleset import new_ruleset

        home = _home(where, folder, spoken, problems)
        problems.raise_if_errors()
        written = new_ruleset(id or "", folder, today.isoformat(), schemas, problems, home)
    problems.raise_if_errors()
    for path in written:
        sys.stdout.write(f"{path}\n")
    target = folder if len(written) > 1 or kind != "calendar" else written[0]
    if kind == "example":
        target = folder / id if id and (folder / id).is_dir() else written[0]
    commands = f"protocolkit check {target}"
    if any(path.parent.name == "tests" for path in written):
        commands += f" && protocolkit test {target}"
    said = {
        "ruleset": _("a new ruleset; now: {commands}"), "variant": _("a new variant; now: {commands}"),
        "calendar": _("a new calendar; now: {commands}"), "example": _("a copy of the example; now: {commands}"),
    }  # fmt: skip
    sys.stdout.write(said[kind].format(commands=commands) + "\n")
    return 0


def _home(where: Where, folder: Path, language: str, problems: Problems) -> Home:
    """The zone and the calendar of a new ruleset: a calendar of one's own may lie in the folder."""
    from protocolkit.building.catalogue import Catalogue
    from protocolkit.calendars.zones import parse_zone
    from protocolkit.diagnostics import Place
    from protocolkit.scaffold.new_ruleset import HOME, Home

    catalogue = Catalogue([folder] if folder.is_dir() else [])
    calendar = catalogue.calendar(where.calendar or HOME.calendar, Place("--calendar"))
    problems.found += catalogue.problems.errors
    zone = parse_zone(where.zone, Place("--zone"), problems) if where.zone else calendar.zone if calendar else None
    return Home(zone or HOME.zone, where.calendar or HOME.calendar, language)


def _refuse_misplaced(kind: Kind, where: Where, problems: Problems) -> None:
    """Options that belong to another kind are refused, not dropped."""
    from protocolkit.diagnostics import Place
    from protocolkit.messages import say

    for option, given, kinds in (
        ("--zone", where.zone is not None, ("ruleset", "calendar")),
        ("--calendar", where.calendar is not None, ("ruleset",)),
        ("--of", where.of is not None, ("variant",)),
        ("--from-library", where.from_library, ("calendar",)),
        ("--years", where.years is not None, ("calendar",)),
    ):
        if given and kind not in kinds:
            message = say("`{option}` goes with `{other}`", option=option, other=f"new {kinds[0]}")
            problems.error("misplaced-option", message, Place(option))
