"""The due mini-language: what it accepts, how it says it back, and how it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolkit.building.build_amount import parse_amount
from protocolkit.building.build_due import parse_due, parse_due_text
from protocolkit.building.build_term import parse_term
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, AmountUnstated
from protocolkit.model.dues import (
    Due,
    DueCases,
    DueDecided,
    DueEarliest,
    DueLatest,
    DueNone,
    DueParts,
    day_kinds,
    describe,
)
from protocolkit.model.terms import ByDate, NextAgenda, SameDay, SamePeriod, numbered
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_text

HERE = Place("rule.yaml", 7, 10)


def due_of(text: str) -> tuple[Due | None, list[str]]:
    problems = Problems()
    return parse_due_text(text, HERE, problems), [p.code for p in problems]


def due_of_yaml(text: str) -> tuple[Due | None, Problems]:
    problems = Problems()
    node = read_text(text, "rule.yaml", problems)
    assert node is not None
    return parse_due(node, problems, lambda cond: cond.plain()), problems


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("none", DueNone()),
        ("decided", DueDecided()),
        ("immediately", DueParts(immediately=True)),
        ("1 hour", DueParts(limit=numbered(1, "hour"))),
        ("at most 1 hour", DueParts(limit=numbered(1, "hour"))),
        ("immediately, at most 24 hours", DueParts(immediately=True, limit=numbered(24, "hour"))),
        ("1 to 2 hours", DueParts(aim=numbered(1, "hour"), limit=numbered(2, "hour"))),
        ("immediately, 1 to 2 hours", DueParts(immediately=True, aim=numbered(1, "hour"), limit=numbered(2, "hour"))),
        ("3 working_days", DueParts(limit=numbered(3, "working_day"))),
        ("2 banking_days", DueParts(limit=numbered(2, "banking_day"))),
        ("next board_meeting", DueParts(limit=NextAgenda("board_meeting"))),
        ("aim same_day, at most 4 working_days", DueParts(aim=SameDay(), limit=numbered(4, "working_day"))),
        ("not before 5 days, at most 20 days", DueParts(limit=numbered(20, "day"), not_before=numbered(5, "day"))),
        ("same_school_year", DueParts(limit=SamePeriod("school_year"))),
        ("by 1 september", DueParts(limit=ByDate(1, 9))),
        ("aim 6 months", DueParts(aim=numbered(6, "month"))),
        ("from 75 to 90 days", DueParts(opens=numbered(75, "day"), limit=numbered(90, "day"))),
        ("from 3 to 3 working_days", DueParts(opens=numbered(3, "working_day"), limit=numbered(3, "working_day"))),
        (
            "aim same_day by office_close, at most 2 school_days",
            DueParts(aim=SameDay(), limit=numbered(2, "school_day"), by_close=True),
        ),
    ],
)
def test_texts_and_what_they_mean(text: str, due: Due) -> None:
    assert due_of(text) == (due, [])


terms = st.one_of(
    st.builds(numbered, st.integers(1, 9999), st.sampled_from(["hour", "day", "week", "month", "year", "working_day"])),
    st.just(SameDay()),
    st.builds(SamePeriod, st.sampled_from(["month", "quarter", "year", "school_year"])),
    st.builds(NextAgenda, st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)),
    st.builds(ByDate, st.integers(1, 29), st.integers(1, 12)),
)
windows = st.one_of(
    st.builds(DueParts, limit=terms),
    st.builds(DueParts, aim=terms),
    st.builds(DueParts, not_before=terms),
    st.builds(DueParts, aim=terms, by_close=st.just(True)),
    st.builds(
        DueParts, opens=st.just(numbered(2, "day")), limit=st.builds(numbered, st.integers(2, 99), st.just("day"))
    ),
    st.builds(DueParts, immediately=st.just(True), limit=terms),
    st.just(DueParts(immediately=True)),
    st.just(DueDecided()),
    st.just(DueNone()),
)


@given(st.recursive(windows, lambda inner: st.lists(inner, min_size=2, max_size=3).map(tuple).flatmap(
    lambda options: st.sampled_from([DueEarliest(options), DueLatest(options)])), max_leaves=5))  # fmt: skip
def test_what_is_said_back_reads_the_same(due: Due) -> None:
    found, problems = due_of_yaml(describe(due))
    assert not problems.found
    assert found == due


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("5 workingdays", "due-unit", "did you mean `working_days`?"),
        ("5 working days", "due-shape", "write `5 working_days`"),
        ("3 wroking_days", "due-unit", "did you mean `working_days`?"),
        ("3 calendar_days", "due-unit", "plain `days` are calendar days"),
        ("30 minutes", "due-unit", "the language counts whole hours"),
        ("24h", "due-shape", "write `24 hours`"),
        ("0 days", "due-number", "the smallest number is 1"),
        ("05 days", "due-number", "write `5`"),
        ("1.5 hours", "due-number", "write it in digits"),
        ("-1 days", "due-number", "write it in digits"),
        ("٣ days", "due-number", "write it in digits"),
        ("99999 days", "due-number", "the largest number is 9999"),
        ("2 to 1 hours", "due-order", ""),
        ("1 to 1 hours", "due-order", "write `1 hour`"),
        ("aim 5 days, at most 3 days", "due-order", ""),
        ("aim 3 weeks, at most 20 days", "due-order", ""),
        ("not before 5 days, at most 5 days", "due-order", ""),
        ("immediately, not before 1 day", "due-order", ""),
        ("from 90 to 75 days", "due-order", ""),
        ("from 2 to 2 hours", "due-order", ""),
        ("immediately, from 2 to 3 days", "due-order", ""),
        ("not before 3 days, from 4 to 5 days", "due-part", ""),
        ("from 75 days", "due-part", "write it as `from 75 to 90 days`"),
        (
            "2 days by office_close",
            "due-part",
            "write `aim 2 days by office_close`, or `time: {ends: office_close}` for the limit",
        ),
        ("immediately, aim 1 hour", "due-part", "`immediately` is a target already"),
        ("3 days, 5 days", "due-part", ""),
        ("3 days, none", "due-part", ""),
        ("Immediately", "due-shape", "write `immediately`"),
        ("immedately", "due-shape", "did you mean `immediately`?"),
        ("by 31 february", "due-date", "february has 29 days"),
        ("by 1 sept", "due-date", "did you mean `september`?"),
        ("same_week", "due-unit", ""),
        ("last day of month", "due-unit", "write `same_month`"),
        ("last wroking_day of month", "due-unit", "did you mean `working_day`?"),
        ("next Board", "due-shape", "names are lower case with underscores"),
        ("", "due-shape", "write `none` where the text gives no time"),
        ("at most", "due-shape", "write it as `3 days`"),
    ],
)
def test_refusals_name_the_fault_and_the_way_out(text: str, code: str, says: str) -> None:
    problems = Problems()
    assert parse_due_text(text, HERE, problems) is None
    (problem,) = problems.found
    assert (problem.code, problem.help, problem.place) == (code, says, HERE)


def test_cases_keep_the_condition_for_their_reader() -> None:
    found, problems = due_of_yaml("{if: {forensic.materials_needed: true}, then: none, else: 3 days}")
    assert not problems.found
    assert found == DueCases({"forensic.materials_needed": True}, DueNone(), DueParts(limit=numbered(3, "day")))


def test_an_unquoted_comma_in_a_flow_map_is_explained() -> None:
    found, problems = due_of_yaml("{if: {a.b: true}, then: immediately, at most 24 hours, else: none}")
    assert found is None
    assert "quote a due that has a comma" in [p.help for p in problems]


@pytest.mark.parametrize(
    ("text", "help"),
    [("5", "`5` of what? write `5 days`"), ("true", ""), ("[1 hour, 2 hours]", ""), ("{earliest: [1 hour]}", "")],
)
def test_other_shapes_are_refused(text: str, help: str) -> None:
    found, problems = due_of_yaml(text)
    assert found is None
    (problem,) = problems.found
    assert problem.code == "due-shape"
    assert help in problem.help


def test_two_choices_in_one_map_are_refused() -> None:
    found, problems = due_of_yaml("{earliest: [1 hour, 2 hours], latest: [1 hour, 3 hours]}")
    assert (found, [p.code for p in problems]) == (None, ["due-shape"])


def test_every_fault_of_nested_dues_is_reported_at_once() -> None:
    _, problems = due_of_yaml("{earliest: [5 workingdays, 0 days]}")
    assert [p.code for p in problems] == ["due-unit", "due-number"]


def test_the_day_kinds_a_due_counts() -> None:
    due, _ = due_of_yaml("{latest: [3 working_days, {earliest: [2 school_days, 4 days, 5 working_days]}]}")
    assert due is not None
    assert day_kinds(due) == ("working", "school")


def test_a_term_alone_is_read_from_a_node_or_a_text() -> None:
    problems = Problems()
    assert parse_term(Node("10 days", HERE), problems) == numbered(10, "day")
    assert parse_term("10 days", problems, HERE) == numbered(10, "day")
    assert parse_term(Node(10, HERE), problems) is None
    assert [p.help for p in problems] == ["`10` of what? write `10 days`"]


@pytest.mark.parametrize(
    ("text", "amount", "said"),
    [
        ("50 to 100 non_taxable_minimum", Amount(50, 100, "non_taxable_minimum"), "50 to 100 non_taxable_minimum"),
        ("at least 3 months", Amount(3, None, "months"), "at least 3 months"),
        ("at most 40 hours", Amount(None, 40, "hours"), "at most 40 hours"),
        ("10 MCI", Amount(10, 10, "MCI"), "10 MCI"),
        ("unstated", AmountUnstated(), "unstated"),
        (
            "{any: [50 to 100 UAH, 20 to 40 hours]}",
            AmountAny((Amount(50, 100, "UAH"), Amount(20, 40, "hours"))),
            "50 to 100 UAH or 20 to 40 hours",
        ),
    ],
)
def test_amounts(text: str, amount: object, said: str) -> None:
    problems = Problems()
    node = read_text(text, "rule.yaml", problems)
    assert node is not None
    assert parse_amount(node, problems, Node.plain) == amount
    assert (str(amount), problems.found) == (said, [])


def test_amounts_by_case() -> None:
    problems = Problems()
    node = read_text("{if: {a.b: true}, then: 10 MCI, else: unstated}", "rule.yaml", problems)
    assert node is not None
    assert parse_amount(node, problems, Node.plain) == AmountCases(
        {"a.b": True}, Amount(10, 10, "MCI"), AmountUnstated()
    )


@pytest.mark.parametrize("text", ["100 to 50 UAH", "0 to 5 UAH", "50 to 100", "much", "5", "at least 5", "1.5 UAH"])
def test_amounts_that_are_none(text: str) -> None:
    problems = Problems()
    node = read_text(text, "rule.yaml", problems)
    assert node is not None
    assert parse_amount(node, problems, Node.plain) is None
    assert problems.errors
