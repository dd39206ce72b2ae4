"""The messages to translate, by domain: marked in the code, said of options by `--help`, written in the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from protocolkit.languages.written import written

PACKAGE = Path(__file__).parents[1]
DIAGNOSTIC = ("reading", "building", "analysis", "diagnostics.py", "scaffold")
MARKS = ("_", "N_", "ngettext", "pgettext", "say", "counted", "in_context")

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
    for text, file in written():
        found["rules"].setdefault(("", text), []).append(file)
    for later, earlier in (("diagnostics", "interface"), ("rules", "interface"), ("rules", "diagnostics")):
        for key in found[earlier].keys() & found[later].keys():
            found[earlier][key] += found[later].pop(key)
    return {domain: {key: sorted(set(places)) for key, places in one.items()} for domain, one in found.items()}


def _marked(path: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            match node.func.id, said:
                case "_" | "N_" | "say", [text]:
                    yield "", text
                case "ngettext" | "counted", [one, many]:
                    yield "", (one, many)
                case "pgettext" | "in_context", [context, text]:
                    yield context, text


def _help(path: Path) -> Iterator[tuple[str, str]]:
    """What `--help` says of options and arguments: their `help`, and names in capitals that stand for a value."""
    if path.parent.name != "cli":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            said = str(node.value.value)
            if node.arg == "help" or (node.arg == "name" and said.isupper()):
                yield "", said
