"""The card of a plan: what presses now for one institution, one task for one act, and all else as short lists."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

import protocolkit
from protocolkit.plans.card import Card, Task

REPORT = {"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}
PARENT = {"id": "o1", "role": "legal_representative", "represents": ["v1"]}
CHILDREN = [{"id": "v1", "age": 13}, {"id": "v2", "age": 11}]


def case(protocol: str = "kz/national", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "incident": "school-7/2026-101",
        "protocol": protocol,
        "as_of": "2026-11-20T14:45:00+05:00",
        "parties": {"victim": CHILDREN, "offender": [PARENT]},
        "facts": {"incident.forms": ["cyberbullying", "psychological_violence"]},
        "events": [REPORT],
    }
    return made | more


def card(protocol: str = "kz/national", language: str = "ru", **more: Any) -> Card:
    return protocolkit.plan(case(protocol, **more), language=language).view("card")


def task(card: Card, rule: str) -> Task:
    return next(one for one in (*card.mine, *card.closed, *card.others) if one.rule.endswith(f"#{rule}"))


def test_the_recipients_of_one_notice_are_one_task_in_the_order_of_the_text() -> None:
    notice = task(card(), "notify-authorities")
    assert [row.to for row in notice.rows] == [
        "police", "prosecutor", "education_authority", "health_authority", "social_protection_authority",
        "child_rights_commissioner", "regional_child_rights_commissioner",
    ]  # fmt: skip
    assert notice.title == "Сообщить каждому из 7 адресатов"
    assert notice.time is not None
    assert (notice.time.at_once, notice.time.limit) == (True, "2026-11-20T15:30:00+05:00")


def test_telling_goes_first_and_its_paper_before_it() -> None:
    said = [(one.notice, bool(one.document), len(one.rows)) for one in card().lead]
    assert said == [
        (True, False, 1),
        (False, True, 1),
        (True, False, 7),
        (True, False, 1),
        (True, False, 1),
        (False, False, 1),
    ]


def test_the_clock_counts_to_the_first_limit_of_the_lead() -> None:
    clock = card().clock
    assert (clock.bucket, clock.limit, clock.began_at) == ("now", "2026-11-20T15:30:00+05:00", REPORT["at"])


def test_a_missed_limit_comes_before_all_else_and_is_counted() -> None:
    late = card(as_of="2026-11-20T15:45:00+05:00")
    assert late.clock.bucket == "overdue"
    assert late.clock.overdue == sum(len(one.rows) for one in late.lead if one.bucket == "overdue") == 10
    assert [one.bucket for one in late.lead] == sorted((one.bucket for one in late.lead), key=("overdue", "now").index)


def test_where_nothing_presses_within_the_hour_the_card_opens_with_the_next() -> None:
    told = {"event": "done", "at": "2026-11-19T18:50:00+02:00", "by": "education_org_head"}
    events = [
        {"event": "report_received", "at": "2026-11-19T18:40:00+02:00"},
        told | {"rule": "notify-police", "to": "police"},
        *(told | {"rule": "notify-legal-representative", "to": "legal_representative", "for": v} for v in ("v1", "v2")),
    ]
    parties = {"victim": CHILDREN, "offender": [], "witness": []}
    found = card("ua/pdyut", "uk", as_of="2026-11-20T16:30:00+02:00", events=events, parties=parties)
    assert found.clock.bucket == "week"
    assert {one.bucket for one in found.lead} == {"week"}
    assert found.week == ()
    assert found.clock.closes == "2026-11-24"


def test_what_others_owe_stands_apart_and_a_card_can_be_theirs() -> None:
    plan = protocolkit.plan(case(), language="ru")
    own, police = plan.view("card"), plan.view("card", institution="police")
    assert own.institution.name == "школа"
    assert "inform-mobile-group" not in {one.rule.partition("#")[2] for one in own.mine}
    assert "inform-mobile-group" in {one.rule.partition("#")[2] for one in own.others}
    assert "inform-mobile-group" in {one.rule.partition("#")[2] for one in police.lead}


def test_the_accused_is_named_by_relation_and_what_nobody_may_hear_of_is_left_to_a_person() -> None:
    found = card()
    assert [(one.role, one.for_) for one in found.accused] == [("legal_representative", "v1")]
    assert {one.parties for one in found.unnamed} == {("v1",)}
    assert all(one.title for one in found.unnamed)


def test_one_question_covers_all_whom_it_is_asked_of() -> None:
    first_aid = next(one for one in card().questions if "v1.needs_first_aid" in one.facts)
    assert set(first_aid.facts) == {"v1.needs_first_aid", "v2.needs_first_aid", "o1.needs_first_aid"}
    assert first_aid.now
    assert first_aid.ask.endswith("?")


def test_a_daily_duty_that_nobody_did_is_one_task_with_its_count() -> None:
    events = [
        {"event": "report_received", "at": "2026-06-26T10:00:00+05:00"},
        {"event": "done", "rule": "notify-authorities", "to": "police", "at": "2026-06-26T10:40:00+05:00"},
    ]
    found = card("kz/interagency", as_of="2026-11-30T09:00:00+05:00", events=events)
    daily = task(found, "check-progress-daily")
    assert daily.series is not None
    assert daily.series.missed.count > 150
    assert len(daily.rows) == 1
    assert daily.series.last_done is None


def test_what_is_done_is_recorded_under_whoever_did_it() -> None:
    done = {"event": "done", "rule": "notify-authorities", "to": "police", "at": "2026-11-20T14:40:00+05:00",
            "by": "education_org_head"}  # fmt: skip
    found = card("kz/interagency", events=[REPORT, done])
    assert [(row.to, row.done_at, row.done_by) for one in found.closed for row in one.rows] == [
        ("police", "2026-11-20T14:40:00+05:00", "руководитель")
    ]
    assert "police" not in {row.to for one in found.lead for row in one.rows}


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
@pytest.mark.parametrize("protocol", ["kz/in-force", "kz/national", "kz/interagency"])
def test_no_id_and_no_offset_is_among_its_words(protocol: str, language: str) -> None:
    words = list(_words(msgspec.to_builtins(card(protocol, language))))
    assert len(words) > 50
    assert [one for one in words if "#" in one or "+05:00" in one or "kz/" in one or "_" in one] == []


def _words(value: Any, key: str = "") -> Any:
    """Every text of a card that people read; ids and instants are for programs."""
    ids = {
        "id", "rule", "rules", "do", "role", "duty", "to", "for", "facts", "check_first", "institution", "protocol", "digest",
        "zone", "incident", "at", "limit", "target", "closes", "opens", "as_of", "next_change_at", "began_at", "occurrence",
        "first", "last", "next", "calendar", "bucket", "by_mode", "modality", "status",
    }  # fmt: skip
    if isinstance(value, dict):
        for name, one in value.items():
            if name == "institution":
                yield one["name"] if isinstance(one, dict) else ""
            elif name not in ids:
                yield from _words(one, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(one, key)
    elif isinstance(value, str):
        yield value


def test_it_is_small_enough_for_a_phone() -> None:
    assert len(msgspec.json.encode(card("kz/in-force"))) < 40_000


def test_it_is_said_in_the_language_of_the_plan_whenever_it_is_asked_for() -> None:
    plan = protocolkit.plan(case(), language="ru")
    with protocolkit.speaking("kk"):
        assert plan.view("card").language == "ru"
        assert plan.said("uk").view("card").language == "uk"
    assert plan.compact().view("card") == plan.view("card")


def test_a_plan_that_was_read_has_no_view() -> None:
    plan = protocolkit.plan(case())
    read = msgspec.json.decode(plan.to_json().encode(), type=protocolkit.Plan)
    with pytest.raises(ValueError, match="just evaluated"):
        read.view("card")
    with pytest.raises(ValueError, match="no view"):
        plan.view("poster")  # type: ignore[arg-type]


def test_a_rule_without_words_in_a_language_is_told_by_its_act_with_whom_or_what_it_is_about() -> None:
    head = {"id": "o2", "role": "staff", "is_head": True}
    found = card("kz/national", "uk", parties={"victim": CHILDREN, "offender": [PARENT, head]})
    assert "Повідомити: орган, що здійснює функції з опіки чи піклування" in {one.title for one in found.unnamed}
    assert "Скласти документ: коротка довідка" in {one.title for one in found.lead}
    assert all(one.title[0].isupper() for one in found.mine)


def test_what_another_duty_set_going_is_told_by_that_duty() -> None:
    done = {
        "event": "done",
        "rule": "notify-authorities",
        "to": "education_authority",
        "at": "2026-11-20T14:40:00+05:00",
    }
    plan = protocolkit.plan(case("kz/interagency", events=[REPORT, done]), language="ru")
    found = plan.view("card", institution="local_executive_body")
    began = {one.why.began for one in (*found.lead, *found.today) if one.why}
    assert "когда исполнено: Уведомить каждый уполномоченный орган в течение часа" in began
