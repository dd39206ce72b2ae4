"""The compiled evaluator: first the rules that an event of the log may have set going, the rest if they are asked."""

from __future__ import annotations

from functools import cached_property

from protocolkit.evaluation.attempts import Attempt, Found, Outcome, Owed
from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.compiled.duties import Duties, Untouched
from protocolkit.evaluation.compiled.plain import Plain
from protocolkit.evaluation.compiled.rounds import Rounds
from protocolkit.evaluation.compiled.templates import Heard
from protocolkit.evaluation.compiled.weighing import Weighing
from protocolkit.evaluation.deeds import supposed
from protocolkit.evaluation.hearing import Ear
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.rules import Evaluation, came_to
from protocolkit.evaluation.sides import NOBODY, Side
from protocolkit.evaluation.triggers import Came, Moments
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
    def _weighing(self) -> Weighing:
        return Weighing(self.case)

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
        rule, found, settled = plain.rule, Found([], []), True
        if self.scopes.leaves_out(rule):
            return found
        for here, heard in self._weighing.of(plain):
            if here.truth is False:
                if rule.readings:
                    self._warn_of_readings(rule, here.binding, here.party)
                found.attempts.append(here)
            for one in heard:
                times, moments = self._began(plain, here, one.ear)
                if not times:
                    waits = came_to("awaiting", here, waiting=moments.waiting, projected=moments.projected)
                    found.attempts.append(waits)
                for time in times:
                    if not self._comes(plain, here, one, time, found):
                        self._begin(here, time, one.ear, found)
                        settled = False
        if not settled and any(one.owed for one in found.attempts):
            place(found, self.case)
        return found

    def _began(self, plain: Plain, here: Attempt, ear: Ear) -> Times:
        """When a rule began; of many rules that begin with the same events it is asked once."""
        told = here.recipient.text.roles
        key = plain.starts and self.case.once(plain.starts, here.binding, here.party, ear.hearer)
        if key is None:
            return self.times(plain.rule, here.binding, here.party, told[0] if told else None, ear.hearer)
        if key not in self._times:
            self._times[key] = self.times(plain.rule, here.binding, here.party, None, ear.hearer)
        return self._times[key]

    def _comes(self, plain: Plain, here: Attempt, heard: Heard, time: Occurrence, found: Found) -> bool:
        """What a rule comes to that began, from templates; false where that hangs on more, and nothing is found yet."""
        if time.came is not None and time.came.asks:
            return False
        if not plain.is_duty:
            return self._holds(plain, here, heard, time.came, found)
        stands = self._duties.untouched(plain, time.came)
        if stands is None:
            return False
        if here.truth is None:
            return self._would_owe(plain, here, heard, time, stands, found)
        return self._owe(plain, here, heard, time, stands, found)

    def _holds(self, plain: Plain, here: Attempt, heard: Heard, came: Came | None, found: Found) -> bool:
        """A norm that nothing ends, for each of its bearers; or one of which nobody knows whether it is in force."""
        if here.truth is None:
            found.attempts.append(_with(here, NOBODY, "undetermined", came))
        elif plain.is_lasting and heard.anybody:
            for bearer, _duties in heard.bearings:
                ended = bearer.blocked and not bearer.people
                found.attempts.append(_with(here, bearer, "ended" if ended else "in_force", came))
        else:
            return False
        return True

    def _would_owe(
        self, plain: Plain, here: Attempt, heard: Heard, time: Occurrence, stands: Untouched, found: Found
    ) -> bool:
        """What would be owed if the condition held, where the log has not touched it."""
        if not self._duties.is_calm(plain):
            return False
        owed = tuple(one for _, several in self._duties.of(here, heard, time, stands) for one in several)
        if self._duties.closes_any(owed):
            return False
        if owed:
            self.case.turns.update(stands.turns)
        found.attempts.append(_with(here, NOBODY, "undetermined", time.came, owed))
        return True

    def _owe(
        self, plain: Plain, here: Attempt, heard: Heard, time: Occurrence, stands: Untouched, found: Found
    ) -> bool:
        """What each bearer owes of a rule that certainly began; all of them may, and the recipient be told."""
        if not heard.anybody or here.recipient.blocked or any(one.bearer.blocked for one in heard.bearings):
            return False
        calm = self._duties.is_calm(plain)
        for bearer, owed in self._duties.of(here, heard, time, stands):
            found.attempts.append(_with(here, bearer, "duty", time.came))
            if not calm or self._duties.closes_any(owed):
                self.case.turns.update(stands.begins if owed else ())
                owed = [self._touched(plain, one, stands) for one in owed]
            elif owed:
                self.case.turns.update(stands.turns)
            found.owed += owed
        return True

    def _touched(self, plain: Plain, owed: Owed, stands: Untouched) -> Owed:
        """A duty that the log may have changed, as it stands now."""
        closing = self.closing(owed.id)
        others = supposed(owed, self.case) if closing is None else closing
        if not self._duties.is_left_alone(plain, owed, others):
            return self.closed_by(owed, others)
        self.others[owed.id] = others
        self.case.turns.update(stands.turns)
        return owed


def _with(here: Attempt, bearer: Side, outcome: Outcome, came: Came | None, owed: tuple[Owed, ...] = ()) -> Attempt:
    """An attempt that came further."""
    return Attempt(
        here.rule, here.binding, here.party, here.recipient, bearer, outcome, here.truth, here.facts, here.events,
        came=came, owed=owed,
    )  # fmt: skip
