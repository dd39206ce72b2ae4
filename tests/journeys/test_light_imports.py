"""What a command loads: nothing heavy that it does not use, and no extra but by the command that needs it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import protocolkit
from command_line import CASE

# Libraries of the extras: they need not be there.
EXTRAS = {"icalendar", "ical", "pytest", "hypothesis", "sybil", "zensical", "mkdocstrings", "durable", "mypy"}
# Libraries that are there and cost tens of milliseconds each.
HEAVY = {"cyclopts", "rich", "babel", "jsonschema", "holidays", "pendulum"}
# Cheap, and still not for `--version`.
LIGHT = {"msgspec", "yaml"}

PARSER = {"cyclopts", *LIGHT}
TEXT = PARSER | {"babel"}
COMMANDS = {
    "--version": set(),
    "--help": PARSER | {"rich"},
    "plan --help": PARSER | {"rich"},
    "plan CASE --format json": PARSER,
    "plan CASE": PARSER,
    "plan CASE --lang ru": TEXT,
    "plan CASE --color always": PARSER | {"rich"},
    "plan CASE --format html": TEXT,
    "plan CASE --format csv": TEXT,
    "plan CASE --format ics": TEXT | {"icalendar"},
    "explain CASE notify-authorities": TEXT,
    "explain CASE notify-authorities --format json": PARSER,
    "agenda --protocol kz/staff-algorithm --from 2026-09-01 --to 2026-09-30": TEXT,
    "agenda --protocol kz/staff-algorithm --from 2026-09-01 --to 2026-09-30 --format json": PARSER,
    "due '3 working_days' --after 2026-11-20 --calendar kz": TEXT,
    "due '3 working_days' --after 2026-11-20 --calendar kz --format json": PARSER,
    "calendar kz --year 2026": TEXT,
    "calendar kz --year 2026 --format html": TEXT,
    "check CASE": PARSER,
    "check CASE --format sarif": PARSER,
    "check CASE --format junit": PARSER,
    "test NEW": PARSER,
    "test NEW --format junit": PARSER,
    "trace": PARSER,
    "trace --format json": PARSER,
    "new ruleset lakeside/order": PARSER,
    "export rules kz/interagency": PARSER,
    "export alarms CASE": PARSER,
    "export events CASE": PARSER,
    "demo kz": TEXT,
}  # fmt: skip
RUN = """
import os, sys
from protocolkit.cli import main
kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
code = main(sys.argv[1:])
sys.stdout.flush()
os.dup2(kept, 1)
print(code, *{name.partition(".")[0] for name in sys.modules})
"""
# An installation without the extra: the library is there, and cannot be imported.
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "icalendar":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from protocolkit.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a case, and a ruleset with its tests."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    python(tmp_path, RUN, "new", "ruleset", "demo/school", "--folder", "started")
    return tmp_path


def python(folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True)


def loaded(folder: Path, code: str, *arguments: str) -> tuple[str, set[str]]:
    """The exit code of a command, and the libraries of interest that its process has loaded."""
    ran = python(folder, code, *arguments)
    ended, *modules = ran.stdout.split()
    return ended + ran.stderr, (EXTRAS | HEAVY | LIGHT) & set(modules)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_only_what_it_uses(command: str, desk: Path) -> None:
    given = shlex.split(command.replace("CASE", "case.yaml").replace("NEW", "started"))
    code, modules = loaded(desk, RUN, *given)
    assert code[:1] == "0", code
    assert modules <= COMMANDS[command]


def test_the_measure_sees_what_is_loaded(desk: Path) -> None:
    (desk / "wrong.yaml").write_text(f"{CASE}\nwhatever: 1\n", encoding="utf-8")
    seen = (
        loaded(desk, RUN, "check", "wrong.yaml")[1]
        | loaded(desk, RUN, "plan", "case.yaml", "--color", "always", "--lang", "ru")[1]
    )
    assert {"jsonschema", "babel", "rich", "cyclopts", "yaml", "msgspec"} <= seen
    assert "icalendar" in loaded(desk, RUN, "plan", "case.yaml", "--format", "ics")[1]


@pytest.mark.parametrize("name", ["", *protocolkit.__all__])
def test_a_public_name_loads_no_command_line_and_nothing_heavy(name: str, tmp_path: Path) -> None:
    code = f"import sys, protocolkit\nprotocolkit{'.' if name else ''}{name}\nprint(0, *sys.modules)"
    ended, modules = loaded(tmp_path, code)
    assert ended == "0"
    assert modules <= (LIGHT if name not in ("", "__version__") else set())


def test_a_second_start_parses_no_rules(desk: Path) -> None:
    code = "import sys, protocolkit\nprotocolkit.load('kz/national')\nprint(0, *sys.modules)"
    loaded(desk, code)
    assert loaded(desk, code) == ("0", LIGHT - {"yaml"})


def test_a_plan_from_a_program_loads_nothing_heavy_either(desk: Path) -> None:
    code = "import sys, protocolkit\nprotocolkit.plan('case.yaml').to_json()\nprint(0, *sys.modules)"
    assert loaded(desk, code) == ("0", LIGHT)


def test_without_the_extra_a_calendar_file_says_in_a_line_what_to_install(desk: Path) -> None:
    ran = python(desk, WITHOUT, "plan", "case.yaml", "--format", "ics")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "protocolkit missing-extra `--format ics` needs the library `icalendar`",
        "  help: pip install 'protocolkit[ics]'",
    ]


@pytest.mark.parametrize("format", ["text", "json", "html", "csv"])
def test_without_the_extra_every_other_format_works(format: str, desk: Path) -> None:
    ran = python(desk, WITHOUT, "plan", "case.yaml", "--format", format)
    assert (ran.returncode, ran.stderr) == (0, "")
