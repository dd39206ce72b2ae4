"""The same duty in two texts is one duty: strictest times, every source, and the conflict in sight."""

from pathlib import Path

import protocolkit
from procedures import MONDAY, duty, rules_of, write_ruleset
from protocolkit import Plan

PROTOCOL = """
protocol: demo/both
rulesets: [demo/one, demo/two]
zone: Asia/Almaty
calendar: kz
"""


def both(folder: Path, one: str, two: str, **more: object) -> Plan:
    write_ruleset(folder, one, id="demo/one")
    write_ruleset(folder, two, id="demo/two")
    (folder / "both.yaml").write_text(PROTOCOL, encoding="utf-8")
    case = {
        "incident": "demo/1", "protocol": "demo/both", "as_of": MONDAY, "facts": {"offender.role": "pupil"},
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    return protocolkit.plan(case | more, rules=[folder])


def tell(due: str, more: str = "", by: str = "education_org_head", after: str = "report_received") -> str:
    return f"- {{id: tell, by: {by}, must: notify, to: police, after: {after}, due: '{due}'{more}}}"


def test_the_earliest_limit_governs_and_the_other_text_stays_listed(tmp_path: Path) -> None:
    answer = both(tmp_path, tell("24 hours"), tell("1 hour"))
    found = duty(answer, "tell")
    assert found.id == "demo/two#tell/police"
    assert found.due.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]
    assert found.also_required_by == ("demo/one#tell",)
    assert [s.ruleset for s in found.sources] == ["demo/two", "demo/one"]
    assert [(c.kind, c.governs) for c in answer.conflicts] == [("time", "demo/two#tell")]


def test_immediately_never_swallows_a_number(tmp_path: Path) -> None:
    due = duty(both(tmp_path, tell("immediately"), tell("1 hour")), "tell").due
    assert due is not None
    assert (due.target, due.limit, due.kind) == (MONDAY, "2026-11-16T11:00:00+05:00", "elapsed")


def test_a_merged_duty_never_aims_after_its_own_limit(tmp_path: Path) -> None:
    due = duty(both(tmp_path, tell("1 hour"), tell("aim 1 day, at most 3 days")), "tell").due
    assert due is not None
    assert (due.target, due.limit) == (None, "2026-11-16T11:00:00+05:00")


def test_a_tie_goes_to_the_text_named_first(tmp_path: Path) -> None:
    answer = both(tmp_path, tell("1 hour"), tell("1 hour"))
    assert duty(answer, "tell").rule == "demo/one#tell"
    assert not answer.conflicts


def test_bearers_within_one_institution_owe_one_duty_and_others_their_own(tmp_path: Path) -> None:
    assert len(both(tmp_path, tell("1 hour"), tell("2 hours", by="class_teacher")).duties) == 1
    assert len(both(tmp_path, tell("1 hour"), tell("2 hours", by="prosecutor")).duties) == 2


def test_one_performance_closes_both_texts(tmp_path: Path) -> None:
    done = {"event": "done", "rule": "demo/one#tell", "to": "police", "at": "2026-11-16T10:30:00+05:00"}
    answer = both(
        tmp_path, tell("24 hours"), tell("1 hour"), as_of="2026-11-16T12:00:00+05:00",
        events=[{"event": "report_received", "at": MONDAY}, done],
    )  # fmt: skip
    assert [(d.status, d.also_required_by) for d in answer.duties] == [("done", ("demo/one#tell",))]


def test_a_performance_does_not_close_what_a_later_event_asks_for(tmp_path: Path) -> None:
    done = {"event": "done", "rule": "demo/one#tell", "to": "police", "at": "2026-11-16T10:30:00+05:00"}
    decided = {"event": "commission_decided", "at": "2026-11-16T11:00:00+05:00"}
    answer = both(
        tmp_path, tell("1 hour"), tell("2 hours", after="commission_decided"), as_of="2026-11-16T12:00:00+05:00",
        events=[{"event": "report_received", "at": MONDAY}, done, decided],
    )  # fmt: skip
    assert {d.rule: d.status for d in answer.duties} == {"demo/one#tell": "done", "demo/two#tell": "open"}


def test_channels_are_intersected_and_an_empty_intersection_is_a_conflict(tmp_path: Path) -> None:
    wide = tell("1 hour", ", via: {only: [protected_email, secure_messenger]}")
    answer = both(tmp_path, wide, tell("1 hour", ", via: {never: [secure_messenger]}"))
    assert duty(answer, "tell").via_only == ("protected_email",)
    assert [(c.kind, c.governs) for c in answer.conflicts] == [("channel", "demo/two#tell")]
    nothing = both(tmp_path, wide, tell("1 hour", ", via: {only: [paper]}"))
    assert duty(nothing, "tell").via_only == ()
    assert "no channel is left" in nothing.conflicts[0].because


def test_contents_are_united(tmp_path: Path) -> None:
    answer = both(
        tmp_path, tell("1 hour", ", content: [circumstances]"), tell("1 hour", ", content: [circumstances, birth_date]")
    )
    assert duty(answer, "tell").content == ("circumstances", "birth_date")


def test_a_recommendation_merges_into_the_obligation(tmp_path: Path) -> None:
    found = duty(both(tmp_path, tell("1 hour").replace("must:", "should:"), tell("1 hour")), "tell")
    assert found.modality == "obligation"


def test_a_ban_as_specific_as_the_duty_takes_it_away_in_sight(tmp_path: Path) -> None:
    ban = "- {id: no-telling, by: education_org_head, must_not: disclose, to: police, after: report_received}"
    answer = both(tmp_path, tell("1 hour"), ban)
    assert not answer.duties
    assert [(c.kind, c.governs) for c in answer.conflicts] == [("exclusion", "demo/two#no-telling")]


def test_a_ban_takes_nothing_away_that_was_done(tmp_path: Path) -> None:
    ban = "- {id: no-telling, by: education_org_head, must_not: disclose, to: police, after: report_received}"
    done = {"event": "done", "rule": "demo/one#tell", "at": "2026-11-16T10:30:00+05:00"}
    answer = both(
        tmp_path, tell("1 hour"), ban, as_of="2026-11-16T12:00:00+05:00",
        events=[{"event": "report_received", "at": MONDAY}, done],
    )  # fmt: skip
    assert duty(answer, "tell").status == "done"


def test_a_duty_to_tell_the_police_stands_against_telling_no_one(tmp_path: Path) -> None:
    ban = "- {id: no-telling, by: education_org_staff, must_not: disclose, to: {any: [anyone]}, after: report_received}"
    answer = both(tmp_path, tell("1 hour", by="education_org_staff"), ban)
    assert rules_of(answer.duties) == ["tell"]
    assert [(c.kind, c.governs) for c in answer.conflicts] == [("ban", "demo/one#tell")]
    assert rules_of(answer.prohibitions) == ["no-telling"]


def test_conduct_stands_under_the_open_duties_it_is_about(tmp_path: Path) -> None:
    rules = """
    - {id: hear-child, by: school_psychologist, must: interview, to: victim, after: report_received, due: none}
    - {id: interview-gently, by: education_org_staff, should: listen, during: talk}
    """
    answer = both(tmp_path, rules, tell("1 hour"))
    assert [m.rule for m in duty(answer, "hear-child").manner] == ["demo/one#interview-gently"]
    assert duty(answer, "tell").manner == ()
    assert "interview-gently" not in rules_of(answer.duties)
