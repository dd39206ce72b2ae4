"""Which duties of its rule a log entry is about, and which of other rules it surely serves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.log import recipients
from protocolkit.evaluation.spans import span
from protocolkit.evaluation.triggers import Came
from protocolkit.model.incident import DEEDS, LogEntry
from protocolkit.model.people import Choice, Office, named, party_of
from protocolkit.model.rule import DUTIES, Rule


def speaks_of(entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Whether a log entry about a rule is about this duty of it.

    What somebody does whom the rule excepts is no performance of it, and no performance is one of the duty that it set
    going.
    """
    rule = owed.rule
    if entry.of_rule != rule.id:
        return False
    if entry.duty is not None and entry.duty[len(rule.id) :] != owed.tail:
        return False
    if entry.do is not None and entry.do not in ((owed.act,) if rule.act_mode == "each" else rule.acts):
        return False
    if entry.to is not None and not any(entry.to in case.vocabulary.stands_for(r) for r in owed.called):
        return False
    if entry.to_person is not None and owed.recipient.text.who and entry.to_person not in owed.recipient.text.who:
        return False
    if entry.for_ is not None and owed.for_ is not None and entry.for_ != owed.for_:
        return False
    if entry.event == "done" and entry.by is not None and excepted(entry.by, owed, case):
        return False
    if rule.acting and entry.duty is None and owed.institutions and not _acted(entry, owed, case):
        return False
    if entry.event in DEEDS and started_by(entry, owed):
        return False
    return _by_this_one(rule, entry, owed, case) and _in_time(entry, owed, case.as_of)


def about(owed: Owed, case: Case) -> list[LogEntry]:
    """The entries that are about a duty, in the order of the log."""
    records = case.timeline.about.get(owed.rule.id)
    if records is None:
        return []
    since, until = (began(owed), owed.period_end) if owed.occurrence else (None, None)
    return [e for e in records.of(owed.tail, owed.for_, since, until) if speaks_of(e, owed, case)]


class Meant:
    """Which of some duties each entry of the log is about."""

    def __init__(self, owed: Iterable[Owed], case: Case) -> None:
        self._by: dict[int, list[Owed]] = {}
        for one in owed:
            for entry in about(one, case):
                self._by.setdefault(entry.index, []).append(one)

    def by(self, entry: LogEntry) -> list[Owed]:
        """The duties that an entry is about, in their order."""
        return self._by.get(entry.index, [])


def began(owed: Owed) -> datetime | None:
    """The earliest that an entry which follows its trigger may have been; null of what stands at all times."""
    came = owed.trigger
    if came is None:
        return None
    return min(came.at, came.happening.entry.at) if came.happening else came.at


def started_by(entry: LogEntry, owed: Owed) -> bool:
    """Whether an entry is what set a duty going: then it is no performance of it."""
    return owed.trigger is not None and owed.trigger.entry == entry.index


