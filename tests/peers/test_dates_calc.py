"""Days, months and years added to a date, against the vectors of the library dates-calc of the Catala project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from peers import checkout, compared, last_day

_PERIOD = re.compile(r"\[(\d+) years, (\d+) months, (\d+) days\]")


def rows(path: Path) -> Iterator[tuple[date, str, list[date]]]:
    """A start, a period as a due, and what the columns after it hold; each row has one unit."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        start, period, *results = (cell.strip() for cell in line.split(";"))
        numbers = _PERIOD.fullmatch(period)
        assert numbers is not None, line
        ((number, unit),) = [
            (n, u) for n, u in zip(numbers.groups(), ("year", "month", "day"), strict=True) if n != "0"
        ]
        yield date.fromisoformat(start), f"{number} {unit}s", [date.fromisoformat(one) for one in results]


def test_what_is_not_ambiguous_ends_on_the_same_day() -> None:
    path = checkout("dates-calc") / "test" / "exact_computations.csv"
    found = {f"{start} + {due}": (last_day(due, start, "kz"), ends) for start, due, (ends,) in rows(path)}
    compared(found, {}, at_least=19)


def test_a_day_that_a_month_lacks_is_its_last_day_as_theirs_is_when_rounding_down() -> None:
    path = checkout("dates-calc") / "test" / "ambiguous_computations.csv"
    found = {f"{start} + {due}": (last_day(due, start, "kz"), down) for start, due, (_up, down) in rows(path)}
    compared(found, {}, at_least=10)
