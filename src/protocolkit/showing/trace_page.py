"""From the texts to the rules: every point of every text, what stands for it or why nothing does, and the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from protocolkit.languages import N_, _, ngettext, speaking
from protocolkit.showing.html_document import document
from protocolkit.showing.html_parts import code, link, listed, paragraph, section, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.symbols import badge, definitions, mark
from protocolkit.showing.tongue import Tongue

CHECKS = {
    "quotes": N_("quotes compared: {n}"), "numbers": N_("rules whose numbers were compared: {n}"),
    "digests": N_("files compared: {n}"),
}  # fmt: skip
MARKS = {"rule": "done", "named": "later", "reason": "closed", "nothing": "overdue"}
STANDS = {
    "rule": N_("a rule"), "named": N_("a name only"), "reason": N_("no rule, with the reason"),
    "nothing": N_("nothing stands for it"),
}  # fmt: skip
COUNTS = {
    "rules": N_("rules: {n}"), "quotes": N_("quotes: {n}"), "points": N_("points: {n}"),
    "printed": N_("printed points: {n}"), "unencoded": N_("left out with a reason: {n}"),
}  # fmt: skip
FOUND = {
    "homoglyph": N_("stands there with look-alike letters"), "elsewhere": N_("stands elsewhere"),
    "missing": N_("does not stand in the text"), "differs": N_("differs"),
    "unstated": N_("the words give no number"), "unused": N_("the words give a number the rule does not use"),
    "unreadable": N_("cannot be read"),
}  # fmt: skip

Trace = Mapping[str, Any]
Row = Mapping[str, Any]


def matrix(trace: Trace, language: str = "en", *, spoken: Mapping[str, str] | None = None) -> str:
    """The page of a trace, given as its JSON says it; `counts` and `checks` are shown where it has them.

    `spoken` gives the language of each ruleset's text, for the quotes.
    """
    with speaking(language):
        return _page(trace, _Quoting(language, trace["rules"], spoken or {}))


def _page(trace: Trace, say: _Quoting) -> str:
    texts: dict[str, list[Row]] = {}
    for row in trace["points"]:
        texts.setdefault(row["ruleset"], []).append(row)
    title = _("From the texts to the rules")
    band = element("div", {"class": "band"}, paragraph("kind", "protocolkit"), element("h1", None, title))
    top = element("header", {"class": "top"}, band, _tiles(trace, len(texts)), _contents(texts))
    counts = {one["ruleset"]: one for one in trace.get("counts", ())}
    parts = (_text(name, rows, counts.get(name, {}), say) for name, rows in texts.items())
    main = element("main", {"id": "main"}, _checks(trace.get("checks"), say), parts)
    skip = _("Skip to the content")
    return document(title, say.language, definitions(), top, main, styles=("trace",), skip=skip, running=title)


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


def _tiles(trace: Trace, texts: int) -> Markup:
    rules, quotes, points = len({cite["rule"] for cite in trace["rules"]}), len(trace["rules"]), len(trace["points"])
    holes = sum(standing(row) == "nothing" for row in trace["points"])
    tiles = [
        _tile("later", texts, ngettext("{n} text", "{n} texts", texts)),
        _tile("later", rules, ngettext("{n} rule", "{n} rules", rules)),
        _tile("later", quotes, ngettext("{n} quote", "{n} quotes", quotes)),
        _tile("later", points, ngettext("{n} point", "{n} points", points)),
        _tile(
            "overdue" if holes else "done", holes,
            ngettext("{n} point that nothing stands for", "{n} points that nothing stands for", holes),
        ),
    ]  # fmt: skip
    if checks := trace.get("checks"):
        failed = checks["failed"]
        words = ngettext("{n} check failed", "{n} checks failed", failed)
        tiles.append(_tile("overdue" if failed else "done", failed, words))
    return listed(tiles, "tiles", bare=True)


def _tile(name: str, number: int, words: str) -> Markup:
    """A number and, smaller below it, what is counted: `words` have a place for the number, which stands first."""
    said = span("number", str(number)), " ", span("words", words.format(n="").strip())
    return element("div", {"class": f"tile s-{name}"}, said)


def _contents(texts: Mapping[str, Sequence[Row]]) -> Markup:
    links = listed((link(_anchor(name), name) for name in texts), bare=True)
    legend = listed((badge(MARKS[name], _(STANDS[name])) for name in MARKS), "legend", bare=True)
    return fragment(element("nav", {"class": "contents", "aria-label": _("Texts")}, links), legend)


def _text(name: str, rows: Sequence[Row], count: Row, say: _Quoting) -> Markup:
    counts = " · ".join(_(said).format(n=count[key]) for key, said in COUNTS.items() if count.get(key) is not None)
    titles = _("Point"), _("What stands for it")
    head = element("tr", None, (element("th", {"scope": "col"}, title) for title in titles))
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
        body.append(paragraph("reason", say.said(row["reason"])))
    if row.get("names"):
        names = [[", " if number else None, code(name)] for number, name in enumerate(row["names"])]
        body.append(paragraph("dim", _("names:"), " ", names))
    if kind == "nothing":
        body.append(strong("alarm", _(STANDS[kind])))
    hidden = span("hidden", _(STANDS[kind]))
    head = element("th", {"scope": "row"}, mark(MARKS[kind]), " ", say.said(row["point"]), " ", hidden)
    return element("tr", {"class": f"is-{kind}"}, head, element("td", None, body))


def _rule(rule: str, row: Row, say: _Quoting) -> Child:
    return [code(rule.removeprefix(f"{row['ruleset']}#")), say.quotes(row, rule)]


def _checks(checks: Row | None, say: _Quoting) -> Markup:
    """What was compared with the texts, and what does not agree."""
    if checks is None:
        return paragraph("notice", mark("question"), _("Not compared with the texts: they were not at hand."))
    failed = [(kind, one) for kind in CHECKS for one in checks[kind] if one["status"] not in ("ok", "unpinned")]
    counts = listed(_(said).format(n=len(checks[kind])) for kind, said in CHECKS.items())
    if failed:
        found = listed((_failure(kind, one, say) for kind, one in failed), "failures")
    else:
        found = paragraph("", badge("done", _("everything agrees")))
    return section("checks", _("Against the texts"), counts, found)


def _failure(kind: str, one: Row, say: _Quoting) -> Child:
    wrong = FOUND[one["status"]]
    head = [badge("overdue", _(wrong)), " ", f"{one['ruleset']} "]
    if kind == "quotes":
        where = [" (", say.said(one["where"]), ")"] if one.get("where") else None
        cited = [say.said(one["point"]), ", ", code(one["by"]), ": ", say.quote(one["words"], one["ruleset"])]
        return [head, cited, where]
    if kind == "numbers":
        numbers = f"{', '.join(one['in_rule']) or '–'} ≠ {', '.join(one['in_words']) or '–'}"
        return [head, code(one["rule"]), ": ", say.said(numbers)]
    return [head, code(one["file"])]


def _anchor(ruleset: str) -> str:
    return "t-" + "".join(c if c.isalnum() else "-" for c in ruleset)
