"""Which unknown facts really decide a condition: those on which its answer still turns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from protocolkit.evaluation.comparing import compares, kind_of, telling
from protocolkit.evaluation.diagrams import FALSE, TRUE, UNKNOWN, Diagrams, Node, TooLargeError, end
from protocolkit.evaluation.facts import Binding, Key, Knowledge, shown
from protocolkit.evaluation.match import Matcher, Question, passes
from protocolkit.model.conditions import (
    All,
    Between,
    Compared,
    Condition,
    Happened,
    HasAll,
    Is,
    Known,
    Not,
    Operand,
    Test,
    days_of,
    facts_of,
    reads_log,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When, bases, settles
from protocolkit.model.incident import SetValue
from protocolkit.model.rule import Rule

MOST_STEPS = 400_000  # a second or two; beyond it every unknown fact mentioned is reported, which is never too few


class Deciding:
    """Asks of conditions what a matcher leaves open, once each while the same is known."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self._known = matcher.knowledge.given
        self._decided: dict[Question, tuple[Key, ...]] = {}
        self._candidates: dict[tuple[int, str], list[Any]] = {}

    def asks(self, condition: Condition, binding: Binding) -> tuple[str, ...]:
        """The unknown facts that really decide a condition, as a reader gives them."""
        keys = self.deciding(condition, binding)
        return tuple(dict.fromkeys(shown(key, self.matcher.knowledge.vocabulary) for key in keys))

    def deciding(self, condition: Condition, binding: Binding) -> tuple[Key, ...]:
        """The unknown facts that matter: some completion of the others exists under which the answer turns on them."""
        question = self.matcher.question(condition, binding)
        if self._known is not self.matcher.knowledge.given:  # somebody asks what would be if
            self._known, self._decided, self._candidates = self.matcher.knowledge.given, {}, {}
        if question in self._decided:
            return self._decided[question]
        unknown = self._unknown(condition, binding)
        try:
            values = self._values(condition, unknown) if unknown else {}
            found = _Turning(self.matcher, unknown, values).deciding(condition, binding) if unknown else ()
        except TooLargeError:
            found = tuple(unknown)
        if question:
            self._decided[question] = found
        return found

    def _values(self, condition: Condition, unknown: dict[Key, str]) -> dict[Key, list[Any]]:
        """The values that the tests of a condition can tell apart, of each unknown fact."""
        read = self.matcher.read(condition)
        for fact in unknown.values():
            if (id(condition), fact) not in self._candidates:
                self._candidates[id(condition), fact] = candidates(fact, self.matcher.knowledge, read.tests)
        return {key: self._candidates[id(condition), fact] for key, fact in unknown.items()}

    def _unknown(self, condition: Condition, binding: Binding) -> dict[Key, str]:
        """The unknown facts that are read at all, in the order in which they are read."""
        knowledge = self.matcher.knowledge
        before, knowledge.asked = knowledge.asked, {}
        for one in self.first_choices(condition, binding):
            self.matcher.holds_for(condition, one)
        unknown, knowledge.asked = knowledge.asked, before
        # Age tells who is a minor: asking for both would ask twice.
        return {key: fact for key, fact in unknown.items() if not self._settled(key, fact, unknown)}

    def first_choices(self, condition: Condition, binding: Binding) -> Iterable[Binding]:
        """The choices of persons under which any fact is read for the first time, in their order.

        A test reads a fact of one person, whoever the others are: so those choices in which all but one are the first
        of their lists. Only the log may be read otherwise for each pair.
        """
        read = self.matcher.read(condition)
        if reads_log(condition):
            yield from self.matcher.choices(condition, binding)
            return
        free = [name for name in read.choose if name not in binding]
        if not all(self.matcher.ids(name) for name in free):
            return
        first = binding | {name: self.matcher.ids(name)[0] for name in free}
        yield first
        for name in reversed(free):
            yield from ({**first, name: id} for id in self.matcher.ids(name)[1:])

    def _settled(self, key: Key, fact: str, unknown: dict[Key, str]) -> bool:
        declared = self.matcher.knowledge.declared(fact)
        follows = declared.follows if declared else ()
        return any((key[0], basis) in unknown and settles(follows, basis) for basis in bases(follows))


class _Turning:
    """Draws the diagram of a condition over the unknown facts, and reads off which of them it turns on.

    A fact is a question with an answer for each value that tests can tell apart; a set is a question for each value it
    may have, since any two sets are some such steps apart.
    """

    def __init__(self, matcher: Matcher, unknown: dict[Key, str], values: dict[Key, list[Any]]) -> None:
        self.matcher = matcher
        self.knowledge = matcher.knowledge
        self.unknown = unknown
        self.diagrams = Diagrams(MOST_STEPS)
        self._candidates = values
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
            case Compared():
                return self._compared(condition, binding)
            case Is() | HasAll() | Between() | Known():
                return self._test(condition, binding)
            case _:
                assert_never(condition)

    def _compared(self, test: Compared, binding: Binding) -> Node:
        """A comparison, over every pair of values that its sides may have."""
        sides = [self._side(one, binding) for one in (test.left, test.right)]
        if any(not values for _key, values in sides):
            return UNKNOWN
        (one, ones), (other, others) = sides
        pairs = [(a, b) for a in ones for b in others if compares(test.how, a, b)]
        return self.diagrams.either(
            [self.diagrams.both([self._equals(one, a), self._equals(other, b)]) for a, b in pairs]
        )

    def _side(self, operand: Operand, binding: Binding) -> tuple[Key, list[Any]]:
        """Where a side of a comparison is kept, and the values it may have."""
        key = self.knowledge.key(operand, binding) if isinstance(operand, str) else (None, operand.name)
        if key in self.unknown:
            return key, self._candidates[key]
        asked, self.knowledge.asked = self.knowledge.asked, None
        value = self.knowledge.operand(operand, binding)
        self.knowledge.asked = asked
        return key, [] if value is None else [value]

    def _equals(self, key: Key, value: Any) -> Node:
        if key not in self.unknown:
            return TRUE
        return self.diagrams.question(self._number[key], [end(one == value) for one in self._candidates[key]])

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


def candidates(fact: str, knowledge: Knowledge, tests: list[Test | Compared]) -> list[Any]:
    """Values of a fact, or of the day of an event, that tests can tell apart; of a set, the values it may have."""
    declared = knowledge.declared(fact)
    tail = fact.partition(".")[2]
    own = [t for t in tests if any(one == fact or one.partition(".")[2] == tail for one in facts_of(t))]
    mentioned = list(dict.fromkeys(v for t in own if isinstance(t, Is | HasAll) for v in t.values))
    mentioned = list(dict.fromkeys([*mentioned, *telling(fact, tests, knowledge)]))
    days = [kind_of(day, knowledge) for t in tests for day in days_of(t) if day.name == fact]
    kind = declared.type if declared else days[0] if days else "bool"
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
