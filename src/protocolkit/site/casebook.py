"""The rule tests as evidence: each case with the rules its expectations name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.building.rule_files import shown
from protocolkit.diagnostics import Problems
from protocolkit.model.incident import rule_of_duty
from protocolkit.model.ruleset import Protocol
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import Names
from protocolkit.testing.rule_test_cases import Case, cases

# The lists of an expectation, in the order a reader wants them.
LISTS = (
    "duties", "undetermined", "awaiting", "gaps", "prohibitions", "permissions", "sanctions", "conflicts", "absent",
)  # fmt: skip
_RULES = ("rule", "rules", "governs", "also_required_by", "manner")


class Pinned(msgspec.Struct, frozen=True):
    """What one case says of a rule: under which list of its expectations (`duties`, `absent`, ...)."""

    test: Test
    lists: tuple[str, ...]


class Test(msgspec.Struct, frozen=True):
    """A case, where it is shown, and the rules it names by list."""

    case: Case
    file: str
    number: int
    rules: dict[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return hash((self.file, self.number))


class Casebook:
    """All cases of some files, by file and by rule."""

    def __init__(self, catalogue: Catalogue, files: Iterable[Path], wanted: Iterable[str]) -> None:
        self.catalogue = catalogue
        self.wanted = frozenset(wanted)
        self.files: dict[str, list[Test]] = {}
        self.of_rule: dict[str, list[Pinned]] = {}
        self._names: dict[str, Names | None] = {}
        for path in files:
            self._read(path)

    def names(self, protocol: str) -> Names | None:
        """The rules a case may name; None for a protocol that nobody knows."""
        if protocol not in self._names:
            known = protocol in self.catalogue.ids("protocol", "ruleset")
            found: Protocol | None = self.catalogue.protocol(protocol) if known else None
            self._names[protocol] = Names(found) if found else None
        return self._names[protocol]

    def _read(self, path: Path) -> None:
        document = load_document(path, "ruletest", Problems(), shown(path))
        for number, case in enumerate(cases(document) if document else (), start=1):
            names = self.names(case.protocol) if case.protocol in self.wanted else None
            if names is None:
                continue
            rules = {key: tuple(dict.fromkeys(_named(case.expect, key, names))) for key in LISTS}
            test = Test(case, shown(path), number, {key: found for key, found in rules.items() if found})
            self.files.setdefault(test.file, []).append(test)
            for rule in dict.fromkeys(id for found in test.rules.values() for id in found):
                lists = tuple(key for key, found in test.rules.items() if rule in found)
                self.of_rule.setdefault(rule, []).append(Pinned(test, lists))


def _named(expect: Node, key: str, names: Names) -> Iterator[str]:
    """The whole ids of the rules that a list of expectations names."""
    listed = expect.get(key)
    for entry in listed.list if listed else ():
        if not isinstance(entry.value, dict):
            written = [entry.text]
        else:
            written = [one.text for field in _RULES if (given := entry.get(field)) for one in given.list]
            if id := entry.get("id"):
                written.append(rule_of_duty(id.text))
        yield from (found for one in written if (found := names.rule(one)))
