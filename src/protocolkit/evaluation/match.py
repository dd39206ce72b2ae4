"""Whether a condition holds, and which unknown facts really decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, assert_never

import msgspec

from protocolkit.evaluation.diagrams import FALSE, TRUE, UNKNOWN, Diagrams, Node, TooLargeError, end
from protocolkit.evaluation.facts import Binding, Key, Knowledge, has, shown
from protocolkit.evaluation.kleene import Truth, both, either, opposite
from protocolkit.evaluation.persons import bindings, persons, variables
from protocolkit.model.conditions import All, Between, Condition, Happened, HasAll, Is, Known, Not, Test, atoms
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When, bases, settles
from protocolkit.model.incident import SetValue
from protocolkit.model.rule import Rule

Happening = Callable[[Happened, Binding], Truth]
Starting = Callable[[Rule, Binding], bool]
T = TypeVar("T")
_Question = tuple[int, tuple[str | None, ...]]
MOST_STEPS = 400_000  # a second or two; beyond it every unknown fact mentioned is reported, which is never too few


class _Each(msgspec.Struct, frozen=True):
    """Some person of a party role or group."""

    name: str
    then: _Step


class _Join(msgspec.Struct, frozen=True):
    """All steps, or any of them."""

    every: bool
    of: tuple[_Step, ...]


_Step = _Each | _Join | Condition  # a condition whose persons are all chosen


class _Read:
    """What a condition reads, worked out once: who is chosen, which tests stand behind it, what its answer hangs on.

    `lasting` says that it reads no log: then nothing but the facts and `persons` can change its answer.
    """

    def __init__(self, condition: Condition, knowledge: Knowledge) -> None:
        self.condition = condition  # kept, so that its address stays its own
        vocabulary, definitions = knowledge.vocabulary, knowledge.definitions
        self.choose = variables(condition, vocabulary)
        every = [a for c in definitions_in([condition], definitions) for a in atoms(c)]
        self.tests = [a for a in every if not isinstance(a, Happened)]
        facts = dict.fromkeys(test.fact for test in self.tests)
        by_log = any(rule.after for fact in facts for rule in definitions.get(fact, ()))
        self.lasting = len(self.tests) == len(every) and not by_log
        # Whether an offender represents the victim is a fact of his; what follows hangs on the victim in question.
        declared = [d for fact in facts if (d := knowledge.declared(fact))]
        also = [one.party for d in declared for one in d.follows if isinstance(one, Represents)]
        self.persons = tuple(dict.fromkeys([*self.choose, *also]))
        self.candidates: dict[str, list[Any]] = {}
        self._also = tuple(also)
        self._vocabulary = vocabulary
        self._scoped: dict[frozenset[str], _Step] = {}

    def scoped(self, chosen: Iterable[str]) -> _Step:
        """The condition with each choice made where it first matters, so that persons are tried apart if they can be.

        `some victim and some offender: A(victim) and B(offender)` is `some victim: A and some offender: B`: as many
        trials as there are persons, not pairs of them. In Kleene's logic, a lattice, that is the same. It presupposes
        that there is somebody to choose for every name.
        """
        names = frozenset(chosen)
        if names not in self._scoped:
            self._scoped[names] = self._step(self.condition, names)
        return self._scoped[names]

    def _step(self, condition: Condition, chosen: frozenset[str]) -> _Step:
        free = self._free(condition, chosen)
        if not free:
            return condition
        match condition:
            case AnyOf(of=of):
                return _Join(False, tuple(self._step(one, chosen) for one in of))
            case All(of=of) if len(groups := self._apart(of, chosen)) > 1:
                return _Join(True, tuple(self._step(one[0] if len(one) == 1 else All(one), chosen) for one in groups))
            case _:
                return _Each(free[0], self._step(condition, chosen | {free[0]}))

    def _free(self, condition: Condition, chosen: frozenset[str]) -> tuple[str, ...]:
        """The names still to be chosen on which a condition hangs, in source order."""
        read = self.choose
        if not any(isinstance(atom, Happened) for atom in atoms(condition)):  # the log may speak of anybody
            own = (*variables(condition, self._vocabulary), *self._also)
            read = tuple(name for name in own if name in self.choose)
        return tuple(name for name in dict.fromkeys(read) if name not in chosen)

    def _apart(self, of: tuple[Condition, ...], chosen: frozenset[str]) -> list[tuple[Condition, ...]]:
        """Conditions in groups that have no name in common."""
        groups: list[tuple[set[str], tuple[Condition, ...]]] = []
        for one in of:
            names = set(self._free(one, chosen))
            members: tuple[Condition, ...] = (one,)
            for group in [g for g in groups if g[0] & names or not (g[0] or names)]:
                groups.remove(group)
                names, members = names | group[0], (*group[1], *members)
            groups.append((names, members))
        return [members for _names, members in groups]


class Matcher:
    """Answers conditions from what is known. `happened` reads the log, `came` whether a definition's trigger came."""

    def __init__(self, knowledge: Knowledge, happened: Happening, came: Starting) -> None:
        self.knowledge = knowledge
        self.happened = happened
        self.came = came
        knowledge.defined_by = self._define
        self._reads: dict[int, _Read] = {}
        self._known = knowledge.given  # what the answers kept below were found from
        self._held: dict[_Question, Truth] = {}
        self._decided: dict[_Question, tuple[Key, ...]] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def holds(self, condition: Condition, binding: Binding) -> Truth:
        """A condition over every choice of the persons that `binding` leaves open: one choice must make it whole."""
        question = self._question(condition, binding) if self.knowledge.asked is None else None
        if question in self._held:
            return self._held[question]
        if self.knowledge.asked is None:
            truth = self.over(condition, binding, both, either, self._holds)
        else:  # what is asked is asked in the order of the lists
            truth = either([self._holds(condition, b) for b in self.choices(condition, binding)])
        if question:
            self._held[question] = truth
        return truth

    def asks(self, condition: Condition, binding: Binding) -> tuple[str, ...]:
        """The unknown facts that really decide a condition, as a reader gives them."""
        keys = self.deciding(condition, binding)
        return tuple(dict.fromkeys(shown(key, self.knowledge.vocabulary) for key in keys))

    def deciding(self, condition: Condition, binding: Binding) -> tuple[Key, ...]:
        """The unknown facts that matter: some completion of the others exists under which the answer turns on them."""
        question = self._question(condition, binding)
        if question in self._decided:
            return self._decided[question]
        unknown = self._unknown(condition, binding)
        try:
            found = _Turning(self, unknown, condition).deciding(condition, binding) if unknown else ()
        except TooLargeError:
            found = tuple(unknown)
        if question:
            self._decided[question] = found
        return found

    def choices(self, condition: Condition, binding: Binding) -> Iterable[Binding]:
        """Every choice of the persons that a condition reads and `binding` leaves open."""
        knowledge = self.knowledge
        return bindings(self.read(condition).choose, binding, knowledge.incident, knowledge.vocabulary)

    def over(
        self, condition: Condition, binding: Binding,
        every: Callable[[list[T]], T], some: Callable[[list[T]], T], one: Callable[[Condition, Binding], T],
    ) -> T:  # fmt: skip
        """A condition over every choice of persons, put together from what `one` makes of its parts."""
        read = self.read(condition)
        if not all(name in binding or self._ids(name) for name in read.choose):
            return some([])

        def result(step: _Step, chosen: Binding) -> T:
            match step:
                case _Each(name=name, then=then):
                    return some([result(then, {**chosen, name: id}) for id in self._ids(name)])
                case _Join(every=True, of=of):
                    return every([result(part, chosen) for part in of])
                case _Join(of=of):
                    return some([result(part, chosen) for part in of])
                case _:
                    return one(step, chosen)

        return result(read.scoped(name for name in read.choose if name in binding), binding)

    def _holds(self, condition: Condition, binding: Binding) -> Truth:
        return holds(condition, binding, self.knowledge, self.happened)

    def _ids(self, party: str) -> tuple[str, ...]:
        if party not in self._members:
            found = persons(self.knowledge.incident, self.knowledge.vocabulary, party)
            self._members[party] = tuple(person.id for person in found)
        return self._members[party]

    def read(self, condition: Condition) -> _Read:
        found = self._reads.get(id(condition))
        if found is None:
            found = self._reads[id(condition)] = _Read(condition, self.knowledge)
        return found

    def _question(self, condition: Condition, binding: Binding) -> _Question | None:
        """What an answer hangs on, so that it need not be found again; null where it hangs on more than facts."""
        if self._known is not self.knowledge.given:  # somebody asks what would be if
            self._known, self._held, self._decided = self.knowledge.given, {}, {}
        read = self.read(condition)
        if not read.lasting or self.knowledge.defining:
            return None
        return id(condition), tuple(binding.get(name) for name in read.persons)

    def fixed(self, rule: Rule, binding: Binding) -> Binding:
        """What of a choice of persons a definition keeps: the one it defines something of."""
        own = self.knowledge.vocabulary.variable(rule.acts[0])
        return {own: binding[own]} if own and own in binding else {}

    def _unknown(self, condition: Condition, binding: Binding) -> dict[Key, str]:
        """The unknown facts that are read at all, in the order in which they are read."""
        knowledge = self.knowledge
        before, knowledge.asked = knowledge.asked, {}
        for one in self._first_choices(condition, binding):
            self._holds(condition, one)
        unknown, knowledge.asked = knowledge.asked, before
        # Age tells who is a minor: asking for both would ask twice.
        return {key: fact for key, fact in unknown.items() if not self._settled(key, fact, unknown)}

    def _first_choices(self, condition: Condition, binding: Binding) -> Iterable[Binding]:
        """The choices of persons under which any fact is read for the first time, in their order.

        A test reads a fact of one person, whoever the others are: so those choices in which all but one are the first
        of their lists. Only the log may be read otherwise for each pair.
        """
        read = self.read(condition)
        if any(isinstance(atom, Happened) for atom in atoms(condition)):
            yield from self.choices(condition, binding)
            return
        free = [name for name in read.choose if name not in binding]
        if not all(self._ids(name) for name in free):
            return
        first = binding | {name: self._ids(name)[0] for name in free}
        yield first
        for name in reversed(free):
            yield from ({**first, name: id} for id in self._ids(name)[1:])

    def _settled(self, key: Key, fact: str, unknown: dict[Key, str]) -> bool:
        declared = self.knowledge.declared(fact)
        follows = declared.follows if declared else ()
        return any((key[0], basis) in unknown and settles(follows, basis) for basis in bases(follows))

    def _define(self, rule: Rule, binding: Binding) -> Truth:
        """What a definition makes of its fact: true when found; an event not in the log leaves it unknown."""
        fixed = self.fixed(rule, binding)
        truth = self.holds(rule.if_, fixed)
        if rule.after is None:
            return truth
        return both([truth, True if self.came(rule, fixed) else None]) if truth is not False else None


