"""`protocolkit plan`: what it prints, what it keeps to itself, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from command_line import CASE, CommandLine, case, cli
from protocolkit.plans.plan import Plan
from protocolkit.showing.layout import cells

__all__ = ["case", "cli"]

LATE = ("--as-of", "2026-11-20T16:00:00+05:00")


def test_the_text_view_says_what_to_whom_by_when_and_under_which_point(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case)
    assert ran.code == 0
    assert not ran.err
    assert "as of Fri, 20 Nov 2026, 14:50 Asia/Almaty (UTC+5)" in ran.out
    block = ran.out[ran.out.index("[ ] Notify each competent authority") :].split("\n\n")[0]
    assert "Fri, 20 Nov 2026, 15:30 Asia/Almaty (UTC+5) — 40 mins left" in block
    assert "police" in block
    assert "any of: head of the education organisation; responsible person" in block
    assert "only: protected e-mail" in block
    assert "kz/interagency: 1; 1, bullet 2" in block


def test_json_is_the_plan_and_nothing_else(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case, "--format", "json")
    plan = msgspec.json.decode(ran.out, type=Plan)
    assert plan.incident == "demo/1"
    assert ran.out == plan.to_json().rstrip("\n") + "\n"
    assert not ran.err


def test_the_case_may_come_from_standard_input(cli: CommandLine, case: Path) -> None:
    assert cli("plan", "-", stdin=CASE.encode()).out == cli("plan", case).out


def test_problems_on_standard_input_have_their_place(cli: CommandLine) -> None:
    broken = CASE.replace("report_received", "report_recieved")
    ran = cli("plan", "-", stdin=broken.encode())
    assert ran.code == 2
    assert "<stdin>:5:13 unknown-event no event `report_recieved`" in ran.err
    assert "did you mean `report_received`?" in ran.err
    assert not ran.out


def test_the_protocol_can_be_chosen_on_the_command_line(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case, "--protocol", "kz/national", "--format", "json")
    assert json.loads(ran.out)["protocol"] == "kz/national"


def test_as_of_overrides_the_file_and_now_is_the_present(cli: CommandLine, case: Path) -> None:
    assert json.loads(cli("plan", case, *LATE, "--format", "json").out)["as_of"] == LATE[1]
    assert json.loads(cli("plan", case, "--as-of", "now", "--format", "json").out)["as_of"] > "2026"


def test_a_plan_without_an_instant_is_refused_with_the_way_out(cli: CommandLine, tmp_path: Path) -> None:
    timeless = tmp_path / "timeless.yaml"
    timeless.write_text(CASE.replace("as_of:", "# as_of:"), encoding="utf-8")
    ran = cli("plan", timeless)
    assert ran.code == 2
    assert "--as-of now" in ran.err


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-11-20", "instant-day-only"),
        ("2026-11-20T14:30", "instant-naive"),
        ("yesterday", "instant-shape"),
        ("2026-11-20T25:30:00+05:00", "instant-shape"),
    ],
)
def test_an_as_of_that_is_no_instant_is_refused(cli: CommandLine, case: Path, as_of: str, expected: str) -> None:
    ran = cli("plan", case, "--as-of", as_of)
    assert (ran.code, ran.out) == (2, "")
    assert f"--as-of {expected} " in ran.err


def test_fail_on_overdue_is_bad_news_only_when_something_is_overdue(cli: CommandLine, case: Path) -> None:
    assert cli("plan", case, "--fail-on", "overdue").code == 0
    assert cli("plan", case, *LATE).code == 0
    assert cli("plan", case, *LATE, "--fail-on", "overdue").code == 1
    assert cli("plan", case, *LATE, "--fail-on", "overdue", "--format", "json").code == 1


def test_exactly_at_the_limit_nothing_is_late(cli: CommandLine, case: Path) -> None:
    at_limit = cli("plan", case, "--as-of", "2026-11-20T15:30:00+05:00", "--fail-on", "overdue")
    assert at_limit.code == 0
    assert "0 secs left" in at_limit.out
    after = cli("plan", case, "--as-of", "2026-11-20T15:30:01+05:00", "--fail-on", "overdue")
    assert after.code == 1
    assert "late by 1 sec" in after.out


def test_a_narrow_question_says_that_it_shows_only_a_part(cli: CommandLine, case: Path) -> None:
    whole = json.loads(cli("plan", case, "--format", "json").out)
    part = json.loads(cli("plan", case, "--to", "police", "--format", "json").out)
    assert {duty["to"] for duty in part["duties"]} == {"police"}
    assert len(part["duties"]) < len(whole["duties"])
    assert part["prohibitions"] == whole["prohibitions"]
    assert part["warnings"] == whole["warnings"]
    text = cli("plan", case, "--to", "police").out
    assert f"PART OF THE PLAN ONLY (--to police): 1 of {len(whole['duties'])} duties" in text
    assert "PART OF THE PLAN" not in cli("plan", case).out


@pytest.mark.parametrize(
    ("protocol", "role", "rule"),
    [
        ("kz/national", "child_rights_commissioner", "kz/methodology#send-victim-data"),
        ("ua/pdyut", "responsible_person", "ua/pdyut#may-report-suspicion"),
    ],
)
def test_an_open_question_to_several_is_one_to_each_of_them(
    cli: CommandLine, tmp_path: Path, protocol: str, role: str, rule: str
) -> None:
    case = tmp_path / "case.yaml"
    at = "2026-11-20T14:30:00+05:00" if protocol.startswith("kz/") else "2026-11-20T14:30:00+02:00"
    case.write_text(
        f"incident: demo/1\nprotocol: {protocol}\nas_of: {at}\nevents: [{{event: report_received, at: {at}}}]\n",
        encoding="utf-8",
    )
    (asked,) = [
        one
        for one in json.loads(cli("plan", case, "--to", role, "--format", "json").out)["undetermined"]
        if one["rule"] == rule
    ]
    assert asked["to"] is None
    other = json.loads(cli("plan", case, "--to", "police", "--format", "json").out)["undetermined"]
    assert rule not in [one["rule"] for one in other]


def test_within_keeps_what_is_late_or_soon_due(cli: CommandLine, case: Path) -> None:
    for span, kept in (("30m", set()), ("40m", {"2026-11-20T15:30:00+05:00"}), ("1d", {"2026-11-20T15:30:00+05:00"})):
        part = json.loads(cli("plan", case, "--within", span, "--format", "json").out)
        assert {duty["due"]["at"] for duty in part["duties"]} == kept
    late = json.loads(cli("plan", case, *LATE, "--within", "1m", "--format", "json").out)
    assert {duty["status"] for duty in late["duties"]} == {"overdue"}


def test_an_institution_stands_for_everybody_within_it(cli: CommandLine, case: Path) -> None:
    head = json.loads(cli("plan", case, "--by", "education_org_head", "--format", "json").out)["duties"]
    school = json.loads(cli("plan", case, "--by", "education_org", "--format", "json").out)["duties"]
    assert head
    assert {d["id"] for d in head} <= {d["id"] for d in school}
    assert all("police" not in d["by"] for d in school)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--by", "polise", "unknown-role"),
        ("--to", "polise", "unknown-role"),
        ("--within", "soon", "bad-span"),
        ("--modality", "duty", "unknown-modality"),
        ("--protocol", "kz/nationl", "unknown-protocol"),
        ("--rules", "no-such-folder", "file-missing"),
        ("--lang", "de", "bad-value"),
    ],
)
def test_a_wrong_value_of_an_option_is_named_with_a_way_out(
    cli: CommandLine, case: Path, option: str, value: str, code: str
) -> None:
    ran = cli("plan", case, option, value)
    assert (ran.code, ran.out) == (2, "")
    assert f"{code} " in ran.err
    assert f"`{value}`" in ran.err


def test_rules_of_a_folder_come_before_the_shipped_ones(cli: CommandLine, case: Path, tmp_path: Path) -> None:
    from procedures import write_ruleset

    write_ruleset(
        tmp_path, "- {id: tell-police, by: police, must: notify, to: prosecutor, after: report_received, due: 2 hours}"
    )
    ran = cli("plan", case, "--protocol", "demo/school", "--rules", tmp_path, "--format", "json")
    assert [duty["rule"] for duty in json.loads(ran.out)["duties"]] == ["demo/school#tell-police"]


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "органы внутренних дел"), ("kk", "ішкі істер органдары"), ("en", "police")]
)
def test_labels_are_in_the_language_asked_for(cli: CommandLine, case: Path, language: str, words: str) -> None:
    assert words in cli("plan", case, "--lang", language).out


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Fri, 20 Nov 2026"),
        ("ru", "пт, 20 нояб. 2026"),
        ("kk", "2026 ж. 20 қар., жм"),
        ("uk", "пт, 20 лист. 2026"),
    ],
)
def test_dates_follow_the_language(cli: CommandLine, case: Path, language: str, day: str) -> None:
    assert day in cli("plan", case, "--lang", language).out


def test_a_pipe_gets_no_colours_unless_they_are_asked_for(
    cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = cli("plan", case).out
    assert "\x1b" not in plain
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = cli("plan", case, "--color", "always").out
    assert "\x1b[1;33m" in coloured
    assert "\x1b" not in cli("plan", case, "--color", "never").out
    import re

    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()] == plain.splitlines()


def test_no_line_in_a_pipe_is_wider_than_a_hundred_columns(cli: CommandLine, case: Path) -> None:
    for language in ("en", "ru", "kk"):
        assert (
            max(map(cells, cli("plan", case, "--lang", language, "--protocol", "kz/national").out.splitlines())) <= 100
        )


def test_free_text_of_a_file_cannot_drive_the_terminal(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("demo/1", '"\\e[2J\\e]0;owned\\a"'), encoding="utf-8")
    ran = cli("plan", path)
    assert ran.code == 2
    assert "\x1b" not in ran.err + ran.out
    assert "\x07" not in ran.err + ran.out


def test_the_card_is_one_page_of_the_institution_or_of_the_body_named(case: Path, cli: CommandLine) -> None:
    own, police = cli("plan", case, "--format", "card"), cli("plan", case, "--format", "card", "--by", "police")
    assert own.code == police.code == 0
    assert own.out.startswith("<!doctype html>")
    assert police.out != own.out


@pytest.mark.parametrize(("option", "value"), [("--within", "1h"), ("--to", "police"), ("--modality", "obligation")])
def test_a_card_is_whole(option: str, value: str, case: Path, cli: CommandLine) -> None:
    ran = cli("plan", case, "--format", "card", option, value)
    assert (ran.code, "misplaced-option" in ran.err, ran.out) == (2, True, "")


def test_a_card_of_a_role_nobody_has_is_refused(case: Path, cli: CommandLine) -> None:
    ran = cli("plan", case, "--format", "card", "--by", "polise")
    assert (ran.code, "unknown-role" in ran.err) == (2, True)
