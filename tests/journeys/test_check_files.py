"""`protocolkit check`: which files it looks at, how it ends, and that it stays quick."""

from __future__ import annotations

import json
import time
from pathlib import Path
from textwrap import dedent

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.analysis.edition import Edition
from protocolkit.analysis.file_check import check_paths
from protocolkit.analysis.labels import check_labels
from protocolkit.analysis.schema_check import check_schema
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Problems
from protocolkit.reading.documents import load_document
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.shape_check import check as check_shape
from protocolkit.reading.yaml12 import read_text
from protocolkit.resources import rules_dir
from protocolkit.testing.rule_test_check import check_tests

__all__ = ["cli"]

RULE = """
- id: tell-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 1 hour
  say: {en: Tell the police}
"""


def put(path: Path, text: str) -> Path:
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path


def codes(*paths: Path) -> list[str]:
    return [p.code for p in check_paths(paths, {"ruletest": check_tests}).problems]


def test_the_shipped_rules_have_no_errors(cli: CommandLine) -> None:
    ran = cli("check")
    assert [line for line in ran.out.splitlines() if not line.startswith("  ") and " warning: " not in line][:-1] == []
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith("0 errors, ")


def test_a_good_ruleset_has_no_problem(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULE)
    assert cli("check", tmp_path).out == "0 errors, 0 warnings in 1 file\n"


def test_problems_come_with_their_place_in_order_and_all_at_once(tmp_path: Path, cli: CommandLine) -> None:
    path = write_ruleset(tmp_path, RULE.replace("police", "polise").replace("1 hour", "1 hours"))
    put(tmp_path / "a-case.yaml", "incident: demo/1\nprotocol: demo/schol\n")
    ran = cli("check", tmp_path)
    found = [line.split(" ")[:2] for line in ran.out.splitlines() if line.startswith(str(tmp_path))]
    assert found[0] == [f"{tmp_path}/a-case.yaml:2:11", "unknown-protocol"]
    assert [place.startswith(f"{path}:") for place, _ in found[1:]] == [True] * (len(found) - 1)
    assert {"unknown-role", "unknown-protocol"} <= {code for _, code in found}
    assert (ran.code, ran.out.splitlines()[-1]) == (1, f"{len(found)} errors, 0 warnings in 2 files")


def test_strict_makes_warnings_errors(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULE.replace("tell-police", "tell-the-police-of-this-very-town"))
    assert cli("check", tmp_path).code == 0
    ran = cli("check", tmp_path, "--strict")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "1 error, 0 warnings in 1 file")


