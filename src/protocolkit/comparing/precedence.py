"""Which of two moments comes first, whatever happens: as far as the moments themselves and their texts say it."""

from __future__ import annotations

from typing import assert_never

from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs
from protocolkit.model.people import flat
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Act

_DEEPEST = 8  # steps from one act to the next: texts have no longer chains, and circles end here


class Precedence:
    """What a text says of the order of moments: what starts its rules, and which of their acts make which events."""

    def __init__(self, protocol: Protocol) -> None:
        self.names = protocol.vocabulary
        self._rules = protocol.index
        self._makers: dict[str, list[Rule]] = {}

    def never_later(self, one: Moment, other: Moment, deep: int = 0) -> bool:
        """Whether `one` has come, no later, whenever `other` of this text has.

        An event that acts of the text make comes after what starts those acts.
        """
        if one == other:
            return True
        if deep > _DEEPEST:
            return False
        match other:
            case First(of=of):
                return all(self.never_later(one, each, deep + 1) for each in of)
            case Last(of=of) if any(self.never_later(one, each, deep + 1) for each in of):
                return True
            case Occurs() | Last() | Done() | Missed() | Lapse():
                pass
            case _:
                assert_never(other)
        match one:
            case First(of=of):
                return any(self.never_later(each, other, deep + 1) for each in of)
            case Last(of=of):
                return all(self.never_later(each, other, deep + 1) for each in of)
            case Occurs() | Done() | Missed() | Lapse():
                return self._before(one, other, deep)
            case _:
                assert_never(one)

    def _before(self, one: Moment, other: Moment, deep: int) -> bool:
        match other:
            case Occurs():
                return (isinstance(one, Occurs) and self._covers(one, other)) or self._made_after(one, other, deep)
            case Done(rule=rule) | Missed(rule=rule):
                begun = self._rules[rule].after if rule in self._rules else None
                return begun is not None and self.never_later(one, begun, deep + 1)
            case Lapse(after=after):
                return self.never_later(one, after, deep + 1)
            case First() | Last():
                return False  # their parts have been asked
            case _:
                assert_never(other)

    def _covers(self, one: Occurs, other: Occurs) -> bool:
        """Whether every occurrence of the other is one of this."""
        sides = ((one.by, other.by), (one.from_, other.from_), (one.to, other.to))
        narrower = all(not mine or (theirs and set(theirs) <= set(mine)) for mine, theirs in sides)
        return one.event in self.names.event_is(other.event) and narrower and set(one.where) <= set(other.where)

    def _made_after(self, one: Moment, other: Occurs, deep: int) -> bool:
        makers = self.makers(other.event)
        starts = [rule.after for rule in makers]
        return bool(starts) and all(s is not None and self.never_later(one, s, deep + 1) for s in starts)

    def makers(self, event: str) -> list[Rule]:
        """The duties of the text whose act makes an event."""
        if event not in self._makers:
            entry = self.names.events.get(event)
            acts = entry.when if entry else ()
            self._makers[event] = [
                rule
                for rule in self._rules.values()
                if rule.modality in DUTIES and not rule.during and any(self._makes(rule, act) for act in acts)
            ]
        return self._makers[event]

    def _makes(self, rule: Rule, act: Act) -> bool:
        by, told = flat(rule.by), flat(rule.to)
        return (
            any(self.names.act_is(one, act.do) for one in rule.acts)
            and (act.to is None or act.to in told)
            and (act.document is None or act.document in rule.documents)
            and (act.by is None or act.by in by)
        )
