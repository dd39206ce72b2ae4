"""Every point with what stands for it: cited by rules or names, unencoded with a reason, or merely printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from protocolkit.model.ruleset import Unencoded
from protocolkit.tracing.citing_index import Cited
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.points import read_point
from protocolkit.tracing.trace_report import Count, NameCite, PointRow, RuleCite

_IN_BRACKETS = re.compile(r"\d+\(\d+\)")


Act = tuple[str, str | None]  # a ruleset, and which of its acts where it encodes several


class _Standing(msgspec.Struct):
    rules: dict[str, None] = {}
    names: dict[str, None] = {}
    reasons: dict[str, None] = {}


class _Total(msgspec.Struct):
    """What the editions of a ruleset hold together, each thing once."""

    rules: set[str] = msgspec.field(default_factory=set)
    quotes: set[RuleCite | NameCite] = msgspec.field(default_factory=set)
    left_out: set[Unencoded] = msgspec.field(default_factory=set)


def listing(every: Iterable[Cited], outlines: Mapping[Act, Outline]) -> tuple[list[PointRow], list[Count]]:
    """The rows of all points, by ruleset and act and in the order of the text, and the counts per ruleset."""
    found: dict[Act, dict[str, _Standing]] = {}
    totals: dict[str, _Total] = {}
    for one in every:
        for cite in one.quotes():
            _at(found, (cite.ruleset, cite.act or None), cite.point).rules[cite.rule] = None
        for name in one.names:
            _at(found, (name.ruleset, name.act or None), name.point).names[name.name] = None
        for left in one.unencoded:
            _at(found, (one.ruleset.id, one.act(left.text)), left.point).reasons[left.because] = None
        total = totals.setdefault(one.ruleset.id, _Total())
        total.rules.update(rule.id for rule in one.rules)
        total.quotes.update((*one.quotes(), *one.names))
        total.left_out.update(one.unencoded)
    rows, counts = [], []
    for ruleset in dict.fromkeys((*totals, *(ruleset for ruleset, _act in found))):
        own, printed = _of_ruleset(ruleset, found, outlines)
        rows += own
        counts.append(_count(ruleset, totals.get(ruleset, _Total()), own, printed))
    return rows, counts


def _of_ruleset(
    ruleset: str, found: Mapping[Act, dict[str, _Standing]], outlines: Mapping[Act, Outline]
) -> tuple[list[PointRow], int | None]:
    """The rows of a ruleset, act by act, and how many points its texts print where they are at hand."""
    rows: list[PointRow] = []
    numbers: list[int] = []
    for act in dict.fromkeys(of for named, of in (*found, *outlines) if named == ruleset):
        standing, outline = found.get((ruleset, act), {}), outlines.get((ruleset, act))
        printed = _printed(outline, standing) if outline else []
        rows += [msgspec.structs.replace(row, act=act) for row in _rows(ruleset, standing, printed)]
        numbers += [len(printed)] if outline else []
    return rows, sum(numbers) if numbers else None


def _count(ruleset: str, total: _Total, rows: list[PointRow], printed: int | None) -> Count:
    absent = sum(not one.words for one in total.left_out)
    bare = tuple(row.named for row in rows if not row.covered)
    return Count(
        ruleset, rules=len(total.rules), quotes=len(total.quotes), points=len(rows),
        unencoded=len(total.left_out) - absent, printed=printed, uncovered=bare, not_at_hand=absent,
    )  # fmt: skip


def _at(found: dict[Act, dict[str, _Standing]], act: Act, point: str) -> _Standing:
    return found.setdefault(act, {}).setdefault(point, _Standing())


def _printed(outline: Outline, standing: dict[str, _Standing]) -> list[str]:
    """The points the text itself has, spelled as its ruleset spells them."""
    brackets = any(_IN_BRACKETS.match(point) for point in standing)
    order = "order" if any(point.startswith("order ") for point in standing) else "Order, point"
    points = [f"{order} {number}{sub}" for number in outline.order for sub in ("", *outline.subs_of_order(number))]
    points += [one for article in outline.articles for one in (f"art. {article}", *outline.parts(article))]
    for number in outline.numbers:
        points.append(str(number))
        for sub in outline.subs(number):
            points.append(f"{number}{sub}" if brackets or sub.startswith(".") else f"{number}.{sub.strip('()')}")
    return points


def _rows(ruleset: str, standing: dict[str, _Standing], printed: list[str]) -> list[PointRow]:
    points = sorted(dict.fromkeys((*standing, *printed)), key=lambda p: read_point(p).order)
    groups: dict[str, list[str]] = {}
    for point in standing:
        groups.setdefault(read_point(point).group, []).append(point)
    rows = []
    for point in points:
        own = standing.get(point, _Standing())
        group = read_point(point).group
        rows.append(
            PointRow(
                ruleset,
                point,
                tuple(own.rules),
                tuple(own.names),
                group,
                tuple(own.reasons),
                *(((), None) if point in standing else _carriers(point, groups.get(group, []))),
            )
        )
    return rows


def _carriers(point: str, group: list[str]) -> tuple[tuple[str, ...], str | None]:
    """Where the points below or above this one are what is encoded."""
    below = sorted((one for one in group if _is_below(one, point)), key=lambda p: read_point(p).order)
    above = [] if below else [one for one in group if _is_below(point, one)]
    return tuple(below), max(above, key=len) if above else None


def _is_below(inner: str, outer: str) -> bool:
    return inner != outer and inner.startswith(outer) and not inner[len(outer)].isdigit()
