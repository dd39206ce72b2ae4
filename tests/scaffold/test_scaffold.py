"""A new ruleset is right as it is written, and never overwrites one."""

import re
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.calendars import load_calendar
from protocolkit.calendars.comparing import compare_with_library
from protocolkit.diagnostics import Problems
from protocolkit.languages import LANGUAGES
from protocolkit.languages.saying import said
from protocolkit.resources import data_root
from protocolkit.scaffold.new_example import examples
from protocolkit.testing.running import run_tests
from protocolkit.watching.look import look

__all__ = ["cli"]


def test_a_new_ruleset_checks_and_passes_its_own_tests(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert [str(p) for p in check_paths([tmp_path]).problems if p.severity == "error"] == []
    report = run_tests([tmp_path])
    assert len(report.outcomes) == 2
    assert [f for o in report.outcomes for f in o.failures] == []


def test_nothing_is_overwritten(cli: CommandLine, tmp_path: Path) -> None:
    cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    before = (tmp_path / "order.yaml").read_text(encoding="utf-8")
    again = cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    assert again.code == 2
    assert "file-exists" in again.err
    assert (tmp_path / "order.yaml").read_text(encoding="utf-8") == before


def test_an_id_that_is_none_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("new", "ruleset", "Region Order", "--folder", str(tmp_path))
    assert done.code == 2
    assert "not-an-id" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "base", ["kz/interagency", "kz/national", "kz/staff-algorithm", "kz/methodology", "ua/pdyut", "ua/vocational"]
)
def test_a_variant_of_any_shipped_text_is_right_as_it_stands(cli: CommandLine, tmp_path: Path, base: str) -> None:
    done = cli("new", "variant", "region/strict", "--of", base, "--folder", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    text = (tmp_path / "strict.yaml").read_text(encoding="utf-8")
    assert f"extends: {base}\n" in text
    assert text.count("because: ") == 3
    assert [str(p) for p in look([str(tmp_path)], None, None).problems] == []
    report = run_tests([tmp_path])
    assert len(report.outcomes) == 2
    assert [f for o in report.outcomes for f in o.failures] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_variant_of_ones_own_rules_is_written_beside_them(cli: CommandLine, tmp_path: Path, language: str) -> None:
    cli("new", "example", "boarding-school", "--folder", str(tmp_path))
    folder = tmp_path / "boarding-school"
    done = cli("new", "variant", "region/own", "--of", "invented/boarding", "--folder", str(folder), "--lang", language)
    assert (done.code, (folder / "own.yaml").is_file()) == (0, True)
    assert [str(p) for p in look([str(folder)], None, None).problems] == []
    assert [f for o in run_tests([folder]).outcomes for f in o.failures] == []


def test_a_variant_of_nothing_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("new", "variant", "--of", "kz/interagncy", "--folder", str(tmp_path))
    assert done.code == 2
    assert "did you mean `kz/interagency`?" in done.err
    assert cli("new", "variant", "region/x").code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", [None, "Europe/Kyiv", "America/New_York"])
def test_a_ruleset_is_right_in_any_language_and_zone(
    cli: CommandLine, tmp_path: Path, language: str, zone: str | None
) -> None:
    where = ["--zone", zone] if zone else []
    done = cli(
        "new", "ruleset", "region/order", "--lang", language, "--calendar", "ua", *where, "--folder", str(tmp_path)
    )
    assert (done.code, done.err) == (0, "")
    text = (tmp_path / "order.yaml").read_text(encoding="utf-8")
    assert f"language: {language} " in text
    assert f"zone: {zone or 'Europe/Kyiv'} " in text
    assert "calendar: ua " in text
    assert [str(p) for p in look([str(tmp_path)], None, None).problems] == []
    assert [f for o in run_tests([tmp_path]).outcomes for f in o.failures] == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--zone", "Europe/Kiyv"], "unknown-zone"),
        (["--calendar", "kzz"], "unknown-calendar"),
        (["--of", "kz/interagency"], "misplaced-option"),
        (["--years", "2026-2027"], "misplaced-option"),
    ],
)
def test_what_does_not_fit_a_ruleset_is_refused(
    cli: CommandLine, tmp_path: Path, options: list[str], code: str
) -> None:
    done = cli("new", "ruleset", "region/order", *options, "--folder", str(tmp_path))
    assert done.code == 2
    assert code in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("id", ["pl", "us-nj", "il", "kw", "ge", "in"])
def test_a_calendar_from_the_library_gives_the_days_of_the_library(cli: CommandLine, tmp_path: Path, id: str) -> None:
    done = cli("new", "calendar", id, "--from-library", "--years", "2025-2027", "--folder", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert [str(p) for p in look([str(tmp_path)], None, None).problems] == []
    problems = Problems()
    calendar = load_calendar(tmp_path / f"{id}.yaml", problems)
    assert calendar is not None
    assert compare_with_library(calendar) == []
    day = calendar.days().day(date(2026, 1, 1))
    assert day.status == "listed"
    source = said(day.source) if day.source else said(calendar.layers.holidays[0].source)
    assert f"holidays {version('holidays')}" in source


def test_a_calendar_nobody_has_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    for arguments, code in (
        (["xx", "--from-library"], "unknown-calendar"),
        (["us-zz", "--from-library"], "unknown-calendar"),
        (["pl", "--from-library", "--years", "2028-2026"], "bad-value"),
        (["pl"], "missing-argument"),
        ([], "missing-argument"),
    ):
        done = cli("new", "calendar", *arguments, "--folder", str(tmp_path))
        assert (done.code, code in done.err) == (2, True), done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_example_works_where_it_is_copied(cli: CommandLine, tmp_path: Path, name: str) -> None:
    assert cli("new", "example", name, "--folder", str(tmp_path)).code == 0
    assert [str(p) for p in look([str(tmp_path)], None, None).problems if p.severity == "error"] == []
    first = next(tmp_path.rglob("*.yaml"))
    for path in tmp_path.rglob("*.yaml"):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        if (found := re.search(r"\$schema=(\S+)", line)) and "://" not in found[1]:
            assert (path.parent / found[1]).is_file(), line
    assert (
        [f for o in run_tests([tmp_path]).outcomes for f in o.failures] == [] if list(tmp_path.rglob("tests")) else True
    )
    again = cli("new", "example", name, "--folder", str(tmp_path))
    assert (again.code, "file-exists" in again.err, first.is_file()) == (2, True, True)


def test_the_wheel_holds_what_is_copied() -> None:
    project = tomllib.loads((data_root() / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for path in examples().values():
        inside = path.relative_to(data_root()).as_posix()
        assert any(inside.startswith(f"{source}/") or inside == source for source in included), inside
