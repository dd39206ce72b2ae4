"""The site of the shipped rules: each rule and point has its page, links hold, and neighbours are those of real plans."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from protocolkit.diagnostics import Problems
from protocolkit.evaluation.engine import evaluate
from protocolkit.incidents.parse import incident as read_incident
from protocolkit.site.book import Book, gather
from protocolkit.site.writing import write_site
from rule_site import Site, dead_links, flaws

SOURCES = os.environ.get("PROTOCOLKIT_SOURCES", "")


@pytest.fixture(scope="module")
def book() -> Book:
    return gather([], [], Path(SOURCES) if SOURCES else None)


@pytest.fixture(scope="module")
def site(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Site:
    out = tmp_path_factory.mktemp("shipped") / "site"
    write_site(book, out, ("kk",))
    return Site(out)


def test_every_rule_and_every_point_has_its_page(book: Book, site: Site) -> None:
    assert len(book.rules) > 400
    for rule in book.rules.values():
        assert f"kk/{rule.id.replace('#', '/rule-')}.html" in site.files
    points = [(id, row.point) for id, rows in book.points.items() for row in rows]
    pages = [book.point_page(*point) for point in points]
    assert len(points) > 450
    assert len(set(pages)) == len(points)
    assert all(f"kk/{page}" in site.files for page in pages)


def test_every_link_holds_and_no_page_has_a_flaw(site: Site) -> None:
    assert dead_links(site) == []
    assert [(page, found) for page in site.pages for found in flaws(site[page])] == []


def test_a_rule_page_shows_each_quote_of_the_rule_and_each_test_that_names_it(book: Book, site: Site) -> None:
    for rule in book.rules.values():
        page = f"kk/{rule.id.replace('#', '/rule-')}.html"
        quoted = [one.text for one in site.part(page, "words").all("q")]
        assert quoted == [" ".join(cite.words.split()) for cite in rule.cites], rule.id
        pinned = book.casebook.of_rule.get(rule.id, [])
        assert len(site.part(page, "tests").all("a")) == len(pinned), rule.id


def test_neighbours_are_symmetric(book: Book) -> None:
    pairs = {(id, one.rule, one.kind) for id, several in book.neighbours.items() for one in several}
    assert pairs
    assert pairs == {(b, a, kind) for a, b, kind in pairs}


def test_rules_that_a_plan_merges_are_neighbours_that_merge(book: Book) -> None:
    merging = {(id, one.rule) for id, several in book.neighbours.items() for one in several if one.kind == "merges"}
    protocol, seen = book.protocols["kz/national"], set()
    tests = [
        one for several in book.casebook.files.values() for one in several if one.case.protocol == "kz/methodology"
    ]
    for one in tests[::4]:
        plan = evaluate(protocol, read_incident(one.case.incident, protocol, Problems()))
        seen |= {(duty.rule, other) for duty in plan.duties for other in duty.also_required_by}
    assert len(seen) > 5
    assert seen <= merging


@pytest.mark.skipif(not SOURCES, reason="PROTOCOLKIT_SOURCES names no folder of the official texts")
def test_every_quote_is_marked_in_its_text(book: Book) -> None:
    missing = []
    for id, rows in book.points.items():
        for row in rows:
            words = [c.words for rule in row.rules for c in book.rules[rule].cites if c.point == row.point]
            found = book.texts.passage(book.rulesets[id], row.point, words) if book.texts and words else None
            missing += [] if not words or (found and len(found[0].found) == len(words)) else [(id, row.point)]
    assert missing == []
