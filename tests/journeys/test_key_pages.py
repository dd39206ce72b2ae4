"""Every key that a file may have stands on the page about files of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from protocolkit.reading.grammar.atom_shapes import LABEL
from protocolkit.reading.grammar.condition_shapes import COND
from protocolkit.reading.grammar.incident_shapes import AGENDA, INCIDENT
from protocolkit.reading.grammar.institution_shapes import INSTITUTION
from protocolkit.reading.grammar.moment_shapes import MOMENT
from protocolkit.reading.grammar.name_shapes import NAMES
from protocolkit.reading.grammar.people_shapes import PEOPLE
from protocolkit.reading.grammar.rule_shapes import ADDED, CHANGED, PATCH, RULE, TIME
from protocolkit.reading.grammar.ruleset_shapes import PROTOCOL, RULESET
from protocolkit.reading.grammar.ruletest_shapes import RULETEST
from protocolkit.reading.shapes import Map, Named, optional
from protocolkit.resources import data_root

REFERENCE = data_root() / "docs" / "reference"
# What has pages of its own; the case within a test has, too.
ELSEWHERE = (RULE, PATCH, ADDED, CHANGED, COND, MOMENT, TIME, PEOPLE, LABEL, NAMES, INSTITUTION)
PAGES = {
    "incident-file": (INCIDENT, AGENDA, INSTITUTION),
    "protocol-file": (RULESET, PROTOCOL),
    "names-and-params": (NAMES,),
    "rule-test-file": (RULETEST,),
}

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the pages lie in the source tree only")


def keys(shape: Any, known: list[Any]) -> Iterator[str]:
    """The fixed keys of a shape and of all within it, once each shape."""
    if any(shape is one for one in known):
        return
    known.append(shape)
    match shape:
        case Named():
            yield from keys(shape.make(), known)
        case Map(fields=fields):
            yield from fields
            for field in fields.values():
                yield from keys(field.shape, known)
            yield from keys(shape.value, known)
        case msgspec.Struct():
            for name in shape.__struct_fields__:
                yield from keys(getattr(shape, name), known)
        case dict() | list() | tuple():
            for one in shape.values() if isinstance(shape, dict) else shape:
                yield from keys(one, known)


def wanted(page: str) -> set[str]:
    shapes = PAGES[page]
    known: list[Any] = [one for one in ELSEWHERE if one not in shapes]
    if page == "rule-test-file":
        incident = set(keys(INCIDENT, list(ELSEWHERE)))
        return {key for one in shapes for key in keys(one, known)} - (incident - {"rule", "to", "for", "by", "due"})
    return {key for one in shapes for key in keys(one, known)}


def unsaid(page: str, text: str) -> list[str]:
    """The keys that a page does not show as code."""
    inline = [token for token in MarkdownIt().enable("table").parse(text) if token.type == "inline"]
    code = [child.content for token in inline for child in token.children or () if child.type == "code_inline"]
    shown = {word for one in code for word in re.findall(r"\w+", one)}
    return sorted(wanted(page) - shown)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_every_key(page: str) -> None:
    assert unsaid(page, (REFERENCE / f"{page}.md").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_key_that_is_left_out_is_noticed(page: str) -> None:
    text = (REFERENCE / f"{page}.md").read_text(encoding="utf-8")
    key = sorted(wanted(page))[0]
    assert unsaid(page, re.sub(rf"\b{key}\b", "", text)) == [key]


def test_keys_are_found_in_all_that_a_shape_holds() -> None:
    inner = Map(says="inner", fields={"deep": optional(None)})
    assert set(keys(Map(says="outer", fields={"top": optional(inner)}, value=inner), [])) == {"top", "deep"}
