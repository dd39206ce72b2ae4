"""The text view of a plan, on plans made by hand: nothing here depends on any rule or calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from gettext import NullTranslations
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from made_plans import AS_OF, POINT, REPORTED, WORDS, due, duty, everything, plan
from protocolkit.languages import LANGUAGES
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Awaiting, Gap
from protocolkit.plans.plan_parts import Reading, Source, Warned
from protocolkit.plans.urgency import Urgency, blocks
from protocolkit.showing.layout import Page, Span, Words, cells
from protocolkit.showing.wording import Wording
from shown import plan_text as text


@pytest.mark.parametrize("width", [100, 60])
def test_everything_a_plan_can_hold_is_on_the_page(file_regression: FileRegressionFixture, width: int) -> None:
    file_regression.check(text(everything(), WORDS, width=width), extension=".txt", encoding="utf-8")


def test_labels_and_dates_are_in_the_language_and_fall_back(
    file_regression: FileRegressionFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without a catalogue, so that only what the vocabulary and the calendar of the language say is under test.
    speaking = import_module("protocolkit.languages.speaking")
    monkeypatch.setattr(speaking, "_catalogue", lambda _language: NullTranslations())
    bilingual = duty("x", due("2026-11-20T16:40:00+05:00"), to="police", label={"en": "Tell", "kk": "Полицияға айту"})
    from_names = duty("y", due("2026-11-23T10:00:00+05:00"), to="press", label={"en": "Tell the press"})
    file_regression.check(text(plan(bilingual, from_names), WORDS, language="kk"), extension=".txt", encoding="utf-8")


@pytest.mark.parametrize("width", [1, 40, 60, 100, 120])
def test_no_line_is_wider_than_asked_for_nor_is_a_word_lost(width: int) -> None:
    page = text(everything(), WORDS, width=width)
    assert max(map(cells, page.splitlines())) <= max(width, 40)
    glued = "".join(page.split())
    for words in (
        "demo/order#aimed-at",
        "thedayofthereportmaycount",
        "Wednesday25November",
        "asecureword"[1:7],
        "50UAH",
    ):
        assert words in glued


def test_two_hundred_duties_are_two_hundred_on_the_page() -> None:
    start = datetime.fromisoformat(AS_OF)
    many = [duty(f"task-number-{n}", due((start + timedelta(hours=n)).isoformat())) for n in range(150)]
    many += [duty(f"task-number-{n}") for n in range(150, 200)]
    page = text(plan(*many), WORDS)
    assert page.count("[ ] task number ") == 200
    # 16:00 and 17:00; until 23:00; the rest up to 150.
    assert page.splitlines()[2].startswith("At once or within the hour: 2  ·  Today: 6  ·  Later: 142  ·  No time")


SOON = [
    # limit or target, kind, status; what the section is
    ("2026-11-20T15:59:59+05:00", "elapsed", "overdue", Urgency.OVERDUE),
    ("2026-11-20T16:00:00+05:00", "elapsed", "open", Urgency.NOW),
    ("2026-11-20T17:00:00+05:00", "elapsed", "open", Urgency.NOW),
    ("2026-11-20T17:00:01+05:00", "elapsed", "open", Urgency.TODAY),
    ("2026-11-21T00:00:00+05:00", "same_day", "open", Urgency.TODAY),
    ("2026-11-21T00:00:00+05:00", "working_day", "open", Urgency.TODAY),
    ("2026-11-21T00:00:01+05:00", "elapsed", "open", Urgency.LATER),
    ("2026-11-22T00:00:00+05:00", "working_day", "open", Urgency.LATER),
    ("2026-11-20T10:00:00+05:00", "elapsed", "suspended", Urgency.HELD),
    ("2026-11-20T10:00:00+05:00", "elapsed", "waived", Urgency.CLOSED),
]


@pytest.mark.parametrize(("limit", "kind", "status", "section"), SOON)
def test_a_duty_stands_in_the_section_of_its_limit(limit: str, kind: str, status: Any, section: Urgency) -> None:
    at = datetime.fromisoformat(limit)
    last = (at - timedelta(seconds=1) if kind.endswith("_day") else at).date().isoformat()
    (block,) = blocks(plan(duty("x", due(limit, kind=kind, last_day=last), status=status)))
    assert block.urgency is section


def test_only_the_status_makes_a_duty_overdue() -> None:
    past = duty("x", due(None, at="2026-11-19T10:00:00+05:00", target="2026-11-19T10:00:00+05:00", kind="immediate"))
    (block,) = blocks(plan(past))
    assert block.urgency is Urgency.NOW
    assert "overdue" not in text(plan(past), WORDS).lower()
    said = text(plan(past), WORDS)
    assert "at once (since Thu, 19 Nov 2026, 10:00 Asia/Almaty (UTC+5)) — open for 1 day 6 hrs" in said


def test_an_aim_that_has_come_presses_although_the_limit_is_days_away() -> None:
    aimed = duty("x", due("2026-11-25T00:00:00+05:00", kind="working_day", last_day="2026-11-24", target=AS_OF))
    assert blocks(plan(aimed))[0].urgency is Urgency.NOW


def test_a_question_about_an_immediate_duty_is_never_overdue() -> None:
    page = text(everything(), WORDS)
    unsure_at_once = page[page.index("[?] unsure at once") :]
    assert "if it applies: at once" in unsure_at_once.split("[")[1]
    assert "late by" not in unsure_at_once.split("[")[1]
    assert "late by 10 mins" in page[page.index("[?] unsure\n") :]


def test_duties_that_differ_only_in_whom_they_tell_are_one_block() -> None:
    told = [duty("x", due("2026-11-20T16:40:00+05:00"), to=to) for to in ("police", "parent")]
    other = duty("x", due("2026-11-20T16:50:00+05:00"), to="press")
    assert [[d.to for d in b.duties] for b in blocks(plan(*told, other))] == [["police", "parent"], ["press"]]


def test_parties_share_a_block_only_where_the_same_people_are_told() -> None:
    when = due("2026-11-20T16:40:00+05:00")
    both = [duty("x", when, to="parent", for_=party) for party in ("v1", "v2")]
    assert len(blocks(plan(*both))) == 1
    assert "for       each of: v1; v2" in text(plan(*both), WORDS)
    uneven = [*both, duty("x", when, to="police", for_="v1")]
    assert len(blocks(plan(*uneven))) == 2


def test_a_recipient_with_a_further_source_is_named_with_it() -> None:
    more = Source("demo/law", "7", "also")
    told = [
        duty("x", due("2026-11-20T16:40:00+05:00"), to="police"),
        duty(
            "x", due("2026-11-20T16:40:00+05:00"), to="parent", sources=(*POINT, more), also_required_by=("demo/law#y",)
        ),
    ]
    page = text(plan(*told), WORDS)
    assert "to parent: required by demo/law#y (demo/law: 7)" in page
    assert "source    demo/order: 3 «within the time set»" in page


def test_the_repeated_hour_is_told_apart_by_its_offset() -> None:
    say = Wording(WORDS, "Europe/Kyiv")
    assert say.instant("2026-10-25T03:30:00+03:00") == "Sun, 25 Oct 2026, 03:30 Europe/Kyiv (UTC+3)"
    assert say.instant("2026-10-25T03:30:00+02:00") == "Sun, 25 Oct 2026, 03:30 Europe/Kyiv (UTC+2)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 secs"), (1, "1 sec"), (59, "59 secs"), (60, "1 min"), (3599, "59 mins 59 secs"), (3600, "1 hr"),
        (86_399, "23 hrs 59 mins"), (90_000, "1 day 1 hr"), (86_460, "1 day"),
    ],
)  # fmt: skip
def test_what_is_left_is_never_rounded_up(seconds: int, said: str) -> None:
    assert Wording(WORDS, "Asia/Almaty").span(timedelta(seconds=seconds)) == said


def test_an_empty_plan_says_that_nothing_is_owed() -> None:
    page = text(plan(), WORDS)
    assert "Nothing is owed at this moment under what is known." in page
    assert "This plan stands until something new is known." in page


def test_text_from_a_file_cannot_drive_the_terminal() -> None:
    hostile = duty("x", due("2026-11-20T16:40:00+05:00", warnings=(Warned("w", "because \x1b[2Jof\nsnow\u202e"),)))
    page = text(plan(hostile), WORDS)
    assert "because \ufffd[2Jof snow\ufffd" in page


def test_wide_and_combining_characters_keep_their_columns() -> None:
    page = Page(40)
    page.field("name", [Span("会社" * 30), " ", "й" * 50])
    assert all(cells(line) <= 40 for line in page.plain().splitlines())
    assert page.plain().count("会社") + page.plain().count("会\n") >= 25


def test_the_same_plan_gives_the_same_page() -> None:
    again = msgspec.json.decode(everything().to_json(), type=Plan)
    assert text(again, WORDS) == text(everything(), WORDS)


def test_the_zone_of_the_plan_is_the_zone_of_the_page() -> None:
    kyiv = msgspec.structs.replace(plan(duty("x", due("2026-11-20T16:40:00+05:00"))), zone="Europe/Kyiv")
    assert "13:40 Europe/Kyiv (UTC+2)" in text(kyiv, WORDS)
    assert datetime.fromisoformat(AS_OF).astimezone(ZoneInfo("Europe/Kyiv")).strftime("%H:%M") in text(kyiv, WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_field_fits_its_column(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The column is made for names that are listed; one that is not may be wider in some language."""
    named: dict[str, int] = {}
    put = Page.field

    def noted(page: Page, name: str, words: Words, *, indent: int = 6, column: int = 10) -> None:
        named[name] = column
        put(page, name, words, indent=indent, column=column)

    monkeypatch.setattr(Page, "field", noted)
    text(everything(), WORDS, language=language)
    assert len(named) > 10
    assert {name for name, column in named.items() if cells(name) + 2 > column} == set()
    assert len(set(named.values())) == 1


