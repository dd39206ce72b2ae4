"""Every point with what stands for it: cited by rules or names, unencoded with a reason, or merely printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from protocolkit.tracing.citing_index import Cited
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.points import read_point
from protocolkit.tracing.trace_report import Count, PointRow

_IN_BRACKETS = re.compile(r"\d+\(\d+\)")


class _Standing(msgspec.Struct):
    rules: dict[str, None] = {}
    names: dict[str, None] = {}
    reasons: dict[str, None] = {}


def listing(every: Iterable[Cited], outlines: dict[str, Outline]) -> tuple[list[PointRow], list[Count]]:
    """The rows of all points, by ruleset and in the order of the text, and the counts per ruleset."""
    found: dict[str, dict[str, _Standing]] = {}
    totals: dict[str, list[int]] = {}
    for one in every:
        for cite in one.quotes():
            _at(found, cite.ruleset, cite.point).rules[cite.rule] = None
        for name in one.names:
            _at(found, name.ruleset, name.point).names[name.name] = None
        for left in one.unencoded:
            _at(found, one.ruleset.id, left.point).reasons[left.because] = None
        total = totals.setdefault(one.ruleset.id, [0, 0, 0])
        total[0] += len(one.rules)
        total[1] += sum(1 for __ in one.quotes()) + len(one.names)
        total[2] += len(one.unencoded)
    rows, counts = [], []
    for ruleset in dict.fromkeys((*totals, *found)):
        standing = found.get(ruleset, {})
        outline = outlines.get(ruleset)
        printed = _printed(outline, standing) if outline else []
        own = _rows(ruleset, standing, printed)
        rows += own
        rules, quotes, unencoded = totals.get(ruleset, [0, 0, 0])
        uncovered = tuple(row.point for row in own if not row.covered)
        counts.append(Count(ruleset, rules, quotes, len(own), unencoded, len(printed) if outline else None, uncovered))
    return rows, counts


def _at(found: dict[str, dict[str, _Standing]], ruleset: str, point: str) -> _Standing:
    return found.setdefault(ruleset, {}).setdefault(point, _Standing())


def _printed(outline: Outline, standing: dict[str, _Standing]) -> list[str]:
    """The points the text itself has, spelled as its ruleset spells them."""
    brackets = any(_IN_BRACKETS.match(point) for point in standing)
    points = [f"Order, point {number}" for number in outline.order]
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
