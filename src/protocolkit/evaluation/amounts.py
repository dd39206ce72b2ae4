"""How much a sanction engages: the text's own units, what they are worth on the day, and the facts it turns on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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
        said, values = span(low, high, unit, _called(unit, self.case)), self._values(unit)
        if not values:
            return said
        day = self._day().isoformat()
        begun = [one for one in values if one.from_ is None or one.from_ <= day]
        worth = max(begun, key=lambda one: one.from_ or "", default=None)
        if worth is None or (worth.until is not None and worth.until <= day):
            return self._unknown(said, unit, worth)
        numbers = dict.fromkeys(digits(number * worth.value) for number in (low, high) if number is not None)
        money_unit = worth.unit or ""
        *least, most = (units(number, money_unit, _called(money_unit, self.case)) for number in numbers)
        money = say("{n} to {term}", n=next(iter(numbers)), term=most) if least else most
        return say("{amount} ({worth})", amount=said, worth=money)

    def _unknown(self, said: Part, unit: str, ended: Parameter | None) -> Part:
        """An amount whose unit has no value on the day: never the value of another day."""
        day, name = self._day(), _called(unit, self.case)
        if ended is None:
            why = say("no value of {unit} is given for {day}", unit=name, day=day)
        else:
            last = date.fromisoformat(ended.until or "") - timedelta(days=1)
            why = say("the value of {unit} is known through {last} only, not for {day}", unit=name, last=last, day=day)
        self.case.warn("parameter_ended", why, self.rule.id)
        return say("{amount} ({worth})", amount=said, worth=why)

    def _day(self) -> date:
        """The day whose value holds: of the rule's own trigger, of the act for what somebody faces, of the case."""
        if self.came is not None:
            return self.came.astimezone(ZoneInfo(self.case.protocol.zone)).date()
        days = self.case.days
        return days.act if self.rule.modality == "sanction" else days.case

    def _values(self, unit: str) -> tuple[Parameter, ...]:
        """The values that the rule's ruleset keeps of a unit."""
        for ruleset in self.case.protocol.rulesets:
            if ruleset.id == self.rule.ruleset or self.rule.id.startswith(f"{ruleset.id}#"):
                return ruleset.params.get(unit, ())
        return ()


def _all_asks(each: list[HowMuch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask for one in each for ask in one.asks))


def _called(unit: str, case: Case) -> Labelled:
    """A unit by the name the vocabulary has for it."""
    return labelled(unit, case.vocabulary.other.get("units", {}).get(unit, {}))
