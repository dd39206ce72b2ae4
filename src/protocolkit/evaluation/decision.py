"""What stands once every rule is worked out: duties that are one merged, what a route or a ban takes taken away."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from protocolkit.evaluation.attempts import Attempt, Found, Owed
from protocolkit.evaluation.conflicts import excluded
from protocolkit.evaluation.findings import Conflict, Duty
from protocolkit.evaluation.history import superseded
from protocolkit.evaluation.licences import lifted
from protocolkit.evaluation.merge import left, merge, routed
from protocolkit.evaluation.refusals import refuse
from protocolkit.evaluation.rules import Evaluation, Window


class Norms(NamedTuple):
    """What stands beside the duties: where the case goes, what is in force, and the bans among it."""

    routes: list[Attempt]
    in_force: list[Attempt]
    bans: list[Attempt]


class Decided(NamedTuple):
    """What stands of every rule: its duties merged, its norms, and the conflicts of what a ban takes away."""

    found: dict[str, Found]
    """Of every rule that may have begun, but those in whose place a procedure stands that the case went to."""
    owed: list[Owed]
    pending: list[Owed]
    duties: list[Duty]
    norms: Norms
    exclusions: list[Conflict]
    earlier: list[tuple[datetime, Evaluation]]


def decided(now: Evaluation, earlier: list[tuple[datetime, Evaluation]]) -> Decided:
    """What is owed, what history adds, a route takes, is one duty, and a ban takes, in this order."""
    case, every = now.case, now.begun()
    attempts = [a for f in every.values() for a in f.attempts if a.outcome != "duty"]
    routes = [a for a in attempts if a.outcome == "in_force" and a.rule.modality == "route"]
    found = {id: f for id, f in every.items() if not left(case.protocol.rule(id), routes)} if routes else every
    owed = [o for f in every.values() for o in f.owed]
    unheld = [o for a in attempts if a.outcome == "gap" for o in a.owed]
    pending = [o for a in attempts for o in a.owed]
    owed += superseded([*owed, *unheld], earlier, case)
    owed = [routed(o, routes) for o in owed] if routes else owed
    refuse(case, owed, pending)  # raises with everything that the log may not say
    norms = [a for a in attempts if a.outcome == "in_force" and a.rule.id in found]
    bans = [a for a in norms if a.rule.modality == "prohibition" and not lifted(a, norms, case)]
    duties, exclusions = excluded(merge(owed, case), bans, norms, case)
    duties = [one for one in duties if now.window is None or _touches(one, now.window)]
    return Decided(found, owed, pending, duties, Norms(routes, norms, bans), exclusions, earlier)


def _touches(one: Duty, window: Window) -> bool:
    """Whether a duty stands at all times, arises or falls due in a window, or is still owed from before."""
    begin, end = window
    if one.lead.trigger is None:
        return True
    start = one.lead.trigger.at
    if start >= end:
        return False
    # A day-long limit is the midnight that closes its day.
    falls = any(begin < moment <= end for moment in (one.limit, one.target) if moment)
    return start >= begin or falls or not one.lead.life.fulfilled
