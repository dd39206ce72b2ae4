"""An audit: every duty of a log judged as of one instant, counted, and what could not be read told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from protocolkit.auditing.case_table import OWN, Read
from protocolkit.auditing.counts import Counts, Grouped, Lateness
from protocolkit.auditing.ledger import Ledger, Tags
from protocolkit.auditing.logs import Source, opened
from protocolkit.auditing.outcome import Judged, Judgement
from protocolkit.calendars.instants import iso
from protocolkit.diagnostics import Diagnostic
from protocolkit.languages.saying import said
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.present import made_with
from protocolkit.records.faults import FAULTS

FORMAT = 1


class Skipped(msgspec.Struct, frozen=True):
    """A row of the log without an answer, and why; 0 is none of its own."""

    row: int
    because: str


class Audit:
    """What a log says of its duties.

    `cases` were judged and `skipped` could not be, in the order of their rows; of rows that share one reference none is
    counted, for nobody knows which is right. `later` of the cases have entries after the instant of the audit, which
    count for nothing. Duties are read again from disk each time they are asked for.
    """

    def __init__(self, source: Source) -> None:
        """Reads the log through. Raises InputError where the log, its mapping or the rules cannot be used."""
        self.source = source
        self.later = 0
        self._ledger = Ledger()
        self._skipped: list[Skipped] = []
        self._skipped_rows: set[int] = set()
        log = opened(source)
        self.protocol: Protocol = log.protocol
        for one in log.cases():
            self._take(one)
        self._ledger.close()
        self.problems: tuple[Diagnostic, ...] = log.problems()
        self.skipped = tuple(sorted(self._skipped, key=lambda one: one.row))
        self.total: Counts = self._ledger.total()

    def _take(self, one: Read) -> None:
        number, first, because = None, None, one.found if isinstance(one.found, str) else None
        if one.reference:
            number, first = self._ledger.meet(one.reference, one.row)
        if first is not None:
            again = said(FAULTS["repeated"].of(1, column="", rows=str(one.row)))
            because = because or again
            if first not in self._skipped_rows:
                self._skip(first, again)
        if because is not None or isinstance(one.found, str) or number is None:
            self._skip(one.row, because or "")
            return
        self.later += one.found.later
        self._ledger.add(number, self._tagged(one, one.found))

    def _skip(self, row: int, because: str) -> None:
        self._skipped.append(Skipped(row, because))
        self._skipped_rows.add(row)

    def _tagged(self, one: Read, found: Judgement) -> Iterator[tuple[Tags, Judged]]:
        organisation = one.organisation or found.organisation
        for duty in found.duties:
            month = (duty.triggered_at or "")[:7]
            own = {"rule": duty.rule, "organisation": organisation, "month": month, "to": "; ".join(duty.to)}
            yield Tags(own[self.source.by] if self.source.by in OWN else one.value, organisation, month), duty

    @property
    def cases(self) -> int:
        """How many cases were judged."""
        return self._ledger.cases

    @property
    def as_of(self) -> str | None:
        """The instant of the audit in the zone of the rules; null where each case has its own."""
        return iso(self.source.as_of, self.protocol.zone) if self.source.as_of is not None else None

    def groups(self) -> tuple[Grouped, ...]:
        """By what was asked for."""
        return tuple(self._ledger.by("value"))

    def organisations(self) -> tuple[Grouped, ...]:
        return tuple(self._ledger.by("organisation"))

    def months(self) -> tuple[Grouped, ...]:
        """By the month in which a duty arose, in the zone of the rules."""
        return tuple(self._ledger.by("month"))

    def lateness(self) -> tuple[Lateness, ...]:
        """How late was done what was done late: up to an hour, a day, three, seven, thirty days, and more."""
        return tuple(self._ledger.lateness())

    def rows(self) -> Iterator[tuple[Tags, Judged]]:
        """Every duty, in the order of the log."""
        return self._ledger.rows()

    def worst(self, most: int, column: str | None = None, key: str = "") -> tuple[Judged, ...]:
        """The duties missed most: those never performed in the order of the log, then the latest.

        `column` takes those of one group: `value` is what the audit is by, or `organisation`, or `month`.
        """
        return tuple(self._ledger.worst(most, column, key))

    def as_data(self) -> dict[str, Any]:
        """The audit as plain values for JSON, without its duties one by one."""
        return {
            "audit": FORMAT,
            "protocol": self.protocol.id,
            "as_of": self.as_of,
            "by": self.source.by,
            "cases": self.cases,
            "cases_with_later_entries": self.later,
            **msgspec.to_builtins(self.total),
            "groups": [one.as_data() for one in self.groups()],
            "organisations": [one.as_data() for one in self.organisations()],
            "months": [one.as_data() for one in self.months()],
            "lateness": msgspec.to_builtins(self.lateness()),
            "skipped": msgspec.to_builtins(self.skipped),
            "problems": msgspec.to_builtins(self.problems),
            "made_with": made_with(self.protocol),
        }
