"""What is compared: a ruleset, protocol or variant, from one folder or another, in one edition or another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import msgspec

from protocolkit.api import catalogue_of
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems
from protocolkit.messages import say
from protocolkit.model.ruleset import Protocol
from protocolkit.reading.nodes import Node

_FORM = say("a side is named `[FOLDER:]ID[@DAY]`")
_ID = re.compile(r"[\w.-]+(?:/[\w.-]+)*")


class Named(msgspec.Struct, frozen=True):
    """A side as it is named. Null: the shipped rules, the protocol each case names, the newest edition."""

    text: str
    folder: Path | None
    id: str | None
    day: str | None


def named(text: str) -> Named:
    """The parts of a side's name. Raises InputError.

    >>> one = named("kz/order-506@2025-06-01")
    >>> one.id, one.day
    ('kz/order-506', '2025-06-01')
    """
    rest, at, day = text.rpartition("@")
    if not at:
        rest, day = text, ""
    # A drive of Windows has a colon of its own; an id has none.
    folder, colon, id = rest.rpartition(":")
    problems, place = Problems(), Place(text)
    if at:
        try:
            day = date.fromisoformat(day).isoformat()
        except ValueError:
            help = say("write it as `{example}`", example="kz/order-506@2025-06-01")
            problems.error("not-a-day", say("`{text}` is no day", text=day), place, help)
    if colon and not Path(folder).exists():
        problems.error("file-missing", say("no folder `{path}`", path=folder), place)
    if id and not _ID.fullmatch(id):
        problems.error("unknown-protocol", say("no protocol or ruleset `{id}`", id=id), place, _FORM)
    problems.raise_if_errors()
    return Named(text, Path(folder) if colon else None, id or None, day or None)


class Side:
    """One side: how it is named, and the rules it is read from."""

    def __init__(self, named: Named, catalogue: Catalogue) -> None:
        self.named = named
        self.catalogue = catalogue

    @property
    def text(self) -> str:
        return self.named.text

    def protocol(self) -> Protocol:
        """The protocol in the edition that is named. Raises InputError, also where no edition is in force that day."""
        id, day = self.named.id, self.named.day
        if id is None:
            message = say("`{text}` names no ruleset", text=self.text)
            raise InputError([Diagnostic("unknown-protocol", message, Place(self.text), _FORM)])
        found = self.read(id, day)
        if not found.rulesets:
            editions = [one for name in found.missing for one in self.catalogue.editions(name)]
            begins = ", ".join(one.in_force.from_ or "undated" for one in editions)
            message = say("no edition of {id} is in force on {day}", id=id, day=day or "")
            help = say("its editions begin: {days}", days=begins)
            raise InputError([Diagnostic("edition-not-loaded", message, Place(self.text), help)])
        return found

    def read(self, id: str, day: str | None = None) -> Protocol:
        """A protocol of this side's rules, in the editions of a day (null: the newest). Raises InputError."""
        return self._usable(id, lambda catalogue: catalogue.protocol(id, day))

    def of_case(self, id: str, incident: Node) -> Protocol:
        """A protocol of this side's rules, in the editions of the day of a case. Raises InputError."""
        return self._usable(id, lambda catalogue: catalogue.of_case(id, incident))

    def _usable(self, id: str, read: Callable[[Catalogue], Protocol | None]) -> Protocol:
        catalogue = self.catalogue.holding(id)
        if not catalogue.has(id):
            message = say("no protocol or ruleset `{id}`", id=id)
            raise InputError([Diagnostic("unknown-protocol", message, Place(self.text), catalogue.near(id))])
        found = read(catalogue)
        if found is None or catalogue.problems.errors:
            raise InputError(catalogue.problems)
        return found


def sides(a: str, b: str, rules: Iterable[str] = ()) -> tuple[Side, Side]:
    """Both sides by their names; `rules` are folders read before the shipped ones. Raises InputError.

    Sides from the same folders share what was read.
    """
    one, other, folders = named(a), named(b), [Path(folder) for folder in rules]
    known: dict[Path | None, Catalogue] = {}
    for side in (one, other):
        own = [side.folder, *folders] if side.folder is not None else folders
        if side.folder not in known:
            known[side.folder] = catalogue_of(own)
    return Side(one, known[one.folder]), Side(other, known[other.folder])
