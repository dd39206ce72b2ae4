"""The site of the shipped rules: each rule and point has its page, links hold, and neighbours are those of real plans."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.diagnostics import Problems
from protocolkit.languages import speaking
from protocolkit.languages.point_words import point_words
from protocolkit.plans.present import evaluate
from protocolkit.site.book import Book, gather
from protocolkit.site.site_files import write_site
from protocolkit.site.voice import Voice
from protocolkit.tracing.trace_report import named
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
    points = [(id, row.named) for id, rows in book.points.items() for row in rows]
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
            # A point of an act that is at hand in two languages has a passage in each, and quotes of each.
            found = book.texts.passages(book.rulesets[id], row, words) if book.texts and words else []
            marked = sum(len(passage.found) for passage, _language in found)
            missing += [] if marked >= len(words) else [(id, row.named)]
    assert missing == []


def test_rules_stand_in_the_order_of_the_text(book: Book, site: Site) -> None:
    for id, rows in book.points.items():
        with speaking("kk"):
            named_groups = dict.fromkeys(named(row.group, row.act) for row in rows)
            groups = [Voice(book, "kk", "").point_plain(group) for group in named_groups]
        heads = [one.text for one in site.part(f"kk/{id}/index.html", "rules").all("h3")]
        assert heads
        assert heads == [group for group in groups if group in heads], id


@pytest.mark.parametrize("language", ["ru", "kk", "uk"])
def test_every_part_of_a_text_has_a_name_in_the_language(book: Book, language: str) -> None:
    points = {row.point for rows in book.points.values() for row in rows}
    with speaking(language):
        assert sorted(one for one in points if re.search("[A-Za-z]{2,}", point_words(one))) == []


def test_in_kazakh_the_number_of_a_point_comes_first() -> None:
    with speaking("kk"):
        assert point_words("1, bullet 2") == "1, 2-абзац"
        assert point_words("app. 2, leader 6") == "2-қос., жетекші 6"
        assert point_words("app. 8, row a") == "8-қос., a-жол"


def test_acts_that_may_have_superseded_a_text_are_named_in_the_language(book: Book, site: Site) -> None:
    named = site["kk/index.html"].all("p", kind="superseded")
    assert len(named) >= len(book.rulesets)
    assert [one.text for one in named if one.all(lang="en")] == []
