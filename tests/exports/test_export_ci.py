"""What CI servers and editors are given: JUnit, SARIF, annotations, a hook, and lines a problem matcher reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from command_line import CommandLine, cli
from failing_tests import RULES, TESTS
from procedures import write_ruleset
from protocolkit.building.rule_files import REVIEWED
from protocolkit.diagnostics import Diagnostic, Place
from protocolkit.exports.github import command
from protocolkit.exports.junit import JUnitCase, junit
from protocolkit.exports.sarif import sarif
from protocolkit.resources import data_root, schemas_dir

__all__ = ["cli"]

needs_tree = pytest.mark.skipif(
    not (data_root() / "pyproject.toml").is_file(), reason="the files lie in the source tree only"
)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ruleset and a failing test, and the working folder beside it."""
    folder = tmp_path / "rules"
    (folder / "tests").mkdir(parents=True)
    write_ruleset(folder, RULES.replace("ROLE", "police"))
    (folder / "tests" / "school.yaml").write_text(TESTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def wrong(rules: Path) -> Path:
    write_ruleset(rules, RULES.replace("ROLE", "polise"))
    return rules


def test_a_check_in_junit_has_a_case_for_each_file(cli: CommandLine, wrong: Path) -> None:
    ran = cli("check", wrong, "--format", "junit")
    assert ran.code == 1
    suite = ElementTree.fromstring(ran.out.split("?>", 1)[1])
    assert suite.attrib == {"tests": "2", "failures": "1", "errors": "0"}
    (failed,) = [one for one in suite.iter("testcase") if one.find("failure") is not None]
    assert failed.get("file") == "rules/demo-school.yaml"
    assert "unknown-role no role `polise`" in (failed.findtext("failure") or "")


def test_a_clean_check_is_not_an_empty_report(cli: CommandLine, rules: Path) -> None:
    ran = cli("check", rules, "--format", "junit")
    assert ran.code == 0
    assert 'tests="2" failures="0" errors="0"' in ran.out


def test_tests_in_junit_say_what_differs(cli: CommandLine, rules: Path) -> None:
    ran = cli("test", rules, "--format", "junit")
    assert ran.code == 1
    first, second = ElementTree.fromstring(ran.out.split("?>", 1)[1]).iter("testcase")
    assert (first.get("classname"), first.get("name")) == ("demo/school", "the police are told")
    assert (first.get("file"), first.get("line")) == ("rules/tests/school.yaml", "3")
    text = first.findtext("failure") or ""
    assert text.startswith("line 9 duties[1] tell to police")
    assert re.search(r"status +done +open", text)
    assert second.find("failure") is None


def test_a_case_that_cannot_be_run_is_an_error_and_not_a_failure(cli: CommandLine, wrong: Path) -> None:
    ran = cli("test", wrong, "--format", "junit")
    assert ran.code == 2
    suite = ElementTree.fromstring(ran.out.split("?>", 1)[1])
    assert suite.get("failures") == "0"
    assert int(suite.get("errors", "0")) == len(list(suite.iter("error"))) > 1


def test_the_line_by_which_a_report_is_listed_is_whole(cli: CommandLine, rules: Path) -> None:
    tests = rules / "tests" / "school.yaml"
    tests.write_text(TESTS.replace("to: police", "to: police_of_the_whole_wide_region"), encoding="utf-8")
    for error in ElementTree.fromstring(cli("test", rules, "--format", "junit").out.encode()).iter("error"):
        message = error.attrib["message"]
        assert "no role `police_of_the_whole_wide_region`" in message
        assert message.count("(") == message.count(")")
        assert message == (error.text or "").splitlines()[0]


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    text = junit("a\x00b", [JUnitCase("\x1b[31m", "<&>", 'a"b.yaml', failed="\ud800 ]]> \x08")])
    one = next(ElementTree.fromstring(text.split("?>", 1)[1]).iter("testcase"))
    assert (one.get("name"), one.get("classname"), one.get("file")) == ("\ufffd[31m", "<&>", 'a"b.yaml')
    assert one.findtext("failure") == "\ufffd ]]> \ufffd"


def test_annotations_stand_at_the_line_of_the_expectation(cli: CommandLine, rules: Path) -> None:
    ran = cli("test", rules, "--format", "github")
    (line,) = ran.out.splitlines()
    assert line.startswith(
        "::error file=rules/tests/school.yaml,line=9,col=11,title=demo/school%3A the police are told::line 9"
    )
    assert "%0A" in line


def test_annotations_of_a_check_have_code_and_help(cli: CommandLine, wrong: Path) -> None:
    ran = cli("check", wrong, "--format", "github")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if line.startswith("::error")]
    assert re.match(r"::error file=rules/demo-school\.yaml,line=\d+,col=\d+,title=unknown-role::", line)
    assert line.endswith("no role `polise` (did you mean `police`?)")


