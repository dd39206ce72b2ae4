"""What returns stands once on every page, with how often, first and last; as data each time stays by itself."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit import Plan, load, load_incident
from protocolkit.explaining.explain import explain
from protocolkit.plans.explanation import Explained
from protocolkit.plans.narrowing import Filter, narrowed
from protocolkit.plans.repeats import Repeated
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_html import html
from protocolkit.showing.to_markdown import markdown
from protocolkit.showing.to_text import text
from shown import explanation_text

RULES = """
- {id: look, by: education_org_head, must: check_progress, every: day, after: report_received, until: case_closed, due: same_day}
- {id: tell, by: education_org_head, must: notify, to: [police, prosecutor], every: day, after: report_received,
   until: case_closed, due: same_day}
- {id: once, by: education_org_head, must: notify, to: health_authority, after: report_received, due: 2 hours}
"""
NAMES = load("kz/interagency").vocabulary
REPORTED = {"event": "report_received", "at": MONDAY}
LOOKED = {"event": "done", "rule": "look", "at": "2026-11-18T09:00:00+05:00"}
KNOWN = {"offender.role": "pupil"}
LATER = "2026-11-26T12:00:00+05:00"
TEN_DAYS = Repeated(10, "2026-11-16", "2026-11-25")


def shown(plan: Plan) -> list[tuple[str, str, object]]:
    entries = [(d.id.partition("#")[2], d.status, d.repeated) for d in plan.compact().duties]
    return [(id, status, repeated if isinstance(repeated, Repeated) else None) for id, status, repeated in entries]


def test_times_without_a_record_are_one_entry_of_each_status(plan: MakePlan) -> None:
    assert sorted(shown(plan(RULES, [REPORTED], KNOWN, as_of=LATER))) == [
        ("look@2026-11-16", "overdue", TEN_DAYS),
        ("look@2026-11-26", "open", None),
        ("once/health_authority", "overdue", None),
        ("tell/police@2026-11-16", "overdue", TEN_DAYS),
        ("tell/police@2026-11-26", "open", None),
        ("tell/prosecutor@2026-11-16", "overdue", TEN_DAYS),
        ("tell/prosecutor@2026-11-26", "open", None),
    ]


def test_a_time_that_the_log_speaks_of_stands_by_itself(plan: MakePlan) -> None:
    found = [one for one in shown(plan(RULES, [REPORTED, LOOKED], KNOWN, as_of=LATER)) if one[0].startswith("look")]
    assert sorted(found) == [
        ("look@2026-11-16", "overdue", Repeated(9, "2026-11-16", "2026-11-25")),
        ("look@2026-11-18", "done", None),
        ("look@2026-11-26", "open", None),
    ]


def test_as_data_each_time_stays(plan: MakePlan) -> None:
    whole = plan(RULES, [REPORTED], KNOWN, as_of=LATER)
    assert len(whole.duties) == 34
    assert "repeated" not in whole.to_json()
    looked = [one for one in json.loads(whole.compact().to_json())["duties"] if one["id"].endswith("look@2026-11-16")]
    assert looked[0]["repeated"] == {"count": 10, "first": "2026-11-16", "last": "2026-11-25"}


def test_nothing_is_left_out_of_what_comes_once(plan: MakePlan) -> None:
    once = plan(RULES, [REPORTED], KNOWN)
    assert once.compact() == once


@pytest.mark.parametrize("page", [text, html, markdown])
def test_every_page_says_how_often(plan: MakePlan, page: object) -> None:
    whole = plan(RULES, [REPORTED], KNOWN, as_of=LATER)
    for order in ("urgency", "bearer"):
        said = page(plan_sheet(whole, NAMES, "en", order=order))  # type: ignore[operator, arg-type]
        assert re.sub("<[^>]+>|[*]", "", said).count("10 times without a record") == 2, order
        assert "Wed, 18 Nov" not in said
        assert "Overdue: 4" in said or page is html


def test_a_compact_plan_is_said_again_compact(plan: MakePlan) -> None:
    whole = plan(RULES, [REPORTED], KNOWN, as_of=LATER)
    assert whole.compact().said("ru") == whole.said("ru").compact()


def test_a_part_of_a_plan_is_counted_as_its_page_counts(plan: MakePlan) -> None:
    whole = plan(RULES, [REPORTED], KNOWN, as_of=LATER)
    part, words = narrowed(whole, Filter(to="police", asked="--to police"), NAMES)
    assert len(part.duties) == 11
    assert words == ["PART OF THE PLAN ONLY (--to police): 2 of 7 duties, 0 of 0 not certain"]
    near, _words = narrowed(whole, Filter(within=timedelta(hours=1), asked="--within 1h"), NAMES)
    assert {d.status for d in near.duties} == {"overdue"}


HEAD_ACCUSED = """
- {id: look, by: education_org_head, must: check_progress, every: day, after: report_received, due: same_day}
- {id: care, by: education_org_head, must: check_progress, every: day, after: report_received, due: same_day,
   if: {incident.ongoing: true}}
"""


def test_gaps_and_questions_that_return_stand_once_too(plan: MakePlan) -> None:
    whole = plan(HEAD_ACCUSED, [REPORTED], {"offender.is_head": True}, as_of=LATER)
    (gap, today), (question, asked) = whole.compact().gaps, whole.compact().undetermined
    assert (len(whole.gaps), gap.repeated) == (11, Repeated(10, MONDAY, "2026-11-25T00:00:00+05:00"))
    assert (len(whole.undetermined), question.repeated) == (11, TEN_DAYS)
    assert [one.status for one in (gap, today, question, asked)] == ["overdue", "open", "overdue", "open"]
    assert text(plan_sheet(whole, NAMES, "en")).count("10 times without a record") == 2


def test_an_explanation_lists_the_times_once_and_counts_them(tmp_path: Path) -> None:
    folder = [write_ruleset(tmp_path, RULES)]
    case = {"incident": "demo/1", "protocol": "demo/school", "facts": KNOWN, "events": [REPORTED], "as_of": LATER}
    protocol, incident = load_incident(case, rules=folder)
    explained = explain(protocol, incident, None, "look")
    whole = Explained("demo/1", "demo/school", LATER, "Asia/Almaty", (explained,))
    said = explanation_text(whole, protocol.vocabulary, width=999)
    assert len(explained.duties) == 11
    assert [line.split()[-1] for line in said.splitlines() if line.startswith("duty")] == [
        "demo/school#look@2026-11-16", "demo/school#look@2026-11-26",
    ]  # fmt: skip
    assert "10 times without a record" in said
