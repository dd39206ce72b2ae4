"""The rules of a text as a table: what each says, in the words of the rule language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from protocolkit.exports.spreadsheet_cells import table
from protocolkit.languages import LANGUAGES, speaking
from protocolkit.languages.saying import said
from protocolkit.model import say as in_words
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.dues import describe as say_due
from protocolkit.model.moments import Moment, Rhythm
from protocolkit.model.people import People
from protocolkit.model.rule import Rule

COLUMNS = (
    "id", "ruleset", "point", "words", "modality", "act", "by", "to", "each", "after", "every", "during", "standing",
    "until", "due", "if", "via", "content", "document", *(f"label_{language}" for language in LANGUAGES),
    "file", "line",
)  # fmt: skip
_OR = {"any": " or ", "each": "; ", "all": " and "}


def rules_csv(rules: Iterable[Rule], *, excel: bool = False) -> str:
    """A row for each rule, in the order given, as CSV text. See `cells.table` for `excel`."""
    return table(COLUMNS, rows(rules), excel=excel)


def rows(rules: Iterable[Rule]) -> Iterator[dict[str, str]]:
    """The rows as texts by column; a part the rule does not have is empty. Cells are data: English in any language."""
    return map(_row, rules)


def _row(rule: Rule) -> dict[str, str]:
    with speaking("en"):
        return _cells(rule)


def _cells(rule: Rule) -> dict[str, str]:
    via = rule.via
    channels = (("only", via.only), ("any", via.any), ("never", via.never))
    found = {
        "id": rule.id, "ruleset": rule.ruleset, "modality": rule.modality,
        "point": "; ".join(cite.point for cite in rule.cites), "words": "; ".join(cite.words for cite in rule.cites),
        "act": _OR[rule.act_mode].join(rule.acts), "by": people(rule.by), "to": people(rule.to),
        "each": rule.each or "", "after": moment(rule.after), "every": moment(rule.every),
        "during": "; ".join(rule.during), "standing": "true" if rule.standing else "", "until": moment(rule.until),
        "due": say_due(rule.due, _condition) if rule.due is not None else "",
        "if": "" if rule.if_ == ALWAYS else said(in_words.condition(rule.if_)),
        "via": "; ".join(f"{word}: {', '.join(names)}" for word, names in channels if names),
        "content": "; ".join((*rule.content, *(f"never {name}" for name in rule.content_never))),
        "document": _OR["any" if rule.document_mode == "any" else "each"].join(rule.documents),
        **{f"label_{language}": rule.say.get(language, "") for language in LANGUAGES},
        "file": rule.place.file, "line": str(rule.place.line or ""),
    }  # fmt: skip
    return {column: found[column] for column in COLUMNS}


def people(who: People | None) -> str:
    """People in a line: `a; b` a duty apiece, `a or b` one suffices, `a and b` together."""
    return "" if who is None else said(in_words.people(who))


def moment(when: Moment | Rhythm | None) -> str:
    """A moment in a line; a rhythm by its period."""
    if when is None:
        return ""
    if isinstance(when, Rhythm):
        months = ", ".join(map(str, when.months))
        return when.agenda or (f"{when.period} {months}".strip())
    return said(in_words.moment(when))


def _condition(condition: Any) -> str:
    return said(in_words.condition(condition))
