"""`walk`: every construct of a rule is reached, where it stands, whatever holds it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from protocolkit.messages import Name
from protocolkit.model import conditions, moments
from protocolkit.model.amounts import Amounts
from protocolkit.model.conditions import Known, Not
from protocolkit.model.dues import Due
from protocolkit.model.moments import Lapse, Occurs
from protocolkit.model.people import People
from protocolkit.model.rule import Rule
from protocolkit.model.terms import DayKinds, NextAgenda
from protocolkit.model.walk import inside, walk
from whole_rule import whole

UNIONS = (conditions.Condition, moments.Moment, Due, Amounts, People)


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
    assert [type(one) for one in found["until"]] == [Lapse, DayKinds, Occurs, Name, Occurs, Name]


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
    assert by_kind["facts"] == {"f.is", "f.n", "f.set", "f.one", "f.case", "f.amount", "f.ask"}
    assert by_kind["events"] == {"report_received", "begun", "compared", "ended", "held", "resumed", "x", "y"}
    assert by_kind["rules"] == {"a/b#one", "a/b#two", "a/b#three"}
    assert by_kind["agendas"] == {"board_meeting", "council", "assembly"}
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
