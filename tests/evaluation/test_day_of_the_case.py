"""The day of the case and the day of the act decide which value of a unit holds; history begins no case."""

from __future__ import annotations

from typing import Any

import pytest

from procedures import MakePlan

HEAD = """
params:
  fee:
    - {from: "2024-01-01", value: 1, unit: UAH, source: the first list}
    - {from: "2026-01-01", until: "2027-01-01", value: 2, unit: UAH, source: the second list}
"""
PUPIL = {"offender.role": "pupil"}
FINE = "- {id: fine, by: offender, faces: fine, if: {offender.role: pupil}, amount: 10 fee%s}"


def entry(event: str, day: str) -> dict[str, Any]:
    return {"event": event, "at": f"{day}T10:00:00+05:00"}


PENALTY = entry("administrative_penalty_imposed", "2025-09-10")
ACT, LATE_ACT = entry("act_committed", "2025-12-30"), entry("act_committed", "2026-09-09")
REPORT = entry("report_received", "2026-09-10")


@pytest.mark.parametrize(
    ("log", "more", "worth"),
    [
        ([PENALTY, LATE_ACT], "", "20 UAH"),
        ([ACT, REPORT], "", "10 UAH"),
        ([PENALTY, REPORT], "", "20 UAH"),
        ([PENALTY], "", "20 UAH"),
        ([ACT, REPORT], ", after: report_received", "20 UAH"),
    ],
)
def test_what_somebody_faces_goes_by_the_act_and_what_a_trigger_starts_by_its_day(
    plan: MakePlan, log: list[dict[str, Any]], more: str, worth: str
) -> None:
    (fine,) = plan(FINE % more, log, PUPIL, "2026-09-12T10:00:00+05:00", HEAD).sanctions
    assert fine.amount is not None
    assert worth in fine.amount


@pytest.mark.parametrize("day", ["2023-05-05", "2027-01-01"])
def test_a_day_without_a_value_gives_no_number_and_says_so(plan: MakePlan, day: str) -> None:
    answer = plan(FINE % "", [entry("act_committed", day)], PUPIL, "2027-02-01T10:00:00+05:00", HEAD)
    (fine,) = answer.sanctions
    assert fine.amount is not None
    assert "UAH" not in fine.amount
    assert "parameter_ended" in [w.code for w in answer.warnings]
