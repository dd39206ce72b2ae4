"""Tables for spreadsheets: of a plan, and of a text's rules."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

import protocolkit
from command_line import CommandLine, case, cli
from procedures import MONDAY, MakePlan
from protocolkit import load
from protocolkit.exports.plan_csv import COLUMNS, plan_csv
from protocolkit.exports.rules_csv import COLUMNS as RULE_COLUMNS
from protocolkit.exports.schemas import of_exports
from protocolkit.exports.spreadsheet_cells import safe
from protocolkit.resources import examples_dir

__all__ = ["case", "cli"]

RULES = """
- {id: tell, by: {any: [education_org_head, responsible_person]}, must: notify, to: police, after: report_received,
   due: 1 hour, say: {en: "=cmd|'/c calc'!A1", ru: Сообщить}}
- {id: ask, by: education_org, must: inform, to: prosecutor, if: {victim.is_minor: true}, after: report_received, due: 2 days}
- {id: parents, by: education_org, must: notify, to: victim.legal_representative, after: report_received, due: 1 day}
"""


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def test_a_row_for_each_duty_and_for_what_is_open(plan: MakePlan) -> None:
    made = plan(RULES, facts={"offender.represents_victim": True, "offender.is_head": False})
    found = rows(plan_csv(made, load("kz/interagency").vocabulary))
    kinds = [row["kind"] for row in found]
    counts = {kind: kinds.count(kind) for kind in ("duty", "undetermined", "gap")}
    assert counts == {
        "duty": len(made.duties), "undetermined": len(made.undetermined), "gap": len(made.gaps)
    }  # fmt: skip
    assert min(counts.values()) > 0
    assert {row["incident"] for row in found} == {"demo/1"}


def test_a_duty_row_has_its_names_its_times_and_its_source(plan: MakePlan) -> None:
    made = plan(RULES, facts={"offender.role": "pupil", "victim.is_minor": True})
    (row,) = [
        r for r in rows(plan_csv(made, load("kz/interagency").vocabulary, language="ru"))
        if r["rule"] == "demo/school#tell"
    ]  # fmt: skip
    assert row["what"] == "Сообщить"
    assert (row["by"], row["to"]) == ("education_org_head; responsible_person", "police")
    assert row["whom"] == "органы внутренних дел"
    assert (row["triggered_at"], row["due"]) == (MONDAY, "2026-11-16T11:00:00+05:00")
    assert (row["points"], row["words"]) == ("demo/school 1", "some words")


def test_an_undetermined_row_says_which_facts_decide_and_when_it_would_be_due(plan: MakePlan) -> None:
    made = plan(RULES, facts={"offender.role": "pupil"})
    (row,) = [r for r in rows(plan_csv(made, load("kz/interagency").vocabulary)) if r["kind"] == "undetermined"]
    assert (row["facts"], row["due"], row["status"]) == ("victim.is_minor", "2026-11-19T00:00:00+05:00", "open")


def test_no_label_becomes_a_formula(plan: MakePlan) -> None:
    made = plan(RULES, facts={"offender.role": "pupil"})
    (row,) = [r for r in rows(plan_csv(made, load("kz/interagency").vocabulary)) if r["rule"] == "demo/school#tell"]
    assert row["what"].startswith("'=cmd")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "2026-11-16", "1 to 2 hours", "кому: @"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_the_command_prints_plain_csv_or_what_excel_opens(cli: CommandLine, case: Path) -> None:
    plain, excel = cli("plan", case, "--format", "csv"), cli("plan", case, "--format", "csv", "--excel")
    assert (plain.code, excel.code) == (0, 0)
    assert plain.out.startswith(",".join(COLUMNS) + "\n")
    assert excel.out.startswith("\ufeff" + ";".join(COLUMNS) + "\r\n")
    assert rows(plain.out) == rows(excel.out, ";")
    assert not plain.err


def test_the_plans_warnings_are_rows_of_their_own(cli: CommandLine, case: Path) -> None:
    found = [row for row in rows(cli("plan", case, "--format", "csv").out) if row["kind"] == "warning"]
    expected = [w.code for w in protocolkit.plan(str(case)).warnings]
    assert expected
    assert [row["what"] for row in found] == expected


def test_every_rule_of_a_protocol_is_a_row(cli: CommandLine) -> None:
    ran = cli("export", "rules", "kz/national")
    assert ran.code == 0
    found = rows(ran.out)
    assert tuple(found[0]) == RULE_COLUMNS
    assert [row["id"] for row in found] == [rule.id for rule in load("kz/national").rules]
    assert all(row["point"] and row["words"] and row["label_ru"] for row in found)


def test_a_rule_row_is_in_the_words_of_the_rule_language(cli: CommandLine) -> None:
    (row,) = [r for r in rows(cli("export", "rules", "ua/pdyut").out) if r["id"] == "ua/pdyut#notify-police"]
    assert row["due"] == "immediately, at most 24 hours"
    assert (row["modality"], row["act"], row["by"], row["to"]) == (
        "obligation", "notify", "education_org_head", "police"
    )  # fmt: skip
    assert row["after"].startswith("the first of report_received")


def test_the_rules_as_json_have_the_same_columns(cli: CommandLine) -> None:
    found = json.loads(cli("export", "rules", "ua/vocational", "--format", "json").out)
    assert [tuple(row) for row in found] == [RULE_COLUMNS] * len(load("ua/vocational").rules)


def test_a_ruleset_nobody_has_is_refused_with_the_nearest(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("export", "rules", "ua/pdyt", "--rules", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `ua/pdyut`?" in ran.err


def test_a_tag_with_a_country_gives_the_table_of_its_language(plan: MakePlan) -> None:
    made, names = plan(RULES), load("kz/interagency").vocabulary
    assert plan_csv(made, names, language="ru-KZ") == plan_csv(made, names, language="ru") != plan_csv(made, names)
    assert plan_csv(made, names, language="de") == plan_csv(made, names)


# -- what the schemas say


def valid(name: str, found: object) -> bool:
    return jsonschema.Draft202012Validator(of_exports()[name]).is_valid(found)


@pytest.mark.parametrize("incident", ["kz-interagency", "ua-pdyut", "ua-vocational"])
@pytest.mark.parametrize(("language", "excel"), [("en", False), ("kk", True)])
def test_the_rows_of_a_plan_are_what_their_schema_says(incident: str, language: str, excel: bool) -> None:
    protocol, read = protocolkit.load_incident(examples_dir() / f"{incident}.yaml")
    made = plan_csv(protocolkit.evaluate(protocol, read), protocol.vocabulary, language=language, excel=excel)
    found = rows(made, ";" if excel else ",")
    assert found
    assert valid("plan-rows", found)
    assert not valid("plan-rows", [found[0] | {"due": "tomorrow"}])
    assert not valid("plan-rows", [found[0] | {"another": ""}])


@pytest.mark.parametrize("protocol", ["kz/national", "ua/pdyut", "ua/vocational"])
def test_exported_rules_are_what_their_schema_says(cli: CommandLine, protocol: str) -> None:
    found = json.loads(cli("export", "rules", protocol, "--format", "json").out)
    assert found
    assert valid("rules", found)
    assert valid("rules", rows(cli("export", "rules", protocol).out))
    assert not valid("rules", [{key: value for key, value in found[0].items() if key != "due"}])


def test_the_cells_of_a_rule_are_data_and_the_same_in_every_language(cli: CommandLine) -> None:
    english = rows(cli("export", "rules", "kz/national").out)
    assert any(" is " in row["if"] for row in english)
    assert any(row["after"].startswith("the first of ") for row in english)
    assert rows(cli("export", "rules", "kz/national", "--lang", "kk").out) == english


def test_a_row_says_the_day_where_no_more_is_known_and_whether_it_was_late(plan: MakePlan) -> None:
    log = [{"event": "report_received", "at": MONDAY[:10]}, {"event": "police_informed", "at": MONDAY[:10]}]
    made = plan(RULES, log, {"offender.role": "pupil", "victim.is_minor": True}, as_of="2026-11-17T10:00:00+05:00")
    text = plan_csv(made, load("kz/interagency").vocabulary)
    (row,) = [one for one in rows(text) if one["rule"] == "demo/school#tell"]
    assert (row["triggered_at"], row["done_at"], row["late"]) == (MONDAY[:10], MONDAY[:10], "unknown")
    assert valid("plan-rows", rows(text))
