"""The reference evaluator: what each rule asks for in one case. Small and obvious; faster engines are held to it.

For each rule, party and recipient, in this order: condition false, absent; trigger missing, awaiting; condition
unknown, undetermined; else a duty, or a gap where only the accused is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec

from protocolkit.evaluation.asking import Asking, Open, asked, chosen, unknown
from protocolkit.evaluation.attempts import Attempt, Found, Outcome, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.chains import ChainReader
from protocolkit.evaluation.deeds import Closings, Deed, supposed
from protocolkit.evaluation.due.found import UNTIMED, DueFound
from protocolkit.evaluation.due.window import undecided
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.hearing import Ear, ears, other_institution, starts
from protocolkit.evaluation.life import live
from protocolkit.evaluation.persons import bindings, chosen_for
from protocolkit.evaluation.rhythms import (
    Occurrence,
    belongs_to_case,
    day_of,
    instant_of,
    next_start,
    occurrences,
    starting_events,
)
from protocolkit.evaluation.scope import Scopes
from protocolkit.evaluation.sides import Side
from protocolkit.evaluation.triggers import SECOND, Came, Moments
from protocolkit.evaluation.unheld import place
from protocolkit.messages import Name, say
from protocolkit.model.incident import Incident
from protocolkit.model.moments import Rhythm, names
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol

Window = tuple[datetime, datetime]


class Evaluation:
    """One evaluation. Rules are worked out when asked for, so that duties may start from other duties."""

    of_case: type[Case] = Case
    """What answers whatever is asked of the case."""

    def __init__(
        self, protocol: Protocol, incident: Incident, as_of: datetime, window: Window | None = None,
        earlier: Sequence[Evaluation] = (), closings: Closings | None = None,
    ) -> None:  # fmt: skip
        self.chains = ChainReader(self)
        self.asking = Asking(self)
        self.case = self.of_case(protocol, incident, as_of, self.chains.steps)
        self.scopes = Scopes(self.case)
        self.window = window
        self.earlier = tuple(earlier)
        self._closings = closings or {}
        self.others: dict[str, tuple[Deed, ...]] = {}
        """What this evaluation took to close each duty, beside the records of its own rule."""
        self._found: dict[str, Found] = {}
        self.working: list[str] = []

    def take(self, before: Evaluation, found: dict[str, Found], others: dict[str, tuple[Deed, ...]]) -> None:
        """Takes over what another evaluation of the same log at the same instant found, and what closed its duties."""
        self.shown = before.shown
        self.case.match.take(before.case.match)
        self._found.update(found)
        self.others.update(others)

    def resume(self, before: Evaluation) -> None:
        """Is told of the round before, which closed duties otherwise: an evaluator may go on from there."""

    def all(self) -> dict[str, Found]:
        """Every rule's outcome, by rule, in the protocol's order."""
        return {rule.id: self.found(rule) for rule in self.shown}

    @cached_property
    def shown(self) -> tuple[Rule, ...]:
        """The rules of which something is told, in the protocol's order."""
        return self._shown()

    def _shown(self) -> tuple[Rule, ...]:
        rules = (rule for rule in self.case.protocol.rules if rule.is_tried)
        return tuple(rule for rule in rules if self._is_shown(rule))

    def begun(self) -> dict[str, Found]:
        """The outcomes in which something may have begun: all of them, unless an evaluator knows better."""
        return self.all()

    def _is_shown(self, rule: Rule) -> bool:
        """A case shows its own rules; the organisation's only where its log has what starts them."""
        case = self.case
        own = belongs_to_case(rule, case.protocol)
        if case.incident.agenda:
            return not own
        return own or any(case.timeline.of(event) for event in starting_events(rule))

    def found(self, rule: Rule) -> Found:
        if rule.id not in self._found:
            self.working.append(rule.id)
            found = self.worked_out(rule)
            self.working.pop()
            self._found[rule.id] = found
        return self._found[rule.id]

    def worked_out(self, rule: Rule) -> Found:
        """What a rule comes to, asked of the case itself."""
        found = Found()
        for binding in () if self.scopes.leaves_out(rule) else self.choices(rule):
            self._apply(rule, binding, binding.get(rule.each) if rule.each else None, found)
        place(found, self.case)
        return found

    def choices(self, rule: Rule) -> Iterator[Binding]:
        """A choice for each party of `each`, and for each person who is himself a bearer."""
        return bindings(chosen_for(rule), {}, self.case.incident, self.case.vocabulary)

    def _apply(self, rule: Rule, binding: Binding, party: str | None, found: Found) -> None:
        everyone: list[Side] = []
        for read in chosen(rule, binding, self.case).readings:
            everyone += [side for side in self.case.people.recipients(read, binding) if side not in everyone]
        for recipient in everyone:
            told = recipient.binding if rule.modality in DUTIES else {}
            self._apply_to(rule, Attempt(rule, binding | told, party, recipient), found)

    def _apply_to(self, rule: Rule, here: Attempt, found: Found) -> None:
        case, binding, party, recipient = self.case, here.binding, here.party, here.recipient
        read = chosen(rule, binding, case)
        left = self.asking.weigh(read, here) if read.open else Open((read.rule,))
        if left.deciding:
            self._ask(left, here, found)
            return
        rule = read.rule
        if read.open and recipient not in case.people.recipients(rule, binding):
            return  # only another reading tells him, and that asks nothing here
        truth = case.holds(rule.if_, binding)
        facts, events = unknown([rule], binding, case)
        here = msgspec.structs.replace(here, rule=rule, truth=truth, open=left.other, facts=facts, events=events)
        if truth is False:
            self._warn_of_readings(rule, binding, party)
            found.attempts.append(here)
            return
        for ear in ears(rule, self.case):
            self._hear(here, ear, found)

    def _hear(self, here: Attempt, ear: Ear, found: Found) -> None:
        """The rule from when those heard of it who have to, for the bearers among them."""
        told = here.recipient.text.roles
        times, moments = self.times(here.rule, here.binding, here.party, told[0] if told else None, ear.hearer)
        if not times:
            found.attempts.append(came_to("awaiting", here, waiting=moments.waiting, projected=moments.projected))
            return
        for time in times:
            self._begin(here, time, ear, found)

    def _begin(self, here: Attempt, time: Occurrence, ear: Ear, found: Found) -> None:
        """The rule from one of the times at which it began."""
        rule, asks = here.rule, time.came.asks if time.came else ()
        now = msgspec.structs.replace(here, came=time.came, facts=tuple(dict.fromkeys((*here.facts, *asks))))
        actor = time.came.by if time.came else None
        every = self.case.bearers.sides(rule.by, rule, here.binding, actor)
        bearers = ear.among(every)
        if here.truth is None or asks:
            sides = bearers if rule.modality in DUTIES else []
            would = [o for side in sides for o in self._owed(msgspec.structs.replace(now, bearer=side), time)]
            found.attempts.append(came_to("undetermined", now, owed=tuple(would)))
            return
        if not every:
            found.attempts.append(came_to("ended", now))
        for bearer in bearers:
            self._bear(msgspec.structs.replace(now, bearer=bearer), time, found)

    def _bear(self, now: Attempt, time: Occurrence, found: Found) -> None:
        """The rule for one of its bearers: a norm in force, a gap, or what he owes."""
        if now.rule.modality not in DUTIES:
            found.attempts.append(came_to(self.norm(now), now))
        elif now.bearer.blocked or now.recipient.blocked:
            found.attempts.append(came_to("gap", now, owed=tuple(self._owed(now, time))))
        else:
            found.attempts.append(came_to("duty", now))
            found.owed += [self._lived(owed) for owed in self._owed(now, time)]

    def _ask(self, left: Open, here: Attempt, found: Found) -> None:
        """A rule that may be read otherwise: undetermined once it has begun in any reading, until then awaited."""
        facts, events = unknown(left.readings, here.binding, self.case)
        facts = tuple(dict.fromkeys((*asked(left.deciding, here.binding, self.case), *facts)))
        here = msgspec.structs.replace(here, truth=None, open=left.other, facts=facts, events=events)
        told = here.recipient.text.roles
        each: list[tuple[Attempt, list[Occurrence]]] = []
        for number, read in enumerate(left.readings):
            heard = ears(read, self.case)[0].hearer
            times, moments = self.times(read, here.binding, here.party, told[0] if told else None, heard)
            now = msgspec.structs.replace(here, rule=read, waiting=moments.waiting, projected=moments.projected)
            each.append((now if number == 0 else msgspec.structs.replace(now, open=()), times))
        begun = [(now, times) for now, times in each if times]
        if not begun:
            waiting = tuple(dict.fromkeys(event for now, _times in each for event in now.waiting))
            found.attempts.append(came_to("awaiting", each[0][0], waiting=waiting))
            return
        first, times = begun[0]
        for time in times:
            owed: list[Owed] = []
            for now, own in begun:
                owed += self._would(now, next((one for one in own if one.key == time.key), own[0]))
            asks = tuple(dict.fromkeys((*facts, *(time.came.asks if time.came else ()))))
            found.attempts.append(
                came_to("undetermined", first, waiting=(), came=time.came, facts=asks, owed=tuple(owed))
            )

    def _would(self, now: Attempt, time: Occurrence) -> Iterator[Owed]:
        """What an open question would give, by whoever owes it."""
        if now.rule.modality in DUTIES:
            now, actor = msgspec.structs.replace(now, came=time.came), time.came.by if time.came else None
            for side in self.case.bearers.sides(now.rule.by, now.rule, now.binding, actor):
                yield from self._owed(msgspec.structs.replace(now, bearer=side), time)

    def due(self, now: Attempt) -> DueFound:
        """When it is due from its own trigger; while a question decides only that, the earliest there may be."""
        came, rule, case = now.came, now.rule, self.case
        if came is None:
            return UNTIMED
        found = case.due(rule.due, came.at, now.binding, rule.time, date_only=came.date_only)
        for patch in now.open:
            if patch.rule is not None and (patch.rule.due, patch.rule.time) != (rule.due, rule.time):
                other = case.due(patch.rule.due, came.at, now.binding, patch.rule.time, date_only=came.date_only)
                found = undecided((found, other), (rule.due, patch.rule.due), asked([patch], now.binding, case))
        return found

    def _warn_of_readings(self, rule: Rule, binding: Binding, party: str | None) -> None:
        """A rule that does not apply as it is read, but would in another reading, is never passed over in silence."""
        for patch in rule.readings:
            other = patch.rule
            if other and other.if_ != rule.if_ and self.case.holds(other.if_, binding) is True:
                times, _waiting = self.times(other, binding, party, None, ears(other, self.case)[0].hearer)
                if times:
                    told = say(
                        "{rule} does not apply as it is read here; it would if {because}",
                        rule=Name("rules", rule.id), because=say(patch.because),
                    )  # fmt: skip
                    self.case.warn("other_reading", told, rule.id)

    def times(
        self, rule: Rule, binding: Binding, party: str | None, to: str | None, hearer: str | None = None
    ) -> tuple[list[Occurrence], Moments]:
        """Every time the rule's trigger came or may have come, or what it waits for."""
        case = self.case
        if rule.standing:
            return [Occurrence(None)], Moments()
        after = case.moments(rule.after, binding, party, to, hearer) if rule.after else None
        if rule.every is None:
            return [Occurrence(one) for one in starts(rule, after or Moments(), binding, case)], after or Moments()
        first = after.earliest if after else None
        if after is not None and first is None:
            return [], after
        start, asks = (first.at, first.asks) if first else (None, ())
        if isinstance(rule.every, Rhythm):
            awaited = "agenda" if rule.every.agenda else rule.every.period
            found = self._rhythm(rule, rule.every, start, binding, party)
            return [_asking(one, asks) for one in found], Moments(waiting=(awaited,))
        every = case.moments(rule.every, binding, party, to, hearer)
        end = self._until(rule, binding, party, start)
        several = sorted((*every.came, *every.unsure), key=lambda c: c.at)
        came = [c for c in several if (start is None or c.at >= start) and (end is None or c.at <= end)]
        # What came too early or too late is none of its occurrences: the next of that name is awaited.
        waiting = every if came or not several else Moments(waiting=names(rule.every))
        return [_asking(Occurrence(c, key), asks) for c, key in zip(came, _keys(came), strict=True)], waiting

    def _rhythm(
        self, rule: Rule, rhythm: Rhythm, start: datetime | None, binding: Binding, party: str | None
    ) -> list[Occurrence]:
        case = self.case
        zone, year = case.protocol.zone, case.calendar.school_year
        if start is None:
            entries = case.timeline.entries
            begins = self.window[0] if self.window else entries[0].at if entries else None
            if begins is None:
                return []
            start = begins
        end = self._until(rule, binding, party, start)
        horizon = max(self.window[1], case.as_of) if self.window else case.as_of
        agendas = case.incident.institution.agendas if case.incident.institution else {}
        agenda = tuple(instant_of(day, zone) for day in agendas.get(rhythm.agenda or "", ()))
        last = min(horizon, end) if end else horizon
        if rhythm.period == "school_term" and self.window and not year.lists(*(day_of(i, zone) for i in (start, last))):
            told = say("{rule}: the calendar lists no school terms for all of this time", rule=Name("rules", rule.id))
            case.warn("terms_not_listed", told, rule.id)
        if end is None:
            upcoming = [next_start(rhythm, start, case.as_of, zone, year), *(a for a in agenda if a > case.as_of)]
            for instant in upcoming:
                if instant is not None:
                    case.later(instant)
        return [
            o
            for o in occurrences(rhythm, start, last, zone, year, agenda)
            if end is None or o.came is None or o.came.at < end
        ]

    def _until(self, rule: Rule, binding: Binding, party: str | None, start: datetime | None) -> datetime | None:
        """When a repeating duty stops: at its `until`, and in any case when the case is closed."""
        came = [h.span for h in self.case.timeline.of(self.case.vocabulary.ends_rhythms)]
        if rule.until is not None:
            came += [c.span for c in self.case.ending(rule, binding, party)]
        ends = (max(one.first, start or one.first) for one in came if start is None or one.last >= start)
        return min(ends, default=None)

    def norm(self, now: Attempt) -> Outcome:
        """A prohibition, permission, right, power or sanction is in force unless it has ended."""
        if now.bearer.blocked and not now.bearer.people:
            return "ended"
        start = now.came.at if now.came else None
        came = self.case.ending(now.rule, now.binding, now.party)
        if any(start is None or c.span.last >= start for c in came):
            return "ended"
        if now.rule.modality == "right" and start is not None:
            limit = self.case.due(now.rule.due, start, now.binding, now.rule.time).latest_limit
            if limit is not None:
                self.case.later(limit + SECOND)
                if self.case.as_of > limit:
                    return "ended"
        return "in_force"

    def _owed(self, now: Attempt, time: Occurrence) -> Iterator[Owed]:
        rule, case = now.rule, self.case
        bearer = not_himself(now.bearer, now.recipient)
        if rule.by is not None and not bearer.text.people:
            return
        due = self.due(now)
        loose = self._loose(now, due)
        if due.not_before:
            case.later(due.not_before)
        for act in rule.acts if rule.act_mode == "each" else rule.acts[:1]:
            for document in rule.documents if rule.document_mode == "each" else (rule.documents or (None,))[:1]:
                institutions = case.institutions(bearer.text.roles)
                yield Owed(
                    rule=rule,
                    act=act,
                    document=document,
                    bearer=bearer,
                    recipient=now.recipient,
                    party=now.party,
                    occurrence=time.key,
                    trigger=time.came,
                    due=due,
                    binding=now.binding,
                    institutions=institutions,
                    period_end=time.ends,
                    apiece=rule.apiece,
                    actor=other_institution(rule, institutions, case),
                    loose=loose,
                    open=now.open,
                )

    def closing(self, id: str) -> tuple[Deed, ...] | None:
        """What closes a duty beside the records of its own rule; null where that is still to be supposed."""
        return self._closings.get(id)

    def _lived(self, owed: Owed) -> Owed:
        others = self.closing(owed.id)
        return self.closed_by(owed, supposed(owed, self.case) if others is None else others)

    def closed_by(self, owed: Owed, others: tuple[Deed, ...]) -> Owed:
        """A duty with what became of it, by the records of its rule and the deeds that others are."""
        self.others[owed.id] = others
        lived = msgspec.structs.replace(owed, life=live(owed, self.case, others))
        lived.__dict__.update(owed.__dict__)  # whatever became of it, what tells it from others is the same
        return lived

    def _loose(self, now: Attempt, due: DueFound) -> DueFound | None:
        """The due time by the latest reading of what is not known; null where it is certain."""
        came, last = now.came, due
        if came is not None and came.date_only and now.rule.due is not None:
            last = self.case.due(now.rule.due, came.span.whenever, now.binding, now.rule.time)
        last = msgspec.structs.replace(last, limit=last.latest_limit)
        return last if last.limit != due.limit else None