def holds(condition: Condition, binding: Binding, knowledge: Knowledge, happened: Happening) -> Truth:
    """The truth of a condition under one choice of persons.

    Every part is looked at even when one already decides, so that `knowledge.asked` is complete.
    """
    match condition:
        case All(of=of):
            return both([holds(c, binding, knowledge, happened) for c in of])
        case AnyOf(of=of):
            return either([holds(c, binding, knowledge, happened) for c in of])
        case Not(of=inner):
            return opposite(holds(inner, binding, knowledge, happened))
        case Happened():
            return happened(condition, binding)
        case Known(fact=fact):
            asked, knowledge.asked = knowledge.asked, None
            known = knowledge.value(fact, binding) is not None
            knowledge.asked = asked
            return known
        case Is() | HasAll() | Between():
            value = knowledge.value(condition.fact, binding)
            truth = passes(condition, value)
            if truth is None and value is not None and knowledge.asked is not None:
                # An incomplete set may leave a test open: then the fact is still asked.
                knowledge.asked[knowledge.key(condition.fact, binding)] = condition.fact
            return truth
        case _:
            assert_never(condition)


def passes(test: Test, value: Any) -> Truth:
    """The truth of a single test of a value; None is a value nobody has said."""
    match test:
        case Known():
            return value is not None
        case _ if value is None:
            return None
        case Is(values=values):
            return either([has(value, v) for v in values])
        case HasAll(values=values):
            return both([has(value, v) for v in values])
        case Between(low=low, high=high):
            return (low is None or value >= low) and (high is None or value < high)
        case _:
            assert_never(test)


