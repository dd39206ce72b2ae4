"""How the plan of a case differs from the last good one: duties, and everything else that a plan lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from protocolkit.languages import _, ngettext
from protocolkit.plans.diff import DutyChange, diff
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Duty, Gap
from protocolkit.showing.states import state_words
from protocolkit.showing.wording import Labelled, Wording

Mark = Literal["+", "-", ">", "~"]
_MARKS: dict[str, Mark] = {"opened": "+", "closed": "-", "moved": ">", "changed": "~"}


class Change(msgspec.Struct, frozen=True):
    """One line of difference: new, gone, moved to another time, or otherwise changed. `words` say how."""

    mark: Mark
    what: str
    words: str
    rule: str


def changes(old: Plan, new: Plan, before: Wording, after: Wording) -> list[Change]:
    """Everything that differs, what has a clock first. Both plans are of one incident."""
    differing = diff(old, new)
    found = [_duty(one, times, old, new, before, after) for one, times in _once(differing, old, new)]
    found += _details(old, new, {one.id for one in differing}, after)
    owed = {one.id for one in differing if one.kind == "opened"}
    begun = {duty.rule for duty in new.clocked if duty.id in owed}
    for name, kind in _kinds().items():
        # What a rule waited for, or hung on, is over where its duty is told as new.
        ended = begun if name in ("awaiting", "undetermined") else set()
        was, now = (_unclocked(plan, getattr(plan, name)) for plan in (old, new))
        found += _listed(kind, was, now, before, after, ended)
    return [*found, *_remarks(old, new)]


def _once(differing: Iterable[DutyChange], old: Plan, new: Plan) -> Iterable[tuple[DutyChange, int]]:
    """Changes with how many times of one duty changed alike: a daily duty of a year is one line."""
    series = {duty.id: time.series for plan in (old, new) for duty in plan.clocked if (time := duty.time())}
    groups: dict[object, list[DutyChange]] = {}
    for one in differing:
        same = (one.kind, one.why, one.old_status, one.new_status, one.rule, series.get(one.id, one.id))
        groups.setdefault(same, []).append(one)
    return ((several[0], len(several)) for several in groups.values())


def _duty(one: DutyChange, times: int, old: Plan, new: Plan, before: Wording, after: Wording) -> Change:
    was, now = (next((d for d in plan.clocked if d.id == one.id), None) for plan in (old, new))
    say, duty = (before, was) if one.kind == "closed" else (after, now)
    assert duty is not None
    reasons = {
        "event": _("something happened"),
        "edition": _("the rules changed"),
        "calendar": _("the calendar changed"),
        "reading": _("read otherwise"),
        "knowledge": _("something became known"),
        "time": _("time passed"),
    }
    reason = reasons[one.why] if one.rule in (None, duty.rule) else _("{rule} changed").format(rule=one.rule)
    how = _how(one, was or duty, duty, say)
    if times > 1:
        how = f"{ngettext('{n} time', '{n} times', times).format(n=times)}: {how}"
    return Change(_MARKS[one.kind], say.what(duty), f"{how} ({reason})", one.id)


def _how(one: DutyChange, was: Clocked, duty: Clocked, say: Wording) -> str:
    due = _due(duty, say)
    if one.kind == "opened":
        return _("new: {status}, {due}").format(status=_stands(duty, say), due=due)
    if one.kind == "closed":
        return _("gone: it was {status}, {due}").format(status=_stands(duty, say), due=due)
    if one.kind == "moved":
        return _("moved: {before} before, now {due}").format(before=_due(was, say), due=due)
    return _("{before} before, now {status}").format(before=_stands(was, say), status=_stands(duty, say))


def _stands(duty: Clocked, say: Wording) -> str:
    """Its status, and whether anybody holds it."""
    status = say.name("statuses", duty.status)
    if isinstance(duty, Duty):
        return status
    return f"{status} ({state_words('gap' if isinstance(duty, Gap) else 'question')})"


def _unclocked(plan: Plan, entries: Sequence[Labelled]) -> list[Labelled]:
    """Those that are not told of beside the duties already."""
    return [one for one in entries if not any(one is clocked for clocked in plan.clocked)]


def _due(duty: Clocked, say: Wording) -> str:
    if duty.due is not None and duty.due.at is not None:
        return _("due {moment}").format(moment=say.ending(duty.due).text)
    return _("without a time") if duty.due is None else _("without a date")


def _details(old: Plan, new: Plan, told: set[str], say: Wording) -> Iterable[Change]:
    """What stands as before but says something else: a channel, a bearer, a label, words of the text, other facts."""
    before = {duty.id: duty for duty in old.clocked}
    for duty in new.clocked:
        was = before.get(duty.id)
        if was is None or duty.id in told:
            continue
        if (facts := _facts(duty)) != _facts(was):
            said = _("hangs on other facts: {facts}").format(facts=say.questions(facts))
            yield Change("~", say.what(duty), said, duty.id)
        elif names := _differing(was, duty):
            yield Change("~", say.what(duty), _("differs in {fields}").format(fields=", ".join(names)), duty.id)


def _differing(old: Clocked, new: Clocked) -> list[str]:
    fields = zip(new.__struct_fields__, new.__struct_encode_fields__, strict=True)
    one, other = _bare(old), _bare(new)
    return [shown for name, shown in fields if getattr(one, name) != getattr(other, name)]


def _bare(duty: Clocked) -> Clocked:
    """The duty without its working, which names places and sources that may change without consequence."""
    due = msgspec.structs.replace(duty.due, steps=()) if duty.due else None
    if isinstance(duty, Duty):
        return msgspec.structs.replace(duty, trace=(), due=due)
    return msgspec.structs.replace(duty, due=due)


def _kinds() -> dict[str, str]:
    return {
        "undetermined": _("not certain"),
        "prohibitions": _("forbidden"),
        "permissions": _("allowed"),
        "sanctions": _("a sanction"),
        "awaiting": _("waiting"),
        "routes": _("another procedure"),
    }


def _listed(
    kind: str, old: Sequence[Labelled], new: Sequence[Labelled], before: Wording, after: Wording, ended: set[str]
) -> Iterable[Change]:
    was, now = _by_key(old), _by_key(new)
    for key, one in now.items():
        if key not in was:
            yield Change("+", after.what(one), _("new: {kind}").format(kind=kind), one.rule)
        elif _facts(one) != _facts(was[key]):
            facts = after.questions(_facts(one))
            yield Change("~", after.what(one), _("hangs on other facts: {facts}").format(facts=facts), one.rule)
    for key, one in was.items():
        if key not in now and one.rule not in ended:
            yield Change("-", before.what(one), _("gone: {kind}").format(kind=kind), one.rule)


def _remarks(old: Plan, new: Plan) -> Iterable[Change]:
    """Conflicts and warnings that one plan has and the other has not."""
    conflicts, warnings = _("texts disagree"), _("a warning")
    for mark, words, has, lacks in (("+", _("new: {kind}"), new, old), ("-", _("gone: {kind}"), old, new)):
        for conflict in has.conflicts:
            if conflict not in lacks.conflicts:
                said = words.format(kind=conflicts)
                yield Change(mark, conflict.because, said, "; ".join(conflict.rules))  # type: ignore[arg-type]
        for breach in has.broken:
            if breach not in lacks.broken:
                said = words.format(kind=_("a broken ban"))
                yield Change(mark, breach.why, said, breach.rule)  # type: ignore[arg-type]
        for warning in has.warnings:
            if warning not in lacks.warnings:
                yield Change(mark, warning.message, words.format(kind=warnings), warning.code)  # type: ignore[arg-type]


def _by_key(entries: Sequence[Labelled]) -> dict[tuple[object, ...], Labelled]:
    return {(one.rule, getattr(one, "to", None), getattr(one, "for_", None)): one for one in entries}


def _facts(one: Labelled | Clocked) -> tuple[str, ...]:
    return getattr(one, "facts", ())
