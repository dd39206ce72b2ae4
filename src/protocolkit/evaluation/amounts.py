"""How much a sanction engages: the text's own units, what they are worth on the day, and the facts it turns on."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding
from protocolkit.messages import Labelled, Part, any_of, digits, labelled, say
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Parameter
from protocolkit.model.say import span, units


class HowMuch(msgspec.Struct, frozen=True):
    """An amount, or each that it can be while nobody knows which; `asks` are the facts that decide between them."""

    said: Part = None
    asks: tuple[str, ...] = ()

    def or_else(self, other: HowMuch, asks: tuple[str, ...]) -> HowMuch:
        """This amount or another, as facts decide."""
        every = tuple(dict.fromkeys((*asks, *self.asks, *other.asks)))
        if self.said == other.said:
            return HowMuch(self.said, every)
        amounts = any_of(one.said if one.said is not None else say("none") for one in (self, other))
        return HowMuch(say("{amounts}, not yet known which", amounts=amounts), every)


NOTHING = HowMuch()


def amount_of(rule: Rule, binding: Binding, case: Case, came: datetime | None = None) -> HowMuch:
    """`50 to 100 non_taxable_minimum (850 to 1700 UAH)`; nothing where the rule has no amount.

    `came` is when the rule's trigger came, if it has one.
    """
    return NOTHING if rule.amount is None else _Reckoning(rule, binding, case, came).of(rule.amount)


class _Reckoning:
    """The amounts of one rule for one choice of persons."""

    def __init__(self, rule: Rule, binding: Binding, case: Case, came: datetime | None) -> None:
        self.rule, self.binding, self.case = rule, binding, case
        self.came = came

    def of(self, amount: Amounts) -> HowMuch:
        match amount:
            case AmountAny(options=options):
                each = [self.of(one) for one in options]
                return HowMuch(any_of(one.said for one in each), _all_asks(each))
            case AmountCases(if_=condition, then=then, else_=otherwise):
                truth = self.case.holds(condition, self.binding)
                if truth is not None:
                    return self.of(then if truth else otherwise)
                one, other = self.of(then), self.of(otherwise)
                return one if one == other else one.or_else(other, self.case.asks(condition, self.binding))
            case Amount():
                return HowMuch(self._worth(amount))
            case AmountUnstated():
                return HowMuch(say("unstated"))
            case _:
                assert_never(amount)

    def _worth(self, amount: Amount) -> Part:
        low, high, unit = amount.low, amount.high, amount.unit
        said, worth = span(low, high, unit, _called(unit, self.case)), self._parameter(unit)
        if worth is None:
            return said
        numbers = dict.fromkeys(digits(number * worth.value) for number in (low, high) if number is not None)
        money_unit = worth.unit or ""
        *least, most = (units(number, money_unit, _called(money_unit, self.case)) for number in numbers)
        money = say("{n} to {term}", n=next(iter(numbers)), term=most) if least else most
        return say("{amount} ({worth})", amount=said, worth=money)

    def _parameter(self, unit: str) -> Parameter | None:
        """The value of a unit that the ruleset keeps as a dated parameter, on the day the case begins."""
        log = self.case.incident.log
        first = log[0].at if log else self.case.as_of
        day = first.astimezone(ZoneInfo(self.case.protocol.zone)).date().isoformat()
        for ruleset in self.case.protocol.rulesets:
            if ruleset.id == self.rule.ruleset or self.rule.id.startswith(f"{ruleset.id}#"):
                values = [p for p in ruleset.params.get(unit, ()) if p.from_ is None or p.from_ <= day]
                return max(values, key=lambda p: p.from_ or "", default=None)
        return None


def _all_asks(each: list[HowMuch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask for one in each for ask in one.asks))


def _called(unit: str, case: Case) -> Labelled:
    """A unit by the name the vocabulary has for it."""
    return labelled(unit, case.vocabulary.other.get("units", {}).get(unit, {}))
