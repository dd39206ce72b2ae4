"""What editors and CI servers are given does what it says: matchers, tasks, hooks, SARIF, the plugin, and the page."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.resources import data_root
from protocolkit.watching.look import look
from protocolkit.watching.watch_page import Good, page

__all__ = ["cli"]

ROOT = data_root()
HOW_TO = ROOT / "docs" / "how-to"
BAD = sorted(
    path
    for folder in ("language/bad", "files/structure/bad", "files/check")
    for path in (Path(__file__).parents[1] / folder).rglob("*.yaml")
    if path.stem != "protocol-loose"  # one of its problems has an id for a place
)
RULES = (
    "- {id: tell, by: education_org_head, must: notify, to: ROLE, after: report_received, due: 1 hour, say: {en: Tell}}"
)

pytestmark = pytest.mark.skipif(not HOW_TO.is_dir(), reason="the files lie in the source tree only")


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def tasks() -> dict[str, dict[str, Any]]:
    return {task["label"]: task for task in read(".vscode/tasks.json")["tasks"]}


def patterns(label: str = "protocolkit check") -> tuple[dict[str, Any], dict[str, Any]]:
    """The pattern of a problem at a line, and the one of a whole file."""
    first, second = tasks()[label]["problemMatcher"]
    return first["pattern"], second["pattern"]


def groups(pattern: dict[str, Any], line: str) -> dict[str, str | None] | None:
    found = re.match(pattern["regexp"], line)
    return {name: found[n] for name, n in pattern.items() if isinstance(n, int)} if found else None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a faulty ruleset and a file of no kind, in a folder whose name has spaces."""
    folder = tmp_path / "the rules of ours"
    folder.mkdir()
    write_ruleset(folder, RULES.replace("ROLE", "polise").replace("tell", "tell-the-police-of-this-very-town"))
    (folder / "left over.yaml").write_text("nothing: known\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


# -- problem matchers


def test_a_problem_in_a_path_with_spaces_is_matched_whole(desk: Path, cli: CommandLine) -> None:
    at_line, whole_file = patterns()
    problems = [line for line in cli("check", desk.name).out.splitlines()[:-1] if not line.startswith("  ")]
    found = [groups(at_line, line) or groups(whole_file, line) for line in problems]
    seen = {(one["file"], one["code"], one["severity"]) for one in found if one}
    assert seen == {
        ("the rules of ours/demo-school.yaml", "unknown-role", None),
        ("the rules of ours/demo-school.yaml", "long-id", "warning"),
        ("the rules of ours/left over.yaml", "unknown-kind", "warning"),
    }
    assert len(found) == 3
    role = next(one for one in found if one and one["code"] == "unknown-role")
    assert role["message"] == "no role `polise`"
    assert (desk.parent / str(role["file"])).is_file()
    line = (desk.parent / str(role["file"])).read_text(encoding="utf-8").splitlines()[int(str(role["line"])) - 1]
    assert line[int(str(role["column"])) - 1 :].startswith("polise")


@pytest.mark.parametrize("lang", ["en", "ru", "uk"])
def test_every_problem_of_every_bad_file_is_matched_once(
    lang: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    at_line, whole_file = patterns()
    matched = 0
    for path in BAD:
        for line in cli("check", path.relative_to(Path.cwd()), "--lang", lang).out.splitlines()[:-1]:
            first, second = groups(at_line, line), groups(whole_file, line)
            if line.startswith("  "):
                assert first is None, line
                assert second is None, line
                continue
            one = first or second
            assert one is not None, line
            assert Path(str(one["file"])).is_file(), line
            assert (first is None) != (second is None), line
            matched += 1
    assert matched > len(BAD)


def test_windows_paths_and_unreadable_files_are_matched() -> None:
    at_line, whole_file = patterns()
    one = groups(at_line, r"C:\my rules\a.yaml:3:7 unknown-role no role `x`")
    assert one is not None
    assert (one["file"], one["line"], one["column"]) == (r"C:\my rules\a.yaml", "3", "7")
    assert groups(whole_file, "b c.yml file-unreadable cannot read `b c.yml`: not UTF-8") is not None
    for line in ("0 errors, 0 warnings in 4 files", "  help: see a.yaml:3:7 for it", "── 12:30:00 ──", ""):
        assert groups(at_line, line) is None
        assert groups(whole_file, line) is None


def test_the_watch_task_sees_where_a_look_begins_and_ends(desk: Path, cli: CommandLine) -> None:
    from protocolkit.cli.watch_screen import watched

    task = tasks()["protocolkit watch"]
    assert task["isBackground"]
    assert patterns("protocolkit watch") == patterns()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("protocolkit.watching.loop.sleep", _interrupt)
        patched.setattr("protocolkit.watching.loop.watch.__defaults__", (_interrupt, lambda _: False))
        shown = _printed(lambda: watched([desk.name], None, None, strict=False, color="never"))
    begin, *between, end = shown.strip().splitlines()
    for matcher in task["problemMatcher"]:
        background = matcher["background"]
        for line in shown.splitlines():
            assert bool(re.match(background["beginsPattern"], line)) == (line == begin)
            assert bool(re.match(background["endsPattern"], line)) == (line == end)
    assert any(groups(patterns()[0], line) for line in between)
    assert cli("check", desk.name).out.splitlines() == between[:-1]


def _interrupt(_seconds: float) -> None:
    raise KeyboardInterrupt


def _printed(act: Any) -> str:
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as heard:
        assert act() == 0
    return heard.getvalue()


def test_githubs_matcher_is_the_editors() -> None:
    at_line, whole_file = (one["pattern"][0] for one in read("docs/how-to/protocolkit-matcher.json")["problemMatcher"])
    assert at_line == patterns()[0]
    assert whole_file == {name: value for name, value in patterns()[1].items() if name != "kind"}
    owners = [one["owner"] for one in read("docs/how-to/protocolkit-matcher.json")["problemMatcher"]]
    assert len(set(owners)) == len(owners) == 2
    for pattern in (at_line, whole_file):
        numbers = sorted(value for value in pattern.values() if isinstance(value, int))
        assert numbers == list(range(1, re.compile(pattern["regexp"]).groups + 1))
        assert "(?=" not in pattern["regexp"]  # not in every dialect
        assert "(?!" not in pattern["regexp"]


# -- the editor's folder


def test_each_task_runs_a_command_there_is(cli: CommandLine) -> None:
    for task in tasks().values():
        program, *arguments = [*shlex.split(task["command"]), *task.get("args", [])]
        assert program == "protocolkit"
        options = {one for one in arguments if one.startswith("--")}
        said = cli(arguments[0], "--help")
        assert said.code == 0
        assert all(option in said.out for option in options)


def test_what_a_task_asks_for_is_described() -> None:
    known = {one["id"]: one for one in read(".vscode/tasks.json")["inputs"]}
    asked = set(re.findall(r"\$\{input:(\w+)\}", json.dumps(read(".vscode/tasks.json"))))
    assert asked == set(known)
    assert (ROOT / known["case"]["default"]).is_file()


def test_the_editor_offers_what_reads_schemas_and_leaves_the_layout_alone() -> None:
    assert read(".vscode/extensions.json")["recommendations"] == ["redhat.vscode-yaml"]
    settings = read(".vscode/settings.json")
    assert settings["[yaml]"]["editor.formatOnSave"] is False
    assert settings["yaml.yamlVersion"] == "1.2"


# -- hooks


def hooks() -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in listed}


def hook(cli: CommandLine, id: str, *files: str, args: list[str] | None = None) -> int:
    """What pre-commit does: the entry, its arguments or the user's own, and the files unless it asks for none."""
    one = hooks()[id]
    given = one.get("args", []) if args is None else args
    return cli(*one["entry"].split()[1:], *given, *(files if one.get("pass_filenames", True) else ())).code


def test_the_hooks_pass_what_is_right_and_stop_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: CommandLine
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "ruleset", "lakeside/order", "--folder", "rules").code == 0
    files = ["rules/order.yaml", "rules/tests/order.yaml"]
    assert [re.search(hooks()["protocolkit-check"]["files"], file) is not None for file in files] == [True, True]
    assert hook(cli, "protocolkit-check", *files) == 0
    assert hook(cli, "protocolkit-test") == 0
    shutil.copytree("rules", "procedures")
    assert hook(cli, "protocolkit-test", args=["procedures"]) == 0
    rules = Path("rules/order.yaml")
    right = rules.read_text(encoding="utf-8")
    rules.write_text(right.replace("due: 1 hour", "due: 2 hours"), encoding="utf-8")
    assert hook(cli, "protocolkit-check", *files) == 0
    assert hook(cli, "protocolkit-test") == 1
    rules.write_text(right.replace("to: police", "to: polise"), encoding="utf-8")
    assert hook(cli, "protocolkit-check", *files[:1]) == 1


