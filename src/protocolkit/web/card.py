"""The duty card of a case: what to do this hour, and all else behind counts."""

from __future__ import annotations

from starlette.responses import Response

from protocolkit.plans.urgency import Urgency, blocks
from protocolkit.web.visit import Visit


def show(visit: Visit) -> Response:
    """The card as of now."""
    case = visit.case
    tasks = []
    if case.ready:
        say, plan = visit.wording, visit.plan
        tasks = [
            (say.what(duty), say.roles(duty.by), say.recipients([duty])[1])
            for block in blocks(plan) if block.urgency <= Urgency.TODAY for duty in block.duties
        ]  # fmt: skip
    return visit.show("card.html", title=case.reference, case_reference=case.reference, tasks=tasks)
