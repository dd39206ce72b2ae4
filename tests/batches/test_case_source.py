"""Cases come from tables of every kind, nested or in two tables, and say the same there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import protocolkit
from protocolkit import InputError
from protocolkit.batches.answering import Reject
from protocolkit.batches.case_source import cases

NESTED = [
    {
        "incident": "school-1/1",
        "as_of": "2026-11-20T16:00:00+05:00",
        "facts": {"victim.is_minor": True, "incident.forms": ["bullying"]},
        "events": [
            {"event": "report_received", "at": "2026-11-20T14:30:00+05:00"},
            {"event": "police_informed", "at": "2026-11-20T15:00:00+05:00"},
        ],
    },
    {
        "incident": "school-1/2",
        "as_of": "2026-11-21T09:00:00+05:00",
        "facts": {"victim.is_minor": False},
        "events": [{"event": "report_received", "at": "2026-11-21T08:00:00+05:00"}],
    },
]
FLAT = [
    {
        "incident": one["incident"],
        "as_of": one["as_of"],
        "victim.is_minor": one["facts"]["victim.is_minor"],  # type: ignore[index]
        "incident.forms": one["facts"].get("incident.forms"),  # type: ignore[attr-defined]
    }
    for one in NESTED
]
# Mixed up among the cases on purpose, in the right order within each.
EVENTS = [
    {"incident": "school-1/2", "event": "report_received", "at": "2026-11-21T08:00:00+05:00"},
    {"incident": "school-1/1", "event": "report_received", "at": "2026-11-20T14:30:00+05:00"},
    {"incident": "school-1/1", "event": "police_informed", "at": "2026-11-20T15:00:00+05:00"},
]


def answers(source: Any, **how: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = protocolkit.batch(source, "kz/interagency", **how).read_all().to_pylist()
    return found


@pytest.fixture
def expected() -> list[dict[str, Any]]:
    return answers(NESTED)


def test_json_lines_with_everything_inside(tmp_path: Path, expected: list[Any]) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(msgspec.json.Encoder().encode_lines(NESTED))
    assert answers(path) == expected
    assert answers(str(path)) == expected


def test_parquet_and_arrow_with_everything_inside(tmp_path: Path, expected: list[Any]) -> None:
    table = pa.Table.from_pylist(NESTED)
    parquet.write_table(table, tmp_path / "cases.parquet")
    feather.write_feather(table, str(tmp_path / "cases.arrow"))
    assert answers(tmp_path / "cases.parquet") == expected
    assert answers(tmp_path / "cases.arrow") == expected


def test_whatever_hands_out_an_arrow_stream(expected: list[Any]) -> None:
    class Foreign:
        """All that another library's table has in common with ours."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.Table.from_pylist(NESTED).__arrow_c_stream__(requested_schema)

    assert answers(Foreign()) == expected


def test_two_tables_in_any_order(expected: list[Any]) -> None:
    assert answers(pa.Table.from_pylist(FLAT), events=pa.Table.from_pylist(EVENTS)) == expected
    assert answers(FLAT, events=EVENTS) == expected


def test_two_csv_files(tmp_path: Path, expected: list[Any]) -> None:
    (tmp_path / "cases.csv").write_text(
        "incident,as_of,victim.is_minor,incident.forms\n"
        "school-1/1,2026-11-20T16:00:00+05:00,true,[bullying]\n"
        "school-1/2,2026-11-21T09:00:00+05:00,false,\n",
        encoding="utf-8-sig",
    )
    lines = [f"{one['incident']},{one['event']},{one['at']},,\n" for one in EVENTS]
    (tmp_path / "events.csv").write_text("incident,event,at,by,recorded_at\n" + "".join(lines), encoding="utf-8")
    assert answers(tmp_path / "cases.csv", events=tmp_path / "events.csv") == expected


def test_instants_of_a_column_count_with_their_zone(expected: list[Any]) -> None:
    events = pa.Table.from_pylist(EVENTS)
    at = pa.array([pa.scalar(one["at"]).as_py() for one in EVENTS]).cast(pa.timestamp("s", tz="UTC"))
    events = events.set_column(events.schema.get_field_index("at"), "at", at)
    assert answers(FLAT, events=events) == expected


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = pa.table({"incident": ["a/1"], "event": ["report_received"], "at": pa.array([0], pa.timestamp("s"))})
    with pytest.raises(InputError, match="instant-naive"):
        answers([{"incident": "a/1", "as_of": "2026-11-20T16:00:00+05:00"}], events=naive)


def test_events_of_a_case_that_has_no_row_are_told() -> None:
    stray = [{"incident": "school-9/1", "event": "report_received", "at": "2026-11-20T14:30:00+05:00"}]
    taken: list[Reject] = []
    answers(FLAT, events=[*EVENTS, *stray, *stray], rejects=taken)
    assert [(one.row, one.code) for one in taken] == [(0, "event-without-case")]
    assert "2 rows" in taken[0].message
    assert "row 4" in taken[0].message


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("cases.jsonl", "{\n", "table-row"),
        ("cases.jsonl", "[1]\n", "table-row"),
        ("cases.csv", "incident,as_of\na/1\n", "table-row"),
        ("cases.csv", "incident,victim.is_minor\na/1,99999999999999999999999\n", "table-row"),
        ("cases.csv", "incident,facts\na/1,{a: [}\n", "yaml-syntax"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_alone(tmp_path: Path, name: str, text: str, code: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (only,) = cases(path)
    assert only.row == 1
    assert isinstance(only.case, InputError)
    assert [problem.code for problem in only.case.problems] == [code]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cases.parquet", b"no parquet", "table-unreadable"),
        ("cases.arrow", b"no arrow", "table-unreadable"),
        ("cases.csv", b"", "table-unreadable"),
        ("cases.csv", b"incident,incident\n", "table-unreadable"),
        ("cases.csv", b"incident,\xff\n", "table-unreadable"),
        ("cases.xlsx", b"", "table-ending"),
    ],
)
def test_a_table_that_cannot_be_read_at_all_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(cases(path))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="file-missing"):
        list(cases(tmp_path / "cases.csv"))


def test_a_source_is_read_as_it_is_asked() -> None:
    def endless() -> Any:
        while True:
            yield NESTED[0]

    reader = protocolkit.batch(endless(), "kz/interagency")
    assert reader.read_next_batch().num_rows > 0
