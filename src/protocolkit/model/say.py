"""Every construct of a rule as a message, said once for whatever shows it; terms and dues say themselves.

Facts, events and rules keep their own names; a page that labels or links them finds them as `Name`s among the parts,
and a wording that suits labels, which are phrases, where the brief one does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, assert_never

from protocolkit.messages import (
    N_,
    Listed,
    Message,
    Month,
    Name,
    NameKind,
    Part,
    Worded,
    all_of,
    any_of,
    counted,
    digits,
    say,
)
from protocolkit.model import dues
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
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
    Value,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.dues import Due
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.model.rule import ClockRules, Permit
from protocolkit.model.terms import numbered


def condition(given: Condition) -> Part:
    """The condition as a reader would say it.

    >>> from protocolkit.languages.saying import said
    >>> said(condition(All((Is("victim.is_minor", (True,)), Not(Is("offender.role", ("pupil",)))))))
    'victim.is_minor is true and not (offender.role is pupil)'
    """
    match given:
        case Is(fact=fact, values=values):
            found = any_of(_value(fact, one) for one in values)
            return _told(say("{fact} is {values}", fact=Name("facts", fact), values=found))
        case HasAll(fact=fact, values=values):
            found = all_of(_value(fact, one) for one in values)
            return _told(say("{fact} has {values}", fact=Name("facts", fact), values=found))
        case Between(fact=fact, low=low, high=high):
            return _between(Name("facts", fact), low, high)
        case Known(fact=fact):
            name, known = Name("facts", fact), say("somebody has said it, whatever it is")
            return Worded(say("{fact} is known", fact=name), say("{fact}: {values}", fact=name, values=known))
        case Compared():
            return _compared(given)
        case Happened():
            return _happened(given)
        case Not(of=inner):
            test = condition(inner)
            return Worded(
                say("not ({condition})", condition=test),
                say("this does not hold: {condition}", condition=Listed((test,), apart=True)),
            )
        case All(of=of) | AnyOf(of=of):
            if not of:
                return say("always")
            return Listed(tuple(map(condition, of)), "and" if isinstance(given, All) else "or", apart=True)
        case _:
            assert_never(given)


def _told(brief: Message) -> Worded:
    """A fact with its values: `bullying is true`, but by a label, which is a phrase, `signs of bullying: yes`."""
    return Worded(brief, say("{fact}: {values}", **dict(brief.parts)))


def _value(fact: str, value: Value) -> Name:
    return Name("values", str(value).lower() if isinstance(value, bool) else str(value), of=fact)


def _between(fact: Name, low: float | None, high: float | None) -> Message:
    if low is None or high is None:
        if low is not None:
            return say("{fact} is at least {low}", fact=fact, low=digits(low))
        return say("{fact} is under {high}", fact=fact, high=digits(high or 0))
    return say("{fact} is at least {low} and under {high}", fact=fact, low=digits(low), high=digits(high))


def _compared(given: Compared) -> Worded:
    one, other = _operand(given.left), _operand(given.right)
    match given.how:
        case "over_half_of":
            brief, full = N_("{fact} is over half of {other}"), N_("{fact}: over half of {other}")
        case "same_as":
            brief, full = N_("{fact} is the same as {other}"), N_("{fact}: the same as {other}")
        case _:
            assert_never(given.how)
    return Worded(say(brief, fact=one, other=other), say(full, fact=one, other=other))


def _operand(given: Operand) -> Part:
    if isinstance(given, str):
        return Name("facts", given)
    words = N_("the year of this: {event}") if given.part == "year" else N_("the day of this: {event}")
    return say(words, event=Name("events", given.event))


def _happened(given: Happened) -> Worded:
    event = moment(given.moment)
    full: Message
    if given.times < 2:
        brief, full = say("{event} happened", event=event), say("this has happened: {moment}", moment=event)
    else:
        brief = counted("{event} happened {n} time", "{event} happened {n} times", given.times, event=event)
        full = counted(
            "this has happened at least {n} time: {moment}", "this has happened at least {n} times: {moment}",
            given.times, moment=event,
        )  # fmt: skip
    if given.within is not None and given.of is not None:
        length, start = given.within.said(), moment(given.of)
        full = say("{what}, at most {term} after this: {moment}", what=full, term=length, moment=start)
    return Worded(brief, full)


@lru_cache(maxsize=4096)  # said of every duty that it starts
def moment(given: Moment | Rhythm) -> Part:
    """The moment in words.

    >>> from protocolkit.languages.saying import said
    >>> said(moment(First((Occurs("report_received"), Occurs("fact_detected")))))
    'the first of report_received, fact_detected'
    """
    match given:
        case Occurs(event=event, by=by, from_=from_, to=to, where=where):
            words = _occurs(Name("events", event), by, to)
            if from_:
                words = say("{event} from {people}", event=words, people=any_of(Name("roles", one) for one in from_))
            if not where:
                return words
            fields = Listed(tuple(Name("written", f"{field}: {value}") for field, value in where))
            return Worded(words, say("{event} ({fields})", event=words, fields=fields))
        case First(of=of):
            each = Listed(tuple(map(moment, of)), apart=True)
            return Worded(
                say("the first of {moments}", moments=each), say("the first of these: {moments}", moments=each)
            )
        case Last(of=of):
            each = Listed(tuple(map(moment, of)), apart=True)
            full = say("when all of these have come: {moments}", moments=each)
            return Worded(say("the last of {moments}", moments=each), full)
        case Done(rule=rule, to=to):
            full = say("when this is done: {rule}", rule=_towards(Name("rules", rule), to))
            return Worded(say("{rule} done", rule=Name("rules", rule)), full)
        case Missed(rule=rule, to=to):
            full = say("when the limit of this has passed: {rule}", rule=_towards(Name("rules", rule), to))
            return Worded(say("{rule} missed", rule=Name("rules", rule)), full)
        case Lapse(term=length, after=after, without=without):
            start, other = moment(after), moment(without)
            return Worded(
                say("a time after {start} without {event}", start=start, event=other),
                say(
                    "when {term} have passed after this: {moment} — without this: {other}",
                    term=length.said(), moment=start, other=other,
                ),
            )  # fmt: skip
        case Rhythm():
            return rhythm(given)
        case _:
            assert_never(given)


def _occurs(event: Name, by: tuple[str, ...], to: tuple[str, ...]) -> Part:
    people, told = (any_of(Name("roles", role) for role in roles) for roles in (by, to))
    if by and to:
        return say("{event} by {people} to {told}", event=event, people=people, told=told)
    if by:
        return say("{event} by {people}", event=event, people=people)
    return say("{event} to {told}", event=event, told=told) if to else event


def _towards(rule: Name, to: str | None) -> Part:
    if to is None:
        return rule
    same = say("{rule} (to the same recipient)", rule=rule)
    return same if to == SAME else say("{rule} (to {people})", rule=rule, people=Name("roles", to))


def rhythm(given: Rhythm, agenda: Part = None) -> Part:
    """How often, in words; `agenda` is what its agenda is called.

    >>> from protocolkit.languages.saying import said
    >>> said(rhythm(Rhythm("month_of_year", months=(6, 12))))
    'every june and december'
    """
    if given.agenda is not None:
        name = agenda or Name("agendas", given.agenda)
        return Worded(say("every {agenda}", agenda=name), say("each time this is scheduled: {agenda}", agenda=name))
    if given.months:
        return say("every {months}", months=all_of(map(Month, given.months)))
    return {
        "day": say("every day"),
        "week": say("every week"),
        "month": say("every month"),
        "quarter": say("every quarter"),
        "year": say("every year"),
        "school_year": say("every school year"),
        "school_term": say("every school term"),
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


def people(given: People) -> Part:
    """Who owes it, or to whom.

    >>> from protocolkit.languages.saying import said
    >>> said(people(Choice("any", (Office("head"), Related("victim", "legal_representative")))))
    'head or victim.legal_representative'
    """
    match given:
        case Office(role=role):
            return Name("roles", role)
        case Person(party=party):
            return Name("roles", party)
        case Related(party=party, role=role, every=every):
            name = Name("roles", f"{party}.{role}")
            return say("every {person}", person=name) if every else name
        case Unstated(role=role):
            name = Name("roles", role)
            return Worded(say("{role} (unstated)", role=name), say("{role} (the text does not say who)", role=name))
        case Actor(allowed=allowed):
            named = Listed(tuple(Name("roles", role) for role in allowed), apart=True)
            return Worded(
                say("whoever acted, of {people}", people=named),
                say("whoever acted, if one of these: {people}", people=Listed(named.items, "; ", apart=True)),
            )
        case Whoever(did=step):
            return say("whoever did {rule}", rule=Name("rules", step.rule))
        case Choice():
            return _choice(given)
        case _:
            assert_never(given)


def _choice(given: Choice) -> Part:
    mode = {"each": "each", "any": "or", "all": "and"}[given.mode]
    words: Part = Listed(tuple(map(people, given.of)), mode, apart=True)
    if given.except_:
        words = say("{people}, except {others}", people=words, others=Listed(tuple(map(people, given.except_))))
    if given.else_:
        others = Listed(tuple(map(people, given.else_)))
        words = Worded(
            say("{people}, else {others}", people=words, others=others),
            say("{people} — if accused or absent: {others}", people=words, others=others),
        )
    return words


def amount(given: Amounts) -> Part:
    """How much, in the units of the text.

    >>> from protocolkit.languages.saying import said
    >>> said(amount(Amount(50, 100, "minimum_wage")))
    '50 to 100 minimum_wage'
    """
    match given:
        case Amount(low=low, high=high, unit=unit):
            return span(low, high, unit, Name("units", unit))
        case AmountUnstated():
            return Worded(say("unstated"), say("other law sets the amount"))
        case AmountAny(options=options):
            return Listed(tuple(map(amount, options)), "or", apart=True)
        case AmountCases(if_=test, then=then, else_=otherwise):
            return say(
                "if {condition}: {due}; else: {other}",
                condition=condition(test), due=amount(then), other=amount(otherwise),
            )  # fmt: skip
        case _:
            assert_never(given)


def span(low: int | None, high: int | None, unit: str, called: Part) -> Message:
    """From so many units to so many; `called` is what the unit is called where it is no length of time."""
    if low is None:
        return say("at most {amount}", amount=units(high, unit, called))
    if high is None:
        return say("at least {amount}", amount=units(low, unit, called))
    most = units(high, unit, called)
    return most if low == high else say("{n} to {term}", n=low, term=most)


def units(n: int | str | None, unit: str, called: Part) -> Message:
    """A number of units: hours and the like counted by grammar, others by what they are called."""
    if isinstance(n, int) and (length := unit.removesuffix("s")) in ("hour", "day", "week", "month", "year"):
        return numbered(n, length).said()
    return say("{n} {unit}", n=n, unit=called)


def clock(given: ClockRules) -> Iterator[Part]:
    """Each change of a duty's clock that its text allows."""
    for permit, words in (
        (given.extend, say("it may be extended")),
        (given.suspend, say("it may be suspended")),
        (given.waive, say("it may be waived")),
    ):
        if permit is not None:
            yield Listed((words, *_permit(permit)))
    if given.hold is not None:
        yield say("it stands still from this on: {moment}", moment=moment(given.hold))
    if given.resume is not None:
        yield say("it runs again from this on: {moment}", moment=moment(given.resume))


def _permit(permit: Permit) -> Iterator[Part]:
    if permit.by:
        yield say("by {people}", people=any_of(Name("roles", role) for role in permit.by))
    if permit.at_most is not None:
        yield say("at most {term}", term=permit.at_most.said())
    if permit.times is not None:
        yield counted("at most {n} time", "at most {n} times", permit.times)
    if permit.reasons:
        yield say("with reasons on record")


def names(kind: NameKind, several: Iterable[str], mode: str = "") -> Listed:
    """Names a line each; `any`, `all` or `each` of them where the rule says so."""
    joined = {"any": "or", "all": "and", "each": "each"}.get(mode, "; ")
    return Listed(tuple(Name(kind, one) for one in several), joined, apart=True)


def flow(value: Any) -> str:
    """A value as flow YAML spells it.

    >>> flow({"any": ["a", True]})
    '{any: [a, true]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
