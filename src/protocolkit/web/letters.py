"""The letters of a case: filled from its plan, with blanks that are typed at the print and kept nowhere."""

from __future__ import annotations

from markupsafe import Markup
from starlette.responses import Response

from protocolkit.api import catalogue_of
from protocolkit.correspondence.letter import Letter, letter
from protocolkit.correspondence.letter_docx import letter_docx
from protocolkit.correspondence.letter_html import letter_sheet
from protocolkit.correspondence.templates import Template, offered
from protocolkit.languages import _
from protocolkit.plans.card import Task
from protocolkit.plans.plan_entries import Duty
from protocolkit.showing import markup
from protocolkit.web import failing
from protocolkit.web.addresses import file_name, short
from protocolkit.web.boxes import boxes
from protocolkit.web.visit import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Letters:
    """The duties of a case that have a letter, by their short ids. Raises InputError where a template is wrong."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        every = offered(visit.judged, catalogue_of(visit.desk.rules))
        self.every: dict[str, tuple[Duty, Template]] = {short(duty.id): (duty, one) for duty, one in every}

    def __call__(self, task: Task) -> markup.Markup | None:
        """What leads to the letter of a task; to that of its first recipient, whose page leads to the others."""
        first = next((id for row in task.rows if (id := short(row.duty)) in self.every), None)
        if first is None:
            return None
        address, words = self.visit.of_case("letter", duty=first), markup.escaped(_("Letter"))
        return markup.Markup(f'<a href="{markup.escaped(address)}">{words} ›</a>')

    def letter(self, id: str) -> Letter | None:
        """The letter of a duty; null if none is open that has one."""
        found = self.every.get(id)
        return letter(self.visit.judged, *found, self.visit.desk.contacts) if found else None


def show(visit: Visit) -> Response:
    """A letter to fill in and print, with ways to those to the other recipients of the same notice."""
    letters, id = Letters(visit), visit.request.path_params["duty"]
    made = letters.letter(id)
    if made is None:
        return failing.no_page(visit)
    card = visit.card
    task = next(task for task in (*card.mine, *card.others) if any(short(row.duty) == id for row in task.rows))
    every = boxes(card, [task], visit.judged.protocol.vocabulary)
    sheet = Markup(letter_sheet(made))
    return visit.show(
        "letter.html", title=f"{made.title}: {visit.reference}", case_reference=visit.reference, sheet=sheet, here=id,
        others=[(box.id, box.row.label or box.title) for box in every if box.id in letters.every],
    )  # fmt: skip


def word(visit: Visit) -> Response:
    """The same for a word processor: what is typed there is the writer's own file."""
    made = Letters(visit).letter(visit.request.path_params["duty"])
    if made is None:
        return failing.no_page(visit)
    name = file_name(f"{visit.reference} {made.template}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return Response(letter_docx(made), headers=headers, media_type=WORD)
