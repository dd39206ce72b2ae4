"""Workflow commands of GitHub Actions: each problem as a note at its line of the changed file."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import Diagnostic, Place
from protocolkit.showing.layout import escaped


def command(severity: str, place: Place, title: str, message: str) -> str:
    """One command.

    >>> command("error", Place("a.yaml", 3, 7), "unknown-role", "no role: `polise`")
    '::error file=a.yaml,line=3,col=7,title=unknown-role::no role: `polise`'
    """
    where = {"file": place.file} | ({"line": str(place.line), "col": str(place.col)} if place.line else {})
    said = ",".join(f"{key}={_property(value)}" for key, value in {**where, "title": title}.items() if value != "0")
    return f"::{severity} {said}::{_data(message)}"


def commands(problems: Iterable[Diagnostic]) -> str:
    """The commands for some problems, a line each; the help is in the message."""
    lines = (
        command(one.severity, one.place, one.code, one.message + (f" ({one.help})" if one.help else ""))
        for one in problems
    )
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    return escaped(text, "\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
