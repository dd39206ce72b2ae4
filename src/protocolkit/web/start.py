"""The first page: the cases by their references, and the beginning of a new one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from starlette.responses import Response

from protocolkit.api import load_incident
from protocolkit.calendars.instants import start_of
from protocolkit.diagnostics import Diagnostic, InputError
from protocolkit.languages import _
from protocolkit.showing.wording import Wording
from protocolkit.web.addresses import in_path, leads_away
from protocolkit.web.records import Chosen, Opened, Record
from protocolkit.web.store import OPENING
from protocolkit.web.visit import Visit


def first(
    visit: Visit, problem: str = "", given: str = "", *, unopened: str = "", refused: Sequence[Diagnostic] = (),
    address: str = "",
) -> Response:  # fmt: skip
    """The list of cases. `unopened` says why a file was not opened, `address` leads to the case that stood there."""
    protocol = visit.desk.protocol()
    kept = visit.desk.store.cases()
    year = start_of(visit.desk.now().date(), protocol.zone).year
    say = Wording(protocol.vocabulary, protocol.zone, visit.language)
    shown = [(one, visit.to("card", case=in_path(one.reference)), say.moment(one.last.isoformat())) for one in kept]
    given = given or _next({one.reference for one in kept}, year)
    heading = _("Cases")
    return visit.show(
        "start.html", status=422 if problem or unopened else 200, title=heading, heading=heading, cases=shown,
        problem=problem, given=given, unopened=unopened, refused=refused, address=address,
    )  # fmt: skip


def begin(visit: Visit) -> Response:
    """Opens a case under the reference that was given."""
    reference = visit.form.one("reference")
    if problem := _refused(visit, reference):
        # What was typed may be what must not be spread: the field is offered empty of it.
        return first(visit, problem)
    records: list[Record] = [Opened()]
    if len(visit.desk.protocols) == 1:
        records.append(Chosen(visit.desk.protocols[0]))
    if not visit.desk.store.append(reference, records, once=OPENING, at=visit.desk.now()):
        return first(visit, _("There is a case with this reference. Give another one."), reference)
    return visit.go(visit.to("card", case=in_path(reference)))


def _refused(visit: Visit, reference: str) -> str:
    """Why a text is no reference of a case; nothing if it is one."""
    if not reference:
        return _("Give the case a reference: a number of your own, such as 2026-041.")
    protocol = visit.desk.protocols[0]
    try:
        load_incident({"incident": reference, "protocol": protocol, "events": []}, rules=visit.desk.rules)
    except InputError as error:
        return " ".join(str(problem.message) for problem in error.problems)
    if leads_away(reference):
        return _("A reference needs a letter or a digit.")
    return ""


def _next(taken: set[str], year: int) -> str:
    """A reference nobody uses yet."""
    number = next((n for n in range(1, 1000) if f"{year}-{n:03}" not in taken), None)
    return f"{year}-{number:03}" if number else f"{year}-{secrets.token_hex(3)}"
