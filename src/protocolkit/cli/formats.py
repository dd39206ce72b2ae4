"""A plan in the formats of other programs: the options that belong to them, and what is said beside the file."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _
from protocolkit.messages import say
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.narrowing import Filter, known_roles
from protocolkit.plans.plan import Plan

Events = Annotated[bool, Parameter(help="With ics: events instead of to-dos, which many calendars hide.", negative=())]
Closed = Annotated[bool, Parameter(help="With ics: also what is done or no longer owed.", negative=())]
_OF_FORMAT = {"events": "ics", "closed": "ics", "excel": "csv"}


def refuse_misplaced(format: str, **given: bool) -> None:
    """An option that this format does not have is refused, not dropped. Raises InputError."""
    wrong = [name for name, value in given.items() if value and _OF_FORMAT[name] != format]
    if wrong:
        problems = Problems()
        for name in wrong:
            said = say("`{option}` goes with `--format {other}`", option=f"--{name}", other=_OF_FORMAT[name])
            problems.error("misplaced-option", said, Place(f"--{name}"))
        problems.raise_if_errors()


def whole_card(wanted: Filter, vocabulary: Vocabulary) -> None:
    """A card is of one institution, and whole: what would cut it is refused. Raises InputError."""
    given = {"to": wanted.to, "within": wanted.within, "modality": wanted.modality}
    problems = Problems()
    for name, value in given.items():
        if value is not None:
            said = say("`{option}` does not go with `--format {other}`", option=f"--{name}", other="card")
            problems.error("misplaced-option", said, Place(f"--{name}"))
    problems.raise_if_errors()
    known_roles(wanted, vocabulary)


def as_csv(plan: Plan, vocabulary: Vocabulary, *, language: str, excel: bool) -> str:
    from protocolkit.exports.plan_csv import plan_csv

    return plan_csv(plan, vocabulary, language=language, excel=excel)


def as_ics(plan: Plan, vocabulary: Vocabulary, *, language: str, events: bool, closed: bool) -> str:
    """The calendar as text; says on standard error where a calendar must not be relied on."""
    from protocolkit.exports.ics import hour_duties, hour_warning, ics

    made = ics(plan, vocabulary, language=language, events=events, closed=closed).decode()
    if short := hour_duties(plan):
        print(_("note: {text}").format(text=hour_warning(len(short))), file=sys.stderr)
    return made
