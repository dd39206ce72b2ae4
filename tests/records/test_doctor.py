"""`protocolkit doctor`: each finding has a file that shows it and a twin that does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CommandLine, cli

__all__ = ["cli"]

FILES = Path(__file__).parents[1] / "files" / "doctor"
FINDINGS = sorted(path.name.removesuffix(".bad.csv") for path in FILES.glob("*.bad.csv"))
GUESSED = ("column-no-time", "no-trigger", "table-encoding")  # found where no mapping is given
AS_OF = "2026-11-21T12:00:00+05:00"


def examined(cli: CommandLine, code: str, twin: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """How the doctor ended on a file, and its problems: `line:col code severity message`, each help below."""
    monkeypatch.chdir(FILES)
    names = (f"{code}.{twin}.yaml", f"{code}.yaml", "mapping.yaml")
    mapping = next(name for name in names if (FILES / name).exists())
    how = ["--protocol", "kz/interagency", "--zone", "Asia/Almaty"] if code in GUESSED else ["--map", mapping]
    ran = cli("doctor", f"{code}.{twin}.csv", *how, "--as-of", AS_OF, "--format", "json")
    if ran.code == 2:
        assert ran.out == ""
        return ran.code, ran.err.splitlines()
    lines = []
    for one in json.loads(ran.out)["problems"]:
        place = one["place"]
        assert place["file"] == f"{code}.{twin}.csv"
        lines.append(f"{place['line']}:{place['col']} {one['code']} {one['severity']} {one['message']}")
        lines += [f"  help: {one['help']}"] if one["help"] else []
    return ran.code, lines


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_is_said_with_its_place_and_without_a_cell(
    code: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, lines = examined(cli, code, "bad", monkeypatch)
    expected = (FILES / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    assert lines == expected[1:]
    assert f"exit {ended}" == expected[0]
    assert any(f"{code} " in line for line in lines)


@pytest.mark.parametrize("code", FINDINGS)
def test_its_twin_is_free_of_it(code: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, lines = examined(cli, code, "fine", monkeypatch)
    assert ended == 0
    assert not any(f"{code} " in line for line in lines)


def test_every_finding_has_a_page() -> None:
    pages = Path(__file__).parents[2] / "docs" / "reference" / "diagnostics"
    if pages.is_dir():
        assert [code for code in FINDINGS if not (pages / f"{code}.md").is_file()] == []


EXPORT = """\
id;received;age;role;phone;remarks
a-1;2026-11-20 14:30;13;pupil;+7 701 555 12 34;SECRET words about somebody and more words
a-2;2026-11-19;eleven;SECRET;+7 701 555 12 35;SECRET words about somebody else and more words
SECRET name;2031-01-01 10:00;999;staff;+7 701 555 12 36;SECRET words about a third and yet more words
"""
MAPPING = """\
mapping: m
protocol: kz/interagency
zone: Asia/Almaty
columns:
  id: reference
  received: {event: report_received}
  age: {fact: victim.age}
  role: {fact: offender.role}
