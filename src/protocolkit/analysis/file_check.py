"""Checks every file under some paths: structure, names, types, and what rules say that cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from protocolkit.analysis.calendar_checks import check_calendar
from protocolkit.analysis.check_report import Report
from protocolkit.analysis.circles import check_circles
from protocolkit.analysis.condition_checks import check_conditions
from protocolkit.analysis.edition import Edition
from protocolkit.analysis.editions import check_periods, period
from protocolkit.analysis.habits import check_habits
from protocolkit.analysis.incident_checks import check_incident
from protocolkit.analysis.labels import check_labels
from protocolkit.analysis.moment_checks import check_moments
from protocolkit.analysis.name_checks import check_names, check_tables
from protocolkit.analysis.party_checks import check_parties
from protocolkit.analysis.quotes import check_quotes
from protocolkit.analysis.ranks import check_ranks
from protocolkit.analysis.schema_check import check_schema
from protocolkit.analysis.text_checks import check_languages
from protocolkit.analysis.twins import check_twins
from protocolkit.analysis.units import check_units
from protocolkit.building.catalogue import Catalogue
from protocolkit.building.rule_files import gather, shown
from protocolkit.calendars.institution import parse_institution
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.messages import say
from protocolkit.reading.documents import kind_of
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check as check_shape
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import rules_dir

# A check of one document of a kind this package does not know more about, such as rule tests.
Checker = Callable[[Node, Catalogue, Problems], None]
_OF_EDITION = (
    check_moments, check_circles, check_conditions, check_parties, check_names, check_units, check_labels, check_quotes,
    check_habits, check_languages,
)  # fmt: skip


def check_paths(paths: Iterable[str | Path] = (), also: Mapping[str, Checker] | None = None) -> Report:
    """Every problem of every file under the paths (default: the shipped rules), in order of place.

    `also` checks documents of further kinds, by kind. Nothing is raised for bad input; a path that does not exist makes
    the report unusable.
    """
    problems, paths = Problems(), [*paths]
    asked = gather(paths, problems)
    usable = not problems.errors
    checking = _Checking(asked.catalogue(), problems, also or {})
    for path in asked.files:
        checking.read(path)
    if usable and not asked.files:
        where = ", ".join(shown(Path(path)) for path in paths) or shown(rules_dir())
        help = say("files of rules end in `.yaml` or `.yml`, cases may be `.json`")
        problems.warning("nothing-to-check", say("no file to check in `{path}`", path=where), Place(where), help)
    checking.check()
    problems.found += checking.catalogue.problems.found
    return Report(tuple(_agreed(problems.in_order())), len(asked.files) - checking.passed_over, usable)


def _agreed(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without what only follows from another problem.

    A schema seems to disagree where the reader finds a fault later, or has stopped at another of the same file; what is
    not written as a name is an unknown name too; a label of a wrong type is a label that lacks its languages.
    """
    wrong = {p.place for p in found if p.severity == "error" and p.code != "schema-disagrees"}
    files = {place.file for place in wrong}
    unknown = {p.place for p in found if p.code.startswith("unknown-")}
    follows = {"wrong-form": unknown, "missing-label": wrong}
    return [
        p
        for p in found
        if p.place not in follows.get(p.code, ()) and not (p.code == "schema-disagrees" and p.place.file in files)
    ]


# Instants, references and office hours of a case are read after its structure: only then is a schema's refusal news.
_CASES = ("incident", "agenda")