def came_to(outcome: Outcome, attempt: Attempt, **more: Any) -> Attempt:
    return msgspec.structs.replace(attempt, outcome=outcome, **more)


def _asking(one: Occurrence, asks: tuple[str, ...]) -> Occurrence:
    """An occurrence that hangs on what nobody said of the moment after which it counts."""
    if not asks or one.came is None:
        return one
    came = msgspec.structs.replace(one.came, asks=tuple(dict.fromkeys((*one.came.asks, *asks))))
    return msgspec.structs.replace(one, came=came)


def _keys(came: Sequence[Came]) -> Iterator[str]:
    """What tells each time from the others: its instant, or of what is known by its day the start of that day.

    Two at one instant are two all the same.
    """
    met: Counter[datetime] = Counter()
    for one in came:
        at = one.happening.entry.at if one.date_only and one.happening else one.at
        met[at] += 1
        again = f".{met[at]}" if met[at] > 1 else ""
        yield at.strftime("%Y-%m-%dT%H:%M:%SZ") + again


def not_himself(bearer: Side, recipient: Side) -> Side:
    """Nobody owes himself a duty."""
    if len(recipient.people) != 1 or not bearer.people:
        return bearer
    told = recipient.people[0]
    kept = tuple(p for p in bearer.people if (p.role, p.person) != (told.role, told.person))
    return bearer if len(kept) == len(bearer.people) else msgspec.structs.replace(bearer, people=kept)
