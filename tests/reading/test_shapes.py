"""The structure of files: what the shapes allow, and the exact words for what they do not.

A file in `files/structure/bad` has its diagnostics beside it, in NAME.txt; its name begins with its kind. To accept new
wording, run with PROTOCOLKIT_ACCEPT=1 and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocolkit.building.rule_files import REVIEWED
from protocolkit.diagnostics import Place, Problems
from protocolkit.reading import KINDS, kind_of, load_document
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check
from protocolkit.reading.shapes import (
    Anything,
    ByKey,
    Exactly,
    Int,
    Map,
    Named,
    Needs,
    OneOrMany,
    Seq,
    Text,
    optional,
    required,
)
from protocolkit.reading.yaml12 import read_text
from protocolkit.resources import rules_dir

STRUCTURE = Path(__file__).parents[1] / "files" / "structure"
GOOD = sorted((STRUCTURE / "good").iterdir())
BAD = sorted(path for path in (STRUCTURE / "bad").iterdir() if path.suffix != ".txt")
SHIPPED = sorted(path for path in rules_dir().rglob("*.yaml") if path.name != REVIEWED)  # a list without a kind
PAGES = rules_dir().parent / "docs" / "reference" / "diagnostics"


def kind(path: Path) -> str:
    return path.stem.partition("-")[0]


def diagnostics(path: Path) -> str:
    problems = Problems()
    load_document(path, kind(path), problems, display=path.name)
    return "".join(f"{p}\n" for p in problems)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.name)
def test_a_good_file_has_no_problem(path: Path) -> None:
    assert diagnostics(path) == ""


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.name)
def test_a_bad_file_has_exactly_the_diagnostics_beside_it(path: Path) -> None:
    expected = path.with_suffix(".txt")
    found = diagnostics(path)
    if os.environ.get("PROTOCOLKIT_ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(rules_dir())))
def test_every_shipped_file_has_the_structure_of_its_kind(path: Path) -> None:
    problems = Problems()
    node = read_text(path.read_bytes(), path.name, problems)
    assert node is not None
    found = kind_of(node)
    assert found is not None
    check(GRAMMARS[found], node, problems)
    assert list(map(str, problems)) == []


def test_every_code_in_a_bad_file_has_its_page() -> None:
    codes = {line.split(" ")[1] for path in BAD for line in path.with_suffix(".txt").read_text("utf-8").splitlines()}
    assert {code for code in codes if not (PAGES / f"{code}.md").is_file()} == set()


def test_the_kind_of_a_file_is_told_by_its_top_key() -> None:
    for path in GOOD:
        node = read_text(path.read_bytes(), path.name, Problems())
        assert node is not None
        assert kind_of(node) == kind(path)
    assert kind_of(Node({}, Place("f"))) is None
    assert {kind(path) for path in GOOD} == set(KINDS)


def test_loading_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        load_document(Path("any.yaml"), "rulebook", Problems())


def codes(shape: Any, text: str) -> list[str]:
    problems = Problems()
    node = read_text(text, "f.yaml", problems)
    assert node is not None
    check(shape, node, problems)
    return [p.code for p in problems]


def test_all_problems_of_a_map_are_reported_at_once() -> None:
    shape = Map(fields={"a": required(Text()), "b": optional(Int(at_least=1)), "c": optional(Seq(Int()))})
    assert codes(shape, "b: 0\nc: [x, y]\nd: 1") == [
        "missing-key",
        "out-of-range",
        "wrong-type",
        "wrong-type",
        "unknown-key",
    ]


def test_a_key_without_a_value_is_never_taken_for_given() -> None:
    shape = Map(fields={"a": required(Anything())}, name=Text(pattern="[a-z]+"), value=Anything())
    assert codes(shape, "a:\nb: ~") == ["null-value", "null-value"]


def test_one_or_many_takes_an_item_or_a_list_but_no_empty_list() -> None:
    shape = OneOrMany(Text(pattern="[a-z]+"))
    assert codes(shape, "a") == codes(shape, "[a, b]") == []
    assert codes(shape, "[]") == ["empty-value"]
    assert codes(shape, "[a, B]") == ["wrong-form"]


def test_a_choice_by_key_reports_a_second_choice_and_checks_the_first() -> None:
    shape = ByKey(
        says="choice", cases={"a": Map(fields={"a": required(Int())}), "b": Map(fields={"b": required(Int())})}
    )
    assert codes(shape, "{a: x, b: 1}") == ["wrong-type", "exclusive-keys"]
    assert codes(shape, "{c: 1}") == ["missing-key"]


def test_a_need_is_waived_by_what_stands_instead() -> None:
    shape = Map(name=Text(), value=Anything(), constraints=(Needs("due", ("must",), ("after",), unless=("standing",)),))
    assert codes(shape, "{must: a, after: b}") == ["missing-key"]
    assert codes(shape, "{must: a}") == codes(shape, "{must: a, after: b, standing: c}") == []


def test_a_shape_may_contain_itself() -> None:
    tree: Any = Named("test-tree", lambda: Map(fields={"leaf": optional(Int()), "left": optional(tree)},
                                               constraints=(Exactly("content", ("leaf", "left")),)))  # fmt: skip
    assert codes(tree, "{left: {left: {leaf: 1}}}") == []
    assert codes(tree, "{left: {left: {leaf: x}}}") == ["wrong-type"]


KEYS = st.sampled_from(
    sorted(
        {key for grammar in GRAMMARS.values() for key in grammar.fields}
        | {"any", "all", "if", "due", "after", "event", "by"}
    )
)
SCALARS = (
    st.sampled_from(["", "police", "victim.is_minor", "2026-11-20", "1 hour", "\u0085", "Text"])
    | st.integers()
    | st.booleans()
)


def nodes(value: Any) -> Node:
    place = Place("f.yaml", 1, 1)
    if isinstance(value, dict):
        return Node({key: nodes(one) for key, one in value.items()}, place)
    return Node([nodes(one) for one in value] if isinstance(value, list) else value, place)


@given(
    st.sampled_from(KINDS),
    st.recursive(
        SCALARS | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5),
        max_leaves=25,
    ),
)
@settings(max_examples=400, deadline=None)
def test_checking_never_raises(kind: str, value: Any) -> None:
    problems = Problems()
    check(GRAMMARS[kind], nodes(value), problems)
    assert all(str(p) for p in problems)