def serves(entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Whether doing what an entry says surely does what another rule's duty asks, if nothing of its own was owed."""
    rule = case.protocol.rule(entry.of_rule or "")
    entry = case.timeline.spelt_out(entry)
    if rule is None or started_by(entry, owed) or not may_follow(entry, owed.trigger, case.as_of):
        return False
    if owed.period_end is not None and entry.at >= owed.period_end:
        return False
    if entry.to is not None and not any(entry.to in case.vocabulary.stands_for(r) for r in owed.called):
        return False
    if entry.by is not None and excepted(entry.by, owed, case):
        return False
    if rule.acting and owed.institutions and not _acted(entry, owed, case):
        return False
    return _by_this_one(rule, entry, owed, case) and _same_duty(rule, entry, owed, case)


def excepted(by: str, owed: Owed, case: Case) -> bool:
    """Whether the duty's rule leaves a role out of those who may act."""
    return by in case.people.excepted(owed.rule.by, owed.binding, owed.trigger.by if owed.trigger else None)


def _acted(entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Whether what is owed by whoever acted was done by the institution that owes it; the file's unless it says who."""
    return case.vocabulary.institution(entry.by or case.incident.organisation) in owed.institutions


def may_follow(entry: LogEntry, trigger: Came | None, as_of: datetime) -> bool:
    """Whether an entry came no earlier than a trigger, or can have; of one day only, in the order of the file."""
    if trigger is None or not entry.date_only:
        return trigger is None or trigger.at <= entry.at
    other = trigger.happening.entry if trigger.happening else None
    if other is not None and other.date_only and entry.at == other.at:
        return entry.index >= other.index
    return trigger.at <= span(entry, as_of).last


def _in_time(entry: LogEntry, owed: Owed, as_of: datetime) -> bool:
    """A record of a round by its rule speaks of one that had begun; any other counts before the trigger, too."""
    started = may_follow(entry, owed.trigger, as_of)
    if entry.event in ("not_done", "breached") and not started:
        return False
    if owed.occurrence and entry.duty is None:
        return started and (owed.period_end is None or entry.at < owed.period_end)
    not_before = owed.due.not_before
    return entry.event not in DEEDS or not_before is None or span(entry, as_of).last >= not_before


def _by_this_one(rule: Rule, entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Where each of several owes a duty of his own, what one of them did is not what the others did."""
    if not owed.apiece:
        return True
    bearers = {one.role for one in named(rule.by) if isinstance(one, Office)}
    owing = set(owed.bearer.text.posts)
    # Who is named himself did what is his own; else what is theirs in whose place he acts.
    did = {entry.by} & bearers or bearers.intersection(case.timeline.places.posts(entry.by or ""))
    if did:
        return bool(did & owing)
    return rule.id == owed.rule.id or bool(bearers & owing)


def _same_duty(rule: Rule, entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Whether doing what a rule asks surely does what another rule's duty asks."""
    if rule.modality not in DUTIES:
        return False
    wanted = (owed.act,) if owed.rule.act_mode == "each" else owed.rule.acts
    did, mode = ((entry.do,), "each") if entry.do else (rule.acts, rule.act_mode)
    if not _covers(mode, did, owed.rule.act_mode, wanted):
        return False
    papers = owed.rule.documents if owed.rule.document_mode in ("any", "all") else (owed.document,)
    if owed.document is not None and not _covers(rule.document_mode, rule.documents, owed.rule.document_mode, papers):
        return False
    if not _reaches(rule, entry, owed, case) or not _same_party(rule, entry, owed):
        return False
    bearers = [o.role for o in named(rule.by) if isinstance(o, Office)]
    return not bearers or bool(set(case.institutions(bearers)) & set(owed.institutions))


def _covers(mode: str, done: Iterable[str | None], wanted_mode: str, wanted: Iterable[str | None]) -> bool:
    """Whether doing some things does what is wanted. Of things done by choice nobody knows which it was."""
    did, want = set(done), set(wanted)
    if mode == "any" and len(did) > 1:
        return wanted_mode == "any" and did <= want
    return bool(did & want) if wanted_mode == "any" else want <= did


def _reaches(rule: Rule, entry: LogEntry, owed: Owed, case: Case) -> bool:
    told = set(owed.told)
    reached = recipients(rule)
    reached |= {member for name in reached for member in case.vocabulary.members(name)}
    if not told or entry.to is not None:
        return not told or bool(told & reached)
    mode = rule.to.mode if isinstance(rule.to, Choice) else "all"
    return _covers(mode, reached, owed.recipient.mode, told)


def _same_party(rule: Rule, entry: LogEntry, owed: Owed) -> bool:
    """A performance for one person is none for the case as a whole, and the other way round."""
    if entry.for_ is not None:
        return owed.for_ == entry.for_
    about_persons = rule.each or any(party_of(one) for one in (*named(rule.to), *named(rule.by)))
    return bool(about_persons) == (owed.for_ is not None)
