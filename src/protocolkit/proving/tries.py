"""What a rule comes to, as formulas: for each choice of persons and each recipient, whether it is owed, asked or held
by nobody. Of a rule that the formulas do not express, whether it is owed is left open, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec

from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.hearing import Ear, ears
from protocolkit.evaluation.rhythms import belongs_to_case, starting_events
from protocolkit.evaluation.sides import Side
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import First, Moment, Occurs
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.vocabulary import ANYONE
from protocolkit.proving.expressed import is_simple, returning, unexpressed
from protocolkit.proving.limits import Limits
from protocolkit.proving.pairs import all_of, some_of
from protocolkit.proving.presence import Presence
from protocolkit.proving.solver import z3
from protocolkit.proving.suspicion import Suspicions
from protocolkit.proving.truths import Truths
from protocolkit.proving.worlds import World


class Start(msgspec.Struct, frozen=True):
    """An entry with which a rule begins; `surely` unless a side that it asks for is not said."""

    there: Any
    at: Any
    surely: bool


class Try(msgspec.Struct, frozen=True):
    """A rule for one choice of persons, one recipient and those who must have heard.

    `owed`: it is a duty, or a norm in force. `asked`: a question decides it. `gap`: nobody is left to do it, or to be
    told. `lives`: it applies and has begun, whatever becomes of it. `stands`: somebody has to do it, and has not yet.
    `unheld`: nobody is left, be it done all the same. `open` says what the formulas leave open of it.
    """

    rule: Rule
    binding: Binding
    recipient: Side
    owed: Any
    asked: Any
    gap: Any
    starts: tuple[Start, ...]
    lives: Any
    stands: Any
    unheld: Any
    open: str = ""


class Tries:
    """Every way in which rules may be tried in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.truths = Truths(world)
        self.accused = Suspicions(self.truths)
        self.people = Presence(self.accused)
        self.limits = Limits(world)
        self.free_bits: list[Any] = []
        self._of: dict[str, tuple[Try, ...]] = {}

    def of(self, rule: Rule) -> tuple[Try, ...]:
        if rule.id not in self._of:
            self._of[rule.id] = tuple(self._tries(rule))
        return self._of[rule.id]

    def _tries(self, rule: Rule) -> Iterator[Try]:
        evaluation = self.world.evaluation
        for binding in evaluation.choices(rule):
            for recipient in evaluation.case.people.recipients(rule, binding):
                told = recipient.binding if rule.modality in DUTIES else {}
                for ear in ears(rule, self.world.case):
                    yield self._tried(rule, binding | told, recipient, ear)

    def _tried(self, rule: Rule, binding: Binding, recipient: Side, ear: Ear) -> Try:
        solver = z3()
        why = unexpressed(rule)
        applies = self.truths.holds(rule.if_, binding)
        here = all_of([
            self._shown(rule), self.within_scope(rule), solver.Not(self.left(rule)),
            self.people.present(recipient, rule.to),
        ])  # fmt: skip
        if why:
            return Try(
                rule, binding, recipient, all_of([here, applies.true, self.free()]),
                all_of([here, solver.Not(applies.false), self.free()]),
                all_of([here, applies.true, self.free()]), (),
                applies.true, solver.BoolVal(False), solver.BoolVal(False), why,
            )  # fmt: skip
        starts = self.starts(rule, ear)
        began, surely = self._began(rule, starts)
        sides = [s for s in self.world.case.bearers.sides(rule.by, rule, binding, None) if _heard(s, ear)]
        held = some_of(self.people.held(side, rule) for side in sides)
        begun, ended = all_of([here, applies.true, surely]), self._ended(rule, starts)
        lives = solver.And(begun, solver.Not(ended))
        doubtful = began if rule.every is not None else solver.And(began, solver.Not(surely))
        asked = all_of(
            [
                here,
                solver.Or(doubtful, solver.And(applies.unknown, solver.Or(began, surely))),
                solver.Not(applies.false),
            ]
        )
        if rule.modality not in DUTIES:
            return Try(
                rule, binding, recipient, solver.And(lives, held), asked, solver.BoolVal(False), starts, lives,
                solver.BoolVal(False), solver.BoolVal(False),
            )  # fmt: skip
        nobody = some_of(
            all_of([self.people.present(side, rule.by), solver.Not(self.people.held(side, rule))]) for side in sides
        )
        told = solver.Not(self.people.blocked(recipient, rule.to, rule))
        gap = all_of([lives, solver.Or(nobody, solver.Not(told))])
        # What the log shows performed or ended is over, whoever might have had to do it and whatever facts decide.
        done = solver.And(self._performed(rule, recipient), self.free())
        over = solver.Or(done, solver.And(ended, self.free()))
        owed = solver.Or(all_of([lives, held, told]), solver.And(begun, done), solver.And(asked, over))
        return Try(
            rule, binding, recipient,
            owed=solver.And(owed, solver.Not(self._banned(rule, recipient, sides))),
            asked=solver.And(asked, solver.Not(over)),
            gap=solver.And(gap, solver.Not(over)),
            starts=starts,
            lives=lives,
            stands=all_of([lives, held, told]),
            unheld=gap,
        )  # fmt: skip

    def _performed(self, rule: Rule, recipient: Side) -> Any:
        """Whether an entry came that may be the act a rule asks for."""
        vocabulary = self.world.protocol.vocabulary
        acts = {
            entry: act
            for entry in self.world.entries
            for event in vocabulary.event_is(entry.event)
            for act in vocabulary.events[event].when
            if any(vocabulary.act_is(own, act.do) for own in rule.acts)
            and (act.to is None or any(vocabulary.acts_for(act.to, role) for role in recipient.text.roles))
        }
        return some_of(self.world.there[entry] for entry in acts)

    def _shown(self, rule: Rule) -> Any:
        """Whether a case shows it: its own rules, and of the organisation's year what its log has begun."""
        if belongs_to_case(rule, self.world.protocol):
            return z3().BoolVal(True)
        return some_of(
            self.world.there[entry] for event in starting_events(rule) for entry, _ in self.world.came(event)
        )

    def free(self) -> Any:
        """A bit that nothing fixes."""
        self.free_bits.append(z3().Bool(f"open:{len(self.free_bits)}"))
        return self.free_bits[-1]

    # -- when

    def starts(self, rule: Rule, ear: Ear) -> tuple[Start, ...]:
        moment = returning(rule) or rule.after
        found = () if moment is None else tuple(self.entries(moment, ear.hearer))
        if rule.every is None:
            return found
        # What returns does so until it ends, and in any case until the case is closed.
        ends = [(self.world.there[one], self.world.at[one]) for one, _ in self.world.came(self._closing)]
        ends += [(one.there, one.at) for one in self.entries(rule.until, None)] if rule.until else []
        return tuple(
            msgspec.structs.replace(
                one, there=all_of([one.there, *(z3().Implies(there, at >= one.at) for there, at in ends)])
            )
            for one in found
        )

    @property
    def _closing(self) -> str:
        return self.world.protocol.vocabulary.ends_rhythms

    def entries(self, moment: Moment, hearer: str | None) -> Iterator[Start]:
        for one in moment.of if isinstance(moment, First) else (moment,):
            assert isinstance(one, Occurs)
            for entry, happening in self.world.came(one.event):
                asks = self.world.case.doubts(one, happening, hearer)
                if asks is not None:
                    yield Start(self.world.there[entry], self.world.at[entry], not asks)

    def _began(self, rule: Rule, starts: tuple[Start, ...]) -> tuple[Any, Any]:
        """Whether it began, and whether surely so: no doubtful entry came before the first sure one."""
        solver = z3()
        if rule.standing:
            return solver.BoolVal(True), solver.BoolVal(True)
        sure, doubtful = [s for s in starts if s.surely], [s for s in starts if not s.surely]
        if rule.every is not None:
            return some_of(s.there for s in doubtful), some_of(s.there for s in sure)
        before = some_of(all_of([d.there, *(solver.Implies(s.there, d.at < s.at) for s in sure)]) for d in doubtful)
        came = some_of(s.there for s in sure)
        return some_of(s.there for s in starts), solver.And(came, solver.Not(before))

    def _ended(self, rule: Rule, starts: tuple[Start, ...]) -> Any:
        """Whether what ends it came after it began."""
        solver = z3()
        if rule.until is None:
            return solver.BoolVal(False)
        if not is_simple(rule.until):
            return self.free()
        ends = tuple(self.entries(rule.until, None))
        # What returns began before each of its ends, or it did not begin at all.
        if rule.standing or rule.every is not None:
            return some_of(one.there for one in ends if one.surely)
        return some_of(solver.And(e.there, s.there, s.at <= e.at) for e in ends if e.surely for s in starts)

    # -- whether the text speaks

    def within_scope(self, rule: Rule) -> Any:
        """A text that does not apply says nothing; where that is not known it is applied."""
        if rule.standing or rule.modality == "definition":
            return z3().BoolVal(True)
        return z3().Not(self.truths.holds(self.world.evaluation.scopes.scope_of(rule), {}).false)

    @cached_property
    def _routes(self) -> list[Rule]:
        return [rule for rule in self.world.protocol.rules if rule.modality == "route" and rule.instead]

    def left(self, rule: Rule) -> Any:
        """Whether another procedure stands in its place."""
        away = [r for r in self._routes if r.ruleset == rule.ruleset and rule.id not in (r.id, *r.keeps)]
        taken = [one.owed for route in away for one in self.of(route)]
        return some_of(taken)

    def _banned(self, rule: Rule, recipient: Side, bearers: list[Side]) -> Any:
        """Whether a ban may take the duty away; whether it does is left open."""
        if rule.modality not in DUTIES:
            return z3().BoolVal(False)
        found = [ban for ban in self._bans if self._may_forbid(ban, rule, recipient, bearers)]
        return some_of(all_of([z3().Not(self.truths.holds(ban.if_, {}).false), self.free()]) for ban in found)

    def accused_matters(self, one: Try) -> bool:
        """Whether the duty may be left to nobody because somebody is the accused."""
        solver = z3()
        found = solver.Solver()
        found.add(*self.truths.domain, one.gap)
        return bool(found.check() == solver.sat)

    def may_be_taken(self, rule: Rule) -> bool:
        """Whether a ban or another procedure may take a duty away, or its text may not speak of the case."""
        routes = [r for r in self._routes if r.ruleset == rule.ruleset and rule.id not in (r.id, *r.keeps)]
        case = self.world.case
        banned = any(
            self._may_forbid(ban, rule, one.recipient, case.bearers.sides(rule.by, rule, one.binding, None))
            for one in self.of(rule) for ban in self._bans
        )  # fmt: skip
        return bool(routes) or banned or self.world.evaluation.scopes.scope_of(rule) != ALWAYS

    def surely_forbidding(self, rule: Rule) -> list[Rule]:
        """The bans that are as specific as a duty, so that they take it away while they hold."""
        if rule.modality not in DUTIES:
            return []
        people, found = self.world.case.people, []
        freed = {act for r in self.world.protocol.rules if r.modality in ("permission", "right") for act in r.acts}
        for ban in self._bans:
            told = {p.role for side in people.sides(ban.to, ban, {}, None) for p in side.people}
            for one in self.of(rule):
                bearers = people.sides(rule.by, rule, one.binding, None)
                narrow = {*one.recipient.roles} <= told and not freed.intersection(ban.acts) and not unexpressed(ban)
                if narrow and self._may_forbid(ban, rule, one.recipient, bearers):
                    found.append(ban)
        return list({ban.id: ban for ban in found}.values())

    @cached_property
    def _bans(self) -> list[Rule]:
        return [rule for rule in self.world.protocol.rules if rule.modality == "prohibition" and not rule.during]

    def _may_forbid(self, ban: Rule, rule: Rule, recipient: Side, bearers: list[Side]) -> bool:
        case, act_is = self.world.case, self.world.protocol.vocabulary.act_is
        if ban.on_manner or rule.outranks(ban):
            return False
        if not any(act_is(act, other) for act in rule.acts for other in ban.acts):
            return False
        named = {p.role for side in case.people.sides(ban.by, ban, {}, None) for p in side.people}
        told = {p.role for side in case.people.sides(ban.to, ban, {}, None) for p in side.people}
        if ANYONE in named | told:
            return False  # a general ban yields to a duty that names who
        owing = {role for side in bearers for role in side.roles}
        own = {role for name in named for role in case.roles_within(name)}
        return bool(owing & own or not owing) and (not recipient.roles or bool({*recipient.roles} & told))


def _heard(side: Side, ear: Ear) -> bool:
    return ear.roles is None or bool(ear.roles.intersection(side.text.roles))
