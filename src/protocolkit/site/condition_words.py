"""Conditions and amounts in words."""

from __future__ import annotations

from typing import Any

from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, AmountUnstated
from protocolkit.model.conditions import All, Between, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.showing.html_parts import code, listed, paragraph, span
from protocolkit.showing.markup import Child, Markup, between, fragment
from protocolkit.site.moment_words import moment
from protocolkit.site.voice import Voice, filled, spaced


def condition(test: Any, say: Voice) -> Child:
    """A condition: its single tests, and lists under a word on how many of them must hold."""
    match test:
        case All(of=(only,)) | AnyOf(of=(only,)):
            return condition(only, say)
        case All(of=()):
            return _("always")
        case All(of=of):
            return [paragraph("dim", _("all of this holds:")), listed([condition(one, say) for one in of], "several")]
        case AnyOf(of=of):
            return [paragraph("dim", _("at least one of these:")), listed([condition(o, say) for o in of], "several")]
        case Not(of=inner):
            return [paragraph("dim", _("this does not hold:")), listed([condition(inner, say)], "several")]
        case Happened():
            return _happened(test, say)
        case _:
            return _fact(test, say)


def _fact(test: Is | Between | HasAll | Known, say: Voice) -> Markup:
    fact = say.fact(test.fact)
    match test:
        case Is(values=values):
            said = between(_(" or "), [say.value(test.fact, value) for value in values])
        case HasAll(values=values):
            said = filled(_("all of {values}"), values=between(", ", [say.value(test.fact, v) for v in values]))
        case Between(low=low, high=high):
            said = fragment(_range(low, high))
        case Known():
            said = fragment(_("somebody has said it, whatever it is"))
    return fragment(filled(_("{fact}: {value}"), fact=fact, value=span("value", said)), " ", code(test.fact))


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return _("at least {low} and under {high}").format(low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        return _("at least {low}").format(low=f"{low:g}")
    return _("under {high}").format(high=f"{high or 0:g}")


def _happened(test: Happened, say: Voice) -> Child:
    words = filled(_("this has happened: {moment}"), moment=moment(test.moment, say))
    if test.times > 1:
        words = filled(_("{what}, at least {n} times"), what=words, n=str(test.times))
    if test.within is not None and test.of is not None:
        after = _("{what}, at most {term} after this: {moment}")
        words = filled(after, what=words, term=said(test.within.said()), moment=moment(test.of, say))
    return words


def amount(given: Any, say: Voice) -> Child:
    """What a sanction engages, in the unit of its text."""
    match given:
        case AmountUnstated():
            return _("other law sets the amount")
        case AmountAny(options=options):
            return [
                paragraph("dim", _("one of these is imposed:")),
                listed([amount(o, say) for o in options], "several"),
            ]
        case AmountCases(if_=test, then=then, else_=otherwise):
            return listed([
                [filled(_("in this case: {condition}"), condition=condition(test, say)), " → ", amount(then, say)],
                [_("otherwise"), " → ", amount(otherwise, say)],
            ], "several")  # fmt: skip
        case Amount():
            return fragment(_number(given), " ", spaced(given.unit))
        case _:
            return str(given)


def _number(given: Amount) -> str:
    if given.low is not None and given.low == given.high:
        return str(given.low)
    if given.low is not None and given.high is not None:
        return _("from {low} to {high}").format(low=given.low, high=given.high)
    if given.low is not None:
        return _("at least {low}").format(low=given.low)
    return _("at most {high}").format(high=given.high)
