"""What a change of rules does to standing cases: what became late, moved, opened and closed, and which rule did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.comparing.rule_changes import Changed, changed_rule
from protocolkit.comparing.sides import Side
from protocolkit.comparing.standing_cases import Standing, standing_cases, under
from protocolkit.diagnostics import InputError, Place, Problems
from protocolkit.languages import speaking
from protocolkit.messages import Message, say
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.diff import DutyChange, diff
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Norm
from protocolkit.plans.plan_parts import DueTime
from protocolkit.plans.present import evaluate
from protocolkit.reading.nodes import Node

Kind = Literal["became_late", "no_longer_late", "moved", "opened", "closed", "changed"]
KINDS: tuple[Kind, ...] = ("became_late", "moved", "opened", "closed", "changed", "no_longer_late")


class Moved(msgspec.Struct, frozen=True):
    """What became of one duty or norm of one case: when it was due and how it stood, before and after."""

    case: str
    place: Place
    duty: str
    to: str | None
    for_: str | None
    was_due: DueTime | None = None
    now_due: DueTime | None = None
    was: str | None = None
    now: str | None = None


class Row(msgspec.Struct, frozen=True):
    """One consequence: the rule it concerns, how the text of that rule or of another changed, and where it shows.

    `rule` is that of the later text, of the earlier one where it is gone; `cause` is null where no rule is another: the
    calendar is, or what facts the case gives is read otherwise.
    """

    kind: Kind
    rule: Rule | None
    rule_id: str
    cause: Changed | None
    cases: tuple[Moved, ...]


class Apart(msgspec.Struct, frozen=True):
    """A case that one side could not take, and why; or entries of its log that one side has no rule for."""

    case: str
    place: Place
    because: Message


class Effect(msgspec.Struct, frozen=True):
    """The whole: how many cases were tried, in how many the plan is another, and what that comes to."""

    a: str
    b: str
    cases: int
    changed: int
    rows: tuple[Row, ...]
    apart: tuple[Apart, ...]
    others: int
    protocol: Protocol

    def count(self, kind: Kind) -> int:
        """How many cases have something of the kind."""
        return len({one.place for row in self.rows if row.kind == kind for one in row.cases})


def effect(
    a: Side, b: Side, over: Iterable[str | Path], tick: Callable[[int, int], None] = lambda _n, _of: None
) -> Effect:
    """The plans of the standing cases under both sides, held against each other.

    A side that names a ruleset or protocol takes the cases of the protocol that A names; without, each case is judged
    by its own. Raises InputError for sides that cannot be read, and where there is no case.
    """
    problems = Problems()
    every = list(standing_cases(over, problems))
    problems.raise_if_errors()
    wanted = [one for one in every if a.named.id in (None, one.protocol)]
    if not wanted:
        message = say("no case names `{protocol}`", protocol=a.named.id or "")
        problems.error("nothing-to-run", message, Place(", ".join(map(str, over)) or "rules"))
        problems.raise_if_errors()
    trial = _Trial(a, b)
    for number, case in enumerate(wanted, 1):
        trial.run(case)
        tick(number, len(wanted))
    if trial.protocol is None:
        message = say("no case could be judged by both sides")
        problems.error("nothing-to-run", message, trial.apart[0].place, trial.apart[0].because)
        problems.raise_if_errors()
    assert trial.protocol is not None
    return Effect(
        a.text, b.text, len(wanted), trial.changed, tuple(trial.rows()), tuple(trial.apart), len(every) - len(wanted),
        trial.protocol,
    )  # fmt: skip


class _Trial:
    def __init__(self, a: Side, b: Side) -> None:
        self._sides = a, b
        self.changed = 0
        self.apart: list[Apart] = []
        self._found: dict[tuple[Kind, str, str | None], tuple[Rule | None, Changed | None, list[Moved]]] = {}
        self.protocol: Protocol | None = None

    def run(self, case: Standing) -> None:
        plans: list[tuple[Protocol, Plan]] = []
        for side, letter in zip(self._sides, "AB", strict=True):
            try:
                plans.append(self._plan(case, side, letter))
            except InputError as error:
                because = say("{side}: {problem}", side=letter, problem=str(next(iter(error.problems))))
                self.apart.append(Apart(case.name, case.place, because))
                return
        (before, old), (after, new) = plans
        self.protocol = after
        found = list(_changes(old, new))
        self.changed += bool(found)
        for kind, rule, cause, moved in found:
            told = changed_rule(cause or rule, before, after)
            named = after.rule(rule) or before.rule(rule)
            key = (kind, rule, told.id if told else None)
            of = msgspec.structs.replace(moved, case=case.name, place=case.place)
            self._found.setdefault(key, (named, told, []))[2].append(of)

    def rows(self) -> Iterator[Row]:
        for kind in KINDS:
            for (own, rule_id, _cause), (rule, told, cases) in self._found.items():
                if own == kind:
                    yield Row(kind, rule, rule_id, told, tuple(cases))

    def _plan(self, case: Standing, side: Side, letter: str) -> tuple[Protocol, Plan]:
        protocol = self._protocol(case, side)
        document, lost = under(case, protocol)
        if lost:
            rules = ", ".join(lost)
            because = say("{side}: entries of the log about {rules} are left out", side=letter, rules=rules)
            self.apart.append(Apart(case.name, case.place, because))
        problems = Problems()
        incident = read_incident(_dated(document), protocol, problems)
        problems.raise_if_errors()
        with speaking("en"):
            return protocol, evaluate(protocol, incident)

    def _protocol(self, case: Standing, side: Side) -> Protocol:
        """In the edition that is named, whatever day the case is of; else in that of its first day."""
        id = side.named.id or case.protocol
        if side.named.day is not None:
            return msgspec.structs.replace(side.read(id, side.named.day), of_day=None)
        return side.of_case(id, case.incident)


def _dated(document: Node) -> Node:
    """A case without an instant of its own is seen at the last entry of its log."""
    events = document.get("events")
    if "as_of" in document.map or events is None:
        return document
    last = max((at.text for one in events.list if (at := one.get("at")) and "T" in at.text), default=None)
    return document if last is None else Node({**document.map, "as_of": Node(last, document.place)}, document.place)


def _changes(old: Plan, new: Plan) -> Iterator[tuple[Kind, str, str | None, Moved]]:
    """Each change with the rule concerned and the rule that the plans say is another."""
    here, there = {one.id: one for one in old.clocked}, {one.id: one for one in new.clocked}
    of_text = {_in_text(one.id): one for one in old.clocked}
    for change in diff(old, new):
        after = there.get(change.id)
        before = None if change.kind == "opened" else here.get(change.id) or of_text.get(_in_text(change.id))
        about = after or before
        assert about is not None
        yield _kind(change, before, after), about.rule, change.rule, _moved(change.id, before, after)
    bans = {_norm(one): one for one in _norms(old)}, {_norm(one): one for one in _norms(new)}
    for key, norm in bans[1].items():
        if key not in bans[0]:
            yield "opened", norm.rule, None, _of_norm(norm)
    for key, norm in bans[0].items():
        if key not in bans[1]:
            yield "closed", norm.rule, None, _of_norm(norm)


def _in_text(id: str) -> str:
    return id.partition("#")[2]


def _norms(plan: Plan) -> tuple[Norm, ...]:
    return (*plan.prohibitions, *plan.permissions, *plan.sanctions)


def _norm(one: Norm) -> tuple[str, str | None]:
    return _in_text(one.rule), one.for_


def _kind(change: DutyChange, before: Clocked | None, after: Clocked | None) -> Kind:
    late = [bool(one is not None and (one.late or one.status == "overdue")) for one in (before, after)]
    if change.kind in ("moved", "changed") and late[0] != late[1]:
        return "became_late" if late[1] else "no_longer_late"
    return change.kind


def _moved(id: str, before: Clocked | None, after: Clocked | None) -> Moved:
    about = after or before
    assert about is not None
    return Moved(
        "", Place(""), id, about.to, about.for_, before.due if before else None, after.due if after else None,
        before.status if before else None, after.status if after else None,
    )  # fmt: skip


def _of_norm(norm: Norm) -> Moved:
    return Moved("", Place(""), norm.rule, ", ".join(norm.to) or None, norm.for_)
