"""The compiled evaluator: first the rules that an event of the log may have set going, the rest if they are asked."""

from __future__ import annotations

from functools import cached_property

from protocolkit.evaluation.asking import unknown
from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.compiled.duties import Duties
from protocolkit.evaluation.compiled.plain import Plain
from protocolkit.evaluation.compiled.rounds import Rounds
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.findings import Attempt, Found
from protocolkit.evaluation.hearing import Ear, ears
from protocolkit.evaluation.persons import bindings
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.rules import Evaluation, came_to
from protocolkit.evaluation.triggers import Moments
from protocolkit.evaluation.unheld import place
from protocolkit.model.rule import Rule

Times = tuple[list[Occurrence], Moments]


class CompiledEvaluation(Evaluation):
    """The reference's questions in its order, of the plain rules answered from tables."""

    of_case = CompiledCase
    case: CompiledCase
    _begun: dict[str, Found] | None = None

    @cached_property
    def shown(self) -> tuple[Rule, ...]:
        return self._shown() if self._asks_all else self.case.tables.all(self.case.timeline.events)

    def begun(self) -> dict[str, Found]:
        if self._asks_all:
            return self.all()
        if self._begun is None:
            rules = self.case.tables.begun(self.case.timeline.events)
            self._begun = {rule.id: self.found(rule) for rule in rules}
        return self._begun

    @property
    def _asks_all(self) -> bool:
        """An organisation's year is its rules' own, and begins without a log."""
        return self.case.incident.agenda or self.window is not None

    @cached_property
    def _chosen(self) -> dict[tuple[str, ...], list[Binding]]:
        return {(): [{}]}

    @cached_property
    def _times(self) -> dict[object, Times]:
        return {}

    @cached_property
    def _duties(self) -> Duties:
        return Duties(self.case, self._closings)

    def worked_out(self, rule: Rule) -> Found:
        plain = self.case.tables.plain.rules.get(rule.id)
        if plain is None:
            return super().worked_out(rule)
        if not plain.alone:
            return self._plainly(plain)
        return self.rounds.found(rule.id, self._closings, lambda: self._plainly(plain))

    def resume(self, before: Evaluation) -> None:
        assert isinstance(before, CompiledEvaluation)
        self.rounds = Rounds(self.case, self.others, before.rounds)

    @cached_property
    def rounds(self) -> Rounds:
        """What the rules that stand alone came to, round by round."""
        return Rounds(self.case, self.others)

    def _plainly(self, plain: Plain) -> Found:
        rule, found = plain.rule, Found([], [])
        if not self.scopes.leaves_out(rule):
            for binding in self._choices_of(plain.parties):
                party = binding.get(rule.each) if rule.each else None
                for recipient in self.case.people.recipients(rule, binding):
                    chosen = binding | recipient.binding if plain.is_duty else binding
                    self._weigh(plain, Attempt(rule, chosen, party, recipient), found)
        if any(one.owed for one in found.attempts):
            place(found, self.case)
        return found

    def _choices_of(self, parties: tuple[str, ...]) -> list[Binding]:
        if parties not in self._chosen:
            self._chosen[parties] = list(bindings(parties, {}, self.case.incident, self.case.vocabulary))
        return self._chosen[parties]

    def _weigh(self, plain: Plain, here: Attempt, found: Found) -> None:
        """The rule for one choice of persons and one recipient."""
        rule, binding, party, recipient = plain.rule, here.binding, here.party, here.recipient
        truth = True if plain.always else self.case.holds(rule.if_, binding)
        if truth is not True:
            facts, events = unknown([rule], binding, self.case) if truth is None else ((), ())
            here = Attempt(rule, binding, party, recipient, truth=truth, facts=facts, events=events)
        if truth is False:
            if rule.readings:
                self._warn_of_readings(rule, binding, party)
            found.attempts.append(here)
            return
        for ear in self._ears(plain):
            times, moments = self._began(plain, here, ear)
            if not times:
                found.attempts.append(came_to("awaiting", here, waiting=moments.waiting, projected=moments.projected))
            for time in times:
                sure = truth and not (time.came and time.came.asks)
                if sure and plain.is_duty and not recipient.blocked:
                    self._owe(plain, here, time, ear, found)
                else:
                    self._begin(here, time, ear, found)

    def _ears(self, plain: Plain) -> tuple[Ear, ...]:
        key = (plain.rule.id, self.case.incident.organisation)
        kept = self.case.tables.ears
        if key not in kept:
            kept[key] = ears(plain.rule, self.case)
        return kept[key]

    def _began(self, plain: Plain, here: Attempt, ear: Ear) -> Times:
        """When a rule began; of many rules that begin with the same events it is asked once."""
        told = here.recipient.text.roles
        key = plain.starts and self.case.once(plain.starts, here.binding, here.party, ear.hearer)
        if key is None:
            return self.times(plain.rule, here.binding, here.party, told[0] if told else None, ear.hearer)
        if key not in self._times:
            self._times[key] = self.times(plain.rule, here.binding, here.party, None, ear.hearer)
        return self._times[key]

    def _owe(self, plain: Plain, here: Attempt, time: Occurrence, ear: Ear, found: Found) -> None:
        """What each bearer owes of a rule that certainly began."""
        rule, came = plain.rule, time.came
        every = self.case.bearers.sides(rule.by, rule, here.binding, came.by if came else None)
        if not every:
            self._begin(here, time, ear, found)
            return
        for bearer in ear.among(every):
            now = Attempt(rule, here.binding, here.party, here.recipient, bearer, "duty", came=came)
            if bearer.blocked:
                self._bear(now, time, found)
                continue
            found.attempts.append(now)
            if not self._duties.add(plain, now, time, found.owed):
                found.owed += [self._lived(owed) for owed in self._owed(now, time)]
