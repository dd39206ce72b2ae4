"""What a log may not say: entries about duties there are not, and those that could mean several."""

from __future__ import annotations

from protocolkit.diagnostics import did_you_mean
from protocolkit.evaluation.attribution import may_follow, speaks_of
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Owed
from protocolkit.evaluation.idle import owed_to
from protocolkit.evaluation.spans import span
from protocolkit.messages import counted, say
from protocolkit.model.incident import DEEDS, LogEntry
from protocolkit.model.rule import Rule


def refuse(case: Case, owed: list[Owed], pending: list[Owed]) -> None:
    """Raises InputError with everything the log may not say: entries about duties that cannot be placed, and more.

    `pending` are the duties that nobody holds: an entry may name them, but leaves none in doubt between them.
    """
    ids = {o.id for o in pending}
    for entry in case.timeline.acts:
        rule = case.protocol.rule(entry.of_rule or "")
        if rule is None:
            named = entry.duty or entry.rule or ""
            help = did_you_mean(named, [o.id for o in (*owed, *pending)])
            case.problems.error("unknown-duty", say("no duty `{id}`", id=named), entry.place, help)
            continue
        if entry.duty is None or entry.duty not in ids:
            _placed(entry, rule, owed, case)
    case.problems.raise_if_errors()


def _placed(entry: LogEntry, rule: Rule, owed: list[Owed], case: Case) -> None:
    own = [o for o in owed if o.rule.id == rule.id and o.unsure is None]
    if entry.duty is not None:
        known = [o.id for o in own]
        if own and entry.duty not in known:
            case.problems.error(
                "unknown-duty",
                say("no duty `{id}`", id=entry.duty),
                entry.place,
                did_you_mean(entry.duty, known) or ", ".join(known[:6]),
            )
        return
    if entry.to is not None and not owed_to(rule, entry.to, owed, case):
        return
    meant = [o for o in own if speaks_of(entry, o, case)]
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
    _warn(entry, rule, own, meant, case)


def _warn(entry: LogEntry, rule: Rule, own: list[Owed], meant: list[Owed], case: Case) -> None:
    """A performance that closes more than it says, nothing because it came too early, or was made by one of several."""
    if entry.event in ("not_done", "breached") and any(not may_follow(entry, o.trigger, case.as_of) for o in own):
        early = say("`{event}` of {rule} was recorded before anything was owed", event=entry.event, rule=rule.id)
        case.warn("not_done_too_early", early, rule.id)
    if entry.event != "done":
        return
    last = span(entry, case.as_of).last
    if any(o.due.not_before and last < o.due.not_before for o in own if o not in meant):
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


def _still_open(entry: LogEntry, meant: list[Owed]) -> bool:
    """Whether several were open when it happened. To be changed a round must not have ended in any way."""
    ends = [o.life.done_at if entry.event in DEEDS else o.life.closed_at for o in meant]
    return sum(1 for end in ends if end is None or end >= entry.at) > 1