def test_a_named_value_inside_a_line_is_told_from_its_name() -> None:
    """`to the police` is English; in the other languages the name is a word of its own."""
    untimed = plan(duty("untimed", to="press"))
    assert "    to press · " in text(untimed, WORDS)
    for language, name in (("ru", "кому"), ("kk", "кімге"), ("uk", "кому")):
        assert f"    {name}: press · " in text(untimed, WORDS, language=language)


def test_a_rule_merged_into_another_is_named_by_the_duty_it_is_part_of() -> None:
    told = duty("tell", label={"en": "Tell the police"}, also_required_by=("demo/city#inform",))
    waiting = Awaiting("demo/order#report", "done:demo/city#inform", sources=POINT, label={"en": "Report it"})
    assert "- once done: Tell the police → Report it" in text(plan(told, awaiting=(waiting,)), WORDS)


def test_gaps_that_one_decision_settles_stand_in_one_block() -> None:
    why = "the accused is the head and the text has nobody else to act"
    readings = (Reading(None, None, "at once may be an aim", changes={"due": "none"}),)
    by = due("2026-11-20T17:00:00+05:00", readings=readings)
    gap = Gap(
        "demo/order#tell", "head", why, to="police", due=by, trigger=REPORTED, sources=POINT, label={"en": "Tell them"}
    )  # fmt: skip
    said = text(plan(gaps=(gap, msgspec.structs.replace(gap, to="parent"))), WORDS)
    assert said.count("[!] Tell them") == 1
    assert "each of: police; parent" in said
    assert "NO ONE NAMED WHO MAY ACT: YOU DECIDE  (2)" in said
