"""What a beginner gets wrong in a first ruleset is told at its place, once, with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.diagnostics import Problems
from protocolkit.scaffold.new_ruleset import new_ruleset
from protocolkit.watching.look import look

__all__ = ["cli"]

SLIPS = [
    # what stands in the file, what is written instead, what is said
    ('"2026-11-21"', "2026-13-41", ["10:19 not-a-day `2026-13-41` is no day"]),
    ("from: undated", 'from: "2026-09-31"', ["9:18 not-a-day `2026-09-31` is no day"]),
    ("from: undated", 'from: "31.09.2026"', ["9:18 wrong-form `31.09.2026` is not a date or `undated` (such as `2026-11-20`, `undated`)"]),
    ("to: police", "to: school police", ["26:9 unknown-role no role `school police` (did you mean `school_police_inspector`?)"]),
    ("to: police", "to:police", ["26:5 yaml-syntax `:` expected after the key on this line (write a space after the `:`)"]),
    ("to: police", "to:\u00a0police", ["26:5 yaml-syntax `:` expected after the key on this line (type plain spaces: there is a no-break space here)"]),
    ("    to: police", "\u00a0   to: police", ["27:5 yaml-syntax this does not go on with the map begun on line 3 (type plain spaces: there is a no-break space here)"]),
    ("to: police", "To: police", ["26:5 unknown-key no key `To` here (did you mean `to`?)"]),
    ("due: 1 hour", "deadline: 1 hour", ["22:5 missing-key no `due`, which `must` needs", "28:5 unknown-key no key `deadline` here (did you mean `due`?)"]),
    ("must: notify  ", "shall: notify", ["22:5 missing-key no verb (one of `must`, `must_not`, `should`, `may`, `can`, `faces`, `define`, `route`)", "25:5 unknown-key no key `shall` here (did you mean `must`?)"]),
    ("say: {en: Tell the police within an hour}", "say: Tell the police", ["29:10 wrong-type a label in each language (a map) expected, not `Tell the police`"]),
    ("ruleset: region/order\n", "", ["3:1 missing-key no `ruleset` (the id: country and text)"]),
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    problems = Problems()
    path, _tests = new_ruleset("region/order", Path(), "2026-11-21", "schemas", problems)
    assert not problems.found
    return path


@pytest.mark.parametrize(("right", "wrong", "said"), SLIPS)
def test_a_slip_is_told_once_at_its_place_with_a_way_out(file: Path, right: str, wrong: str, said: list[str]) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert [str(problem) for problem in check_paths([file]).problems] == [f"order.yaml:{one}" for one in said]


def test_a_text_in_utf_16_without_a_mark_is_to_be_saved_anew(file: Path) -> None:
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16-le"))
    (problem,) = check_paths([file]).problems
    assert (problem.code, problem.help) == ("control-character", "save the file as UTF-8")


def test_the_comments_of_a_new_file_stand_in_columns(file: Path) -> None:
    head = file.read_text(encoding="utf-8").split("\n\n")[0].splitlines()[2:]
    assert len({line.index("  # ") for line in head if "  # " in line}) == 1


@pytest.mark.usefixtures("file")
def test_links_that_lead_to_themselves_or_nowhere_are_told(cli: CommandLine) -> None:
    Path("self.yaml").symlink_to("self.yaml")
    Path("dead.yaml").symlink_to("nowhere.yaml")
    Path("tests", "up").symlink_to("..")
    ran = cli("check", ".")
    assert [line.split(" ")[:2] for line in ran.out.splitlines()[:-1]] == [
        ["dead.yaml", "file-missing"],
        ["self.yaml", "file-unreadable"],
    ]
    assert cli("test", ".").out.endswith("2 passed, 0 failed\n")


@pytest.mark.parametrize(
    "command", [["check", "-"], ["check", "--watch", "--incident", "-"], ["test", "-"], ["trace", "-"]]
)
def test_a_command_that_needs_files_says_so_of_standard_input(cli: CommandLine, command: list[str]) -> None:
    ran = cli(*command, stdin=b"incident: demo/1\n")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("- file-missing this command reads files, not standard input\n  help: save it")


@pytest.mark.usefixtures("file")
def test_an_id_given_for_a_path_leads_to_its_file(cli: CommandLine) -> None:
    for id, place in (("kz/interagency", "kz/interagency.yaml"), ("kz/methodology", "kz/methodology")):
        (line, help) = cli("check", id).err.splitlines()
        assert line == f"{id} file-missing no file or folder `{id}`"
        assert Path(help.split("`")[1]).as_posix().endswith(f"rules/{place}")
        assert Path(help.split("`")[1]).exists()


def test_watching_checks_mappings_as_a_check_does(tmp_path: Path) -> None:
    text = "mapping: journal\nprotocol: region/nowhere\ncolumns:\n  Number: reference\n"
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    found = look([tmp_path / "other.yaml"], None, None).problems
    assert "unknown-protocol" in {problem.code for problem in found}


def test_a_file_of_no_kind_is_told_every_kind_there_is(tmp_path: Path) -> None:
    (tmp_path / "hours.yaml").write_text("closed: []\n", encoding="utf-8")
    (problem,) = check_paths([tmp_path]).problems
    assert "`mapping`" in problem.help
