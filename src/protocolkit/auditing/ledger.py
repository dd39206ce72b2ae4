"""Judged duties on disk, so that a log of any length is counted exactly in the memory of a few of its cases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from protocolkit.auditing.counts import STEPS, AtOnce, Counts, Grouped, Lateness
from protocolkit.auditing.outcome import Judged

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE read (
    n INTEGER PRIMARY KEY, reference TEXT NOT NULL, row INTEGER NOT NULL, judged INTEGER NOT NULL DEFAULT 0,
    out INTEGER NOT NULL
);
CREATE INDEX by_reference ON read (reference);
CREATE TABLE duty (
    n INTEGER PRIMARY KEY, of INTEGER NOT NULL, value TEXT NOT NULL, organisation TEXT NOT NULL, month TEXT NOT NULL,
    outcome TEXT NOT NULL, late INTEGER, took INTEGER, json BLOB NOT NULL
);
"""
_COLUMNS = {"value": "value", "organisation": "organisation", "month": "month"}


class Tags(NamedTuple):
    """What a duty is grouped by: what was asked for, whose case it is, and the month in which it arose."""

    value: str
    organisation: str
    month: str


class Ledger:
    """Duties in the order of their cases, in a temporary file that SQLite itself removes."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.executescript(_TABLES)
        self.cases = 0

    def meet(self, reference: str, row: int) -> tuple[int, int | None]:
        """The number of a case, and the row of the first of that name, if it is not this one.

        Of several rows of one name none stays: nobody knows which is right.
        """
        self._db.execute("UPDATE read SET out = 1 WHERE reference = ?", (reference,))
        before = self._db.execute(
            "SELECT row FROM read WHERE reference = ? ORDER BY n LIMIT 1", (reference,)
        ).fetchone()
        made = self._db.execute(
            "INSERT INTO read (reference, row, out) VALUES (?, ?, ?)", (reference, row, before is not None)
        )
        assert made.lastrowid is not None
        return made.lastrowid, before[0] if before else None

    def add(self, case: int, duties: Iterable[tuple[Tags, Judged]]) -> None:
        """The duties of a case, by its number."""
        self._db.execute("UPDATE read SET judged = 1 WHERE n = ?", (case,))
        self._db.executemany(
            "INSERT INTO duty (of, value, organisation, month, outcome, late, took, json) VALUES (?,?,?,?,?,?,?,?)",
            (
                (case, *tags, one.outcome, one.late_by_seconds, one.took_seconds, msgspec.json.encode(one))
                for tags, one in duties
            ),
        )

    def close(self) -> None:
        """Nothing is added any more: what was taken out goes, and the rest is put in order for counting."""
        self._db.execute("DELETE FROM duty WHERE of IN (SELECT n FROM read WHERE out)")
        self.cases = int(self._db.execute("SELECT COUNT(*) FROM read WHERE judged AND NOT out").fetchone()[0])
        for name in _COLUMNS:
            self._db.execute(f"CREATE INDEX by_{name} ON duty ({name}, outcome, late)")
        self._db.execute("CREATE INDEX by_outcome ON duty (outcome, late)")

    # -- what was counted

    def total(self) -> Counts:
        return self._counts("1", ())

    def by(self, column: str) -> Iterator[Grouped]:
        """A count for each that a column of the ledger holds, in the order of their texts."""
        name = _COLUMNS[column]
        for (key,) in self._db.execute(f"SELECT DISTINCT {name} FROM duty ORDER BY {name}").fetchall():
            yield Grouped(key, self._counts(f"{name} = ?", (key,)))

    def lateness(self) -> Iterator[Lateness]:
        """How late was done what was done late, step by step. What is late by nobody knows how much is in none."""
        for above, most in zip((0, *STEPS), (*STEPS, None), strict=True):
            counted = "SELECT COUNT(*) FROM duty WHERE outcome = 'late' AND late > ? AND (? IS NULL OR late <= ?)"
            yield Lateness(most, int(self._db.execute(counted, (above, most, most)).fetchone()[0]))

    def rows(self) -> Iterator[tuple[Tags, Judged]]:
        """Every duty, in the order of the log."""
        for *tags, row in self._db.execute("SELECT value, organisation, month, json FROM duty ORDER BY n"):
            yield Tags(*tags), msgspec.json.decode(row, type=Judged)

    def worst(self, most: int, column: str | None = None, key: str = "") -> Iterator[Judged]:
        """The duties missed most: those never performed in the order of the log, then the latest.

        Of all of them, or of those that have a key in a column of the ledger.
        """
        where = f"{_COLUMNS[column]} = ? AND" if column is not None else ""
        found = self._db.execute(
            f"SELECT json FROM duty WHERE {where} outcome IN ('never', 'late') "
            "ORDER BY outcome = 'late', late DESC, n LIMIT ?",
            (*((key,) if column is not None else ()), most),
        )
        yield from (msgspec.json.decode(row, type=Judged) for (row,) in found)

    def _counts(self, where: str, given: tuple[str, ...]) -> Counts:
        found = dict(
            self._db.execute(f"SELECT outcome, COUNT(*) FROM duty WHERE {where} GROUP BY outcome", given).fetchall()
        )
        late = self._sorted("late", f"{where} AND outcome = 'late' AND late IS NOT NULL", given)
        took = self._sorted("took", f"{where} AND outcome = 'at_once' AND took IS NOT NULL", given)
        at_once = AtOnce(found.get("at_once", 0), took.count, took.median())
        return Counts.of(found, at_once, late.median(), late.worst_tenth())

    def _sorted(self, column: str, where: str, given: tuple[str, ...]) -> _Sorted:
        return _Sorted(self._db, column, where, given)


class _Sorted:
    """The numbers of a column in order, of which only those asked for are read."""

    def __init__(self, db: sqlite3.Connection, column: str, where: str, given: tuple[str, ...]) -> None:
        self._db, self._column, self._where, self._given = db, column, where, given
        self.count = int(db.execute(f"SELECT COUNT(*) FROM duty WHERE {where}", given).fetchone()[0])

    def _at(self, place: int) -> int:
        asked = f"SELECT {self._column} FROM duty WHERE {self._where} ORDER BY {self._column} LIMIT 1 OFFSET {place}"
        return int(self._db.execute(asked, self._given).fetchone()[0])

    def median(self) -> int | float | None:
        """The middle one; of two in the middle, what lies half way."""
        if not self.count:
            return None
        low, high = self._at((self.count - 1) // 2), self._at(self.count // 2)
        return low if low == high else (low + high) // 2 if (low + high) % 2 == 0 else (low + high) / 2

    def worst_tenth(self) -> int | None:
        """What a tenth of them reach or exceed: the smallest of the worst tenth, which is at least one."""
        if not self.count:
            return None
        return self._at(self.count - max(-(-self.count // 10), 1))
