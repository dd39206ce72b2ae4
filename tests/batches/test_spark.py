"""On a cluster every case gets the answer it gets alone, whatever its partition."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, TELL_POLICE, write_ruleset
from protocolkit import InputError
from protocolkit.batches.duty_table import COLUMNS
from protocolkit.languages import speaking
from protocolkit.spark import REJECTED, SCHEMA, answering, plans

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")


def case(number: int) -> dict[str, Any]:
    report = {"event": "report_received", "at": f"2026-11-{number % 27 + 1:02}T14:30:00+05:00"}
    told = {"event": "police_informed", "at": f"2026-11-{number % 27 + 1:02}T15:00:00+05:00"}
    return {
        "incident": f"demo/{number}",
        "victim.is_minor": None if number % 3 == 0 else number % 3 == 1,
        "events": [report, told][: 1 + number % 2],
        "as_of": "2026-11-28T16:00:00+05:00",
    }


def batches(cases: list[dict[str, Any]], size: int) -> Iterator[Any]:
    yield from pa.Table.from_pylist(cases).to_batches(max_chunksize=size)


def answered(function: Any, cases: list[dict[str, Any]], size: int = 1000) -> list[dict[str, Any]]:
    return [row for batch in function(batches(cases, size)) for row in batch.to_pylist()]


def alone(cases: list[dict[str, Any]], protocol: str) -> list[dict[str, Any]]:
    table = protocolkit.batch(pa.Table.from_pylist(cases), protocol).read_all()
    return [{**row, REJECTED: None} for row in table.to_pylist()]


CASES = [case(number) for number in range(20)]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_every_case_has_the_answer_it_gets_alone_however_the_cases_are_cut(size: int) -> None:
    assert answered(answering("kz/interagency"), CASES, size) == alone(CASES, "kz/interagency")


def test_the_columns_are_those_of_a_batch_and_why_there_is_no_answer() -> None:
    names = [one.split()[0].strip("`") for one in SCHEMA.split(", ")]
    assert names == [*COLUMNS, REJECTED]
    (batch, *_) = answering("kz/interagency")(batches(CASES, 1000))
    assert batch.schema.names == names
    assert {str(batch.schema.field(name).type) for name in ("target", "limit", "done_at")} == {"timestamp[us, tz=UTC]"}


def test_a_case_without_an_answer_ends_the_work_unless_it_is_told_in_a_row() -> None:
    wrong = [*CASES[:2], {"incident": "demo/x", "events": [{"event": "no_such", "at": "2026-11-20T14:30:00+05:00"}]}]
    with pytest.raises(InputError, match="unknown-event"):
        answered(answering("kz/interagency"), wrong)
    for size in (1, 1000):
        *others, last = answered(answering("kz/interagency", strict=False), wrong, size)
        assert others == alone(CASES[:2], "kz/interagency")
        assert {name: value for name, value in last.items() if value is not None} == {
            "incident": "demo/x", REJECTED: last[REJECTED],
        }  # fmt: skip
        assert "unknown-event" in last[REJECTED]


def test_the_language_of_who_asks_goes_along() -> None:
    with speaking("uk"):
        function = answering("kz/interagency", strict=False)
    (row,) = answered(pickle.loads(pickle.dumps(function)), [{"incident": "demo/x", "events": [{"event": "no_such"}]}])
    assert "немає" in row[REJECTED]


def test_folders_of_rules_are_sent_along(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    write_ruleset(folder, TELL_POLICE)
    (folder / "notes.txt").write_text("not for others", encoding="utf-8")
    cases = [{"incident": "demo/1", "as_of": MONDAY, "events": [{"event": "report_received", "at": MONDAY}]}]
    function = answering("demo/school", rules=[folder])
    expected = answered(function, cases)
    sent = pickle.dumps(function)
    assert b"not for others" not in sent
    shutil.rmtree(folder)
    assert answered(pickle.loads(sent), cases) == expected
    assert [row["id"] for row in expected] == ["demo/school#tell/police"]


def test_a_worker_of_other_versions_does_not_answer() -> None:
    function = answering("kz/interagency")
    shipped, strict = function.args  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="versions-differ"):
        answered(lambda given: function.func(shipped._replace(digest="0" * 16), strict, given), CASES)  # type: ignore[attr-defined]


def test_one_instant_may_be_asked_of_all() -> None:
    rows = answered(answering("kz/interagency", as_of="2026-11-01T15:00:00+05:00"), CASES[:1])
    assert {row["status"] for row in rows} != {
        row["status"] for row in answered(answering("kz/interagency"), CASES[:1])
    }


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A session of Spark on this machine alone."""
    sql = pytest.importorskip("pyspark.sql", reason="the extra `spark` is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java here, in which Spark runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        settings = {
            "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "Asia/Almaty", "spark.sql.shuffle.partitions": "3",
        }  # fmt: skip
        builder = sql.SparkSession.builder.master("local[2]").appName("protocolkit")
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        yield spark
        spark.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what Spark's own libraries warn of is theirs
def test_spark_answers_the_same_whatever_the_partitions(session: Any, tmp_path: Path) -> None:
    kinds = "incident string, `victim.is_minor` boolean, events array<struct<event: string, at: string>>, as_of string"
    df = session.createDataFrame([tuple(one.values()) for one in CASES], kinds)
    expected = sorted(map(repr, map(comparable, alone(CASES, "kz/interagency"))))
    for partitions in (1, 3, 7):
        found = plans(df.repartition(partitions), "kz/interagency")
        assert sorted(repr(comparable(row.asDict())) for row in found.collect()) == expected
    write_ruleset(tmp_path, TELL_POLICE)
    counted = plans(df, "demo/school", rules=[tmp_path]).groupBy("status").count().collect()
    assert sum(row["count"] for row in counted) == len(CASES)
    wrong = session.createDataFrame([("demo/x", [("no_such", "2026-11-20T14:30:00+05:00")])], kinds.replace(
        "`victim.is_minor` boolean, ", "").replace(", as_of string", ""))  # fmt: skip
    (row,) = plans(wrong, "kz/interagency", strict=False).collect()
    assert "unknown-event" in row[REJECTED]


def comparable(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its instants as numbers: Spark's Python gives them in the zone of its machine, and without it."""
    instants = {name: row[name].timestamp() for name in ("target", "limit", "done_at") if row[name] is not None}
    return {**row, **instants}
