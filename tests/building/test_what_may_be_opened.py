"""Whoever sends a case chooses no file to open, learns nothing of one, and cannot keep a server busy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from command_line import CommandLine, cli
from protocolkit import InputError
from protocolkit.analysis.file_check import check_paths
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.resources import rules_dir
from protocolkit.tracing.tracing import trace

__all__ = ["cli"]

REPORTED = "2026-11-20T14:30:00+02:00"
CASE: dict[str, Any] = {
    "incident": "a/1", "protocol": "ua/pdyut", "events": [{"event": "report_received", "at": REPORTED}], "as_of": REPORTED,
}  # fmt: skip
SECRET = 'api_token: hunter2\nclosed: ["hunter3"]\nweek: [hunter4]\n"2": "hunter5'


def written(folder: Path, institution: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(json.dumps(CASE | {"institution": institution}), encoding="utf-8")
    return path


def refused(source: Any, **how: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as found:
        protocolkit.plan(source, **how)
    return [(p.code, str(p)) for p in found.value.problems]


def test_plain_values_name_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: CommandLine) -> None:
    (tmp_path / "school.yaml").write_text("week: 6", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("school.yaml", str(tmp_path / "school.yaml"), "/etc/passwd"):
        (found,) = refused(CASE | {"institution": name})
        assert found[0] == "path-refused"
    ran = cli("plan", "-", stdin=json.dumps(CASE | {"institution": "school.yaml"}).encode())
    assert ran.code == 2
    assert "path-refused" in ran.err
    # A file may, and so may plain values that say the same.
    assert protocolkit.plan(written(tmp_path, "school.yaml")) == protocolkit.plan(CASE | {"institution": {"week": 6}})


def test_a_file_names_only_what_is_below_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "cases"
    (inner / "schools").mkdir(parents=True)
    for folder in (tmp_path, inner / "schools"):
        (folder / "school.yaml").write_text("week: 6", encoding="utf-8")
    assert protocolkit.plan(written(inner, "schools/school.yaml")).duties
    (inner / "link.yaml").symlink_to(tmp_path / "school.yaml")
    (inner / "folder").symlink_to(tmp_path)
    (inner / "round.yaml").symlink_to(inner / "round.yaml")
    for name in (
        "../school.yaml",
        str(tmp_path / "school.yaml"),
        "link.yaml",
        "folder/school.yaml",
        "schools/../../school.yaml",
    ):
        assert [code for code, _ in refused(written(inner, name))] == ["path-refused"], name
    assert {code for code, _ in refused(written(inner, "round.yaml"))} <= {"path-refused", "file-unreadable"}
    # A link within the folder, and a folder that is reached by one, are as good as any.
    (inner / "near.yaml").symlink_to(inner / "schools" / "school.yaml")
    assert protocolkit.plan(written(inner, "near.yaml")).duties
    (tmp_path / "linked").symlink_to(inner)
    assert protocolkit.plan(tmp_path / "linked" / "case.yaml").duties


@pytest.mark.parametrize(
    "text", [*SECRET.splitlines(), SECRET, "hunter2", "- hunter2\n", "hunter2: &hunter3 [\thunter4"]
)
def test_what_is_wrong_in_another_file_is_told_without_its_values(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    for language in protocolkit.languages.LANGUAGES:
        found = refused(written(tmp_path, "other.yaml"), language=language)
        assert all("hunter" not in said and "api_token" not in said for _code, said in found), found
        assert any(said.startswith("other.yaml:") for _code, said in found)


def test_the_name_that_was_meant_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "school.yaml").write_text("weeks: 6", encoding="utf-8")
    ((code, said),) = refused(written(tmp_path, "school.yaml"))
    assert code == "institution-key"
    assert said.endswith("no key `…` in an institution (did you mean `week`?)")


def test_a_protocol_names_an_institution_beside_itself_not_beside_the_case(tmp_path: Path) -> None:
    rules, cases = tmp_path / "rules", tmp_path / "cases"
    rules.mkdir()
    cases.mkdir()
    (rules / "school.yaml").write_text("week: 6", encoding="utf-8")
    (rules / "own.yaml").write_text(
        "protocol: demo/own\nrulesets: [ua/pdyut]\ninstitution: school.yaml\n", encoding="utf-8"
    )
    (cases / "school.yaml").write_text("week: 9", encoding="utf-8")
    path = cases / "case.yaml"
    path.write_text(json.dumps(CASE | {"protocol": "demo/own"}), encoding="utf-8")
    assert protocolkit.plan(path, rules=[rules]).duties
    assert protocolkit.plan(CASE | {"protocol": "demo/own"}, rules=[rules]).duties
    (rules / "school.yaml").write_text("wek: 6", encoding="utf-8")
    assert [p.code for p in check_paths([rules / "own.yaml"]).problems] == ["institution-key"]


def test_a_calendar_and_the_texts_of_rules_stay_in_their_folders(tmp_path: Path) -> None:
    shutil.copytree(rules_dir() / "calendars", tmp_path / "calendars")
    calendar = tmp_path / "calendars" / "ua.yaml"
    (tmp_path / "calendars" / "base" / "ua.json").rename(tmp_path / "ua.json")
    calendar.write_text(calendar.read_text("utf-8").replace("file: base/ua.json", "file: ../ua.json"), encoding="utf-8")
    problems = Problems()
    assert load_calendar(calendar, problems) is None
    assert [p.code for p in problems] == ["path-refused"]
    text = (rules_dir() / "kz" / "interagency.yaml").read_text("utf-8")
    file = next(line.split()[-1] for line in text.splitlines() if line.strip().startswith("file:"))
    own = tmp_path / "rules"
    own.mkdir()
    (own / "ruleset.yaml").write_text(text.replace(file, "../outside.txt"), encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "outside.txt").write_text("1. anything", encoding="utf-8")
    checks = trace([own], tmp_path / "sources").checks
    assert checks is not None
    assert {one.status for one in checks.digests} == {"unreadable"}


def test_a_case_has_no_more_persons_than_can_be_answered_for() -> None:
    def many(count: int) -> dict[str, Any]:
        return CASE | {"parties": {"victim": [{"id": f"v{i}", "age": 12} for i in range(count)]}}

    assert [code for code, _ in refused(many(501))] == ["too-many-persons"]
    assert protocolkit.load_incident(many(500))
    assert [code for code, _ in refused(many(4), most_persons=3)] == ["too-many-persons"]
    assert protocolkit.load_incident(many(501), most_persons=501)


@pytest.mark.parametrize("number", ["070101500123", "+77011234567", "somebody@example.org"])
def test_the_number_of_a_person_is_refused_wherever_a_name_of_ones_own_stands(number: str) -> None:
    event = CASE["events"][0]
    for case in (
        CASE | {"incident": number},
        {"agenda": number, "protocol": "ua/pdyut", "as_of": REPORTED},
        CASE | {"parties": {"victim": [{"id": number}]}},
        CASE | {"parties": {"offender": [{"id": "o1", "represents": [number]}]}},
        CASE | {"institution": {"institution": number}},
        CASE | {"events": [event | {"registered_as": number}]},
    ):
        found = [(code, said) for code, said in refused(case) if code == "personal-number"]
        assert found, case
        assert all(number not in said for _code, said in found)
        assert any("number of a person" in said for _code, said in found)
