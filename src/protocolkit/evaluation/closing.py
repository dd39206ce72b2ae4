"""What each record and each event of the log closes: little, and of duties that are one all of them.

A record closes the duties of the rule it names, and with each the group it is in at that time. An event that is an act
closes, of the duties of each text and recipient it fits, the first. So does a record of a rule of which nothing was
open: what was done was done, whatever it was recorded as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter

from protocolkit.evaluation.attempts import Identity, Owed
from protocolkit.evaluation.attribution import excepted, may_follow, serves, started_by
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.deeds import Closings, Deed, happened, makers, recorded, wanted_acts
from protocolkit.evaluation.groups import Grouping
from protocolkit.evaluation.life import done_by
from protocolkit.evaluation.log import Happening
from protocolkit.evaluation.open_duties import OpenDuties
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.spans import span
from protocolkit.messages import Listed, Name, say
from protocolkit.model.incident import DEEDS, LogEntry
from protocolkit.model.rule import Rule


def settled(make: Callable[[Closings], Evaluation]) -> Evaluation:
    """The evaluation in which every duty is closed by just what closes it.

    What an entry closes depends on the duties there are at its time, and these on what was done before: so each round
    gets at least one entry more right, and in most cases the first has all.
    """
    evaluation = make({})
    timeline = evaluation.case.timeline
    for _ in timeline.entries if timeline.about or timeline.acting else ():
        closings, supposed = Closing(evaluation).found(), evaluation.others
        if all(_entries(deeds) == _entries(supposed.get(id, ())) for id, deeds in closings.items()):
            break
        before, evaluation = evaluation, make(closings)
        evaluation.resume(before)
    return evaluation


def _entries(deeds: Iterable[Deed]) -> set[int]:
    return {deed.entry.index for deed in deeds}


class Closing:
    """Replays the log over the duties of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.case: Case = evaluation.case
        self.owed = [one for found in evaluation.begun().values() for one in found.owed if one.unsure is None]
        self.grouping = Grouping(self.owed, self.case)
        self._alike: dict[Identity, list[Owed]] = {}
        self._of_act: dict[str, list[Owed]] = {}
        for one in self.owed:
            self._alike.setdefault(one.identity, []).append(one)
            for act in wanted_acts(one):
                self._of_act.setdefault(act, []).append(one)
        self._own: dict[int, list[Owed]] = {}
        self._deeds: dict[str, list[Deed]] = {one.id: [] for one in self.owed}
        self._others: dict[str, list[Deed]] = {one.id: [] for one in self.owed}
        self._closed: dict[str, datetime] = {}
        self._place = {one.id: place for place, one in enumerate(self.owed)}
        self._beside: dict[str, OpenDuties] = {}
        self._made_by: dict[str, OpenDuties] = {}
        entries = self.case.timeline.entries
        records = {entry.index: entry.of_rule for entry in entries if entry.event in DEEDS}
        for one in self.owed:
            for deed in one.life.performances:
                if deed.entry is not None and records.get(deed.entry) == one.rule.id:
                    self._own.setdefault(deed.entry, []).append(one)

    def found(self) -> Closings:
        """What closes each duty beside the records of its own rule."""
        happenings: dict[int, list[Happening]] = {}
        for series in self.case.timeline.acting.values():
            for _, one in series.within(None, None):
                happenings.setdefault(one.entry.index, []).append(one)
        for entry in sorted(self.case.timeline.entries, key=attrgetter("at", "index")):
            if entry.event in DEEDS:
                self._record(entry)
            elif entry.index in happenings:
                self._event(entry, happenings[entry.index])
        return {id: tuple(deeds) for id, deeds in self._others.items()}

    # -- the entries

    def _record(self, entry: LogEntry) -> None:
        own = self._own.get(entry.index, [])
        begun = [one for one in own if self._runs(one, entry)]
        with_twins = self._with_twins(begun, entry)
        twins = [one for one in with_twins if one not in own and not _left_out(entry, one, self.case)]
        served = self._with_twins(self._served(entry, begun, twins), entry) if entry.event == "done" else []
        for one in own:
            self._close(one, recorded(entry, one, self.case))
        for one in {one.id: one for one in (*twins, *served) if one not in own}.values():
            self._close(one, recorded(entry, one, self.case), others=True)

    def _served(self, entry: LogEntry, begun: list[Owed], twins: list[Owed]) -> list[Owed]:
        """Duties of other texts that a performance surely serves: such as ask more widely, or all if it closes none.

        Nothing that comes from what it closes, and nothing where it has closed something already.
        """
        rule = self.case.protocol.rule(entry.of_rule or "")
        if rule is None:
            return []
        alike, closed = {one.identity for one in begun}, {_place(one) for one in twins}
        fitting = [
            one
            for one in self._open_beside(rule).at(entry)
            if one.identity not in alike
            and _place(one) not in closed
            and self._runs(one, entry)
            and serves(entry, one, self.case)
            and not any(self.grouping.related(one, other) for other in begun)
        ]
        return self._first(fitting, entry)

    def _event(self, entry: LogEntry, happenings: list[Happening]) -> None:
        deeds: dict[str, Deed] = {}
        made: dict[str, Owed] = {}
        for happening in happenings:
            for owed in self._open_to(happening.event).at(entry):
                if self._runs(owed, entry) and (deed := happened(happening, owed, self.case)) is not None:
                    deeds[owed.id], made[owed.id] = deed, owed
        fitting = sorted(made.values(), key=lambda one: self._place[one.id])
        first = self._first(fitting, entry)
        for one in self._with_twins(first, entry):
            deed = deeds.get(one.id) or Deed("done", span(entry, self.case.as_of), entry, entry.by)
            self._close(one, deed, others=True)
        self._tell(entry, first, [one for one in fitting if one.id not in self._closed])

    # -- which

    def _open_beside(self, rule: Rule) -> OpenDuties:
        """The duties of other texts, or that say the same once more, which a performance of a rule may be."""
        if rule.id not in self._beside:
            records = self.case.timeline.about[rule.id]
            acts = records.acts.union(rule.acts)
            same = {one.id: one for act in acts for one in self._of_act.get(act, ())}.values()
            beside = (
                one
                for one in sorted(same, key=lambda one: self._place[one.id])
                if (one.rule.text != rule.text or rule.id in one.rule.restates or one.rule.id in rule.restates)
                and one.rule.id != rule.id
            )
            self._beside[rule.id] = OpenDuties(beside, self._closed)
        return self._beside[rule.id]

    def _open_to(self, event: str) -> OpenDuties:
        """The duties that an event may be the performance of."""
        if event not in self._made_by:
            makes = makers(self.case.vocabulary.events[event], self.owed, self.case)
            self._made_by[event] = OpenDuties(makes, self._closed)
        return self._made_by[event]

    def _first(self, fitting: list[Owed], entry: LogEntry) -> list[Owed]:
        """Of each text's duties to each recipient the first; without a person named that rule's for everybody."""
        chosen: list[Owed] = []
        among: dict[object, list[Owed]] = {}
        for one in fitting:
            among.setdefault(_place(one), []).append(one)
        for several in among.values():
            rule = min(several, key=lambda one: self.grouping.place(one, entry.at)).rule.id
            rounds: dict[object, Owed] = {}
            for one in sorted(several, key=lambda one: self.grouping.place(one, entry.at)):
                if one.rule.id == rule:
                    rounds.setdefault((one.for_, one.act, one.document, one.owing), one)
            chosen += rounds.values()
        return chosen

    def _with_twins(self, chosen: Iterable[Owed], entry: LogEntry) -> list[Owed]:
        found = {one.id: one for first in chosen for one in (first, *self._twins(first, entry))}
        return list(found.values())

    def _twins(self, one: Owed, entry: LogEntry) -> Iterator[Owed]:
        """What is one with a duty when an entry is made."""
        alike = self._alike[one.identity]
        if len(alike) == 1:
            return
        running = [other for other in alike if self._runs(other, entry)]
        for group in self.grouping.groups(running, entry.at):
            if one in group:
                yield from (other for other in group if other is not one)

    def _runs(self, one: Owed, entry: LogEntry) -> bool:
        """Whether a duty had begun before an entry and was still to be done."""
        began = may_follow(entry, one.trigger, self.case.as_of) and not started_by(entry, one)
        ended = one.life.ended_at is not None and one.life.ended_at < entry.at
        return began and not ended and one.id not in self._closed

    def _close(self, one: Owed, deed: Deed, *, others: bool = False) -> None:
        self._deeds[one.id].append(deed)
        if others:
            self._others[one.id].append(deed)
        if one.id not in self._closed and (done := done_by(self._deeds[one.id], one)) is not None:
            self._closed[one.id] = done.at

    # -- what is said of it

    def _tell(self, entry: LogEntry, chosen: list[Owed], left: list[Owed]) -> None:
        """Which duty an act closed where others that it fits stay open, and for how many persons it was."""
        event, at = Name("events", entry.event), self.case.iso(entry.at)
        for rule in {one.rule.id: one.rule for one in chosen}.values():
            own = [one for one in chosen if one.rule.id == rule.id]
            rest = [one.id for one in left if _place(one) == _place(own[0])]
            if rest:
                told = say(
                    "{event} at {at} closes {closed}, the first that it fits; open stay {left}",
                    event=event, at=at, closed=Listed(tuple(one.id for one in own)), left=Listed(tuple(rest)),
                )  # fmt: skip
                self.case.warn("which_duty", told, rule.id)
            persons = list(dict.fromkeys(one.for_ for one in own if one.for_))
            if entry.for_ is None and len(persons) > 1:
                told = say(
                    "{event} at {at} names no person and closes {rule} for all: {persons}",
                    event=event, at=at, rule=Name("rules", rule.id), persons=Listed(tuple(persons)),
                )  # fmt: skip
                self.case.warn("closed_for_all", told, rule.id)


def _place(one: Owed) -> tuple[object, ...]:
    """Among what an act closes the first only: the duties of a text to the same recipient."""
    return (one.rule.text, one.recipient.mode, one.told)


def _left_out(entry: LogEntry, owed: Owed, case: Case) -> bool:
    """Whether somebody did it whom a duty's rule excepts: for that rule it is not done."""
    return entry.event == "done" and entry.by is not None and excepted(entry.by, owed, case)
