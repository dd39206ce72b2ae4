"""The duties of a plan as tasks: one for each act by one bearer, the most pressing first, with a row for each duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _, ngettext
from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.model.people import flat
from protocolkit.model.rule import ACTIVE, CLOSED, DUTIES
from protocolkit.plans.card import Bucket, Row, Series, Task
from protocolkit.plans.card_words import CardWords
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty
from protocolkit.plans.repeats import Repeated
from protocolkit.plans.urgency import bucket

PRESSING: tuple[Bucket, ...] = ("overdue", "now")


class Placed(NamedTuple):
    """A task with what it is sorted by, and the duty that stands for it."""

    task: Task
    moment: datetime | None
    duty: Duty


def tasks(plan: Plan, words: CardWords) -> list[Placed]:
    """Every duty of the plan in a task, in the order in which they are to be done."""
    series = _series(plan)
    groups: dict[object, list[Duty]] = {}
    for duty in plan.compact().duties:
        if duty.modality in DUTIES:
            groups.setdefault(_same(duty), []).append(duty)
    placed = [_task(own, words, series) for own in groups.values()]
    return sorted(placed, key=lambda one: _order(one, words.now))


def _same(duty: Duty) -> object:
    """What all duties of one task have in common; they tell others, or concern others."""
    due = duty.due
    time = (due.at, due.target, due.limit, due.not_before, due.kind) if due else None
    # What is done is told of one by one, what happens again apart from what happened before.
    done = duty.id if duty.status in CLOSED else None
    apart = duty.id if duty.occurrence and duty.repeated is msgspec.UNSET else duty.repeated
    how = (duty.via_only, duty.via_any, duty.via_never, duty.content, duty.content_never, duty.document)
    return duty.rule, duty.do, duty.by, duty.by_mode, time, duty.status, how, done, apart


def _task(duties: Sequence[Duty], words: CardWords, series: dict[object, Series]) -> Placed:
    asked = words.protocol.rule(duties[0].rule)
    order = {role: place for place, role in enumerate(flat(asked.to) if asked else ())}
    # As the text lists them, not as ids happen to sort.
    own = sorted(duties, key=lambda one: (order.get(one.to or "", len(order)), one.for_ or ""))
    first = own[0]
    as_of, zone = words.now, ZoneInfo(words.plan.zone)
    presses, moment = bucket(first, as_of, zone)
    to = [one.to for one in own if one.to]
    notice = any(not words.is_person(role) and not words.is_mine((role,)) for role in to)
    task = Task(
        rule=first.rule,
        do=first.do,
        title=_title(own, words),
        bucket=presses,
        by=words.bearers(first.by),
        by_mode=first.by_mode,
        institution=words.vocabulary.institution(first.by[0]) if first.by else "",
        modality=first.modality,
        notice=notice,
        time=words.time(first.due, first.trigger.at if first.trigger else None),
        rows=tuple(_row(one, words) for one in own),
        cite=words.cite(first.sources[0]) if first.sources else "",
        document=words.name("documents", first.document) if first.document else "",
        via_only=words.names("channels", first.via_only),
        via_any=words.names("channels", first.via_any),
        via_never=words.names("channels", first.via_never),
        content=words.content(first.content),
        content_never=words.content(first.content_never),
        check_first=first.check_first,
        careful=tuple(_careful(first, words)),
        act=words.name("actions", first.do) if first.id.startswith(f"{first.rule}/{first.do}") else "",
        series=series.get(_of_series(first)) if first.occurrence and first.status == "overdue" else None,
        why=words.why(first) if presses not in ("untimed", "closed") else None,
    )
    return Placed(task, moment, first)


def _row(duty: Duty, words: CardWords) -> Row:
    told = words.role(duty.to) if duty.to else ""
    if isinstance(duty.to_persons, tuple):
        told += f" ({', '.join(duty.to_persons)})"
    for shared, lead in ((duty.to_any, _("one of: {people}")), (duty.to_all, _("all of: {people}"))):
        if isinstance(shared, tuple):
            people = ", ".join(map(words.role, shared))
            told = lead.format(people=people) if len(shared) > 1 else people
    return Row(
        duty=duty.id,
        rule=duty.rule,
        label=told,
        party=words.party(duty.for_) if duty.for_ != duty.to else "",
        to=duty.to,
        for_=duty.for_,
        occurrence=duty.occurrence,
        status=duty.status,
        late=duty.late,
        done_at=duty.done_at,
        done_by=words.role(duty.done_by) if duty.done_by else "",
    )


def _title(duties: Sequence[Duty], words: CardWords) -> str:
    """What is to be done; of a notice the act alone, for its rows and its tag say the rest."""
    first = duties[0]
    act = words.telling(first.do)
    bodies = [one for one in duties if one.to and not words.is_person(one.to)]
    if not act or len(bodies) < len(duties) or first.document:
        return words.title(first)
    if len(duties) == 1:
        return f"{act}: {words.role(first.to or '')}"
    many = ngettext("{act}: to each of {n}", "{act}: to each of {n}", len(duties))
    return many.format(act=act, n=len(duties))


def _careful(duty: Duty, words: CardWords) -> Iterator[str]:
    # Until it is known who did it, a parent may be told only if he is not the one.
    if duty.to and any(map(words.vocabulary.accuses_kin, duty.check_first)):
        yield _("only one who is not the accused")
    yield from (words.step(said(say(one.message))).said for one in duty.warnings)


def _order(one: Placed, now: datetime) -> tuple[object, ...]:
    """What is late, what presses within the hour, and the rest by its time."""
    moment, kind = one.moment or now, _kind(one.task)
    if one.task.bucket in PRESSING:
        return PRESSING.index(one.task.bucket), kind, moment
    return len(PRESSING), one.moment is None, moment, kind


def _kind(task: Task) -> int:
    """Telling goes first: notices due at once, the paper a notice carries, notices to many, to one, all else."""
    if not task.notice:
        return 1 if task.document else 4
    if task.time and task.time.at_once and task.time.limit is None:
        return 0
    return 2 if len(task.rows) > 1 else 3


# -- what returns


def _of_series(duty: Duty) -> object:
    return duty.rule, duty.do, duty.to, duty.for_


def _series(plan: Plan) -> dict[object, Series]:
    """The times of each duty that comes again: how many nothing is recorded of, the next, and when it was last done."""
    found: dict[object, list[Duty]] = {}
    for duty in plan.duties:
        if duty.occurrence:
            found.setdefault(_of_series(duty), []).append(duty)
    return {key: series for key, own in found.items() if (series := _one_series(own)) is not None}


def _one_series(own: Iterable[Duty]) -> Series | None:
    every = sorted(own, key=lambda one: one.occurrence or "")
    missed = [one.occurrence or "" for one in every if one.status == "overdue"]
    if not missed:
        return None
    ahead = [one.due.limit for one in every if one.status in ACTIVE and one.status != "overdue" and one.due]
    done = [one.done_at for one in every if one.done_at]
    return Series(
        Repeated(len(missed), missed[0], missed[-1]), min(filter(None, ahead), default=None), max(done, default=None)
    )
