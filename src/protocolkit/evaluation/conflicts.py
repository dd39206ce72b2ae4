"""Where rules that both apply cannot both be followed as they stand: which governs, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import msgspec

from protocolkit.evaluation.attempts import Attempt, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Conflict, Duty, sources_of
from protocolkit.evaluation.licences import frees
from protocolkit.messages import Labelled, Listed, Message, labelled, say
from protocolkit.model.people import Choice, named
from protocolkit.model.rule import ACTIVE, Rule
from protocolkit.model.vocabulary import ANYONE


def excluded(
    merged: list[Duty], bans: list[Attempt], norms: Sequence[Attempt], case: Case
) -> tuple[list[Duty], list[Conflict]]:
    """Duties that a ban in force takes away. A ban on anyone, or on telling anyone, yields to a duty that names who.

    A duty of another text that stands against such a general ban is listed as a conflict, so that both are seen.
    """
    kept, conflicts = [], []
    banned: dict[str, list[int]] = {}
    for place, ban in enumerate(bans):
        for act in ban.rule.acts:
            banned.setdefault(act, []).append(place)
    on_act: dict[str, list[Attempt]] = {}  # few bans are on any one act, and many duties ask for the same
    for one in merged:
        if (act := one.lead.act) not in on_act:
            places = {place for family in case.vocabulary.families(act) for place in banned.get(family, ())}
            on_act[act] = [bans[place] for place in sorted(places)]
        if not on_act[act]:
            kept.append(one)
            continue
        rules = tuple(o.rule for o in one.all)
        # What was done, ended or superseded is history that no ban takes away.
        against = [b for b in on_act[act] if one.lead.life.status in ACTIVE and _forbids(b, one, case)]
        against = [b for b in against if not frees(b, one, norms, case)]
        equal = next((b for b in against if _as_specific(b, one) and not any(r.outranks(b.rule) for r in rules)), None)
        if equal is None:
            kept.append(one)
            others = (b for b in against if b.rule.ruleset not in {r.ruleset for r in rules})
            conflicts += [_conflict("ban", rules, b.rule, rules[0], _why_kept(rules, b.rule)) for b in others]
        else:
            because = say("the ban is as specific as the duty, and between equals the exclusion holds")
            conflicts.append(_conflict("exclusion", rules, equal.rule, equal.rule, because))
    return kept, list(dict.fromkeys(conflicts))


def _why_kept(rules: tuple[Rule, ...], ban: Rule) -> Message:
    """Why a duty stands against a ban."""
    if any(rule.outranks(ban) for rule in rules):
        return say("the ban stands in a text of lower rank, which takes nothing away")
    return say("the duty names who; the ban is general")


def _conflict(kind: str, rules: tuple[Rule, ...], ban: Rule, governs: Rule, because: Message) -> Conflict:
    ids = tuple(dict.fromkeys([*(r.id for r in rules), ban.id]))
    return Conflict(kind, ids, governs.id, because, sources_of(*rules, ban))


def _forbids(ban: Attempt, one: Duty, case: Case) -> bool:
    """Whether a ban covers a duty's act, bearer, recipient and party, however generally."""
    owed, rule = one.lead, ban.rule
    if rule.on_manner or not any(case.vocabulary.act_is(owed.act, act) for act in rule.acts):
        return False
    if ban.party is not None and owed.for_ is not None and ban.party != owed.for_:
        return False
    bearers = {p.role for p in ban.bearer.people}
    own = {role for name in bearers for role in case.roles_within(name)}
    if ANYONE not in bearers and not set(owed.bearer.posts) <= own:
        return False
    if set(owed.bearer.posts) & _excepted(rule.by, case) or set(owed.recipient.posts) & _excepted(rule.to, case):
        return False
    told = {p.role for p in ban.recipient.people}
    if not owed.recipient.posts:
        return not told and owed.act in rule.acts
    return ANYONE in told or set(owed.recipient.posts) <= told


def yields_to(ban: Attempt, one: Duty, case: Case) -> bool:
    """Whether a ban that covers a duty takes nothing from it: it is the more general, or its text ranks lower."""
    general = _forbids(ban, one, case) and not _as_specific(ban, one)
    return general or any(o.rule.outranks(ban.rule) for o in one.all)


def _as_specific(ban: Attempt, one: Duty) -> bool:
    """Whether a ban names bearer and recipient as closely as the duty does."""
    bearers, told = {p.role for p in ban.bearer.people}, {p.role for p in ban.recipient.people}
    return ANYONE not in bearers | told and bool(set(one.lead.bearer.posts) <= bearers or not one.lead.bearer.posts)


def _excepted(people: object, case: Case) -> set[str]:
    if not isinstance(people, Choice):
        return set()
    roles = {getattr(one, "role", "") for exception in people.except_ for one in named(exception)}
    return {r for role in roles for r in case.vocabulary.stands_for(role)}


