"""The names a case uses: of the editions in force on its day, else of others, else nobody's."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import NOTHING, Message, say
from protocolkit.model.other_editions import Kind
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Fact

_OF_ANOTHER_DAY: dict[Kind, str] = {
    "event": N_("the event `{name}` is of an edition of {ruleset} that is not in force on the day of the case"),
    "fact": N_("the fact `{name}` is of an edition of {ruleset} that is not in force on the day of the case"),
    "role": N_("the role `{name}` is of an edition of {ruleset} that is not in force on the day of the case"),
    "rule": N_("the rule `{name}` is of an edition of {ruleset} that is not in force on the day of the case"),
}


class CaseNames:
    """Looks up the names of one case. One of an edition that is not in force is no mistake: it is told of, once."""

    def __init__(self, protocol: Protocol, problems: Problems) -> None:
        self.protocol = protocol
        self.problems = problems
        self._told: set[tuple[Kind, str]] = set()

    def look(self, kind: Kind, name: str, known: Iterable[str], place: Place, help: Message = NOTHING) -> None:
        """Adds a problem for a name that is not among those known: a warning if another edition has it."""
        if name not in known and not self.of_another_day(kind, name, place):
            unknown(kind, name, known, place, self.problems, help)

    def of_another_day(self, kind: Kind, name: str, place: Place) -> bool:
        """Whether a name is only of an edition that is not in force; then it is kept, without effect."""
        ruleset = self.protocol.elsewhere.text_of(kind, name)
        if ruleset is not None and (kind, name) not in self._told:
            self._told.add((kind, name))
            message = say(_OF_ANOTHER_DAY[kind], name=name, ruleset=ruleset)
            help = say("it is kept, without effect; that day is the day of the earliest entry of the log")
            self.problems.warning("edition-not-loaded", message, place, help)
        return ruleset is not None

    def fact(self, name: str) -> Fact | None:
        """The declaration of a fact, be it of another edition."""
        return self.protocol.vocabulary.fact(name) or self.protocol.elsewhere.vocabulary.fact(name)