def test_a_missing_path_is_unusable_input(tmp_path: Path, cli: CommandLine) -> None:
    ran = cli("check", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "file-missing" in ran.err


def test_json_is_all_that_stands_on_standard_output(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULE.replace("police", "polise"))
    data = json.loads(cli("check", tmp_path, "--format", "json").out)
    assert (data["errors"], data["warnings"], data["files"]) == (1, 0, 1)
    assert data["problems"][0]["code"] == "unknown-role"
    assert data["problems"][0]["place"]["line"] == 15


def test_a_part_of_a_ruleset_is_checked_with_its_other_files(tmp_path: Path) -> None:
    head = write_ruleset(tmp_path, RULE)
    head.rename(tmp_path / "ruleset.yaml")
    part = put(tmp_path / "part.yaml", """
        ruleset: demo/school
        rules:
          - {id: tell-again, cites: {point: "2", words: some words}, by: education_org_head, must: notify,
             to: prosecutor, after: {done: tell-police}, due: 1 hour, say: {en: Tell}}
    """)  # fmt: skip
    assert codes(part) == []


def test_incidents_agendas_and_tests_are_read_as_they_will_be_used(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULE)
    put(
        tmp_path / "case.yaml",
        """
        incident: demo/1
        protocol: demo/school
        facts: {victim.age: old}
        events: [{event: report_recieved, at: "2026-11-16T10:00:00+05:00"}]
    """,
    )
    put(tmp_path / "case.json", '{"incident": "demo/2", "protocol": "demo/school", "facts": {"victim.agee": 12}}')
    put(
        tmp_path / "tests.yaml",
        """
        tests: demo/school
        cases:
          - name: a case
            incident: {}
            as_of: "2026-11-16T10:00:00+05:00"
            expect: {absent: [tell-polise]}
    """,
    )
    assert sorted(codes(tmp_path)) == ["type-mismatch", "unknown-event", "unknown-fact", "unknown-rule"]


def test_a_log_that_says_what_it_may_not_is_found(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULE)
    case = """
        incident: demo/1
        protocol: demo/school
        events:
          - {event: report_received, at: "2026-11-16T10:00:00+05:00"}
          - {event: extended, rule: tell-police, due: "2026-11-17T10:00:00+05:00", at: "2026-11-16T10:10:00+05:00"}
    """
    assert codes(put(tmp_path / "case.yaml", case)) == ["clock-not-allowed"]


def test_editions_may_follow_but_not_overlap(tmp_path: Path) -> None:
    old = write_ruleset(tmp_path, RULE)
    new = tmp_path / "new.yaml"
    text = old.read_text(encoding="utf-8")
    new.write_text(text.replace("from: undated", 'from: "2026-01-01"'), encoding="utf-8")
    assert codes(tmp_path) == ["editions-overlap"]
    old.write_text(text.replace("from: undated", 'from: undated, until: "2026-01-01"'), encoding="utf-8")
    assert codes(tmp_path) == []
    old.write_text(text.replace("from: undated", 'from: "2026-01-01", until: "2025-01-01"'), encoding="utf-8")
    assert codes(tmp_path) == ["empty-period"]


def test_rulesets_that_extend_each_other_and_protocols_of_nothing_are_found(tmp_path: Path) -> None:
    put(tmp_path / "a.yaml", "ruleset: demo/a\nextends: demo/b\nremove: {}\n")
    put(tmp_path / "b.yaml", "ruleset: demo/b\nextends: demo/a\nrules: []\n")
    put(tmp_path / "p.yaml", "protocol: demo/p\nrulesets: [kz/interagncy]\n")
    found = codes(tmp_path)
    assert "extends-itself" in found
    assert "unknown-ruleset" in found


def test_a_file_alone_answers_only_for_what_it_needs(tmp_path: Path) -> None:
    case = put(tmp_path / "case.yaml", """
        incident: demo/1
        protocol: demo/national
        events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]
    """)  # fmt: skip
    write_ruleset(tmp_path, RULE)
    put(tmp_path / "national.yaml", "protocol: demo/national\nrulesets: [demo/school]\n")
    put(tmp_path / "stray.yaml", "protocol: demo/stray\nrulesets: [demo/nothing]\nwhatever: 1\n")
    # A case that lost its first key is no protocol.
    note = put(tmp_path / "note.yaml", 'incidnet: t/1\nprotocol: demo/national\nas_of: "2026-11-20T17:00:00+05:00"\n')
    assert codes(case) == []
    assert codes(note) == ["missing-key", "unknown-key"]
    put(tmp_path / "national.yaml", "protocol: demo/national\nrulesets: [demo/school]\nwhatever: 1\n")
    assert codes(case) == ["unknown-key"]


def test_a_folder_in_which_nothing_is_checked_says_so(tmp_path: Path, cli: CommandLine) -> None:
    (tmp_path / "note.txt").write_text("nothing", encoding="utf-8")
    ran = cli("check", tmp_path)
    assert "nothing-to-check warning: no file to check in" in ran.out
    assert ran.out.splitlines()[-1] == "0 errors, 1 warning in 0 files"
    assert (ran.code, cli("check", tmp_path, "--strict").code) == (0, 1)


def test_a_file_of_no_kind_is_named(tmp_path: Path) -> None:
    put(tmp_path / "hours.yaml", "closed: ['2026-11-23']\n")
    assert codes(tmp_path) == ["unknown-kind"]
    assert check_paths([tmp_path]).files == 0


@pytest.mark.parametrize(("country", "missing"), [("kz", "ru, kk"), ("ua", "uk"), ("demo", "")])
def test_a_label_is_needed_in_the_languages_of_the_country(tmp_path: Path, country: str, missing: str) -> None:
    path = write_ruleset(tmp_path, RULE, id=f"{country}/school")
    expected = [("warning", f"`tell-police` has no `say` in {missing}")] if missing else []
    assert [(p.severity, p.message) for p in check_paths([path]).problems] == expected


def test_in_a_shipped_ruleset_a_missing_label_is_an_error(tmp_path: Path) -> None:
    path = write_ruleset(tmp_path, RULE, id="kz/school")
    node = load_document(path, "ruleset", Problems())
    catalogue, problems = Catalogue([tmp_path]), Problems()
    assert node is not None
    check_labels(Edition(catalogue.editions("kz/school")[0], [node], catalogue, problems, shipped=True))
    assert [(p.severity, p.code) for p in problems] == [("error", "missing-label")]


def test_the_schema_and_the_reader_are_heard_both() -> None:
    node = read_text("protocol: demo/p\nrulesets: [demo/a]\nwhatever: 1\n", "p.yaml", Problems())
    assert node is not None
    reader, own = Problems(), Problems()
    check_shape(GRAMMARS["protocol"], node, reader)
    check_schema("protocol", node, reader.found, own)
    assert own.found == []
    check_schema("protocol", node, [], own)
    assert [(p.code, p.place.line) for p in own.found] == [("schema-disagrees", 1)]
    good = read_text("protocol: demo/p\nrulesets: [demo/a]\n", "p.yaml", Problems())
    assert good is not None
    again = Problems()
    check_schema("protocol", good, reader.found, again)
    assert [p.code for p in again.found] == ["schema-disagrees"]


def test_a_calendar_that_differs_from_library_and_totals_is_listed(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    for name in ("kz.yaml", "base/kz.json", "kz_totals.csv"):
        (tmp_path / name).write_bytes((rules_dir() / "calendars" / name).read_bytes())
    assert codes(tmp_path) == []
    calendar = tmp_path / "kz.yaml"
    text = calendar.read_text(encoding="utf-8")
    calendar.write_text(text.replace('"10-25"\n    from_year: 2022', '"10-27"\n    from_year: 2022'), encoding="utf-8")
    found = check_paths([tmp_path]).problems
    assert {p.code for p in found} == {"calendar-differs", "calendar-totals"}
    assert any(p.message.startswith("2022-10-27 is off here and works in the installed") for p in found)


@pytest.mark.slow
def test_ten_thousand_rules_are_checked_in_reasonable_time(tmp_path: Path) -> None:
    rules = "".join(RULE.replace("tell-police", f"tell-police-{i}") for i in range(10_000))
    write_ruleset(tmp_path, rules)
    start = time.process_time()
    assert codes(tmp_path) == []
    assert time.process_time() - start < 60


def test_a_long_chain_of_rules_is_checked_without_recursion(tmp_path: Path) -> None:
    chain = [RULE.replace("tell-police", "step-0")]
    chain += [
        RULE.replace("tell-police", f"step-{i}").replace("report_received", f"{{done: step-{i - 1}}}")
        for i in range(1, 1500)
    ]
    write_ruleset(tmp_path, "".join(reversed(chain)))
    assert codes(tmp_path) == []
