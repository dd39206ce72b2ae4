"""Each code of a warning that a plan can carry has a page, and each page a code somewhere in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from docs_pages import blocks
from protocolkit.resources import data_root

PAGES = data_root() / "docs" / "reference" / "warnings"
SOURCE = data_root() / "src" / "protocolkit"
# Where a case is read: what is only warned of there comes with the plan, with underscores.
READING = ("reading/*.py", "building/build_*.py", "calendars/instants.py", "calendars/institution.py")

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the pages lie in the source tree only")


def noted(source: str) -> Iterator[str]:
    """The codes that a module notes: `Caution("x", ...)`, `case.warn("x", ...)`, and what a term's `cautions` yields."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Caution") | ast.Attribute(attr="warn"), args=[ast.Constant(str(code)), *_]):
                yield code
            case ast.FunctionDef(name="cautions"):
                for inner in ast.walk(node):
                    match inner:
                        case ast.Yield(value=ast.Tuple(elts=[ast.Constant(str(code)), *_])):
                            yield code


def warned(source: str) -> Iterator[str]:
    """The diagnostics that a module only warns of, as a plan names them."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="warning"), args=[ast.Constant(str(code)), *_]):
                yield code.replace("-", "_")


def codes() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))]
    readers = [path.read_text(encoding="utf-8") for pattern in READING for path in sorted(SOURCE.glob(pattern))]
    return {code for text in sources for code in noted(text)} | {code for text in readers for code in warned(text)}


def pages() -> set[str]:
    return {page.stem for page in PAGES.glob("*.md")} - {"index"}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert codes() == pages()


@pytest.mark.parametrize("code", sorted(pages()))
def test_a_page_says_what_to_do_and_its_example_makes_the_warning(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code}\n")
    assert "## What to do" in text
    # What tests/test_docs_run.py compares with what is printed.
    (*_, printed) = blocks(text, code)
    assert re.search(rf"[\"']{code}[\"']", printed.text)
    assert printed.language in ("text", "python")


def test_every_page_is_listed() -> None:
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(([a-z_]+)\.md\)", index)) == pages()


def test_codes_are_found_however_they_are_noted() -> None:
    module = """
class Week:
    def cautions(self):
        yield "on_a_monday", say("it is a Monday")
def other(case, problems):
    yield Caution("a_caution", say("so"))
    case.warn(
        "a_note", say("so")
    )
    problems.warning("a-diagnostic", say("so"))
    yield "no_code", say("so")
"""
    assert set(noted(module)) == {"on_a_monday", "a_caution", "a_note"}
    assert set(warned(module)) == {"a_diagnostic"}
