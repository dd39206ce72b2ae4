"""The duty card of a case: what to do this hour, and all else behind counts."""

from __future__ import annotations

from starlette.responses import Response

from protocolkit.plans.urgency import Urgency
from protocolkit.web.duties import rows
from protocolkit.web.questions import open_step
from protocolkit.web.visit import Visit


def show(visit: Visit) -> Response:
    """The card as of now; a case that was only begun goes on with its questions."""
    if (number := open_step(visit)) is not None:
        return visit.go(visit.of_case("question", number=str(number)))
    case = visit.case
    tasks = [row for row in rows(visit) if row.ours and row.urgency <= Urgency.TODAY]
    return visit.show("card.html", title=case.reference, case_reference=case.reference, tasks=tasks)