class _Checking:
    def __init__(self, catalogue: Catalogue, problems: Problems, also: Mapping[str, Checker]) -> None:
        self.catalogue = catalogue
        self.problems = problems
        self.also = also
        self.documents: dict[str, list[tuple[Path, Node]]] = {}
        self.broken: set[str] = set()
        # Files that say of no kind that they are one: nobody may count them among those checked.
        self.passed_over = 0

    def read(self, path: Path) -> None:
        """One file: text, structure and, where that is wrong, the second opinion of its schema."""
        own = Problems()
        display = shown(path)
        node = read_file(path, own, display)
        kind = kind_of(node) if node is not None else None
        if node is not None and kind is None:
            keys = ", ".join(f"`{key}`" for key in list(node.map)[:3])
            message = (
                say("not checked: {names} names no kind of file", names=keys)
                if keys
                else say("not checked: the file holds no map")
            )
            help = say(
                "it begins with one of `ruleset`, `protocol`, `vocabulary`, `calendar`, `incident`, `agenda`, "
                "`tests`, `mapping`, `letter`, `contacts`, `promises`"
            )
            own.warning("unknown-kind", message, Place(display), help)
            self.passed_over += 1
        elif node is not None and kind is not None:
            check_shape(GRAMMARS[kind], node, own)
            # Whether the schema is alone in what it refuses is known once what the file means has been read.
            if own.errors:
                self.broken.add(display)
            # Reader and schemas are made from one table, which the tests hold them to for every file and every key.
            # What the reader passes is not asked of the schema again: that took four fifths of the time.
            if kind not in _CASES and own.errors:
                check_schema(kind, node, own.found, own)
            self.documents.setdefault(kind, []).append((path, node))
        self.problems.found += own.found

    def check(self) -> None:
        """What files mean, after all of them have been read."""
        for _path, node in self.documents.get("vocabulary", ()):
            check_tables(node, self.catalogue.vocabulary, self.problems)
        for path, node in self.documents.get("calendar", ()):
            if node.place.file not in self.broken:
                check_calendar(path, node.place.file, self.problems)
        self._rulesets()
        for _path, node in self.documents.get("protocol", ()):
            self._protocol(node)
        for kind in _CASES:
            for _path, node in self.documents.get(kind, ()):
                if node.place.file not in self.broken:
                    check_incident(node, self.catalogue, self.problems)
                found = [one for one in self.problems.found if one.place.file == node.place.file]
                if any(one.severity == "error" for one in found):
                    check_schema(kind, node, found, self.problems)
        for kind, checker in self.also.items():
            for _path, node in self.documents.get(kind, ()):
                if node.place.file not in self.broken:
                    checker(node, self.catalogue, self.problems)

    def _rulesets(self) -> None:
        by_id: dict[str, dict[Path, list[Node]]] = {}
        for path, node in self.documents.get("ruleset", ()):
            if (id := node.get("ruleset")) is not None and id.text:
                folder = path.parent
                whole = any((folder / f"ruleset{suffix}").is_file() for suffix in (".yaml", ".yml"))
                home = (folder if whole else path).resolve()
                nodes = by_id.setdefault(id.text, {}).setdefault(home, [])
                nodes.insert(0, node) if path.stem == "ruleset" else nodes.append(node)
        for name, editions in by_id.items():
            check_periods(name, [p for documents in editions.values() if (p := period(documents))], self.problems)
            shipped = next(iter(editions)).is_relative_to(rules_dir().resolve())
            for ruleset in self.catalogue.editions(name):
                for documents in editions.values():
                    if ruleset.place.file in {document.place.file for document in documents}:
                        edition = Edition(ruleset, documents, self.catalogue, self.problems, shipped=shipped)
                        for check in _OF_EDITION:
                            check(edition)

    def _protocol(self, node: Node) -> None:
        if (id := node.get("protocol")) is not None and id.text:
            protocol = self.catalogue.protocol(id.text)
            if protocol is not None and (institution := node.get("institution")) is not None:
                parse_institution(
                    institution, self.problems, protocol.vocabulary.agendas, protocol.calendar.layers.weekend
                )
            # Of texts that a protocol takes from another, that one says it.
            if protocol is not None and (rulesets := node.get("rulesets")) is not None:
                check_twins(protocol, rulesets.place, self.problems)
                check_ranks(protocol, rulesets.place, self.problems)
            if (zone := node.get("zone")) is not None:
                parse_zone(zone.text, zone.place, self.problems)
