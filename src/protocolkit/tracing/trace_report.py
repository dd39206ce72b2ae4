"""What a trace holds: rules with their points, points with their rules, and the checks against the texts."""

from __future__ import annotations

import msgspec

from protocolkit.languages import _
from protocolkit.tracing.outline import Precision


def named(point: str, act: str | None) -> str:
    return f"{act} {point}" if act else point


class RuleCite(msgspec.Struct, frozen=True):
    """One quote of a rule. `ruleset` is where its words stand: for an inherited rule, the base's.

    `text` is the id of the text it is of, if it has one; `act` that of the act, where the ruleset encodes several.
    """

    rule: str
    ruleset: str
    point: str
    words: str
    text: str | msgspec.UnsetType = msgspec.UNSET
    act: str | msgspec.UnsetType = msgspec.UNSET


class NameCite(msgspec.Struct, frozen=True):
    """A role, list, document ... that the text itself defines: `roles.mobile_group`."""

    name: str
    ruleset: str
    point: str
    words: str
    text: str | msgspec.UnsetType = msgspec.UNSET
    act: str | msgspec.UnsetType = msgspec.UNSET


class PointRow(msgspec.Struct, frozen=True):
    """A point and what stands for it: rules, names, reasons why there is no rule, or points below or above it.

    A point of an act is one point in all its languages; `act` names the act where the ruleset encodes several.
    """

    ruleset: str
    point: str
    rules: tuple[str, ...]
    names: tuple[str, ...] = ()
    group: str = ""
    reasons: tuple[str, ...] = ()
    carried_by: tuple[str, ...] = ()
    part_of: str | None = None
    act: str | None = None

    @property
    def named(self) -> str:
        """The point with its act, which tells it from every other point of the ruleset."""
        return named(self.point, self.act)

    @property
    def reason(self) -> str | None:
        """Why there is no rule, in the language being spoken; null and no rules: nothing covers the point."""
        if self.reasons:
            return "; ".join(map(_, self.reasons))
        if self.names and not self.rules:
            return _("named, not a rule: {names}").format(names=", ".join(self.names))
        if self.carried_by:
            return _("carried by {points}").format(points=", ".join(self.carried_by))
        return _("part of {point}").format(point=self.part_of) if self.part_of else None

    @property
    def covered(self) -> bool:
        return bool(self.rules or self.names or self.reason)


class QuoteCheck(msgspec.Struct, frozen=True):
    """Whether words stand where they are cited. `by` is the rule, the name, or `unencoded`; `where` another point."""

    by: str
    ruleset: str
    point: str
    words: str
    status: str
    precision: Precision
    where: str | None = None
    text: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def fails(self) -> bool:
        return self.status != "ok"


class NumberCheck(msgspec.Struct, frozen=True):
    """The numbers of a rule's due and amount beside those of its words."""

    rule: str
    ruleset: str
    status: str
    in_rule: tuple[str, ...]
    in_words: tuple[str, ...]

    @property
    def fails(self) -> bool:
        return self.status != "ok"


class DigestCheck(msgspec.Struct, frozen=True):
    """The file of a text beside the digest it was encoded from."""

    ruleset: str
    file: str
    status: str
    expected: str | None
    actual: str | None

    @property
    def fails(self) -> bool:
        return self.status not in ("ok", "unpinned")


class Checks(msgspec.Struct, frozen=True):
    """Everything compared with the texts."""

    quotes: tuple[QuoteCheck, ...]
    numbers: tuple[NumberCheck, ...]
    digests: tuple[DigestCheck, ...]

    @property
    def failed(self) -> int:
        kinds = (self.quotes, self.numbers, self.digests)
        return sum(one.fails for kind in kinds for one in kind)


class Count(msgspec.Struct, frozen=True):
    """One ruleset in numbers. `printed` counts the numbered points of its texts, where they are at hand.

    `not_at_hand` counts the points that nobody could read, apart from those left out with a reason.
    """

    ruleset: str
    rules: int
    quotes: int
    points: int
    unencoded: int
    printed: int | None = None
    uncovered: tuple[str, ...] = ()
    not_at_hand: int = 0


class Trace(msgspec.Struct, frozen=True):
    """The whole report. `spoken` is the language of each text, as `model.texts.languages` gives it."""

    rules: tuple[RuleCite, ...]
    names: tuple[NameCite, ...]
    points: tuple[PointRow, ...]
    counts: tuple[Count, ...]
    checks: Checks | None = None
    spoken: dict[str, str] = {}
    trace: int = 1

    @property
    def exit_code(self) -> int:
        """1 where a quote, a number or a digest fails."""
        return 1 if self.checks is not None and self.checks.failed else 0
