"""What if: the smallest change of facts and events that makes a duty appear, vanish or move.

Each change is tried in the engine: another case, evaluated as any case is. So chains, definitions, persons and the
accused count as they do in a plan, and what is found is a case that can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, Literal, NamedTuple, assert_never

from msgspec.structs import replace

from protocolkit.diagnostics import InputError
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Key, shown
from protocolkit.evaluation.find import Findings, find
from protocolkit.explaining.changes import options_of
from protocolkit.explaining.failing import plain
from protocolkit.model.conditions import Condition, Is
from protocolkit.model.incident import DEEDS, Incident, Known, LogEntry
from protocolkit.model.moments import SAME, Done, Lapse, Missed, Occurs, Rhythm, single
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.walk import walk
from protocolkit.plans.explanation import Altered, Supposed, WhatIf

MOST_TRIED = 1500  # cases
_DEEPEST = 2  # rules that one another waits for

_GONE = ("waived", "superseded", "ended")
Effect = Literal["appears", "vanishes", "moves"]


class Lever(NamedTuple):
    """One way to alter a case. Of several that move the same thing (`about`) only one is tried at a time."""

    about: object
    said: Altered
    key: Key | None = None
    value: Any = None
    entry: LogEntry | None = None
    gone: int | None = None


class Standing(NamedTuple):
    """A duty or norm as it stands: when it is due, to whom and about whom."""

    end: datetime | None = None
    to: str | None = None
    for_: str | None = None


def what_if(found: Findings, rule: Rule, within: int = 2) -> WhatIf:
    """The smallest changes, at most `within` at once, under which a duty of a rule appears, vanishes or moves.

    Of each effect those of the fewest changes; no more than `MOST_TRIED` cases are tried.
    """
    levers = list(_levers(found.case, rule))
    now = _standing(found, rule)
    wanted: set[Effect] = {"vanishes", "moves"} if now else {"appears"}
    told: list[Supposed] = []
    tried, size = 0, 0
    for size in range(1, within + 1):
        here: list[Supposed] = []
        for chosen in _apart(levers, size):
            if tried >= MOST_TRIED:
                return WhatIf((*told, *_united(here)), size - 1, tried, whole=False)
            tried += 1
            here += _tried(found, rule, chosen, now, wanted)
        told += _united(here)
        wanted -= {one.effect for one in here}
        if not wanted or len(levers) <= size:
            break
    return WhatIf(tuple(told), size, tried, whole=True)


def _tried(
    found: Findings, rule: Rule, chosen: Sequence[Lever], now: dict[str, Standing], wanted: set[Effect]
) -> Iterator[Supposed]:
    case = found.case
    try:
        there = _standing(find(found.evaluation.case.protocol, _altered(case.incident, chosen), case.as_of), rule)
    except InputError:
        return  # a case that the log or the facts would contradict is none
    changes = tuple(one.said for one in chosen)
    for id, one in there.items() if "appears" in wanted else ():
        if id not in now:
            yield Supposed("appears", id, changes, case.iso(one.end), None, one.to, one.for_)
    for id, was in now.items():
        if id not in there and "vanishes" in wanted:
            yield Supposed("vanishes", id, changes, None, case.iso(was.end), was.to, was.for_)
        if "moves" in wanted and id in there and there[id].end != was.end:
            yield Supposed("moves", id, changes, case.iso(there[id].end), case.iso(was.end), was.to, was.for_)


def _standing(found: Findings, rule: Rule) -> dict[str, Standing]:
    """What a rule asks for, or puts in force, and when it is due. An entry that closes a duty is no way out of it."""
    here = found.case.protocol.rule(rule.id) or rule
    if here.modality not in DUTIES:
        tried = (one for one in found.attempts(here) if one.outcome == "in_force")
        return {f"{here.id}/{one.party}" if one.party else here.id: Standing(for_=one.party) for one in tried}
    owed = (one for one in found.evaluation.found(here).owed if one.life.status not in _GONE)
    return {one.id: Standing(one.due.limit or one.due.target, one.to, one.for_) for one in owed}


def _apart(levers: Sequence[Lever], size: int) -> Iterator[tuple[Lever, ...]]:
    """Combinations that move different things."""
    for chosen in combinations(levers, size):
        if len({lever.about for lever in chosen}) == size:
            yield chosen


# -- what there is to change


def _levers(case: Case, rule: Rule) -> Iterator[Lever]:
    """Everything the rule reads, and those it waits for: answers to open questions before changes of what is known."""
    rules = list(_waited_for(case, rule, 0))
    facts = list(_facts(case, rules))
    yield from (one for one in facts if one.said.was is None)
    yield from _events(case, rules)
    yield from (one for one in facts if one.said.was is not None)


def _waited_for(case: Case, rule: Rule, deep: int) -> Iterator[Rule]:
    yield rule
    for moment in (rule.after, rule.every, rule.until):
        for one in single(moment) if moment is not None and not isinstance(moment, Rhythm) else ():
            other = case.protocol.rule(one.rule) if isinstance(one, Done | Missed) else None
            if other is not None and deep < _DEEPEST:
                yield from _waited_for(case, other, deep + 1)


def _facts(case: Case, rules: Iterable[Rule]) -> Iterator[Lever]:
    conditions: list[Condition] = []
    for rule in rules:
        for spot, node in walk(rule, readings=False):
            if spot.key in ("if", "due.if") and isinstance(node, Condition):
                conditions.append(node)
        conditions += [Is(patch.ask, (True,)) for patch in rule.readings if patch.ask]
        conditions += [Is(f"{role}.{tail}", (value,)) for role, tail, value in _accusing(case, rule)]
    given = case.knowledge.given
    for key, options in options_of(case, conditions, {}).items():
        name, was = shown(key, case.vocabulary), plain(given.get(key))
        for option in options:
            yield Lever(key, Altered(option.how, name, (option.said,), was), key, option.value)
        if key in given:
            yield Lever(key, Altered("unsaid", name, (), was), key)


def _accusing(case: Case, rule: Rule) -> Iterator[tuple[str, str, Any]]:
    """The facts that make somebody the rule names the accused, who then neither owes nor is told."""
    for _spot, node in walk(rule):
        role = getattr(node, "role", None)
        if isinstance(role, str):
            for fact, value in case.vocabulary.suspects(role):
                head, dot, tail = fact.partition(".")
                if dot and not isinstance(value, tuple | list | frozenset):
                    yield head, tail, value


def _events(case: Case, rules: Iterable[Rule]) -> Iterator[Lever]:
    """Each event the rules wait for as if it happened now, and each of the log that they read as if it had not."""
    names: set[str] = set()
    place, index = case.incident.place, max((one.index for one in case.incident.log), default=-1) + 1
    seen: set[object] = set()
    for rule in rules:
        moments = [one for one in (rule.after, rule.until) if one is not None]
        for one in (part for moment in moments for part in single(moment)):
            match one:
                case Occurs(event=event, by=by, from_=from_, to=to, where=where):
                    names.add(event)
                    sides = (some[0] if some else None for some in (by, from_, to))
                    entry = replace(LogEntry(event, case.as_of, index, place), fields=dict(where))
                    entry = replace(entry, **dict(zip(("by", "from_", "to"), sides, strict=True)))
                case Done(rule=id, to=to_one):
                    names.add(f"done:{id}")
                    told = None if to_one in (None, SAME) else to_one
                    entry = LogEntry("done", case.as_of, index, place, rule=id, to=told)
                case Missed() | Lapse():
                    continue
                case _:
                    assert_never(one)
            if (key := (entry.event, entry.by, entry.from_, entry.to, entry.rule)) not in seen:
                seen.add(key)
                yield Lever(
                    ("now", key), Altered("happens", _called(entry), (), None, case.iso(case.as_of)), entry=entry
                )
    for entry in case.incident.known(case.as_of):
        counts = {*case.vocabulary.event_is(entry.event), f"done:{entry.of_rule}" if entry.event in DEEDS else ""}
        if counts & names:
            said = Altered("never_happened", _called(entry), (), None, case.iso(entry.at))
            yield Lever(("gone", entry.index), said, gone=entry.index)


def _called(entry: LogEntry) -> str:
    return f"{entry.event}:{entry.of_rule}" if entry.of_rule is not None else entry.event


def _altered(incident: Incident, levers: Sequence[Lever]) -> Incident:
    """The case with all of these otherwise."""
    facts, log = list(incident.facts), list(incident.log)
    for lever in levers:
        if lever.key is not None:
            key = lever.key
            facts = [one for one in facts if (one.subject, one.fact) != key]
            log = [
                replace(entry, facts=tuple(one for one in entry.facts if (one.subject, one.fact) != key))
                for entry in log
            ]
            if lever.said.how != "unsaid":
                facts.append(Known(*key, lever.value))
        elif lever.entry is not None:
            log.append(replace(lever.entry, index=max((one.index for one in log), default=-1) + 1))
        else:
            log = [one for one in log if one.index != lever.gone]
    return replace(incident, facts=tuple(facts), log=tuple(sorted(log, key=lambda one: (one.at, one.index))))


def _united(found: list[Supposed]) -> list[Supposed]:
    """One fact of which several values do the same, as one."""
    groups: dict[object, list[Supposed]] = {}
    for one in found:
        ways = tuple((change.how, change.name, change.at) for change in one.changes)
        groups.setdefault((one.effect, one.duty, one.due, ways), []).append(one)
    told: list[Supposed] = []
    for several in groups.values():
        if len(several[0].changes) > 1:
            told += several
            continue
        values = tuple(dict.fromkeys(value for one in several for value in one.changes[0].values))
        told.append(replace(several[0], changes=(replace(several[0].changes[0], values=values),)))
    return told
