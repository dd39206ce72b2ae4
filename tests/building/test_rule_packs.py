"""Rules that another installed package offers are found by id, after the shipped ones; a broken offer is a diagnostic."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from procedures import write_ruleset

RULES = """\
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour, say: {en: Tell the police}}
"""
CASE = """\
incident: demo/1
protocol: PROTOCOL
facts: {incident.ongoing: true}
events:
  - {event: report_received, at: "2024-05-03T10:00:00+05:00"}
as_of: "2024-05-03T10:30:00+05:00"
"""
TESTS = """\
tests: demo/town
cases:
  - name: the police are told
    incident:
      events:
        - {event: report_received, at: "2024-05-03T10:00:00+05:00"}
    as_of: "2024-05-03T10:30:00+05:00"
    expect:
      duties: [{rule: tell-police, due: "2024-05-03T12:00:00+05:00"}]
"""


class Pack:
    """A package as an installer leaves it: a module with rules in it, and what names them."""

    def __init__(self, site: Path, value: str = "region_rules:data", code: str = "") -> None:
        self.site, self.data = site, site / "region_rules" / "data"
        self.data.mkdir(parents=True)
        (site / "region_rules" / "__init__.py").write_text(code, encoding="utf-8")
        write_ruleset(self.data, RULES)
        info = site / "region_rules-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: region-rules\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[protocolkit.rulesets]\nregion = {value}\n", encoding="utf-8")

    def run(self, *arguments: object, here: Path | None = None) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.site), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, "-m", "protocolkit", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": path, "PROTOCOLKIT_LANG": "en"}
        return subprocess.run(
            command, cwd=here or self.site, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    return write_case(tmp_path / "desk", "demo/school")


def write_case(folder: Path, protocol: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(CASE.replace("PROTOCOL", protocol), encoding="utf-8")
    return path


@pytest.mark.parametrize("value", ["region_rules:data", "region_rules.data", "region_rules"])
def test_the_rules_of_a_pack_are_found_by_id(tmp_path: Path, case: Path, value: str) -> None:
    pack = Pack(tmp_path / "site", value)
    ran = pack.run("plan", case)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "demo/school#tell-police" in ran.stdout
    assert pack.run("check", case).stdout == "0 errors, 0 warnings in 1 file\n"


def test_a_pack_does_not_run_its_code(tmp_path: Path, case: Path) -> None:
    for value in ("region_rules:data", "region_rules.data"):
        site = tmp_path / value
        ran = Pack(site, value, code="raise SystemExit('ran')").run("plan", case)
        assert "demo/school#tell-police" in ran.stdout, ran.stderr


def test_a_shipped_id_means_the_shipped_rules_whatever_a_pack_offers(tmp_path: Path, case: Path) -> None:
    pack = Pack(tmp_path / "site")
    write_ruleset(pack.data, RULES, id="kz/interagency")
    protocol = "protocol: demo/both\nrulesets: [kz/interagency, demo/school]\n"
    (case.parent / "both.yaml").write_text(protocol, encoding="utf-8")
    write_case(case.parent, "demo/both")
    ran = pack.run("plan", case, "--rules", case.parent)
    assert "kz/interagency#notify-authorities" in ran.stdout, ran.stderr
    assert "demo/school#tell-police" in ran.stdout
    assert "kz/interagency#tell-police" not in ran.stdout


def test_tests_protocols_and_variants_of_a_pack_are_read(tmp_path: Path, case: Path) -> None:
    pack = Pack(tmp_path / "site")
    folder = case.parent
    (folder / "variant.yaml").write_text(
        "ruleset: demo/town\nextends: demo/school\ntext: {title: {en: Town}, language: en}\n"
        "change:\n  tell-police: {because: this town is quicker, set: {due: 2 hours}}\n",
        encoding="utf-8",
    )
    (folder / "tests").mkdir()
    (folder / "tests" / "town.yaml").write_text(TESTS, encoding="utf-8")
    school = TESTS.replace("demo/town", "demo/school").replace("T12", "T11")
    (folder / "tests" / "school.yaml").write_text(school, encoding="utf-8")
    ran = pack.run("test", folder)
    assert (ran.returncode, ran.stdout) == (0, "2 passed, 0 failed\n"), ran.stdout + ran.stderr
    assert pack.run("check", folder).returncode == 0


@pytest.mark.parametrize("value", ["region_rules:dota", "gone_rules", "gone.rules:data", ":"])
def test_a_broken_offer_gives_a_diagnostic_and_no_traceback(tmp_path: Path, case: Path, value: str) -> None:
    pack = Pack(tmp_path / "site", value)
    ran = pack.run("plan", case)
    assert ran.returncode == 2
    assert "case.yaml:2:11 unknown-protocol no protocol or ruleset `demo/school`" in ran.stderr
    assert "region rule-pack warning: the package `region-rules` offers rules at" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "internal-error" not in ran.stderr
    checked = pack.run("check", case)
    assert "region rule-pack warning: " in checked.stdout
    assert pack.run("plan", write_case(case.parent, "kz/interagency")).stderr == ""


def test_rules_of_a_pack_that_cannot_be_read_spoil_no_others(tmp_path: Path, case: Path) -> None:
    pack = Pack(tmp_path / "site")
    (pack.data / "demo-school.yaml").write_text("ruleset: demo/school\nrules: [\n", encoding="utf-8")
    (pack.data / "protocol.yaml").write_text("protocol: demo/broken\nrulesets: 3\n", encoding="utf-8")
    ran = pack.run("plan", case)
    assert ran.returncode == 2
    assert "demo-school.yaml:3:1 yaml-syntax" in ran.stderr
    assert "Traceback" not in ran.stderr
    code = (
        "import protocolkit, sys\n"
        "for id in ('demo/school', 'kz/national', 'kz/interagency'):\n"
        "    try: print(protocolkit.load(id).id)\n"
        "    except protocolkit.InputError: print('not', id)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(pack.site)}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split("\n")[:3] == ["not demo/school", "kz/national", "kz/interagency"]
