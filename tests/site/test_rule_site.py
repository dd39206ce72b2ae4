"""`protocolkit docs rules`: what the pages of an invented procedure show, in each language and with its texts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from html_page import read
from protocolkit.site.search_index import fold
from rule_site import Site, dead_links, flaws, write_demo

__all__ = ["cli"]

POLICE = "demo/school/rule-tell-police.html"
CITY = "demo/city/rule-tell-police-too.html"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented procedure, with its texts, in four languages."""
    from protocolkit.languages import LANGUAGES
    from protocolkit.site.book import gather
    from protocolkit.site.site_files import write_site

    folder = tmp_path_factory.mktemp("demo")
    book = gather(["demo/both"], [write_demo(folder)], folder / "texts")
    write_site(book, folder / "site", LANGUAGES)
    return Site(folder / "site")


def search(site: Site) -> Any:
    text = (site.out / "assets/search.js").read_text("utf-8")
    return json.loads(text.removeprefix("window.ruleSite = ").rstrip().removesuffix(";"))


def hits(site: Site, words: str) -> list[str]:
    """The pages that the script would offer for some words."""
    return [row[1] for row in search(site)["rows"] if all(word in row[4] for word in fold(words).split())]


def test_every_link_leads_to_a_page_and_to_a_place_in_it(demo: Site) -> None:
    assert dead_links(demo) == []


def test_a_link_that_leads_nowhere_would_be_found(demo: Site) -> None:
    broken = Site(demo.out)
    broken.files = demo.files - {f"en/{POLICE}"}
    assert any(found.endswith("rule-tell-police.html#") for found in dead_links(broken))


def test_no_page_has_a_flaw_and_every_rule_and_point_has_a_page(demo: Site) -> None:
    assert [(page, found) for page in demo.pages for found in flaws(demo[page])] == []
    for language in ("en", "ru", "kk", "uk"):
        for page in ("rule-tell-police", "rule-write-report", "rule-no-telling-others", "point-1", "point-2-dash-1",
                     "point-2-dash-2", "point-3", "point-4"):  # fmt: skip
            assert f"{language}/demo/school/{page}.html" in demo.files


def test_the_flaws_looked_for_are_found() -> None:
    bad = read(
        '<html><header></header><main><h1>x</h1><h3 id="a" onclick="y">z</h3><p id="a"><ul></ul></p></main></html>'
    )
    assert {found.partition(":")[0] for found in flaws(bad)} == {
        "id a twice",
        "<h3 onclick>",
        "h3 after h1",
        "<ul> in <p>",
    }


def test_a_rule_page_says_who_what_to_whom_when_and_on_which_words(demo: Site) -> None:
    page = f"en/{POLICE}"
    says = {row.one("dt").text: row.one("dd").text for row in demo.part(page, "says").one("dl").all("div")}
    assert says["Who"] == "one of these:head of the education organisationresponsible person"
    assert says["Must"] == "notify notify"
    assert says["To whom"] == "police"
    assert says["Starts with"] == "the first of these:report receivedfact detected"
    assert says["By when"] == "1 hour"
    assert says["On condition"].endswith("yes victim.is_minor")
    quotes = demo.part(page, "words").all("q")
    assert [one.text for one in quotes] == ["не пізніше однієї години", "повідомляє ... поліцію"]
    assert {one.attributes["lang"] for one in quotes} == {"uk"}
    assert ("en/demo/school/point-1.html", "") in demo.links(page)
    assert "only a report may start the hour" in demo.part(page, "readings").text
    assert "The hour runs at night too." in demo.part(page, "note").text


