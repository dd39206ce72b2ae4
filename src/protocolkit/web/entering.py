"""The access key: asked for once on each device, where the application answers other machines."""

from __future__ import annotations

import hmac

from starlette.responses import Response

from protocolkit.languages import _
from protocolkit.web.safety import KEY_COOKIE, key_cookie
from protocolkit.web.visit import Visit


def ask(visit: Visit) -> Response:
    """The page that asks for it."""
    return _page(visit, 200)


def turned_away(visit: Visit) -> Response:
    """The same page in place of one that needs it."""
    return _page(visit, 401)


def enter(visit: Visit) -> Response:
    """Takes the key and keeps in the browser that it was right."""
    token = visit.desk.token
    if token is None or hmac.compare_digest(visit.form.one("access").encode(), token.encode()):
        answer = visit.go(visit.to("start"))
        if token is not None:
            visit.keep(answer, KEY_COOKIE, key_cookie(token))
        return answer
    return _page(visit, 401, wrong=True)


def _page(visit: Visit, status: int, *, wrong: bool = False) -> Response:
    heading = _("Access key")
    return visit.show("key.html", status=status, title=heading, heading=heading, wrong=wrong)
