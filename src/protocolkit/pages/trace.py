"""Which rule stands for which point: every point of every text, what stands for it or why nothing does, and the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from protocolkit.pages.document import document
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.symbols import badge, definitions, mark
from protocolkit.pages.words import spell

CHECKS = ("quotes", "numbers", "digests")
MARKS = {"rule": "done", "named": "later", "reason": "closed", "nothing": "overdue"}

Trace = Mapping[str, Any]
Row = Mapping[str, Any]


def matrix(trace: Trace, language: str = "en", *, spoken: Mapping[str, str] | None = None) -> str:
    """The page of a trace, given as its JSON says it: `rules` and `points`, and `counts` and `checks` where it has them.

    `spoken` gives the language of each ruleset's text, for the quotes.
    """
    by_ruleset: dict[str, list[Row]] = {}
    for row in trace["points"]:
        by_ruleset.setdefault(row["ruleset"], []).append(row)
    words: dict[tuple[str, str, str], list[str]] = {}
    for cite in trace["rules"]:
        words.setdefault((cite["ruleset"], cite["point"], cite["rule"]), []).append(cite["words"])
    says = _Says(language, spoken or {}, words)
    title = says.t("trace")
    main = element(
        "main", {"id": "main"},
        _checks(trace.get("checks"), says), (_ruleset(name, rows, trace, says) for name, rows in by_ruleset.items()),
    )  # fmt: skip
    top = element(
        "header", {"class": "top"},
        element("div", {"class": "band"}, element("p", {"class": "kind"}, "protocolkit"), element("h1", None, title)),
        _tiles(trace, by_ruleset, says), _contents(by_ruleset, says),
    )  # fmt: skip
    return document(title, language, definitions(), top, main, styles=("trace",), skip=says.t("skip"), running=title)


class _Says:
    """The words of the page and the quotes of the rules, by ruleset, point and rule."""

    def __init__(self, language: str, spoken: Mapping[str, str], words: Mapping[tuple[str, str, str], list[str]]) -> None:
        self.language, self.spoken, self.words = language, spoken, words

    def t(self, key: str, **values: object) -> str:
        return spell(key, self.language, **values)

    def english(self, text: str) -> Child:
        return text if self.language == "en" else element("span", {"lang": "en"}, text)

    def quote(self, words: str, ruleset: str) -> Markup:
        return element("q", {"lang": self.spoken.get(ruleset)}, words)


def standing(row: Row) -> str:
    """What stands for a point: a rule, else a name of the ruleset, else a reason, else nothing."""
    return "rule" if row["rules"] else "named" if row.get("names") else "reason" if row["reason"] else "nothing"


def _tiles(trace: Trace, by_ruleset: Mapping[str, Sequence[Row]], says: _Says) -> Markup:
    nothing = sum(standing(row) == "nothing" for row in trace["points"])
    rules = len({cite["rule"] for cite in trace["rules"]})
    tiles = [("later", len(by_ruleset), "texts"), ("done", rules, "rules"), ("later", len(trace["rules"]), "quotes"),
             ("later", len(trace["points"]), "points"), ("overdue" if nothing else "done", nothing, "nothing_stands")]  # fmt: skip
    if checks := trace.get("checks"):
        tiles.append(("overdue" if checks["failed"] else "done", checks["failed"], "checks_failed"))
    items = (
        element("li", {"class": f"tile s-{name}"}, element("span", {"class": "number"}, str(number)), " ",
                element("span", {"class": "words"}, says.t(f"tile_{key}")))
        for name, number, key in tiles
    )  # fmt: skip
    return element("ul", {"class": "tiles", "role": "list"}, items)


def _contents(by_ruleset: Mapping[str, Sequence[Row]], says: _Says) -> Markup:
    links = (element("li", None, element("a", {"href": f"#{_anchor(name)}"}, name)) for name in by_ruleset)
    legend = (element("li", None, badge(MARKS[name], says.t(f"stands_{name}"))) for name in MARKS)
    return fragment(
        element("nav", {"class": "contents", "aria-label": says.t("tile_texts")}, element("ul", {"role": "list"}, links)),
        element("ul", {"class": "legend", "role": "list"}, legend),
    )


def _ruleset(name: str, rows: Sequence[Row], trace: Trace, says: _Says) -> Markup:
    count: Row = next((one for one in trace.get("counts", ()) if one["ruleset"] == name), {})
    anchor, said = _anchor(name), []
    for key in ("rules", "quotes", "points", "printed", "unencoded"):
        if count.get(key) is not None:
            said.append(f"{says.t(f'count_{key}')}: {count[key]}")
    head = element("tr", None, (element("th", {"scope": "col"}, says.t(key)) for key in ("point", "stands_for_it")))
    table = element(
        "table", None,
        element("caption", {"class": "hidden"}, name), element("thead", None, head),
        element("tbody", None, (_row(row, says) for row in rows)),
    )  # fmt: skip
    return element(
        "section", {"aria-labelledby": anchor}, element("h2", {"id": anchor}, name),
        element("p", {"class": "dim"}, " · ".join(said)) if said else None, _strip(rows), table,
    )  # fmt: skip


def _strip(rows: Sequence[Row]) -> Markup:
    """All points of a text side by side, so that holes are seen at a glance; the table says the same."""
    width = 100 / len(rows)
    cells = (
        element("rect", {"class": f"s-{MARKS[standing(row)]}", "x": f"{number * width:.3f}%", "width": f"{width:.3f}%",
                         "y": 0 if standing(row) in ("rule", "nothing") else 7, "height": "100%"})
        for number, row in enumerate(rows)
    )  # fmt: skip
    return element("svg", {"class": "strip", "aria-hidden": "true", "focusable": "false"}, cells)


def _row(row: Row, says: _Says) -> Markup:
    kind = standing(row)
    rules = [_rule(rule, row, says) for rule in row["rules"]]
    body: list[Child] = [element("ul", None, rules)] if rules else []
    # Where only a name stands for a point, its reason says no more than the names do.
    if row["reason"] and kind != "named":
        body.append(element("p", {"class": "reason"}, says.english(row["reason"])))
    if row.get("names"):
        names = [[", " if number else None, element("code", None, name)] for number, name in enumerate(row["names"])]
        body.append(element("p", {"class": "dim"}, says.t("names"), " ", names))
    if kind == "nothing":
        body.append(element("strong", {"class": "alarm"}, says.t("stands_nothing")))
    hidden = element("span", {"class": "hidden"}, says.t(f"stands_{kind}"))
    head = element("th", {"scope": "row"}, mark(MARKS[kind]), " ", says.english(row["point"]), " ", hidden)
    return element("tr", {"class": f"is-{kind}"}, head, element("td", None, body))


def _rule(rule: str, row: Row, says: _Says) -> Markup:
    short = rule.removeprefix(f"{row['ruleset']}#")
    quotes = ([" ", says.quote(words, row["ruleset"])] for words in says.words.get((row["ruleset"], row["point"], rule), ()))
    return element("li", None, element("code", None, short), quotes)


def _checks(checks: Row | None, says: _Says) -> Markup:
    """What was compared with the texts, and what does not agree."""
    if checks is None:
        return element("p", {"class": "notice"}, mark("question"), says.t("not_compared"))
    failed = [(kind, one) for kind in CHECKS for one in checks[kind] if one["status"] not in ("ok", "unpinned")]
    said = (element("li", None, f"{says.t(f'checked_{kind}')}: {len(checks[kind])}") for kind in CHECKS)
    listed = [element("li", None, _failure(kind, one, says)) for kind, one in failed]
    body = element("ul", {"class": "failures"}, listed) if listed else element("p", None, badge("done", says.t("all_agree")))
    return element(
        "section", {"aria-labelledby": "checks"}, element("h2", {"id": "checks"}, says.t("checks")), element("ul", None, said), body
    )


def _failure(kind: str, one: Row, says: _Says) -> Child:
    head = [badge("overdue", says.t(f"is_{one['status']}")), " ", f"{one['ruleset']} "]
    if kind == "quotes":
        where = [" (", says.english(one["where"]), ")"] if one.get("where") else None
        return [head, says.english(one["point"]), ", ", element("code", None, one["by"]), ": ", says.quote(one["words"], one["ruleset"]), where]
    if kind == "numbers":
        numbers = f"{', '.join(one['in_rule']) or '–'} ≠ {', '.join(one['in_words']) or '–'}"
        return [head, element("code", None, one["rule"]), ": ", says.english(numbers)]
    return [head, element("code", None, one["file"])]


def _anchor(ruleset: str) -> str:
    return "t-" + "".join(c if c.isalnum() else "-" for c in ruleset)
