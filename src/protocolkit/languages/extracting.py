"""The messages to translate, by domain: marked in the code, said as help by commands, written in the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from protocolkit.resources import rules_dir

PACKAGE = Path(__file__).parents[1]
DIAGNOSTIC = ("reading", "vocabulary", "rulesets", "incidents", "analysis", "diagnostics.py", "scaffold")
MARKS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
WRITTEN = ("because", "note")  # keys of rule files under which encoders explain themselves

Messages = dict[tuple[str, str | tuple[str, str]], list[str]]
"""Context and text (or the two forms of a plural), and the places that say it."""


def messages() -> dict[str, Messages]:
    """Every message by domain; one that the interface says is not repeated in the others."""
    found: dict[str, Messages] = {"interface": {}, "diagnostics": {}, "rules": {}}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        domain = "diagnostics" if name.startswith(DIAGNOSTIC) else "interface"
        for key in (*_marked(path), *_help(path)):
            found[domain].setdefault(key, []).append(name)
    for path in sorted(rules_dir().rglob("*.yaml")):
        if "tests" not in path.parts:
            for text in _written(path):
                found["rules"].setdefault(("", text), []).append(path.relative_to(rules_dir()).as_posix())
    for later, earlier in (("diagnostics", "interface"), ("rules", "interface"), ("rules", "diagnostics")):
        for key in found[earlier].keys() & found[later].keys():
            found[earlier][key] += found[later].pop(key)
    return {domain: {key: sorted(set(places)) for key, places in one.items()} for domain, one in found.items()}


def _marked(path: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    from babel.messages.extract import extract

    with path.open("rb") as file:
        for _line, text, _comments, context in extract("python", file, keywords=MARKS, options={"encoding": "utf-8"}):
            yield context or "", text if isinstance(text, str) else (text[0], text[1])


def _help(path: Path) -> Iterator[tuple[str, str]]:
    """What `--help` says: the docstring of a command and the `help` of its options."""
    if path.parent.name != "cli":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == "run" and (said := ast.get_docstring(node)):
            for paragraph in said.split("\n\n"):
                yield "", " ".join(paragraph.split())
        if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield "", str(node.value.value)


def _written(path: Path) -> Iterator[str]:
    from yaml import CSafeLoader, load

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, list):
            for one in value:
                yield from walk(one)
        elif isinstance(value, dict):
            for key, one in value.items():
                if key in WRITTEN and isinstance(one, str):
                    yield one
                else:
                    yield from walk(one)

    yield from walk(load(path.read_text("utf-8"), CSafeLoader))
