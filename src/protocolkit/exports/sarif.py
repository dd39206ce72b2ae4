"""SARIF 2.1.0: problems for code scanning, where each stays the same alert while its file changes around it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

from protocolkit.diagnostics import Diagnostic, Place
from protocolkit.showing.layout import escaped
from protocolkit.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_VALUE = re.compile(r"`[^`]*`|\d+")


def sarif(problems: Iterable[Diagnostic], *, complete: bool = True) -> str:
    """The log as JSON text. `complete` is whether everything asked for could be looked at."""
    found = list(problems)
    codes = sorted({one.code for one in found})
    driver = {
        "name": "protocolkit",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": complete}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder the check was run in"}}},
        "results": [_result(one, codes.index(one.code)) for one in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _rule(code: str) -> dict[str, Any]:
    words = code.replace("-", " ")
    page = f"docs/reference/diagnostics/{code}.md"
    return {"id": code, "name": code, "shortDescription": {"text": words}, "help": {"text": f"{words}: see {page}"}}


def _result(one: Diagnostic, index: int) -> dict[str, Any]:
    return {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": one.severity,
        "message": {"text": escaped(one.message + (f"; {one.help}" if one.help else ""))},
        "locations": [{"physicalLocation": _location(one.place)}],
        # Without the line: an alert is not a new one because something was written above it.
        "partialFingerprints": {"protocolkit/v2": _digest(one)},
    }


def _location(place: Place) -> dict[str, Any]:
    path = PurePath(place.file)
    artifact = {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}
    region = {"startLine": place.line} | ({"startColumn": place.col} if place.col else {})
    return {"artifactLocation": artifact} | ({"region": region} if place.line else {})


def _digest(one: Diagnostic) -> str:
    # Of the message only what it quotes and counts, which is the same in every language.
    about = "\n".join(sorted(_VALUE.findall(one.message)))
    return hashlib.sha256(f"{one.place.file}\n{one.code}\n{about}".encode()).hexdigest()[:32]