# -- reports


def located(log: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for result in log["runs"][0]["results"]:
        for location in result["locations"]:
            yield location["physicalLocation"]


@pytest.mark.parametrize("absolute", [True, False])
def test_sarif_names_files_relative_to_the_folder_as_uris(absolute: bool, desk: Path, cli: CommandLine) -> None:
    log = json.loads(cli("check", desk if absolute else desk.name, "--format", "sarif").out)
    uris = [place["artifactLocation"]["uri"] for place in located(log)]
    assert len(uris) == 3
    for uri in uris:
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri)
        assert (desk.parent / unquote(uri)).is_file()
    assert {place["artifactLocation"]["uriBaseId"] for place in located(log)} == {"%SRCROOT%"}


def test_sarif_has_what_the_standard_demands_and_nothing_it_does_not_know(desk: Path, cli: CommandLine) -> None:
    log = json.loads(cli("check", desk.name, "--format", "sarif").out)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert set(run) <= {"tool", "invocations", "columnKind", "originalUriBaseIds", "results"}
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    driver = run["tool"]["driver"]
    assert set(driver) <= {"name", "version", "semanticVersion", "informationUri", "rules"}
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for rule in driver["rules"]:
        assert set(rule) <= {"id", "name", "shortDescription", "fullDescription", "help", "helpUri"}
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"}
        assert result["level"] in ("none", "note", "warning", "error")
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert {result["level"] for result in run["results"]} == {"error", "warning"}
    regions = [place["region"] for place in located(log) if "region" in place]
    assert len(regions) == 2  # a problem of a whole file has none
    assert all(region["startLine"] >= 1 and region["startColumn"] >= 1 for region in regions)