def test_a_rule_page_shows_its_clock_its_order_and_its_source(demo: Site) -> None:
    page = "en/demo/school/rule-write-report.html"
    clock = "it may be extended, by education authority, at most 2 working days, with reasons on record"
    assert clock in demo.part(page, "clock").text
    assert "3 working days" in demo.part(page, "says").text
    assert "Tell the police within an hour" in demo.part(page, "order").text
    assert "Draw up the short report" in demo.part(f"en/{POLICE}", "order").text
    assert "Inform the authority" in demo.part(f"en/{CITY}", "order").text
    assert "when missed" in demo.part(f"en/{CITY}", "order").text
    source = demo.part(page, "source")
    assert re.match(r"rules/school\.yaml:\d+$", source.all("code")[0].text)
    written = source.one("pre").text
    assert written.startswith("- id: write-report")
    assert written.endswith("say: {en: Draw up the short report}")


def test_tests_that_pin_a_rule_lead_to_their_facts_events_and_expectations(demo: Site) -> None:
    part = demo.part(f"en/{POLICE}", "tests")
    assert "the police have an hour" in part.text
    assert "a duty" in part.text
    page, anchor = next(one for one in demo.links(f"en/{POLICE}") if "/tests/" in one[0])
    case = demo.part(page, anchor)
    for words in (
        "report received",
        "2026-11-16T10:00:00+02:00",
        "2026-11-16T11:00:00+02:00",
        "yes",
        "Draw up the short report",
    ):
        assert words in case.text
    assert "no rule test names it" in demo.part(f"en/{CITY}", "tests").text


def test_neighbours_and_recorded_conflicts_stand_on_both_pages(demo: Site) -> None:
    assert "Inform the police" in demo.part(f"en/{POLICE}", "neighbours").text
    assert "Tell the police within an hour" in demo.part(f"en/{CITY}", "neighbours").text
    for page in (POLICE, CITY):
        conflict = demo.part(f"en/{page}", "conflicts").text
        assert "the hour is stricter" in conflict
        assert conflict.count("governs") == 1
    assert "the hour is stricter" in demo["en/demo/both/index.html"].text


def test_the_index_tells_editions_warnings_and_precedence(demo: Site) -> None:
    text = demo["en/index.html"].text
    for words in ("3 rules", "May be superseded by: Order 7 (1 February 2030)", "In force: from 1 January 2026",
                  "Amendments known up to 1 January 2030", "demo/school → demo/city", "1 conflict on record"):  # fmt: skip
        assert words in text


def test_the_words_of_a_rule_are_marked_in_the_text_beside_it(demo: Site) -> None:
    text = demo["en/demo/school/point-1.html"].one("blockquote")
    assert text.attributes["lang"] == "uk"
    assert [one.text for one in text.all("mark")] == ["не пізніше однієї години", "повідомляє", "поліцію"]
    assert "**" not in text.text
    assert "lang" not in demo["uk/demo/school/point-1.html"].one("blockquote").attributes
    tricky = demo["en/demo/school/point-2-dash-1.html"].one("blockquote")
    assert tricky.one("mark").text == "стороннім <не> повідомляють"
    assert "складають" not in tricky.text


def test_points_without_a_rule_say_why_or_that_nothing_stands_for_them(demo: Site) -> None:
    assert "a manner that nobody can test" in demo.part("en/demo/school/point-3.html", "left-out").text
    assert [one.text for one in demo["en/demo/school/point-3.html"].all("mark")] == ["у дусі поваги"]
    assert demo.part("en/demo/school/point-4.html", "nothing").all(kind="alarm")
    assert "short report" in demo.part("en/demo/school/point-2-dash-2.html", "names").text
    assert "could not be found in city.txt" in demo.part("en/demo/city/point-6.html", "text").text


def test_points_lead_to_the_one_before_and_the_one_after(demo: Site) -> None:
    here, seen = "en/demo/school/point-1.html", []
    while here:
        seen.append(here.rpartition("/")[2])
        ahead = demo[here].all("a", kind="next")
        back = [one.attributes["href"] for one in demo[here].all("a", kind="prev")]
        assert back == (seen[-2:-1] or [])
        here = f"en/demo/school/{ahead[0].attributes['href']}" if ahead else ""
    assert seen == [f"point-{name}.html" for name in ("1", "2", "2-dash-1", "2-dash-2", "3", "4")]


