"""When moments come: instants, or the events still waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.log import Happening, Timeline
from protocolkit.evaluation.spans import Span
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, names
from protocolkit.model.terms import When
from protocolkit.model.vocabulary import Vocabulary

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

    `unsure` are the times it came if what nobody said is so. `projected` is when it comes at the latest if every step
    before it ends on its limit.
    """

    came: tuple[Came, ...] = ()
    unsure: tuple[Came, ...] = ()
    waiting: tuple[str, ...] = ()
    projected: Latest | None = None

    @property
    def first(self) -> Came | None:
        return self.came[0] if self.came else None

    @property
    def earliest(self) -> Came | None:
        """The first time it came or may have come."""
        doubtful = self.unsure[0] if self.unsure else None
        sure = self.first
        return doubtful if doubtful and (sure is None or doubtful.at < sure.at) else sure


class Came(msgspec.Struct, frozen=True):
    """One time a moment came. `happening` is null for one derived from duties; `asks` is what must be so for it.

    `date_only`: only its day is known, `at` is the first moment of it that it can have been, and `span` holds the last.
    `entry` is the number of the log entry it came with, if it came with one; `through` names the other moments without
    which it had not come so: those of `all`, what a lapse is counted from and what did not come in it.
    """

    event: str
    at: datetime
    by: str | None = None
    for_: str | None = None
    date_only: bool = False
    recorded_at: datetime | None = None
    happening: Happening | None = None
    asks: tuple[str, ...] = ()
    within: Span | None = None
    entry: int | None = None
    through: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        return self.within or Span(self.at, self.at)


class Steps(msgspec.Struct, frozen=True):
    """What other duties say of a moment: when they were all done, or the first was missed."""

    done: Callable[[str, str | None, str | None], Moments]
    missed: Callable[[str, str | None, str | None], Moments]


class Asked(msgspec.Struct, frozen=True):
    """For which duty a moment is read: its persons, the recipient it goes to, and whose hearing of a case it is about.

    `hearer` is the institution within which something must have been heard where a moment does not say by whom.
    """

    binding: Binding
    party: str | None = None
    to: str | None = None
    hearer: str | None = None


