"""A plan as a page: everything the plan holds is on it, in the reader's language, and nothing of it can do harm."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from command_line import CommandLine, case, cli
from html_page import Element, flaws, read
from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit import Plan, load, load_incident
from protocolkit.languages import LANGUAGES
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.present import evaluate
from protocolkit.resources import examples_dir
from shown import plan_html

__all__ = ["case", "cli"]

EXAMPLES = ("kz-interagency", "ua-pdyut", "ua-vocational")
REPORT = {"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}


@cache
def example(name: str, protocol: str | None = None) -> tuple[Plan, Vocabulary]:
    found, incident = load_incident(examples_dir() / f"{name}.yaml", protocol=protocol)
    return evaluate(found, incident), found.vocabulary


@cache
def national() -> tuple[Plan, Vocabulary]:
    return example("kz-interagency", "kz/national")


def shown(plan: Plan, language: str = "en", **more: Any) -> Element:
    return read(plan_html(plan, load("kz/national").vocabulary, language, **more))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*EXAMPLES, "national"])
def test_every_page_is_well_made_in_every_language(name: str, language: str) -> None:
    plan, vocabulary = national() if name == "national" else example(name)
    html = read(plan_html(plan, vocabulary, language))
    assert html.attributes["lang"] == language
    assert flaws(html) == []


def test_the_same_plan_gives_the_same_page() -> None:
    plan, vocabulary = national()
    assert plan_html(plan, vocabulary, "kk") == plan_html(plan, vocabulary, "kk")


@pytest.mark.parametrize("name", [*EXAMPLES, "national"])
def test_every_duty_has_its_recipient_and_its_points_on_a_card(name: str) -> None:
    plan, vocabulary = national() if name == "national" else example(name)
    cards = [card.text for card in read(plan_html(plan, vocabulary)).all("div", "card")]
    for duty in plan.duties:
        own = [text for text in cards if duty.rule in text and duty.label.get("en", "") in text]
        assert own, duty.id
        if duty.to:
            assert any(vocabulary.label("roles", duty.to, "en") in text for text in own), duty.id
        for source in duty.sources:
            assert any(f"{source.ruleset}: {source.point}" in text for text in own), (duty.id, source.point)


@pytest.mark.parametrize("name", [*EXAMPLES, "national"])
def test_whatever_else_the_plan_holds_is_on_the_page(name: str) -> None:
    plan, vocabulary = national() if name == "national" else example(name)
    text = read(plan_html(plan, vocabulary)).text
    rest = (*plan.awaiting, *plan.undetermined, *plan.gaps, *plan.prohibitions, *plan.permissions, *plan.sanctions)
    for one in rest:
        assert one.label["en"] in text, one.rule
    assert all(warning.message in text for warning in plan.warnings)
    assert all(one.because in text for one in plan.conflicts if one.kind != "accused")
    assert plan.made_with.calendar in text
    assert all(digest in text for digest in plan.made_with.rulesets.values())


def test_a_card_says_how_late_it_is_until_when_exactly_and_in_whose_words() -> None:
    plan, vocabulary = example("kz-interagency")
    html = read(plan_html(plan, vocabulary, "en", texts={"kz/interagency": "ru"}))
    card = html.all("div", "s-overdue")[0]
    assert card.one("p", "left").text == "late by 1 hr 30 mins"
    day = card.one("p", "day")
    assert day.text == "Fri, 20 Nov 2026, 15:30 Asia/Almaty (UTC+5)"
    assert day.one("time").attributes["datetime"] == "2026-11-20T15:30:00+05:00"
    assert {"health authority", "social protection authority"} <= {item.text for item in card.all("li")}
    assert "protected e-mail" in card.text
    quote = card.all("q")[0]
    assert (quote.attributes["lang"], quote.text) == ("ru", "не позднее одного часа после получения сигнала")


def test_a_day_term_shows_the_day_a_person_is_told_and_the_midnight_that_closes_it(plan: MakePlan) -> None:
    made = plan(
        "- {id: tell, by: education_org, must: notify, to: police, after: report_received, due: 3 working_days}"
    )
    card = shown(made).one("div", "card")
    assert card.one("p", "day").text == "end of Thu, 19 Nov 2026"
    assert card.one("p", "instant").text == "until Fri, 20 Nov 2026, 00:00 Asia/Almaty (UTC+5)"


@pytest.mark.parametrize(
    ("due", "as_of", "kind", "said"),
    [
        ("immediately", "2026-11-16T11:30:00+05:00", "s-now", "open for 1 hr 30 mins"),
        ("2 hours", "2026-11-16T12:00:00+05:00", "s-now", "0 secs left"),
        ("2 hours", "2026-11-16T12:00:01+05:00", "s-overdue", "late by 1 sec"),
        ("8 hours", "2026-11-16T12:00:00+05:00", "s-today", "6 hrs left"),
        ("aim 1 hours, at most 3 days", MONDAY, "s-now", "3 days 14 hrs left"),
        ("decided", MONDAY, "s-undated", None),
        ("none", MONDAY, "s-untimed", None),
    ],
)
def test_each_way_to_be_due_has_its_state(plan: MakePlan, due: str, as_of: str, kind: str, said: str | None) -> None:
    made = plan(
        f"- {{id: tell, by: education_org, must: notify, to: police, after: report_received, due: '{due}'}}",
        as_of=as_of,
    )
    card = shown(made).one("div", "card")
    assert kind in card.kinds
    assert [left.text for left in card.all("p", "left")] == ([said] if said else [])


def test_cards_stand_under_their_bearer_the_most_pressing_first() -> None:
    plan, vocabulary = national()
    bearers = read(plan_html(plan, vocabulary)).all("section", "bearer")
    assert len(bearers) > 5
    order = ["s-overdue", "s-now", "s-today", "s-later", "s-undated", "s-untimed", "s-question", "s-done", "s-late"]
    first = [
        min(order.index(kind) for card in own.all("div", "card") for kind in card.kinds if kind in order)
        for own in bearers
    ]
    assert first[0] == 0
    assert [one for one in first if one < 4] == sorted(one for one in first if one < 4)


def test_what_must_not_go_wrong_stands_before_everything_else() -> None:
    plan, vocabulary = national()
    html = read(plan_html(plan, vocabulary))
    titles = [head.text for head in html.all("h2")]
    assert titles[:3] == ["What must not go wrong", "When", "Who must do what"]
    panels = [head.text for head in html.one("section", "safety").all("h3")]
    assert "Secrecy: what must not be told, and to whom" in panels
    assert any(panel.startswith("Open questions") for panel in panels)


def test_a_gap_is_shown_with_its_running_clock(plan: MakePlan) -> None:
    rule = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}"
    made = plan(rule, facts={"offender.is_head": True}, as_of="2026-11-16T12:00:00+05:00")
    assert len(made.gaps) == 1
    html = shown(made)
    card = html.one("section", "safety").one("div", "card")
    assert card.one("p", "left").text == "late by 1 hr"
    assert html.one("li", "row").one("a").attributes["href"] == "#" + card.attributes["id"]
    assert "No one named who may act: you decide (1)" in html.text
    assert "The alleged offender" in html.text


def test_an_unsettled_conflict_is_an_alarm_and_a_settled_one_stands_below() -> None:
    plan, vocabulary = national()
    settled = tuple(one for one in plan.conflicts if one.governs)
    assert settled
    plan = msgspec.structs.replace(plan, conflicts=settled)
    html = read(plan_html(plan, vocabulary))
    assert not html.one("section", "safety").all("div", "alarm-panel")[-1].text.startswith("Texts in conflict")
    first = msgspec.structs.replace(plan.conflicts[0], governs=None, because="nobody knows")
    html = read(plan_html(msgspec.structs.replace(plan, conflicts=(first, *plan.conflicts[1:])), vocabulary))
    alarm = next(p for p in html.all("div", "alarm-panel") if p.text.startswith("Texts in conflict"))
    assert "nobody knows" in alarm.text


def test_a_part_of_a_plan_says_that_it_is_one(cli: CommandLine, case: Path) -> None:
    whole = read(cli("plan", case, "--format", "html").out)
    part = read(cli("plan", case, "--format", "html", "--to", "police").out)
    assert "PART OF THE PLAN ONLY (--to police)" in part.one("header", "top").text
    assert "PART OF THE PLAN" not in whole.text
    assert len(part.all("div", "card")) < len(whole.all("div", "card"))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "overdue"), ("ru", "просрочено"), ("kk", "мерзімі өтті"), ("uk", "прострочено")]
)
def test_the_command_writes_the_page_in_the_language_asked_for(
    cli: CommandLine, case: Path, language: str, word: str
) -> None:
    ran = cli("plan", case, "--as-of", "2026-11-20T16:00:00+05:00", "--format", "html", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    html = read(ran.out)
    assert html.attributes["lang"] == language
    assert word in html.one("main").text


def test_words_in_another_language_than_the_page_are_marked_as_such() -> None:
    plan, vocabulary = example("ua-pdyut")
    html = read(plan_html(plan, vocabulary, "ru", texts={"ua/pdyut": "uk"}))
    message = plan.warnings[0].message
    assert any(one.text == message for one in html.all("span", lang="en"))
    assert {quote.attributes.get("lang") for quote in html.all("q")} == {"uk"}


HOSTILE = '</li></main><script>alert("x")</script><img src=x onerror=y>\u202e\u200f\x07 & \'"'


def _poisoned(value: Any, keep: Callable[[str], bool]) -> Any:
    """Every free text of a plan made hostile, at any depth; what the plan's types fix stays."""
    if isinstance(value, dict):
        return {key: _poisoned(one, keep) if key != "status" else one for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_poisoned(one, keep) for one in value]
    return value + HOSTILE if isinstance(value, str) and not keep(value) else value


