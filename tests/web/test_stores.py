"""The stores keep a log to which is only added, whoever adds at the same time; a refusal loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the web application is an extra")
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from databases import binaries, postgres, somebody
from protocolkit.web.records import Began, Chosen, Entered, Line, Listed, Opened, Record, Said
from protocolkit.web.sql_store import LOG, SqlStore
from protocolkit.web.store import MemoryStore, Store, StoreUnavailableError

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
EVERY: list[Record] = [
    Opened(), Chosen("kz/national"), Began(AT), Listed("victim", ("v1", "v2")), Listed("offender", None),
    Said("incident.forms", ["bullying"]), Said("v1.age", 13), Said("v1.needs_first_aid", None),
    Entered({"event": "done", "duty": "a#b", "at": AT.isoformat(), "id": "e-1"}),
]  # fmt: skip
Made = Callable[[], Store]


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Made]:
    """Opens the same store again and again, as several processes would."""
    match request.param:
        case "memory":
            one = MemoryStore()
            yield lambda: one
        case "sqlite":
            yield from _opening(f"sqlite:///{tmp_path}/cases.db")
        case _:
            pytest.importorskip("psycopg", reason="PostgreSQL is an extra")
            if binaries() is None or somebody() is None:
                pytest.skip("no PostgreSQL server is installed that could be started here")
            with postgres() as url:
                yield from _opening(url)


def _opening(url: str) -> Iterator[Made]:
    opened: list[SqlStore] = []

    def made() -> Store:
        opened.append(SqlStore(url))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


def test_what_was_written_is_read_again_by_another_that_opens_the_store(made: Made):
    assert made().append("school-7/2026-101", EVERY, once="x", at=AT)
    assert made().lines("school-7/2026-101") == [Line(AT, one) for one in EVERY]
    assert made().lines("nobody") == []


def test_an_act_sent_twice_is_recorded_once(made: Made):
    store = made()
    assert store.append("a", EVERY, once="x", at=AT)
    assert not store.append("a", EVERY, once="x", at=AT)
    assert store.append("b", EVERY, once="x", at=AT), "the key is of one case"
    assert len(store.lines("a")) == len(EVERY)


def test_the_case_with_the_newest_record_comes_first(made: Made):
    store = made()
    for hours, reference in enumerate(("a", "b", "a")):
        store.append(reference, [Opened()], once=str(hours), at=AT + timedelta(hours=hours))
    assert [(one.reference, one.opened, one.last) for one in store.cases()] == [
        ("a", AT, AT + timedelta(hours=2)), ("b", AT + timedelta(hours=1), AT + timedelta(hours=1)),
    ]  # fmt: skip


def test_many_who_record_at_once_lose_nothing(made: Made):
    stores = [made() for _ in range(4)]

    def record(number: int) -> bool:
        entry = Entered({"event": "done", "duty": f"a#{number}", "at": AT.isoformat()})
        return stores[number % 4].append("a", [entry], once=str(number), at=AT)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(record, range(40)))
    lines = made().lines("a")
    assert {line.record.entry["duty"] for line in lines if isinstance(line.record, Entered)} == {
        f"a#{n}" for n in range(40)
    }


def test_of_many_who_send_the_same_one_is_first(made: Made):
    stores = [made() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(lambda n: stores[n % 4].append("a", [Opened()], once="same", at=AT), range(16)))
    assert first.count(True) == 1
    assert len(made().lines("a")) == 1


@pytest.mark.parametrize("change", [update(LOG).values(record="{}"), delete(LOG)])
def test_the_database_itself_refuses_to_change_or_forget_a_record(made: Made, change):
    store = made()
    if not isinstance(store, SqlStore):
        pytest.skip("memory has no database")
    store.append("a", EVERY, once="x", at=AT)
    with pytest.raises(DBAPIError, match="only added to"), store.engine.begin() as connection:
        connection.execute(change)
    assert store.lines("a") == [Line(AT, one) for one in EVERY]


def test_sqlite_lets_readers_read_while_somebody_writes(tmp_path: Path):
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    store.append("a", [Opened()], once="x", at=AT)
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    other = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(SqlStore(f"sqlite:///{tmp_path}/cases.db").lines("a")) == 1
    other.close()


def test_the_file_alone_holds_every_record_once_the_store_is_closed(tmp_path: Path):
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    store.append("a", EVERY, once="x", at=AT)
    assert store.lines("a")
    store.close()
    (tmp_path / "copy.db").write_bytes((tmp_path / "cases.db").read_bytes())
    copy = SqlStore(f"sqlite:///{tmp_path}/copy.db")
    assert copy.lines("a") == [Line(AT, one) for one in EVERY]
    copy.close()


def test_a_locked_database_is_told_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("protocolkit.web.sql_store.WAIT", 0.05)
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    store.append("a", [Opened()], once="x", at=AT)
    other = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError):
        store.append("a", [Chosen("kz/national")], once="y", at=AT)
    other.close()
    assert store.append("a", [Chosen("kz/national")], once="y", at=AT), "the same form can be sent again"
    assert len(store.lines("a")) == 2


def test_a_full_database_keeps_what_it_has_and_takes_no_half_of_anything(tmp_path: Path):
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    store.append("a", [Opened()], once="x", at=AT)
    with store.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        large = [Said("incident.forms", ["x" * 3000]) for _ in range(20)]
    with pytest.raises(StoreUnavailableError):
        store.append("a", large, once="y", at=AT)
    assert len(store.lines("a")) == 1


def test_a_database_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(StoreUnavailableError):
        SqlStore(f"sqlite:///{tmp_path}/no/such/folder/cases.db")
