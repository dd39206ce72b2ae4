"""Rows for spreadsheets: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from protocolkit.showing.layout import escaped

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip
BOM = "\ufeff"


def safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> safe("=HYPERLINK(1)"), safe(" +1"), safe("a-b")
    ("'=HYPERLINK(1)", "' +1", 'a-b')
    """
    text = escaped(text, "\r\n\t")
    starts = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if starts else text


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, excel: bool = False) -> str:
    """The rows as CSV text, with a line of column names.

    With `excel` it begins with a byte order mark and separates cells by semicolons, as Excel expects them where a comma
    is the decimal sign (Kazakhstan, Ukraine); otherwise it is plain UTF-8 with commas.
    """
    out = io.StringIO()
    writer = csv.DictWriter(
        out, columns, restval="", delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n"
    )
    writer.writeheader()
    writer.writerows({key: safe(value) for key, value in row.items()} for row in rows)
    return (BOM if excel else "") + out.getvalue()


def flat(row: Mapping[str, object]) -> dict[str, str]:
    """A row whose values are texts: nothing for null, names after one another for a list, JSON for a map."""
    return {key: _text(value) for key, value in row.items()}


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return msgspec.json.encode(value).decode()
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    return "" if value is None else str(value)
