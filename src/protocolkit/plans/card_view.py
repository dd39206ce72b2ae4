"""The card of a plan: for one institution, what its first screen shows and what stands folded below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.model.incident import BREACHES, Incident
from protocolkit.model.rule import ACTIVE
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import label_for
from protocolkit.plans.card import (
    Bucket,
    Card,
    Clock,
    Disagreement,
    Named,
    PartyShown,
    Suspect,
    Task,
    Unnamed,
)
from protocolkit.plans.card_questions import questions
from protocolkit.plans.card_tasks import PRESSING, Placed, tasks
from protocolkit.plans.card_words import CardWords
from protocolkit.plans.page_needs import FORMS
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Conflict, Gap

LEADS: tuple[tuple[Bucket, ...], ...] = (PRESSING, ("today",), ("week",), ("later",))
"""What a card opens with: the first of these of which there is anything."""
STANDING: tuple[Bucket, ...] = ("untimed", "undated", "held")


def card(plan: Plan, protocol: Protocol, incident: Incident, institution: str | None = None) -> Card:
    """The card of an institution (default: the one whose case it is), in the language being spoken."""
    return _Making(plan, protocol, incident, institution).card()


class _Making:
    def __init__(self, plan: Plan, protocol: Protocol, incident: Incident, institution: str | None) -> None:
        self.plan = plan
        self.protocol = protocol
        self.words = CardWords(plan, protocol, incident)
        if institution is not None:
            self.words.mine = protocol.vocabulary.institution(institution)

    def card(self) -> Card:
        plan, words = self.plan, self.words
        placed = tasks(plan, words)
        own = [one for one in placed if words.is_mine(one.duty.by)]
        leading = next((lead for lead in LEADS if any(one.task.bucket in lead for one in own)), ())
        lead = [one for one in own if one.task.bucket in leading]
        rest = {bucket: _of(own, (bucket,)) for bucket in ("today", "week", "later") if bucket not in leading}
        return Card(
            incident=plan.incident,
            protocol=plan.protocol,
            language=words.language,
            as_of=plan.as_of,
            zone=plan.zone,
            institution=Named(words.mine, words.role(words.mine)),
            digest=plan.digest,
            clock=self._clock(lead),
            lead=tuple(one.task for one in lead),
            next_change_at=plan.next_change_at,
            accused=tuple(self._accused()),
            unnamed=tuple(self._unnamed()),
            questions=questions(plan, words),
            today=rest.get("today", ()),
            week=rest.get("week", ()),
            later=rest.get("later", ()),
            untimed=_of(own, STANDING),
            closed=_of(own, ("closed",)),
            others=tuple(
                _brief(one.task) for one in placed if not words.is_mine(one.duty.by) and one.task.bucket != "closed"
            ),
            prohibitions=tuple(dict.fromkeys(map(words.title, plan.prohibitions))),
            breaches=tuple(dict.fromkeys(self._breaches())),
            disagreements=tuple(map(self._disagreement, plan.conflicts)),
            texts=tuple(dict.fromkeys(self._texts())),
            superseded=tuple(dict.fromkeys(self._superseded())),
            warnings=tuple(dict.fromkeys(words.step(one.message).said for one in plan.warnings)),
            parties=tuple(self._parties()),
            forms=tuple(self._forms()),
            calendar=plan.made_with.calendar,
        )

    def _clock(self, lead: Sequence[Placed]) -> Clock:
        """What presses soonest of what stands open: how much is late, or how long until the first limit."""
        if not lead:
            return Clock("untimed")
        late = [one for one in lead if one.task.bucket == "overdue"]
        counted = late or [one for one in lead if one.task.time and one.task.time.limit] or list(lead)
        limits = [(one.task.time.limit, one) for one in counted if one.task.time and one.task.time.limit]
        limit, first = min(limits, key=lambda it: datetime.fromisoformat(it[0])) if limits else (None, counted[0])
        trigger, time = first.duty.trigger, first.task.time
        return Clock(
            bucket="overdue" if late else first.task.bucket,
            overdue=sum(len(one.task.rows) for one in late),
            limit=limit,
            closes=time.closes if time else None,
            began=self.words.event(trigger.event) if trigger else "",
            began_at=trigger.at if trigger else None,
        )

    # -- what stands above the tasks

    def _accused(self) -> Iterator[Suspect]:
        for one in self.plan.accused:
            who = one.who if isinstance(one.who, str) else ""
            yield Suspect(one.role, self.words.role(one.role), self.words.party(one.for_), who)

    def _breaches(self) -> Iterator[str]:
        """The bans that the log says were broken, and whether that is certain."""
        for one in self.plan.broken:
            title = self.words.title(one)
            yield title if one.status == "breached" else f"{title} ({said(BREACHES[one.status])})"

    def _unnamed(self) -> Iterator[Unnamed]:
        """What somebody of the institution would owe, did the text name anybody who may do or hear it."""
        found: dict[tuple[str, str], list[Gap]] = {}
        for gap in self.plan.gaps:
            if gap.status in ACTIVE and self.words.is_mine(gap.by):
                found.setdefault((gap.rule, self.words.title(gap)), []).append(gap)
        for (rule, title), own in found.items():
            first = own[0]
            parties = tuple(dict.fromkeys(filter(None, (self.words.party(one.for_) for one in own))))
            time = self.words.time(first.due, first.trigger.at if first.trigger else None)
            yield Unnamed(rule, title, parties, time, first.late)

    # -- the rest

    def _disagreement(self, one: Conflict) -> Disagreement:
        because = self.words.step(said(say(one.because))).said
        return Disagreement(because, tuple(dict.fromkeys(map(self.words.cite, one.sources))))

    def _texts(self) -> Iterator[str]:
        for ruleset in self.protocol.rulesets:
            yield from (self.words.text(ruleset.id, text.id) for text in ruleset.texts)

    def _superseded(self) -> Iterator[str]:
        for one in self.plan.warnings:
            if one.code == "possibly_superseded":
                yield self.words.text(one.ruleset if isinstance(one.ruleset, str) else self.plan.protocol)

    def _parties(self) -> Iterator[PartyShown]:
        for one in self.plan.page.parties:
            yield PartyShown(one.id, tuple(map(self.words.role, one.roles)), one.age)

    def _forms(self) -> Iterator[str]:
        vocabulary = self.protocol.vocabulary
        declared = vocabulary.fact(FORMS)
        for form in self.plan.page.forms:
            labels = declared.values.get(form, {}) if declared else {}
            yield label_for(labels, self.words.language, vocabulary.language) or form


def _of(placed: Iterable[Placed], buckets: tuple[str, ...]) -> tuple[Task, ...]:
    return tuple(_brief(one.task) for one in placed if one.task.bucket in buckets)


def _brief(task: Task) -> Task:
    """A task as a line of a list: its reasons are on the page of the whole plan."""
    return msgspec.structs.replace(task, why=None)
