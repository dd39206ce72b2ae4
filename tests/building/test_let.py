"""Conditions and moments that a ruleset names once: what variants, protocols and explanations make of them."""

from __future__ import annotations

from pathlib import Path

import protocolkit
from procedures import MONDAY, write_ruleset
from protocolkit.analysis.file_check import check_paths
from protocolkit.explaining.explain import explain

LET = "let: {grave: {incident.crime_signs: true}, heard: {any: [report_received, fact_detected]}}"
RULES = """
- {id: tell-police, by: education_org_head, must: notify, to: police, if: $grave, after: $heard, due: 1 hour,
   say: {en: $grave}}
"""
VARIANT = """
ruleset: demo/variant
extends: demo/school
change: {tell-police: {because: it may take longer, set: {due: 2 hours}}}
"""
PROTOCOL = """
protocol: demo/both
rulesets: [demo/school]
zone: Asia/Almaty
calendar: kz
"""
CASE = {
    "incident": "demo/1", "facts": {"incident.crime_signs": True, "offender.role": "pupil"}, "as_of": MONDAY,
    "events": [{"event": "fact_detected", "at": MONDAY}],
}  # fmt: skip


def test_a_variant_inherits_rules_written_out(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES, LET)
    (tmp_path / "variant.yaml").write_text(VARIANT, encoding="utf-8")
    plan = protocolkit.plan(CASE, protocol="demo/variant", rules=[tmp_path])
    assert [(one.id, one.due.limit) for one in plan.duties if one.due] == [
        ("demo/variant#tell-police/police", "2026-11-16T12:00:00+05:00")
    ]


def test_a_protocol_has_no_names_of_its_own(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES, LET)
    more = "\n".join(("extends: demo/both", "add:", "  - id: tell-prosecutor", '    cites: {point: "1", words: w}',
        "    by: education_org_head", "    must: notify", "    to: prosecutor", "    if: $grave",
        "    after: report_received", "    due: 1 hour"))  # fmt: skip
    (tmp_path / "both.yaml").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "region.yaml").write_text(f"protocol: demo/region\n{more}\n", encoding="utf-8")
    found = [(one.code, one.place.file.rpartition("/")[2]) for one in check_paths([tmp_path]).problems]
    assert ("unknown-let", "region.yaml") in found


def test_an_explanation_tells_what_stands_behind_a_name(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES, LET)
    protocol, incident = protocolkit.load_incident({**CASE, "protocol": "demo/school"}, rules=[tmp_path])
    (tried,) = explain(protocol, incident, None, "demo/school#tell-police").tried
    assert [one.test for one in tried.conditions] == ["incident.crime_signs is true"]


def test_what_people_read_is_left_as_it_is(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES, LET)
    plan = protocolkit.plan({**CASE, "protocol": "demo/school"}, rules=[tmp_path])
    assert [one.label for one in plan.duties] == [{"en": "$grave"}]


def test_the_same_name_in_two_files_of_one_ruleset_is_refused(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES, LET).rename(tmp_path / "ruleset.yaml")
    (tmp_path / "more.yaml").write_text(
        "ruleset: demo/school\nlet: {grave: {incident.ongoing: true}}\nrules: []\n", "utf-8"
    )
    assert "duplicate-key" in [one.code for one in check_paths([tmp_path]).problems]
