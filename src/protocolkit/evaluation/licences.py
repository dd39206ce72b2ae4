"""What permissions, rights and powers do to bans on the same act: lift them, yield to them, or conflict with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Conflict, Duty, sources_of
from protocolkit.messages import say
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.people import Choice, named
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import ANYONE

LIFTING = ("permission", "right")  # a power never lifts a ban
Compared = Literal["narrower", "wider", "same", "neither"]


def lifted(ban: Attempt, norms: Iterable[Attempt], case: Case) -> bool:
    """Whether the whole of a ban is lifted: a narrower permission of the same text names everybody the ban names."""
    is_ = case.vocabulary.act_is
    return any(
        _lifts(one, ban, case)
        and all(any(is_(act, other) for other in one.rule.acts) for act in ban.rule.acts)
        and _covers(_bearers(one, case), _bearers(ban, case))
        and _covers(_told(one, case), _told(ban, case))
        for one in norms
    )


def freed(ban: Attempt, act: str, by: frozenset[str], told: frozenset[str], norm: Attempt, case: Case) -> bool:
    """Whether a narrower permission lifts a ban for one act of somebody towards somebody."""
    return (
        any(case.vocabulary.act_is(act, other) for other in norm.rule.acts)
        and _covers(_bearers(norm, case), by)
        and _covers(_told(norm, case), told)
        and _lifts(norm, ban, case)
    )


def frees(ban: Attempt, one: Duty, norms: Iterable[Attempt], case: Case) -> bool:
    """Whether a narrower permission lifts a ban for what a duty asks, of whom it asks it and towards whom."""
    owed = one.lead
    by, told = frozenset(owed.bearer.posts), frozenset(owed.recipient.posts)
    return any(freed(ban, owed.act, by, told, norm, case) for norm in norms)


def against(bans: Iterable[Attempt], norms: Sequence[Attempt], case: Case) -> list[Conflict]:
    """Permissions, rights and powers that stand against a ban and do not lift it, once a pair: the ban governs."""
    found: dict[tuple[str, str], Conflict] = {}
    for ban in bans:
        for one in norms:
            pair = (one.rule.id, ban.rule.id)
            if pair not in found and one.rule.modality in (*LIFTING, "power") and _opposed(one, ban, case):
                because = say("what one rule allows another forbids, and the ban governs")
                found[pair] = Conflict("ban", pair, ban.rule.id, because, sources_of(one.rule, ban.rule))
    return list(found.values())


def _opposed(one: Attempt, ban: Attempt, case: Case) -> bool:
    if not _meet(one, ban, case):
        return False
    if one.rule.ruleset != ban.rule.ruleset:
        return True
    closer = _closeness(one, ban, case)
    # In one text the narrower of the two is an exception to the other.
    return closer not in ("narrower", "wider") or (closer == "narrower" and one.rule.modality not in LIFTING)


def _lifts(one: Attempt, ban: Attempt, case: Case) -> bool:
    same_text = one.rule.modality in LIFTING and one.rule.ruleset == ban.rule.ruleset
    return same_text and _meet(one, ban, case) and _closeness(one, ban, case) == "narrower"


def _meet(one: Attempt, ban: Attempt, case: Case) -> bool:
    """Whether both speak of an act of somebody towards somebody. A ban on a manner or contents is none on the act."""
    rule = ban.rule
    if rule.on_manner:
        return False
    if one.party is not None and ban.party is not None and one.party != ban.party:
        return False
    if excepted(rule, case) & {*one.bearer.posts, *one.recipient.posts}:
        return False
    bearers = _overlap(_bearers(one, case), _bearers(ban, case))
    return bearers and _overlap(_told(one, case), _told(ban, case)) and bool(_shared_acts(one, ban, case))


def _closeness(one: Attempt, ban: Attempt, case: Case) -> Compared:
    """Which is narrower: by act, else by recipient, else by bearer, else by a condition of its own."""
    is_, acts = case.vocabulary.act_is, _shared_acts(one, ban, case)
    mine = all(any(is_(act, other) for other in ban.rule.acts) for act in acts)
    its = all(any(is_(act, other) for other in acts) for act in ban.rule.acts if any(is_(a, act) for a in acts))
    by_act: Compared = "same" if mine and its else "narrower" if mine else "wider" if its else "neither"
    own, others = one.rule.if_ != ALWAYS, ban.rule.if_ != ALWAYS
    same = own == others if not own or one.rule.if_ == ban.rule.if_ else False
    by_condition: Compared = "same" if same else "neither" if own and others else "narrower" if own else "wider"
    people = (_compared(_told(one, case), _told(ban, case)), _compared(_bearers(one, case), _bearers(ban, case)))
    return next((each for each in (by_act, *people, by_condition) if each != "same"), "same")


def _shared_acts(one: Attempt, ban: Attempt, case: Case) -> list[str]:
    is_ = case.vocabulary.act_is
    return [act for act in one.rule.acts if any(is_(act, other) or is_(other, act) for other in ban.rule.acts)]


def _bearers(one: Attempt, case: Case) -> frozenset[str]:
    return _everybody(one.bearer.posts, case)


def _told(one: Attempt, case: Case) -> frozenset[str]:
    return _everybody(one.recipient.posts, case)


def _everybody(roles: Sequence[str], case: Case) -> frozenset[str]:
    """The roles with all who act within them, none for everybody: who names nobody, or anyone, names all."""
    return frozenset() if ANYONE in roles else frozenset(each for role in roles for each in case.roles_within(role))


def _covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _compared(one: frozenset[str], other: frozenset[str]) -> Compared:
    if one == other:
        return "same"
    return "narrower" if _covers(other, one) else "wider" if _covers(one, other) else "neither"


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def excepted(rule: Rule, case: Case) -> set[str]:
    """Those a ban leaves out, of whom it binds and of whom it keeps something from."""
    found: set[str] = set()
    for people in (rule.by, rule.to):
        for exception in people.except_ if isinstance(people, Choice) else ():
            roles = {role for one in named(exception) if (role := getattr(one, "role", None))}
            found |= {each for role in roles for each in case.vocabulary.stands_for(role)}
    return found
