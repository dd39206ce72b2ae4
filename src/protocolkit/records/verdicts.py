"""Findings as diagnostics: a code, the place of the first cell, how many and in which rows; never what cells say."""

from __future__ import annotations

from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.languages import _, ngettext
from protocolkit.model.vocabulary import Fact, Vocabulary
from protocolkit.reading.snippets import listed, short
from protocolkit.records.costs import Costs
from protocolkit.records.faults import Findings, Tally
from protocolkit.records.guessing import Guess, Seen
from protocolkit.records.mapping import Column, Mapping
from protocolkit.records.personal import personal_reason
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
        self.refusals: set[str] = set()

    def cells(self, findings: Findings, costs: Costs | None) -> None:
        """Everything counted in cells and cases."""
        self.refusals = findings.refusals
        for (column, kind), tally in findings.tallies.items():
            place = self.table.place(column, tally.line)
            match kind:
                case "day_only":
                    self._day_only(column or "", tally, place, costs)
                case "time" | "naive" | "unclear" | "future" | "order":
                    self._time(kind, column or "", tally, place)
                case "value" | "unknown_kind":
                    self._value(column or "", tally, place)
                case _:
                    self._case(kind, column, tally, place)

    def _cell_error(self, code: str, name: str, message: str, place: Place, help: str) -> None:
        """An error, but for a column that no rule reads: what is wrong there costs nothing."""
        mapped = self.mapping.column(name)
        harmless = mapped is not None and self.reads is not None and idle(mapped, self.reads)
        (self.problems.warning if harmless else self.problems.error)(code, message, place, help)

    def _value(self, name: str, tally: Tally, place: Place) -> None:
        column = self.mapping.column(name)
        if column is None or column.meaning == "kind":
            message = ngettext(
                "{n} cell of `{column}` names no event: row {rows}",
                "{n} cells of `{column}` name no event, first in rows {rows}", tally.count,
            )  # fmt: skip
            help = _("say under `kind` which event each text means")
        else:
            message = ngettext(
                "{n} cell of `{column}` is no value of `{fact}`: row {rows}",
                "{n} cells of `{column}` are no values of `{fact}`, first in rows {rows}", tally.count,
            )  # fmt: skip
            help = _expected(self.vocabulary.fact(column.target))
        target = column.target if column else ""
        said = message.format(n=tally.count, column=short(name), fact=target, rows=_rows(tally))
        self._cell_error("column-value", name, said, place, help)

    def _time(self, kind: str, name: str, tally: Tally, place: Place) -> None:
        said = {"n": tally.count, "column": short(name), "rows": _rows(tally)}
        match kind:
            case "time":
                message = ngettext(
                    "{n} cell of `{column}` is no time: row {rows}",
                    "{n} cells of `{column}` are no times, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("such as `2026-11-20T14:30:00+05:00`, `20.11.2026 14:30` or a day")
                self._cell_error("column-time", name, message.format(**said), place, help)
            case "naive":
                message = ngettext(
                    "{n} time of `{column}` has no offset: row {rows}",
                    "{n} times of `{column}` have no offset, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = self._whose_clock()
                self._cell_error("column-naive", name, message.format(**said), place, help)
            case "unclear":
                message = ngettext(
                    "{n} time of `{column}` came twice or never, when clocks changed: row {rows}",
                    "{n} times of `{column}` came twice or never, when clocks changed, first in rows {rows}",
                    tally.count,
                )
                help = _("export times with their offset")
                self._cell_error("column-unclear", name, message.format(**said), place, help)
            case "future":
                message = ngettext(
                    "{n} time of `{column}` lies in the future: row {rows}",
                    "{n} times of `{column}` lie in the future, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("a log says what has happened")
                self._cell_error("column-future", name, message.format(**said), place, help)
            case _:
                message = ngettext(
                    "{n} time of `{column}` is before what must precede it: row {rows}",
                    "{n} times of `{column}` are before what must precede them, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("an act comes before all else, the closing of the case after it")
                self._cell_error("column-order", name, message.format(**said), place, help)

    def _whose_clock(self) -> str:
        if self.zone is None:
            return _("say whose clock it was: `--zone Asia/Almaty`, `--zone Europe/Kyiv`, or `zone` in the mapping")
        help = _("if clocks there show the time of {zone}: `zone: {zone}` in the mapping, or `--zone {zone}`")
        return help.format(zone=self.zone)

    def _day_only(self, name: str, tally: Tally, place: Place, costs: Costs | None) -> None:
        duties = sum(one.duties for one in costs.days if one.column == name) if costs else 0
        said = {"n": tally.count, "column": short(name), "rows": _rows(tally), "duties": duties}
        help = _("export the time of day, or name its column under `clock`")
        if duties:
            message = ngettext(
                "{n} cell of `{column}` has a day without a time, and {duties} duties counted in hours start at its "
                "midnight: row {rows}",
                "{n} cells of `{column}` have a day without a time, and {duties} duties counted in hours start at "
                "midnight, first in rows {rows}",
                tally.count,
            )
            self.problems.error("column-day-only", message.format(**said), place, help)
        else:
            message = ngettext(
                "{n} cell of `{column}` has a day without a time: row {rows}",
                "{n} cells of `{column}` have a day without a time, first in rows {rows}", tally.count,
            )  # fmt: skip
            self.problems.warning("column-day-only", message.format(**said), place, help)

    def _case(self, kind: str, column: str | None, tally: Tally, place: Place) -> None:
        said = {"n": tally.count, "column": short(column or ""), "rows": _rows(tally)}
        match kind:
            case "no_reference":
                message = ngettext(
                    "{n} case has no reference: row {rows}", "{n} cases have no reference, first in rows {rows}",
                    tally.count,
                )  # fmt: skip
                self.problems.error("case-reference", message.format(**said), place, _("each row needs one"))
            case "bad_reference":
                message = ngettext(
                    "{n} cell of `{column}` is no reference: row {rows}",
                    "{n} cells of `{column}` are no references, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("letters, digits, `.`, `/`, `_` and `-`, at most 64, with a digit; never a person's name")
                self.problems.error("case-reference", message.format(**said), place, help)
            case "personal_reference":
                message = ngettext(
                    "{n} cell of `{column}` looks like the number of a person: row {rows}",
                    "{n} cells of `{column}` look like numbers of persons, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("a case has a reference of its own; export that")
                self.problems.error("case-reference", message.format(**said), place, help)
            case "repeated":
                message = ngettext(
                    "{n} row repeats the reference of another: row {rows}",
                    "{n} rows repeat the reference of another, first rows {rows}", tally.count,
                )  # fmt: skip
                help = _("where a row is an event of a case, write `rows: event`")
                self.problems.error("case-repeated", message.format(**said), place, help)
            case "contradiction":
                message = ngettext(
                    "facts of {n} case contradict each other: row {rows}",
                    "facts of {n} cases contradict each other, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("age and minority, or a pupil as the head or as a representative")
                self.problems.error("case-contradiction", message.format(**said), place, help)
            case _:
                message = ngettext(
                    "{n} case is none that can be judged: row {rows}",
                    "{n} cases are none that can be judged, first in rows {rows}", tally.count,
                )  # fmt: skip
                help = _("refused as {codes}").format(codes=listed(sorted(self.refusals)))
                self.problems.error("case-refused", message.format(**said), place, help)

    def column(self, seen: Seen, guess: Guess | None, filled: int, times: list[int]) -> None:
        """What concerns a column as a whole. `times` are how many of its times are not, and are, midnight."""
        mapped = self.mapping.column(seen.name)
        place, name = self.table.place(seen.name, 1), short(seen.name)
        meaning = mapped.meaning if mapped else None
        if seen.personal is not None and meaning in (None, "ignore"):
            message = _("`{column}` seems to hold personal data").format(column=name)
            self.problems.warning("column-personal", message, place, personal_reason(seen.personal))
        elif seen.personal in ("name", "number", "contact") and meaning == "reference":
            message = _("`{column}` seems to hold personal data and is no reference").format(column=name)
            self.problems.error("column-personal", message, place, personal_reason(seen.personal))
        if guess is not None and guess.needs_time:
            message = _("`{column}` says whether, not when: `{event}` needs a time").format(
                column=name, event=guess.target
            )
            self.problems.warning("column-no-time", message, place, _("export the time at which it was done"))
        if guess is not None and guess.unread is not None:
            self._unread(guess, place, name)
        if mapped is None or meaning in ("ignore", None):
            return
        idles = self.reads is not None and idle(mapped, self.reads)
        if filled == 0 and not idles:
            message = _("no cell of `{column}` holds anything").format(column=name)
            self.problems.warning("column-empty", message, place)
        if times[1] > 1 and times[0] == 0:
            message = _("every time of `{column}` is midnight: a day in disguise?").format(column=name)
            help = _("export the time of day, or the day alone")
            self.problems.warning("column-midnight", message, place, help)
        if idles:
            message = _("no rule of the protocol reads `{target}`, which `{column}` gives").format(
                target=mapped.target, column=name
            )
            self.problems.warning("column-idle", message, place, _("do not export it"))

    def _unread(self, guess: Guess, place: Place, name: str) -> None:
        """Times in a form nobody can be sure of, or that are no text."""
        if guess.unread == "slashed":
            message = _("times of `{column}` have slashes: nobody can tell the day from the month")
            help = _("export them as `{example}`").format(example="2026-11-20T14:30:00+05:00")
        else:
            message = _("times of `{column}` are numbers, as spreadsheets keep them")
            help = _("format the column as date and time, then export it")
        self.problems.warning("column-time", message.format(column=name), place, help)

    def start(self, rows: int, costs: Costs | None) -> None:
        """Whether there is anything to read, and whether it starts a duty."""
        whole = Place(self.table.file, 1, 1)
        if not rows:
            self.problems.error("table-shape", _("no rows below the header"), whole)
            return
        if not self.mapping.events() and not self.mapping.having("done"):
            message = _("no column gives an event with its time, so nothing starts a duty")
            help = _("most rules start with `report_received`: the time at which the report came")
            self.problems.error("no-trigger", message, whole, help)
        elif costs is not None and costs.cases and not costs.started:
            message = _("no case has an event that starts a duty of this protocol")
            wanted = [cost.event for cost in costs.events if ":" not in cost.event][:5]
            help = _("its rules wait for {events}").format(events=listed(wanted)) if wanted else ""
            self.problems.error("no-trigger", message, whole, help)


def idle(column: Column, reads: Reads) -> bool:
    """Whether no rule reads what a column gives."""
    if column.meaning == "fact":
        return not reads.fact(column.target)
    return column.meaning == "event" and column.target not in reads.events


def _expected(fact: Fact | None) -> str:
    if fact is None:
        return ""
    if fact.of:
        return _("it is {values}; say under `values` what other texts mean").format(values=listed(fact.of))
    if fact.type == "bool":
        return _("yes or no; say under `values` what other texts mean")
    if fact.unit == "years":
        return _("whole years, 0 to 120; say under `values` what other texts mean")
    return _("its type is {type}; say under `values` what other texts mean").format(type=fact.type)


def _rows(tally: Tally) -> str:
    return ", ".join(map(str, tally.rows))


def in_order(*groups: Problems) -> tuple[Diagnostic, ...]:
    """The problems of all groups, errors before warnings, then by place."""
    found = [one for group in groups for one in group.in_order()]
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (p.severity != "error", p.place.line, p.place.col)))
