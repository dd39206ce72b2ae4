"""What a log may not say: entries about duties there are not, and those that could mean several."""

from __future__ import annotations

from datetime import datetime

from protocolkit.diagnostics import did_you_mean
from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.attribution import Meant, may_follow
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.idle import owed_to, told_by_rule
from protocolkit.evaluation.spans import span
from protocolkit.messages import counted, say
from protocolkit.model.incident import DEEDS, LogEntry
from protocolkit.model.rule import Rule


def refuse(case: Case, owed: list[Owed], pending: list[Owed]) -> None:
    """Raises InputError with everything the log may not say: entries about duties that cannot be placed, and more.

    `pending` are the duties that nobody holds: an entry may name them, but leaves none in doubt between them.
    """
    ids, known = {o.id for o in pending}, _Known([o for o in owed if o.unsure is None], owed, case)
    for entry in case.timeline.acts:
        rule = case.protocol.rule(entry.of_rule or "")
        if rule is None and entry.of_rule in case.protocol.elsewhere.rules:
            continue  # told of as it was read, and shown without effect
        if rule is None:
            named = entry.duty or entry.rule or ""
            help = did_you_mean(named, [o.id for o in (*owed, *pending)])
            case.problems.error("unknown-duty", say("no duty `{id}`", id=named), entry.place, help)
            continue
        if entry.duty is None or entry.duty not in ids:
            _placed(entry, rule, known, case)
    case.problems.raise_if_errors()


class _Known:
    """The duties that are certain, to be found by their rule, by their id and by the entries about them."""

    def __init__(self, certain: list[Owed], owed: list[Owed], case: Case) -> None:
        self._of_rule: dict[str, list[Owed]] = {}
        self._not_at_once: dict[str, list[Owed]] = {}
        for one in certain if case.timeline.acts else ():
            self._of_rule.setdefault(one.rule.id, []).append(one)
        self.ids = {(id, one.id) for id, several in self._of_rule.items() for one in several}
        self.meant = Meant((one for several in self._of_rule.values() for one in several), case)
        self.told = told_by_rule(owed if case.timeline.acts else ())
        """The roles to which each rule's duties are owed, also those that may not be."""

    def not_at_once(self, rule: Rule) -> list[Owed]:
        """Those of a rule that may be done only from some time on."""
        if rule.id not in self._not_at_once:
            self._not_at_once[rule.id] = [one for one in self.of(rule) if one.due.not_before is not None]
        return self._not_at_once[rule.id]

    def of(self, rule: Rule) -> list[Owed]:
        """Those of a rule."""
        return self._of_rule.get(rule.id, [])


def _placed(entry: LogEntry, rule: Rule, all: _Known, case: Case) -> None:
    own = all.of(rule)
    if entry.duty is not None:
        if own and (rule.id, entry.duty) not in all.ids:
            known = [o.id for o in own]
            case.problems.error(
                "unknown-duty",
                say("no duty `{id}`", id=entry.duty),
                entry.place,
                did_you_mean(entry.duty, known) or ", ".join(known[:6]),
            )
        return
    if entry.to is not None and not owed_to(rule, entry.to, all.told, case):
        return
    meant = all.meant.by(entry)
    if entry.for_ is None:
        parties = {o.for_ for o in meant if o.for_}
        repeated = {o.occurrence for o in meant if o.occurrence and o.period_end is None}
        if len(parties) > 1 or (len(repeated) > 1 and _still_open(entry, meant)):
            ids = ", ".join(o.id for o in meant)
            message = counted(
                "`{event}` of `{rule}` could mean {n} duty", "`{event}` of `{rule}` could mean {n} duties",
                len(meant), event=entry.event, rule=rule.id,
            )  # fmt: skip
            help = say("say `for`, or name one as `duty`: {ids}", ids=ids)
            case.problems.error("ambiguous-done", message, entry.place, help)
            return
    _warn(entry, rule, all, meant, case)


def _warn(entry: LogEntry, rule: Rule, all: _Known, meant: list[Owed], case: Case) -> None:
    """A performance that closes more than it says, nothing because it came too early, or was made by one of several."""
    if entry.event in ("not_done", "breached") and _before_some(entry, all.of(rule), case):
        early = say("`{event}` of {rule} was recorded before anything was owed", event=entry.event, rule=rule.id)
        case.warn("not_done_too_early", early, rule.id)
    if entry.event != "done":
        return
    last = span(entry, case.as_of).last
    if any(_too_early(last, o) and o not in meant for o in all.not_at_once(rule)):
        early = say("`done` of {rule} at {at} is before it may be done", rule=rule.id, at=case.iso(entry.at))
        case.warn("done_too_early", early, rule.id)
    told = {r for o in meant for r in o.recipient.roles if o.recipient.mode == "one"}
    if entry.to is None and len(told) > 1:
        told_all = say(
            "`done` of {rule} names no recipient and closes the duties to all: {roles}",
            rule=rule.id, roles=", ".join(sorted(told)),
        )  # fmt: skip
        case.warn("done_for_all", told_all, rule.id)
    owing = {r for o in meant if o.apiece for r in o.bearer.roles}
    if len(owing) > 1:
        owed_by_all = say(
            "`done` of {rule} names none of those who owe it and closes the duties of all: {roles}",
            rule=rule.id, roles=", ".join(sorted(owing)),
        )  # fmt: skip
        case.warn("done_for_all", owed_by_all, rule.id)
    joint = {r for o in meant if o.bearer.mode == "all" for r in o.bearer.roles}
    if entry.by is not None and entry.by in joint and len(joint) > 1:
        alone = say("`done` of {rule} is recorded for {role} alone, not for all", rule=rule.id, role=entry.by)
        case.warn("done_by_one", alone, rule.id)


def _before_some(entry: LogEntry, own: list[Owed], case: Case) -> bool:
    """Whether one of some duties begins after an entry: most likely the last."""
    return any(not may_follow(entry, o.trigger, case.as_of) for o in reversed(own))


def _too_early(last: datetime, owed: Owed) -> bool:
    return owed.due.not_before is not None and last < owed.due.not_before


def _still_open(entry: LogEntry, meant: list[Owed]) -> bool:
    """Whether several were open when it happened. To be changed a round must not have ended in any way."""
    ends = [o.life.done_at if entry.event in DEEDS else o.life.closed_at for o in meant]
    return sum(1 for end in ends if end is None or end >= entry.at) > 1
