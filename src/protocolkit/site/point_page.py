"""The page of a point: its words, with the text itself beside them where the user has it, and the rules it carries."""

from __future__ import annotations

from collections.abc import Sequence

from protocolkit.languages import _
from protocolkit.model.rule import Cite
from protocolkit.model.ruleset import Ruleset, Unencoded
from protocolkit.model.texts import act
from protocolkit.showing.html_parts import code, listed, paragraph, section, span
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.site.addresses import anchor, way
from protocolkit.site.frame import Head, frame
from protocolkit.site.passages import Piece
from protocolkit.site.voice import Voice, filled
from protocolkit.tracing.trace_report import NameCite, PointRow


def point_page(row: PointRow, before: PointRow | None, after: PointRow | None, say: Voice) -> str:
    """The whole page; `before` and `after` are the points around it."""
    ruleset = say.book.rulesets[row.ruleset]
    rules = [(rule, cite) for rule in row.rules for cite in say.book.cites(rule, row)]
    numbers = {rule: n for n, rule in enumerate(row.rules, start=1)}
    names = say.book.names_cited.get((row.ruleset, row.named), [])
    left_out = [one.words for one in _left_out(ruleset, row)]
    words = [*(cite.words for _rule, cite in rules), *(name.words for name in names), *left_out]
    marks = [numbers[rule] for rule, _words in rules] + [0] * (len(names) + len(left_out))
    stands = [_rules(row, numbers, rules, say) if rules else None]
    if names:
        items = [_name(one, say) for one in names]
        stands.append(section("names", _("Names taken from it"), listed(items)))
    if left_out or (row.reason and not row.rules and not names):
        head = _("Words that are no rule") if row.rules else _("Why no rule stands for it")
        stands.append(section("left-out", head, _reasons(row, ruleset, say)))
    if not row.covered:
        stands.append(_nothing())
    text, note = _text(ruleset, row, words, marks, say)
    own = element("div", {"class": "stands"}, stands)
    body = element("div", {"class": "beside"}, text, own) if text else fragment(own, note)
    title = f"{say.point_plain(row.named)} · {row.ruleset}"
    top = Head(title, say.point_words(row.named), row.ruleset, above=code(row.ruleset))
    return frame(say, top, body, _turn(before, after, say))


def _rules(row: PointRow, numbers: dict[str, int], cites: Sequence[tuple[str, Cite]], say: Voice) -> Markup:
    items: list[Child] = []
    for id, n in numbers.items():
        rule = say.book.rules[id]
        words = [say.quote(cite.words, row.ruleset, cite.text) for one, cite in cites if one == id]
        named = [span("number-of", str(n)), " ", say.rule(id, whole=False), " ", say.modality(rule)]
        items.append(element("li", {"id": f"rule-{n}"}, paragraph("", named), listed(words, "quotes", bare=True)))
    body = element("ol", {"class": "standing", "role": "list"}, items)
    return section("rules", _("Rules that stand for it"), body)


def _left_out(ruleset: Ruleset, row: PointRow) -> list[Unencoded]:
    return [one for one in ruleset.unencoded if one.point == row.point and act(ruleset.texts, one.text) == row.act]


def _name(one: NameCite, say: Voice) -> Child:
    kind, _dot, own = one.name.partition(".")
    quoted = say.quote(one.words, one.ruleset, one.text or None) if one.words else None
    return [say.name(kind, own), " ", code(one.name), " ", quoted]


def _reasons(row: PointRow, ruleset: Ruleset, say: Voice) -> Markup:
    found: list[Child] = [
        [[say.quote(one.words, row.ruleset, one.text), " — "] if one.words else None, say.because(one.because)]
        for one in _left_out(ruleset, row)
    ]  # fmt: skip
    if not found and row.reason:
        found.append(_elsewhere(row, say))
    return listed(found)


def _elsewhere(row: PointRow, say: Voice) -> Child:
    """Links to the points that carry this one, where there are such; otherwise why it has no rule."""
    if row.reasons or row.names or not (points := row.carried_by or tuple(filter(None, [row.part_of]))):
        return row.reason
    words = _("carried by {points}") if row.carried_by else _("part of {point}")
    linked = [["; " if i else None, say.point(row.ruleset, p, row.act)] for i, p in enumerate(points)]
    return filled(words, points=linked, point=linked)


def _nothing() -> Markup:
    note = _("No rule cites this point, no name is taken from it, and no reason is given.")
    return section("nothing", _("Nothing stands for it"), paragraph("alarm", note))


def _text(
    ruleset: Ruleset, row: PointRow, words: Sequence[str], marks: Sequence[int], say: Voice
) -> tuple[Markup | None, Markup | None]:
    """The lines of the text, or else a note that says why they are not here."""
    found = say.book.texts.passages(ruleset, row, words) if say.book.texts else []
    if not found:
        if say.book.texts is None:
            why: Child = _("The text itself is not part of this site: it was made without the folder of the texts.")
        else:
            files = ", ".join(text.file for text in ruleset.texts if text.file) or "–"
            why = filled(_("This point could not be found in {file}."), file=code(files))
        return None, section("text", _("The text"), paragraph("dim", why), kind="absent")
    about = _("The lines around the quoted words: the text does not mark this point so that it can be told apart.")
    parts: list[Child] = []
    for passage, language in sorted(found, key=lambda one: one[1] != say.language):
        lines = [_line(line, marks) for line in passage.lines]
        quoted = element("blockquote", {"lang": language if language != say.language else None}, lines)
        parts += [None if passage.exact else paragraph("dim", about), quoted]
    return section("text", _("The text"), *parts, kind="passage"), None


def _line(line: Sequence[Piece], marks: Sequence[int]) -> Markup:
    if not line:
        return element("p", {"class": "cut"}, "[…]")
    found: list[Child] = []
    for piece in line:
        numbers = dict.fromkeys(marks[quote] for quote in piece.quotes)
        notes = [element("sup", None, anchor(f"#rule-{n}", str(n))) for n in numbers if n]
        found.append([element("mark", None, piece.words), notes] if piece.quotes else piece.words)
    return element("p", None, found)


def _turn(before: PointRow | None, after: PointRow | None, say: Voice) -> Markup:
    """To the points before and after it."""
    ways = []
    for row, kind, words in ((before, "prev", _("Point before")), (after, "next", _("Point after"))):
        page = say.book.point_page(row.ruleset, row.named) if row else None
        if row and page:
            said = [span("dim", words), " ", say.point_words(row.named)]
            ways.append(anchor(way(say.here, page), said, kind=kind, rel=kind))
    return element("nav", {"class": "turn", "aria-label": _("Points around it")}, ways)
