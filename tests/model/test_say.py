"""Every construct of a rule is said: briefly by its names, and in full where names stand by their labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from protocolkit.languages.saying import said
from protocolkit.messages import Listed, Message, Name, Part, Worded
from protocolkit.model import conditions, moments, say
from protocolkit.model.amounts import Amount, Amounts
from protocolkit.model.conditions import All, Happened, HasAll, Is, Known, Not
from protocolkit.model.dues import Due
from protocolkit.model.moments import SAME, Done, First, Lapse, Missed, Occurs
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated
from protocolkit.model.rule import ClockRules, Permit
from protocolkit.model.terms import numbered
from protocolkit.model.walk import walk
from whole_rule import whole

SAYERS: tuple[tuple[Any, Callable[[Any], Part]], ...] = (
    (conditions.Condition, say.condition),
    (moments.Moment, say.moment),
    (Due, say.due),
    (Amounts, say.amount),
    (People, say.people),
)


def full(part: Part) -> str:
    """The part in the words of a page, without its links and labels."""
    match part:
        case Worded(full=other):
            return full(other)
        case Message(parts=parts):
            inner = tuple((name, value if isinstance(value, int) else full(value)) for name, value in parts)
            return said(Message(part.template, inner, part.many, part.context))
        case Listed(items=items, joined=joined):
            return said(Listed(tuple(map(full, items)), joined))
        case _:
            return said(part)


@pytest.mark.parametrize(("union", "sayer"), SAYERS)
@pytest.mark.parametrize("language", ["en", "kk"])
def test_every_construct_has_words(union: Any, sayer: Callable[[Any], Part], language: str) -> None:
    found = [node for _, node in walk(whole()) if isinstance(node, get_args(union))]
    assert {type(node) for node in found} == set(get_args(union))
    for node in found:
        words = said(sayer(node), language)
        assert words
        assert "{" not in words


@pytest.mark.parametrize(("given", "brief", "whole"), [
    (Is("v.ill", (True,)), "v.ill is true", "v.ill: true"),
    (HasAll("i.forms", ("a", "b")), "i.forms has a and b", "i.forms: a and b"),
    (Known("v.age"), "v.age is known", "v.age: somebody has said it, whatever it is"),
    (Not(Is("v.ill", (True,))), "not (v.ill is true)", "this does not hold: v.ill: true"),
    (Happened(Occurs("x"), times=2), "x happened 2 times", "this has happened at least 2 times: x"),
    (Happened(Occurs("x"), numbered(2, "week"), Occurs("y")), "x happened",
     "this has happened: x, at most 2 weeks after this: y"),
    (All((Is("a", (1,)), conditions.Any((Is("b", (2,)), Is("c", (3,)))))), "a is 1 and (b is 2 or c is 3)",
     "a: 1 and b: 2 or c: 3"),
])  # fmt: skip
def test_conditions(given: conditions.Condition, brief: str, whole: str) -> None:
    assert (said(say.condition(given)), full(say.condition(given))) == (brief, whole)


@pytest.mark.parametrize(("given", "brief", "whole"), [
    (Occurs("x", by=("a", "b"), to=("c",)), "x by a or b to c", "x by a or b to c"),
    (Occurs("x", where=(("kind", "oral"),)), "x", "x (kind: oral)"),
    (First((Occurs("x"), Occurs("y"))), "the first of x, y", "the first of these: x, y"),
    (Done("a#b", to=SAME), "a#b done", "when this is done: a#b (to the same recipient)"),
    (Missed("a#b", to="police"), "a#b missed", "when the limit of this has passed: a#b (to police)"),
    (Lapse(numbered(3, "day"), Occurs("x"), Occurs("y")), "a time after x without y",
     "when 3 days have passed after this: x — without this: y"),
])  # fmt: skip
def test_moments(given: moments.Moment, brief: str, whole: str) -> None:
    assert (said(say.moment(given)), full(say.moment(given))) == (brief, whole)


@pytest.mark.parametrize(("given", "brief", "whole"), [
    (Person("victim"), "victim", "victim"),
    (Related("victim", "legal_representative", every=True), "every victim.legal_representative",
     "every victim.legal_representative"),
    (Unstated("police"), "police (unstated)", "police (the text does not say who)"),
    (Actor(("a", "b")), "whoever acted, of a, b", "whoever acted, if one of these: a; b"),
    (Choice("each", (Office("a"), Choice("any", (Office("b"), Office("c"))))), "a; (b or c)", "a; b or c"),
    (Choice("all", (Office("a"), Office("b")), except_=(Office("c"),), else_=(Office("d"),)),
     "a and b, except c, else d", "a and b, except c — if accused or absent: d"),
])  # fmt: skip
def test_people(given: People, brief: str, whole: str) -> None:
    assert (said(say.people(given)), full(say.people(given))) == (brief, whole)


def test_amounts_and_clocks() -> None:
    assert [said(say.amount(one)) for one in (Amount(5, 5, "u"), Amount(None, 5, "u"), Amount(5, None, "u"))] == [
        "5 u", "at most 5 u", "at least 5 u",
    ]  # fmt: skip
    assert said(say.amount(Amount(20, 40, "hours")), "uk") == "20–40 годин"
    rules = ClockRules(
        extend=Permit(("authority",), numbered(2, "working_day"), reasons=True, times=1), hold=Occurs("x")
    )
    assert [said(one) for one in say.clock(rules)] == [
        "it may be extended, by authority, at most 2 working days, at most 1 time, with reasons on record",
        "it stands still from this on: x",
    ]


def test_a_value_knows_its_fact_so_that_a_page_can_label_it() -> None:
    said_of = say.condition(Is("victim.is_minor", (True,)))
    assert isinstance(said_of, Worded)
    assert isinstance(said_of.brief, Message)
    assert dict(said_of.brief.parts)["values"] == Listed((Name("values", "true", of="victim.is_minor"),), "or")
