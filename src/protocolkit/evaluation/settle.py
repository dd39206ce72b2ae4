"""The last touch: what a reader is told of each entry, from the same case. Nothing here changes what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from protocolkit.calendars.instants import local_day
from protocolkit.evaluation.amounts import HowMuch, amount_of
from protocolkit.evaluation.asking import asked
from protocolkit.evaluation.attempts import NEVER, Attempt, Life, Owed
from protocolkit.evaluation.chains import projection
from protocolkit.evaluation.due.found import Alternative, Caution, DueFound
from protocolkit.evaluation.findings import Duty, Gap, Manner, Norm, Question, Undated, Waiting
from protocolkit.evaluation.hearing import hearer
from protocolkit.evaluation.life import moved_limit
from protocolkit.evaluation.other_readings import OtherReadings
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.sides import places_taken
from protocolkit.evaluation.triggers import Came
from protocolkit.messages import N_, Listed, Message, Name, counted, say
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.incident import WHY
from protocolkit.model.moments import Rhythm
from protocolkit.model.people import Actor, flat, named
from protocolkit.model.rule import Rule
from protocolkit.model.say import condition, moment, rhythm
from protocolkit.model.vocabulary import PARTIES


class Settling:
    """Completes the entries of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.case = evaluation.case
        self.readings = OtherReadings(evaluation)
        self._accused_in: dict[str, list[str]] = {}

    def duty(self, one: Duty, conduct: tuple[Manner, ...], late: Caution | None = None) -> Duty:
        lead = one.lead
        readings = tuple(_of(o, one, reading) for o in one.all for reading in self._other_readings(o))
        which = Attempt(lead.rule, lead.binding, lead.party, lead.recipient, came=lead.trigger, open=lead.open)
        amount = self._amount(which)
        told = (caution for o in one.all for caution in (*self._seats(o), *self._doubts(o), *self._once(o)))
        return replace(
            one, due=self._due(one, readings), readings=readings, trace=tuple(self._trace(one)), conduct=conduct,
            amount=amount.said, asks=amount.asks,
            cautions=(*dict.fromkeys(told), *((late,) if late else ()), *_doubtful(lead.life), *_fallen(lead)),
        )  # fmt: skip

    def _due(self, one: Duty, readings: tuple[Alternative, ...]) -> DueFound | None:
        """The lead's due time, with the target of whichever rule asks earliest and the limit after clock changes."""
        lead = one.lead
        timed = next((o for o in one.all if o.due.timed), None)
        if timed is None:
            return None
        due = timed.due
        steps = due.steps + tuple(change.step for change in lead.life.clock) + tuple(self._idle(lead))
        due = _with_twins(one, timed, due)
        if timed.life.suspended_since is not None:
            return _standing_still(replace(due, steps=steps), timed.life)
        target, limit, last_day = one.target, one.limit, due.last_day
        if target is not None and target != lead.life.target:
            owner = next(o for o in one.all if o.life.target == target)
            told = say("target {at} from {rule}", at=self.case.iso(target), rule=Name("rules", owner.rule.id))
            steps += (told,)
        if _awaits_date(lead.life):
            return replace(
                due, at=None, target=target, limit=None, last_day=None, kind="decided", steps=steps, readings=(),
                cautions=_without_last_day(due),
            )  # fmt: skip
        moved = limit is not None and limit != lead.due.limit
        if moved or (limit is None and target is not None and lead.life.target != lead.due.target):
            ends = limit or target
            assert ends is not None
            last_day = local_day(ends - timedelta(microseconds=1), self.case.protocol.zone)
        others = [r for r in self._moved(timed, due.readings) if not timed.life.clock or r.at != limit]
        set_anew = next((change.readings for change in reversed(lead.life.clock) if change.event == "due_set"), ())
        return replace(
            due, target=target, limit=limit, at=limit or target or due.at, steps=steps, last_day=last_day,
            readings=(*others, *set_anew, *(r for r in readings if r.at is not None)),
        )  # fmt: skip

    def _other_readings(self, owed: Owed) -> Iterator[Alternative]:
        """The other readings of one rule of a duty, where the log brought them; undated while it stands still."""
        readings = tuple(self.readings.of_duty(owed))
        if owed.life.suspended_since is not None:
            readings = tuple(replace(r, at=None, last_day=None) for r in readings)
        yield from self._moved(owed, readings)

    def _idle(self, owed: Owed) -> Iterator[Message]:
        """What of the log was to change its clock, and changed nothing."""
        reasons = dict(owed.life.idle)
        for entry in self.case.timeline.acts if reasons else ():
            if entry.index in reasons and entry.event in _IDLE:
                at = self.case.iso(entry.at)
                told = str(local_day(entry.at, self.case.protocol.zone)) if entry.date_only else at
                yield say(_IDLE[entry.event], at=told, why=WHY[reasons[entry.index]])

    def _moved(self, owed: Owed, readings: tuple[Alternative, ...]) -> Iterator[Alternative]:
        """Other readings where the log brought them: a pause or a new date moves them as it moves the limit."""
        for one in readings:
            if one.at is None or not owed.life.clock:
                yield one
                continue
            at = moved_limit(owed, one.at, self.case)
            day = None if at is None else local_day(at - timedelta(microseconds=1), self.case.protocol.zone)
            yield one if at == one.at else replace(one, at=at, last_day=day)

    def _seats(self, owed: Owed) -> Iterator[Caution]:
        """A body that acts or is told, although the accused has a seat in it."""
        for role in dict.fromkeys((*owed.bearer.roles, *owed.recipient.roles)):
            if role not in self._accused_in:
                self._accused_in[role] = self.case.safety.members(role)
            for post in self._accused_in[role]:
                message = say(
                    "the accused has a seat in this body: {body}, as {post}",
                    body=self.case.role_label(role), post=self.case.role_label(post),
                )  # fmt: skip
                yield Caution("accused_member", message, owed.rule.id)

    def _doubts(self, owed: Owed) -> Iterator[Caution]:
        """What was done although nobody knew whether it was owed."""
        if owed.unsure is not None:
            told = say("whether this was owed was never certain")
            if owed.unsure:
                facts = Listed(tuple(Name("facts", fact) for fact in owed.unsure))
                told = say("whether this was owed was never certain: {facts}", facts=facts)
            yield Caution("owed_uncertain", told, owed.rule.id)

    def _again(self, owed: Owed) -> list[Came]:
        """The further times that a duty's trigger came, none of which start it anew."""
        rule, first = owed.rule, owed.trigger
        if first is None or rule.after is None or rule.every is not None:
            return []
        heard_by = hearer(owed.institutions, self.case)
        came = self.case.moments(rule.after, owed.binding, owed.party, owed.to, heard_by).came
        return [one for one in came if one.entry != first.entry]

    def _once(self, owed: Owed) -> Iterator[Caution]:
        """That a duty is owed once although what starts it came for several persons."""
        if owed.trigger is None or owed.for_ is not None:
            return
        persons = dict.fromkeys(one.for_ for one in (owed.trigger, *self._again(owed)) if one.for_)
        if len(persons) > 1:
            told = say(
                "{event} came for several persons ({persons}); {rule} is owed once for all of them",
                event=Name("events", owed.trigger.event), persons=Listed(tuple(persons)),
                rule=Name("rules", owed.rule.id),
            )  # fmt: skip
            yield Caution("started_once", told, owed.rule.id)

    def _trace(self, one: Duty) -> Iterator[Message]:
        for owed in one.all:
            rule = owed.rule
            if rule.if_ != ALWAYS:
                yield say("{rule} applies: {condition}", rule=Name("rules", rule.id), condition=condition(rule.if_))
            yield self._started(rule, owed.trigger)
            for here, role in rule.bound.items():
                if here in (*owed.bearer.roles, *owed.recipient.roles):
                    words = N_("{rule} speaks of {role}: here that is {people}")
                    yield say(words, rule=Name("rules", rule.id), role=Name("roles", role), people=Name("roles", here))
            if more := self._again(owed):
                last = more[-1]
                yield counted(
                    "{event} came {n} more time, last at {at}: it starts {rule} no second time",
                    "{event} came {n} more times, last at {at}: it starts {rule} no second time",
                    len(more), event=Name("events", last.event), at=self.case.iso(last.at),
                    rule=Name("rules", rule.id),
                )  # fmt: skip
            yield from self._acting(owed)

    def _acting(self, owed: Owed) -> Iterator[Message]:
        """Who acts in whose place, and whom the text names who does not act here."""
        for one in (*owed.bearer.people, *owed.recipient.people):
            if one.instead_of is not None:
                acting, post = self.case.role_label(one.role), self.case.role_label(one.instead_of)
                yield say("{acting} acts in the place of {post}", acting=acting, post=post)
        left_out = [role for role in flat(owed.rule.by) if role not in owed.bearer.text.known_as]
        for role in left_out:
            if role in self.case.bearers.barred:
                yield say("{post} has a conflict of interest and does not act", post=self.case.role_label(role))
            elif role in self.case.bearers.absent:
                yield say("{post} is away and does not act", post=self.case.role_label(role))

    def _started(self, rule: Rule, came: Came | None) -> Message:
        name = Name("rules", rule.id)
        if came is None:
            return say("{rule} stands at all times", rule=name)
        at, event = self.case.iso(came.at), Name("events", came.event)
        if came.date_only:
            at = str(local_day(came.at, self.case.protocol.zone))
        if isinstance(rule.every, Rhythm):
            agenda = self.case.clock(rule.time).agenda(rule.every.agenda) if rule.every.agenda else None
            every = rhythm(rule.every, agenda)
            if rule.after is None:
                return say("{rule} starts {every}, here at {at}", rule=name, every=every, at=at)
            words = N_("{rule} starts {every}, here at {at} ({awaited})")
            return say(words, rule=name, every=every, at=at, awaited=moment(rule.after))
        if rule.after is None:
            return say("{rule} started by {event} at {at}", rule=name, event=event, at=at)
        awaited = moment(rule.after)
        return say("{rule} started by {event} at {at} ({awaited})", rule=name, event=event, at=at, awaited=awaited)

    # -- what stands short of a duty

    def waiting(self, attempts: list[Attempt]) -> Waiting:
        """One entry for a rule, however many parties wait."""
        latest = projection(self.case, attempts[0])
        return Waiting(tuple(attempts), latest.at if latest else None, *self._of_text(attempts[0].rule))

    def questions(self, undetermined: Iterable[Attempt]) -> Iterator[Question]:
        """One entry per rule, party and set of facts, whatever the recipients."""
        groups: dict[object, list[Attempt]] = {}
        for one in undetermined:
            person = one.recipient.person if one.party is None else None
            key = (one.party, person, one.facts, one.events, one.came.at if one.came else None)
            groups.setdefault(key, []).append(one)
        for group in groups.values():
            yield self.question(group)

    def question(self, attempts: list[Attempt]) -> Question:
        """The most pressing of what it would give goes first: an overdue one, then the earliest."""
        owed = [o for one in attempts for o in one.owed]
        owed.sort(key=lambda o: (o.life.status != "overdue", o.life.limit or o.life.target or NEVER))
        due = self._due(Duty(owed[0]), ()) if owed else None
        by, in_place_of = self._of_question(attempts[0], owed)
        readings = tuple(self.readings.of_attempt(attempts[0]))
        return Question(tuple(attempts), tuple(owed), due, readings, by, in_place_of)

    def _of_question(self, first: Attempt, owed: list[Owed]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """Whom a question is for, and whose places they take."""
        by = first.rule.by
        known = any(isinstance(one, Actor) for one in named(by)) and not any(f.endswith(".by") for f in first.facts)
        acted = tuple(dict.fromkeys(role for one in owed for role in one.bearer.roles)) if known else ()
        return (acted, places_taken(one.bearer for one in owed)) if acted else self._of_text(first.rule)

    def _of_text(self, rule: Rule) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """Whom a text names to act, as they are held here, and whose places they take."""
        by, places = flat(rule.by), self.case.timeline.places
        taken = {role: tuple(p for p in by if places.holder(p) == role) for role in places.held(by)}
        return places.held(by), {role: posts for role, posts in taken.items() if posts}

    def gap(self, attempt: Attempt, owed: Owed) -> Gap:
        told, role = attempt.recipient.blocked, attempt.recipient.blocked or attempt.bearer.blocked or ""
        why = say(self._why_nobody(attempt, role), role=self.case.role_label(role), party=role)
        readings = tuple(self.readings.of_attempt(attempt))
        by, in_place_of = attempt.bearer.roles, places_taken([attempt.bearer])
        if not by:
            by, in_place_of = self._of_text(owed.rule)
        return Gap(attempt, owed, told or role, why, self._due(Duty(owed), ()), readings, by, in_place_of)

    def _why_nobody(self, attempt: Attempt, role: str) -> str:
        """Why nobody is left to be told, or to act."""
        if attempt.recipient.blocked and role in PARTIES:
            return N_("the accused ({role}) would be told; a rule that means to tell him says `to: {party}`")
        if attempt.recipient.blocked:
            return N_("the accused is the {role} and the text has nobody else to tell: a person decides")
        if any(one.suspicion.accused is True for one in attempt.bearer.text.people):
            return N_("the accused is the {role} and the text has nobody else to act: a person decides")
        if role in self.case.bearers.barred:
            return N_("the {role} has a conflict of interest and the text has nobody else to act: a person decides")
        return N_("the {role} did what bars from this, and the text has nobody else to act: a person decides")

    def norm(self, attempt: Attempt, conduct: tuple[Manner, ...] = ()) -> Norm:
        amount = self._amount(attempt)
        readings = tuple(self.readings.of_attempt(attempt))
        due = self._due_of(attempt)
        if due is not None:
            due = replace(due, readings=due.readings + tuple(r for r in readings if r.at is not None))
        return Norm(attempt, due, amount.said, amount.asks, readings, conduct)

    def _amount(self, attempt: Attempt) -> HowMuch:
        """How much it comes to, with every question that decides no more than that or the manner."""
        case, came = self.case, attempt.came.at if attempt.came else None
        amount = amount_of(attempt.rule, attempt.binding, case, came)
        for patch in attempt.open:
            rule, asks = patch.rule, asked([patch], attempt.binding, case)
            other = amount_of(rule, attempt.binding, case, came) if rule else amount
            timed = rule is not None and (rule.due, rule.time) != (attempt.rule.due, attempt.rule.time)
            amount = amount.or_else(other, asks if not timed or other != amount else ())
        return amount

    def _due_of(self, attempt: Attempt) -> DueFound | None:
        due = self.evaluation.due(attempt)
        return due if due.timed else None


_IDLE = {
    "due_set": N_("the date set on {at} changes nothing: {why}"),
    "extended": N_("the extension of {at} changes nothing: {why}"),
    "suspended": N_("the stop of the clock of {at} changes nothing: {why}"),
    "resumed": N_("the resumption of {at} changes nothing: {why}"),
    "waived": N_("the waiver of {at} changes nothing: {why}"),
}


def _doubtful(life: Life) -> Iterator[Caution]:
    """That only the day of an entry is known and the limit lies within it; what a fact leaves open is asked instead."""
    if life.late is None and any(one.endswith(".at") for one in life.doubts):
        told = say("the log gives only the day, and the limit falls within it: nobody can say whether it was kept")
        yield Caution("date_only", told)


def _of(owed: Owed, one: Duty, reading: Alternative) -> Alternative:
    """A reading of a rule; of one that another leads it says whose it is."""
    return reading if owed.rule.id == one.lead.rule.id else replace(reading, rule=owed.rule.id)


def _with_twins(one: Duty, timed: Owed, due: DueFound) -> DueFound:
    """A due time with what readers of the other rules' due times would be warned of, each with its rule."""
    cautions = {(c.code, c.message): c for c in due.cautions}
    readings = list(due.readings)
    for twin in one.all:
        if twin is not timed:
            for caution in twin.due.cautions:
                cautions.setdefault((caution.code, caution.message), replace(caution, rule=twin.rule.id))
            readings += [_of(twin, one, reading) for reading in twin.due.readings]
    return replace(due, cautions=tuple(cautions.values()), readings=tuple(readings))


def _fallen(owed: Owed) -> Iterator[Caution]:
    if owed.fallen:
        told = say("what made it a duty no longer holds; what was done stays done")
        yield Caution("no_longer_applies", told, owed.rule.id)


def _standing_still(due: DueFound, life: Life) -> DueFound:
    """A due time that has no date because its clock stands still: what is left of it, and nothing of its last day."""
    kept = _without_last_day(due)
    return replace(
        due, at=None, target=None, limit=None, last_day=None, readings=(), cautions=kept, remaining=life.remaining
    )


def _without_last_day(due: DueFound) -> tuple[Caution, ...]:
    return tuple(one for one in due.cautions if one.code not in _OF_THE_LAST_DAY)


def _awaits_date(life: Life) -> bool:
    """Whether it was extended without a date, and nobody has set one since."""
    dated = [change for change in life.clock if change.event in ("due_set", "extended")]
    return bool(dated) and dated[-1].event == "extended" and dated[-1].limit is None


_OF_THE_LAST_DAY = ("due_on_nonworking_day", "on_moved_working_day")


def undated(duties: Iterable[Duty]) -> list[Undated]:
    """Open duties whose date an agenda or a decision must still give are awaited as well, once a rule."""
    found: dict[str, Undated] = {}
    for duty in duties:
        due = duty.due
        if due and due.at is None and due.kind in ("agenda", "decided") and duty.lead.life.status == "open":
            found[duty.lead.rule.id] = Undated(duty, "due_set" if due.kind == "decided" else "agenda")
    return list(found.values())
