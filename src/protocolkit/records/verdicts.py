"""Faults as diagnostics: a code, the place of the first cell, how many and in which rows; never what cells say."""

from __future__ import annotations

from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.messages import NOTHING, Message, say
from protocolkit.model.vocabulary import Fact, Vocabulary
from protocolkit.reading.snippets import listed, short
from protocolkit.records.columns import PERSONAL, Column, Mapping
from protocolkit.records.costs import Costs
from protocolkit.records.faults import AT_MIDNIGHT, FAULTS, Faults, Kind
from protocolkit.records.guessing import Guess
from protocolkit.records.profiling import Seen, personal_reason
from protocolkit.records.reads import Reads
from protocolkit.records.table import Table


class Judge:
    """Turns what was counted into problems, each at the first cell it was met in."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        vocabulary: Vocabulary,
        zone: str | None = None,
        reads: Reads | None = None,
    ) -> None:
        self.table = table
        self.mapping = mapping
        self.vocabulary = vocabulary
        self.zone = zone
        self.reads = reads
        self.problems = Problems()

    def cells(self, faults: Faults, costs: Costs | None) -> None:
        """Everything counted in cells and cases."""
        for (name, kind), tally in faults.tallies.items():
            mapped = self.mapping.column(name) if name is not None else None
            duties = 0
            if kind == "day_only" and costs is not None:
                duties = sum(one.duties for one in costs.days if one.column == name)
            fault = AT_MIDNIGHT if duties else FAULTS[kind]
            message = fault.of(
                tally.count, column=short(name or ""), rows=", ".join(map(str, tally.rows)), duties=duties,
                fact=mapped.target if mapped else "", **tally.told,
            )  # fmt: skip
            # What is wrong in a column that no rule reads costs nothing, and so does a day where no hour counts.
            idle = mapped is not None and self.reads is not None and self.reads.idle(mapped)
            mild = fault.warns or idle or (kind == "day_only" and not duties)
            add = self.problems.warning if mild else self.problems.error
            help = fault.help or self._help(kind, mapped, faults)
            add(fault.code, message, self.table.place(name, tally.line), help)

    def _help(self, kind: Kind, column: Column | None, faults: Faults) -> Message:
        """What to do where it depends on the column, the zone, or the reader of incidents."""
        if kind == "refused":
            return say("refused as {codes}", codes=listed(sorted(faults.refusals)))
        if kind == "value":
            return _expected(self.vocabulary.fact(column.target)) if column is not None else NOTHING
        if self.zone is None:
            return say("say whose clock it was: `--zone Asia/Almaty`, `--zone Europe/Kyiv`, or `zone` in the mapping")
        return say(
            "if clocks there show the time of {zone}: `zone: {zone}` in the mapping, or `--zone {zone}`", zone=self.zone
        )

    def column(self, seen: Seen, guess: Guess | None, filled: int, times: list[int]) -> None:
        """What concerns a column as a whole. `times` are how many of its times are not, and are, midnight."""
        mapped = self.mapping.column(seen.name)
        place, name = self.table.place(seen.name, 1), short(seen.name)
        meaning = mapped.meaning if mapped else None
        if seen.personal is not None and meaning in (None, "ignore"):
            message = say("`{column}` seems to hold personal data", column=name)
            self.problems.warning("column-personal", message, place, personal_reason(seen.personal))
        elif seen.personal in ("name", "number", "contact") and meaning in PERSONAL:
            message = say("`{column}` seems to hold personal data and is no reference", column=name)
            self.problems.error("column-personal", message, place, personal_reason(seen.personal))
        if guess is not None and guess.needs_time:
            message = say("`{column}` says whether, not when: `{event}` needs a time", column=name, event=guess.target)
            self.problems.warning("column-no-time", message, place, say("export the time at which it was done"))
        if guess is not None and guess.unread is not None:
            self._unread(guess, place, name)
        if mapped is None or meaning in ("ignore", None):
            return
        idle = self.reads is not None and self.reads.idle(mapped)
        if filled == 0 and not idle:
            message = say("no cell of `{column}` holds anything", column=name)
            self.problems.warning("column-empty", message, place)
        if times[1] > 1 and times[0] == 0:
            message = say("every time of `{column}` is midnight: a day in disguise?", column=name)
            help = say("export the time of day, or the day alone")
            self.problems.warning("column-midnight", message, place, help)
        if idle:
            message = say(
                "no rule of the protocol reads `{target}`, which `{column}` gives", target=mapped.target, column=name
            )
            self.problems.warning("column-idle", message, place, say("do not export it"))

    def _unread(self, guess: Guess, place: Place, name: str) -> None:
        """Times in a form nobody can be sure of, or that are no text."""
        if guess.unread == "slashed":
            message = say("times of `{column}` have slashes: nobody can tell the day from the month", column=name)
            help = say("export them as `{example}`", example="2026-11-20T14:30:00+05:00")
        else:
            message = say("times of `{column}` are numbers, as spreadsheets keep them", column=name)
            help = say("format the column as date and time, then export it")
        self.problems.warning("column-time", message, place, help)

    def start(self, rows: int, costs: Costs | None) -> None:
        """Whether there is anything to read, and whether it starts a duty."""
        whole = Place(self.table.file, 1, 1)
        if not rows:
            self.problems.error("table-shape", say("no rows below the header"), whole)
            return
        if not self.mapping.events() and not self.mapping.having("done"):
            message = say("no column gives an event with its time, so nothing starts a duty")
            help = say("most rules start with `report_received`: the time at which the report came")
            self.problems.error("no-trigger", message, whole, help)
        elif costs is not None and costs.cases and not costs.started:
            message = say("no case has an event that starts a duty of this protocol")
            wanted = [cost.event for cost in costs.events if ":" not in cost.event][:5]
            help = say("its rules wait for {events}", events=listed(wanted)) if wanted else NOTHING
            self.problems.error("no-trigger", message, whole, help)


def _expected(fact: Fact | None) -> Message:
    if fact is None:
        return NOTHING
    if fact.of:
        return say("it is {values}; say under `values` what other texts mean", values=listed(fact.of))
    if fact.type == "bool":
        return say("yes or no; say under `values` what other texts mean")
    if fact.unit == "years":
        return say("whole years, 0 to 120; say under `values` what other texts mean")
    return say("its type is {type}; say under `values` what other texts mean", type=fact.type)


def in_order(*groups: Problems) -> tuple[Diagnostic, ...]:
    """The problems of all groups, errors before warnings, then by place."""
    found = [one for group in groups for one in group.in_order()]
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (p.severity != "error", p.place.line, p.place.col)))
