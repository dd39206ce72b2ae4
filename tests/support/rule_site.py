"""A small invented procedure in two texts, with a protocol, tests and the texts themselves; and its site as pages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath
from textwrap import dedent
from urllib.parse import unquote

from html_page import Element, read

SCHOOL = """
    ruleset: demo/school
    text: {title: {en: Order of a school, kk: Мектеп бұйрығы, uk: Наказ школи}, language: uk, file: school.txt}
    zone: Europe/Kyiv
    calendar: ua
    in_force: {from: undated}
    reviewed_through: "2030-01-01"
    may_be_superseded_by: [{act: Order 7, date: "2030-02-01", because: a newer order is announced}]
    names:
      documents:
        short_report: {label: {en: short report, uk: стисла довідка}, cites: {point: "2, dash 2", words: стислу довідку}}
    unencoded:
      - {point: "3", words: у дусі поваги, because: a manner that nobody can test}
    rules:
      - id: tell-police
        cites: [{point: "1", words: не пізніше однієї години}, {point: "1", words: "повідомляє ... поліцію"}]
        by: {any: [education_org_head, responsible_person]}
        must: notify
        to: police
        after: {any: [report_received, fact_detected]}
        due: 1 hour
        if: {victim.is_minor: true}
        readings:
          - {instead: {after: report_received}, because: only a report may start the hour}
        note: The hour runs at night too.
        say: {en: Tell the police within an hour, uk: Повідомити поліцію протягом години, kk: Полицияға бір сағатта хабарлау}
      - id: write-report
        cites: {point: "2, dash 2", words: стислу довідку}
        by: education_org_head
        must: draw_up
        document: short_report
        after: {done: tell-police}
        due: 3 working_days
        clock: {extend: {by: education_authority, at_most: 2 working_days, reasons: required}}
        say: {en: Draw up the short report}
      - id: no-telling-others
        cites: {point: "2, dash 1", words: "стороннім <не> повідомляють"}
        by: education_org_staff
        must_not: disclose
        to: {any: [anyone], except: [police]}
        after: report_received
        until: case_closed
        say: {en: No telling outsiders}
"""
CITY = """
    ruleset: demo/city
    text: {title: {en: Order of a city}, language: en, file: city.txt}
    zone: Europe/Kyiv
    calendar: ua
    in_force: {from: "2026-01-01"}
    rules:
      - id: tell-police-too
        cites: {point: "5", words: inform the police}
        by: education_org_head
        must: notify
        to: police
        after: report_received
        due: immediately, at most 24 hours
        say: {en: Inform the police}
      - id: tell-authority
        cites: {point: "6", words: inform the authority}
        by: education_org_head
        must: notify
        to: education_authority
        after: {missed: tell-police-too}
        due: none
        say: {en: Inform the authority}
"""
BOTH = """
    protocol: demo/both
    title: {en: Both orders together}
    rulesets: [demo/school, demo/city]
    zone: Europe/Kyiv
    calendar: ua
    merge: strictest
    conflicts:
      - id: hour-or-day
        rules: [demo/school#tell-police, demo/city#tell-police-too]
        governs: demo/school#tell-police
        because: the hour is stricter
"""
TESTS = """
    tests: demo/school
    cases:
      - name: the police have an hour
        incident:
          facts: {victim.is_minor: true}
          events:
            - {event: report_received, at: "2026-11-16T10:00:00+02:00"}
        as_of: "2026-11-16T10:00:00+02:00"
        expect:
          duties:
            - {rule: tell-police, to: police, due: "2026-11-16T11:00:00+02:00", status: open}
          awaiting: [{rule: write-report}]
"""
TEXTS = {
    "school.txt": """
        Наказ
        1. Керівник **не пізніше однієї   години** повідомляє
        про випадок поліцію.
        2. Після цього:
        - стороннім <не> повідомляють;
        - складають стислу довідку.
        3. Усі діють у дусі поваги.
        4. Наказ набирає чинності негайно.
    """,
    "city.txt": """
        5. Heads inform the police.
    """,
}


def write_demo(folder: Path) -> Path:
    """The rules in `folder/rules`, the texts in `folder/texts`."""
    rules, texts = folder / "rules", folder / "texts"
    (rules / "tests").mkdir(parents=True)
    texts.mkdir()
    for name, text in {"school": SCHOOL, "city": CITY, "both": BOTH, "tests/school": TESTS}.items():
        (rules / f"{name}.yaml").write_text(dedent(text).lstrip(), encoding="utf-8")
    for name, text in TEXTS.items():
        (texts / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    return rules


class Site:
    """The pages of a site, read when asked for."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        self._read: dict[str, Element] = {}

    @property
    def pages(self) -> list[str]:
        return sorted(name for name in self.files if name.endswith(".html"))

    def __getitem__(self, page: str) -> Element:
        if page not in self._read:
            self._read[page] = read((self.out / page).read_text("utf-8"))
        return self._read[page]

    def part(self, page: str, heading: str) -> Element:
        """The section of a page under a heading of that id."""
        return self[page].one("section", **{"aria-labelledby": heading})

    def links(self, page: str) -> list[tuple[str, str]]:
        """Where a page leads: files of the site, and anchors in them."""
        found = []
        for one in self[page].all():
            target = one.attributes.get("href", one.attributes.get("src"))
            if target is not None:
                name, _mark, anchor = target.partition("#")
                found.append((normpath(join(dirname(page), unquote(name))) if name else page, unquote(anchor)))
        return found


def dead_links(site: Site) -> list[str]:
    """Every link of every page that leads to no file, or to no place in it."""
    ids = {page: {one.attributes["id"] for one in site[page].all() if "id" in one.attributes} for page in site.pages}
    return [
        f"{page} -> {name}#{anchor}"
        for page in site.pages
        for name, anchor in site.links(page)
        if name not in site.files or (anchor and anchor not in ids.get(name, ()))
    ]


BLOCKS = ("p", "ul", "ol", "dl", "div", "section", "blockquote", "pre", "details", "table", "h2", "h3")


def flaws(page: Element) -> list[str]:
    """What is wrong with a page of the site, whatever it shows."""
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    found = [f"id {id} twice" for id in {id for id in ids if ids.count(id) > 1}]
    for one in page.all():
        found += [f"<{one.tag} {name}>" for name in one.attributes if name.startswith("on") or name == "style"]
        found += [f"no {named}" for named in one.attributes.get("aria-labelledby", "").split() if named not in ids]
        inside = one.parent
        while inside is not None:
            if (
                one.tag in BLOCKS and inside.tag in ("p", "span", "h1", "h2", "h3", "a")
            ) or one.tag == inside.tag == "a":
                found.append(f"<{one.tag}> in <{inside.tag}>: {inside.text[:60]}")
            inside = inside.parent
    levels = [int(one.tag[1]) for one in page.all() if one.tag in ("h1", "h2", "h3", "h4")]
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    found += [] if levels[:1] == [1] and levels.count(1) == 1 else ["not exactly one h1, first"]
    found += [f"{len(page.all(tag))} {tag}" for tag in ("main", "header") if len(page.all(tag)) != 1]
    return found
