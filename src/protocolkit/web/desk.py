"""What the application works with: its cases, the procedures it offers, its clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

import msgspec

from protocolkit.api import Folders, catalogue_of, load, load_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.correspondence.contacts import Contacts
from protocolkit.languages import N_, _
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.present import Judged, evaluate
from protocolkit.resources import rules_dir
from protocolkit.web.case_log import CaseLog, read
from protocolkit.web.store import Store

OFFERED = ("kz/in-force-with-guidance", "ua/pdyut", "ua/vocational")
"""The procedures offered where nobody says which."""

_SAID = {
    "kz/in-force-with-guidance": (
        N_("School, college or kindergarten, Kazakhstan"),
        N_("Law and order, with the older texts beside them"),
    ),
    "kz/in-force": (N_("School, college or kindergarten, Kazakhstan"), N_("Law and order alone")),
    "kz/national": (N_("School, college or kindergarten, Kazakhstan"), N_("The three older texts together")),
    "ua/pdyut": (N_("Out-of-school institution, Ukraine"), N_("The institution's own procedure")),
    "ua/vocational": (N_("Vocational education centre, Ukraine"), N_("The institution's own procedure")),
    "ua/in-force": (N_("Any institution, Ukraine"), N_("The law on liability alone")),
}


class Offered(msgspec.Struct, frozen=True):
    """A procedure in the words of who chooses it: the institution, and which texts apply there."""

    id: str
    name: str
    hint: str


class UnknownCaseError(Exception):
    """There is no case under a reference."""


def now() -> datetime:
    """The instant, by the clock of the machine."""
    return datetime.now(UTC)


class Desk(msgspec.Struct, frozen=True):
    """The application's own: `store` keeps its cases, `token` (null: none) is the key it asks for.

    `workbench` is the folder of rules that may be edited; null: none may. `contacts` are the addresses for letters.
    With `rule_site` there are pages of the rules themselves.
    """

    store: Store
    protocols: tuple[str, ...] = OFFERED
    rules: Folders = ()
    clock: Callable[[], datetime] = now
    token: str | None = None
    workbench: Path | None = None
    contacts: Contacts = Contacts()
    rule_site: bool = True

    def now(self) -> datetime:
        """The instant, to the second: nobody records more."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def case(self, reference: str) -> CaseLog:
        """The case of a reference. Raises UnknownCaseError."""
        lines = self.store.lines(reference)
        if not lines:
            raise UnknownCaseError
        return read(reference, lines)

    @property
    def folders(self) -> list[Path]:
        """The folders of rules that come before the shipped ones."""
        match self.rules:
            case Catalogue(folders=folders):
                return [one for one in folders if one != rules_dir()]
            case str() | PathLike():
                return [Path(self.rules)]
            case _:
                return list(map(Path, self.rules))

    def texts_with_pages(self) -> frozenset[str]:
        """The rulesets and protocols whose rules have pages."""
        return frozenset(catalogue_of(self.rules).ids("ruleset", "protocol") if self.rule_site else ())

    def protocol(self, id: str | None = None) -> Protocol:
        """A procedure, or the first that is offered. Raises InputError."""
        return load(id or self.protocols[0], rules=self.rules)

    def offered(self) -> list[Offered]:
        """The procedures to choose from, in the language being spoken; one that is not ours by its id."""
        return [Offered(id, *map(_, _SAID.get(id, (id, "")))) for id in self.protocols]

    def judged(self, case: CaseLog) -> Judged:
        """A case as of now, in the language being spoken. Raises InputError."""
        now = self.now()
        protocol, incident = load_incident(case.document(now), rules=self.rules)
        return Judged(protocol, incident, evaluate(protocol, incident, now))
