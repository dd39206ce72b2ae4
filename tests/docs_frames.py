"""Puts the few lines of YAML that a page shows into a file that is right but for them, and asks `check` about it.

Places are given as the page shows them: counted from the first line and column of what is shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

from docs_run import checked

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
        "events": '[{event: report_received, at: "2026-11-20T14:30:00+05:00"}]',
        "as_of": '"2026-11-20T15:00:00+05:00"',
    },
    "protocol": {"protocol": "demo/both", "rulesets": "[kz/interagency]", "zone": "Asia/Almaty", "calendar": "kz"},
    "tests": {"tests": "kz/interagency"},
    "calendar": {},
}
_KIND = {"rules": "ruleset", "region": "ruleset", "case": "incident", "incident": "incident", "log": "incident"}
_KEY = re.compile(r"^(?:- )?([a-z_]+):", re.MULTILINE)
_FLOW_KEY = re.compile(r"[{,] ?([a-z_]+):")


def kind_of_file(name: str) -> str:
    stem = Path(name).stem
    return _KIND.get(stem, stem)


def framed(shown: str, name: str) -> tuple[str, int, int]:
    """The whole file, the lines before what is shown, and the columns before it."""
    kind = kind_of_file(name)
    keys = set(_KEY.findall(shown))
    head = HEADS.get(kind, {})
    if kind == "ruleset":
        if shown.startswith(("- ", "#")) and "\n- " in f"\n{shown}":
            return _before(head, "rules:\n", indent(_filled(shown), "  "), 2)
        if keys <= set(RULE) | OF_RULES | VERBS:
            return _before(head, "rules:\n  - id: tell-police\n", indent(shown + _missing(keys | {"id"}), "    "), 4)
        rules = (
            "" if "rules" in keys else "rules:\n" + indent("- id: tell-police\n" + indent(_missing({"id"}), "  "), "  ")
        )
        return shown + _lines(head, keys) + rules, 0, 0
    return shown + _lines(head, keys), 0, 0


def problems(shown: str, name: str, folder: Path) -> list[str]:
    """What `check` says of what is shown, as it would be printed."""
    text, lines, columns = framed(shown, name)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    place = re.compile(rf"(?:\S*/)?{re.escape(name)}:(\d+):(\d+)")
    said = [place.sub(lambda m: f"{name}:{int(m[1]) - lines}:{int(m[2]) - columns}", one) for one in checked([path])]
    return [re.sub(rf"\S*/{re.escape(name)}", name, one) + "\n" for one in said]


def _before(head: dict[str, str], opening: str, body: str, columns: int) -> tuple[str, int, int]:
    text = _lines(head, set()) + opening
    return text + body, text.count("\n"), columns


def _lines(defaults: dict[str, str], given: set[str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in defaults.items() if key not in given)


def _missing(keys: set[str]) -> str:
    """What a rule still lacks. One that cites its point is shown whole."""
    if "cites" in keys and "id" in keys and "by" in keys:
        return ""
    lacking = dict(RULE)
    if keys & VERBS:
        del lacking["must"]
    for key in ("after", "due", "to") if keys & {"standing", "during", "define"} else ():
        del lacking[key]
    return _lines(lacking, keys)


def _filled(items: str) -> str:
    """A list of rules, each with what it lacks: in place of `...` in braces, or below its last line."""
    found = []
    for item in re.split(r"^(?=- )", items, flags=re.MULTILINE):
        if ", ...}" in item:
            missing = _missing(set(_FLOW_KEY.findall(item))).splitlines()
            item = item.replace("...}", ", ".join(missing) + "}")
        elif item.startswith("- ") and not item.startswith("- {"):
            keys = {key for line in item.splitlines() for key in re.findall(r"^(?:- |  )([a-z_]+):", line)}
            item += indent(_missing(keys), "  ")
        found.append(item)
    return "".join(found)