class _Turning:
    """Draws the diagram of a condition over the unknown facts, and reads off which of them it turns on.

    A fact is a question with an answer for each value that tests can tell apart; a set is a question for each value it
    may have, since any two sets are some such steps apart.
    """

    def __init__(self, matcher: Matcher, unknown: dict[Key, str], condition: Condition) -> None:
        self.matcher = matcher
        self.knowledge = matcher.knowledge
        self.unknown = unknown
        self.diagrams = Diagrams(MOST_STEPS)
        read = matcher.read(condition)
        for fact in unknown.values():
            if fact not in read.candidates:
                read.candidates[fact] = candidates(fact, self.knowledge, read.tests)
        self._candidates = {key: read.candidates[fact] for key, fact in unknown.items()}
        self._number: dict[Key, int] = {}
        number = 0
        # The case first, then one person after the other: most conditions join persons one by one, each with the case.
        order = {person.id: place for place, person in enumerate(self.knowledge.incident.persons)}
        for key in sorted(unknown, key=lambda key: order.get(key[0] or "", -1)):
            self._number[key] = number
            number += len(self._candidates[key])
        self._values: dict[tuple[object, ...], Node] = {}
        self._tested: dict[tuple[int, Key], Node] = {}

    def deciding(self, condition: Condition, binding: Binding) -> tuple[Key, ...]:
        turning = self.diagrams.asked(self._whole(condition, binding))
        return tuple(
            key for key in self.unknown
            if any(self._number[key] + step in turning for step in range(len(self._candidates[key])))
        )  # fmt: skip

    def _whole(self, condition: Condition, binding: Binding) -> Node:
        return self.matcher.over(condition, binding, self.diagrams.both, self.diagrams.either, self._drawn)

    def _drawn(self, condition: Condition, binding: Binding) -> Node:
        match condition:
            case All(of=of):
                return self.diagrams.both([self._drawn(one, binding) for one in of])
            case AnyOf(of=of):
                return self.diagrams.either([self._drawn(one, binding) for one in of])
            case Not(of=inner):
                return self.diagrams.opposite(self._drawn(inner, binding))
            case Happened():
                return end(self.matcher.happened(condition, binding))
            case Is() | HasAll() | Between() | Known():
                return self._test(condition, binding)
            case _:
                assert_never(condition)

    def _test(self, test: Test, binding: Binding) -> Node:
        key = self.knowledge.key(test.fact, binding)
        if key in self.unknown:
            if (id(test), key) not in self._tested:
                self._tested[id(test), key] = self._asked(test, key)
            return self._tested[id(test), key]
        if (said := self.knowledge.said(key)) is not None:
            return end(passes(test, said))
        # What follows from other facts is true, false or unknown; the test makes its own of each.
        ends = (end(passes(test, False)), end(passes(test, None)), end(passes(test, True)))
        return self.diagrams.changed(self._worked_out(test.fact, key, binding), ends)

    def _asked(self, test: Test, key: Key) -> Node:
        """A test of an unknown fact."""
        values, number = self._candidates[key], self._number[key]
        declared = self.knowledge.declared(self.unknown[key])
        if isinstance(test, Known):
            return TRUE  # whatever the fact is said to be, it is known then
        if declared is None or declared.type != "set":
            return self.diagrams.question(number, [end(passes(test, value)) for value in values])
        said = self.knowledge.said(key)
        sure = (
            said.values if isinstance(said, SetValue) else ()
        )  # a set said to include some values has these for certain
        bits = {
            value: TRUE if value in sure else self.diagrams.question(number + step, (FALSE, TRUE))
            for step, value in enumerate(values)
        }
        match test:
            case Is(values=wanted):
                return self.diagrams.either([bits[value] for value in wanted])
            case HasAll(values=wanted):
                return self.diagrams.both([bits[value] for value in wanted])
            case Between():
                return UNKNOWN  # a set is no number
            case _:
                assert_never(test)

    def _value(self, fact: str, binding: Binding) -> Node:
        """A fact that is true, false or unknown."""
        key = self.knowledge.key(fact, binding)
        if key in self.unknown:
            return self.diagrams.question(self._number[key], [end(value is True) for value in self._candidates[key]])
        if (said := self.knowledge.said(key)) is not None:
            return end(said is True)
        return self._worked_out(fact, key, binding)

    def _worked_out(self, fact: str, key: Key, binding: Binding) -> Node:
        """What follows of a fact that nobody has said, else what definitions make of it."""
        declared = self.knowledge.declared(fact)
        follows = declared.follows if declared else ()
        chosen = tuple(binding.get(one.party) for one in follows if isinstance(one, Represents))
        memo = (fact, key, chosen, *self.knowledge.defining)
        if memo not in self._values:
            found = UNKNOWN
            for one in follows:
                found = self.diagrams.first(found, self._followed(one, key[0], binding))
            self._values[memo] = self.diagrams.first(found, self._defined(fact, binding))
        return self._values[memo]

    def _followed(self, one: Follows, subject: str | None, binding: Binding) -> Node:
        match one:
            case Under(fact=fact) | When(fact=fact) if (basis := (subject, fact)) in self.unknown:
                return self.diagrams.question(
                    self._number[basis], [end(one.told(value)) for value in self._candidates[basis]]
                )
            case OfAnybody():
                return self.diagrams.either([self._value(*each) for each in self.knowledge.of_anybody(one)])
            case Under() | When() | Holds() | Represents() | Several():
                return end(self.knowledge.follows(one, subject, binding))
            case _:
                assert_never(one)

    def _defined(self, fact: str, binding: Binding) -> Node:
        rules, defining = self.knowledge.definitions.get(fact, ()), self.knowledge.defining
        if fact in defining:
            return UNKNOWN
        defining.append(fact)
        try:
            return self.diagrams.either([self._definition(rule, binding) for rule in rules]) if rules else UNKNOWN
        finally:
            defining.pop()

    def _definition(self, rule: Rule, binding: Binding) -> Node:
        fixed = self.matcher.fixed(rule, binding)
        whole = self._whole(rule.if_, fixed)
        if rule.after is None:
            return whole
        return self.diagrams.changed(whole, (UNKNOWN, UNKNOWN, TRUE if self.matcher.came(rule, fixed) else UNKNOWN))


