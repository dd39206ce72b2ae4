"""What a ruleset counts in: zones, calendars, day kinds, agendas, units of amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocolkit.analysis.edition import Edition
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import did_you_mean
from protocolkit.messages import say
from protocolkit.model.amounts import Amount
from protocolkit.model.rule import Rule
from protocolkit.model.terms import When
from protocolkit.model.walk import walk

_CURRENCY = re.compile(r"[A-Z]{3}")  # a code of ISO 4217


def check_units(edition: Edition) -> None:
    """Adds `unknown-zone`, `unknown-calendar`, `unknown-day-kind`, `unknown-agenda`, `unknown-unit`."""
    ruleset, problems = edition.ruleset, edition.problems
    parse_zone(ruleset.zone, edition.head_key("zone"), problems)
    calendar = edition.catalogue.calendar(ruleset.calendar, edition.head_key("calendar")) if ruleset.calendar else None
    for rule in edition.rules:
        parts = list(walk(rule, readings=True))
        terms = [one for _spot, one in parts if isinstance(one, When)]
        kinds = dict.fromkeys(kind for term in terms for kind in term.day_kinds)
        if calendar is not None and kinds:
            calendar.check_kinds(kinds, edition.at(rule, "due", "after", "if"), problems)
        for name in dict.fromkeys(name for term in terms for name in term.agendas):
            if name not in ruleset.vocabulary.agendas:
                ours = [*ruleset.vocabulary.agendas]
                message = say("no agenda `{name}`", name=name)
                known = say("agendas are {names}", names=", ".join(ours)) if ours else say("agendas are none yet")
                help = did_you_mean(name, ours) or known
                problems.error("unknown-agenda", message, edition.at(rule, "due", "after", "if"), help)
        _amounts(rule, [one.unit for _spot, one in parts if isinstance(one, Amount)], edition)


def _amounts(rule: Rule, named: Iterable[str], edition: Edition) -> None:
    units = {unit for name in edition.ruleset.vocabulary.other.get("units", {}) for unit in (name, f"{name}s")}
    money = {value.unit for values in edition.ruleset.params.values() for value in values if value.unit}
    known = {*edition.ruleset.params, *units, *money}
    for unit in dict.fromkeys(named):
        if unit not in known and not _CURRENCY.fullmatch(unit):
            help = did_you_mean(unit, known) or say("give its value in `params`, or use a unit of the vocabulary")
            message = say("no unit `{name}`", name=unit)
            edition.problems.error("unknown-unit", message, edition.at(rule, "amount"), help)
