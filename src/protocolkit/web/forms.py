"""What a form sent: names with their values, and files, of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

MOST = 64 * 1024
MOST_FIELDS = 500


class FormTooLargeError(Exception):
    """A form is larger than any form here."""


class Form:
    """The fields of a form, each with every value it was sent with, and the files sent beside them.

    >>> form = Form([("forms", "bullying"), ("forms", "neglect"), ("time", "14:30")])
    >>> form.every("forms"), form.one("time"), form.one("day")
    (('bullying', 'neglect'), '14:30', '')
    """

    def __init__(self, fields: Iterable[tuple[str, str]] = (), files: Mapping[str, bytes] | None = None) -> None:
        self._fields: dict[str, list[str]] = {}
        self._files = files or {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)

    def every(self, name: str) -> tuple[str, ...]:
        return tuple(self._fields.get(name, ()))

    def whole(self, name: str) -> str:
        """The value of a field as it was sent, with every space in it."""
        return self._fields.get(name, [""])[-1]

    def file(self, name: str) -> bytes:
        """What is in a file; a browser that runs the application itself sends the text of it as a field."""
        return self._files.get(name) or self.whole(name).encode()

    def one(self, name: str) -> str:
        """The value of a field, trimmed; empty where it was not sent."""
        return self._fields.get(name, [""])[-1].strip()

    def __contains__(self, name: str) -> bool:
        return name in self._fields


async def read_form(request: Request, most: int = MOST) -> Form:
    """The form of a request. Raises FormTooLargeError, and takes no more than `most` bytes from whoever sends it."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise FormTooLargeError
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _of_parts(request, body)
    try:
        text = body.decode("utf-8", "replace")
        return Form(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise FormTooLargeError from None


async def _of_parts(request: Request, body: bytes) -> Form:
    """A form with files. One that is torn has no fields, and so no key by which it would be taken."""

    async def whole() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    fields: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    try:
        async with Request(request.scope, whole).form(max_files=1, max_fields=MOST_FIELDS) as sent:
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await value.read()
                else:
                    fields.append((name, value))
    except (HTTPException, ValueError):
        return Form()
    return Form(fields, files)
