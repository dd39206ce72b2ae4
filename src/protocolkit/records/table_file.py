"""Reads a table from a file: CSV or JSON, by its name and its first characters."""

from __future__ import annotations

from pathlib import Path

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.reading.files import read_bytes, too_large
from protocolkit.records.csv_table import csv_table
from protocolkit.records.json_table import json_table
from protocolkit.records.table import Table
from protocolkit.records.unfolding import Unfolding

LARGEST = 256 * 1024 * 1024


def read_table(
    source: Path | bytes, display: str, problems: Problems, unfolding: Unfolding | None = None
) -> Table | None:
    """The table of a CSV or JSON file, or of what such a file holds; None with the reasons in `problems`.

    Of JSON the lists are unfolded that a mapping names.
    """
    if isinstance(source, bytes):
        data: bytes | None = None if too_large(source, display, LARGEST, problems) else source
    else:
        data = read_bytes(source, display, LARGEST, problems)
    if data is None:
        return None
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        help = say("save the sheet as CSV in UTF-8")
        problems.error("table-shape", say("a spreadsheet or an archive, not a table as text"), Place(display), help)
        return None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        problems.error("empty-file", say("nothing in the file"), Place(display))
        return None
    if display.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return json_table(data, display, problems, unfolding)
    return csv_table(data, display, problems)
