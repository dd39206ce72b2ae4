"""In what two rules about one thing differ, and which of them is the stricter in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from protocolkit.comparing.alignment import Unit
from protocolkit.comparing.due_order import DueOrder, Found
from protocolkit.comparing.implication import Assignment, implied
from protocolkit.comparing.more_of import Stricter, fewer, more, narrower, superset
from protocolkit.comparing.precedence import Precedence
from protocolkit.languages.civil_days import WEEKDAYS
from protocolkit.messages import Listed, Message, Name, NameKind, Part, all_of, in_context, say
from protocolkit.model import say as in_words
from protocolkit.model.moments import Moment, Rhythm
from protocolkit.model.people import flat
from protocolkit.model.rule import DUTIES, Modality, Rule
from protocolkit.model.vocabulary import Vocabulary

What = Literal[
    "modality", "start", "condition", "due", "until", "bearer", "recipients", "channels", "content", "clock", "amount",
]  # fmt: skip

_BINDS: dict[Modality, int] = {"obligation": 3, "recommendation": 2, "permission": 1, "right": 1, "power": 1}
_SIDES = {"a": "A", "b": "B"}


class Difference(msgspec.Struct, frozen=True):
    """One difference. `facts` and `at` are those of a case that shows it: for A the stricter, then for B."""

    what: What
    stricter: Stricter
    message: Message
    facts: tuple[Assignment | None, Assignment | None] = (None, None)
    at: tuple[datetime | None, datetime | None] = (None, None)


class Strictness:
    """Holds pairs of rules against each other: the calendars, the orders of moments and the names of both sides."""

    def __init__(self, dues: DueOrder, a: Precedence, b: Precedence, names: Vocabulary) -> None:
        self._dues, self._orders, self._names = dues, (a, b), names

    def differences(self, a: Unit, b: Unit) -> tuple[Difference, ...]:
        """Everything in which two units differ, what binds first."""
        one, other = a.rule, b.rule
        found = [
            self._modality(one, other), self._start(one, other), self._condition(a, b), self._due(one, other),
            self._until(one, other), _bearer(one, other), self._recipients(a, b), *self._channels(one, other),
            *_contents(one, other), _clock(one, other), _amount(one, other),
        ]  # fmt: skip
        return tuple(each for each in found if each is not None)

    # -- whether, when, in which cases

    def _modality(self, a: Rule, b: Rule) -> Difference | None:
        if a.modality == b.modality:
            return None
        message = say(
            "how it binds — A: {a}; B: {b}", a=_name("modalities", a.modality), b=_name("modalities", b.modality)
        )
        if "prohibition" in (a.modality, b.modality):
            return Difference("modality", "a" if a.modality == "prohibition" else "b", message)
        ranks = _BINDS.get(a.modality, 0), _BINDS.get(b.modality, 0)
        return Difference("modality", more(*ranks) if ranks[0] != ranks[1] else "neither", message)

    def _start(self, a: Rule, b: Rule) -> Difference | None:
        begins = _begins(a), _begins(b)
        if begins[0] == begins[1]:
            return None
        told = {"a": _started(a), "b": _started(b)}
        earlier = self._begins_first(*begins)
        if earlier in _SIDES:
            message = say("begins earlier in {side} — A: {a}; B: {b}", side=_SIDES[earlier], **told)
        else:
            message = say("begins otherwise — A: {a}; B: {b}", **told)
        return Difference("start", earlier, message)

    def _begins_first(self, a: Moment | Rhythm | None, b: Moment | Rhythm | None) -> Stricter:
        if isinstance(a, Rhythm) or isinstance(b, Rhythm):
            return "unclear"
        if a is None or b is None:
            return "a" if a is None else "b"  # what stands at all times needs nothing to begin
        first, second = self._orders[1].never_later(a, b), self._orders[0].never_later(b, a)
        if first and second:
            return "neither"
        return "a" if first else "b" if second else "unclear"

    def _condition(self, a: Unit, b: Unit) -> Difference | None:
        ways = implied(a.rule.if_, b.rule.if_, self._names)
        told = {"a": in_words.condition(a.rule.if_), "b": in_words.condition(b.rule.if_)}
        if not ways.decided:
            message = say("too many facts decide it to say which applies more often — A: {a}; B: {b}", **told)
            return Difference("condition", "unclear", message)
        facts = (ways.only_one, ways.only_other)
        if ways.only_one is not None and ways.only_other is not None:
            return Difference("condition", "unclear", say("applies in other cases — A: {a}; B: {b}", **told), facts)
        if ways.only_one is None and ways.only_other is None:
            return None
        more: Stricter = "a" if ways.only_one is not None else "b"
        message = say("applies in more cases in {side} — A: {a}; B: {b}", side=_SIDES[more], **told)
        return Difference("condition", more, message, facts)

    def _due(self, a: Rule, b: Rule) -> Difference | None:
        if (a.modality not in DUTIES and b.modality not in DUTIES) or a.during or b.during:
            return None
        if a.due == b.due and a.time == b.time and self._dues.same_days:
            return None
        found = self._dues.compare(a.due, b.due, a.time, b.time)
        told = {"a": _due_said(a), "b": _due_said(b)}
        if not found.last:
            if a.due == b.due:
                return None
            message = say("which ends earlier cannot be said before dates are set — A: {a}; B: {b}", **told)
            return Difference("due", "unclear", message)
        earlier = found.earlier
        if not earlier:
            return None
        shown = (found.last.get("a", found.last.get("both")), found.last.get("b", found.last.get("both")))
        if len(earlier) == 1:
            side: Literal["a", "b"] = "a" if "a" in earlier else "b"
            return Difference("due", side, _ends_earlier(side, found, told), at=shown)
        if "a" in found.last and "b" in found.last:
            message = say(
                "which ends earlier depends on the day: A when begun on {days_a}, B when begun on {days_b}; "
                "A: {a}; B: {b}",
                days_a=_weekdays(found.weekdays["a"]), days_b=_weekdays(found.weekdays["b"]), **told,
            )  # fmt: skip
        else:
            message = say("one aims earlier, the other sets the earlier limit — A: {a}; B: {b}", **told)
        return Difference("due", "unclear", message, at=shown)

    def _until(self, a: Rule, b: Rule) -> Difference | None:
        if a.until == b.until:
            return None
        told = {"a": _moment(a.until), "b": _moment(b.until)}
        longer: Stricter = "unclear" if a.until and b.until else "a" if a.until is None else "b"
        return Difference("until", longer, say("ceases otherwise — A: {a}; B: {b}", **told))

    # -- to whom, how, with what

    def _recipients(self, a: Unit, b: Unit) -> Difference | None:
        one, other = a.asked.recipients, b.asked.recipients
        if one == other:
            return None
        told = {"a": _people(one), "b": _people(other)}
        return Difference("recipients", narrower(one, other), say("to whom — A: {a}; B: {b}", **told))

    def _channels(self, a: Rule, b: Rule) -> Iterator[Difference]:
        one, other = a.via, b.via
        if one.only != other.only:
            told = {"a": _names("channels", one.only), "b": _names("channels", other.only)}
            side = fewer(set(one.only), set(other.only))
            yield Difference("channels", side, say("only in these ways — A: {a}; B: {b}", **told))
        if one.never != other.never and (set(one.never) != set(other.never)):
            told = {"a": _names("channels", one.never), "b": _names("channels", other.never)}
            message = say("never in these ways — A: {a}; B: {b}", **told)
            yield Difference("channels", superset(set(one.never), set(other.never)), message)
        if set(one.any) != set(other.any):
            told = {"a": _names("channels", one.any), "b": _names("channels", other.any)}
            yield Difference("channels", "neither", say("in any of these ways — A: {a}; B: {b}", **told))


def _bearer(a: Rule, b: Rule) -> Difference | None:
    one, other = flat(a.by), flat(b.by)
    if set(one) == set(other):
        return None
    return Difference("bearer", "neither", say("by whom — A: {a}; B: {b}", a=_roles(one), b=_roles(other)))


def _contents(a: Rule, b: Rule) -> Iterator[Difference]:
    one, other = set(a.content), set(b.content)
    if one != other:
        told = {"a": _names("contents", a.content), "b": _names("contents", b.content)}
        yield Difference("content", superset(one, other), say("must hold — A: {a}; B: {b}", **told))
    one, other = set(a.content_never), set(b.content_never)
    if one != other:
        told = {"a": _names("contents", a.content_never), "b": _names("contents", b.content_never)}
        yield Difference("content", superset(one, other), say("must not hold — A: {a}; B: {b}", **told))


def _clock(a: Rule, b: Rule) -> Difference | None:
    if a.clock == b.clock:
        return None
    told = {"a": _permits(a), "b": _permits(b)}
    free = _permitted(a), _permitted(b)
    stricter: Stricter = "unclear" if free[0] and free[1] else "a" if free[1] else "b"
    return Difference("clock", stricter, say("what people may do to its time — A: {a}; B: {b}", **told))


def _amount(a: Rule, b: Rule) -> Difference | None:
    if a.amount == b.amount:
        return None
    told = {"a": _amount_said(a), "b": _amount_said(b)}
    return Difference("amount", "unclear", say("another amount — A: {a}; B: {b}", **told))


# -- words


def _begins(rule: Rule) -> Moment | Rhythm | None:
    return rule.after if rule.after is not None else rule.every


def _started(rule: Rule) -> Part:
    begins = _begins(rule)
    return in_words.moment(begins) if begins is not None else in_context("a beginning", "at all times")


def _moment(moment: Moment | None) -> Part:
    return in_words.moment(moment) if moment is not None else in_context("an end", "no end")


def _due_said(rule: Rule) -> Part:
    return in_words.due(rule.due) if rule.due is not None else say("no time")


def _ends_earlier(side: Literal["a", "b"], found: Found, told: dict[str, Part]) -> Message:
    if "same" not in found.last:
        return say("ends earlier in {side} — A: {a}; B: {b}", side=_SIDES[side], **told)
    days = _weekdays(found.weekdays.get(side, ()))
    return say(
        "never ends later in {side}, and earlier when begun on {days} — A: {a}; B: {b}",
        side=_SIDES[side], days=days, **told,
    )  # fmt: skip


def _weekdays(days: Iterable[int]) -> Part:
    return Listed(tuple(_weekday(one) for one in days))


def _weekday(number: int) -> Message:
    return {
        "monday": say("Monday"), "tuesday": say("Tuesday"), "wednesday": say("Wednesday"),
        "thursday": say("Thursday"), "friday": say("Friday"), "saturday": say("Saturday"), "sunday": say("Sunday"),
    }[WEEKDAYS[number]]  # fmt: skip


def _name(kind: NameKind, name: str) -> Name:
    return Name(kind, name)


def _names(kind: NameKind, names: Iterable[str]) -> Part:
    found = tuple(Name(kind, one) for one in names)
    return Listed(found) if found else in_context("of a list", "nothing said")


def _roles(roles: Iterable[str]) -> Part:
    return _names("roles", roles)


def _people(recipients: tuple[str, ...]) -> Part:
    mode, *roles = recipients
    named = [Name("roles", one) for one in roles]
    if not named:
        return in_context("of a list", "nobody named")
    return Listed(tuple(named), "or") if mode == "any" else all_of(named)


def _permits(rule: Rule) -> Part:
    found = tuple(in_words.clock(rule.clock))
    return Listed(found, "; ") if found else in_context("of a list", "nothing said")


def _permitted(rule: Rule) -> bool:
    clock = rule.clock
    return any(one is not None for one in (clock.extend, clock.waive, clock.suspend, clock.hold))


def _amount_said(rule: Rule) -> Part:
    return in_words.amount(rule.amount) if rule.amount is not None else in_context("of a list", "nothing said")
