"""When moments come: instants, or the events still waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.log import Happening, Timeline
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, names
from protocolkit.model.terms import When

SECOND = timedelta(seconds=1)


class Latest(msgspec.Struct, frozen=True, order=True):
    """When something comes at the latest. `closes`: `at` is the midnight that closes the last day it may come on."""

    at: datetime
    closes: bool = False

    @property
    def last_moment(self) -> datetime:
        """A moment of the day it falls on."""
        return self.at - SECOND if self.closes else self.at


class Moments(msgspec.Struct, frozen=True):
    """Where a moment stands: every time it came, and what it waits for if it has not.

    `projected` is when it comes at the latest if every step before it ends on its limit.
    """

    came: tuple[Came, ...] = ()
    waiting: tuple[str, ...] = ()
    projected: Latest | None = None

    @property
    def first(self) -> Came | None:
        return self.came[0] if self.came else None


class Came(msgspec.Struct, frozen=True):
    """One time a moment came. `happening` is null for a moment derived from duties."""

    event: str
    at: datetime
    by: str | None = None
    for_: str | None = None
    date_only: bool = False
    recorded_at: datetime | None = None
    happening: Happening | None = None


class Steps(msgspec.Struct, frozen=True):
    """What other duties say of a moment: when they were all done, or the first was missed."""

    done: Callable[[str, str | None, str | None], Moments]
    missed: Callable[[str, str | None, str | None], Moments]


class MomentReader:
    """Answers when a moment came, for one evaluation."""

    def __init__(
        self,
        timeline: Timeline,
        as_of: datetime,
        steps: Steps,
        add: Callable[[datetime, When], datetime | None],
        within: Callable[[str], set[str]],
        later: Callable[[datetime], None],
    ) -> None:
        self.timeline = timeline
        self.as_of = as_of
        self.steps = steps
        self.add = add
        self.within = within
        self.later = later
        self._occurred: dict[tuple[Occurs, str | None], Moments] = {}

    def read(self, moment: Moment, binding: Binding, party: str | None, to: str | None) -> Moments:
        """Where a moment stands. `party` and `to` are those of the duty it belongs to."""
        match moment:
            case Occurs():
                if (moment, party) not in self._occurred:
                    self._occurred[moment, party] = self._occurs(moment, party)
                return self._occurred[moment, party]
            case First(of=of):
                each = [self.read(one, binding, party, to) for one in of]
                came = _in_order(c for m in each for c in m.came)
                projected = min((m.projected for m in each if m.projected), default=None)
                return Moments(came, () if came else names(moment), None if came else projected)
            case Last(of=of):
                each = [self.read(one, binding, party, to) for one in of]
                if waiting := tuple(w for m in each for w in m.waiting):
                    known = [m.projected or (Latest(m.first.at) if m.first else None) for m in each]
                    projected = max(known) if all(known) else None  # type: ignore[type-var]
                    return Moments((), waiting, projected)
                return Moments((max((m.came[0] for m in each if m.came), key=lambda c: c.at),) if each else ())
            case Done(rule=rule, to=only):
                return self.steps.done(rule, to if only == "same" else only, party)
            case Missed(rule=rule, to=only):
                return self.steps.missed(rule, to if only == "same" else only, party)
            case Lapse():
                return self._lapse(moment, binding, party, to)

    def _occurs(self, moment: Occurs, party: str | None) -> Moments:
        came = []
        for one in self.timeline.of(moment.event):
            other_party = party is not None and one.for_ is not None and one.for_ != party
            if not other_party and self._fits(moment, one):
                recorded = one.entry.recorded_at
                came.append(Came(one.event, one.at, one.by, one.for_, one.date_only, recorded, one))
        return Moments(tuple(came), () if came else (moment.event,))

    def _fits(self, moment: Occurs, one: Happening) -> bool:
        by_ok = not moment.by or (one.by is not None and any(one.by in self.within(role) for role in moment.by))
        to_ok = not moment.to or (one.to is not None and any(one.to in self.within(role) for role in moment.to))
        return by_ok and to_ok and all(one.entry.fields.get(k) == v for k, v in moment.where)

    def _lapse(self, moment: Lapse, binding: Binding, party: str | None, to: str | None) -> Moments:
        start = self.read(moment.after, binding, party, to)
        if start.first is None:
            return Moments((), start.waiting)
        end = self.add(start.first.at, moment.term)
        if end is None:
            return Moments((), ("lapse",))
        broken = self.read(moment.without, binding, party, to)
        if any(start.first.at <= c.at <= end for c in broken.came):
            return Moments((), ("lapse",))
        if self.as_of <= end:
            self.later(end + SECOND)
            return Moments((), ("lapse",), Latest(end))
        return Moments((Came("lapse", end, for_=party),))


def _in_order(several: Iterable[Came]) -> tuple[Came, ...]:
    """By time. An entry that came under several names, as itself and as what it counts as, came once: as itself."""
    found: dict[object, Came] = {}
    for one in several:
        entry = one.happening.entry if one.happening else None
        key = one if entry is None else entry.index
        if key not in found or (entry is not None and one.event == entry.event):
            found[key] = one
    return tuple(sorted(found.values(), key=lambda c: c.at))
