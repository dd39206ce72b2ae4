"""Opening a case that was saved as a file: read as every command reads it, and never over a case that is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.responses import Response

from protocolkit.api import load_incident
from protocolkit.diagnostics import Diagnostic, InputError, Problems
from protocolkit.languages import _
from protocolkit.messages import say
from protocolkit.plans.present import evaluate
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_text
from protocolkit.web import start
from protocolkit.web.addresses import in_path, leads_away
from protocolkit.web.case_log import read
from protocolkit.web.desk import Desk
from protocolkit.web.incident_records import DayOnlyError, prepared, records
from protocolkit.web.records import Line, Record
from protocolkit.web.store import OPENING
from protocolkit.web.visit import Visit

MOST = 512 * 1024
"""The longest file that is taken, in bytes; a case with a hundred entries is a fiftieth of it."""


class CannotOpenError(Exception):
    """Why a file cannot be opened, in words for whoever sent it."""


def opened(visit: Visit) -> Response:
    """Opens the case of a file under its own reference."""
    try:
        reference, found = case_in(visit.desk, visit.form.file("file"))
    except CannotOpenError as error:
        return start.first(visit, unopened=str(error))
    except InputError as error:
        return start.first(visit, unopened=_("Nothing was opened: the file has mistakes."), refused=error.problems)
    address = visit.to("card", case=in_path(reference))
    if not visit.desk.store.append(reference, found, once=OPENING, at=visit.desk.now()):
        there = _("There is a case {reference} already. It stays as it is: nothing was opened.")
        return start.first(visit, unopened=there.format(reference=reference), address=address)
    return visit.go(address)


def case_in(desk: Desk, text: bytes) -> tuple[str, list[Record]]:
    """The reference in a file, and the log that makes the same case.

    Raises InputError with all that is wrong in it, and CannotOpenError where a case here would be another.
    """
    now, node = desk.now(), _read(text)
    protocol, incident = load_incident(node, rules=desk.rules, as_of=now)
    if incident.agenda:
        raise CannotOpenError(_("This is the log of an organisation, not a case."))
    if leads_away(incident.reference):
        raise CannotOpenError(_("A reference needs a letter or a digit."))
    document = node.plain()
    assert isinstance(document, dict)
    document = prepared(document, protocol, incident)
    try:
        found = records(document, protocol, incident)
    except DayOnlyError:
        words = _("The file says on which day the school learned of it, and not at what time. Write the time into it.")
        raise CannotOpenError(words) from None
    again = read(incident.reference, [Line(now, one) for one in found])
    if _digest(desk, document | {"as_of": now.isoformat()}, now) != _digest(desk, again.document(now), now):
        raise CannotOpenError(_("The file says something that a case here cannot hold. Nothing was opened."))
    return incident.reference, found


def _read(text: bytes) -> Node:
    """The document. Raises InputError; a file that it names is one of whoever sent it, and is not looked for here."""
    problems = Problems()
    node = read_text(text, "case.yaml", problems)
    problems.raise_if_errors()
    assert node is not None
    named = node.get("institution")
    if named is not None and named.text:
        message = say("a file that is named in another cannot be opened with it")
        help = say("write its keys in place of its name")
        raise InputError([Diagnostic("institution-shape", message, named.place, help)])
    return node


def _digest(desk: Desk, document: dict[str, Any], now: datetime) -> str:
    return evaluate(*load_incident(document, rules=desk.rules), now).digest
