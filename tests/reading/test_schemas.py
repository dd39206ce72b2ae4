"""The JSON Schemas: made from the same shapes as the reader's check, and no staler than them."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from protocolkit.building.rule_files import REVIEWED
from protocolkit.diagnostics import Place, Problems
from protocolkit.exports.schemas import as_text, generate
from protocolkit.reading.draft2020 import schema
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check
from protocolkit.reading.shapes import (
    Anything,
    ByKey,
    Constraint,
    Exactly,
    Map,
    Needs,
    OnlyWith,
    Refuses,
    Some,
    optional,
    required,
)
from protocolkit.reading.yaml12 import read_text
from protocolkit.resources import rules_dir, schemas_dir

STRUCTURE = Path(__file__).parents[1] / "files" / "structure"
GOOD = sorted((STRUCTURE / "good").iterdir())
BAD = sorted(path for path in (STRUCTURE / "bad").iterdir() if path.suffix != ".txt")
SHIPPED = sorted(path for path in rules_dir().rglob("*.yaml") if path.name != REVIEWED)  # a list without a kind


def kind(path: Path) -> str:
    return path.stem.partition("-")[0]


def document(path: Path) -> Any:
    node = read_text(path.read_bytes(), path.name, Problems())
    return node.plain() if node else None


@cache
def validator(kind: str, *, hints: bool = True) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(generate()[kind] if hints else schema(GRAMMARS[kind], hints=False))


@pytest.mark.parametrize("name", sorted(generate()))
def test_a_written_schema_is_what_the_shapes_and_types_say_now(name: str) -> None:
    written = (schemas_dir() / f"{name}.json").read_text(encoding="utf-8")
    assert written == as_text(generate()[name]), "stale: run `nox -s fresh`"


def test_there_is_no_schema_without_a_shape_or_a_type() -> None:
    found = schemas_dir().rglob("*.json")
    assert {path.relative_to(schemas_dir()).with_suffix("").as_posix() for path in found} == set(generate())


@pytest.mark.parametrize("name", sorted(generate()))
def test_every_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(generate()[name])


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.name)
def test_the_schema_accepts_a_good_file(path: Path) -> None:
    assert [e.message for e in validator(kind(path)).iter_errors(document(path))] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(rules_dir())))
def test_the_schema_a_shipped_file_names_accepts_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = text.partition("\n")[0]
    assert first.startswith("# yaml-language-server: $schema=")
    named = (path.parent / first.partition("=")[2].strip()).resolve()
    assert named.parent == schemas_dir().resolve()
    assert [f"{e.json_path} {e.message}" for e in validator(named.stem).iter_errors(document(path))] == []


@pytest.mark.parametrize("path", [path for path in BAD if document(path) is not None], ids=lambda p: p.name)
def test_the_schema_refuses_a_file_with_a_bad_structure(path: Path) -> None:
    assert not validator(kind(path)).is_valid(document(path))


WORDS = ["", " ", "x", "Police", "2026-11-20", "undated", "victim.is_minor"]
STRANGE: list[Any] = [*WORDS, None, True, False, 0, -1, 7, 22.5, [], {}, ["x"], [1], [[]], {"any": ["x"]}, {"all": []}]
KEYS = [
    "any",
    "all",
    "not",
    "event",
    "done",
    "due",
    "standing",
    "every",
    "define",
    "must",
    "x",
    "X",
    "victim.age",
    "else",
    "to",
]


def damaged(value: Any, dice: random.Random) -> Any:
    """The document with one value or key changed, added or taken away."""
    value = copy.deepcopy(value)
    here, path = value, []
    while isinstance(here, dict | list) and here and (not path or dice.random() < 0.8):
        key: Any = dice.choice(list(here)) if isinstance(here, dict) else dice.randrange(len(here))
        path.append((here, key))
        here = here[key]
    holder, key = path[-1]
    match dice.choice(["replace", "remove", "add", "rename"]):
        case "remove":
            del holder[key]
        case "add" if isinstance(here, dict):
            here[dice.choice(KEYS)] = copy.deepcopy(dice.choice(STRANGE))
        case "add" if isinstance(here, list):
            here.append(copy.deepcopy(dice.choice(STRANGE)))
        case "rename" if isinstance(holder, dict):
            holder[dice.choice(KEYS)] = holder.pop(key)
        case _:
            holder[key] = copy.deepcopy(dice.choice(STRANGE))
    return value


def nodes(value: Any) -> Node:
    place = Place("f.yaml", 1, 1)
    if isinstance(value, dict):
        return Node({key: nodes(one) for key, one in value.items()}, place)
    return Node([nodes(one) for one in value] if isinstance(value, list) else value, place)


CONSTRAINTS = [
    Exactly("a or b", ("a", "b", "c")),
    Exactly("a or b", ("a", "b"), at_least=0),
    Some("a or b", ("a", "b")),
    Some("a", ("a",), unless=("c", "d")),
    Needs("a", ("b", "c")),
    Needs("a", ("b",), and_when=("c", "d")),
    Needs("a", ("b",), and_when=("c",), unless=("d",)),
    Refuses(("a", "b"), ("c", "d"), "a reason"),
    OnlyWith(("a", "b"), ("c", "d")),
]


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=repr)
def test_a_constraint_means_the_same_to_reader_and_schema_for_every_set_of_keys(constraint: Constraint) -> None:
    fields = {key: optional(Anything()) for key in "abcd"}
    shape = Map(fields=fields, constraints=(constraint,), at_least=0)
    assert {agreed(shape, dict.fromkeys(keys, 1)) for keys in every_set("abcd")} == {True, False}


def test_a_choice_by_key_means_the_same_to_reader_and_schema_for_every_set_of_keys() -> None:
    one = required(Anything())
    shape = ByKey(says="choice", cases={
        "a": Map(fields={"a": one, "c": optional(Anything())}), "b": Map(fields={"b": one}), "d": Map(fields={"d": one, "c": one}),
    })  # fmt: skip
    assert {keys for keys in every_set("abcd") if agreed(shape, dict.fromkeys(keys, 1))} == {
        ("a",), ("b",), ("a", "c"), ("c", "d"),
    }  # fmt: skip


def every_set(keys: str) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))


def agreed(shape: Any, value: Any) -> bool:
    """Whether the value is allowed, which reader and schema must agree on."""
    problems = Problems()
    check(shape, nodes(value), problems)
    valid = jsonschema.Draft202012Validator(schema(shape)).is_valid(value)
    assert valid == (not problems.errors), (value, list(map(str, problems)))
    return valid


@pytest.mark.parametrize("path", [p for p in GOOD if p.suffix == ".yaml"], ids=lambda p: p.name)
def test_reader_and_schema_agree_on_damaged_documents(path: Path) -> None:
    good, dice = document(path), random.Random(path.name)
    accepted = refused = 0
    for _ in range(300):
        bad = damaged(good, dice)
        problems = Problems()
        check(GRAMMARS[kind(path)], nodes(bad), problems)
        schema_of = validator(kind(path), hints=False)
        valid = schema_of.is_valid(bad)  # stops at the first error; all of them are told only where they disagree
        told = [] if valid != bool(problems.errors) else [one.message for one in schema_of.iter_errors(bad)]
        assert valid != bool(problems.errors), (bad, list(map(str, problems)), told)
        refused += not valid
        accepted += valid
    assert refused > 50
    assert accepted > 5
