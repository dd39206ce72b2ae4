"""What plain rules come to before their triggers, and whom they bind then: made once for cases that say the same."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.evaluation.asking import unknown
from protocolkit.evaluation.attempts import Attempt, Owed
from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.compiled.plain import Plain
from protocolkit.evaluation.compiled.templates import Bearing, Heard, Template, Weighed
from protocolkit.evaluation.due.found import UNTIMED
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.hearing import Ear, ears
from protocolkit.evaluation.persons import bindings
from protocolkit.evaluation.rules import not_himself
from protocolkit.evaluation.sides import Side

MOST_KEPT = 5_000  # of one cast; then it begins anew, so that a backlog of cases fills no memory


class Weighing:
    """Weighs the plain rules of one case."""

    def __init__(self, case: CompiledCase) -> None:
        self.case = case
        self._cast = case.bearers.cast
        self._crew = case.tables.crew
        self._chosen: dict[tuple[str, ...], list[Binding]] = {(): [{}]}
        if self._cast is not None and len(self._cast.weighed) > MOST_KEPT:
            self._cast.weighed = {}

    def of(self, plain: Plain) -> tuple[Weighed, ...]:
        """Every choice of persons and recipient of a rule; looked up by what decides its condition."""
        state = () if plain.always else self.case.match.lasting(plain.rule.if_)
        if state is None or self._cast is None or plain.by_log:
            return tuple(self._weigh(plain))
        key, kept = (id(plain.rule), *state), self._cast.weighed
        found = kept.get(key)
        if found is None:
            found = kept[key] = tuple(self._weigh(plain))
        return found

    def _choices(self, parties: tuple[str, ...]) -> list[Binding]:
        if parties not in self._chosen:
            self._chosen[parties] = list(bindings(parties, {}, self.case.incident, self.case.vocabulary))
        return self._chosen[parties]

    def _weigh(self, plain: Plain) -> Iterator[Weighed]:
        rule, case = plain.rule, self.case
        for chosen in self._choices(plain.parties):
            party = chosen.get(rule.each) if rule.each else None
            for recipient in case.people.recipients(rule, chosen):
                binding = chosen | recipient.binding if plain.is_duty else chosen
                truth = True if plain.always else case.holds(rule.if_, binding)
                facts, events = unknown([rule], binding, case) if truth is None else ((), ())
                here = Attempt(rule, binding, party, recipient, truth=truth, facts=facts, events=events)
                yield Weighed(here, () if truth is False else self._heard(plain, here))

    def _heard(self, plain: Plain, here: Attempt) -> tuple[Heard, ...]:
        rule, case = plain.rule, self.case
        every = case.bearers.sides(rule.by, rule, here.binding, None)
        cast = case.bearers.keeping((here.recipient, *every))
        if cast is None:
            return tuple(self._made(plain, here, every))
        key = (id(rule), id(here.recipient), here.party, *here.binding.items())
        found = cast.heard.get(key)
        if found is None:
            found = cast.heard[key] = tuple(self._made(plain, here, every))
        return found

    def _made(self, plain: Plain, here: Attempt, every: list[Side]) -> Iterator[Heard]:
        for ear in self._ears(plain):
            bearings = tuple(Bearing(one, tuple(self._duties(plain, here, one))) for one in ear.among(every))
            yield Heard(ear, bearings, bool(every))

    def _ears(self, plain: Plain) -> tuple[Ear, ...]:
        key, kept = (plain.rule.id, self.case.incident.organisation), self.case.tables.ears
        if key not in kept:
            kept[key] = ears(plain.rule, self.case)
        return kept[key]

    def _duties(self, plain: Plain, here: Attempt, side: Side) -> Iterator[Template]:
        rule, bearer = plain.rule, not_himself(side, here.recipient)
        if not plain.is_duty or (rule.by is not None and not bearer.text.people):
            return
        institutions = self._crew.institutions(bearer.text.roles)
        for act in rule.acts if rule.act_mode == "each" else rule.acts[:1]:
            for document in rule.documents if rule.document_mode == "each" else (rule.documents or (None,))[:1]:
                one = Owed(
                    rule, act, document, bearer, here.recipient, here.party, None, None, UNTIMED, here.binding,
                    institutions, apiece=rule.apiece,
                )  # fmt: skip
                _ = one.id, one.identity, one.owing, one.making
                yield Template(act, document, bearer, institutions, dict(one.__dict__))
