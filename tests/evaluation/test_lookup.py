"""What a log says of one duty is found without reading the rest, and nothing of it is lost."""

from datetime import UTC, datetime, timedelta

from protocolkit.diagnostics import Place
from protocolkit.evaluation.lookup import Records
from protocolkit.model.incident import LogEntry

RULE = "demo/school#call-daily"
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def done(index: int, at: datetime, **more: object) -> LogEntry:
    return LogEntry(index=index, place=Place(f"events[{index}]"), event="done", at=at, rule=RULE, **more)  # type: ignore[arg-type]


def found(
    entries: list[LogEntry], tail: str, for_: str | None, since: datetime | None, until: datetime | None
) -> list[int]:
    return [entry.index for entry in Records(entries, RULE).of(tail, for_, since, until)]


def test_an_entry_of_another_day_is_not_read() -> None:
    entries = [done(number, DAY + timedelta(days=number, hours=9)) for number in range(4)]
    assert found(entries, "", None, DAY + timedelta(days=1), DAY + timedelta(days=2)) == [1]


def test_an_entry_known_by_its_day_may_be_of_what_began_on_that_day() -> None:
    by_day = done(0, DAY, date_only=True, ends=DAY + timedelta(days=1))
    assert found([by_day], "", None, DAY + timedelta(hours=15), None) == [0]


def test_an_entry_that_names_the_duty_is_found_whenever_it_was_made() -> None:
    named = done(0, DAY + timedelta(days=9), duty=f"{RULE}/v1@2026-03-02")
    other = done(1, DAY + timedelta(hours=9), duty=f"{RULE}/v2@2026-03-02")
    assert found([named, other], "/v1@2026-03-02", "v1", DAY, DAY + timedelta(days=1)) == [0]


def test_an_entry_for_nobody_in_particular_is_for_everybody() -> None:
    entries = [done(0, DAY, for_="v2"), done(1, DAY), done(2, DAY, for_="v1")]
    assert found(entries, "", "v1", None, None) == [1, 2]
    assert found(entries, "", None, None, None) == [0, 1, 2]


def test_entries_come_in_the_order_of_the_log() -> None:
    later_first = [
        done(0, DAY + timedelta(hours=2)),
        done(1, DAY, duty=f"{RULE}/v1"),
        done(2, DAY + timedelta(hours=1)),
    ]
    assert found(later_first, "/v1", "v1", DAY, None) == [0, 1, 2]
