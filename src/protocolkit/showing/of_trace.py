"""From the texts to the rules as a sheet: every point, what stands for it or why nothing does, and the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocolkit.languages import N_, _, ngettext, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.showing.sheet import Count, Item, Phrase, Row, Section, Sheet, Span, Table, joined, phrase
from protocolkit.showing.wording import Wording

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
    "not_at_hand": N_("not at hand: {n}"),
}  # fmt: skip
FOUND = {
    "homoglyph": N_("stands there with look-alike letters"), "elsewhere": N_("stands elsewhere"),
    "missing": N_("does not stand in the text"), "differs": N_("differs"),
    "unstated": N_("the words give no number"), "unused": N_("the words give a number the rule does not use"),
    "unreadable": N_("cannot be read"),
}  # fmt: skip

Trace = Mapping[str, Any]
Given = Mapping[str, Any]
Quotes = Mapping[tuple[str, str | None, str, str], Sequence[Given]]


def trace_sheet(trace: Trace, language: str = "en", *, texts: Mapping[str, str] | None = None) -> Sheet:
    """The sheet of a trace, given as its JSON says it; `counts` and `checks` are shown where it has them.

    `texts` gives the language of each ruleset's text, for the quotes.
    """
    with speaking(language):
        return _sheet(trace, Wording(Vocabulary(), "UTC", language, texts=texts))


def _sheet(trace: Trace, say: Wording) -> Sheet:
    texts: dict[str, list[Given]] = {}
    for row in trace["points"]:
        texts.setdefault(row["ruleset"], []).append(row)
    quotes: dict[tuple[str, str | None, str, str], list[Given]] = {}
    for cite in trace["rules"]:
        quotes.setdefault((cite["ruleset"], cite.get("act"), cite["point"], cite["rule"]), []).append(cite)
    counts = {one["ruleset"]: one for one in trace.get("counts", ())}
    checks = trace.get("checks")
    apart = () if checks else ((Span(_("Not compared with the texts: they were not at hand.")),),)
    parts = [_text(name, rows, counts.get(name, {}), quotes, say) for name, rows in texts.items()]
    return Sheet(
        say.language, "protocolkit", (Span(_("From the texts to the rules"), "title"),), notices=apart,
        counts=tuple(_counts(trace, len(texts))), sections=(*([_checks(checks, say)] if checks else []), *parts),
        legend=tuple((MARKS[name], _(STANDS[name])) for name in MARKS), look="trace",
    )  # fmt: skip


def standing(row: Given) -> str:
    """What stands for a point: a rule, else a name the ruleset takes from it, else a reason, else nothing."""
    return "rule" if row["rules"] else "named" if row.get("names") else "reason" if row["reason"] else "nothing"


def _counts(trace: Trace, texts: int) -> Iterator[Count]:
    rules, quotes, points = len({cite["rule"] for cite in trace["rules"]}), len(trace["rules"]), len(trace["points"])
    holes = sum(standing(row) == "nothing" for row in trace["points"])
    yield _count("later", texts, ngettext("{n} text", "{n} texts", texts))
    yield _count("later", rules, ngettext("{n} rule", "{n} rules", rules))
    yield _count("later", quotes, ngettext("{n} quote", "{n} quotes", quotes))
    yield _count("later", points, ngettext("{n} point", "{n} points", points))
    words = ngettext("{n} point that nothing stands for", "{n} points that nothing stands for", holes)
    yield _count("overdue" if holes else "done", holes, words)
    if checks := trace.get("checks"):
        failed = checks["failed"]
        words = ngettext("{n} check failed", "{n} checks failed", failed)
        yield _count("overdue" if failed else "done", failed, words)


def _count(state: str, number: int, words: str) -> Count:
    """What is counted: `words` have a place for the number, which stands by itself."""
    return Count(number, words.format(n="").strip(), state)


def _text(name: str, rows: Sequence[Given], count: Given, quotes: Quotes, say: Wording) -> Section:
    counts = " · ".join(
        _(said).format(n=count[key])
        for key, said in COUNTS.items()
        if count.get(key) is not None and (count[key] or key != "not_at_hand")
    )
    table = Table((_("Point"), _("What stands for it")), tuple(_row(row, quotes, say) for row in rows), name)
    anchor = "t-" + "".join(c if c.isalnum() else "-" for c in name)
    return Section(anchor, (Span(name),), (table,), note=(Span(counts, "dim"),) if counts else (), kind="text")


def _row(row: Given, quotes: Quotes, say: Wording) -> Row:
    kind = standing(row)
    body: list[Item] = []
    if row["rules"]:
        body.append(Item((), items=tuple(_rule(rule, row, quotes, say) for rule in row["rules"])))
    # Where only a name stands for a point, its reason says no more than the names do.
    if row["reason"] and kind != "named":
        body.append(Item((say.said(row["reason"], "dim"),)))
    if row.get("names"):
        names = joined(", ", (Span(name, "code") for name in row["names"]))
        body.append(Item(phrase(Span(_("names:") + " ", "dim"), names)))
    if kind == "nothing":
        body.append(Item((Span(_(STANDS[kind]), "alarm"),)))
    point = f"{row['act']} {row['point']}" if row.get("act") else row["point"]
    return Row((say.said(point),), (tuple(body),), MARKS[kind], said=_(STANDS[kind]))


def _rule(rule: str, row: Given, quotes: Quotes, say: Wording) -> Phrase:
    cites = quotes.get((row["ruleset"], row.get("act"), row["point"], rule), ())
    named = Span(rule.removeprefix(f"{row['ruleset']}#"), "code")
    return phrase(named, [[" ", say.quoted(one["words"], row["ruleset"], one.get("text"))] for one in cites])


def _checks(checks: Given, say: Wording) -> Section:
    """What was compared with the texts, and what does not agree."""
    failed = [(kind, one) for kind in CHECKS for one in checks[kind] if one["status"] not in ("ok", "unpinned")]
    counts = [Item((Span(_(said).format(n=len(checks[kind]))),)) for kind, said in CHECKS.items()]
    found = [Item(_failure(kind, one, say), mark="x") for kind, one in failed]
    agreed = [] if failed else [Item((Span(_("everything agrees"), "good"),))]
    return Section("checks", (Span(_("Against the texts")),), (*counts, *found, *agreed))


def _failure(kind: str, one: Given, say: Wording) -> Phrase:
    told = FOUND[one["status"]]
    head = phrase(Span(_(told), "alarm"), " ", f"{one['ruleset']} ")
    match kind:
        case "quotes":
            where = (" (", say.said(one["where"]), ")") if one.get("where") else None
            quote = say.quoted(one["words"], one["ruleset"], one.get("text"))
            return phrase(head, say.said(one["point"]), ", ", Span(one["by"], "code"), ": ", quote, where)
        case "numbers":
            numbers = f"{', '.join(one['in_rule']) or '–'} ≠ {', '.join(one['in_words']) or '–'}"
            return phrase(head, Span(one["rule"], "code"), ": ", say.said(numbers))
        case "digests":
            return phrase(head, Span(one["file"], "code"))
        case _:
            raise AssertionError(f"a check without words: {kind}")