def recorded(case: Case, speaking_now: set[str], awaited: set[str]) -> list[Conflict]:
    """The conflicts the protocol records, once one of their rules speaks here and another speaks or may still."""
    found = []
    for one in case.protocol.conflicts:
        speaking = [rule for id in one.rules if id in speaking_now | awaited and (rule := case.protocol.rule(id))]
        if len(speaking) > 1 and speaking_now & set(one.rules):
            ids = tuple(rule.id for rule in speaking)
            governs = one.governs if one.governs in case.protocol.index else None
            found.append(Conflict("texts", ids, governs, say(one.because), sources_of(*speaking), one.id))
    return found


def between(merged: Iterable[Duty], case: Case) -> list[Conflict]:
    """Texts that ask for the same duty with different times or channels, once for each rule that governs.

    Those that name different people are told pair by pair.
    """
    found: dict[tuple[object, ...], Conflict] = {}
    for one in merged:
        for conflict in (*_times(one), *_channels(one, case), *_bearers(one, case)):
            pair = conflict.rules if conflict.kind == "bearer" else ()
            key = (conflict.kind, conflict.governs, *pair)
            before = found.get(key)
            found[key] = _joined(before, conflict) if before else conflict
    return list(found.values())


def _joined(one: Conflict, other: Conflict) -> Conflict:
    """The same conflict over another recipient: one entry that names all the rules."""
    rules = tuple(dict.fromkeys(one.rules + other.rules))
    return msgspec.structs.replace(one, rules=rules, sources=tuple(dict.fromkeys(one.sources + other.sources)))


def _times(one: Duty) -> list[Conflict]:
    if not one.twins:
        return []
    rules = tuple(dict.fromkeys(o.rule.id for o in one.all))
    texts = {o.rule.ruleset for o in one.all}
    times = {(o.due.target, o.due.limit) for o in one.all}
    if len(texts) < 2 or len(times) < 2:
        return []
    because = say("the earliest target and the earliest limit govern")
    return [Conflict("time", rules, one.lead.rule.id, because, sources_of(*(o.rule for o in one.all)))]


def _bearers(one: Duty, case: Case) -> Iterator[Conflict]:
    """Two texts that want different people to act, neither of whom are among the other's."""
    if not one.twins:
        return
    order = case.protocol.order
    for a, b in combinations(sorted(one.all, key=lambda o: order.get(o.rule.id, 0)), 2):
        if a.rule.text != b.rule.text and a.bearer.roles and b.bearer.roles and not _among(a, b, case):
            governs = next((x.rule.id for x, y in ((a, b), (b, a)) if x.rule.outranks(y.rule)), None)
            yield Conflict("bearer", (a.rule.id, b.rule.id), governs, _whom(governs), sources_of(a.rule, b.rule))


def _whom(governs: str | None) -> Message:
    if governs is not None:
        return say("the texts name different people for the same duty: whom a text of higher rank names, acts")
    return say("the texts name different people for the same duty: which of them acts, a person decides")


def _among(one: Owed, other: Owed, case: Case) -> bool:
    """Whether the people of one side lie within those of the other: a body holds its posts, a role its members."""
    return _hold(one.bearer.roles, other.bearer.roles, case) or _hold(other.bearer.roles, one.bearer.roles, case)


def _hold(wide: Iterable[str], narrow: Iterable[str], case: Case) -> bool:
    """Whether each of some roles is one of others, acts within it or is among its members."""
    vocabulary = case.vocabulary
    held = {member for role in wide for member in vocabulary.composition(role)}
    return all(any(vocabulary.acts_for(role, body) for body in held) for role in narrow)


def _channels(one: Duty, case: Case) -> list[Conflict]:
    allowed = [o for o in one.all if o.rule.via.only]
    if not allowed:
        return []
    rules = tuple(dict.fromkeys(o.rule.id for o in one.all))
    sources = sources_of(*(o.rule for o in one.all))
    via = one.via
    taken = {c for o in allowed for c in o.rule.via.only} & set(via.never)
    if via.only and not taken and len({o.rule.via.only for o in allowed}) == 1:
        return []
    if not via.only and not taken and len(allowed) == 1:
        return []
    strict = next(
        (o for o in one.all if set(o.rule.via.never) & taken), min(allowed, key=lambda o: len(o.rule.via.only))
    )
    if via.only:
        left = Listed(tuple(_channel(name, case) for name in via.only))
        because = say("the narrower channel protects the child; channels left: {channels}", channels=left)
    else:
        because = say("the narrower channel protects the child; no channel is left that every text allows")
    return [Conflict("channel", rules, strict.rule.id, because, sources)]


def _channel(name: str, case: Case) -> Labelled:
    entry = case.vocabulary.channels.get(name)
    return labelled(name.replace("_", " "), entry.label if entry else {})
