"""From the texts to the rules: every point of every text, what stands for it or why nothing does, and the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from protocolkit.pages.document import document
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.parts import code, link, listed, paragraph, section, span, strong
from protocolkit.pages.symbols import badge, definitions, mark
from protocolkit.pages.words import Tongue

CHECKS = ("quotes", "numbers", "digests")
MARKS = {"rule": "done", "named": "later", "reason": "closed", "nothing": "overdue"}

Trace = Mapping[str, Any]
Row = Mapping[str, Any]


def matrix(trace: Trace, language: str = "en", *, spoken: Mapping[str, str] | None = None) -> str:
    """The page of a trace, given as its JSON says it; `counts` and `checks` are shown where it has them.

    `spoken` gives the language of each ruleset's text, for the quotes.
    """
    texts: dict[str, list[Row]] = {}
    for row in trace["points"]:
        texts.setdefault(row["ruleset"], []).append(row)
    say = _Quoting(language, trace["rules"], spoken or {})
    title = say.t("trace")
    band = element("div", {"class": "band"}, paragraph("kind", "protocolkit"), element("h1", None, title))
    top = element("header", {"class": "top"}, band, _tiles(trace, len(texts), say), _contents(texts, say))
    counts = {one["ruleset"]: one for one in trace.get("counts", ())}
    parts = (_text(name, rows, counts.get(name, {}), say) for name, rows in texts.items())
    main = element("main", {"id": "main"}, _checks(trace.get("checks"), say), parts)
    return document(title, language, definitions(), top, main, styles=("trace",), skip=say.t("skip"), running=title)


class _Quoting(Tongue):
    """The words of the page, and the words that rules quote at a point."""

    def __init__(self, language: str, cites: Sequence[Row], spoken: Mapping[str, str]) -> None:
        super().__init__(language)
        self.spoken = spoken
        self._words: dict[tuple[str, str, str], list[str]] = {}
        for cite in cites:
            self._words.setdefault((cite["ruleset"], cite["point"], cite["rule"]), []).append(cite["words"])

    def quote(self, words: str, ruleset: str) -> Markup:
        return element("q", {"lang": self.spoken.get(ruleset)}, words)

    def quotes(self, row: Row, rule: str) -> list[Child]:
        words = self._words.get((row["ruleset"], row["point"], rule), ())
        return [[" ", self.quote(one, row["ruleset"])] for one in words]


def standing(row: Row) -> str:
    """What stands for a point: a rule, else a name the ruleset takes from it, else a reason, else nothing."""
    return "rule" if row["rules"] else "named" if row.get("names") else "reason" if row["reason"] else "nothing"


def _tiles(trace: Trace, texts: int, say: Tongue) -> Markup:
    uncovered = sum(standing(row) == "nothing" for row in trace["points"])
    numbers = {
        "texts": texts, "rules": len({cite["rule"] for cite in trace["rules"]}), "quotes": len(trace["rules"]),
        "points": len(trace["points"]),
    }  # fmt: skip
    tiles = [_tile("later", number, say.t(f"tile_{key}")) for key, number in numbers.items()]
    tiles.append(_tile("overdue" if uncovered else "done", uncovered, say.t("tile_nothing_stands")))
    if checks := trace.get("checks"):
        tiles.append(_tile("overdue" if checks["failed"] else "done", checks["failed"], say.t("tile_checks_failed")))
    return listed(tiles, "tiles", bare=True)


def _tile(name: str, number: int, words: str) -> Markup:
    return element("div", {"class": f"tile s-{name}"}, span("number", str(number)), " ", span("words", words))


def _contents(texts: Mapping[str, Sequence[Row]], say: Tongue) -> Markup:
    links = listed((link(_anchor(name), name) for name in texts), bare=True)
    legend = listed((badge(MARKS[name], say.t(f"stands_{name}")) for name in MARKS), "legend", bare=True)
    return fragment(element("nav", {"class": "contents", "aria-label": say.t("texts")}, links), legend)


def _text(name: str, rows: Sequence[Row], count: Row, say: _Quoting) -> Markup:
    keys = ("rules", "quotes", "points", "printed", "unencoded")
    counts = " · ".join(f"{say.t(f'count_{key}')}: {count[key]}" for key in keys if count.get(key) is not None)
    head = element("tr", None, (element("th", {"scope": "col"}, say.t(key)) for key in ("point", "stands_for_it")))
    table = element(
        "table", None,
        element("caption", {"class": "hidden"}, name), element("thead", None, head),
        element("tbody", None, (_row(row, say) for row in rows)),
    )  # fmt: skip
    return section(_anchor(name), name, paragraph("dim", counts) if counts else None, _strip(rows), table)


def _strip(rows: Sequence[Row]) -> Markup:
    """All points of a text side by side, so that holes are seen at a glance; the table says the same."""
    width = 100 / len(rows)
    cells = []
    for number, row in enumerate(rows):
        kind = standing(row)
        place = {"x": f"{number * width:.3f}%", "width": f"{width:.3f}%", "height": "100%"}
        cells.append(
            element("rect", {"class": f"s-{MARKS[kind]}", "y": 0 if kind in ("rule", "nothing") else 7, **place})
        )
    return element("svg", {"class": "strip", "aria-hidden": "true", "focusable": "false"}, cells)


def _row(row: Row, say: _Quoting) -> Markup:
    kind = standing(row)
    body: list[Child] = []
    if row["rules"]:
        body.append(listed(_rule(rule, row, say) for rule in row["rules"]))
    # Where only a name stands for a point, its reason says no more than the names do.
    if row["reason"] and kind != "named":
        body.append(paragraph("reason", say.english(row["reason"])))
    if row.get("names"):
        names = [[", " if number else None, code(name)] for number, name in enumerate(row["names"])]
        body.append(paragraph("dim", say.t("names"), " ", names))
    if kind == "nothing":
        body.append(strong("alarm", say.t("stands_nothing")))
    hidden = span("hidden", say.t(f"stands_{kind}"))
    head = element("th", {"scope": "row"}, mark(MARKS[kind]), " ", say.english(row["point"]), " ", hidden)
    return element("tr", {"class": f"is-{kind}"}, head, element("td", None, body))


def _rule(rule: str, row: Row, say: _Quoting) -> Child:
    return [code(rule.removeprefix(f"{row['ruleset']}#")), say.quotes(row, rule)]


def _checks(checks: Row | None, say: _Quoting) -> Markup:
    """What was compared with the texts, and what does not agree."""
    if checks is None:
        return paragraph("notice", mark("question"), say.t("not_compared"))
    failed = [(kind, one) for kind in CHECKS for one in checks[kind] if one["status"] not in ("ok", "unpinned")]
    counts = listed(f"{say.t(f'checked_{kind}')}: {len(checks[kind])}" for kind in CHECKS)
    if failed:
        found = listed((_failure(kind, one, say) for kind, one in failed), "failures")
    else:
        found = paragraph("", badge("done", say.t("all_agree")))
    return section("checks", say.t("checks"), counts, found)


def _failure(kind: str, one: Row, say: _Quoting) -> Child:
    head = [badge("overdue", say.t(f"is_{one['status']}")), " ", f"{one['ruleset']} "]
    if kind == "quotes":
        where = [" (", say.english(one["where"]), ")"] if one.get("where") else None
        cited = [say.english(one["point"]), ", ", code(one["by"]), ": ", say.quote(one["words"], one["ruleset"])]
        return [head, cited, where]
    if kind == "numbers":
        numbers = f"{', '.join(one['in_rule']) or '–'} ≠ {', '.join(one['in_words']) or '–'}"
        return [head, code(one["rule"]), ": ", say.english(numbers)]
    return [head, code(one["file"])]


def _anchor(ruleset: str) -> str:
    return "t-" + "".join(c if c.isalnum() else "-" for c in ruleset)
