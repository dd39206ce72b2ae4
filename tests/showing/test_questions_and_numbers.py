"""What a page says of entries that facts must decide, and of large numbers."""

from __future__ import annotations

from made_plans import WORDS
from procedures import MakePlan
from shown import plan_text


def test_a_question_says_to_whom_it_would_be_owed_also_where_one_of_several_suffices(plan: MakePlan) -> None:
    rules = """
    - {id: tell, by: {all: [education_org_head, class_teacher]}, must: notify, to: {any: [police, prosecutor]},
       if: {incident.crime_signs: true}, after: report_received, due: 1 hour}
    """
    asked = plan(rules)
    (one,) = asked.undetermined
    assert (one.to, one.to_any, one.by_mode) == (None, ("police", "prosecutor"), "all")
    page = plan_text(asked, WORDS)
    assert "one of:" in page
    assert "together:" in page


def test_large_numbers_are_written_out(plan: MakePlan) -> None:
    rules = """
    - {id: fined, by: offender, faces: fine, if: {incident.crime_signs: true}, amount: at most 10000000 fee_units}
    """
    fined = plan(rules, head="params: {fee_units: [{from: undated, value: 1.5, unit: KZT, source: made up}]}",
                    facts={"incident.crime_signs": True})  # fmt: skip
    assert [one.amount for one in fined.sanctions] == ["at most 10000000 fee_units (15000000 KZT)"]
