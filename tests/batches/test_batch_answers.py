"""A batch gives every case the answer it gets alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import protocolkit
from batched import rows_of
from protocolkit import InputError
from protocolkit.batches.answering import Reject
from protocolkit.batches.duty_table import COLUMNS
from protocolkit.diagnostics import Problems
from protocolkit.resources import rules_dir
from protocolkit.testing.rule_test_cases import read_cases

FILES = sorted(path for path in rules_dir().rglob("tests/*.yaml"))


def case(reference: str = "demo/1", **more: Any) -> dict[str, Any]:
    report = {"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}
    return {"incident": reference, "as_of": "2026-11-20T16:00:00+05:00", "events": [report], **more}


def rows(cases: Any, protocol: str = "kz/interagency", **how: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = protocolkit.batch(cases, protocol, **how).read_all().to_pylist()
    return found


def compared(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the digest, which a plan does not have."""
    return [{key: value for key, value in row.items() if key != "digest"} for row in found]


def cases_of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in read_cases(path, Problems(), path.name):
        incident = one.incident.plain()
        assert isinstance(incident, dict)
        if one.days is None and one.refused is None and not isinstance(incident.get("institution"), str):
            yield one.protocol, incident


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_shipped_rule_test_is_answered_alike_in_a_batch(file: Path) -> None:
    by_protocol: dict[str, list[dict[str, Any]]] = {}
    for protocol, incident in cases_of(file):
        by_protocol.setdefault(protocol, []).append(incident)
    for protocol, incidents in by_protocol.items():
        alone = [row for one in incidents for row in rows_of(protocolkit.plan(one, protocol=protocol))]
        assert compared(rows(incidents, protocol)) == alone


def test_there_are_rule_tests_to_compare() -> None:
    assert sum(len(list(cases_of(path))) for path in FILES) > 200


_instants = st.datetimes().map(lambda at: f"2026-11-{1 + at.day % 28:02}T{at.hour:02}:{at.minute:02}:00+05:00")
_facts = st.dictionaries(
    st.sampled_from(["victim.is_minor", "incident.ongoing", "incident.crime_signs"]), st.booleans(), max_size=3
)
_events = st.lists(
    st.builds(
        lambda event, at: {"event": event, "at": at},
        st.sampled_from(["report_received", "police_informed", "prosecutor_informed"]),
        _instants,
    ),
    max_size=4,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_facts, _events), min_size=1, max_size=4))
def test_any_cases_are_answered_alike_in_a_batch(several: list[tuple[Any, Any]]) -> None:
    end = "2026-11-30T12:00:00+05:00"
    cases = [case(f"case/{i}", facts=facts, events=log, as_of=end) for i, (facts, log) in enumerate(several)]
    alone = [row for one in cases for row in rows_of(protocolkit.plan(one, protocol="kz/interagency"))]
    assert compared(rows(cases)) == alone


def test_the_columns_are_fixed_and_their_instants_are_of_utc() -> None:
    reader = protocolkit.batch([case()], "kz/interagency")
    assert tuple(reader.schema.names) == COLUMNS
    assert {str(reader.schema.field(name).type) for name in ("target", "limit", "done_at")} == {"timestamp[s, tz=UTC]"}


def test_each_row_says_which_versions_made_it() -> None:
    reader = protocolkit.batch([case()], "kz/interagency")
    assert b"kz/interagency" in reader.schema.metadata[b"protocolkit"]
    assert len({row["digest"] for row in reader.read_all().to_pylist()}) == 1
    assert rows([case()])[0]["digest"] != rows([case()], "ua/pdyut")[0]["digest"]


def test_as_of_is_the_instant_of_all_answers() -> None:
    late = rows([case()], as_of="2026-11-20T20:00:00+05:00")
    assert {row["status"] for row in late if row["to"] == "police"} == {"overdue"}
    early = rows([case()], as_of="2026-11-20T14:31:00+05:00")
    assert {row["status"] for row in early if row["to"] == "police"} == {"open"}


def test_a_row_without_an_answer_ends_the_batch_unless_somebody_takes_it() -> None:
    wrong = case("demo/2", facts={"victim.is_minr": True})
    with pytest.raises(InputError, match=r"row 2: incident.facts.* unknown-fact"):
        rows([case(), wrong])
    taken: list[Reject] = []
    kept = rows([case(), wrong, case("demo/3")], rejects=taken)
    assert {row["incident"] for row in kept} == {"demo/1", "demo/3"}
    assert [(one.row, one.code) for one in taken] == [(2, "unknown-fact")]


def test_a_fault_of_the_program_in_one_case_is_told_of_that_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from protocolkit.batches import answering

    find = answering.find

    def failing(protocol: Any, incident: Any, at: Any, **more: Any) -> Any:
        if incident.reference == "demo/2":
            raise KeyError("oh")
        return find(protocol, incident, at, **more)

    monkeypatch.setattr(answering, "find", failing)
    taken: list[Reject] = []
    kept = rows([case(), case("demo/2"), case("demo/3")], rejects=taken)
    assert {row["incident"] for row in kept} == {"demo/1", "demo/3"}
    assert [(one.row, one.code) for one in taken] == [(2, "internal-error")]


def test_without_arrow_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"missing-extra.*protocolkit\[batch\]"):
        protocolkit.batch([case()], "kz/interagency")
