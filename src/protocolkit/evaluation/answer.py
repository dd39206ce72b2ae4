"""From duties worked out to the duties of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.evaluation.amounts import amount_text
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.conflicts import sources_of
from protocolkit.evaluation.entries import manner_of, trigger_of
from protocolkit.evaluation.merge import Merged
from protocolkit.evaluation.owed import Owed
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.triggers import Came
from protocolkit.languages import _
from protocolkit.model import say as in_words
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import Rule
from protocolkit.plans.plan import DueTime, Duty, Reading, Warned


class Answer:
    """Renders the duties that one evaluation found."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.case: Case = evaluation.case

    def duty(self, one: Merged, conduct: Iterable[Rule] = ()) -> Duty:
        lead, life = one.lead, one.lead.life
        rule, side = lead.rule, lead.recipient
        shared = side.roles if side.mode != "one" and side.roles else None
        others = tuple(dict.fromkeys(o.rule.id for o in one.twins if o.rule.id != rule.id))
        return Duty(
            id=lead.id,
            rule=rule.id,
            modality=rule.modality,
            by=lead.bearer.roles,
            do=lead.act,
            to=lead.to,
            for_=lead.for_,
            status=life.status,
            trigger=trigger_of(self.case, lead.trigger),
            due=self.due(one),
            sources=sources_of(*(o.rule for o in one.all)),
            also_required_by=others,
            to_any=shared if shared and side.mode == "any" else msgspec.UNSET,
            to_all=shared if shared and side.mode == "all" else msgspec.UNSET,
            by_mode=lead.bearer.mode if len(lead.bearer.roles) > 1 else "one",
            do_any=rule.acts if rule.act_mode == "any" else msgspec.UNSET,
            do_all=rule.acts if rule.act_mode == "all" else msgspec.UNSET,
            document=lead.document,
            content=one.content,
            content_never=one.content_never,
            via_only=one.via.only,
            via_any=one.via.any,
            via_never=one.via.never,
            amount=amount_text(rule, lead.binding, self.case),
            occurrence=lead.occurrence,
            was=life.was,
            done_at=self.case.iso(life.done_at),
            done_by=life.done_by,
            not_done_at=self.case.iso(life.not_done_at),
            performances=life.performances,
            check_first=one.check_first,
            note=_(rule.note) if rule.note else None,
            label=rule.say,
            manner=tuple(map(manner_of, conduct)),
            readings=self.readings(lead),
            warnings=self._of_bodies(lead),
            clock=lead.life.clock or msgspec.UNSET,
            trace=self.trace(one),
        )

    def _of_bodies(self, owed: Owed) -> tuple[Warned, ...]:
        """A body that acts or is told, although the accused has a seat in it."""
        roles = dict.fromkeys((*owed.bearer.roles, *owed.recipient.roles))
        seats = [(role, post) for role in roles for post in self.case.safety.members(role)]
        words = _("the accused has a seat in this body: {body}, as {post}")
        return tuple(
            Warned(
                "accused_member",
                words.format(body=self.case.role_label(role), post=self.case.role_label(post)),
                owed.rule.id,
            )
            for role, post in seats
        )

    def due(self, one: Merged) -> DueTime | None:
        """The lead's due time, with the target of whichever rule asks earliest and the limit after clock changes."""
        lead = one.lead
        due = lead.computed.due or next((t.computed.due for t in one.twins if t.computed.due), None)
        if due is None:
            return None
        steps = due.steps + lead.life.clock_steps
        target, limit = one.target, one.limit
        if target != lead.computed.target:
            owner = next(o for o in one.all if o.computed.target == target)
            steps += (_("target {at} from {rule}").format(at=self.case.iso(target), rule=owner.rule.id),)
        changed = limit != lead.computed.limit
        last = (
            (limit - timedelta(microseconds=1)).astimezone(ZoneInfo(self.case.protocol.zone)).date()
            if changed and limit
            else None
        )
        return msgspec.structs.replace(
            due,
            target=self.case.iso(target),
            limit=self.case.iso(limit),
            at=self.case.iso(limit or target) if limit or target else due.at,
            steps=steps,
            last_day=last.isoformat() if last else due.last_day,
            readings=due.readings + tuple(r for r in self.readings(lead) if r.at is not None),
        )

    def readings(self, owed: Owed) -> tuple[Reading, ...]:
        """The other readings of the rule, evaluated for the same party and recipient."""
        found = []
        for patch in owed.rule.readings:
            if patch.rule is None:
                found.append(Reading(None, None, _(patch.because), None))
                continue
            found.append(self._reading(owed, patch.rule, _(patch.because), patch.changes))
        return tuple(found)

    def _reading(self, owed: Owed, rule: Rule, because: str, changes: dict[str, object]) -> Reading:
        case = self.case
        applies = case.holds(rule.if_, owed.binding)
        times, _waiting = self.evaluation.times(rule, owed.binding, owed.party, owed.to)
        # A duty that returns is read for its own occurrence; another trigger may have its own keys.
        own = [time for time in times if owed.occurrence and time.key == owed.occurrence] or times
        came = own[0].came if own else None
        if not times or rule.due is None or came is None:
            return Reading(None, None, because, applies if times else False, changes)
        computed = case.due(rule.due, came.at, owed.binding, rule.time, date_only=came.date_only)
        at = case.iso(computed.limit or computed.target)
        return Reading(at, computed.due.last_day if computed.due else None, because, applies, changes)

    def trace(self, one: Merged) -> tuple[str, ...]:
        lines = []
        for owed in one.all:
            rule = owed.rule
            if rule.if_ != ALWAYS:
                words = _("{rule} applies: {condition}")
                lines.append(words.format(rule=rule.id, condition=in_words.condition(rule.if_)))
            lines.append(self._started(rule, owed.trigger))
        return tuple(lines)

    def _started(self, rule: Rule, came: Came | None) -> str:
        if came is None:
            return _("{rule} stands at all times").format(rule=rule.id)
        at = self.case.iso(came.at)
        if isinstance(rule.every, Rhythm):
            named = self.case.clock(rule.time).agenda(rule.every.agenda).text if rule.every.agenda else ""
            every = in_words.rhythm(rule.every, named)
            if rule.after is None:
                return _("{rule} starts {every}, here at {at}").format(rule=rule.id, every=every, at=at)
            words = _("{rule} starts {every}, here at {at} ({awaited})")
            return words.format(rule=rule.id, every=every, at=at, awaited=in_words.moment(rule.after))
        if rule.after is None:
            return _("{rule} started by {event} at {at}").format(rule=rule.id, event=came.event, at=at)
        words = _("{rule} started by {event} at {at} ({awaited})")
        return words.format(rule=rule.id, event=came.event, at=at, awaited=in_words.moment(rule.after))
