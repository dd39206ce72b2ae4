"""How much a sanction engages: the text's own units, and what they are worth on the day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.parties import Binding
from protocolkit.rulesets.amounts import Amount, AmountAny, AmountCases, Amounts
from protocolkit.rulesets.rule import Rule
from protocolkit.rulesets.ruleset import Parameter


def amount_text(rule: Rule, binding: Binding, case: Case) -> str | None:
    """`50 to 100 non_taxable_minimum (850 to 1700 UAH)`; null where the rule has no amount."""
    return None if rule.amount is None else _text(rule.amount, rule, binding, case)


def _text(amount: Amounts, rule: Rule, binding: Binding, case: Case) -> str:
    match amount:
        case AmountAny(options=options):
            return " or ".join(_text(one, rule, binding, case) for one in options)
        case AmountCases(if_=condition, then=then, else_=otherwise):
            truth = case.holds(condition, binding)  # type: ignore[arg-type]
            if truth is None:
                both = (_text(one, rule, binding, case) for one in (then, otherwise))
                return f"{' or '.join(both)}, not yet known which"
            return _text(then if truth else otherwise, rule, binding, case)
        case Amount(low=low, high=high, unit=unit):
            worth = _parameter(unit, rule, case)
            if worth is None:
                return str(amount)
            value, money = worth.value, worth.unit or ""
            ends = [f"{number * value:g}" for number in (low, high) if number is not None]
            return f"{amount} ({' to '.join(dict.fromkeys(ends))} {money})"
        case _:
            return str(amount)


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