def test_languages_switch_to_the_same_page_and_fallbacks_are_marked(demo: Site) -> None:
    for language in ("en", "ru", "kk", "uk"):
        page = demo[f"{language}/{POLICE}"]
        assert page.attributes["lang"] == language
        others = {one.attributes["hreflang"] for one in page.all("a") if "hreflang" in one.attributes}
        assert others == {"en", "ru", "kk", "uk"} - {language}
        for other in others:
            assert (f"{other}/{POLICE}", "") in demo.links(f"{language}/{POLICE}")
    assert demo[f"kk/{POLICE}"].one("h1").text == "Полицияға бір сағатта хабарлау"
    fallback = demo["uk/demo/school/rule-write-report.html"].one("h1")
    assert fallback.one("span").attributes["lang"] == "en"
    assert not demo[f"uk/{POLICE}"].one("h1").all("span")


def test_names_list_the_rules_that_use_them(demo: Site) -> None:
    row = next(one for one in demo["en/names/roles.html"].all("tr") if one.all(id="n-police"))
    assert "Tell the police within an hour" in row.text
    assert "Inform the police" in row.text
    assert "поліці" in row.text.lower()
    assert "Tell the police within an hour" in demo["en/names/facts.html"].text


def test_the_search_finds_kazakh_and_ukrainian_words_whatever_the_keyboard(demo: Site) -> None:
    for words in (
        "ПОЛИЦИЯҒА хабарлау",
        "полицияга",
        "Повідомити поліцію",
        "повидомити",
        "стислу",
        "tell-police",
        "notify",
    ):
        assert any(POLICE in page or "point-2-dash-2" in page or "names/" in page for page in hits(demo, words)), words
    assert POLICE in hits(demo, "полицияга сагатта")
    assert hits(demo, "nobody writes this") == []
    assert all(f"en/{page.partition('#')[0]}" in demo.files for page in hits(demo, ""))


def test_without_a_script_the_search_is_hidden_and_the_pages_still_lead_everywhere(demo: Site) -> None:
    assert "hidden" in demo["en/index.html"].one("form").attributes
    reached, ahead = set(), ["en/index.html"]
    while ahead:
        page = ahead.pop()
        if page not in reached and page.startswith("en/"):
            reached.add(page)
            ahead += [name for name, _anchor in demo.links(page) if name.endswith(".html")]
    assert {page for page in demo.pages if page.startswith("en/")} == reached


def test_one_style_sheet_and_one_script_are_shared(demo: Site) -> None:
    for page in demo.pages:
        assert not demo[page].all("style")
        assert all("src" in one.attributes for one in demo[page].all("script"))
    assert {name for name in demo.files if name.startswith("assets/")} == {
        "assets/site.css",
        "assets/site.js",
        "assets/search.js",
    }


# -- the command


def test_the_same_rules_give_the_same_bytes_and_pages_that_are_no_more_go(tmp_path: Path, cli: CommandLine) -> None:
    rules, out = write_demo(tmp_path), tmp_path / "site"
    assert cli("docs", "rules", out, "demo/both", "--rules", rules, "--lang", "en").code == 0
    first = {name: (out / name).read_bytes() for name in Site(out).files}
    assert cli("docs", "rules", out, "demo/both", "--rules", rules, "--lang", "en").code == 0
    assert {name: (out / name).read_bytes() for name in Site(out).files} == first
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    assert cli("docs", "rules", out, "demo/city", "--rules", rules, "--lang", "uk").code == 0
    left = Site(out)
    assert "mine.txt" in left.files
    assert not any(name.startswith("en/") or "school" in name for name in left.files)
    assert dead_links(left) == []


