"""The rules as pages beside the cases: what `protocolkit docs rules` writes, made page by page as it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from starlette.responses import PlainTextResponse, Response

from protocolkit.languages import LANGUAGES, _, speaking
from protocolkit.site.addresses import ASSETS, INDEX
from protocolkit.site.book import Book, gather
from protocolkit.site.frame import SCRIPT, STYLE, asset, style
from protocolkit.site.site_files import makers
from protocolkit.site.voice import Around, Voice
from protocolkit.web import failing
from protocolkit.web.safety import LANGUAGE_COOKIE
from protocolkit.web.visit import Visit

Stamp = tuple[tuple[Path, int], ...]


class RuleSite:
    """All rules of some folders and the shipped ones, gathered when the first page is asked for.

    A folder that is changed is gathered again.
    """

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self._gathering = Lock()
        self._stamp: Stamp | None = None
        self._book: Book | None = None
        self._makers: dict[str, Callable[[Voice], str]] = {}

    def first(self, visit: Visit) -> Response:
        """The first page, in the language of the visit."""
        return visit.go(visit.to("rules", language=visit.language, page=INDEX))

    def page(self, visit: Visit) -> Response:
        """A page in the language of its address, which is that of all pages from then on."""
        language, name = visit.request.path_params["language"], visit.request.path_params["page"]
        if language == ASSETS:
            return _asset(visit, name)
        book, known = self._gathered()
        if language not in LANGUAGES or name not in known:
            return failing.no_page(visit)
        with speaking(language):
            ways = ((visit.to("start"), _("Cases")), (visit.to("find"), _("Find in the rules")))
            text = known[name](Voice(book, language, name, LANGUAGES, Around(ways, search=False)))
        answer = Response(text, media_type="text/html")
        if visit.language != language:
            visit.keep(answer, LANGUAGE_COOKIE, language)
        return answer

    def _gathered(self) -> tuple[Book, dict[str, Callable[[Voice], str]]]:
        # Pages are made beside those of cases: two that come first must not gather twice.
        with self._gathering:
            stamp = tuple(
                (path, path.stat().st_mtime_ns)
                for folder in self._folders
                for path in sorted([folder] if folder.is_file() else folder.rglob("*.y*ml"))
            )
            if self._book is None or stamp != self._stamp:
                self._book = gather([], self._folders, None)
                self._makers, self._stamp = makers(self._book), stamp
            return self._book, self._makers


def _asset(visit: Visit, name: str) -> Response:
    if name == STYLE:
        return PlainTextResponse(style(), media_type="text/css")
    if name == SCRIPT:
        return PlainTextResponse(asset(SCRIPT), media_type="text/javascript")
    return failing.no_page(visit)
