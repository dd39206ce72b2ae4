"""One request of a browser as a page sees it: its language, its form, ways to other pages, the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from protocolkit.languages import LANGUAGES, preferred, speaking, spoken
from protocolkit.plans.card import Card
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import Judged
from protocolkit.showing.wording import Wording
from protocolkit.web.addresses import from_path, in_path
from protocolkit.web.case_log import CaseLog
from protocolkit.web.desk import Desk
from protocolkit.web.forms import Form
from protocolkit.web.records import Record
from protocolkit.web.rendering import edition, rendered
from protocolkit.web.safety import FORM_COOKIE, LANGUAGE_COOKIE, form_key

Page = Callable[["Visit"], Response]
"""A page: what it answers to a visit. In the language of the visit, which is being spoken."""

TONGUES = {"kk": ("ҚАЗ", "Қазақша"), "ru": ("РУС", "Русский"), "uk": ("УКР", "Українська"), "en": ("ENG", "English")}
_YEAR = 365 * 86_400


class Visit:
    """A request, with what pages ask of it."""

    def __init__(self, request: Request, desk: Desk, form: Form) -> None:
        self.request = request
        self.desk = desk
        self.form = form
        kept = request.cookies.get(LANGUAGE_COOKIE, "")
        self.language = kept if kept in LANGUAGES else preferred(request.headers.get("accept-language", ""))
        self.key = form_key(request)

    @property
    def root(self) -> str:
        """The path under which the application stands."""
        return str(self.request.scope.get("root_path", "")).rstrip("/")

    def to(self, name: str, **path: str | int) -> str:
        """The address of a page, from the top of the server."""
        # The router of a host, under whose path the application may stand, knows none of these names.
        return self.root + str(self.request.app.router.url_path_for(name, **path))

    def of_case(self, name: str, **path: str | int) -> str:
        """The address of a page of the same case."""
        return self.to(name, case=in_path(self.reference), **path)

    @property
    def reference(self) -> str:
        return from_path(self.request.path_params["case"])

    @cached_property
    def case(self) -> CaseLog:
        """The case in the address. Raises UnknownCaseError."""
        return self.desk.case(self.reference)

    @cached_property
    def judged(self) -> Judged:
        """The case with its procedure and its plan, as of now. Raises InputError."""
        return self.desk.judged(self.case)

    @property
    def plan(self) -> Plan:
        return self.judged.plan

    @cached_property
    def card(self) -> Card:
        """The plan as the institution's own card."""
        return self.plan.view("card")

    @cached_property
    def wording(self) -> Wording:
        """How the names and times of the case are said."""
        protocol = self.judged.protocol
        return Wording(protocol.vocabulary, protocol.zone, self.language, None, protocol.languages)

    @property
    def once(self) -> str:
        """The key of the act that a form stands for, made with the page that showed it."""
        return self.form.one("once")[:64] or secrets.token_urlsafe(12)

    def add(self, records: Sequence[Record], *, once: str | None = None) -> bool:
        """Adds to the log of the case. Raises StoreUnavailableError."""
        return self.desk.store.append(self.reference, records, once=once or self.once, at=self.desk.now())

    def show(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page made of a template."""
        page = rendered(template, self.shared() | values)
        answer = Response(page, status, media_type="text/html")
        if self.request.cookies.get(FORM_COOKIE) != self.key:
            self.keep(answer, FORM_COOKIE, self.key)
        return answer

    def query(self, **more: str) -> str:
        """The query of the same page, but for its language, with more; empty where nothing is left."""
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        found = urlencode([*kept, *more.items()])
        return f"?{found}" if found else ""

    def go(self, address: str) -> Response:
        """To another page, after something was done."""
        return RedirectResponse(address, 303)

    def keep(self, answer: Response, name: str, value: str) -> None:
        """Lets the browser keep a value for this application alone."""
        secure = self.request.url.scheme == "https"
        answer.set_cookie(
            name, value, max_age=_YEAR, path=self.root or "/", secure=secure, httponly=True, samesite="strict"
        )

    def shared(self) -> dict[str, Any]:
        """What every template may use."""
        return {
            "visit": self, "to": self.to, "language": self.language, "tongues": TONGUES, "form_key": self.key,
            "once": secrets.token_urlsafe(12), "edition": edition, "title": "protocolkit", "heading": None,
            "case_reference": None, "style": "style.css",
        }  # fmt: skip


def in_language(visit: Visit, page: Page) -> Response:
    """The answer of a page, said in the language of the visit; `?lang=` chooses it for all that come after."""
    chosen = visit.request.query_params.get("lang")
    if visit.request.method == "GET" and chosen is not None:
        # One slash: two would lead to a server of another name.
        path = "/" + visit.request.scope["path"].removeprefix(visit.root).lstrip("/")
        answer = visit.go(visit.root + path + visit.query())
        visit.keep(answer, LANGUAGE_COOKIE, spoken(chosen))
        return answer
    with speaking(visit.language):
        return page(visit)
