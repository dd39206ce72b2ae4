"""Exports of Primero, ODK, KoBoToolbox and DHIS2: from the file to plans and to an audit, by the shipped mappings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.records.mapping import check_mapping
from protocolkit.resources import examples_dir

__all__ = ["cli"]

AS_OF = "2026-12-01T00:00:00+05:00"
ADAPTERS = examples_dir() / "adapters"
EXPORTS = (
    ("primero", "cases.json", "mapping.yaml"),
    ("primero", "cases.csv", "csv-mapping.yaml"),
    ("odk", "submissions.json", "mapping.yaml"),
    ("odk", "submissions.csv", "csv-mapping.yaml"),
    ("kobo", "submissions.json", "mapping.yaml"),
    ("dhis2", "events.json", "mapping.yaml"),
)
every = pytest.mark.parametrize(("system", "export", "mapping"), EXPORTS)


def incidents(cli: CommandLine, folder: Path, system: str, export: str, mapping: str) -> list[Path]:
    """The cases of a shipped export, copied as anybody copies it and made incidents."""
    assert cli("new", "example", system, "--folder", folder).code == 0
    own = folder / system
    how = ("--protocol", "kz/interagency", "--as-of", AS_OF, "--incidents", folder / "out")
    ran = cli("doctor", own / export, "--map", own / mapping, *how)
    assert ran.code == 0, ran.out
    return sorted((folder / "out").rglob("*.yaml"))


def test_each_shipped_mapping_has_no_problems_and_an_export() -> None:
    report = check_paths([ADAPTERS], {"mapping": check_mapping})
    assert (report.files, report.problems) == (len(EXPORTS), ())
    assert {(path.parent.name, path.name) for path in ADAPTERS.rglob("*.yaml")} == {(s, m) for s, _e, m in EXPORTS}


@every
def test_an_export_becomes_cases_with_plans(
    cli: CommandLine, tmp_path: Path, system: str, export: str, mapping: str
) -> None:
    found = incidents(cli, tmp_path, system, export, mapping)
    assert len(found) == 2
    assert len({path.parent.name for path in found}) == 2  # one of each school
    for path in found:
        ran = cli("plan", path, "--as-of", AS_OF, "--format", "json")
        assert ran.code == 0, ran.err
        duties = json.loads(ran.out)["duties"]
        notices = [one for one in duties if one["rule"] == "kz/interagency#notify-authorities"]
        assert {one["to"] for one in notices} >= {"police", "prosecutor"}
        assert all(one["trigger"]["event"] == "report_received" for one in notices)


@every
def test_an_export_is_audited(cli: CommandLine, system: str, export: str, mapping: str) -> None:
    log, meaning = ADAPTERS / system / export, ADAPTERS / system / mapping
    ran = cli("audit", log, "--map", meaning, "--protocol", "kz/interagency", "--as-of", AS_OF, "--format", "json")
    assert ran.code == 0, ran.err
    audit = json.loads(ran.out)
    assert (audit["cases"], audit["skipped"]) == (2, [])
    assert len(audit["organisations"]) == 2
    shares = ("on_time", "late", "never", "not_knowable", "not_certain", "nobody_named")
    assert audit["duties"] == sum(audit[name] for name in shares) > 0


@pytest.mark.parametrize("system", ["odk", "kobo"])
def test_a_repeat_is_a_person_for_each_of_its_items(cli: CommandLine, tmp_path: Path, system: str) -> None:
    found = incidents(cli, tmp_path, system, "submissions.json", "mapping.yaml")
    text = next(path for path in found if path.parent.name == "school-12").read_text(encoding="utf-8").replace('"', "")
    assert "victim: [{id: children-1, age: 13, bodily_injury: true}, {id: children-2, age: 9," in text
    assert "offender: [{id: suspects-1, role: pupil, age: 15}]" in text
    assert (
        "representative: [{id: p1, represents: [children-1, children-2]}, {id: p2, represents: [children-1]}]" in text
    )
    assert text.count("report_received") == 1
    other = next(path for path in found if path.parent.name == "school-20").read_text(encoding="utf-8")
    assert "offender" not in other  # nobody is said to be suspected, which is not that nobody is


def test_a_concern_of_primero_leaves_the_forms_open_and_parents_are_representatives(
    cli: CommandLine, tmp_path: Path
) -> None:
    found = incidents(cli, tmp_path, "primero", "cases.json", "mapping.yaml")
    text = next(path for path in found if path.parent.name == "school-12").read_text(encoding="utf-8").replace('"', "")
    assert "incident.forms: {includes: [sexual_violence, exploitation]}" in text
    assert "representative: [{id: mother-1, represents: [victim]}, {id: father-1, represents: [victim]}]" in text


def test_data_elements_of_dhis2_are_columns_whatever_their_order(cli: CommandLine, tmp_path: Path) -> None:
    found = incidents(cli, tmp_path, "dhis2", "events.json", "mapping.yaml")
    first, second = (next(path for path in found if path.stem == name) for name in ("hQKhXyEiTbR", "k3WpRv9TsJa"))
    assert "incident.forms: [bullying, physical_violence]" in first.read_text(encoding="utf-8")
    assert first.read_text(encoding="utf-8").count("police_informed") == 1
    assert "incident.forms: [neglect]" in second.read_text(encoding="utf-8")
