"""What a ruleset counts in: zones, calendars, day kinds, agendas, units of amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from protocolkit.analysis.edition import Edition
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import did_you_mean
from protocolkit.messages import say
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.conditions import Happened, atoms
from protocolkit.model.dues import agendas, day_kinds
from protocolkit.model.moments import Lapse, Rhythm, single
from protocolkit.model.rule import Rule
from protocolkit.model.terms import When

_CURRENCY = re.compile(r"[A-Z]{3}")  # a code of ISO 4217


def check_units(edition: Edition) -> None:
    """Adds `unknown-zone`, `unknown-calendar`, `unknown-day-kind`, `unknown-agenda`, `unknown-unit`."""
    ruleset, problems = edition.ruleset, edition.problems
    parse_zone(ruleset.zone, edition.head_key("zone"), problems)
    calendar = edition.catalogue.calendar(ruleset.calendar, edition.head_key("calendar")) if ruleset.calendar else None
    for rule in edition.rules:
        kinds = dict.fromkeys([*day_kinds(rule.due), *(kind for term in _terms(rule) for kind in term.day_kinds)])
        if calendar is not None and kinds:
            calendar.check_kinds(kinds, edition.at(rule, "due", "after", "if"), problems)
        names = dict.fromkeys([*agendas(rule.due), *(name for term in _terms(rule) for name in term.agendas)])
        for name in names:
            if name not in ruleset.vocabulary.agendas:
                ours = [*ruleset.vocabulary.agendas]
                message = say("no agenda `{name}`", name=name)
                known = say("agendas are {names}", names=", ".join(ours)) if ours else say("agendas are none yet")
                help = did_you_mean(name, ours) or known
                problems.error("unknown-agenda", message, edition.at(rule, "due", "after", "if"), help)
        _amounts(rule, edition)


def _terms(rule: Rule) -> Iterator[When]:
    """Terms outside the due: lapses, and `within` of conditions."""
    for moment in (rule.after, rule.every, rule.until):
        if moment is not None and not isinstance(moment, Rhythm):
            yield from (one.term for one in single(moment) if isinstance(one, Lapse))
    yield from (a.within for a in atoms(rule.if_) if isinstance(a, Happened) and a.within is not None)


def _amounts(rule: Rule, edition: Edition) -> None:
    if rule.amount is None:
        return
    units = {unit for name in edition.ruleset.vocabulary.other.get("units", {}) for unit in (name, f"{name}s")}
    money = {value.unit for values in edition.ruleset.params.values() for value in values if value.unit}
    known = {*edition.ruleset.params, *units, *money}
    for unit in dict.fromkeys(_units(rule.amount)):
        if unit not in known and not _CURRENCY.fullmatch(unit):
            help = did_you_mean(unit, known) or say("give its value in `params`, or use a unit of the vocabulary")
            message = say("no unit `{name}`", name=unit)
            edition.problems.error("unknown-unit", message, edition.at(rule, "amount"), help)


def _units(amount: Amounts) -> Iterator[str]:
    match amount:
        case Amount(unit=unit):
            yield unit
        case AmountAny(options=options):
            for one in options:
                yield from _units(one)
        case AmountCases(then=then, else_=otherwise):
            yield from _units(then)
            yield from _units(otherwise)
        case AmountUnstated():
            pass
        case _:
            assert_never(amount)
