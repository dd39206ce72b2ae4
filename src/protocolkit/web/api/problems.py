"""Problems as RFC 9457 has them: `application/problem+json`, with the project's codes and places beside."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import Response

from protocolkit.diagnostics import Diagnostic
from protocolkit.web.api.answers import told

MEDIA_TYPE = "application/problem+json"


class Told(msgspec.Struct, frozen=True):
    """One problem: `code` names the page that explains it, `pointer` the place in the body as far as it is there."""

    code: str
    severity: str
    message: str
    help: str
    place: str
    pointer: str


class Problem(msgspec.Struct, frozen=True):
    """Why there is no answer. `problems` are all that were found, each with its code."""

    type: str
    title: str
    status: int
    detail: str
    problems: tuple[Told, ...] = ()


def problem(
    status: HTTPStatus, kind: str, detail: str, found: Iterable[Diagnostic] = (), body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    """An answer that says why there is none; `kind` is the last part of its type."""
    every = tuple(msgspec.convert(told(one, body or {}), Told) for one in found)
    one = Problem(f"urn:protocolkit:problem:{kind}", status.phrase, status, detail, every)
    return Response(msgspec.json.encode(one), status, headers=headers, media_type=MEDIA_TYPE)
