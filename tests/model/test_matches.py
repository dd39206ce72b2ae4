"""A match over the model says what becomes of a part that is added later: a type error, or a default on purpose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import protocolkit

SOURCES = Path(protocolkit.__file__).parent


def silent_defaults(source: str) -> Iterator[int]:
    """The lines of `case _` that would swallow what is added to the model, without a word why."""
    tree, lines = ast.parse(source), source.splitlines()
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    of_model = {
        name.asname or name.name
        for one in imports if (one.module or "").startswith("protocolkit.model") for name in one.names
    }  # fmt: skip
    for match in (one for one in ast.walk(tree) if isinstance(one, ast.Match)):
        default = match.cases[-1]
        named = {
            part.cls.id
            for case in match.cases for part in ast.walk(case.pattern)
            if isinstance(part, ast.MatchClass) and isinstance(part.cls, ast.Name)
        }  # fmt: skip
        wild = isinstance(default.pattern, ast.MatchAs) and default.pattern.pattern is None and default.guard is None
        if wild and named & of_model and not _refuses(default.body[0]) and "#" not in lines[default.pattern.lineno - 1]:
            yield default.pattern.lineno


def _refuses(statement: ast.stmt) -> bool:
    called = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and statement.value.func
    return isinstance(statement, ast.Raise) or (isinstance(called, ast.Name) and called.id == "assert_never")


@pytest.mark.parametrize("package", sorted({one.relative_to(SOURCES).parts[0] for one in SOURCES.rglob("*.py")}))
def test_no_match_over_the_model_has_a_default_in_silence(package: str) -> None:
    files = [SOURCES / package] if package.endswith(".py") else sorted((SOURCES / package).rglob("*.py"))
    found = {str(one.relative_to(SOURCES)): [*silent_defaults(one.read_text("utf-8"))] for one in files}
    assert not {file: lines for file, lines in found.items() if lines}


HEAD = "from protocolkit.model.conditions import Any as AnyOf, Not\nfrom elsewhere import Other\n"
MATCH = "match one:\n    case AnyOf() | Not():\n        pass\n"


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (HEAD + MATCH + "    case _:\n        pass\n", [6]),
        (HEAD + MATCH + "    case rest:\n        print(rest)\n", [6]),
        (HEAD + MATCH + "    case _:\n        assert_never(one)\n", []),
        (HEAD + MATCH + "    case _:  # the others have no parts\n        pass\n", []),
        (HEAD + MATCH.replace("AnyOf() | Not()", "Other()") + "    case _:\n        pass\n", []),
    ],
    ids=["a wildcard", "a name for whatever is left", "a type error", "said why", "not of the model"],
)
def test_a_default_in_silence_is_found(code: str, lines: list[int]) -> None:
    assert [*silent_defaults(code)] == lines
