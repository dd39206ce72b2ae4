"""Conditions, moments and due times of rules, in the language being spoken. Facts and events keep their own names."""

from __future__ import annotations

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.languages.civil_days import told_month, told_of_any_year
from protocolkit.languages.enumerating import all_of, any_of
from protocolkit.model.conditions import All, Between, Condition, Happened, HasAll, Is, Known, Not, Value
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.terms import (
    ByDate,
    Due,
    DueCases,
    DueDecided,
    DueEarliest,
    DueLatest,
    DueNone,
    DueParts,
    NextAgenda,
    SameDay,
    SamePeriod,
    Term,
    When,
)


def condition(given: Condition) -> str:
    """The condition as a reader would say it.

    >>> condition(All((Is("victim.is_minor", (True,)), Not(Is("offender.role", ("pupil",))))))
    'victim.is_minor is true and not (offender.role is pupil)'
    """
    match given:
        case Is(fact=fact, values=values):
            return _("{fact} is {values}").format(fact=fact, values=any_of(map(_plain, values)))
        case Between(fact=fact, low=low, high=high):
            return _between(fact, low, high)
        case HasAll(fact=fact, values=values):
            return _("{fact} has {values}").format(fact=fact, values=all_of(map(_plain, values)))
        case Known(fact=fact):
            return _("{fact} is known").format(fact=fact)
        case Happened(moment=what, times=times):
            if times < 2:
                return _("{event} happened").format(event=moment(what))
            many = ngettext("{event} happened {n} time", "{event} happened {n} times", times)
            return many.format(event=moment(what), n=times)
        case Not(of=inner):
            return _("not ({condition})").format(condition=condition(inner))
        case All(of=of) | AnyOf(of=of):
            said = [f"({condition(c)})" if isinstance(c, AnyOf | All) and len(c.of) > 1 else condition(c) for c in of]
            return (all_of(said) if isinstance(given, All) else any_of(said)) or _("always")


def _between(fact: str, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        words = _("{fact} is at least {low}") if low is not None else _("{fact} is under {high}")
    else:
        words = _("{fact} is at least {low} and under {high}")
    return words.format(fact=fact, low=f"{low or 0:g}", high=f"{high or 0:g}")


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def moment(given: Moment) -> str:
    """The moment in words.

    >>> moment(First((Occurs("report_received"), Occurs("fact_detected"))))
    'the first of report_received, fact_detected'
    """
    match given:
        case Occurs(event=event, by=by, to=to):
            return _occurs(event, any_of(by), any_of(to)) if by or to else event
        case First(of=of):
            return _("the first of {moments}").format(moments=", ".join(map(moment, of)))
        case Last(of=of):
            return _("the last of {moments}").format(moments=", ".join(map(moment, of)))
        case Done(rule=rule):
            return _("{rule} done").format(rule=rule)
        case Missed(rule=rule):
            return _("{rule} missed").format(rule=rule)
        case Lapse(after=after, without=without):
            words = _("a time after {start} without {event}")
            return words.format(start=moment(after), event=moment(without))


def _occurs(event: str, people: str, told: str) -> str:
    if not people:
        return _("{event} to {told}").format(event=event, told=told)
    words = _("{event} by {people} to {told}") if told else _("{event} by {people}")
    return words.format(event=event, people=people, told=told)


def rhythm(given: Rhythm, agenda: str = "") -> str:
    """How often, in words; `agenda` is what its agenda is called.

    >>> rhythm(Rhythm("month_of_year", months=(6, 12)))
    'every june and december'
    """
    if given.agenda is not None:
        return _("every {agenda}").format(agenda=agenda or given.agenda)
    if given.months:
        return _("every {months}").format(months=all_of(map(told_month, given.months)))
    return {
        "day": _("every day"),
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "year": _("every year"),
        "school_year": _("every school year"),
    }[given.period]


def due(given: Due) -> str:
    """The due in words.

    >>> due(DueParts(immediately=True, limit=Term(24, "hour")))
    'immediately, at most 24 hours'
    >>> due(DueParts(aim=Term(1, "working_day"), limit=Term(2, "working_day")))
    '1 to 2 working days'
    """
    match given:
        case DueNone():
            return pgettext("a due time", "none")
        case DueDecided():
            return pgettext("a due time", "decided")
        case DueParts():
            return ", ".join(_parts(given))
        case DueCases(if_=if_, then=then, else_=otherwise):
            words = _("if {condition}: {due}; else: {other}")
            return words.format(condition=condition(if_), due=due(then), other=due(otherwise))  # type: ignore[arg-type]
        case DueEarliest(options=options):
            return _("the earliest of: {terms}").format(terms="; ".join(map(due, options)))
        case DueLatest(options=options):
            return _("the latest of: {terms}").format(terms="; ".join(map(due, options)))


def _parts(given: DueParts) -> list[str]:
    said = [_("immediately")] if given.immediately else []
    if given.not_before is not None:
        said.append(_("not before {term}").format(term=term(given.not_before)))
    aim, limit = given.aim, given.limit
    if isinstance(aim, Term) and isinstance(limit, Term) and aim.unit == limit.unit:
        return [*said, _("{n} to {term}").format(n=aim.n, term=term(limit))]
    if aim is not None:
        said.append(_("aim {term}").format(term=term(aim)))
    if limit is not None:
        said.append(_("at most {term}").format(term=term(limit)) if said else term(limit))
    return said


def term(given: When) -> str:
    """One term in words."""
    match given:
        case Term(n=n, unit=unit):
            return _counted(n, unit)
        case SameDay():
            return _("the same day")
        case SamePeriod(period=period):
            return {
                "month": _("the same month"),
                "quarter": _("the same quarter"),
                "year": _("the same year"),
                "school_year": _("the same school year"),
            }[period]
        case NextAgenda(name=name):
            return _("next {agenda}").format(agenda=name)
        case ByDate(day=day, month=month):
            return _("by {date}").format(date=told_of_any_year(day, month))


def _counted(n: int, unit: str) -> str:
    match unit:
        case "hour":
            words = ngettext("{n} hour", "{n} hours", n)
        case "day":
            words = ngettext("{n} day", "{n} days", n)
        case "week":
            words = ngettext("{n} week", "{n} weeks", n)
        case "month":
            words = ngettext("{n} month", "{n} months", n)
        case "year":
            words = ngettext("{n} year", "{n} years", n)
        case "working_day":
            words = ngettext("{n} working day", "{n} working days", n)
        case "business_day":
            words = ngettext("{n} business day", "{n} business days", n)
        case "school_day":
            words = ngettext("{n} school day", "{n} school days", n)
        case _:
            words = ngettext("{n} {kind}", "{n} {kind}s", n)
    return words.format(n=n, kind=unit.replace("_", " "))
