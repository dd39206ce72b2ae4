"""Each kind of promise as a question to the solver, and as a question to the engine that does not know the formulas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from protocolkit.evaluation.hearing import own
from protocolkit.model.conditions import ALWAYS, atoms, facts_of, reads_log
from protocolkit.model.moments import First, Moment, Occurs
from protocolkit.model.people import Office, Unstated, named
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan_entries import Duty, Gap, Undetermined
from protocolkit.proving.cases import Replayed
from protocolkit.proving.judging import Question, open_rules
from protocolkit.proving.pairs import all_of, some_of
from protocolkit.proving.promises import Given, NeverOwed, Owed, Wanted
from protocolkit.proving.solver import z3
from protocolkit.proving.tries import Start, Tries, Try

_GONE = ("ended", "superseded")


def owed(claim: Owed, tries: Tries) -> Question:
    """A case in which the duty is not there in time."""
    rules = _asking_for(claim.wanted, tries)
    several = [one for rule in rules for one in tries.of(rule) if _reaches(claim.wanted, one, tries)]
    begun = _begun(claim.given, tries)
    kept = [_kept(claim, several, start, tries) for start in begun] if begun else [_kept(claim, several, None, tries)]
    z = z3()
    broken = some_of(
        z.And(start.there, z.Not(kept)) for start, kept in zip(begun, kept, strict=True)
    ) if begun else z.Not(kept[0])  # fmt: skip
    ids = tuple(rule.id for rule in rules)
    return Question(
        _given(claim.given, begun, tries), broken, lambda seen: _breaks(claim, seen), True, ids, open_rules(tries, ids)
    )


def never_owed(claim: NeverOwed, tries: Tries) -> Question:
    """A case in which the duty is there, or asked."""
    rules = _asking_for(claim.wanted, tries)
    several = [one for rule in rules for one in tries.of(rule) if _may_reach(claim.wanted, one, tries)]
    begun = _begun(claim.given, tries)
    ids = tuple(rule.id for rule in rules)
    return Question(
        _given(claim.given, begun, tries), some_of(some_of([one.owed, one.asked, one.gap]) for one in several),
        lambda seen: _about(claim.given, seen) and _may_be_there(claim.wanted, seen), False, ids,
        open_rules(tries, ids),
    )  # fmt: skip


# -- the formulas


def _begun(given: Given, tries: Tries) -> list[Start]:
    """The entries after which a promise speaks: what is heard, heard within the organisation whose file it is."""
    if given.after is None:
        return []
    found = tries.entries(given.after, own(tries.world.case))
    return [one for one in found if one.surely]


def _given(given: Given, begun: list[Start], tries: Tries) -> Any:
    z, world = z3(), tries.world
    known = tries.truths.holds(given.if_, {}).true if given.if_ != ALWAYS else z.BoolVal(True)
    not_there = [z.Not(world.there[entry]) for event in given.without for entry, _ in world.came(event)]
    came = [some_of(one.there for one in begun)] if given.after is not None else []
    return all_of([known, *not_there, *came])


def _kept(claim: Owed, several: list[Try], start: Start | None, tries: Tries) -> Any:
    z = z3()
    deadline = None
    if claim.within is not None and start is not None:
        deadline = tries.limits.end(claim.within, start.at)
    ways = []
    for one in several:
        ways.append(z.And(one.owed, _in_time(one, deadline, tries)) if claim.within is not None else one.owed)
        if claim.or_gap:  # what nobody is left to do is shown, done or not
            ways.append(z.And(one.unheld, _in_time(one, deadline, tries)) if claim.within is not None else one.unheld)
        ways += [one.asked] * claim.or_asked
    return some_of(ways)


def _in_time(one: Try, deadline: Any, tries: Tries) -> Any:
    """Whether a duty is due by then: a later beginning is no earlier limit, so one beginning in time is enough."""
    z = z3()
    if one.open:
        return z.BoolVal(True)  # it is left open whether it is owed in time
    ends = [(s, tries.limits.latest(one.rule.due, s.at, one.rule.time)) for s in one.starts if s.surely]
    if deadline is None:
        return z.BoolVal(False)
    return some_of(z.And(s.there, end <= deadline) for s, end in ends if end is not None)


def _asking_for(wanted: Wanted, tries: Tries) -> list[Rule]:
    """The obligations that may be such a duty."""
    protocol = tries.world.protocol
    is_ = protocol.vocabulary.act_is
    return [
        rule
        for rule in protocol.rules
        if rule.modality == "obligation"
        and not rule.during
        and (wanted.do is None or any(is_(act, wanted.do) for act in rule.acts))
        and any(_may_reach(wanted, one, tries) for one in tries.of(rule))
    ]


def _reaches(wanted: Wanted, one: Try, tries: Tries) -> bool:
    """Whether a duty surely goes to whom, and is owed by whom, is wanted."""
    roles = one.recipient.text.roles
    told = wanted.to is None or (_fits(wanted.to, roles, tries) and (len(roles) == 1 or one.recipient.mode == "all"))
    return told and (one.rule.act_mode != "any" or len(one.rule.acts) == 1 or wanted.do is None)


def _may_reach(wanted: Wanted, one: Try, tries: Tries) -> bool:
    told = wanted.to is None or _fits(wanted.to, one.recipient.text.roles, tries)
    sides = tries.world.case.people.sides(one.rule.by, one.rule, one.binding, None)
    owing = wanted.by is None or any(_fits(wanted.by, side.text.roles, tries) for side in sides)
    return told and owing


def _fits(wanted: str, roles: tuple[str, ...], tries: Tries) -> bool:
    return any(fits(wanted, role, tries.world.protocol.vocabulary) for role in roles)


def fits(wanted: str, role: str, vocabulary: Vocabulary) -> bool:
    """Whether a role is the one wanted, or acts for the body that is; a party for its group."""
    return vocabulary.acts_for(role, wanted) or role in vocabulary.members(wanted)


# -- the engine


def _breaks(claim: Owed, seen: Replayed) -> bool:
    """Whether the plan of a case breaks a promise that is about it."""
    return _about(claim.given, seen) and not _is_there(
        claim.wanted, seen, asked=claim.or_asked, gap=claim.or_gap, by=_deadline(claim, seen)
    )


def _about(given: Given, seen: Replayed) -> bool:
    case = seen.found.case
    return given.if_ == ALWAYS or case.holds(given.if_, {}) is True


def _deadline(claim: Owed, seen: Replayed) -> datetime | None:
    """By when it must be due: counted by the engine from the last entry after which the promise speaks."""
    case = seen.found.case
    if claim.within is None or claim.given.after is None:
        return None
    came = case.moments(claim.given.after, {}, None, None, own(case)).came
    ends = [case.after(one.at, claim.within) for one in came]
    return min((end for end in ends if end is not None), default=None)


def _is_there(
    wanted: Wanted, seen: Replayed, *, asked: bool, gap: bool, by: datetime | None = None, possible: bool = False
) -> bool:
    """Whether a plan has such a duty, due by then. `possible` takes one of several recipients for the one wanted."""
    plan, vocabulary = seen.plan, seen.found.case.vocabulary
    found: list[Duty | Gap | Undetermined] = [one for one in plan.duties if one.status not in _GONE]
    found += plan.gaps if gap else ()
    found += plan.undetermined if asked else ()
    return any(_is_such(wanted, one, vocabulary, possible=possible) and _is_due(one, by) for one in found)


def _may_be_there(wanted: Wanted, seen: Replayed) -> bool:
    return _is_there(wanted, seen, asked=True, gap=True, possible=True)


def _is_such(wanted: Wanted, one: Duty | Gap | Undetermined, vocabulary: Vocabulary, *, possible: bool) -> bool:
    told = [*([one.to] if one.to else []), *_several(one, "to_all"), *([one.role] if isinstance(one, Gap) else [])]
    any_of = [fits(wanted.to, role, vocabulary) for role in _several(one, "to_any")] if wanted.to else []
    is_told = wanted.to is None or any(fits(wanted.to, role, vocabulary) for role in told)
    is_told = is_told or (bool(any_of) and (any if possible else all)(any_of))
    return (
        one.modality == "obligation"
        and is_told
        and (wanted.by is None or any(fits(wanted.by, role, vocabulary) for role in one.by))
        and (wanted.do is None or vocabulary.act_is(one.do, wanted.do))
    )


def _several(one: Duty | Gap | Undetermined, key: str) -> tuple[str, ...]:
    found = getattr(one, key, msgspec.UNSET)
    return () if found is msgspec.UNSET else found


def _is_due(one: Duty | Gap | Undetermined, by: datetime | None) -> bool:
    due = one.due.at if one.due else None
    return by is None or isinstance(one, Undetermined) or (due is not None and datetime.fromisoformat(due) <= by)


# -- whether the bounds matter


def needs_no_bounds(claim: Owed | NeverOwed, tries: Tries) -> bool:
    """Whether what was proved holds with any number of persons and any log.

    A duty that must be there: one rule alone gives it, on the facts of the case, from whichever entry comes first, by
    the clock, and nothing takes it away. A duty that must not: no rule asks for it at all.
    """
    rules = _asking_for(claim.wanted, tries)
    if isinstance(claim, NeverOwed):
        return not rules
    return any(_alone(claim, rule, tries) for rule in rules)


def _alone(claim: Owed, rule: Rule, tries: Tries) -> bool:
    several = [one for one in tries.of(rule) if _reaches(claim.wanted, one, tries)]
    if not several or rule.until is not None or rule.every is not None or several[0].open or reads_log(rule.if_):
        return False
    facts = [fact for one in (rule.if_, claim.given.if_) for atom in atoms(one) for fact in facts_of(atom)]
    if any(tries.truths.vocabulary.variable(fact) or tries.world.case.definitions.get(fact) for fact in facts):
        return False
    if rule.each is not None or not all(
        isinstance(one, Office | Unstated) for one in (*named(rule.by), *named(rule.to))
    ):
        return False
    if claim.given.after is not None and not _starts_with(rule, claim.given.after):
        return False
    z, used = z3(), tries.limits.days_used
    solver, begun = z.Solver(), _begun(claim.given, tries)
    solver.add(*tries.truths.domain, _given(claim.given, begun, tries))
    kept = [_kept(claim, several, start, tries) for start in begun] or [_kept(claim, several, None, tries)]
    if begun:
        solver.add(some_of(z.And(s.there, z.Not(k)) for s, k in zip(begun, kept, strict=True)))
    else:
        solver.add(z.Not(kept[0]))
    by_days = any(not hasattr(w, "n") or w.unit != "hour" for w in _terms(rule, claim))
    tries.limits.days_used = used
    free = any(tries.accused_matters(one) for one in several) and not claim.or_gap
    return not by_days and not free and not tries.may_be_taken(rule) and bool(solver.check() == z.unsat)


def _terms(rule: Rule, claim: Owed) -> list[Any]:
    from protocolkit.model.dues import whens

    return [*whens(rule.due), *([claim.within] if claim.within else [])]


def _starts_with(rule: Rule, after: Moment) -> bool:
    """Whether every event a promise begins with starts the rule, asking for no side of it."""
    if rule.after is None:
        return rule.standing
    own_ = rule.after.of if isinstance(rule.after, First) else (rule.after,)
    plain = {one.event for one in own_ if isinstance(one, Occurs) and one == Occurs(one.event)}
    asked = after.of if isinstance(after, First) else (after,)
    return len(plain) == len(own_) and all(isinstance(one, Occurs) and one.event in plain for one in asked)
