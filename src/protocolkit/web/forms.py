"""What a form sent: names with their values, of bounded size."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST = 64 * 1024
MOST_FIELDS = 500


class FormTooLargeError(Exception):
    """A form is larger than any form here."""


class Form:
    """The fields of a form, each with every value it was sent with.

    >>> form = Form("forms=bullying&forms=neglect&time=14%3A30")
    >>> form.every("forms"), form.one("time"), form.one("day")
    (('bullying', 'neglect'), '14:30', '')
    """

    def __init__(self, body: str = "") -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS):
            self._fields.setdefault(name, []).append(value)

    def every(self, name: str) -> tuple[str, ...]:
        return tuple(self._fields.get(name, ()))

    def whole(self, name: str) -> str:
        """The value of a field as it was sent, with every space in it."""
        return self._fields.get(name, [""])[-1]

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
    try:
        return Form(body.decode("utf-8", "replace"))
    except ValueError:
        raise FormTooLargeError from None