"""


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "uk"])
@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("how", [["--map", "map.yaml"], ["--protocol", "kz/interagency", "--write", "new.yaml"]])
def test_no_cell_is_ever_shown(how: list[str], format: str, lang: str, export: Path, cli: CommandLine) -> None:
    ran = cli("doctor", "export.csv", *how, "--format", format, "--lang", lang, "--as-of", AS_OF)
    written = "".join(p.read_text(encoding="utf-8") for p in export.glob("new.yaml"))
    for cell in ("SECRET", "eleven", "999", "555", "2031"):
        assert cell not in ran.out + ran.err + written
    assert ran.code == 1


def test_the_share_of_empty_cells_is_told(export: Path, cli: CommandLine) -> None:
    (export / "half.csv").write_text(
        "id,received,age\na-1,2026-11-20 14:30,\na-2,2026-11-20 15:00,9\n", encoding="utf-8"
    )
    mapping = MAPPING.replace("  role: {fact: offender.role}\n", "")
    (export / "map.yaml").write_text(mapping, encoding="utf-8")
    data = json.loads(cli("doctor", "half.csv", "--map", "map.yaml", "--format", "json").out)
    assert [(c["column"], c["empty"], c["empty_share"]) for c in data["columns"]] == [
        ("id", 0, 0.0), ("received", 0, 0.0), ("age", 1, 0.5),
    ]  # fmt: skip


def test_incidents_are_written_only_if_every_case_fits(export: Path, cli: CommandLine) -> None:
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--incidents", "out")
    assert ran.code == 1
    assert "no incidents written" in ran.out
    assert not (export / "out").exists()


def test_incidents_are_ready_to_plan(export: Path, cli: CommandLine) -> None:
    fine = "\n".join(EXPORT.splitlines()[:2]) + "\nA/1;2026-11-19 10:00;9;staff;;\na-1/;2026-11-18 10:00;9;;;\n"
    (export / "export.csv").write_text(fine, encoding="utf-8")
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--incidents", "out")
    assert (ran.code, ran.err) == (0, "")
    # References that differ only where file names cannot get names of their own.
    assert sorted(p.name for p in (export / "out").iterdir()) == ["A-1-2.yaml", "a-1-3.yaml", "a-1.yaml"]
    assert cli("check", "out").code == 0
    for path in (export / "out").iterdir():
        planned = cli("plan", path, "--as-of", AS_OF, "--format", "json")
        assert planned.code == 0, planned.err
        assert json.loads(planned.out)["duties"]
    again = cli("doctor", "export.csv", "--map", "map.yaml", "--incidents", "out")
    assert (again.code, "file-exists" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.csv"], "file-missing"),
        (["."], "file-is-folder"),
        (["export.csv", "--map", "missing.yaml"], "file-missing"),
        (["export.csv", "--protocol", "kz/intragency"], "unknown-protocol"),
        (["export.csv", "--zone", "Asia/Alma-Ata"], "unknown-zone"),
        (["export.csv", "--as-of", "yesterday"], "instant-shape"),
        (["export.csv", "--incidents", "out"], "missing-option"),
        (["export.csv", "--map", "map.yaml", "--write", "new.yaml"], "misplaced-option"),
        (["export.csv", "--write", "map.yaml"], "file-exists"),
        (["export.csv", "--rules", "nowhere"], "file-missing"),
    ],
)
def test_what_cannot_be_used_ends_with_two(arguments: list[str], code: str, export: Path, cli: CommandLine) -> None:
    assert (export / "map.yaml").is_file()
    ran = cli("doctor", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f" {code} " in ran.err


def test_all_problems_of_a_mapping_are_told_at_once(export: Path, cli: CommandLine) -> None:
    bad = MAPPING.replace("victim.age", "victim.aeg").replace("report_received", "report_recieved")
    bad = bad.replace("role: {fact", "roles: {values: {x: [nothing]}, fact")
    (export / "map.yaml").write_text(bad, encoding="utf-8")
    ran = cli("doctor", "export.csv", "--map", "map.yaml")
    assert ran.code == 2
    places = [line.partition(" ")[0:3:2] for line in ran.err.splitlines() if line.startswith("map.yaml")]
    assert [(place.split(":")[1], said.split()[0]) for place, said in places] == [
        ("6", "unknown-event"), ("7", "unknown-fact"), ("8", "unknown-column"), ("8", "type-mismatch"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        ("case", "a: reference\n  b: reference", "a second column is `reference`"),
        ("case", "a: {fact: victim.age}\n  b: {fact: victim.age}", "comes from `a` already"),
        ("case", "a: {fact: victim.age, for: v1}\n  b: {fact: victim.is_minor}", "does not say which victim"),
        ("case", "a: {event: report_received, for: v9}", "no column gives a fact of `v9`"),
        ("case", "a: time", "belongs to rows that are events"),
        ("event", "a: reference\n  b: time", "needs a column that is `kind`"),
        (
            "event",
            "a: reference\n  b: time\n  c: {kind: {x: report_received}}\n  d: {kind: {y: case_closed}, kind_in: e}",
            "of its own",
        ),
    ],
)
def test_check_says_which_columns_cannot_stand_together(
    rows: str, columns: str, said: str, tmp_path: Path, cli: CommandLine
) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(f"mapping: m\nrows: {rows}\ncolumns:\n  {columns}\n", encoding="utf-8")
    ran = cli("check", path)
    assert ran.code == 1
    assert "mapping-rows" in ran.out
    assert said in ran.out


def test_check_reads_a_mapping_with_strict_keys(tmp_path: Path, cli: CommandLine) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("mapping: m\nprotocol: kz/interagncy\ncolums:\n  a: referense\n", encoding="utf-8")
    ran = cli("check", path)
    assert ran.code == 1
    assert "did you mean `columns`?" in ran.out
    path.write_text("mapping: m\nprotocol: kz/interagncy\ncolumns:\n  a: reference\n", encoding="utf-8")
    assert "did you mean `kz/interagency`?" in cli("check", path).out
