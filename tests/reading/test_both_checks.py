"""The reader and the schemas allow the same: tried for each key of each kind of file, and for every file of the project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolkit.analysis.schema_check import first_fault
from protocolkit.diagnostics import Place, Problems
from protocolkit.exports.schemas import of_files
from protocolkit.model import terms
from protocolkit.model.dues import DueParts, describe
from protocolkit.model.terms import numbered
from protocolkit.reading import kind_of, shapes
from protocolkit.reading.draft2020 import schema
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.grammar.due_shapes import DUE
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import data_root

WRONG: list[Any] = [None, 5, True, "X y", [], {}, {"zz": 1}, [[1]]]
DEPTH = 5


def nodes(value: Any) -> Node:
    place = Place("f.yaml", 1, 1)
    if isinstance(value, dict):
        return Node({key: nodes(one) for key, one in value.items()}, place)
    return Node([nodes(one) for one in value] if isinstance(value, list) else value, place)


def read(shape: Any, value: Any) -> bool:
    problems = Problems()
    check(shape, nodes(value), problems)
    return not problems.errors


def within(shape: Any, known: list[Any]) -> Iterator[shapes.Map]:
    """Every map of a grammar, once."""
    shape = shapes.resolved(shape)
    if shape is None or any(shape is one for one in known):
        return
    known.append(shape)
    match shape:
        case shapes.Map(fields=fields, value=value):
            yield shape
            inner: list[Any] = [*(field.shape for field in fields.values()), value]
        case shapes.Seq(item=item) | shapes.OneOrMany(item=item):
            inner = [item]
        case shapes.ByKind(scalar=scalar, seq=seq, map=map_):
            inner = [scalar, seq, map_]
        case shapes.ByValue(cases=cases, otherwise=otherwise):
            inner = [*(one for _values, one in cases), otherwise]
        case shapes.ByKey(cases=by_key):
            inner = [*by_key.values()]
        case shapes.Either(of=of):
            inner = [*of]
        case _:
            inner = []
    for one in inner:
        yield from within(one, known)


def right(shape: Any, depth: int = DEPTH) -> Any:
    """A value that the shape allows, as small as may be."""
    shape = shapes.resolved(shape)
    match shape:
        case shapes.Text(choices=choices, examples=examples):
            return choices[0] if choices else str(examples[0]) if examples else text(shape)
        case shapes.Bool(only=only):
            return only if only is not None else True
        case shapes.Int(at_least=low) | shapes.Number(at_least=low):
            return 7 if low is None else low
        case shapes.Scalar() | shapes.Anything():
            return "x"
        case shapes.Seq(item=item):
            return [right(item, depth - 1)]
        case shapes.OneOrMany(item=item):
            return right(item, depth - 1)
        case shapes.ByKind(scalar=scalar, seq=seq, map=map_):
            return right(scalar or seq or map_, depth - 1)
        case shapes.ByValue(key=key, cases=cases):
            (values, case) = cases[0]
            return {**whole(case, (), depth - 1), key: values[0]}
        case shapes.ByKey(cases=cases):
            return whole(next(iter(cases.values())), (), depth - 1)
        case shapes.Either(of=of):
            return right(of[0], depth - 1)
        case shapes.Map():
            return whole(shape, (), depth - 1)
        case _:
            raise AssertionError(f"no value of {shape!r}")


def text(shape: shapes.Text) -> str:
    """A text that the pattern of a shape allows."""
    tried = ("name", "a-b", "a/b", "victim.age", "2026-11-20", "1 september", "0" * 64, "en", "2026-2028", "11-20", "1",
             "2026-11-20T14:30:00+05:00", "Asia/Almaty")  # fmt: skip
    return next(one for one in tried if read(shape, one))


def whole(shape: shapes.Map, with_: tuple[str, ...], depth: int = DEPTH) -> dict[str, Any]:
    """A map with some keys, and with as few others as its constraints ask for."""
    assert depth > -8, shape.says
    needed = [key for key, field in shape.fields.items() if field.required]
    kept = {key: right(shape.fields[key].shape, depth) for key in dict.fromkeys((*needed, *with_))}
    free = {right(shape.name, depth): shape.value} if shape.name is not None else {}
    if len(kept) < shape.at_least and free:
        kept |= {key: right(value, depth) for key, value in free.items()}
    for size in range(4):
        for more in combinations([key for key in shape.fields if key not in kept], size):
            # Only which keys stand together is tried here: what they hold is right already.
            tried = kept | {key: right(shape.fields[key].shape, depth) for key in more}
            if read(shape, tried):
                return tried
    raise AssertionError(f"nothing fits beside {with_} in {shape.says}")


MAPS = [(kind, one) for kind, grammar in GRAMMARS.items() for one in within(grammar, [])]
# The same map stands in several kinds of files.
DISTINCT = list({id(one): (kind, one) for kind, one in reversed(MAPS)}.values())


@pytest.mark.parametrize(("kind", "shape"), DISTINCT, ids=[f"{kind}-{one.says[:40]}" for kind, one in DISTINCT])
def test_each_key_is_allowed_and_refused_by_both_checks_alike(kind: str, shape: shapes.Map) -> None:
    validator = jsonschema.Draft202012Validator(schema(shape, hints=False))
    for key in shape.fields:
        good = whole(shape, (key,))
        assert validator.is_valid(good), good
        refused = 0
        for wrong in WRONG:
            bad = good | {key: wrong}
            allowed = read(shape, bad)
            assert validator.is_valid(bad) == allowed, bad
            refused += not allowed
        assert refused, f"{kind}: {key} takes anything"
    if shape.name is None:
        stranger = whole(shape, ()) | {"zz": 1}
        assert not read(shape, stranger)
        assert not validator.is_valid(stranger)


@cache
def due_schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(DUE, forms={"term": terms.pattern()}))


@pytest.mark.parametrize("term", terms.examples())
@pytest.mark.parametrize(
    "form", ["{}", "aim {}", "at most {}", "not before {}", "immediately, at most {}", "aim {} by office_close"]
)
def test_each_form_of_a_due_time_is_allowed_where_each_term_stands(term: str, form: str) -> None:
    assert due_schema().is_valid(form.format(term))


@given(st.integers(1, 99), st.integers(0, 99), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_each_window_is_allowed_as_it_is_said_back(low: int, more: int, unit: str) -> None:
    for due in (
        DueParts(opens=numbered(low, unit), limit=numbered(low + more, unit)),
        DueParts(aim=numbered(low, unit), limit=numbered(low + more + 1, unit)),
    ):
        assert due_schema().is_valid(describe(due))


ROOT = data_root()
FILES = sorted(
    path for folder in ("rules", "examples", "tests/language/good") for path in (ROOT / folder).rglob("*.yaml")
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_of_the_project_is_allowed_by_both_checks(path: Path) -> None:
    problems = Problems()
    node = read_file(path, problems)
    assert node is not None
    if (kind := kind_of(node)) is not None:
        check(GRAMMARS[kind], node, problems)
        assert [str(one) for one in problems.errors] == []
        assert first_fault(kind, node) is None


def test_every_kind_of_file_has_a_schema() -> None:
    assert of_files().keys() == GRAMMARS.keys()
