"""Conditions, moments, rhythms and dues of a rule as messages, said once for all pages; a term says itself.

Facts, events and rules keep their own names; a page that labels or links them finds them as `Name`s among the parts.
"""

from __future__ import annotations

from typing import assert_never

from protocolkit.messages import Listed, Message, Month, Name, Part, all_of, any_of, counted, say
from protocolkit.model import dues
from protocolkit.model.conditions import All, Between, Condition, Happened, HasAll, Is, Known, Not, Value
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.dues import Due
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm


def condition(given: Condition) -> Part:
    """The condition as a reader would say it.

    >>> from protocolkit.languages.saying import said
    >>> said(condition(All((Is("victim.is_minor", (True,)), Not(Is("offender.role", ("pupil",)))))))
    'victim.is_minor is true and not (offender.role is pupil)'
    """
    match given:
        case Is(fact=fact, values=values):
            return say("{fact} is {values}", fact=Name("facts", fact), values=any_of(map(_plain, values)))
        case Between(fact=fact, low=low, high=high):
            return _between(Name("facts", fact), low, high)
        case HasAll(fact=fact, values=values):
            return say("{fact} has {values}", fact=Name("facts", fact), values=all_of(map(_plain, values)))
        case Known(fact=fact):
            return say("{fact} is known", fact=Name("facts", fact))
        case Happened(moment=what, times=times):
            if times < 2:
                return say("{event} happened", event=moment(what))
            return counted("{event} happened {n} time", "{event} happened {n} times", times, event=moment(what))
        case Not(of=inner):
            return say("not ({condition})", condition=condition(inner))
        case All(of=of) | AnyOf(of=of):
            if not of:
                return say("always")
            return (all_of if isinstance(given, All) else any_of)(map(_bracketed, of))
        case _:
            assert_never(given)


def _bracketed(given: Condition) -> Part:
    joined = isinstance(given, AnyOf | All) and len(given.of) > 1
    return Listed(("(", condition(given), ")"), "") if joined else condition(given)


def _between(fact: Name, low: float | None, high: float | None) -> Message:
    if low is None or high is None:
        if low is not None:
            return say("{fact} is at least {low}", fact=fact, low=f"{low:g}")
        return say("{fact} is under {high}", fact=fact, high=f"{high or 0:g}")
    return say("{fact} is at least {low} and under {high}", fact=fact, low=f"{low:g}", high=f"{high:g}")


def _plain(value: Value) -> Name:
    return Name("values", str(value).lower() if isinstance(value, bool) else str(value))


def moment(given: Moment) -> Part:
    """The moment in words.

    >>> from protocolkit.languages.saying import said
    >>> said(moment(First((Occurs("report_received"), Occurs("fact_detected")))))
    'the first of report_received, fact_detected'
    """
    match given:
        case Occurs(event=event, by=by, to=to):
            return _occurs(Name("events", event), by, to)
        case First(of=of):
            return say("the first of {moments}", moments=Listed(tuple(map(moment, of))))
        case Last(of=of):
            return say("the last of {moments}", moments=Listed(tuple(map(moment, of))))
        case Done(rule=rule):
            return say("{rule} done", rule=Name("rules", rule))
        case Missed(rule=rule):
            return say("{rule} missed", rule=Name("rules", rule))
        case Lapse(after=after, without=without):
            return say("a time after {start} without {event}", start=moment(after), event=moment(without))
        case _:
            assert_never(given)


def _occurs(event: Name, by: tuple[str, ...], to: tuple[str, ...]) -> Part:
    people, told = (any_of(Name("roles", role) for role in roles) for roles in (by, to))
    if by and to:
        return say("{event} by {people} to {told}", event=event, people=people, told=told)
    if by:
        return say("{event} by {people}", event=event, people=people)
    return say("{event} to {told}", event=event, told=told) if to else event


def rhythm(given: Rhythm, agenda: Part = None) -> Message:
    """How often, in words; `agenda` is what its agenda is called.

    >>> from protocolkit.languages.saying import said
    >>> said(rhythm(Rhythm("month_of_year", months=(6, 12))))
    'every june and december'
    """
    if given.agenda is not None:
        return say("every {agenda}", agenda=agenda or Name("agendas", given.agenda))
    if given.months:
        return say("every {months}", months=all_of(map(Month, given.months)))
    return {
        "day": say("every day"),
        "week": say("every week"),
        "month": say("every month"),
        "quarter": say("every quarter"),
        "year": say("every year"),
        "school_year": say("every school year"),
    }[given.period]


def due(given: Due) -> Part:
    """The due in words.

    >>> from protocolkit.languages.saying import said
    >>> from protocolkit.model.dues import DueParts
    >>> from protocolkit.model.terms import numbered
    >>> said(due(DueParts(immediately=True, limit=numbered(24, "hour"))))
    'immediately, at most 24 hours'
    >>> said(due(DueParts(aim=numbered(1, "working_day"), limit=numbered(2, "working_day"))))
    '1 to 2 working days'
    """
    return dues.said(given, condition)
