"""Where the shipped texts differ, as it was found by reading them, question by question."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from plain_yaml import plain
from protocolkit.comparing.compare import Comparison, Row, compare
from protocolkit.comparing.sides import sides
from protocolkit.resources import data_root

TABLE = plain(data_root() / "tests" / "tables" / "texts_compared.yaml")
QUESTIONS = [(pair, one) for pair, several in TABLE.items() for one in several]


@cache
def found(pair: str) -> Comparison:
    a, b = pair.split()
    return compare(*sides(a, b), cases=False)


def rows_of(pair: str, rules: list[str | None]) -> list[Row]:
    """The rows about both rules, or about the one."""
    return [
        row for row in found(pair).rows
        if [row.a.name if row.a else None, row.b.name if row.b else None] == rules
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "one"), [(pair, one) for pair, one in QUESTIONS if "kind" in one], ids=lambda one: _called(one)
)
def test_a_question_that_two_texts_answer_is_a_row(pair: str, one: dict[str, Any]) -> None:
    rows = [row for row in rows_of(pair, one["rules"]) if one.get("to", "") in ("", *row.people)]
    assert {row.kind for row in rows} == {one["kind"]}
    wanted = set(one.get("in", ()))
    assert any(wanted <= {difference.what for difference in row.differences} for row in rows)


@pytest.mark.parametrize(
    ("pair", "one"), [(pair, one) for pair, one in QUESTIONS if "apart" in one], ids=lambda one: _called(one)
)
def test_what_two_texts_call_by_two_names_stands_in_two_rows(pair: str, one: dict[str, Any]) -> None:
    a, b = one["rules"]
    assert [row.kind for row in rows_of(pair, [a, None])] == ["only_a"]
    assert [row.kind for row in rows_of(pair, [None, b])] == ["only_b"]


def test_every_question_has_a_row_or_a_reason_why_there_is_none() -> None:
    for pair, one in QUESTIONS:
        assert sum(key in one for key in ("kind", "apart", "no_row")) == 1, (pair, one["question"])
        assert len(one.get("no_row", one.get("apart", "said in the row"))) > 10


def test_no_text_of_a_country_is_merged_into_another() -> None:
    """Comparing across the border says which is the stricter; no protocol has texts of both."""
    for pair in TABLE:
        countries = {side.partition("/")[0] for side in pair.split()}
        if len(countries) > 1:
            assert all({r.id.partition("/")[0] for r in p.rulesets} != countries for p in found(pair).protocols)


def _called(one: Any) -> str:
    return one["question"].replace(" ", "-") if isinstance(one, dict) else str(one).replace(" ", "-")
