"""A rule that holds every construct there is."""

from __future__ import annotations

from typing import Any

from protocolkit.diagnostics import Place
from protocolkit.model import conditions
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, AmountUnstated
from protocolkit.model.conditions import All, Between, Compared, DayOf, Happened, HasAll, Is, Known, Not
from protocolkit.model.dues import DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, Person, Related, Unstated, Whoever
from protocolkit.model.rule import Channels, ClockRules, Patch, Permit, Rule
from protocolkit.model.terms import ByDate, NextAgenda, SameDay, SamePeriod, numbered

HERE = Place("a.yaml", 1)


def rule(id: str = "a/b#all", **parts: Any) -> Rule:
    return Rule(
        id=id, ruleset="a/b", modality="obligation", acts=("notify",), act_mode="each", cites=(), place=HERE, **parts
    )  # fmt: skip


def whole() -> Rule:
    """A rule that holds every construct there is."""
    other = rule(after=Occurs("only_in_a_reading"), if_=Known("victim.is_pupil"))
    happened = Happened(Occurs("x", to=("police",)), within=numbered(2, "week"), of=Occurs("y"), times=2)
    return rule(
        by=Choice("any", (Office("head"), Actor(("teacher",))), except_=(Unstated("nobody"), Whoever(Done("a/b#three"))), else_=(Office("deputy"),)),
        to=Choice("each", (Person("victim"), Related("victim", "legal_representative"))),
        each="victim",
        after=First((Occurs("report_received", by=("teacher",)), Last((Done("a/b#one", to="police"), Missed("a/b#two"))))),
        every=Rhythm("agenda", agenda="board_meeting"),
        until=Lapse(numbered(3, "school_day"), Occurs("begun"), Occurs("ended")),
        clock=ClockRules(
            extend=Permit(by=("authority",), at_most=NextAgenda("assembly")), hold=Occurs("held"), resume=Occurs("resumed"),
        ),
        if_=All((Is("f.is", (True,)), conditions.Any((Between("f.n", 1, 2), Not(HasAll("f.set", ("a",))))), happened,
                Compared("same_as", "f.one", DayOf("compared", "date")))),
        due=DueCases(
            Known("f.case"),
            DueEarliest((DueParts(not_before=SameDay(), aim=SamePeriod("month"), limit=ByDate(25, 5)), DueNone())),
            DueLatest((DueParts(limit=NextAgenda("council")), DueDecided())),
        ),
        amount=AmountCases(Known("f.amount"), AmountAny((Amount(1, 2, "unit"),)), AmountUnstated()),
        during=("interview",), documents=("report",), via=Channels(only=("mail",)), content_never=("name",),
        readings=(Patch("why", rule=other, ask="f.ask"),),
    )  # fmt: skip