def test_what_a_name_holds_cannot_end_an_annotation_or_start_another() -> None:
    place = Place("a,line=1::b.yaml", 3, 1)
    made = command("error", place, "x,y:z", "100%\n::error::no")
    assert made == "::error file=a%2Cline=1%3A%3Ab.yaml,line=3,col=1,title=x%2Cy%3Az::100%25%0A::error::no"


def test_a_sarif_log_has_what_the_format_asks_for(cli: CommandLine, wrong: Path) -> None:
    ran = cli("check", wrong, "--format", "sarif")
    assert ran.code == 1
    log = json.loads(ran.out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "protocolkit"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["results"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert location["physicalLocation"]["region"]["startLine"] > 0


def test_a_file_that_is_not_there_makes_a_sarif_run_unsuccessful(cli: CommandLine) -> None:
    ran = cli("check", "nowhere", "--format", "sarif")
    assert ran.code == 2
    assert json.loads(ran.out)["runs"][0]["invocations"] == [{"executionSuccessful": False}]
    assert "file-missing" in ran.err


def test_an_alert_stays_the_same_when_its_line_moves() -> None:
    first, moved, other = (
        fingerprint("unknown-role", 3), fingerprint("unknown-role", 30), fingerprint("unknown-fact", 3)
    )  # fmt: skip
    assert first == moved != other


def test_an_alert_is_the_same_one_in_every_language_and_another_of_another_name_or_number() -> None:
    texts = "no role `x`, at most 2", "2-ден көп емес: `x` рөлі жоқ", "no role `y`, at most 2", "no role `x`, at most 3"
    first, translated, named, counted = (fingerprint("unknown-role", 3, text) for text in texts)
    assert first == translated
    assert first not in (named, counted)


def fingerprint(code: str, line: int, message: str = "no role `x`") -> Any:
    log = json.loads(sarif([Diagnostic(code, message, Place("a b/ж.yaml", line, 1))]))
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%D0%B6.yaml"
    return result["partialFingerprints"]


@needs_tree
def test_the_problem_matchers_read_every_line_of_a_check(cli: CommandLine, wrong: Path) -> None:
    (wrong / "late.yaml").write_text("nothing: known\n", encoding="utf-8")
    tasks = json.loads((data_root() / ".vscode" / "tasks.json").read_text(encoding="utf-8"))
    at_line, whole_file = (matcher["pattern"] for matcher in tasks["tasks"][0]["problemMatcher"])
    shown = [line for line in cli("check", wrong).out.splitlines()[:-1] if not line.startswith("  help: ")]
    read = {line: (re.match(at_line["regexp"], line), re.match(whole_file["regexp"], line)) for line in shown}
    assert all((first is None) != (second is None) for first, second in read.values())
    (error,) = [first for first, _ in read.values() if first and first[4] == "unknown-role"]
    groups = {key: error[group] for key, group in at_line.items() if isinstance(group, int)}
    assert groups["file"] == "rules/demo-school.yaml"
    assert (groups["code"], groups["severity"], groups["message"]) == ("unknown-role", None, "no role `polise`")
    assert {first[5] for first, _ in read.values() if first} == {None, "warning"}
    (warning,) = [second for _, second in read.values() if second]
    groups = {key: warning[group] for key, group in whole_file.items() if isinstance(group, int)}
    assert (groups["file"], groups["code"], groups["severity"]) == ("rules/late.yaml", "unknown-kind", "warning")


@needs_tree
def test_the_editors_settings_name_a_schema_for_each_file() -> None:
    settings = json.loads((data_root() / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    named: dict[Path, str] = {}
    for schema, patterns in settings["yaml.schemas"].items():
        assert (data_root() / schema).parent.resolve() == schemas_dir().resolve()
        for pattern in patterns:
            named |= {path: Path(schema).name for path in data_root().glob(pattern)}
    shipped = [*(data_root() / "rules").rglob("*.yaml"), *(data_root() / "examples").glob("*.yaml")]
    shipped += (data_root() / "examples" / "exports").glob("*.yaml")
    shipped = [path for path in shipped if path.name != REVIEWED]  # a list without a kind
    assert set(shipped) <= set(named)
    for path in shipped:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.endswith(f"/{named[path]}"), path


@needs_tree
def test_each_hook_runs_a_command_there_is(cli: CommandLine) -> None:
    hooks = yaml.safe_load((data_root() / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"protocolkit-check", "protocolkit-test"}
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "protocolkit"
        assert cli(*arguments[:1], "--help").code == 0
        assert re.search(hook["files"], "rules/kz/interagency.yaml")
