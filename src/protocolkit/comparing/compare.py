"""Two texts beside each other, row by row: what only one asks for, what both ask for, and which is the stricter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, assert_never

import msgspec

from protocolkit.calendars.instants import exact
from protocolkit.comparing.alignment import Pair, Unit, aligned, units
from protocolkit.comparing.due_order import DueOrder
from protocolkit.comparing.precedence import Precedence
from protocolkit.comparing.showing_case import Seen, Shown, Stage, Wanted
from protocolkit.comparing.sides import Side
from protocolkit.comparing.strictness import Difference, Strictness
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.messages import Message, say
from protocolkit.model.rule import SILENT, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan_parts import DueTime

Kind = Literal["only_a", "only_b", "same", "stricter_a", "stricter_b", "incomparable"]


class Row(msgspec.Struct, frozen=True):
    """One thing that either text says. `people` are the recipients for whom all of it is so, `parties` the parties.

    `case` shows it; where there is none, `not_shown` says why. `beside` are rules of either text that ask for it again.
    """

    kind: Kind
    a: Rule | None
    b: Rule | None
    acts: tuple[str, ...]
    people: tuple[str, ...]
    parties: tuple[str, ...]
    papers: tuple[str, ...]
    differences: tuple[Difference, ...]
    case: Shown | None
    counter_case: Shown | None = None
    not_shown: Message | None = None
    beside: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """What was compared, and every row in the order of the texts."""

    a: str
    b: str
    protocols: tuple[Protocol, Protocol]
    years: tuple[int, int]
    rows: tuple[Row, ...]

    def count(self, kind: Kind) -> int:
        return sum(row.kind == kind for row in self.rows)


def compare(
    a: Side, b: Side, *, cases: bool = True, tick: Callable[[int, int], None] = lambda _n, _of: None
) -> Comparison:
    """Compares two sides, each row with a case that shows it unless `cases` are left out.

    `tick` is told how many things have been held against each other, of how many.

    Raises InputError for sides that cannot be read.
    """
    one, other = a.protocol(), b.protocol()
    comparing = Comparing(one, other, cases=cases)
    pairs = comparing.pairs
    found: list[Row] = []
    for number, pair in enumerate(pairs, 1):
        if not comparing.adds_nothing(pair):
            found.append(comparing.row(pair))
        tick(number, len(pairs))
    return Comparison(a.text, b.text, (one, other), comparing.years, tuple(_united(found)))


class Comparing:
    """One comparison under way."""

    def __init__(self, a: Protocol, b: Protocol, *, cases: bool) -> None:
        self._cases = cases
        names = a.vocabulary.with_names(b.vocabulary)
        self.years = _years(a, b)
        self.pairs = aligned(units(a), units(b), names)
        self._orders = Precedence(a), Precedence(b)
        self._strictness = Strictness(DueOrder(a, b, self.years), *self._orders, names)
        self._within = (
            Strictness(DueOrder(a, a, self.years), self._orders[0], self._orders[0], names),
            Strictness(DueOrder(b, b, self.years), self._orders[1], self._orders[1], names),
        )
        self._stage = Stage(a, b, names, self.years[1])
        self._sides = (a, b)

    def adds_nothing(self, pair: Pair) -> bool:
        """Whether a unit asks for nothing that the one beside it, of the same text, does not ask for already."""
        again = pair.a if pair.again == "a" else pair.b
        if pair.beside is None or again is None:
            return False
        found = self._within[0 if pair.again == "a" else 1].differences(again, pair.beside)
        return all(one.stricter in ("b", "neither") for one in found)

    def row(self, pair: Pair) -> Row:
        """The row of a pair, with its case."""
        a, b = pair.a, pair.b
        differences = self._strictness.differences(a, b) if a is not None and b is not None else ()
        kind = _kind(pair, differences)
        unit = a or b
        assert unit is not None
        case, counter = self._shown(pair, kind, differences)
        return Row(
            kind, a.rule if a else None, b.rule if b else None, tuple(sorted(unit.acts)), tuple(unit.asked.people),
            (unit.asked.party,) if unit.asked.party else (), tuple(sorted(unit.papers)), differences, case, counter,
            None if case is not None else self._why_untold(pair) or self._why_not_shown(),
            (pair.beside.rule.id,) if pair.beside is not None else (),
        )  # fmt: skip

    def _shown(self, pair: Pair, kind: Kind, differences: Iterable[Difference]) -> tuple[Shown | None, Shown | None]:
        a, b = pair.a, pair.b
        if not self._cases or self._why_untold(pair) is not None:
            return None, None
        match kind:
            case "only_a":
                return self._stage.shows(a, None, lambda x, y: _owed(x) and y.state == "none"), None
            case "only_b":
                return self._stage.shows(None, b, lambda x, y: x.state == "none" and _owed(y)), None
            case "same":
                return self._stage.shows(a, b, lambda x, y: _owed(x) and _owed(y)), None
            case "stricter_a" | "stricter_b" | "incomparable":
                cases = [
                    self._showing(a, b, one, side)
                    for side in ("a", "b")
                    for one in differences
                    if one.stricter in (side, "unclear")
                ]
                found = [one for one in cases if one is not None]
                both = found[:1] or [one for one in (self._both(a, b),) if one is not None]
                other = next((one for one in found[1:] if kind == "incomparable" and one.case != both[0].case), None)
                return (both[0] if both else None), other

    def _why_untold(self, pair: Pair) -> Message | None:
        """Why no case shows a pair, where none could."""
        sides = [(one.rule, protocol) for one, protocol in zip((pair.a, pair.b), self._sides, strict=True) if one]
        if any(rule.modality in SILENT for rule, _protocol in sides):
            return say("it asks nothing by itself: it shows in the rules that read it")
        if any(rule.during for rule, _protocol in sides):
            return say("it says how other acts are done, and shows on their duties")
        if not all(belongs_to_case(rule, protocol) for rule, protocol in sides):
            return say("it belongs to the organisation's year, not to a case")
        return None

    def _why_not_shown(self) -> Message:
        return say("no case that was tried shows it") if self._cases else say("cases were left out")

    def _both(self, a: Unit | None, b: Unit | None) -> Shown | None:
        return self._stage.shows(a, b, lambda x, y: _owed(x) and _owed(y))

    def _showing(self, a: Unit | None, b: Unit | None, one: Difference, side: str) -> Shown | None:
        """The case that shows one difference, from the side that it makes the stricter."""
        first = side == "a"
        match one.what:
            case "due":
                at = one.at[0 if first else 1]
                return self._stage.shows(a, b, _earlier(first), at=at) if at is not None else None
            case "condition":
                facts = one.facts[0 if first else 1]
                return self._stage.shows(a, b, _alone(first), facts=facts) if facts is not None else None
            case "start":
                return self._stage.shows(a, b, _alone(first), begun="a" if first else "b")
            case "modality" | "until" | "bearer" | "recipients" | "channels" | "content" | "clock" | "amount":
                return self._both(a, b)
            case _:
                assert_never(one.what)


def _owed(seen: Seen) -> bool:
    return seen.state == "applies"


def _alone(first: bool) -> Wanted:
    return lambda x, y: _owed(x) and not _owed(y) if first else _owed(y) and not _owed(x)


def _earlier(first: bool) -> Wanted:
    def holds(x: Seen, y: Seen) -> bool:
        one, other = (x, y) if first else (y, x)
        if not (_owed(one) and _owed(other) and one.due is not None):
            return False
        return _before(one.due, other.due, "limit") or _before(one.due, other.due, "target")

    return holds


def _before(one: DueTime, other: DueTime | None, end: Literal["limit", "target"]) -> bool:
    mine, theirs = getattr(one, end), getattr(other, end) if other is not None else None
    if mine is None:
        return False
    return theirs is None or exact(datetime.fromisoformat(mine)) < exact(datetime.fromisoformat(theirs))


def _kind(pair: Pair, differences: Iterable[Difference]) -> Kind:
    if pair.a is None or pair.b is None:
        return "only_b" if pair.a is None else "only_a"
    found = {one.stricter for one in differences} - {"neither"}
    if found == {"a"}:
        return "stricter_a"
    if found == {"b"}:
        return "stricter_b"
    return "incomparable" if found else "same"


def _years(a: Protocol, b: Protocol) -> tuple[int, int]:
    """The last two years in which both texts were reviewed and both calendars know their days."""
    known = [protocol.calendar.days().last.year for protocol in (a, b)]
    for protocol in (a, b):
        reviewed = [int(one.reviewed_through[:4]) for one in protocol.rulesets if one.reviewed_through]
        known += [max(reviewed)] if reviewed else []
    last = min(known)
    return last - 1, last


def _united(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of the same rules that differ in recipient, party or act alone, as one."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        key = (row.kind, row.a and row.a.id, row.b and row.b.id, tuple(one.message for one in row.differences))
        groups.setdefault(key, []).append(row)
    for several in groups.values():
        shown = next((one for one in several if one.case is not None), several[0])
        yield msgspec.structs.replace(
            shown,
            **{name: tuple(dict.fromkeys(x for one in several for x in getattr(one, name)))
               for name in ("acts", "people", "parties", "papers", "beside")},
        )  # fmt: skip
