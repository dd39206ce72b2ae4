"""The trace matrix: every point has its row, and what is wrong is seen."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from html_page import flaws, read
from protocolkit.languages import LANGUAGES
from protocolkit.tracing.trace_output import as_data
from protocolkit.tracing.tracing import trace
from shown import trace_html

BARE: dict[str, Any] = {
    "trace": 1,
    "rules": [{"rule": "x/y#tell", "ruleset": "x/y", "point": "1", "words": "within <one> hour"}],
    "points": [
        {"ruleset": "x/y", "point": "1", "rules": ["x/y#tell", "z/w#also"], "reason": None},
        {"ruleset": "x/y", "point": "2", "rules": [], "reason": "an aim"},
        {"ruleset": "x/y", "point": "3, dash 1", "rules": [], "reason": None},
    ],
}
FAILED: dict[str, Any] = {
    "failed": 3,
    "quotes": [
        {"by": "x/y#tell", "ruleset": "x/y", "point": "1", "words": "at once", "status": "elsewhere", "precision": "point", "where": "2"},
        {"by": "x/y#tell", "ruleset": "x/y", "point": "1", "words": "fine", "status": "ok", "precision": "point", "where": None},
    ],
    "numbers": [{"rule": "x/y#tell", "ruleset": "x/y", "status": "differs", "in_rule": ["2 hours"], "in_words": ["1 hour"]}],
    "digests": [{"ruleset": "x/y", "file": "x.txt", "status": "unreadable", "expected": None, "actual": None}],
}  # fmt: skip


@cache
def shipped() -> dict[str, Any]:
    return as_data(trace())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_shipped_rules_is_well_made(language: str) -> None:
    html = read(trace_html(shipped(), language))
    assert html.attributes["lang"] == language
    assert flaws(html) == []


def test_every_point_of_every_text_has_a_row_with_its_rules_and_words() -> None:
    html = read(trace_html(shipped()))
    rows = [row for body in html.all("tbody") for row in body.all("tr")]
    assert len(rows) == len(shipped()["points"])
    for row, point in zip(rows, shipped()["points"], strict=True):
        # Where a ruleset encodes several acts, the act stands before its point.
        assert row.one("th").text.startswith(f"{point['act']} {point['point']}" if "act" in point else point["point"])
        assert [item.one("code").text for item in row.all("li")] == [
            rule.removeprefix(f"{point['ruleset']}#") for rule in point["rules"]
        ]
    quotes = [quote.text for quote in html.all("q")]
    assert sorted(quotes) == sorted(" ".join(cite["words"].split()) for cite in shipped()["rules"])


def test_a_trace_of_the_fixed_keys_alone_is_enough() -> None:
    html = read(trace_html(BARE))
    assert flaws(html) == []
    first, second, third = html.one("tbody").all("tr")
    assert [item.text for item in first.all("li")] == ["tell within <one> hour", "z/w#also"]
    assert "an aim" in second.text
    assert "is-overdue" in third.kinds
    assert "nothing stands for it" in third.text
    assert "Not compared with the texts" in html.text


def test_a_hole_is_counted_at_the_head_and_seen_in_the_strip() -> None:
    html = read(trace_html(BARE))
    tile = next(tile for tile in html.all("div", "tile") if "nothing stands" in tile.text)
    assert tile.text.startswith("1 ")
    assert "s-overdue" in tile.kinds
    assert [rect.attributes["class"] for rect in html.all("rect")] == ["s-done", "s-closed", "s-overdue"]


def test_each_failed_check_is_listed_with_what_is_wrong() -> None:
    html = read(trace_html({**BARE, "checks": FAILED}))
    assert flaws(html) == []
    failures = [item.text for item in html.one("ul", "failures").all("li")]
    assert len(failures) == 3
    assert failures[0].startswith("stands elsewhere x/y 1, x/y#tell: at once (2)")
    assert "2 hours ≠ 1 hour" in failures[1]
    assert "cannot be read" in failures[2]


def test_agreement_is_said_too() -> None:
    agreed = {"failed": 0, "quotes": [FAILED["quotes"][1]], "numbers": [], "digests": []}
    assert "everything agrees" in read(trace_html({**BARE, "checks": agreed})).text
