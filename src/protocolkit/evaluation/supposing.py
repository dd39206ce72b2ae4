"""What other facts would make of a case, from what is found already: only what read them is found again.

Every answer is that of `find` on the case with those facts, but for what time alone changes and for what is only told:
awaited events, conflicts, cautions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from protocolkit.evaluation.attempts import Attempt, Found, Owed
from protocolkit.evaluation.conduct import LICENCES, Conduct
from protocolkit.evaluation.decision import Decided, decided
from protocolkit.evaluation.deeds import Closings
from protocolkit.evaluation.findings import Duty, Gap, Norm, Question
from protocolkit.evaluation.history import evaluations
from protocolkit.evaluation.reading import Observed, Place, Reader, Reads, scope
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.settle import Settling
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol

T = TypeVar("T")
Key = tuple[str | int, ...]


class Standing(NamedTuple):
    """What an answer can change: what is owed, in question, without anybody to do it, in force; and the routes."""

    duties: tuple[Duty, ...]
    questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    prohibitions: tuple[Norm, ...]
    permissions: tuple[Norm, ...]
    sanctions: tuple[Norm, ...]
    routes: tuple[Attempt, ...]


class Supposing:
    """One case at one instant, with whatever other facts it may have; `standing` is what stands with its own."""

    def __init__(self, protocol: Protocol, incident: Incident, at: datetime) -> None:
        self._given = (protocol, incident, at)
        self.reader = Reader()
        self.rounds: list[Observed] = []
        earlier, now = evaluations(protocol, incident, at, None, self._observed)
        assert isinstance(now, Observed)
        keeping = _Keeping(now)
        self.standing = _standing(decided(now, earlier), keeping)
        self.settled = keeping.settled

    def with_facts(self, incident: Incident) -> Standing:
        """What stands in the same case with other facts. Raises InputError where its log may not say that then."""
        protocol, own, at = self._given
        if self.reader.tangled or incident.persons != own.persons:
            earlier, now = evaluations(protocol, incident, at, None)
            return _standing(decided(now, earlier), _Settler(now))
        again = _Again(self)
        earlier, now = evaluations(protocol, incident, at, None, again.evaluation)
        return _standing(decided(now, earlier), _Reusing(now, self.settled, again))

    def _observed(self, *given: Any) -> Observed:
        self.rounds.append(Observed(self.reader, *given))
        return self.rounds[-1]


class _Again:
    """The evaluations of a case with other facts: which are other in each, and what closes its duties."""

    def __init__(self, before: Supposing) -> None:
        self.before = before
        self.changed: frozenset[Place] = frozenset()
        self.closings: dict[int, Closings] = {}

    def evaluation(self, *given: Any) -> Evaluation:
        """The evaluation of one instant, with what rules came to that read nothing of what is other in it."""
        found, closings = Evaluation(*given), given[-1]
        number = len(found.earlier)
        rounds = [one for one in self.before.rounds if one.number == number]
        was, now = rounds[0].case.knowledge.given, found.case.knowledge.given
        other = {(number, key) for key in {*was, *now} if was.get(key) != now.get(key)}
        self.changed |= {*other, (number, None)} if other else set()
        self.changed |= {scope(number, id) for id in rounds[0].left_out ^ found.scopes.left_out}
        self.closings[number] = closings
        kept = {id: one for each in rounds for id, one in each.kept.items() if self.is_same(one.reads)}
        others = {id: deeds for one in kept.values() for id, deeds in one.others.items()}
        found.take(rounds[0], {id: one.found for id, one in kept.items()}, others)
        return found

    def is_same(self, reads: Reads) -> bool:
        """Whether what was read is as it was."""
        return reads.same(self.changed, self.closings)


class _Settled(NamedTuple):
    """An entry settled for a reader: of which findings, what was read, and which rules of conduct are in doubt."""

    of: tuple[object, ...]
    entry: Any
    reads: Reads
    unsure: dict[str, Attempt]


class _Settler:
    """Settles entries of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.settling = Settling(evaluation)
        self.conduct = Conduct(evaluation.case, evaluation.scopes.leaves_out)

    def each(self, kind: str, make: Callable[[Settling], T], *of: object) -> T:  # noqa: ARG002
        """An entry of a kind, made of some findings."""
        return make(self.settling)


class _Keeping(_Settler):
    """Keeps every entry with what was read for it."""

    def __init__(self, evaluation: Observed) -> None:
        super().__init__(evaluation)
        self.evaluation = evaluation
        self.settled: dict[Key, _Settled] = {}

    def each(self, kind: str, make: Callable[[Settling], T], *of: object) -> T:
        others, self.conduct.unsure = self.conduct.unsure, {}
        with self.evaluation.reader.finding(self.evaluation) as reads:
            number, texts = self.evaluation.number, self.evaluation.case.protocol.rulesets
            reads.facts |= {scope(number, text.id) for text in texts}  # whose rules of conduct may be under it
            entry = make(Settling(self.evaluation))  # what another entry has had worked out would not be read again
        self.settled[_key(kind, of)] = _Settled(of, entry, reads, self.conduct.unsure)
        self.conduct.unsure = others | {id: one for id, one in self.conduct.unsure.items() if id not in others}
        return entry


class _Reusing(_Settler):
    """Takes over the entries made of findings that are still the same, if nothing they read is other."""

    def __init__(self, evaluation: Evaluation, settled: dict[Key, _Settled], again: _Again) -> None:
        super().__init__(evaluation)
        self.settled = settled
        self.again = again

    def each(self, kind: str, make: Callable[[Settling], T], *of: object) -> T:
        one = self.settled.get(_key(kind, of))
        if one is None or not self.again.is_same(one.reads):
            return make(self.settling)
        for id, attempt in one.unsure.items():
            self.conduct.unsure.setdefault(id, attempt)
        entry: T = one.entry
        return entry


def _key(kind: str, of: tuple[object, ...]) -> Key:
    """Each finding by its identity: what is kept keeps it, so that no other has it."""
    return (kind, *map(id, of))


def _standing(one: Decided, settler: _Settler) -> Standing:
    norms, each, conduct = one.norms, settler.each, settler.conduct

    def duty(merged: Duty) -> Duty:
        return each("duty", lambda settling: settling.duty(merged, conduct.under_duty(merged)), *merged.all)

    def gap(attempt: Attempt, owed: Owed) -> Gap:
        return each("gap", lambda settling: settling.gap(attempt, owed), attempt, owed)

    def licence(attempt: Attempt) -> Norm:
        return each("licence", lambda settling: settling.norm(attempt, conduct.under_norm(attempt)), attempt)

    def norm(attempt: Attempt) -> Norm:
        return each("norm", lambda settling: settling.norm(attempt), attempt)

    def questions(found: Found) -> list[Question]:
        return each("questions", lambda settling: list(settling.questions(found.of("undetermined"))), found)

    duties = tuple(map(duty, one.duties))
    permissions = tuple(licence(a) for a in norms.in_force if a.rule.modality in LICENCES)
    asked = [question for f in one.found.values() if f.of("undetermined") for question in questions(f)]
    return Standing(
        duties=duties,
        questions=(*asked, *(settler.settling.question([a]) for a in conduct.unsure.values())),
        gaps=tuple(gap(a, owed) for f in one.found.values() for a in f.of("gap") for owed in a.owed),
        prohibitions=tuple(map(norm, norms.bans)),
        permissions=permissions,
        sanctions=tuple(norm(a) for a in norms.in_force if a.rule.modality == "sanction"),
        routes=tuple(norms.routes),
    )
