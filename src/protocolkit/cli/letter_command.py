"""`protocolkit letter`: the letter of a duty, filled from its case, with blanks for names and numbers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from protocolkit.cli.options import CaseOptions, IncidentFile, Spoken

if TYPE_CHECKING:
    from protocolkit.correspondence.letter import Letter
    from protocolkit.correspondence.templates import Template
    from protocolkit.model.vocabulary import Vocabulary
    from protocolkit.plans.plan_entries import Duty

ENDINGS = (".html", ".docx")


def run(
    incident: IncidentFile,
    /,
    *,
    duty: Annotated[
        str | None, Parameter(help="A duty of the plan by its id; without it: the duties that have a letter.")
    ] = None,
    to: Annotated[
        Path | None, Parameter(name="--to", help="The file to write, .html or .docx; default: HTML to the screen.")
    ] = None,
    contacts: Annotated[Path | None, Parameter(help="The institution's own file of addresses.")] = None,
    how: CaseOptions = CaseOptions(),
    spoken: Spoken = Spoken(),
) -> int:
    """The letter of a duty, with blanks for names and numbers; nothing that is typed into it is kept."""
    from protocolkit.api import catalogue_of
    from protocolkit.cli.case_option import case
    from protocolkit.correspondence.contacts import Contacts, read_contacts
    from protocolkit.correspondence.letter import letter
    from protocolkit.correspondence.templates import offered
    from protocolkit.plans.present import Judged, evaluate

    _refuse_ending(to)
    addresses = read_contacts(contacts) if contacts else Contacts()
    found, read, at = case(incident, how)
    judged = Judged(found, read, evaluate(found, read, at))
    every = offered(judged, catalogue_of(how.rules))
    if duty is None:
        _list(every, found.vocabulary, spoken.language)
        return 0
    chosen, template = _chosen(duty, every)
    _write(letter(judged, chosen, template, addresses), to)
    return 0


def _refuse_ending(to: Path | None) -> None:
    """Raises InputError for a file of another kind."""
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import any_of, say

    problems = Problems()
    if to is not None and to.suffix.lower() not in ENDINGS:
        message = say("`{path}` is to end in {endings}", path=str(to), endings=any_of(ENDINGS))
        problems.error("bad-value", message, Place("--to"))
    problems.raise_if_errors()


def _chosen(id: str, every: Sequence[tuple[Duty, Template]]) -> tuple[Duty, Template]:
    """Raises InputError where no open duty of that id has a letter."""
    from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
    from protocolkit.messages import say

    for duty, template in every:
        if duty.id == id:
            return duty, template
    help = did_you_mean(id, [duty.id for duty, _template in every]) or say("`letter CASE` lists those that have one")
    message = say("no open duty `{id}` with a letter", id=id)
    raise InputError([Diagnostic("unknown-duty", message, Place("--duty"), help)])


def _list(every: Sequence[tuple[Duty, Template]], names: Vocabulary, language: str) -> None:
    from protocolkit.languages import _
    from protocolkit.model.vocabulary import label_for

    if not every:
        print(_("No open duty of this case has a letter."))
    for duty, template in every:
        paper = names.label("documents", duty.document, language) if duty.document else ""
        print(f"{duty.id}  {label_for(template.title, language, names.language).format(document=paper)}")


def _write(made: Letter, to: Path | None) -> None:
    if to is not None and to.suffix.lower() == ".docx":
        from protocolkit.correspondence.letter_docx import letter_docx

        to.write_bytes(letter_docx(made))
        return
    from protocolkit.correspondence.letter_html import letter_page

    text = letter_page(made)
    if to is not None:
        to.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
