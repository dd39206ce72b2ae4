"""`walk`: every construct of a rule is reached, where it stands, whatever holds it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from protocolkit.diagnostics import Place
from protocolkit.messages import Name
from protocolkit.model import conditions, moments
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.conditions import All, Between, Happened, HasAll, Is, Known, Not
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated
from protocolkit.model.rule import Channels, ClockRules, Patch, Permit, Rule
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
from protocolkit.model.walk import inside, walk

UNIONS = (conditions.Condition, moments.Moment, Due, When, Amounts, People)
HERE = Place("a.yaml", 1)


def rule(id: str = "a/b#all", **parts: Any) -> Rule:
    return Rule(
        id=id, ruleset="a/b", modality="obligation", acts=("notify",), act_mode="each", cites=(), place=HERE, **parts
    )  # fmt: skip


def whole() -> Rule:
    """A rule that holds every construct there is."""
    other = rule(after=Occurs("only_in_a_reading"), if_=Known("victim.is_pupil"))
    happened = Happened(Occurs("x", to=("police",)), within=Term(2, "week"), of=Occurs("y"), times=2)
    return rule(
        by=Choice("any", (Office("head"), Actor(("teacher",))), except_=(Unstated("nobody"),), else_=(Office("deputy"),)),
        to=Choice("each", (Person("victim"), Related("victim", "legal_representative"))),
        each="victim",
        after=First((Occurs("report_received", by=("teacher",)), Last((Done("a/b#one", to="police"), Missed("a/b#two"))))),
        every=Rhythm("agenda", agenda="board_meeting"),
        until=Lapse(Term(3, "school_day"), Occurs("begun"), Occurs("ended")),
        clock=ClockRules(extend=Permit(by=("authority",)), hold=Occurs("held"), resume=Occurs("resumed")),
        if_=All((Is("f.is", (True,)), conditions.Any((Between("f.n", 1, 2), Not(HasAll("f.set", ("a",))))), happened)),
        due=DueCases(
            Known("f.case"),
            DueEarliest((DueParts(not_before=SameDay(), aim=SamePeriod("month"), limit=ByDate(25, 5)), DueNone())),
            DueLatest((DueParts(limit=NextAgenda("council")), DueDecided())),
        ),
        amount=AmountCases(Known("f.amount"), AmountAny((Amount(1, 2, "unit"),)), AmountUnstated()),
        during=("interview",), documents=("report",), via=Channels(only=("mail",)), content_never=("name",),
        readings=(Patch("why", rule=other, ask="f.ask"),),
    )  # fmt: skip


def places(of: Rule, **how: bool) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for spot, node in walk(of, **how):
        found.setdefault(str(spot), []).append(node)
    return found


@pytest.mark.parametrize("union", UNIONS)
def test_every_class_of_the_model_is_reached(union: Any) -> None:
    reached = {type(node) for _, node in walk(whole())}
    assert set(get_args(union)) - reached == set()


def test_each_part_says_where_it_stands() -> None:
    found = places(whole())
    assert found["clock.hold"] == [Occurs("held"), Name("events", "held")]
    assert found["due.if"] == [Known("f.case"), Name("facts", "f.case")]
    assert found["amount.if"] == [Known("f.amount"), Name("facts", "f.amount")]
    assert [one for one in found["due"] if isinstance(one, NextAgenda)] == [NextAgenda("council")]
    assert [type(one) for one in found["until"]] == [Lapse, Term, Occurs, Name, Occurs, Name]


def test_what_surrounds_comes_before_what_is_within() -> None:
    condition = whole().if_
    assert next(inside(condition)) is condition
    assert [type(one) for one in inside(Not(Known("f")))] == [Not, Known, Name]


def test_every_name_is_told_with_its_table() -> None:
    names = [node for _, node in walk(whole()) if isinstance(node, Name)]
    by_kind = {kind: {one.name for one in names if one.kind == kind} for kind in {one.kind for one in names}}
    assert by_kind["roles"] == {
        "head", "teacher", "nobody", "deputy", "victim", "legal_representative", "authority", "police",
    }  # fmt: skip
    assert by_kind["facts"] == {"f.is", "f.n", "f.set", "f.case", "f.amount", "f.ask"}
    assert by_kind["events"] == {"report_received", "begun", "ended", "held", "resumed", "x", "y"}
    assert by_kind["rules"] == {"a/b#one", "a/b#two"}
    assert by_kind["agendas"] == {"board_meeting", "council"}
    assert (by_kind["actions"], by_kind["documents"]) == ({"notify", "interview"}, {"report"})
    assert (by_kind["channels"], by_kind["contents"]) == ({"mail"}, {"name"})


def test_other_readings_are_walked_only_where_asked_for() -> None:
    assert "only_in_a_reading" not in {getattr(node, "name", "") for _, node in walk(whole())}
    found = places(whole(), readings=True)
    assert found["readings[0].after"] == [Occurs("only_in_a_reading"), Name("events", "only_in_a_reading")]
    assert places(whole())["readings[0].ask"] == [Name("facts", "f.ask")]


def test_an_event_is_read_where_any_part_of_a_rule_waits_for_it_or_an_act_makes_it() -> None:
    from protocolkit.building.catalogue import Catalogue
    from protocolkit.model.walk import events_read

    protocol = Catalogue([]).protocol("kz/interagency")
    assert protocol is not None
    read = events_read(protocol)
    assert {"report_received", "fact_detected", "police_informed", "case_closed"} <= read
    assert read < {*protocol.vocabulary.events}
