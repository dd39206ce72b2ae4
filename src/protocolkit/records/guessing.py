"""A mapping proposed from the names of columns and a sample of their cells; each guess has its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from protocolkit.diagnostics import Place
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.model.vocabulary import PARTIES, Fact, Vocabulary
from protocolkit.records.cells import WRONG, Values, plain
from protocolkit.records.columns import Column, Mapping, Meaning, fact_of
from protocolkit.records.matching import KIND, REFERENCE, TIME, Match, candidates, matches, nearest
from protocolkit.records.profiling import Holds, Look, Seen, personal_reason
from protocolkit.records.table import Table

MOST = 0.5  # of the cells of a list must be values we know
_NUMBERED = re.compile(r"\.([0-9]+)\.")  # `children.0.age`: the age of the first of them
_ENVELOPE = re.compile(r"(?:(?:case|record|data|attributes|fields)\.)+")  # before the name proper
_GROUPED = re.compile(r"(?:[^\s/]+/)+([^/]+)\Z|(?:[a-z0-9_]+-)+([a-z0-9_]+)\Z")  # KoBo writes slashes, ODK hyphens
_TIMES = ("day", "instant", "naive")
_NO_TIMES = ("slashed", "serial")


class Guess(msgspec.Struct, frozen=True):
    """What a column is taken for, and why; `meaning` is null where nothing fits; `near`: what nearly did."""

    column: str
    meaning: Meaning | None
    reason: str
    target: str = ""
    needs_time: bool = False
    unread: Look | None = None
    near: Literal["fact", "event"] | None = None
    party: str | None = None


def guess(
    table: Table, seen: tuple[Seen, ...], vocabulary: Vocabulary, protocol: str | None, zone: str | None
) -> tuple[Mapping, tuple[Guess, ...]]:
    """A mapping for the table, and the reason for each column. Nothing in it is certain."""
    guesser = _Guesser(table, seen, vocabulary)
    guesses = guesser.guesses()
    columns = [guesser.column(one) for one in guesses if one.meaning not in (None, "kind")]
    rows = "event" if any(one.meaning == "kind" for one in guesses) else "case"
    columns += [guesser.kinds(one) for one in guesses if one.meaning == "kind"]
    return Mapping(tuple(columns), "", protocol, zone, None, rows), guesses  # type: ignore[arg-type]


class _Guesser:
    def __init__(self, table: Table, seen: tuple[Seen, ...], vocabulary: Vocabulary) -> None:
        self.table = table
        self.seen = {one.name: one for one in seen}
        self.vocabulary = vocabulary
        self.found: dict[str, Guess] = {}
        self.clocks: dict[str, str] = {}

    def guesses(self) -> tuple[Guess, ...]:
        for one in self.seen.values():
            if one.personal is not None:
                self.found[one.name] = Guess(one.name, None, said(personal_reason(one.personal)))
        self._reference()
        if not self._events_in_rows():
            self._named(("fact", "event"))
            self._clock()
        else:
            self._named(("fact",))
        for name, one in self.seen.items():
            self.found.setdefault(name, Guess(name, None, _("no name like it; {held}").format(held=one.holds.says())))
        return tuple(self.found[name] for name in self.table.columns)

    def column(self, one: Guess) -> Column:
        assert one.meaning is not None
        clock = self.clocks.get(one.column)
        return Column(one.column, one.meaning, Place(self.table.file), target=one.target, clock=clock, party=one.party)

    def kinds(self, one: Guess) -> Column:
        return Column(one.column, "kind", Place(self.table.file), values=self._known_kinds(one.column))

    def _free(self) -> Iterable[Seen]:
        return [one for one in self.seen.values() if one.name not in self.found]

    def _reference(self) -> None:
        fits = [one for one in self._free() if one.holds.look in ("reference", "integer", "choice", "text")]
        named = [
            (max(nearest(name, REFERENCE) for name in (one.name, *_called(one.name))), one)
            for one in fits
            if one.holds.look != "text"
        ]
        score, best = max(named, key=lambda pair: pair[0], default=(0.0, None))
        symbol = next((one for one in fits if one.name.strip() in ("№", "#", "No", "N")), None)
        if best is None or score < 0.9:
            best = symbol or next((one for one in fits if one.holds.look == "reference"), None)
        if best is not None:
            reason = _("references by name or looks: {held}").format(held=best.holds.says())
            self.found[best.name] = Guess(best.name, "reference", reason)

    def _events_in_rows(self) -> bool:
        """Whether a row is an event: a column of kinds we know, a column of times, and references that repeat."""
        reference = next((one.column for one in self.found.values() if one.meaning == "reference"), None)
        if reference is None:
            return False
        cells = self.seen[reference].cells
        if len(set(cells)) == len(cells):
            return False
        kinds = [one for one in self._free() if one.holds.look == "choice" and self._known_kinds(one.name)]
        kinds = [one for one in kinds if nearest(one.name, KIND) >= 0.75]
        times = sorted((one for one in self._free() if one.holds.look in _TIMES), key=lambda s: -nearest(s.name, TIME))
        if not kinds or not times:
            return False
        reason = _("names of events: {held}").format(held=kinds[0].holds.says())
        self.found[kinds[0].name] = Guess(kinds[0].name, "kind", reason)
        self.found[times[0].name] = Guess(times[0].name, "time", times[0].holds.says())
        return True

    def _known_kinds(self, name: str) -> dict[str, str]:
        by_text = {
            plain(text): event.name
            for event in self.vocabulary.events.values()
            for text in (event.name, *event.label.values())
        }
        return {cell: by_text[plain(cell)] for cell in dict.fromkeys(self.seen[name].cells) if plain(cell) in by_text}

    def _named(self, kinds: tuple[str, ...]) -> None:
        free = {one.name: _called(one.name) for one in self._free()}
        taken: set[tuple[str, str | None]] = set()
        near: dict[str, Guess] = {}
        among = [one for one in candidates(self.vocabulary) if one.kind in kinds]
        for match in matches(free, among):
            party = _party(match)
            if match.column in self.found or (match.candidate.name, party) in taken:
                continue
            refusal = self._refusal(match)
            if refusal is None:
                taken.add((match.candidate.name, party))
                reason = _("like `{phrase}` ({score}); {held}").format(
                    phrase=match.phrase, score=f"{match.score:.2f}", held=self.seen[match.column].holds.says()
                )
                meaning: Meaning = "fact" if match.candidate.kind == "fact" else "event"
                self.found[match.column] = Guess(match.column, meaning, reason, match.candidate.name, party=party)
            else:
                near.setdefault(match.column, refusal)
        for column, one in near.items():
            self.found.setdefault(column, one)
        self._which_party()

    def _which_party(self) -> None:
        """Where columns are about one of several, a column that does not say about whom is left open."""
        facts = [one for one in self.found.values() if one.meaning == "fact"]
        numbered = {one.target.partition(".")[0] for one in facts if one.party is not None}
        for one in facts:
            role = one.target.partition(".")[0]
            if one.party is None and role in numbered:
                reason = _("named like `{target}`, but there are several: which {role}?").format(
                    target=one.target, role=role
                )
                self.found[one.column] = Guess(one.column, None, reason, one.target)

    def _refusal(self, match: Match) -> Guess | None:
        """Why the cells do not fit what the name says; null where they do."""
        held, target = self.seen[match.column].holds, match.candidate.name
        if held.look == "empty":
            reason = _("named like `{target}`, but no cell holds anything").format(target=target)
            return Guess(match.column, None, reason, target, near="fact" if match.candidate.kind == "fact" else "event")
        if match.candidate.kind == "event":
            if held.look in _TIMES:
                return None
            message = _("named like the event `{target}`, which needs a time; {held}").format(
                target=target, held=held.says()
            )
            unread = held.look if held.look in _NO_TIMES else None
            return Guess(match.column, None, message, target, needs_time=not unread, unread=unread, near="event")
        fact = fact_of(self.vocabulary, target)
        if fact is None or self._fits(fact, match.column, held):
            return None
        reason = _("named like the fact `{target}` ({type}); {held}").format(
            target=target, type=fact.type, held=held.says()
        )
        return Guess(match.column, None, reason, target, near="fact")

    def _fits(self, fact: Fact, column: str, held: Holds) -> bool:
        if fact.type == "bool":
            return held.look == "bool"
        if fact.type in ("integer", "number"):
            return held.look in ("integer", "bool")
        if fact.type == "date":
            return held.look == "day"
        if fact.of:
            reader = Values(fact)
            cells = self.seen[column].cells
            return sum(reader.read(cell) is not WRONG for cell in cells) >= MOST * len(cells)
        return held.look in ("choice", "text")

    def _clock(self) -> None:
        """A column of times of day belongs to the only column of days that became an event."""
        events = [one.column for one in self.found.values() if one.meaning == "event"]
        days = [name for name in events if self.seen[name].holds.look == "day"]
        clocks = [one for one in self._free() if one.holds.look == "clock"]
        if len(days) == 1 and len(clocks) == 1:
            self.clocks[days[0]] = clocks[0].name
            reason = _("the time of day for `{column}`").format(column=days[0])
            self.found[clocks[0].name] = Guess(clocks[0].name, "ignore", reason)


def _called(column: str) -> tuple[str, ...]:
    """The name of a column without the numbers and envelopes it lies in, and without the groups of a form.

    >>> _called("case.child.0.age"), _called("incident/report_received")
    (('child age',), ('incident/report_received', 'report_received'))
    """
    within = _ENVELOPE.match(column)
    inner = column[within.end() :] if within else column
    whole = _NUMBERED.sub(" ", inner).replace(".", " ")
    question = _GROUPED.match(column)
    return (whole, question[1] or question[2]) if question else (whole,)


def _party(match: Match) -> str | None:
    """A reference for one of several parties in a row: `v1` for the first victim."""
    numbered = _NUMBERED.search(match.column)
    head = match.candidate.name.partition(".")[0]
    if numbered is None or match.candidate.kind != "fact" or head not in PARTIES:
        return None
    return f"{head[0]}{int(numbered[1]) + 1}" if len(numbered[1]) < 4 else None
