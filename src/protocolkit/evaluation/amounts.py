"""How much a sanction engages: the text's own units, and what they are worth on the day."""

from __future__ import annotations

from typing import assert_never
from zoneinfo import ZoneInfo

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding
from protocolkit.messages import Labelled, Part, any_of, digits, labelled, say
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Parameter
from protocolkit.model.say import span, units


def amount_of(rule: Rule, binding: Binding, case: Case) -> Part:
    """`50 to 100 non_taxable_minimum (850 to 1700 UAH)`; null where the rule has no amount."""
    return None if rule.amount is None else _text(rule.amount, rule, binding, case)


def _text(amount: Amounts, rule: Rule, binding: Binding, case: Case) -> Part:
    match amount:
        case AmountAny(options=options):
            return any_of(_text(one, rule, binding, case) for one in options)
        case AmountCases(if_=condition, then=then, else_=otherwise):
            truth = case.holds(condition, binding)
            if truth is None:
                both = any_of(_text(one, rule, binding, case) for one in (then, otherwise))
                return say("{amounts}, not yet known which", amounts=both)
            return _text(then if truth else otherwise, rule, binding, case)
        case Amount(low=low, high=high, unit=unit):
            amount_said, worth = span(low, high, unit, _called(unit, case)), _parameter(unit, rule, case)
            if worth is None:
                return amount_said
            numbers = dict.fromkeys(digits(number * worth.value) for number in (low, high) if number is not None)
            money_unit = worth.unit or ""
            *least, most = (units(number, money_unit, _called(money_unit, case)) for number in numbers)
            money = say("{n} to {term}", n=next(iter(numbers)), term=most) if least else most
            return say("{amount} ({worth})", amount=amount_said, worth=money)
        case AmountUnstated():
            return say("unstated")
        case _:
            assert_never(amount)


def _called(unit: str, case: Case) -> Labelled:
    """A unit by the name the vocabulary has for it."""
    return labelled(unit, case.vocabulary.other.get("units", {}).get(unit, {}))


def _parameter(unit: str, rule: Rule, case: Case) -> Parameter | None:
    """The value of a unit that the ruleset keeps as a dated parameter, on the day of the first event of the case."""
    log = case.incident.log
    first = log[0].at if log else case.as_of
    day = first.astimezone(ZoneInfo(case.protocol.zone)).date().isoformat()
    for ruleset in case.protocol.rulesets:
        if ruleset.id == rule.ruleset or rule.id.startswith(f"{ruleset.id}#"):
            values = [p for p in ruleset.params.get(unit, ()) if p.from_ is None or p.from_ <= day]
            return max(values, key=lambda p: p.from_ or "", default=None)
    return None
