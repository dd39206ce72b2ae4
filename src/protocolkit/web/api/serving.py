"""The ASGI application of the API: its addresses, its limits, and what it says when there is no answer."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus
from typing import NamedTuple

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from protocolkit.api import Folders, catalogue_of
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError
from protocolkit.languages import _, speaking
from protocolkit.languages.speaking import preferred
from protocolkit.web.api import answers
from protocolkit.web.api.answers import Answer, NotFoundError
from protocolkit.web.api.asked import Asked, NotJSONError, NotSaidAsJSONError, TooLargeError, read
from protocolkit.web.api.description import description
from protocolkit.web.api.problems import problem
from protocolkit.web.safety import Guarded, may_enter

logger = logging.getLogger("protocolkit.web.api")


class Limits(NamedTuple):
    """What one request may cost: bytes of its body, seconds of work; and how many are worked on at a time."""

    bytes: int = 1_000_000
    seconds: float = 20
    at_once: int = 4


USUAL = Limits()


def api(*, rules: Folders = (), token: str | None = None, limits: Limits = USUAL) -> Starlette:
    """The API, for any ASGI server, alone or mounted under a path.

    `rules` are folders of rules that come before the shipped ones. With a `token` every request needs it, as
    `Authorization: Bearer TOKEN`. Nothing of a case is kept, and no fact or address parameter is logged.

    >>> from starlette.testclient import TestClient
    >>> TestClient(api()).get("/schema/plan").json()["title"]
    'Plan'
    """
    server = _Server(catalogue_of(rules), token, limits)
    return Starlette(
        routes=[
            *(
                Route(f"/{name}", server.endpoint(answer), methods=["POST"], name=name)
                for name, answer in (
                    ("plan", answers.plan), ("questions", answers.questions), ("explain", answers.explain),
                    ("due", answers.due), ("check", answers.check),
                )
            ),
            Route("/rules/{id:path}", server.endpoint(answers.rule), name="rule"),
            Route("/schema/{name}", server.endpoint(answers.one_schema), name="schema"),
            Route("/openapi.json", server.endpoint(_description), name="openapi"),
        ],
        middleware=[Middleware(Guarded)],
        exception_handlers={HTTPException: _elsewhere},
    )  # fmt: skip


def _description(_asked: Asked) -> Answer:
    return Answer(description())


class _Server:
    def __init__(self, rules: Catalogue, token: str | None, limits: Limits) -> None:
        self.rules = rules
        self.token = token
        self.limits = limits
        self._room = threading.BoundedSemaphore(limits.at_once)

    def endpoint(self, answer: Callable[[Asked], Answer]) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            began = time.perf_counter()
            with speaking(preferred(request.headers.get("accept-language", ""))):
                response = await self._respond(request, answer)
            # The name of the address and nothing that was asked.
            name, took = answer.__name__.strip("_"), 1000 * (time.perf_counter() - began)
            logger.info("%s %s %s in %.0f ms", request.method, name, response.status_code, took)
            return response

        return respond

    async def _respond(self, request: Request, answer: Callable[[Asked], Answer]) -> Response:
        if not may_enter(request, self.token):
            detail = _("This server needs its access key.")
            return problem(HTTPStatus.UNAUTHORIZED, "no-key", detail, headers={"WWW-Authenticate": "Bearer"})
        try:
            asked = await read(request, self.rules, self.limits.bytes)
        except TooLargeError:
            detail = _("More than {n} bytes are not taken.").format(n=self.limits.bytes)
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
        except NotSaidAsJSONError:
            detail = _("The body must be JSON, and say so: Content-Type: application/json.")
            return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", detail)
        except NotJSONError as error:
            return problem(HTTPStatus.BAD_REQUEST, "not-json", _("The body is no JSON object: {why}").format(why=error))
        except InputError as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unusable", _first(error), error.problems)
        with speaking(asked.language):
            return await self._answered(request, asked, answer)

    async def _answered(self, request: Request, asked: Asked, answer: Callable[[Asked], Answer]) -> Response:
        if not self._room.acquire(blocking=False):
            detail = _("Too many are being answered already.")
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail, headers={"Retry-After": "1"})

        def work() -> Answer:
            # A thread cannot be stopped: one that nobody waits for any more takes up room until it ends.
            try:
                return answer(asked)
            finally:
                self._room.release()

        try:
            with anyio.fail_after(self.limits.seconds):
                found = await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
        except InputError as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unusable", _first(error), error.problems, asked.body)
        except NotFoundError as error:
            return problem(HTTPStatus.NOT_FOUND, "not-found", error.problem.message, [error.problem])
        except TimeoutError:
            detail = _("The answer would take longer than {n} seconds.").format(n=self.limits.seconds)
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "too-long", detail, headers={"Retry-After": "60"})
        except Exception as error:
            # Where, and nothing that the case holds: a server would write the whole of it down.
            where = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("no answer: %s in %s, line %s", type(error).__name__, where.name, where.lineno)
            detail = _("The program made a mistake.")
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken", detail)
        return _whole(request, found, asked.language)


def _whole(request: Request, found: Answer, language: str) -> Response:
    headers = {"Content-Language": language}
    if found.tag is not None:
        headers["ETag"] = tag = f'"{found.tag}"'
        given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
        if tag in given:
            # Of a POST that is what RFC 9110 (13.1.2) has for "it is still the same".
            detail = _("The plan is still the same.")
            return problem(HTTPStatus.PRECONDITION_FAILED, "same", detail, headers=headers)
    if found.until is not None:
        headers["Expires"] = format_datetime(found.until.astimezone(UTC), usegmt=True)
    return Response(found.body, headers=headers, media_type="application/json")


async def _elsewhere(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    return problem(status, status.phrase.lower().replace(" ", "-"), error.detail, headers=dict(error.headers or {}))


def _first(error: InputError) -> str:
    return str(next(iter(error.problems)).message)
