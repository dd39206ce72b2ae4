"""A name of an edition that is not in force on the day of the case is no mistake: it is kept, told of, without effect."""

from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import rules_of, write_ruleset
from protocolkit import InputError, Plan
from protocolkit.analysis.file_check import check_paths
from protocolkit.records.mapping import check_mapping
from protocolkit.testing.running import run_tests

NEW = """
names:
  facts: {victim.is_in_care: {type: bool, label: {en: the child is in care}}, incident.scale: {type: number, unit: people, label: {en: how many}}}
  events: {child_taken_in: {label: {en: the child was taken in}, has: [by]}}
  roles: {care_home: {label: {en: the care home}}}
"""
RULES = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}
"""
NEW_RULES = (
    RULES
    + """
- {id: tell-home, by: care_home, must: notify, to: police, if: {victim.is_in_care: true, incident.scale: 3}, after: child_taken_in, due: 1 hour}
"""
)
REPORT = {"event": "report_received", "at": "2026-05-04T10:00:00+05:00"}


def folder_of(folder: Path, *, old: bool) -> Path:
    """A text of June 2026, with the edition before it or without."""
    spans = [("new", NEW_RULES, NEW, 'from: "2026-06-01"')]
    spans += [("old", RULES, "", 'from: "2020-01-01", until: "2026-06-01"')] if old else []
    for name, rules, head, force in spans:
        path = write_ruleset(folder, rules, head)
        path.write_text(path.read_text("utf-8").replace("from: undated", force), encoding="utf-8")
        path.rename(folder / f"{name}.yaml")
    return folder


def answer(folder: Path, *more: dict[str, Any], old: bool, **case: Any) -> Plan:
    whole = {"incident": "demo/1", "protocol": "demo/school", "as_of": "2026-05-04T12:00:00+05:00"}
    return protocolkit.plan(whole | {"events": [REPORT, *more]} | case, rules=[folder_of(folder, old=old)])


def told(plan: Plan) -> list[str]:
    return [
        w.message for w in plan.warnings if w.code == "edition_not_loaded" and "demo/school that is not" in w.message
    ]


TAKEN_IN = {"event": "child_taken_in", "at": "2026-05-04T11:00:00+05:00"}
DONE = {"event": "done", "at": "2026-05-04T11:00:00+05:00"}
BY_RULE, BY_DUTY = DONE | {"rule": "tell-home"}, DONE | {"duty": "demo/school#tell-home/police"}


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    ("entry", "kind"), [(TAKEN_IN, "event `child_taken_in`"), (BY_RULE, "rule `tell-home`"), (BY_DUTY, "#tell-home`")]
)
def test_an_entry_of_another_edition_is_kept_and_shown_without_effect(
    tmp_path: Path, entry: dict[str, Any], kind: str, *, old: bool
) -> None:
    plan = answer(tmp_path, entry, old=old)
    assert [(one.entry.event, one.why) for one in plan.without_effect] == [(entry["event"], "edition_not_loaded")]
    (message,) = told(plan)
    assert kind in message
    assert rules_of(plan.duties) == (["tell-police"] if old else [])


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    "more",
    [
        {"facts": {"victim.is_in_care": False}},
        {"facts": {"incident.scale": 3}},
        {"parties": {"victim": [{"id": "v1", "is_in_care": True}, {"id": "v2", "is_in_care": True}]}},
        {"organisation": "care_home"},
        {"events": [REPORT | {"facts": {"victim.is_in_care": True}}]},
        {"events": [REPORT | {"from": "care_home"}]},
        {"searched": [{"event": "child_taken_in", "at": "2026-05-04T11:00:00+05:00"}]},
        {"parties": {"offender": [{"id": "o1", "holds": ["care_home"]}]}},
    ],
)
def test_a_name_of_another_edition_is_told_of_once_wherever_it_stands(
    tmp_path: Path, more: dict[str, Any], *, old: bool
) -> None:
    assert len(told(answer(tmp_path, old=old, **more))) == 1


def test_a_value_that_the_other_edition_does_not_know_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        answer(tmp_path, old=True, facts={"incident.scale": "huge"})
    assert "type-mismatch" in [p.code for p in refused.value.problems]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facts": {"victim.is_in_car": True}}, "unknown-fact"),
        ({"events": [REPORT | {"event": "child_taken"}]}, "unknown-event"),
        ({"events": [REPORT, DONE | {"rule": "tell-hom"}]}, "unknown-rule"),
        ({"events": [REPORT, DONE | {"duty": "demo/school#tell-hom/police"}]}, "unknown-duty"),
    ],
)
def test_a_name_of_no_edition_is_refused_as_before(tmp_path: Path, more: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as refused:
        answer(tmp_path, old=True, **more)
    assert [p.code for p in refused.value.problems if p.severity == "error"] == [code]


def test_a_rule_that_the_protocol_removes_is_of_no_other_day(tmp_path: Path) -> None:
    folder_of(tmp_path, old=True)
    (tmp_path / "all.yaml").write_text("protocol: demo/all\nrulesets: [demo/school]\n", encoding="utf-8")
    whole = 'protocol: demo/less\nextends: demo/all\nremove: {"demo/school#tell-police": {because: so}}\n'
    (tmp_path / "less.yaml").write_text(whole, encoding="utf-8")
    case = {"incident": "demo/1", "protocol": "demo/less", "events": [REPORT, DONE | {"rule": "tell-police"}]}
    with pytest.raises(InputError, match="no rule `tell-police`"):
        protocolkit.plan(case | {"as_of": "2026-05-04T12:00:00+05:00"}, rules=[tmp_path])


def test_check_warns_of_each_such_name_once(tmp_path: Path) -> None:
    folder_of(tmp_path, old=True)
    (tmp_path / "case.yaml").write_text(
        "incident: demo/1\nprotocol: demo/school\nfacts: {victim.is_in_care: true}\nevents:\n"
        '  - {event: report_received, at: "2026-05-04T10:00:00+05:00"}\n'
        '  - {event: done, rule: tell-home, at: "2026-05-04T11:00:00+05:00"}\n'
        'as_of: "2026-05-04T12:00:00+05:00"\n',
        encoding="utf-8",
    )
    found = [(p.code, p.severity, p.place.line) for p in check_paths([tmp_path]).problems]
    assert [one for one in found if one[0] == "edition-not-loaded"] == [
        ("edition-not-loaded", "warning", 3), ("edition-not-loaded", "warning", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expect", "warned"), [("warnings: [edition_not_loaded]", []), ("duties: []", ["edition-not-loaded"])]
)
def test_a_rule_test_may_expect_the_warning_and_is_then_not_told_it_again(
    tmp_path: Path, expect: str, warned: list[str]
) -> None:
    folder_of(tmp_path, old=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.yaml").write_text(
        "tests: demo/school\ngiven: {facts: {victim.is_in_care: true}}\ncases:\n  - name: early\n"
        '    incident: {events: [{event: report_received, at: "2026-05-04T10:00:00+05:00"}]}\n'
        f'    as_of: "2026-05-04T12:00:00+05:00"\n    expect: {{{expect}}}\n',
        encoding="utf-8",
    )
    (outcome,) = run_tests([tmp_path]).outcomes
    assert [p.code for p in outcome.problems] == warned


def test_a_mapping_may_name_what_any_edition_knows(tmp_path: Path) -> None:
    """Its cases are of many days: the newest edition alone does not decide."""
    folder_of(tmp_path, old=True)
    (tmp_path / "old.yaml").write_text(
        (tmp_path / "old.yaml")
        .read_text("utf-8")
        .replace(
            "\nrules:",
            "\nnames: {facts: {victim.was_in_care: {type: bool, label: {en: the child was in care}}}}\nrules:",
        ),
        encoding="utf-8",
    )
    mapping = "mapping: m\nprotocol: demo/school\nzone: Asia/Almaty\ncolumns:\n  nr: reference\n  came: {event: report_received}\n  care: {fact: %s}\n"
    for fact, codes in (("victim.was_in_care", []), ("victim.is_in_care", []), ("victim.was_in_car", ["unknown-fact"])):
        (tmp_path / "map.yaml").write_text(mapping % fact, encoding="utf-8")
        found = check_paths([tmp_path / "map.yaml", tmp_path], also={"mapping": check_mapping}).problems
        assert [p.code for p in found if p.severity == "error"] == codes


@pytest.mark.parametrize(
    ("at", "in_force"),
    [
        ("2026-05-31T18:59:59Z", "tell-police"),
        ("2026-05-31T19:00:00Z", "tell-home"),
        ("2026-05-31T12:00:00-07:00", "tell-home"),
        ("2026-06-01T01:00:00+07:00", "tell-police"),
    ],
)
def test_the_day_that_decides_the_edition_is_the_one_of_the_protocols_own_zone(
    tmp_path: Path, at: str, in_force: str
) -> None:
    """Midnight in Almaty is 19:00 of the day before in UTC, whatever offset the log was written with."""
    case = {"incident": "demo/1", "protocol": "demo/school", "as_of": "2026-06-02T12:00:00+05:00"}
    case |= {"facts": {"victim.is_minor": True}, "events": [{"event": "report_received", "at": at}]}
    answer = protocolkit.plan(case, rules=[folder_of(tmp_path, old=True)])
    spoken = [*rules_of(answer.duties), *rules_of(answer.undetermined), *rules_of(answer.awaiting)]
    assert (in_force in spoken, "tell-home" in spoken) == (True, in_force == "tell-home")


OWN_HISTORY = """
names:
  events: {earlier_warning: {label: {en: an earlier warning}, history: true}}
