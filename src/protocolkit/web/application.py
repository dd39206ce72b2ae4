"""The ASGI application: its addresses, and what it answers when a page cannot be made."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from protocolkit.api import Folders
from protocolkit.correspondence.contacts import Contacts
from protocolkit.correspondence.letter import NO_CONTACTS
from protocolkit.diagnostics import InputError
from protocolkit.web import card, case_file, entering, failing, finding, letters, opening, questions, record, start
from protocolkit.web.desk import OFFERED, Desk, UnknownCaseError, now
from protocolkit.web.forms import MOST, Form, FormTooLargeError, read_form
from protocolkit.web.rendering import ASSETS, asset, edition
from protocolkit.web.safety import Guarded, may_enter, ours
from protocolkit.web.store import Store, StoreUnavailableError
from protocolkit.web.visit import Page, Visit, in_language

logger = logging.getLogger("protocolkit.web")


def application(
    store: Store, *, protocols: Sequence[str] = OFFERED, rules: Folders = (), token: str | None = None,
    hosts: Collection[str] | None = None, clock: Callable[[], datetime] | None = None,
    routes: Sequence[BaseRoute] = (), workbench: Path | None = None,
    contacts: Contacts = NO_CONTACTS, rule_site: bool = True,
) -> Starlette:  # fmt: skip
    """The application over a store of cases, for any ASGI server, alone or mounted under a path.

    `protocols` are the procedures offered to whoever begins a case, the usual one first; `rules` folders of rules that
    come before the shipped ones. With a `token` every page asks for that key first. `hosts` are the names under which
    it may be asked (null: any; a server on this machine alone should name its own). `clock` gives the instant, `routes`
    are further addresses of a host's own. A `workbench` is a folder of rules that whoever may enter may edit.
    `contacts` are the institution's own addresses, for its letters. Without a `rule_site` there are no pages of
    the rules themselves.
    """
    desk = Desk(store, tuple(protocols), rules, clock or now, token, workbench, contacts, rule_site)
    pages = [
        _route(desk, "/", start.first, "start"),
        _route(desk, "/new", start.begin, "begin", post=True),
        Route("/open", _endpoint(desk, opening.opened, most=opening.MOST), name="opened", methods=["POST"]),
        _route(desk, "/find", finding.show, "find"),
        _route(desk, "/find", finding.find, "found", post=True),
        _route(desk, "/case/{case}", card.show, "card"),
        _route(desk, "/case/{case}/questions", questions.check, "questions"),
        _route(desk, "/case/{case}/questions/{number:int}", questions.show, "question"),
        _route(desk, "/case/{case}/questions/{number:int}", questions.take, "answer", post=True),
        _route(desk, "/case/{case}/record", record.show, "record"),
        _route(desk, "/case/{case}/record/{duty}", record.one, "one"),
        _route(desk, "/case/{case}/done", record.done, "done", post=True),
        _route(desk, "/case/{case}/happened", record.happened, "happened", post=True),
        _route(desk, "/case/{case}/undo", record.undo, "undo", post=True),
        _route(desk, "/case/{case}/file", case_file.save, "file"),
        _route(desk, "/case/{case}/letter/{duty}", letters.show, "letter"),
        _route(desk, "/case/{case}/letter/{duty}/docx", letters.word, "word"),
    ]
    key = [
        Route("/key", _endpoint(desk, entering.ask, open_to_all=True), name="key"),
        Route("/key/", _endpoint(desk, entering.enter, open_to_all=True), name="enter", methods=["POST"]),
    ]
    files = [Route(f"/{name}", _file(name, kind), name=name) for name, kind in ASSETS.items()]
    # Browsers ask for it unasked; without an answer their consoles complain.
    files.append(Route("/favicon.ico", _nothing))
    return Starlette(
        routes=[*pages, *key, *files, *_rules(desk), *_bench(desk), *routes],
        middleware=[Middleware(Guarded, hosts=hosts)],
        exception_handlers={404: _missing(desk), 405: _missing(desk)},
    )


def _rules(desk: Desk) -> list[Route]:
    """The pages of the rules, where they are wanted: what they are made of is imported for nobody else."""
    if not desk.rule_site:
        return []
    from protocolkit.web.rule_site import RuleSite

    site = RuleSite(desk.folders)
    return [
        _route(desk, "/rules", site.first, "all_rules"),
        Route("/rules/{language}/{page:path}", _endpoint(desk, site.page, long=True), name="rules"),
    ]


def _bench(desk: Desk) -> list[Route]:
    """The pages of the workbench, where there is one: checks and tests of rules are imported for nobody else."""
    if desk.workbench is None:
        return []
    from protocolkit.web import compared, workbench

    saving = _endpoint(desk, workbench.save, most=workbench.MOST, long=True)
    return [
        _route(desk, "/workbench", workbench.listed, "workbench"),
        Route("/compare", _endpoint(desk, compared.show, long=True), name="compare"),
        Route("/workbench/{file:path}", _endpoint(desk, workbench.show, long=True), name="text"),
        Route("/workbench/{file:path}", saving, name="save", methods=["POST"]),
    ]


def _route(desk: Desk, path: str, page: Page, name: str, *, post: bool = False) -> Route:
    return Route(path, _endpoint(desk, page), name=name, methods=["POST"] if post else ["GET"])


def _endpoint(
    desk: Desk, page: Page, *, open_to_all: bool = False, most: int = MOST, long: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A page as the server calls it. Nothing waits or runs beside anything else but the body of a form.

    What is `long` runs beside the rest: whoever asks for a page of a case does not wait for an analyst's.
    """

    async def answer(request: Request) -> Response:
        visit = Visit(request, desk, Form())
        if not open_to_all and not may_enter(request, desk.token):
            return in_language(visit, entering.turned_away)
        if request.method == "POST":
            try:
                visit.form = await read_form(request, most)
            except FormTooLargeError:
                return in_language(visit, failing.too_much)
            if not ours(request, visit.form.one("key")):
                return in_language(visit, failing.not_ours)
        return await run_in_threadpool(_answered, visit, page) if long else _answered(visit, page)

    return answer


def _answered(visit: Visit, page: Page) -> Response:
    try:
        return in_language(visit, page)
    except UnknownCaseError:
        return in_language(visit, failing.no_case)
    except StoreUnavailableError as error:
        # Never what was to be written: only that it was not.
        logger.warning("the store is not available: %s", type(error.__cause__ or error).__name__)
        return in_language(visit, failing.store_unavailable)
    except InputError as error:
        problems = [problem.message for problem in error.problems]
        return in_language(visit, lambda one: failing.no_plan(one, problems))
    except Exception as error:
        # Where, and nothing that the case holds: a server would write the whole of it down.
        where = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("a page could not be made: %s in %s, line %s", type(error).__name__, where.name, where.lineno)
        return in_language(visit, failing.broken)


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        tag = f'"{edition(name)}"'
        kept = {"Cache-Control": "max-age=31536000, immutable", "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(None, 304, headers=kept)
        return PlainTextResponse(asset(name), headers=kept, media_type=kind)

    return answer


async def _nothing(_request: Request) -> Response:
    return Response(status_code=204)


def _missing(desk: Desk) -> Any:
    async def answer(request: Request, _error: HTTPException) -> Response:
        return in_language(Visit(request, desk, Form()), failing.no_page)

    return answer