class MomentReader:
    """Answers when a moment came, for one evaluation."""

    def __init__(
        self,
        timeline: Timeline,
        as_of: datetime,
        steps: Steps,
        add: Callable[[datetime, When], datetime | None],
        vocabulary: Vocabulary,
        later: Callable[[datetime], None],
        candidates: Callable[[str], tuple[str, ...]],
    ) -> None:
        self.timeline = timeline
        self.as_of = as_of
        self.steps = steps
        self.add = add
        self.vocabulary = vocabulary
        self.later = later
        self.candidates = candidates
        self._occurred: dict[object, Moments] = {}

    def read(self, moment: Moment, asked: Asked) -> Moments:
        """Where a moment stands."""
        match moment:
            case Occurs():
                return self._occurs(moment, asked)
            case First(of=of):
                happened = self.timeline.events
                some = (one for one in of if not isinstance(one, Occurs) or one.event in happened)
                each = [self.read(one, asked) for one in some]
                came = _in_order(c for m in each for c in m.came)
                unsure = _in_order(c for m in each for c in m.unsure)
                projected = min((m.projected for m in each if m.projected), default=None)
                nothing = not came and not unsure
                return Moments(came, unsure, names(moment) if nothing else (), projected if nothing else None)
            case Last(of=of):
                return _last([self.read(one, asked) for one in of])
            case Done(rule=rule, to=only):
                return self.steps.done(rule, asked.to if only == "same" else only, asked.party)
            case Missed(rule=rule, to=only):
                return self.steps.missed(rule, asked.to if only == "same" else only, asked.party)
            case Lapse():
                return self._lapse(moment, asked)
            case _:
                assert_never(moment)

    def _occurs(self, moment: Occurs, asked: Asked) -> Moments:
        happened = self.timeline.of(moment.event)
        if not happened:
            return Moments(waiting=(moment.event,))
        chosen = tuple(sorted(asked.binding.items())) if any(one.for_ for one in happened) else ()
        key = (moment, asked.party, asked.hearer, chosen)
        if key not in self._occurred:
            came: list[Came] = []
            unsure: list[Came] = []
            for one in happened:
                asks = self.doubts(moment, one, asked.hearer)
                if asks is not None and self._concerns(one, asked):
                    (unsure if asks else came).append(_came(one, asks))
            nothing = not came and not unsure
            self._occurred[key] = Moments(tuple(came), tuple(unsure), (moment.event,) if nothing else ())
        return self._occurred[key]

    def _concerns(self, one: Happening, asked: Asked) -> bool:
        """Whether it happened to the persons a duty is about: what befell one offender befell no other."""
        if one.for_ is None:
            return True
        if asked.party is not None and one.for_ != asked.party:
            return False
        return not any(id != one.for_ and one.for_ in self.candidates(name) for name, id in asked.binding.items())

    def doubts(self, moment: Occurs, one: Happening, hearer: str | None) -> tuple[str, ...] | None:
        """What nobody said of an event that a moment asks for, nothing where it fits; null where it does not fit."""
        by = moment.by or ((hearer,) if hearer is not None and self.vocabulary.is_heard(moment.event) else ())
        wanted: dict[str, tuple[str, ...]] = {"by": by, "from": moment.from_, "to": moment.to}
        given = {"by": one.by, "from": one.from_, "to": one.to}
        asks = [side for side, roles in wanted.items() if roles and given[side] is None]
        asks += [field for field, _value in moment.where if field not in one.entry.fields]
        for side, roles in wanted.items():
            role = given[side]
            if roles and role is not None and not {*self._names(role)} & {*roles}:
                return None
        if any(one.entry.fields.get(field, value) != value for field, value in moment.where):
            return None
        return tuple(f"{moment.event}.{name}" for name in asks)

    def _names(self, role: str) -> Iterator[str]:
        """As whom a role acts or hears: itself, those in whose place it does, and their institutions."""
        for post in self.timeline.places.posts(role):
            yield from (post, self.vocabulary.institution(post))

    def _lapse(self, moment: Lapse, asked: Asked) -> Moments:
        after = self.read(moment.after, asked)
        start = after.earliest
        if start is None:
            return Moments(waiting=after.waiting)
        end = self.add(start.at, moment.term)
        if end is None:
            return Moments(waiting=("lapse",))
        broken = self.read(moment.without, asked)
        after_it = [c for c in broken.came if c.span.last >= start.at and c.at <= end]
        if any(c.at >= start.at and c.span.last <= end for c in after_it):
            return Moments(waiting=("lapse",))
        if self.as_of <= end:
            self.later(end + SECOND)
            return Moments(waiting=("lapse",), projected=Latest(end))
        # Of what is known by its day nobody can say on which side of the start or the end it came.
        days = (c.span.name for c in after_it)
        asks = (*start.asks, *days, *(fact for c in broken.unsure if start.at <= c.at <= end for fact in c.asks))
        through = (start.event, *start.through, *names(moment.without))
        came = (Came("lapse", end, for_=asked.party, asks=tuple(dict.fromkeys(asks)), through=through),)
        return Moments(unsure=came) if asks else Moments(came)


def _came(one: Happening, asks: tuple[str, ...]) -> Came:
    entry = one.entry
    return Came(one.event, one.at, one.by, one.for_, one.date_only, entry.recorded_at, one, asks, one.span, entry.index)


def _last(each: list[Moments]) -> Moments:
    """The last of several moments, each the first time it came; unsure where one of them is."""
    if waiting := tuple(w for m in each for w in m.waiting):
        known = [m.projected or (Latest(m.first.at) if m.first else None) for m in each]
        return Moments(waiting=waiting, projected=max(known) if all(known) else None)  # type: ignore[type-var]
    firsts = [m.first for m in each if m.first]
    came = _through(firsts) if firsts and len(firsts) == len(each) else None
    starts = [m.earliest for m in each if m.earliest]
    may_be = _through(starts) if starts else None
    asks = tuple(dict.fromkeys(fact for c in starts for fact in c.asks))
    unsure = (msgspec.structs.replace(may_be, asks=asks),) if may_be and asks and may_be != came else ()
    return Moments((came,) if came else (), unsure)


def _in_order(several: Iterable[Came]) -> tuple[Came, ...]:
    """By time. An entry that came under several names, as itself and as what it counts as, came once: as itself."""
    several, found = tuple(several), dict[object, Came]()
    if len(several) < 2:
        return several
    for one in several:
        entry = one.happening.entry if one.happening else None
        key = one if entry is None else entry.index
        if key not in found or (entry is not None and one.event == entry.event):
            found[key] = one
    return tuple(sorted(found.values(), key=lambda c: c.at))


def _through(came: list[Came]) -> Came:
    """The last of several, which came through all the others."""
    last = max(came, key=lambda c: c.at)
    others = (name for one in came if one is not last for name in (one.event, *one.through))
    return msgspec.structs.replace(last, through=tuple(dict.fromkeys((*last.through, *others))))
