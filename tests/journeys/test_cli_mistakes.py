"""Whatever somebody types or hands over, the answer is a diagnostic and exit code 2, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

import protocolkit.cli.app as app_module
from command_line import CASE, CommandLine, case, cli
from protocolkit.version import __version__

__all__ = ["case", "cli"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pln"], "command-line unknown-command no command `pln`\n  help: did you mean `plan`?\n"),
        (["xyzzy"], "command-line unknown-command no command `xyzzy`\n  help: commands are "),
        (
            ["plan", "a", "--fromat", "json"],
            "command-line unknown-option no option `--fromat`\n  help: did you mean `--format`?\n",
        ),
        (
            ["plan", "a", "--format", "jsn"],
            "command-line bad-value `jsn` cannot be a value of `--format`\n  help: did you mean `json`?\n",
        ),
        (["plan"], "command-line missing-argument `INCIDENT` needs a value\n"),
        (["plan", "a", "--protocol"], "command-line missing-argument `--protocol` needs a value\n"),
        (["plan", "a", "b"], "command-line unexpected-argument nothing takes `b`\n"),
        (["due", "1 hour", "--after", "2026-11-20"], "command-line missing-argument `--calendar` needs a value\n"),
        (["plan", "a", "--as-of", "now", "--as-of", "now"], "command-line repeated-option `--as-of` is given twice\n"),
    ],
)  # fmt: skip
def test_a_mistyped_command_line_is_answered_with_the_nearest_right_one(
    cli: CommandLine, arguments: list[str], said: str
) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


UNPLACEABLE = '  - {event: done, rule: tell-nobody, at: "2026-11-20T14:40:00+05:00"}\nas_of:'

BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty-file"),
    "spaces": (b"  \n\n", "empty-file"),
    "binary": (bytes(range(256)), "not-utf8"),
    "nul": (b"incident: a\x00b\n", "control-character"),
    "broken": (b"incident: [a\nfacts: }\n", "yaml-syntax"),
    "tab": (b"incident: a\n\tfacts: {}\n", "tab-indent"),
    "list": (b"- a\n- b\n", "wrong-type"),
    "scalar": (b"42\n", "wrong-type"),
    "twice": (b"incident: a\nincident: b\nprotocol: kz/interagency\n", "duplicate-key"),
    "deep": (b"[" * 5000, "too-deep"),
    "no protocol": (b'incident: a\nas_of: "2026-11-20T14:30:00+05:00"\n', "missing-key"),
    "unknown protocol": (CASE.replace("kz/interagency", "kz/interagancy").encode(), "unknown-protocol"),
    "unknown fact": (CASE.replace("incident.ongoing", "incident.on_going").encode(), "unknown-fact"),
    "wrong value": (CASE.replace("ongoing: false", "ongoing: 7").encode(), "type-mismatch"),
    "no such day": (CASE.replace("11-20T14:30", "11-31T14:30").encode(), "instant-date"),
    "unplaceable done": (CASE.replace("as_of:", UNPLACEABLE).encode(), "unknown-rule"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["plan", "explain"])
def test_an_unusable_file_is_refused_by_code_and_place(
    cli: CommandLine, tmp_path: Path, command: str, name: str
) -> None:
    content, code = BAD_FILES[name]
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    ran = cli(command, path)
    assert (ran.code, ran.out) == (2, "")
    assert f" {code} " in ran.err
    assert ran.err.startswith(str(path))
    assert "Traceback" not in ran.err


def test_every_problem_of_a_file_is_named_at_once(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        CASE.replace("incident.ongoing", "incident.on_going").replace("report_received", "report"), encoding="utf-8"
    )
    ran = cli("plan", path)
    assert f"{path}:3:" in ran.err
    assert f"{path}:5:" in ran.err


@pytest.mark.parametrize(
    ("path", "code"), [("missing.yaml", "file-missing"), (".", "file-is-folder"), ("a\x00b", "file-unreadable")]
)
def test_a_path_that_is_no_file_is_refused(cli: CommandLine, path: str, code: str) -> None:
    ran = cli("plan", path)
    assert (ran.code, ran.out) == (2, "")
    assert f" {code} " in ran.err
    assert "\x00" not in ran.err


def test_a_fault_of_the_program_shows_no_traceback_unless_asked(
    cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: list[str]) -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(app_module, "dispatch", broken)
    ran = cli("plan", case)
    assert ran.code == 2
    assert ran.err.startswith("protocolkit internal-error `ZeroDivisionError`: by zero\n")
    monkeypatch.setenv("PROTOCOLKIT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli("plan", case)


def test_an_interrupt_ends_quietly(cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app_module, "dispatch", interrupted)
    ran = cli("plan", case)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_the_packages_own(cli: CommandLine, flag: str) -> None:
    assert cli(flag) == (0, f"protocolkit {__version__}\n", "")


@pytest.mark.parametrize("command", ["plan", "explain", "due"])
def test_help_lists_the_options_of_each_command(cli: CommandLine, command: str) -> None:
    ran = cli(command, "--help")
    assert ran.code == 0
    assert "--format" in ran.out
    assert command in cli("--help").out
