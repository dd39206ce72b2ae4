"""The duty card of a case: what to do this hour, each box with its record, all else behind counts."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from protocolkit.plans.card import Asking, Row, Task
from protocolkit.showing import markup
from protocolkit.showing.card_body import Controls, card_body
from protocolkit.showing.markup import Child
from protocolkit.web.addresses import short
from protocolkit.web.letters import Letters
from protocolkit.web.questions import number_of, open_step
from protocolkit.web.quotes import Quotes
from protocolkit.web.record import QUICK, entry_of, last_recorded, local_now
from protocolkit.web.rendering import rendered
from protocolkit.web.visit import Visit


def show(visit: Visit) -> Response:
    """The card as of now; a case that was only begun goes on with its questions."""
    if (number := open_step(visit)) is not None:
        return visit.go(visit.of_case("question", number=number))
    controls = Controls(record=_Recording(visit), question=_Asking(visit), letter=Letters(visit), quoted=Quotes(visit))
    body = Markup(card_body(visit.card, controls))
    return visit.show(
        "card.html", title=visit.reference, case_reference=visit.reference, body=body, last=last_recorded(visit)
    )


class _Recording:
    """The form under a box: it records what was done, or takes the record of it back."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.shared: dict[str, Any] = visit.shared() | {"now": local_now(visit), "quick": QUICK}

    def __call__(self, task: Task, row: Row) -> Child:
        id = short(row.duty)
        if task.bucket == "closed":
            if (entry := entry_of(self.visit, row.duty)) is None:
                return None
            return self._part("card_undo.html", entry=entry)
        return self._part("card_record.html", id=id, task=task)

    def _part(self, template: str, **values: Any) -> markup.Markup:
        return markup.Markup(rendered(template, self.shared | values))


class _Asking:
    """The words of a question as a link to its page."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def __call__(self, asking: Asking, words: Child) -> Child:
        number = number_of(self.visit, asking.facts)
        if number is None:
            return words
        address = self.visit.of_case("question", number=number) + "?back=card"
        return markup.fragment(markup.Markup(f'<a href="{markup.escaped(address)}">'), words, markup.Markup("</a>"))
