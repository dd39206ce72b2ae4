"""The messages to translate, by domain, as Babel finds them: marked in the code, said by `--help`, written in rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir, extract_python

from protocolkit.languages.speaking import LANGUAGES
from protocolkit.languages.written import extract_rules, quotes
from protocolkit.resources import rules_dir

PACKAGE = Path(__file__).parents[1]
DIAGNOSTIC = ("reading", "building", "analysis", "diagnostics.py", "scaffold")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "say": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "pgettext": ((1, "c"), 2),
    "in_context": ((1, "c"), 2),
}

Messages = dict[tuple[str, str | tuple[str, str]], list[str]]
"""Context and text (or the two forms of a plural), and the places that say it."""
Found = Iterator[tuple[int, Any, Any, Any]]
"""What an extractor of Babel yields: line, the function that marks, its texts, comments."""


def messages() -> dict[str, Messages]:
    """Every message by domain; one that the interface says is not repeated in the others."""
    found: dict[str, Messages] = {"interface": {}, "diagnostics": {}, "rules": {}}
    for name, key in _extracted(PACKAGE, _methods()):
        domain = "diagnostics" if name.startswith(DIAGNOSTIC) else "interface"
        found[domain].setdefault(key, []).append(name)
    for name, key in _extracted(rules_dir(), [("**/tests/**", "ignore"), ("**.yaml", extract_rules)]):
        found["rules"].setdefault(key, []).append(name)
    for later, earlier in (("diagnostics", "interface"), ("rules", "interface"), ("rules", "diagnostics")):
        for key in found[earlier].keys() & found[later].keys():
            found[earlier][key] += found[later].pop(key)
    return {domain: {key: sorted(set(places)) for key, places in one.items()} for domain, one in found.items()}


def quoted(folder: Path | None = None) -> dict[str, Messages]:
    """By language: the quotes of the rules whose readers are shown them in another one."""
    found: dict[str, Messages] = {language: {} for language in LANGUAGES}
    for file in sorted((folder or rules_dir()).rglob("*.yaml")):
        name = file.relative_to(folder or rules_dir()).as_posix()
        for language, quote in quotes(file) if "/tests/" not in name else ():
            places = found[language].setdefault(("", quote), [])
            places += [name] if name not in places else []
    return found


def _methods() -> list[tuple[str, Any]]:
    """How each kind of file is read. That of templates comes with Jinja, which an extra brings."""
    return [("web/templates/**.html", "jinja2"), ("cli/**.py", extract_cli), ("**.py", "python")]


def _extracted(folder: Path, methods: list[tuple[str, Any]]) -> Iterator[tuple[str, tuple[str, Any]]]:
    for name, _line, text, _comments, context in extract_from_dir(folder, methods, keywords=KEYWORDS):
        yield name, (context or "", text)


def extract_cli(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Found:
    """A module of the command line: what is marked, and what `--help` says of options and arguments.

    That is their `help`, and names in capitals that stand for a value.
    """
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            said = str(node.value.value)
            if node.arg == "help" or (node.arg == "name" and said.isupper()):
                yield node.value.lineno, None, said, []
