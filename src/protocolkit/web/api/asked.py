"""One request as the answers read it: what was sent, what was asked of it, and in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import LANGUAGES
from protocolkit.languages.speaking import preferred
from protocolkit.messages import say

JSON = re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE)


class NotJSONError(Exception):
    """A body that is no JSON object; why, as the reader of JSON says it."""


class NotSaidAsJSONError(Exception):
    """A body that does not say it is JSON: a form of another site could have sent it."""


class TooLargeError(Exception):
    """A body of more bytes than are taken."""


class Asked(NamedTuple):
    """A request. `body` is the object that was sent, `given` the parameters of the address, `rules` those it reads."""

    body: dict[str, Any]
    given: Mapping[str, str]
    path: Mapping[str, str]
    language: str
    rules: Catalogue

    @property
    def as_of(self) -> str:
        """The instant asked for: in the address, in the case, else now."""
        written = self.body.get("as_of")
        return self.given.get("as_of") or (written if isinstance(written, str) else "") or self.now

    @property
    def is_of_now(self) -> bool:
        """Whether the answer is for whenever it is asked."""
        return not self.given.get("as_of") and "as_of" not in self.body

    @property
    def now(self) -> str:
        return datetime.now(UTC).replace(microsecond=0).isoformat()

    def number(self, name: str) -> int | None:
        """A parameter that is a whole number from 1 on. Raises InputError."""
        given = self.given.get(name)
        if given is None:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,5}", given):
            problems = Problems()
            message = say("`{name}` is a whole number from 1 on, not `{value}`", name=name, value=given)
            problems.error("bad-value", message, Place(name))
            problems.raise_if_errors()
        return int(given)


async def read(request: Request, rules: Catalogue, most: int) -> Asked:
    """Reads a request. Raises TooLargeError, NotJSONError, NotSaidAsJSONError, and InputError for the language."""
    given = dict(request.query_params)
    language = _language(given.get("lang"), request.headers.get("accept-language", ""))
    body = await _body(request, most) if request.method == "POST" else {}
    return Asked(body, given, request.path_params, language, rules)


def _language(asked: str | None, accepted: str) -> str:
    if asked is None:
        return preferred(accepted)
    if asked not in LANGUAGES:
        problems = Problems()
        message = say("no language `{name}`", name=asked)
        problems.error("bad-value", message, Place("lang"), did_you_mean(asked, LANGUAGES) or ", ".join(LANGUAGES))
        problems.raise_if_errors()
    return asked


async def _body(request: Request, most: int) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if not JSON.fullmatch(kind):
        raise NotSaidAsJSONError
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            raise TooLargeError
    try:
        value = msgspec.json.decode(bytes(found))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJSONError(str(error)) from None
    if not isinstance(value, dict):
        raise NotJSONError("an object is expected")
    return value
