"""`protocolkit due`: one due time, with its steps."""

from __future__ import annotations

import json

import pytest

from command_line import CommandLine, cli

__all__ = ["cli"]

AFTER = ("--after", "2026-11-20T14:30:00+05:00", "--calendar", "kz")


def test_json_has_the_due_time_at_the_top(cli: CommandLine) -> None:
    ran = cli("due", "1 hour", *AFTER, "--format", "json")
    assert ran.code == 0
    due = json.loads(ran.out)
    assert (due["at"], due["kind"]) == ("2026-11-20T15:30:00+05:00", "elapsed")
    assert {"target", "last_day", "steps", "readings", "asks", "warnings"} <= set(due)
    assert not ran.err


def test_a_text_without_a_time_is_null(cli: CommandLine) -> None:
    assert json.loads(cli("due", "none", *AFTER, "--format", "json").out) is None
    assert "no time given in the text" in cli("due", "none", *AFTER).out


def test_the_text_view_tells_the_day_the_instant_and_each_step(cli: CommandLine) -> None:
    # Friday the 20th: Mon 23, Tue 24, Wed 25.
    out = cli("due", "3 working_days", *AFTER).out
    assert "end of Wed, 25 Nov 2026 (until Thu, 26 Nov 2026, 00:00 Asia/Almaty (UTC+5))" in out
    assert "1. " in out
    assert "Mon 23 November" in out


def test_immediately_is_at_once(cli: CommandLine) -> None:
    assert "at once (Fri, 20 Nov 2026, 14:30 Asia/Almaty (UTC+5))" in cli("due", "immediately", *AFTER).out


def test_the_zone_can_be_another(cli: CommandLine) -> None:
    due = json.loads(cli("due", "1 day", *AFTER, "--zone", "Europe/Kyiv", "--format", "json").out)
    assert due["at"] == "2026-11-22T00:00:00+02:00"


@pytest.mark.parametrize(
    ("due", "options", "code"),
    [
        ("3 working_dayz", [*AFTER], "due-unit"),
        ("1 hour", ["--after", "noon", "--calendar", "kz"], "instant-shape"),
        ("1 hour", ["--after", "2026-11-20T14:30:00+05:00", "--calendar", "kzz"], "unknown-calendar"),
        ("1 hour", [*AFTER, "--zone", "Asia/Almatty"], "unknown-zone"),
        ("1 hour", [*AFTER, "--profile", "8day"], "unknown-profile"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(cli: CommandLine, due: str, options: list[str], code: str) -> None:
    ran = cli("due", due, *options)
    assert (ran.code, ran.out) == (2, "")
    assert f" {code} " in ran.err