def test_without_texts_the_page_says_so_and_holds_no_more_than_quotes(
    tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROTOCOLKIT_SOURCES", raising=False)
    rules, out = write_demo(tmp_path), tmp_path / "site"
    ran = cli("docs", "rules", out, "demo/school", "--rules", rules, "--lang", "en")
    assert "--texts" in ran.out
    page = Site(out)["en/demo/school/point-1.html"]
    assert "made without the folder of the texts" in page.text
    assert not page.all("blockquote")
    assert not any("про випадок поліцію" in (out / name).read_text("utf-8") for name in Site(out).files)


def test_the_folder_of_texts_may_come_from_the_environment(
    tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, out = write_demo(tmp_path), tmp_path / "site"
    monkeypatch.setenv("PROTOCOLKIT_SOURCES", str(tmp_path / "texts"))
    assert cli("docs", "rules", out, "demo/school", "--rules", rules, "--lang", "en").code == 0
    assert Site(out)["en/demo/school/point-1.html"].all("mark")


def test_what_somebody_mistypes_is_a_diagnostic(tmp_path: Path, cli: CommandLine) -> None:
    rules = write_demo(tmp_path)
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine", encoding="utf-8")
    for arguments, code, words in (
        ((full, "demo/city"), "not-a-rule-site", "is not empty"),
        ((full / "letter.txt", "demo/city"), "not-a-rule-site", "is a file"),
        ((tmp_path / "new", "demo/cty"), "unknown-protocol", "did you mean `demo/city`?"),
        ((tmp_path / "new", "demo/city", "--texts", tmp_path / "none"), "sources-missing", "none"),
        ((tmp_path / "new", "demo/city", "--rules", tmp_path / "none"), "file-missing", "none"),
        ((tmp_path / "new", "--lang", "de"), "bad-value", "`de`"),
    ):
        ran = cli("docs", "rules", *arguments, *(() if "--rules" in arguments else ("--rules", rules)))
        assert (ran.code, code in ran.err, words in ran.err) == (2, True, True), ran.err
    assert [path.name for path in full.iterdir()] == ["letter.txt"]
    assert not (tmp_path / "new").exists()


def test_a_marker_cannot_make_the_command_remove_what_is_elsewhere(tmp_path: Path, cli: CommandLine) -> None:
    rules, out = write_demo(tmp_path), tmp_path / "site"
    out.mkdir()
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    (out / ".protocolkit-rule-site").write_text(f"head\n../precious.txt\n{tmp_path}/precious.txt\n", encoding="utf-8")
    assert cli("docs", "rules", out, "demo/city", "--rules", rules, "--lang", "en").code == 0
    assert (tmp_path / "precious.txt").exists()


def test_what_a_text_says_never_becomes_markup(tmp_path: Path, cli: CommandLine) -> None:
    rules, out = write_demo(tmp_path), tmp_path / "site"
    school = rules / "school.yaml"
    hostile = school.read_text("utf-8").replace(
        "en: Draw up the short report}", 'en: "<script>alert(1)</script> {x} \\"report"}'
    )
    school.write_text(hostile, encoding="utf-8")
    assert cli("docs", "rules", out, "demo/school", "--rules", rules, "--lang", "en").code == 0
    site = Site(out)
    assert site["en/demo/school/rule-write-report.html"].one("h1").text == '<script>alert(1)</script> {x} "report'
    assert "<script>alert" not in "".join((out / name).read_text("utf-8") for name in site.files)


def test_a_conflict_is_headed_by_its_reason_and_not_by_its_id(demo: Site) -> None:
    for page in (f"en/{POLICE}", "en/demo/both/index.html"):
        conflict = demo.part(page, "conflicts").one("div", kind="conflict")
        assert conflict.one("h3").text == "the hour is stricter"
        assert "hour-or-day" in [one.text for one in conflict.all("code")]


def test_lengths_of_time_are_in_the_language_of_the_page() -> None:
    """Babel has no Kazakh for days and months, and would say `3 day`."""
    from protocolkit.languages import speaking
    from protocolkit.languages.saying import said
    from protocolkit.model.terms import numbered

    with speaking("kk"):
        words = [said(numbered(3, unit).said()) for unit in ("hour", "day", "week", "month", "year")]
    assert words == ["3 сағат", "3 күн", "3 апта", "3 ай", "3 жыл"]
