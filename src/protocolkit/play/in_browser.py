"""What runs in the browser: the web application over cases that the browser keeps, asked by a script.

The script (`assets/worker.js`) gives each request as JSON and takes the answer as JSON; it keeps every line of a log
that an answer added before anybody sees the answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from protocolkit.languages import _, speaking, spoken
from protocolkit.reading import document_cache
from protocolkit.resources import data_root, rules_dir
from protocolkit.web.application import application
from protocolkit.web.records import Record
from protocolkit.web.store import MemoryStore, StoreUnavailableError

READ_BEFORE = "documents.msgpack"
"""The shipped rules as they were read when the folder was made: a browser would take many seconds over their YAML."""


TEXTS = ("text/", "application/json", "application/yaml")
"""What is a text, here and in the script that takes the answer."""


class Row(msgspec.Struct, frozen=True):
    """What one act of a person added to a log, as the browser keeps it. `once` names the act within its case."""

    case: str
    once: str
    at: datetime
    records: tuple[Record, ...]


class Asked(msgspec.Struct, frozen=True):
    """A request: `body` is that of a form. `path` has its query."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""


class Answered(msgspec.Struct, frozen=True):
    """An answer, and what it added to the logs."""

    status: int
    headers: list[tuple[str, str]]
    body: str
    added: tuple[Row, ...] = ()


class BrowserStore(MemoryStore):
    """Cases as the browser handed them over; what is added is handed back to be kept."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.full = False
        self.added: list[Row] = []
        for row in rows:
            super().append(row.case, row.records, once=row.once, at=row.at)

    def append(self, reference: str, records: Sequence[Record], *, once: str, at: datetime) -> bool:
        if self.full:
            raise StoreUnavailableError
        added = super().append(reference, records, once=once, at=at)
        if added:
            self.added.append(Row(reference, once, at, tuple(records)))
        return added


class Host:
    """The application in one page of a browser. What it takes and gives is JSON."""

    def __init__(self, protocols: Sequence[str], clock: Callable[[], datetime] | None = None) -> None:
        self._rows: tuple[Row, ...] = ()
        self._store = BrowserStore()
        self._protocols, self._clock = tuple(protocols), clock
        self.take("[]")

    def take(self, rows: str) -> None:
        """Takes all rows that the browser keeps, also those of another window."""
        self._rows = msgspec.json.decode(rows, type=tuple[Row, ...])
        self._store = BrowserStore(self._rows)
        # Gathering all rules would take a browser too long.
        self._app = application(self._store, protocols=self._protocols, clock=self._clock, rule_site=False)

    async def answer(self, request: str, *, full: bool = False) -> str:
        """The answer to a request; with `full` nothing can be kept any more, and the page says so."""
        asked = msgspec.json.decode(request, type=Asked)
        self._store.full, self._store.added = full, []
        status, headers, body = await _called(self._app, asked)
        answered = Answered(status, headers, _told(headers, body), tuple(self._store.added))
        return msgspec.json.encode(answered).decode()


def _told(headers: list[tuple[str, str]], body: bytes) -> str:
    """A body as JSON can hold it: a text as itself, of anything else each byte as the character of its number."""
    kind = dict(headers).get("content-type", "text/")
    return body.decode("utf-8", "replace") if kind.startswith(TEXTS) else body.decode("latin-1")


def checked(text: str) -> str:
    """The rows in a file that somebody saved, or an empty text where it is no such file."""
    try:
        saved = msgspec.json.decode(text)
        if saved["protocolkit"] != 1:
            return ""
        rows = msgspec.convert(saved["cases"], tuple[Row, ...])
    except (msgspec.MsgspecError, KeyError, TypeError, UnicodeError, RecursionError):
        return ""
    return msgspec.json.encode(rows).decode()


def words(language: str) -> dict[str, str]:
    """What the pages around the application say."""
    with speaking(spoken(language)):
        return {
            "kept": _("Cases are kept in this browser alone. Nothing is sent anywhere."),
            "save": _("Save all cases to a file"),
            "load": _("Load cases from a file"),
            "loaded": _("Loaded. What was here before is still here."),
            "not_loaded": _("This is no file that was saved here. Nothing was changed."),
            "not_kept": _("The browser keeps nothing more. Nothing was changed: save all cases to a file first."),
            "waiting": _("One moment"),
        }


def seed() -> int:
    """Takes over the rules that were read when the folder was made. Returns how many files."""
    kept = data_root() / READ_BEFORE
    if not kept.is_file():
        return 0
    os.environ.setdefault(document_cache.VARIABLE, str(Path.home() / "kept"))
    every = msgspec.msgpack.decode(kept.read_bytes())
    for kind, path, packed in every:
        file = rules_dir() / path
        document_cache.keep_packed(kind, file.read_bytes(), str(file), packed)
    return len(every)


async def _called(app: Any, asked: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
    """One call of an ASGI application."""
    path, _mark, query = asked.path.partition("?")
    headers = [(name.lower().encode(), value.encode("utf-8")) for name, value in asked.headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": asked.method, "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost"), *headers], "client": None, "server": ("localhost", 80), "state": {},
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": asked.body.encode(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(one for one in sent if one["type"] == "http.response.start")
    body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return start["status"], told, body
