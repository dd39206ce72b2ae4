"""What can be wrong with cells and cases: how it is said, and how often it was met, in which rows first.

Never what the cells say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from protocolkit.messages import Message, Part, counted, say
from protocolkit.records.table import Row

Kind = Literal[
    "value", "time", "naive", "unclear", "clocks", "day_only", "shifted", "foreign", "future", "order", "early",
    "no_time", "no_day", "unheard", "unknown_kind", "unknown_post", "age", "bad_reference", "no_reference",
    "no_party", "personal_reference", "personal_value", "repeated", "disagreement", "contradiction", "refused",
]  # fmt: skip
FIRST = 3


class Fault(msgspec.Struct, frozen=True):
    """A kind of fault: its code, how it is said of `{n}` cells or cases, and what to do.

    `help` is null where that depends on what the column means. `warns`: it may be so, and spoils nothing.
    """

    code: str
    says: Message
    help: Message | None = None
    warns: bool = False

    def of(self, n: int, **parts: Part) -> Message:
        """The fault said of so many."""
        return msgspec.structs.replace(self.says, parts=(("n", n), *parts.items()))


FAULTS: dict[Kind, Fault] = {
    "value": Fault("column-value", counted(
        "{n} cell of `{column}` is no value of `{fact}`: row {rows}",
        "{n} cells of `{column}` are no values of `{fact}`, first in rows {rows}", 0)),
    "unknown_kind": Fault("column-value", counted(
        "{n} cell of `{column}` names no event: row {rows}",
        "{n} cells of `{column}` name no event, first in rows {rows}", 0),
        say("say under `kind` which event each text means")),
    "unknown_post": Fault("column-value", counted(
        "{n} cell of `{column}` names no post: row {rows}",
        "{n} cells of `{column}` name no post, first in rows {rows}", 0),
        say("say under `values` which role each text means")),
    "age": Fault("column-value", counted(
        "{n} cell of `{column}` is no age: row {rows}",
        "{n} cells of `{column}` are no ages, first in rows {rows}", 0),
        say("years on the day of the act")),
    "time": Fault("column-time", counted(
        "{n} cell of `{column}` is no time: row {rows}",
        "{n} cells of `{column}` are no times, first in rows {rows}", 0),
        say("such as `2026-11-20T14:30:00+05:00`, `20.11.2026 14:30` or a day")),
    "naive": Fault("column-naive", counted(
        "{n} time of `{column}` has no offset: row {rows}",
        "{n} times of `{column}` have no offset, first in rows {rows}", 0)),
    "unclear": Fault("column-unclear", counted(
        "{n} time of `{column}` came twice or never, when clocks changed: row {rows}",
        "{n} times of `{column}` came twice or never, when clocks changed, first in rows {rows}", 0),
        say("export times with their offset")),
    "clocks": Fault("column-two-times", counted(
        "{n} cell of `{column}` has another time than the column of its clock: row {rows}",
        "{n} cells of `{column}` have other times than the column of their clock, first in rows {rows}", 0),
        say("a midnight gives way to the clock; where both say something else, export one of them")),
    "shifted": Fault("column-midnight", counted(
        "{n} time of `{column}` is a midnight in {zone}, written in UTC, and is read as a day: row {rows}",
        "{n} times of `{column}` are midnights in {zone}, written in UTC, and are read as days, first in rows {rows}",
        0),
        say("export the time of day, or the day alone"), warns=True),
    "foreign": Fault("column-offset", counted(
        "{n} time of `{column}` has the offset {given}, but {zone} had {had} then: row {rows}",
        "{n} times of `{column}` have an offset such as {given}, but {zone} had {had} then, first in rows {rows}", 0),
        say("the offset was believed; if the clock was right and the offset is not, export the times anew"),
        warns=True),
    "day_only": Fault("column-day-only", counted(
        "{n} cell of `{column}` has a day without a time: row {rows}",
        "{n} cells of `{column}` have a day without a time, first in rows {rows}", 0),
        say("export the time of day, or name its column under `clock`")),
    "future": Fault("column-future", counted(
        "{n} time of `{column}` lies in the future: row {rows}",
        "{n} times of `{column}` lie in the future, first in rows {rows}", 0),
        say("a log says what has happened")),
    "order": Fault("column-order", counted(
        "{n} time of `{column}` is before what must precede it: row {rows}",
        "{n} times of `{column}` are before what must precede them, first in rows {rows}", 0),
        say("an act comes before all else, the closing of the case after it")),
    "early": Fault("column-order", counted(
        "{n} act of `{column}` was done before anybody is said to have heard of the case: row {rows}",
        "{n} acts of `{column}` were done before anybody is said to have heard of the case, first in rows {rows}", 0),
        say("look which of the two times is wrong; such cases are read as they are"), warns=True),
    "no_time": Fault("column-no-time", counted(
        "{n} cell of `{column}` says that it was done, not when: row {rows}",
        "{n} cells of `{column}` say that it was done, not when, first in rows {rows}", 0),
        say("export the time, or name the column with its day: `on: COLUMN`")),
    "no_day": Fault("column-no-time", counted(
        "{n} cell of `{column}` says whether, and no cell says on which day: row {rows}",
        "{n} cells of `{column}` say whether, and no cell says on which day, first in rows {rows}", 0),
        say("fill in the column that `on` names")),
    "unheard": Fault("case-without-report", counted(
        "{n} case does not say how anybody came to know of it: row {rows}",
        "{n} cases do not say how anybody came to know of them, first in rows {rows}", 0),
        say("most rules start with `report_received`; such a case has few duties, or none"), warns=True),
    "bad_reference": Fault("case-reference", counted(
        "{n} cell of `{column}` is no reference: row {rows}",
        "{n} cells of `{column}` are no references, first in rows {rows}", 0),
        say("letters, digits, `.`, `/`, `_` and `-`, at most 64, with a digit; never a person's name")),
    "no_reference": Fault("case-reference", counted(
        "{n} case has no reference: row {rows}",
        "{n} cases have no reference, first in rows {rows}", 0),
        say("each row needs one")),
    "no_party": Fault("case-reference", counted(
        "{n} cell of `{column}` does not say of whom its row speaks: row {rows}",
        "{n} cells of `{column}` do not say of whom their rows speak, first in rows {rows}", 0),
        say("each row needs a reference such as `v1`")),
    "personal_value": Fault("personal-number", counted(
        "{n} cell of `{column}` looks like the number of a person: row {rows}",
        "{n} cells of `{column}` look like numbers of persons, first in rows {rows}", 0),
        say("do not export them")),
    "disagreement": Fault("case-contradiction", counted(
        "{n} cell of `{column}` says otherwise than another row of its case: row {rows}",
        "{n} cells of `{column}` say otherwise than other rows of their cases, first in rows {rows}", 0),
        say("what is said of a case as a whole is the same in each of its rows")),
    "personal_reference": Fault("case-reference", counted(
        "{n} cell of `{column}` looks like the number of a person: row {rows}",
        "{n} cells of `{column}` look like numbers of persons, first in rows {rows}", 0),
        say("a case has a reference of its own; export that")),
    "repeated": Fault("case-repeated", counted(
        "{n} row repeats the reference of another: row {rows}",
        "{n} rows repeat the reference of another, first rows {rows}", 0),
        say("where a row is an event of a case, write `rows: event`")),
    "contradiction": Fault("case-contradiction", counted(
        "facts of {n} case contradict each other: row {rows}",
        "facts of {n} cases contradict each other, first in rows {rows}", 0),
        say("age and minority, or a pupil as the head or as a representative")),
    "refused": Fault("case-refused", counted(
        "{n} case is none that can be judged: row {rows}",
        "{n} cases are none that can be judged, first in rows {rows}", 0)),
}  # fmt: skip
# Said of days alone where duties are counted in hours from them.
AT_MIDNIGHT = Fault(
    "column-day-only",
    counted(
        "{n} cell of `{column}` has a day without a time, and {duties} duties counted in hours start at its midnight: "
        "row {rows}",
        "{n} cells of `{column}` have a day without a time, and {duties} duties counted in hours start at midnight, "
        "first in rows {rows}",
        0,
    ),
    FAULTS["day_only"].help,
)


class Tally(msgspec.Struct):
    """How many cells, the first rows (as a spreadsheet counts), and of the first of them the line and what is told."""

    count: int = 0
    rows: list[int] = []
    line: int = 0
    told: dict[str, str] = {}


class Faults:
    """Counts by column and kind of fault. `column` is null for what concerns a case as a whole.

    `refusals` are the codes of what the reader of incidents refused.
    """

    def __init__(self) -> None:
        self.tallies: dict[tuple[str | None, Kind], Tally] = {}
        self.refusals: set[str] = set()

    def add(self, column: str | None, kind: Kind, row: Row, **told: str) -> None:
        """Counts one. `told` fills the places of the message that are no cells: zones and offsets."""
        tally = self.tallies.get((column, kind))
        if tally is None:
            tally = self.tallies[column, kind] = Tally(line=row.line, told=told)
        tally.count += 1
        if len(tally.rows) < FIRST:
            tally.rows.append(row.number)

    def refuse(self, row: Row, codes: Iterable[str]) -> None:
        self.add(None, "refused", row)
        self.refusals.update(codes)
