"""The line of times: order is kept, near moments have more room, and what is drawn is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from html_page import Element, read
from procedures import MONDAY, MakePlan
from protocolkit import Plan, load
from protocolkit.showing.time_axis import APART, EDGE, Axis
from shown import plan_html

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
SPANS = st.integers(-40_000_000, 40_000_000).map(lambda seconds: timedelta(seconds=seconds))


def percents(kind: str, row: Element, name: str = "x1") -> list[float]:
    return [float(line.attributes[name].rstrip("%")) for line in row.all("line", kind)]


def rows(plan: Plan) -> list[Element]:
    return read(plan_html(plan, load("kz/national").vocabulary)).all("li", "row")


@given(st.lists(SPANS, min_size=1, max_size=30))
def test_later_never_stands_further_left_and_everything_stands_on_the_line(spans: list[timedelta]) -> None:
    moments = sorted(NOW + span for span in spans)
    axis = Axis(NOW, moments)
    places = [axis.percent(moment) for moment in moments]
    assert places == sorted(places)
    assert all(EDGE - 1e-6 <= place <= 100 - EDGE + 1e-6 for place in places)
    assert all((moment < NOW) == (axis.percent(moment) < axis.percent(NOW)) for moment in moments if moment != NOW)


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_ticks_are_apart_from_each_other_and_from_now(spans: list[timedelta]) -> None:
    axis = Axis(NOW, [NOW + span for span in spans])
    places = sorted([axis.percent(NOW), *(tick.percent for tick in axis.ticks())])
    assert all(b - a >= APART for a, b in pairwise(places))


def test_hours_and_weeks_share_one_line() -> None:
    axis = Axis(NOW, [NOW - timedelta(hours=1), NOW + timedelta(days=14)])
    units = {tick.unit for tick in axis.ticks()}
    assert {"hour", "day", "week"} <= units
    hour = axis.percent(NOW + timedelta(hours=1)) - axis.percent(NOW)
    assert hour > 5
    assert axis.percent(NOW + timedelta(days=14)) - axis.percent(NOW + timedelta(days=14, hours=-1)) < 0.1


RULE = "- {{id: tell, by: education_org, must: notify, to: police, after: report_received, due: '{due}'}}"


@pytest.mark.parametrize(
    ("due", "as_of", "state", "said"),
    [
        ("1 hour", "2026-11-16T12:00:00+05:00", "overdue", "Mon, 16 Nov 2026, 11:00 — late by 1 hr"),
        ("1 day", MONDAY, "later", "end of Tue, 17 Nov 2026 — 1 day 14 hrs left"),
        ("immediately", "2026-11-16T12:00:00+05:00", "now", "at once — open for 2 hrs"),
    ],
)
def test_a_row_says_what_it_draws(plan: MakePlan, due: str, as_of: str, state: str, said: str) -> None:
    (row,) = rows(plan(RULE.format(due=due), as_of=as_of))
    assert f"s-{state}" in row.kinds
    assert row.one("span", "at").text == said
    assert row.all("use")[-1].attributes["href"] == f"#m-{state}"


def test_what_is_overdue_has_a_red_bar_from_its_limit_to_now(plan: MakePlan) -> None:
    (row,) = rows(plan(RULE.format(due="1 hour"), as_of="2026-11-16T12:00:00+05:00"))
    (late,) = row.all("line", "late")
    (run,) = row.all("line", "run")
    assert run.attributes["x2"] == late.attributes["x1"]
    assert late.attributes["x2"] == row.one("line", "now").attributes["x1"]
    assert percents("run", row) < percents("late", row)


def test_what_is_immediate_stands_at_its_trigger(plan: MakePlan) -> None:
    both = "\n".join(
        (
            RULE.format(due="immediately"),
            RULE.format(due="3 hours").replace("tell", "ask").replace("police", "prosecutor"),
        )
    )
    first, second = rows(plan(both, as_of="2026-11-16T12:30:00+05:00"))
    assert first.all("use")[-1].attributes["x"] == second.one("line", "run").attributes["x1"]


def test_what_is_done_stands_where_it_was_done_beside_the_limit_it_had(plan: MakePlan) -> None:
    events = [
        {"event": "report_received", "at": MONDAY},
        {"event": "done", "rule": "tell", "to": "police", "at": "2026-11-16T11:00:00+05:00"},
    ]
    (row,) = rows(plan(RULE.format(due="1 day"), events=events, as_of="2026-11-16T12:00:00+05:00"))
    assert row.one("span", "at").text == "done, Mon, 16 Nov 2026, 11:00"
    limit, done = (float(use.attributes["x"].rstrip("%")) for use in row.all("use"))
    assert done < percents("now", row)[0] < limit


def test_what_has_no_time_is_not_drawn(plan: MakePlan) -> None:
    assert rows(plan(RULE.format(due="none"))) == []
