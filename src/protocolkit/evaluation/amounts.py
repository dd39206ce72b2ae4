"""How much a sanction engages: the text's own units, and what they are worth on the day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding
from protocolkit.languages import _, language
from protocolkit.languages.enumerating import any_of
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Parameter
from protocolkit.model.say import term
from protocolkit.model.terms import Term


def amount_text(rule: Rule, binding: Binding, case: Case) -> str | None:
    """`50 to 100 non_taxable_minimum (850 to 1700 UAH)`; null where the rule has no amount."""
    return None if rule.amount is None else _text(rule.amount, rule, binding, case)


def _text(amount: Amounts, rule: Rule, binding: Binding, case: Case) -> str:
    match amount:
        case AmountAny(options=options):
            return any_of(_text(one, rule, binding, case) for one in options)
        case AmountCases(if_=condition, then=then, else_=otherwise):
            truth = case.holds(condition, binding)  # type: ignore[arg-type]
            if truth is None:
                both = any_of(_text(one, rule, binding, case) for one in (then, otherwise))
                return _("{amounts}, not yet known which").format(amounts=both)
            return _text(then if truth else otherwise, rule, binding, case)
        case Amount(low=low, high=high, unit=unit):
            said, worth = _between(low, high, unit, case), _parameter(unit, rule, case)
            if worth is None:
                return said
            numbers = dict.fromkeys(f"{number * worth.value:g}" for number in (low, high) if number is not None)
            *least, most = (_counted(number, worth.unit or "", case) for number in numbers)
            money = _("{n} to {term}").format(n=next(iter(numbers)), term=most) if least else most
            return _("{amount} ({worth})").format(amount=said, worth=money)
        case _:
            return _("unstated")


def _between(low: int | None, high: int | None, unit: str, case: Case) -> str:
    if low is None or high is None:
        words = _("at most {amount}") if low is None else _("at least {amount}")
        return words.format(amount=_counted(high if low is None else low, unit, case))
    most = _counted(high, unit, case)
    return most if low == high else _("{n} to {term}").format(n=low, term=most)


def _counted(n: int | str | None, unit: str, case: Case) -> str:
    """A number of units: hours and the like counted by grammar, others by the name the vocabulary has for them."""
    if isinstance(n, int) and unit.removesuffix("s") in ("hour", "day", "week", "month", "year"):
        return term(Term(n, unit.removesuffix("s")))
    name = case.vocabulary.other.get("units", {}).get(unit, {}).get(language()) or unit
    return _("{n} {unit}").format(n=n, unit=name)


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
