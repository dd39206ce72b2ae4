"""Puts the few lines of YAML that a page shows into a file that is right but for them, and asks `check` about it.

Places are given as the page shows them: counted from the first line and column of what is shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

import protocolkit
from docs_run import checked
from protocolkit import InputError

VERBS = {"must", "must_not", "should", "may", "can", "faces", "define", "route"}
# What a rule has if the page does not say otherwise.
RULE = {
    "id": "tell-police",
    "cites": '{point: "1", words: some words}',
    "by": "education_org_head",
    "must": "notify",
    "to": "police",
    "after": "report_received",
    "due": "1 hour",
    "say": "{en: Tell the police}",
}
OF_RULES = {"each", "if", "until", "via", "content", "document", "clock", "readings", "amount", "during", "standing"}
# What a file of each kind has; the key that tells its kind first.
HEADS = {
    "ruleset": {
        "ruleset": "demo/school",
        "text": "{title: {en: A made-up order}, language: en}",
        "zone": "Asia/Almaty",
        "calendar": "kz",
        "in_force": "{from: undated}",
        "reviewed_through": '"2030-01-01"',
    },
    "incident": {
        "incident": "demo/1",
        "protocol": "kz/interagency",
        "as_of": '"2026-11-20T15:00:00+05:00"',
        "facts": "{offender.role: pupil}",
        "events": '[{event: report_received, at: "2026-11-20T14:30:00+05:00"}]',
    },
    "protocol": {"protocol": "demo/both", "rulesets": "[kz/interagency]", "zone": "Asia/Almaty", "calendar": "kz"},
    "tests": {"tests": "kz/interagency"},
    "other": {},
}
TEST = """\
cases:
  - name: the parents of one child
    incident:
      parties: {victim: [{id: v1, age: 12}, {id: v2, age: 13}]}
      events: [{event: report_received, at: "2026-11-20T14:30:00+05:00"}]
    as_of: "2026-11-20T15:00:00+05:00"
"""
OF_FILE = {"case": "incident", "incident": "incident", "log": "incident", "protocol": "protocol", "national": "protocol",
           "tests": "tests", "hours": "other", "bomb": "other", "institution": "other", "notice": "other"}  # fmt: skip
_KEY = re.compile(r"^(?:- )?([a-z_]+):", re.MULTILINE)
_FLOW_KEY = re.compile(r"[{,] ?([a-z_]+):")
_NAME = re.compile(r"^# (\S+\.yaml)\n", re.MULTILINE)
_DEEP = "[[[[[[ ... ]]]]]]"
_CHARACTER = re.compile(r"<U\+([0-9A-F]{4})>")


class Framed(NamedTuple):
    """A whole file, and how many lines and columns of it are before what is shown."""

    text: str
    lines: int = 0
    columns: int = 0


def framed(shown: str, name: str) -> Framed:
    kind = OF_FILE.get(Path(name).stem, "ruleset")
    head, keys = HEADS[kind], set(_KEY.findall(shown))
    if kind == "ruleset" and shown.startswith("- "):
        return _within(_lines(head) + "rules:\n", _filled(shown), 2)
    if not keys or not head or "\n---\n" in shown:
        return Framed(shown)
    if kind == "ruleset" and keys <= RULE.keys() | OF_RULES | VERBS:
        return _within(_lines(head) + "rules:\n  - id: tell-police\n", shown + _missing(keys | {"id"}), 4)
    if kind == "tests" and "expect" in keys:
        return _within(_lines(head) + TEST, shown, 4)
    if kind == "ruleset" and "rules" not in keys:
        shown += "rules:\n  - id: tell-police\n" + indent(_missing({"id"}), "    ")
    telling = next(iter(head))
    above = "" if telling in keys else f"{telling}: {head[telling]}\n"
    return Framed(above + shown + _lines(head, keys | {telling}), above.count("\n"))


def problems(shown: str, name: str, folder: Path) -> list[str]:
    """What is said of what is shown: by `check`, and of a case that passes it by its plan."""
    parts = _NAME.split(shown)
    files = dict(zip(parts[1::2], parts[2::2], strict=True)) or {name: shown}
    framings = {file: framed(_meant(text), file) for file, text in files.items()}
    for file, frame in framings.items():
        encoding = "windows-1251" if "Windows-1251" in frame.text else "utf-8"
        (folder / file).write_text(frame.text, encoding=encoding)
    said = checked([folder / file for file in files])
    if not said and OF_FILE.get(Path(name).stem) == "incident":
        try:
            protocolkit.plan(folder / name)
        except InputError as error:
            said = [str(one) for one in error.problems]
    for file, frame in framings.items():
        said = [_as_shown(one, file, frame) for one in said]
    return [f"{one}\n" for one in said]


def _as_shown(line: str, file: str, frame: Framed) -> str:
    """A line of output with the places in this file as the page counts them."""
    place = re.compile(rf"(?:\S*/)?{re.escape(file)}(?::(\d+):(\d+))?")

    def placed(found: re.Match[str]) -> str:
        return f"{file}:{int(found[1]) - frame.lines}:{int(found[2]) - frame.columns}" if found[1] else file

    return place.sub(placed, line)


def _meant(shown: str) -> str:
    """What cannot be shown as it is: characters of control, and what is too deep for a page."""
    text = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), shown)
    return text.replace(_DEEP, "[" * 70 + "]" * 70)


def _within(above: str, body: str, columns: int) -> Framed:
    return Framed(above + indent(body, " " * columns), above.count("\n"), columns)


def _lines(defaults: dict[str, str], given: set[str] | None = None) -> str:
    return "".join(f"{key}: {value}\n" for key, value in defaults.items() if key not in (given or ()))


def _missing(keys: set[str]) -> str:
    """What a rule still lacks. One that cites its point is shown whole."""
    if {"id", "cites", "by"} <= keys:
        return ""
    lacking = dict(RULE)
    if keys & VERBS:
        del lacking["must"]
    for key in ("after", "due", "to") if keys & {"standing", "during"} else ():
        del lacking[key]
    return _lines(lacking, keys)


def _filled(items: str) -> str:
    """A list of rules, each with what it lacks: in place of `...` in braces, or below its last line."""
    found = []
    for item in re.split(r"^(?=- )", items, flags=re.MULTILINE):
        if ", ...}" in item:
            found.append(item.replace("...}", ", ".join(_missing(set(_FLOW_KEY.findall(item))).splitlines()) + "}"))
        elif item.startswith("- ") and not item.startswith("- {"):
            keys = {key for line in item.splitlines() for key in re.findall(r"^(?:- |  )([a-z_]+):", line)}
            found.append(item + indent(_missing(keys), "  "))
        else:
            found.append(item)
    return "".join(found)
