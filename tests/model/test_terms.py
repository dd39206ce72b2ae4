"""What every term must be: read as written, on the page of the grammar, said in four languages, dated, explained."""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from procedures import MONDAY, MakePlan, duty
from protocolkit.building.build_term import parse_term
from protocolkit.calendars import BeyondCoverage, Institution, load_calendar
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.due.alternatives import alternatives
from protocolkit.languages import LANGUAGES, _, ngettext, speaking
from protocolkit.languages.saying import said
from protocolkit.messages import Listed, Message, Name, Part
from protocolkit.model.clock import Clock, Ending, Start, start_at
from protocolkit.model.conventions import AFTER_HOURS, DAY_ZERO, ENDS, ROLL
from protocolkit.model.terms import TERMS, DayKinds, SameDay, When, pattern
from protocolkit.model.terms.day_long import DayLong
from protocolkit.reading.grammar.rule_shapes import TIME
from protocolkit.resources import schemas_dir

HERE = Place("terms")
GRAMMAR = schemas_dir().parent / "docs" / "reference" / "language" / "index.md"
PARTS = [name for name in dir(When) if getattr(getattr(When, name), "__isabstractmethod__", False)]
MEETINGS = tuple(datetime(2024 + i // 12, i % 12 + 1, 3, 5, tzinfo=UTC) for i in range(36))


def parsed(text: str) -> When:
    problems = Problems()
    found = parse_term(text, problems, HERE)
    problems.raise_if_errors()
    assert found is not None
    return found


EXAMPLES = [(term, text) for term in TERMS for text in term.form().examples]
of_every_form = pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=[text for _kind, text in EXAMPLES])


def subclasses(of: type[When]) -> Iterator[type[When]]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def test_the_registry_has_every_term_there_is() -> None:
    ours = [one for one in subclasses(When) if one.__module__.startswith("protocolkit.")]
    assert {one for one in ours if not one.lacks} == set(TERMS)


@of_every_form
def test_a_term_is_read_as_it_is_written(kind: type[When], text: str) -> None:
    found = parsed(text)
    assert type(found) is kind
    assert parsed(found.written()) == found
    assert found.written() == text


@of_every_form
def test_a_term_is_on_the_page_of_the_grammar(kind: type[When], text: str) -> None:
    # A long line goes on in lines that begin with blanks.
    page = re.sub(r"\n +\|", " |", GRAMMAR.read_text("utf-8")).splitlines()
    terms, units = (
        next(line.removeprefix(word) for line in page if line.startswith(word)) for word in ("TERM", "UNIT")
    )
    forms = {form.strip() for form in terms.split("|")} | {*units.replace("|", " ").split()}
    assert set(kind.form().page) <= forms, text


@cache
def definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((schemas_dir() / "ruleset.json").read_text("utf-8"))["$defs"]
    return found


@of_every_form
def test_an_editor_knows_the_term(kind: type[When], text: str) -> None:
    assert re.fullmatch(kind.form().pattern, text)
    assert re.fullmatch(pattern(), text)
    for name, written in (("term", text), ("due-time", text), ("due-time", f"aim {text}, at most {text}")):
        assert re.search(definitions()[name]["pattern"], written), name
    assert text in definitions()["due-time"]["examples"]


@of_every_form
def test_a_term_is_said_in_every_language(kind: type[When], text: str) -> None:
    message = parsed(text).said()
    assert said(message)
    own = "|".join(part.name for _key, part in message.parts if isinstance(part, Name)) or "-"
    for language in LANGUAGES[1:]:
        assert not re.search("[a-z]", re.sub(own, "", said(message, language))), (kind, language)


def untranslated(part: Part, language: str) -> Iterator[str]:
    if isinstance(part, Message):
        with speaking(language):
            if part.many:
                n = dict(part.parts)["n"]
                assert isinstance(n, int)
                word, same = ngettext(part.template, part.many, n), {part.template, part.many}
            else:
                word, same = _(part.template), {part.template}
        if word in same and re.search("[a-z]", re.sub(r"\{\w+\}", "", word)):
            yield part.template
        for _key, inner in part.parts:
            yield from untranslated(inner, language)
    elif isinstance(part, Listed):
        for inner in part.items:
            yield from untranslated(inner, language)


@cache
def clock(name: str) -> Clock:
    calendar = load_calendar(name, Problems())
    assert calendar is not None
    here = Institution(office_hours=(*[(time(9), time(18))] * 5, None, None), agendas={"board_meeting": MEETINGS})
    return Clock(zone=calendar.zone, days=calendar.days(institution=here), institution=here)


def starts(name: str, every: int = 1) -> Iterator[Start]:
    """Noon of each day of some years, leap years and the last that calendars know among them."""
    for first, last in ((date(2024, 1, 1), date(2025, 12, 31)), (date(2027, 12, 1), date(2028, 12, 31))):
        for i in range(0, (last - first).days + 1, every):
            noon = datetime.combine(first + timedelta(days=i), time(12), ZoneInfo(clock(name).zone))
            yield start_at(noon, clock(name).zone)


def endings(term: When, name: str, every: int = 1) -> Iterator[tuple[Start, Ending]]:
    """Where the term ends from each start that the calendar can count from."""
    for start in starts(name, every):
        try:
            yield start, term.ending(start, clock(name))
        except BeyondCoverage:
            assert start.day.year == 2028 or (start.day.year == 2027 and start.day.month == 12)


calendars = pytest.mark.parametrize("name", ["kz", "ua"])


@calendars
@of_every_form
def test_a_term_from_any_day_ends_on_that_day_or_later(kind: type[When], text: str, name: str) -> None:
    term, count = parsed(text), 0
    least, most = term.bounds()
    for start, found in endings(term, name):
        count += 1
        if found.instant is None:
            assert kind.kind == "agenda"  # type: ignore[comparison-overlap]
            continue
        assert found.day is not None
        assert found.day >= start.day
        assert found.kind == term.kind
        days = (found.instant - start.instant) / timedelta(days=1)
        hour = 1 / 24  # clocks may be put forward or back on the way
        assert least - hour <= days <= most + hour, (start.day, found.day)
    assert count > 700


@calendars
@of_every_form
def test_a_term_tells_its_steps_in_every_language(kind: type[When], text: str, name: str) -> None:
    term = parsed(text)
    for start, found in endings(term, name, every=29):
        told = [*term.steps(found, start, clock(name))]
        assert told, kind
        for language in LANGUAGES[1:]:
            assert [one for step in told for one in untranslated(step, language)] == []


@calendars
@of_every_form
def test_other_readings_of_a_term_end_elsewhere_and_say_why(kind: type[When], text: str, name: str) -> None:
    term = parsed(text)
    for start, found in endings(term, name, every=13):
        for other in alternatives(term, found, start, clock(name)):
            assert other.at != found.instant, kind
            assert said(other.because)


@of_every_form
def test_day_kinds_are_kinds_that_calendars_declare(kind: type[When], text: str) -> None:
    assert set(parsed(text).day_kinds) <= {*clock("kz").days.layers.kinds}, kind


# -- no part of a term can be forgotten


@pytest.mark.parametrize("part", PARTS)
def test_a_term_that_lacks_a_part_cannot_be_made(part: str) -> None:
    def missing(self: object) -> None: ...

    lacking = type(msgspec.Struct)("Lacking", (SameDay,), {part: abstractmethod(missing)})
    with pytest.raises(TypeError, match=f"Lacking is no whole term: it lacks {part}"):
        lacking()


def test_what_only_says_that_it_is_a_term_is_none() -> None:
    class Bare(When, frozen=True):
        pass

    class Long(DayLong, frozen=True):
        kind = "civil_day"

    for one in (When, Bare, Long):
        with pytest.raises(TypeError, match="no whole term"):
            one()
    assert set(PARTS) <= set(Bare.lacks)
    assert {"last_day", "counting"} <= set(Long.lacks)
    assert "kind" not in Long.lacks


# -- conventions of time


def test_the_grammar_offers_the_conventions_there_are() -> None:
    tables: dict[str, dict[str, Any]] = {
        "day_zero": DAY_ZERO, "roll": ROLL, "ends": ENDS, "after_hours": AFTER_HOURS,
    }  # fmt: skip
    assert {key: set(field.shape.choices) for key, field in TIME.fields.items()} == {
        key: set(table) for key, table in tables.items()
    }


# -- wherever a term may stand, any term may


def test_a_lapse_and_a_permit_take_any_term(plan: MakePlan) -> None:
    silent = """
    - id: remind
      by: education_authority
      must: notify
      to: police
      after: {lapse: same_month, after: report_received, without: police_informed}
      due: 1 day
    """
    reported = {"event": "report_received", "at": MONDAY}
    answer = plan(silent, [reported], as_of="2026-12-01T12:00:00+05:00")
    found = duty(answer, "remind")
    assert found.trigger is not None
    assert found.trigger.at == "2026-12-01T00:00:00+05:00"


def test_an_extension_past_a_term_without_a_number_has_no_effect(plan: MakePlan) -> None:
    rule = "- {id: report, by: police, must: notify, to: prosecutor, after: report_received, due: 3 days, clock: {extend: {by: prosecutor, at_most: same_month}}}"
    reported = {"event": "report_received", "at": MONDAY}
    extended = {"event": "extended", "rule": "report", "by": "prosecutor", "at": "2026-11-17T10:00:00+05:00"}
    within = plan(rule, [reported, extended | {"due": "2026-11-30"}], as_of="2026-11-18T10:00:00+05:00")
    assert duty(within, "report").due is not None
    past = plan(rule, [reported, extended | {"due": "2026-12-01"}], as_of="2026-11-18T10:00:00+05:00")
    assert duty(past, "report").due.last_day == "2026-11-19"  # type: ignore[union-attr]
    assert [one.why for one in past.without_effect] == ["not_allowed"]


def test_days_of_a_kind_count_what_they_are_called() -> None:
    assert DayKinds(3, "banking").written() == "3 banking_days"
