"""Entries that change nothing: shown with the reason, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.attribution import Meant, excepted
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Idle
from protocolkit.evaluation.spans import span
from protocolkit.model.incident import DEEDS, LOG_WORDS, LogEntry, Why
from protocolkit.model.moments import Rhythm, names
from protocolkit.model.rule import Rule


def without_effect(case: Case, owed: list[Owed]) -> Iterator[Idle]:
    """The entries that leave every duty as it was, in the order of the log."""
    used = {index for one in owed for index in one.life.used}
    unused = [entry for entry in case.timeline.entries if entry.index not in used]
    of_rule: dict[str, list[Owed]] = {entry.of_rule or "": [] for entry in unused}
    for one in owed:
        if one.rule.id in of_rule:
            of_rule[one.rule.id].append(one)
    meant = Meant((one for several in of_rule.values() for one in several), case)
    told = told_by_rule(one for several in of_rule.values() for one in several)
    for entry in unused:
        if _of_another_day(entry, case):
            yield Idle(entry, "edition_not_loaded")
        rule = case.protocol.rule(entry.of_rule or "")
        if rule is None:
            continue
        if entry.to is not None and not owed_to(rule, entry.to, told, case):
            why: Why | None = "not_owed_to"
        else:
            why = _why(entry, of_rule[rule.id], meant.by(entry), case)
        if why is not None:
            yield Idle(entry, why)


def _of_another_day(entry: LogEntry, case: Case) -> bool:
    """Whether an entry is of an event or a rule of which only an edition knows that is not in force."""
    if entry.event not in LOG_WORDS:
        return entry.event not in case.vocabulary.events
    return entry.of_rule in case.protocol.elsewhere.rules


def _starts_each_time(events: list[str], case: Case) -> bool:
    """Whether some rule starts every time one of these events comes, and not the first time alone."""
    every = [rule.every for rule in case.protocol.rules if rule.every and not isinstance(rule.every, Rhythm)]
    return any(event in names(moment) for moment in every for event in events)


def told_by_rule(owed: Iterable[Owed]) -> Mapping[str, set[str]]:
    """The roles to which the duties of each rule are owed."""
    told: dict[str, set[str]] = {}
    for one in owed:
        told.setdefault(one.rule.id, set()).update(one.recipient.roles)
    return told


def owed_to(rule: Rule, role: str, told: Mapping[str, set[str]], case: Case) -> bool:
    """Whether a rule's duties are owed to a role, or could be."""
    return role in told.get(rule.id, ()) or case.timeline.may_tell(rule, role)


def _why(entry: LogEntry, own: list[Owed], meant: list[Owed], case: Case) -> Why | None:
    if entry.event in DEEDS:
        return _why_no_deed(entry, own, meant, case)
    reasons: list[Why | None] = [dict(o.life.idle).get(entry.index) for o in meant]
    if not reasons:
        return "nothing_open"
    # What it does to one duty is its effect, whatever it cannot do to others.
    return None if None in reasons else min((one for one in reasons if one), key=get_args(Why).index)


def _why_no_deed(entry: LogEntry, own: list[Owed], meant: list[Owed], case: Case) -> Why | None:
    if not own:
        # Before anything sets its rule going, a performance is kept for what it may begin; it breaks nothing yet.
        return None if entry.event == "done" else "nothing_open"
    made = case.timeline.names(entry)
    if meant and all(o.life.used for o in meant):
        return None if _starts_each_time(made, case) else "twice"
    if not meant and entry.event == "done" and entry.by is not None and any(excepted(entry.by, o, case) for o in own):
        return "excepted"
    if made or meant:
        return None if made else "nothing_open"
    early = any(o.due.not_before and span(entry, case.as_of).last < o.due.not_before for o in own)
    return "before_not_before" if early and entry.event == "done" else "nothing_open"