@pytest.mark.parametrize("format", ["github", "junit"])
def test_other_reports_name_files_relative_to_the_folder_too(format: str, desk: Path, cli: CommandLine) -> None:
    said = cli("check", desk, "--format", format).out
    assert "the rules of ours/demo-school.yaml" in said
    assert str(desk.parent) not in said


# -- pytest


def pytest_run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest as it starts where protocolkit is installed, with no other plugin."""
    only = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "", "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ | only, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: CommandLine) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "ruleset", "lakeside/order", "--folder", "rules").code == 0
    return tmp_path


def test_rule_tests_are_left_out_on_demand_and_need_no_other_plugin(project: Path) -> None:
    # The name under which pytest knows the installed plugin, and therefore the one to leave out.
    assert "2 passed" in pytest_run(project, "-p", "protocolkit").stdout
    without = pytest_run(project, "-p", "protocolkit", "-p", "no:protocolkit")
    assert without.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, without.stdout + without.stderr


def test_the_library_is_loaded_only_when_a_rule_test_is_collected(project: Path) -> None:
    (project / "test_light.py").write_text(
        "import sys\n\ndef test_it():\n    print('LOADED', *(m for m in ('yaml', 'msgspec') if m in sys.modules))\n",
        encoding="utf-8",
    )
    plugin = ("-p", "protocolkit.pytest_plugin", "-s")
    assert "LOADED\n" in pytest_run(project, *plugin, "test_light.py").stdout
    assert "LOADED yaml msgspec\n" in pytest_run(project, *plugin, "rules", "test_light.py").stdout


@pytest.mark.skipif(importlib.util.find_spec("xdist") is None, reason="pytest-xdist is not there")
def test_rule_tests_run_side_by_side(project: Path) -> None:
    ran = pytest_run(project, "-p", "protocolkit.pytest_plugin", "-p", "xdist.plugin", "-n", "2")
    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr


# -- the page


def blocks(name: str, language: str) -> list[str]:
    text = (HOW_TO / name).read_text(encoding="utf-8")
    return [
        body for kind, body in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if kind == language
    ]


def test_the_commands_of_the_page_about_editing_run_and_watching_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: CommandLine
) -> None:
    monkeypatch.chdir(tmp_path)
    page_text = (HOW_TO / "edit-rules.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"^<!-- file: (\S+) -->\n```yaml\n(.*?)^```$", page_text, re.MULTILINE | re.DOTALL):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    commands = [line for block in blocks("edit-rules.md", "sh") for line in block.splitlines()]
    assert len(commands) >= 6
    for command in commands:
        ran = cli(*shlex.split(command)[1:])
        assert ran.code == 0, (command, ran.err)
    (watching,) = blocks("edit-rules.md", "console")
    arguments = shlex.split(watching)
    assert cli(*arguments[1:2], "--help").out.count("--watch")
    paths, case = arguments[2:3], Path(arguments[arguments.index("--incident") + 1])
    head, moved, wrong, stands = blocks("edit-rules.md", "text")
    rules = Path("rules/order.yaml")
    right = rules.read_text(encoding="utf-8")
    assert Path(right.splitlines()[0].rpartition("=")[2]).name == Path(head.strip().rpartition("=")[2]).name

    def shown(last: Good | None) -> tuple[str, Good | None]:
        found = look(paths, case, None)
        good = Good(found.plan, found.names) if found.plan and found.names else last
        return page(last, found, 100).plain(), good

    _, good = shown(None)
    rules.write_text(right.replace("due: 1 hour", "due: 2 hours"), encoding="utf-8")
    text, good = shown(good)
    assert text.endswith(moved)
    rules.write_text(right.replace("to: police", "to: polise"), encoding="utf-8")
    text, _ = shown(good)
    assert text.startswith(wrong)
    assert text.endswith(stands)


@pytest.mark.parametrize("name", ["edit-rules.md", "ci.md"])
def test_what_a_page_links_to_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", (HOW_TO / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (HOW_TO / link).exists()] == []


def test_the_patterns_a_page_shows_are_the_editors() -> None:
    shown = [block.strip() for block in blocks("ci.md", "text")]
    assert [pattern["regexp"] for pattern in patterns()] == [one for one in shown if one.startswith("^")]
