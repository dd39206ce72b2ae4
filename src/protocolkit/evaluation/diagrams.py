"""What an answer turns on, without trying every case: ordered, reduced decision diagrams (Bryant 1986) of three truths.

A diagram asks one question after another, always in the same order, and ends in true, unknown or false. Equal parts
are one node and a question whose answers all lead on to the same node is left out, so that the diagram of a function
is unique: the answer turns on a question, in some case or other, exactly if the question stands in its diagram.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from protocolkit.evaluation.kleene import Truth

Node = int  # an index; the first three are the ends
FALSE, UNKNOWN, TRUE = 0, 1, 2
_ENDS: tuple[Truth, ...] = (False, None, True)
_LAST = 1 << 60  # ends come after every question


class TooLargeError(Exception):
    """The diagram would take longer to draw than is worth waiting for."""


def end(truth: Truth) -> Node:
    return _ENDS.index(truth)


class Diagrams:
    """All diagrams over one order of questions. `most_steps` bounds the work of joining them."""

    def __init__(self, most_steps: int) -> None:
        self._steps_left = most_steps
        self._asks: list[int] = [_LAST, _LAST, _LAST]
        self._last: list[int] = [-1, -1, -1]
        self._next: list[tuple[Node, ...]] = [(), (), ()]
        self._nodes: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._joined: dict[tuple[object, Node, Node], Node] = {}
        self._changed: dict[tuple[tuple[Node, ...], Node], Node] = {}

    def question(self, number: int, answers: Sequence[Node]) -> Node:
        """The node that asks a question and goes on by its answer; what has a lower number is asked before."""
        if all(one == answers[0] for one in answers):
            return answers[0]
        key = (number, tuple(answers))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = len(self._asks)
            self._asks.append(number)
            self._last.append(max(number, *(self._last[one] for one in answers)))
            self._next.append(key[1])
        return found

    def both(self, parts: Iterable[Node]) -> Node:
        """False if any part is false, else unknown if any is unknown, else true."""
        return self._together(parts, TRUE, _both)

    def either(self, parts: Iterable[Node]) -> Node:
        """True if any part is true, else unknown if any is unknown, else false."""
        return self._together(parts, FALSE, _either)

    def first(self, one: Node, other: Node) -> Node:
        """The one where it is known, else the other."""
        return self._join(_first, one, other)

    def opposite(self, node: Node) -> Node:
        return self.changed(node, (TRUE, UNKNOWN, FALSE))

    def changed(self, node: Node, ends: tuple[Node, Node, Node]) -> Node:
        """The diagram with other ends in place of false, unknown and true."""
        waiting = [node]
        while waiting:
            now = waiting[-1]
            if now <= TRUE:
                self._changed[ends, now] = ends[now]
            elif missing := [one for one in self._next[now] if (ends, one) not in self._changed]:
                waiting += missing
                continue
            else:
                self._step()
                answers = [self._changed[ends, one] for one in self._next[now]]
                self._changed[ends, now] = self.question(self._asks[now], answers)
            waiting.pop()
        return self._changed[ends, node]

    def asked(self, node: Node) -> set[int]:
        """The questions on which the end turns."""
        found, seen, waiting = set(), {node}, [node]
        while waiting:
            now = waiting.pop()
            if now > TRUE:
                found.add(self._asks[now])
                new = set(self._next[now]) - seen
                seen |= new
                waiting += new
        return found

    def _together(self, parts: Iterable[Node], none: Node, rule: Rule) -> Node:
        # What ends last is joined first: each part then stands above what is there already, and is walked alone.
        whole = none
        for part in sorted(set(parts), key=lambda one: (-self._last[one], one)):
            whole = self._join(rule, part, whole)
        return whole

    def _join(self, rule: Rule, one: Node, other: Node) -> Node:
        """Two diagrams as one, worked off a list: a case of many persons is deeper than calls may nest."""
        joined, waiting = self._joined, [(one, other)]
        while waiting:
            pair = waiting[-1]
            if (rule, *pair) in joined:
                waiting.pop()
                continue
            end = rule(*pair)
            if end is None:
                pairs = self._pairs(*pair)
                missing = [two for two in pairs if (rule, *two) not in joined]
                if missing:
                    waiting += missing
                    continue
                self._step()
                number = min(self._asks[pair[0]], self._asks[pair[1]])
                end = self.question(number, [joined[rule, *two] for two in pairs])
            joined[rule, *pair] = end
            waiting.pop()
        return joined[rule, one, other]

    def _pairs(self, one: Node, other: Node) -> list[tuple[Node, Node]]:
        """Where both go on by each answer to the question that comes first."""
        mine, theirs = self._asks[one], self._asks[other]
        if mine == theirs:
            return list(zip(self._next[one], self._next[other], strict=True))
        if mine < theirs:
            return [(node, other) for node in self._next[one]]
        return [(one, node) for node in self._next[other]]

    def _step(self) -> None:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise TooLargeError


Rule = Callable[[Node, Node], Node | None]  # how two nodes end together; None where it takes a question to tell


def _both(one: Node, other: Node) -> Node | None:
    if one in (other, FALSE) or other == TRUE:
        return one
    return other if one == TRUE or other == FALSE else None


def _either(one: Node, other: Node) -> Node | None:
    if one in (other, TRUE) or other == FALSE:
        return one
    return other if one == FALSE or other == TRUE else None


def _first(one: Node, other: Node) -> Node | None:
    if one == UNKNOWN:
        return other
    return one if one <= TRUE or one == other else None
