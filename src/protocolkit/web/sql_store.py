"""Cases in a database: SQLite for one school, PostgreSQL for a district. One table, to which is only added."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from protocolkit.web.records import Kept, Line, Record
from protocolkit.web.store import StoreUnavailableError

WAIT = 5
"""So many seconds a writer waits for another."""

METADATA = MetaData()
LOG = Table(
    "protocolkit_log", METADATA,
    # SQLite counts only what it calls an integer.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("reference", String(64), nullable=False),
    Column("once", String(64), nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("reference", "once", "place", name="protocolkit_once"),
)  # fmt: skip
"""A record a row: `once` names the act it is part of, `place` where in the act it stands, `at` is an instant in UTC."""

# The database itself refuses to change or to forget a record, whoever asks it.
for verb in ("update", "delete"):
    event.listen(
        LOG, "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER protocolkit_no_{verb} BEFORE {verb.upper()} ON protocolkit_log "
            "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
        ).execute_if(dialect="sqlite"),
    )  # fmt: skip
event.listen(
    LOG, "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "CREATE OR REPLACE FUNCTION protocolkit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$; "
        "CREATE TRIGGER protocolkit_no_change BEFORE UPDATE OR DELETE ON protocolkit_log "
        "FOR EACH ROW EXECUTE FUNCTION protocolkit_refuse()"
    ).execute_if(dialect="postgresql"),
)  # fmt: skip


class SqlStore:
    """A store in a database, which may be shared by threads and by processes.

    `url` is as SQLAlchemy has it: `sqlite:///cases.db`, `postgresql+psycopg://host/name`. The table is made where it
    is missing. Raises StoreUnavailableError if the database cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        with _available():
            METADATA.create_all(self.engine)

    def cases(self) -> list[Kept]:
        first, last = func.min(LOG.c.at), func.max(LOG.c.at)
        query = select(LOG.c.reference, first, last).group_by(LOG.c.reference).order_by(last.desc(), LOG.c.reference)
        with _available(), self.engine.connect() as connection:
            return [Kept(one, _instant(opened), _instant(newest)) for one, opened, newest in connection.execute(query)]

    def lines(self, reference: str) -> list[Line]:
        query = select(LOG.c.at, LOG.c.record).where(LOG.c.reference == reference).order_by(LOG.c.number)
        with _available(), self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Line(_instant(at), msgspec.json.decode(record, type=Record)) for at, record in rows]

    def append(self, reference: str, records: Sequence[Record], *, once: str, at: datetime) -> bool:
        act = {"reference": reference, "once": once, "at": at.astimezone(UTC).isoformat()}
        rows = [
            act | {"place": place, "record": msgspec.json.encode(record).decode()}
            for place, record in enumerate(records)
        ]
        with _available():
            try:
                with self.engine.begin() as connection:
                    connection.execute(insert(LOG), rows)
            except IntegrityError:
                return False
        return True

    def close(self) -> None:
        """Gives back its connections."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        # A connection that the server has closed meanwhile is replaced before it is used.
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(parsed, connect_args={"timeout": WAIT}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Readers do not wait for a writer; what is said to be written is on the disk."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


@contextmanager
def _available() -> Iterator[None]:
    """What the database refuses is told as a store that is not available; that a record is there already is not."""
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreUnavailableError from error


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
