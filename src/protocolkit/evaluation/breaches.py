"""What the log says was done although a ban in force forbade it: a breach is history, as a miss is.

Whether a ban stood is asked of the moment of the act. What only earlier knowledge forbade is superseded and stays
shown; where the log or a fact leaves open whether it was forbidden, the breach is not certain and says what decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from protocolkit.evaluation.attempts import Attempt, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.conflicts import yields_to
from protocolkit.evaluation.findings import Breach, Duty
from protocolkit.evaluation.licences import LIFTING, excepted, freed, lifted
from protocolkit.evaluation.merge import left
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.spans import Span, span
from protocolkit.messages import Message, Name, say
from protocolkit.model.incident import LogEntry
from protocolkit.model.people import flat
from protocolkit.model.vocabulary import ANYONE

Asks = tuple[str, ...]


class Doing(msgspec.Struct, frozen=True):
    """An act of the log: `event` names it, `owed` is the duty it performs, `by` may be more than one who owed it.

    `surely` says that the log names who did it: else `by` are those who may have.
    """

    event: str
    act: str
    entry: LogEntry
    span: Span
    by: tuple[str, ...] = ()
    surely: bool = False
    to: tuple[str, ...] = ()
    for_: str | None = None
    owed: Owed | None = None


def breaches(now: Evaluation, earlier: Sequence[tuple[datetime, Evaluation]]) -> list[Breach]:
    """Every breach the log tells of, in its order; one for each ban and entry."""
    found = {(one.rule.id, one.entry.index): one for one in _known(now)}
    for _at, evaluation in earlier:
        for one in _known(evaluation):
            if one.status == "breached" and any(one.entry.index == e.index for e in now.case.timeline.entries):
                found.setdefault((one.rule.id, one.entry.index), msgspec.structs.replace(one, status="superseded"))
    return sorted(found.values(), key=lambda one: (one.entry.at, one.entry.index))


def _known(evaluation: Evaluation) -> Iterator[Breach]:
    """The breaches as they were known to an evaluation; of one ban and entry the most certain."""
    case = evaluation.case
    if not (case.timeline.acts or case.timeline.acting):
        return
    every = {**evaluation.begun()}
    # What stands at all times belongs to no case, but breaking it does.
    standing = (r for r in case.protocol.rules if r.modality in ("prohibition", *LIFTING) and r.standing and r.is_tried)
    every |= {rule.id: evaluation.found(rule) for rule in standing if rule.id not in every}
    attempts = [a for f in every.values() for a in f.attempts if a.outcome in ("in_force", "ended", "undetermined")]
    routes = [a for a in attempts if a.outcome == "in_force" and a.rule.modality == "route"]
    attempts = [a for a in attempts if not left(a.rule, routes)]
    bans = [a for a in attempts if a.rule.modality == "prohibition"]
    if not bans:
        return
    norms = [a for a in attempts if a.rule.modality in LIFTING]
    best: dict[tuple[str, int], Breach] = {}
    doings = [*_doings(case, [o for f in every.values() for o in f.owed])]
    for ban in bans:
        told = (_record(ban, entry, case) for entry in case.timeline.acts if entry.event == "breached")
        for one in (*told, *(_breach(ban, doing, norms, case) for doing in doings)):
            key = (ban.rule.id, one.entry.index) if one else None
            if one and key and (key not in best or (best[key].facts and not one.facts)):
                best[key] = one
    yield from best.values()


def _doings(case: Case, owed: Iterable[Owed]) -> Iterator[Doing]:
    """The acts of the log: performances of duties, other records of a rule, and events that are acts."""
    performed = [*_performed(case, owed)]
    yield from performed
    known = {one.entry.index for one in performed}
    for one in (*_recorded(case), *_happened(case)):
        if one.entry.index not in known:
            yield one


def _performed(case: Case, owed: Iterable[Owed]) -> Iterator[Doing]:
    """What performed a duty: of the duty's act, by who is named or else by whom it was owed."""
    entries = {entry.index: entry for entry in case.timeline.entries}
    for duty in owed:
        for entry in (entries[index] for index in duty.life.used if index in entries):
            if entry.event not in ("not_done", "breached"):
                by = (entry.by,) if entry.by else duty.bearer.posts
                when, act = span(entry, case.as_of), entry.do or duty.act
                to, sure = duty.recipient.known_as, entry.by is not None
                yield Doing(entry.event, act, entry, when, by, sure, to, duty.for_, duty)


def _recorded(case: Case) -> Iterator[Doing]:
    """What a record says was done of a rule; of acts by choice nobody knows which it was."""
    for entry in case.timeline.acts:
        rule = case.protocol.rule(entry.of_rule or "")
        if entry.event == "done" and rule is not None:
            by, to = (entry.by,) if entry.by else flat(rule.by), (entry.to,) if entry.to else flat(rule.to)
            for act in (entry.do,) if entry.do else rule.acts if rule.act_mode != "any" else ():
                when = span(entry, case.as_of)
                yield Doing("done", act, entry, when, by, entry.by is not None, to, entry.for_)


