"""What is answered when a page cannot be made: what happened, whether anything is lost, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from protocolkit.languages import _
from protocolkit.web.visit import Visit


def no_case(visit: Visit) -> Response:
    return _told(visit, 404, _("There is no such case"), [_("Look for it in the list of cases.")])


def no_page(visit: Visit) -> Response:
    return _told(visit, 404, _("There is no such page"), [_("Go back to the list of cases.")])


def not_ours(visit: Visit) -> Response:
    lines = [
        _("Nothing has been recorded. The page was open too long, or it was not opened here."),
        _("Go back, load the page anew and send it again."),
    ]
    return _told(visit, 403, _("This could not be accepted"), lines)


def too_much(visit: Visit) -> Response:
    return _told(visit, 413, _("This is too long"), [_("Nothing has been recorded.")])


def store_unavailable(visit: Visit) -> Response:
    lines = [
        _("The place where cases are kept does not answer: it is busy, full or switched off."),
        _("Nothing recorded before is lost. What you sent just now has not been recorded: send it again in a minute."),
        _("The time limits run on. Do not wait with calls: write the time down and record it later."),
    ]
    return _told(visit, 503, _("It has not been recorded"), lines)


def no_plan(visit: Visit, problems: Sequence[str]) -> Response:
    lines = [_("The answers do not go together. Nothing is lost: change the answer that is wrong."), *problems]
    return _told(visit, 422, _("No plan can be made of this"), lines, case=True)


def broken(visit: Visit) -> Response:
    lines = [
        _("The program made a mistake. Everything recorded before is kept."),
        _("Go back and try again. If it happens again, tell whoever runs the server."),
    ]
    return _told(visit, 500, _("The page could not be made"), lines)


def _told(visit: Visit, status: int, heading: str, lines: Sequence[str], *, case: bool = False) -> Response:
    has_case = case and "case" in visit.request.path_params
    return visit.show("told.html", status=status, heading=heading, title=heading, lines=lines, has_case=has_case)
