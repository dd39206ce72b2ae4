"""Reading dates and times, against the cases of the DMN technology compatibility kit: what is no date is never read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from peers import checkout, compared
from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Place, Problems

_LITERAL = re.compile(r'(?:date|date and time)\("([^"]*)"\)')
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
BEFORE_CHRIST = "a year before the first: no case is of it"
NO_ZONE = "a local time without its zone may be two instants or none: refused, with help"
EXPLAINED = {
    "1115-feel-date-function": dict.fromkeys(["-2017-12-31", "-2017-01-01"], BEFORE_CHRIST),
    "1117-feel-date-and-time-function": {
        **dict.fromkeys(["-2017-12-31T11:22:33", "-2017-12-31T11:22:33.456+01:35"], BEFORE_CHRIST),
        **dict.fromkeys(
            [
                "2017-12-31T00:00:00", "2017-12-31T11:22:33", "2017-12-31T11:22:33.345",
                "2017-12-31T11:22:33.123456789",
            ],
            NO_ZONE,
        ),
    },
}  # fmt: skip


def literals(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Each text that a case reads as a date or time, with the text of what it is; null where it is none."""
    read: dict[str, str] = {}
    for path in sorted(folder.glob("*.dmn")):
        for decision in ElementTree.parse(path).getroot().iter():
            texts = [one.text or "" for one in decision.iter() if one.tag.endswith("}text")]
            if decision.tag.endswith("}decision") and texts and (literal := _LITERAL.fullmatch(texts[0].strip())):
                read[decision.attrib["name"]] = literal[1]
    for path in sorted(folder.glob("*-test-*.xml")):
        for result in ElementTree.parse(path).getroot().iter():
            if result.tag.endswith("}resultNode") and result.attrib["name"] in read:
                value = next(one for one in result.iter() if one.tag.endswith("}value"))
                none = result.get("errorResult") == "true" or value.get(_NIL) == "true"
                yield read[result.attrib["name"]], None if none else value.text


def as_read(text: str) -> str | None:
    found = parse_instant(text, Place("case"), Problems())
    return None if found is None else found.isoformat()


def as_theirs(text: str | None) -> str | None:
    """What they read, as we write it: an instant in UTC, its fraction of a second cut off; a day alone stays one."""
    if text is None or text.startswith("-"):
        return text
    day, _t, clock = text.partition("T")
    if clock in ("", "00:00:00"):
        return day
    return datetime.fromisoformat(re.sub(r"\.\d+", "", text)).isoformat()


def same_instant(text: str | None) -> object:
    moment = datetime.fromisoformat(text) if text and "T" in text and not text.startswith("-") else None
    return moment.timestamp() if moment is not None and moment.tzinfo is not None else text


@pytest.mark.parametrize(
    ("name", "at_least"), [("1115-feel-date-function", 15), ("1117-feel-date-and-time-function", 40)]
)
def test_a_text_is_read_as_the_same_date_or_refused(name: str, at_least: int) -> None:
    folder = checkout("tck") / "TestCases" / "compliance-level-3" / name
    found = {text: (same_instant(as_read(text)), same_instant(as_theirs(theirs))) for text, theirs in literals(folder)}
    compared(found, EXPLAINED[name], at_least)
