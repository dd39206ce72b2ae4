"""Where rules that both apply cannot both be followed as they stand: which governs, and why."""

from __future__ import annotations

import msgspec

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.merging import Merged
from protocolkit.evaluation.reference import Open
from protocolkit.plans.plan import Conflict, Source
from protocolkit.rulesets.people import Choice, named
from protocolkit.rulesets.rule import Rule
from protocolkit.vocabulary.vocabulary import ANYONE


def sources_of(*rules: Rule) -> tuple[Source, ...]:
    found = (Source(rule.ruleset, cite.point, cite.words) for rule in rules for cite in rule.cites)
    return tuple(dict.fromkeys(found))


def excluded(merged: list[Merged], bans: list[Open], case: Case) -> tuple[list[Merged], list[Conflict]]:
    """Duties that a ban in force naming the same recipient takes away; a general ban yields to a specific duty."""
    kept, conflicts = [], []
    for one in merged:
        ban = next((b for b in bans if _forbids(b, one, case)), None)
        if ban is None:
            kept.append(one)
            continue
        why = f"{ban.rule.id} forbids this act to the same recipient; between equals the exclusion holds"
        rules = tuple(dict.fromkeys([*(o.rule.id for o in one.all), ban.rule.id]))
        conflicts.append(
            Conflict("exclusion", rules, ban.rule.id, why, sources_of(*(o.rule for o in one.all), ban.rule))
        )
    return kept, conflicts


def _forbids(ban: Open, one: Merged, case: Case) -> bool:
    owed, rule = one.lead, ban.rule
    restricts_manner = rule.via.only or rule.via.never or rule.content or rule.content_never
    if restricts_manner or not any(case.vocabulary.act_is(owed.act, act) for act in rule.acts):
        return False
    if ban.party is not None and owed.for_ is not None and ban.party != owed.for_:
        return False
    bearers = {p.role for p in ban.bearer.people}
    covered = ANYONE in bearers or all(
        case.roles_within(role) & bearers or _within(role, bearers, case) for role in owed.bearer.roles
    )
    excepted = {r for role in _excepted(rule.by) for r in case.vocabulary.stands_for(role)}
    if not covered or set(owed.bearer.roles) & excepted:
        return False
    told = {p.role for p in ban.recipient.people}
    if owed.recipient.roles:
        return bool(told) and ANYONE not in told and set(owed.recipient.roles) <= told
    return not told and owed.act in rule.acts


def _within(role: str, bearers: set[str], case: Case) -> bool:
    return case.vocabulary.institution(role) in bearers


def _excepted(people: object) -> set[str]:
    if not isinstance(people, Choice):
        return set()
    return {getattr(one, "role", "") for excluded_one in people.except_ for one in named(excluded_one)}


def between(merged: list[Merged]) -> list[Conflict]:
    """Texts that ask for the same duty with different times or channels."""
    found = []
    for one in merged:
        rules = tuple(dict.fromkeys(o.rule.id for o in one.all))
        texts = {o.rule.ruleset for o in one.all}
        sources = sources_of(*(o.rule for o in one.all))
        times = {(o.computed.target, o.computed.limit) for o in one.all}
        if len(texts) > 1 and len(times) > 1:
            found.append(
                Conflict("time", rules, one.lead.rule.id, "the earliest target and the earliest limit govern", sources)
            )
        found += _channels(one, rules, sources)
    return list(dict.fromkeys(map(_hashable, found)))


def _channels(one: Merged, rules: tuple[str, ...], sources: tuple[Source, ...]) -> list[Conflict]:
    allowed = [o for o in one.all if o.rule.via.only]
    via = one.via
    taken = {c for o in allowed for c in o.rule.via.only} & set(via.never)
    if not allowed or (via.only and not taken and len({o.rule.via.only for o in allowed}) == 1):
        return []
    if not via.only and not taken and len(allowed) == 1:
        return []
    strict = next(
        (o for o in one.all if set(o.rule.via.never) & taken), min(allowed, key=lambda o: len(o.rule.via.only))
    )
    left = f"channels left: {', '.join(via.only)}" if via.only else "no channel is left that every text allows"
    return [Conflict("channel", rules, strict.rule.id, f"the narrower channel protects the child; {left}", sources)]


def _hashable(conflict: Conflict) -> Conflict:
    return msgspec.structs.replace(conflict)
