"""How an act is to be carried out: the rules of conduct under each running duty."""

from __future__ import annotations

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.merging import ACTIVE, Merged
from protocolkit.evaluation.owed import Owed
from protocolkit.evaluation.reference import Open
from protocolkit.rulesets.people import named
from protocolkit.rulesets.rule import Rule
from protocolkit.vocabulary.vocabulary import ANYONE


def conduct_under(merged: list[Merged], case: Case) -> tuple[dict[str, list[Rule]], list[Open]]:
    """The rules of conduct under each running duty, and those a fact must still decide."""
    shown: dict[str, list[Rule]] = {}
    unsure: dict[str, Open] = {}
    conduct = [rule for rule in case.protocol.rules if rule.during]
    for one in merged:
        if one.lead.life.status not in ACTIVE:
            continue
        for rule in conduct:
            if any(case.vocabulary.act_is(one.lead.act, act) for act in rule.during) and _same_house(
                rule, one.lead, case
            ):
                truth = case.holds(rule.if_, one.lead.binding)
                if truth is True:
                    shown.setdefault(one.lead.id, []).append(rule)
                elif truth is None:
                    facts = case.asks(rule.if_, one.lead.binding)
                    unsure.setdefault(
                        rule.id, Open(rule, one.lead.binding, one.lead.party, one.lead.recipient, facts=facts)
                    )
    return shown, list(unsure.values())


def _same_house(rule: Rule, owed: Owed, case: Case) -> bool:
    roles = [getattr(one, "role", None) for one in named(rule.by)]
    own = [r for r in roles if r]
    return not own or ANYONE in own or bool(set(case.institutions(own)) & set(owed.institutions))