def test_a_plan_full_of_hostile_texts_makes_the_same_elements_and_none_of_its_own() -> None:
    plan, vocabulary = national()
    plain = msgspec.to_builtins(plan)
    fixed = {plan.zone, *(d.status for d in plan.duties)}
    fixed |= {one.modality for one in (*plan.duties, *plan.awaiting, *plan.undetermined, *plan.permissions)}
    fixed |= {"prohibition", "sanction", "recommendation", "one", "any", "all", "each", "open"}

    def keep(text: str) -> bool:
        return text in fixed or text[:4].isdigit()

    hostile = msgspec.convert(_poisoned(plain, keep), Plan)
    assert HOSTILE in hostile.duties[0].rule
    html = read(plan_html(hostile, vocabulary, texts={}))
    assert len(html.all("script")) == 1
    assert not html.all("img")
    assert flaws(html) == []
    assert 'alert("x")' in html.one("main").text
    assert not {"\u202e", "\u200f", "\x07"} & set(plan_html(hostile, vocabulary))


def test_nothing_owed_is_said_outright(plan: MakePlan) -> None:
    made = plan("- {id: tell, by: education_org, must: notify, to: police, after: fact_confirmed, due: 1 hour}")
    html = shown(made)
    assert "Nothing is owed at this moment" in html.text
    assert not html.all("li", "row")
    assert flaws(html) == []


def test_an_edition_that_is_not_loaded_is_no_reason_to_say_that_nothing_is_owed(tmp_path: Path) -> None:
    rule = "- {id: tell, by: education_org, must: notify, to: police, after: report_received, due: 1 hour}"
    path = write_ruleset(tmp_path, rule)
    path.write_text(path.read_text().replace("from: undated", 'from: "2027-01-01"'), encoding="utf-8")
    case = {
        "incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY,
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    protocol, incident = load_incident(case, rules=[path])
    html = read(plan_html(evaluate(protocol, incident), protocol.vocabulary))
    assert "Duties are missing" in html.text
    assert "What is owed is not known" in html.text
    assert "Nothing is owed" not in html.text


def test_the_page_says_until_when_it_stands_and_every_printed_sheet_whose_it_is() -> None:
    plan, vocabulary = example("kz-interagency")
    html = read(plan_html(plan, vocabulary))
    assert plan.next_change_at
    assert html.one("footer").one("time").attributes["datetime"] == plan.next_change_at
    style = html.one("style").children[0]
    assert isinstance(style, str)
    assert "@bottom-left { content: " in style
    assert "school\\2d 12\\2f 2026" in style