def candidates(fact: str, knowledge: Knowledge, tests: list[Test]) -> list[Any]:
    """Values of a fact that tests can tell apart; of a set, the values it may have."""
    declared = knowledge.declared(fact)
    tail = fact.partition(".")[2]
    own = [t for t in tests if t.fact == fact or t.fact.partition(".")[2] == tail]
    mentioned = list(dict.fromkeys(v for t in own if isinstance(t, Is | HasAll) for v in t.values))
    kind = declared.type if declared else "bool"
    if kind == "bool":
        return [True, False]
    if kind == "set":
        return mentioned
    if kind == "one_of":
        return mentioned + [v for v in (declared.of if declared else ()) if v not in mentioned][:1]
    edges: set[float] = set(knowledge.vocabulary.limits(fact))
    edges |= {e for t in own if isinstance(t, Between) for e in (t.low, t.high) if e is not None}
    numbers = {e + d for e in edges for d in (-1, 0)} | {v for v in mentioned if isinstance(v, int | float)}
    if kind in ("integer", "number"):
        return [*sorted(numbers), max(numbers, default=0) + 1]
    return [*mentioned, "another"]


def definitions_in(conditions: Iterable[Condition], definitions: dict[str, list[Rule]]) -> list[Condition]:
    """The conditions and, behind the facts they read, those of the definitions."""
    found: list[Condition] = []
    waiting, seen = list(conditions), set[str]()
    while waiting:
        condition = waiting.pop(0)
        found.append(condition)
        for atom in atoms(condition):
            if not isinstance(atom, Happened) and atom.fact not in seen:
                seen.add(atom.fact)
                waiting += [rule.if_ for rule in definitions.get(atom.fact, ())]
    return found