"""


def test_history_that_a_text_names_itself_does_not_date_a_case(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, old=True)
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        more = "" if "names:" in text else OWN_HISTORY.strip() + "\n"
        own = text.replace("events: {", "events: {earlier_warning: {label: {en: an earlier warning}, history: true}, ")
        path.write_text(own.replace("rules:\n", f"{more}rules:\n", 1), encoding="utf-8")
    case = {"incident": "demo/1", "protocol": "demo/school", "as_of": "2026-06-02T12:00:00+05:00"}
    log = [
        {"event": "earlier_warning", "at": "2026-01-10T10:00:00+05:00"},
        REPORT | {"at": "2026-06-01T10:00:00+05:00"},
    ]
    answer = protocolkit.plan(case | {"events": log}, rules=[folder])
    assert "tell-home" in rules_of(answer.awaiting)


FINES = """
- {id: fine, by: offender, faces: fine, if: {offender.role: pupil}, amount: 10 UAH}
- {id: act, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
"""
HARSHER = FINES.replace("10 UAH", "20 UAH").replace("1 hour", "2 hours") + (
    "- {id: liability, by: offender, faces: community_service, if: {offender.role: pupil}}\n"
)


def faced(folder: Path, act: str | None, reported: str) -> tuple[dict[str, str | None], str | None, list[str]]:
    """What somebody faces, when the duty is due, and what the plan warns of."""
    for name, rules, force in (
        ("old", FINES, 'from: "2020-01-01", until: "2026-06-01"'), ("new", HARSHER, 'from: "2026-06-01"'),
    ):  # fmt: skip
        path = write_ruleset(folder, rules)
        path.write_text(path.read_text("utf-8").replace("from: undated", force), encoding="utf-8")
        path.rename(folder / f"{name}.yaml")
    log = [{"event": "act_committed", "at": f"{act}T10:00:00+05:00"}] if act else []
    case = {
        "incident": "demo/1", "protocol": "demo/school", "as_of": "2026-07-01T12:00:00+05:00",
        "facts": {"offender.role": "pupil"}, "events": [*log, REPORT | {"at": f"{reported}T10:00:00+05:00"}],
    }  # fmt: skip
    made = protocolkit.plan(case, rules=[folder])
    (duty,) = made.duties
    assert duty.due is not None
    faces = {one.rule.partition("#")[2]: one.amount for one in made.sanctions}
    return faces, duty.due.at, [one.message for one in made.warnings if one.code == "edition_not_loaded"]


@pytest.mark.parametrize(
    ("act", "reported", "faces", "due"),
    [
        ("2026-05-20", "2026-06-10", {"fine": "10 UAH"}, "2026-06-10T12:00:00+05:00"),
        ("2026-06-05", "2026-06-10", {"fine": "20 UAH", "liability": None}, "2026-06-10T12:00:00+05:00"),
        (None, "2026-06-10", {"fine": "20 UAH", "liability": None}, "2026-06-10T12:00:00+05:00"),
        ("2026-05-20", "2026-05-30", {"fine": "10 UAH"}, "2026-05-30T11:00:00+05:00"),
    ],
)
def test_bodies_act_by_the_edition_of_the_case_and_somebody_faces_that_of_the_act(
    tmp_path: Path, act: str | None, reported: str, faces: dict[str, str | None], due: str
) -> None:
    assert faced(tmp_path, act, reported) == (faces, due, [])


def test_nobody_faces_what_no_law_had_said_when_he_acted_and_the_plan_says_so(tmp_path: Path) -> None:
    faces, due, warned = faced(tmp_path, "2019-05-20", "2026-06-10")
    assert (faces, due) == ({}, "2026-06-10T12:00:00+05:00")
    assert len(warned) == 1
    assert "2019-05-20, the day of the act" in warned[0]