def _happened(case: Case) -> Iterator[Doing]:
    """The events of the log that are acts."""
    for name, came in case.timeline.acting.items():
        for _place, one in came.within(None, None):
            for act in case.vocabulary.events[name].when:
                by, to = one.entry.by or act.by or one.by, act.to or one.to
                told, sure = (to,) if to else (), one.entry.by is not None or act.by is not None
                yield Doing(name, act.do, one.entry, one.span, (by,) if by else (), sure, told, one.for_)


def _record(ban: Attempt, entry: LogEntry, case: Case) -> Breach | None:
    """What the log itself calls a breach of a ban."""
    rule = ban.rule
    if entry.of_rule != rule.id or (entry.for_ and ban.party and entry.for_ != ban.party):
        return None
    asks = stood(ban, span(entry, case.as_of), entry, "breached", case)
    if asks is None:
        return None
    return _made(ban, Doing("breached", entry.do or rule.acts[0], entry, span(entry, case.as_of)), asks, case)


def _breach(ban: Attempt, doing: Doing, norms: Sequence[Attempt], case: Case) -> Breach | None:
    """Whether an act breaks a ban; null where it surely does not."""
    asks = stood(ban, doing.span, doing.entry, doing.event, case)
    covered = None if asks is None else _covered(ban, doing, case)
    if asks is None or covered is None:
        return None
    if doing.owed is not None and yields_to(ban, Duty(doing.owed), case):
        return None
    doubts = [*asks, *covered]
    for norm in norms:
        held = stood(norm, doing.span, None, doing.event, case)
        if held is None:
            continue
        by, to = frozenset(_posts(doing.by, case)), frozenset(doing.to)
        if lifted(ban, [norm], case) or freed(ban, doing.act, by, to, norm, case):
            if not held:
                return None
            doubts += held
    return _made(ban, doing, tuple(dict.fromkeys(doubts)), case)


def stood(norm: Attempt, when: Span, entry: LogEntry | None, event: str, case: Case) -> Asks | None:
    """What must be so for a norm to have been in force at a time, nothing where it was; null where it was not."""
    asks = (*norm.facts, *norm.events) if norm.outcome == "undetermined" else ()
    came, start = norm.came, None
    if came is not None:
        start = came.at
        if when.last < came.span.first or (entry is not None and came.entry == entry.index):
            return None
        if when.first < came.span.last:
            asks = (*asks, f"{event}.at")
    elif norm.rule.after is not None and norm.outcome == "undetermined":
        return None
    for end in case.ending(norm.rule, norm.binding, norm.party):
        if start is not None and end.span.last < start:
            continue
        if when.first >= end.span.last:
            return None
        if when.last >= end.span.first:
            asks = (*asks, f"{event}.at")
    return tuple(dict.fromkeys(asks))


def _covered(ban: Attempt, doing: Doing, case: Case) -> Asks | None:
    """What must be so for a ban to be about an act; null where it is about another, another's or a manner alone."""
    rule, vocabulary = ban.rule, case.vocabulary
    if rule.on_manner:
        return None  # the log does not say how it was done, nor what was told
    if not any(vocabulary.act_is(doing.act, act) for act in rule.acts):
        return None
    if ban.party is not None and doing.for_ is not None and ban.party != doing.for_:
        return None
    asks: list[str] = []
    told = {one.role for one in ban.recipient.people}
    if rule.to is not None and not told:
        return None
    if told and ANYONE not in told:
        if not doing.to:
            asks.append(f"{doing.event}.to")
        elif not any(vocabulary.acts_for(role, other) for role in doing.to for other in told):
            return None
    by = _posts(doing.by, case)
    if {*by, *doing.to} & excepted(rule, case):
        return None
    bearers = {role for side in _bearers(ban, case) for role in side}
    if rule.by is not None and not bearers:
        return None
    if bearers and ANYONE not in bearers:
        own = {role for name in bearers for role in vocabulary.holders(name)}
        if not by:
            asks.append(f"{doing.event}.by")
        elif not own & {*by}:
            if doing.surely or not {*case.institutions(by)} & {*case.institutions(bearers)}:
                return None
            asks.append(f"{doing.event}.by")
    return tuple(asks)


def _bearers(ban: Attempt, case: Case) -> Iterator[tuple[str, ...]]:
    """Whom a ban binds; of one that is not certain, whom it would."""
    if ban.bearer.people:
        yield ban.bearer.roles
    else:
        yield from (side.roles for side in case.people.sides(ban.rule.by, ban.rule, ban.binding, None))


def _posts(roles: Iterable[str], case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post for role in roles for post in case.timeline.places.posts(role)))


def _made(ban: Attempt, doing: Doing, facts: Asks, case: Case) -> Breach:
    entry = doing.entry
    return Breach(
        rule=ban.rule,
        status="not_certain" if facts else "breached",
        act=doing.act,
        entry=entry,
        because=_because(ban, case),
        by=entry.by or (doing.by[0] if doing.surely and doing.by else None),
        to=entry.to or (doing.to[0] if len(doing.to) == 1 else None),
        for_=ban.party or doing.for_ or entry.for_,
        facts=facts,
        came=ban.came,
    )


def _because(ban: Attempt, case: Case) -> Message:
    """Since when the ban stands."""
    if ban.came is None:
        return say("forbidden at all times")
    event, at = Name("events", ban.came.event), case.iso(ban.came.at)
    return say("forbidden since {event} of {at}", event=event, at=at)
