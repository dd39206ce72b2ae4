"""What stands before every page: who may ask, from where, and what a browser may do with the answer."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM_COOKIE = "protocolkit-form"
KEY_COOKIE = "protocolkit-key"
LANGUAGE_COOKIE = "protocolkit-lang"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it a browser does not say where a form was sent from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """Every answer with the headers above, and no answer for a host that is not ours.

    `hosts` are the names under which the application may be asked (null: any). A page of another site that points its
    own name at this machine is asked under that name.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None = None) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                add = {"Cache-Control": "no-store", **HEADERS}
                message["headers"] = [
                    *message["headers"],
                    *((n.lower().encode(), v.encode()) for n, v in add.items() if n.lower().encode() not in own),
                ]
            await send(message)

        host = HTTPConnection(scope).headers.get("host", "")
        if self.hosts is not None and _name(host) not in self.hosts:
            await Response("unknown host\n", 421, media_type="text/plain")(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _name(host: str) -> str:
    """The name in a `Host` header, without its port.

    >>> _name("localhost:8765"), _name("[::1]:8765"), _name("")
    ('localhost', '[::1]', '')
    """
    head, colon, port = host.rpartition(":")
    return head if colon and port.isdecimal() else host


def form_key(request: Request) -> str:
    """The key that a page of ours puts into its forms: that in the browser's cookie, or a new one."""
    given = request.cookies.get(FORM_COOKIE, "")
    return given if len(given) >= 32 else secrets.token_urlsafe(24)


def ours(request: Request, key: str) -> bool:
    """Whether a form was sent from a page of ours: only such a page knows the key in the browser's cookie."""
    cookie = request.cookies.get(FORM_COOKIE, "")
    if len(cookie) < 32 or not hmac.compare_digest(cookie.encode(), key.encode()):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def key_cookie(token: str) -> str:
    """What the browser keeps of an access key: it cannot be turned back into the key.

    >>> key_cookie("a" * 32) == key_cookie("a" * 32), "a" * 32 in key_cookie("a" * 32)
    (True, False)
    """
    return hmac.new(token.encode(), b"protocolkit", sha256).hexdigest()


def may_enter(request: HTTPConnection, token: str | None) -> bool:
    """Whether a request has the access key: in the cookie, or as a program sends it, in `Authorization`."""
    if token is None:
        return True
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return True
    return hmac.compare_digest(request.cookies.get(KEY_COOKIE, "").encode(), key_cookie(token).encode())
