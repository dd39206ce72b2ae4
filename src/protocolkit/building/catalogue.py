"""Finds vocabularies, rulesets and protocols by id in folders of rules, and loads what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

import msgspec

from protocolkit.building.build_protocol import Draft, extended, named, punishing, stated, unite
from protocolkit.building.build_ruleset import Edition
from protocolkit.building.build_ruleset import ruleset as build_ruleset
from protocolkit.building.build_vocabulary import vocabulary as read_vocabulary
from protocolkit.building.day_of_case import days_of
from protocolkit.building.name_scope import Scope
from protocolkit.building.rule_packs import packs
from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import Message, say
from protocolkit.model.ruleset import Protocol, Ruleset
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.documents import TOP_KEYS, load_document
from protocolkit.reading.nodes import Node, uncollected
from protocolkit.resources import rules_dir

_KINDS = f"({'|'.join(TOP_KEYS)})"
_HEAD = re.compile(rf"^{_KINDS}:[ \t]+[\"']?([^\s\"'#]+)", re.MULTILINE)
# JSON is YAML, too.
_IN_BRACES = re.compile(rf"\ufeff?(?:\s|#[^\n]*\n)*\{{\s*[\"']?{_KINDS}[\"']?\s*:\s*[\"']?([^\s\"'#,}}]+)")
# What lost its first key is no other kind of file for that: a ruleset names a calendar, a case names a protocol.
_LOST = {
    "calendar": re.compile(r"^(?:rules|rulesets):", re.MULTILINE),
    "protocol": re.compile(r"^(?:as_of|events|facts|parties|columns):", re.MULTILINE),
}


class Listed(msgspec.Struct, frozen=True):
    """A file the catalogue knows, by the key and the value of its first line of content."""

    kind: str
    id: str
    path: Path


def head_of(path: Path) -> Listed | None:
    """What a YAML file says it is, read from its first lines only."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(4096)
    except OSError:
        return None
    found = _IN_BRACES.match(head) or _HEAD.search(head)
    if found is None or (found[1] in _LOST and _LOST[found[1]].search(head)):
        return None
    return Listed(found[1], found[2], path)


def resolved(path: Path) -> Path:
    """The file itself, whatever links lead to it; a link that leads to nothing but itself stays as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


class Catalogue:
    """Everything under some folders of rules, the shipped ones last. Files are read when asked for, and once."""

    def __init__(self, folders: Iterable[Path] = (), *, shipped: bool = True) -> None:
        self._named = [*folders]
        self.folders = self._named + ([rules_dir()] if shipped else [])
        self._packs_read = not shipped
        self.problems = Problems()
        self._editions: dict[str, list[Edition]] = {}
        self._loading: list[str] = []
        self._protocols: dict[str, Node | None] = {}
        self._calendars: dict[str, Calendar | None] = {}
        self._united: dict[tuple[str, ...], Protocol] = {}
        self._punishing: dict[tuple[int, int], Protocol] = {}
        self._days: dict[tuple[str, str, str, str | None], Protocol | None] = {}
        self._documents: dict[Path, Node | None] = {}

    def otherwise(self, file: Path, document: Node) -> Catalogue:
        """One in which a file of a ruleset or protocol holds another document; what does not rest on it is shared."""
        listed = next(one for one in self.files if resolved(one.path) == resolved(file))
        other = copy(self)
        other.problems = Problems()
        other._documents = {**self._documents, listed.path: document}
        other._united, other._punishing, other._days, other._loading = {}, {}, {}, []
        other._protocols = dict(self._protocols)
        if listed.kind == "protocol":
            other._protocols[listed.id] = document
        rest = {listed.id}
        # In the order they were loaded, what extends a ruleset comes after it.
        for id, editions in self._editions.items():
            if any(one.ruleset.extends in rest for one in editions):
                rest.add(id)
        other._editions = {id: one for id, one in self._editions.items() if id not in rest}
        return other

    @cached_property
    def files(self) -> list[Listed]:
        found: dict[Path, Listed] = {}
        for folder in self.folders:
            paths = [folder] if folder.is_file() else sorted(p for s in ("*.yaml", "*.yml") for p in folder.rglob(s))
            for path in paths:
                if "tests" not in path.parts[len(folder.parts) :] and (listed := head_of(path)):
                    found.setdefault(resolved(path), listed)
        return list(found.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        whole = Vocabulary()
        for listed in reversed([f for f in self.files if f.kind == "vocabulary"]):
            whole = whole.with_names(
                read_vocabulary(load_document(listed.path, "vocabulary", self.problems, self._shown(listed.path)))
            )
        return whole

    def has(self, id: str) -> bool:
        """Whether there is a protocol or a ruleset of that id; other packages are asked last, and come last."""
        if id not in self.ids("protocol", "ruleset") and not self._packs_read:
            self._packs_read = True
            self.folders = [*self.folders, *packs(self.problems)]
            for name in ("files", "vocabulary"):
                self.__dict__.pop(name, None)
        return id in self.ids("protocol", "ruleset")

    def holding(self, id: str) -> Catalogue:
        """Itself where it has a protocol or ruleset of that id; else one that reads what other packages offer, too.

        That one is kept apart: what is wrong with the rules of another package must not spoil these.
        """
        return self if id in self.ids("protocol", "ruleset") else self._beside

    @cached_property
    def _beside(self) -> Catalogue:
        return Catalogue(self._named)

    def ids(self, *kinds: str) -> list[str]:
        """The ids of all files of some kinds."""
        return sorted({f.id for f in self.files if f.kind in kinds})

    def near(self, id: str) -> Message:
        """What to do about an id of a protocol or ruleset that is nowhere."""
        meant = did_you_mean(id, self.ids("protocol", "ruleset"))
        return meant or say("name the folder of its rules, too")

    def calendar(self, id: str, wanted_at: Place) -> Calendar | None:
        """A calendar by id, loaded once."""
        if id not in self._calendars:
            listed = next((f for f in self.files if f.kind == "calendar" and f.id == id), None)
            if listed is None:
                help = did_you_mean(id, self.ids("calendar"))
                self.problems.error("unknown-calendar", say("no calendar `{id}`", id=id), wanted_at, help)
            self._calendars[id] = load_calendar(listed.path, self.problems) if listed else None
        return self._calendars[id]

    def editions(self, id: str) -> list[Ruleset]:
        """Every edition of a ruleset, by the day it comes into force."""
        return [edition.ruleset for edition in self._load(id)]

    def _load(self, id: str) -> list[Edition]:
        if id not in self._editions and self.has(id):
            self._loading.append(id)
            read = [nodes for paths in self._edition_files(id) if (nodes := self._read(paths))]
            # Folders named first come first: theirs stands for the edition of the same day that others have.
            by_start: dict[str, Edition] = {}
            for nodes in sorted(read, key=lambda nodes: _takes_over(nodes, id) or ""):
                base = _beside(by_start, _takes_over(nodes, id))
                one = build_ruleset(id, nodes, Scope(id, self.vocabulary, self.problems), base or self._base(id, nodes))
                by_start.setdefault(one.ruleset.in_force.from_ or "", one)
            self._loading.pop()
            self._editions[id] = [by_start[day] for day in sorted(by_start)]
        return self._editions.get(id, [])

    def _edition_files(self, id: str) -> list[list[Path]]:
        """A file is an edition of its own; the files of a folder with a `ruleset.yaml` are one together."""
        groups: dict[Path, list[Path]] = {}
        for listed in self.files:
            if listed.kind == "ruleset" and listed.id == id:
                folder = listed.path.parent
                whole = (folder / "ruleset.yaml").is_file() or (folder / "ruleset.yml").is_file()
                groups.setdefault(folder if whole else listed.path, []).append(listed.path)
        return [sorted(paths, key=lambda p: (p.stem != "ruleset", p.name)) for paths in groups.values()]

    def _read(self, paths: list[Path]) -> list[Node]:
        for path in paths:
            if path not in self._documents:
                self._documents[path] = load_document(path, "ruleset", self.problems, self._shown(path))
        return [node for path in paths if (node := self._documents[path])]

    def _base(self, id: str, nodes: list[Node]) -> Edition | None:
        """The newest edition of the ruleset that these files extend."""
        extends, base = _extends(nodes), None
        if extends is not None:
            if extends.text in self._loading:
                circle = " -> ".join([*self._loading, extends.text])
                message = say("`{name}` extends itself: {circle}", name=id, circle=circle)
                self.problems.error("extends-itself", message, extends.place)
            elif not (bases := self._load(extends.text)):
                help = did_you_mean(extends.text, self.ids("ruleset"))
                message = say("no ruleset `{name}` to extend", name=extends.text)
                self.problems.error("unknown-ruleset", message, extends.place, help)
            else:
                base = bases[-1]
        return base

    def protocol(
        self, name: str, day: str | None = None, now: str | None = None, act: str | None = None
    ) -> Protocol | None:
        """The protocol, or the ruleset asked for alone, in the editions in force on a day (ISO date; null: newest).

        `now` is the day of the evaluation: a newer edition may say that it takes over cases already running. `act` is
        the day of the act (null: the same day), whose law says what somebody faces.
        """
        with uncollected():
            found = self._protocol(name, day, now)
            then = found if act is None or act == day else self._protocol(name, act, None)
        if found is None or then is None or then is found:
            return found
        both = (id(found), id(then))  # each is kept, so that its number stays its own
        if both not in self._punishing:
            self._punishing[both] = punishing(found, then)
        return self._punishing[both]

    def _protocol(self, id: str, day: str | None, now: str | None) -> Protocol | None:
        known = self.has(id)
        chain = extended(id, self._protocol_node, lambda: self.ids("protocol"), self.problems)
        wanted = stated(chain, "rulesets")
        names = [named(one).text for one in wanted.list] if wanted else [id] if known and not chain else []
        if chain and not names:
            self.problems.error("missing-key", say("no `rulesets`"), chain[-1].place)
            return None
        if not names:
            message = say("no protocol or ruleset `{id}`", id=id)
            self.problems.error("unknown-protocol", message, Place(id), self.near(id))
            return None
        chosen: list[Edition] = []
        missing: list[str] = []
        for name in names:
            editions = self._load(name)
            if not editions and wanted:
                help = did_you_mean(name, self.ids("ruleset"))
                self.problems.error("unknown-ruleset", say("no ruleset `{name}`", name=name), wanted.place, help)
            if edition := _in_force(editions, day, now):
                chosen.append(edition)
            elif editions:
                missing.append(name)
        if not chosen and not missing:
            return None
        # Cases of the same days share one protocol: vocabularies are not laid over each other for each.
        same = (id, *(f"{e.ruleset.id}@{e.ruleset.in_force.from_}" for e in chosen), *missing)
        if same not in self._united and (made := self._unite(id, chain, chosen, missing)):
            self._united[same] = msgspec.structs.replace(made, of_day=partial(self._of_day, id))
        return self._united.get(same)

    def of_case(self, id: str, case: Node, as_of: datetime | None = None) -> Protocol | None:
        """The protocol in the editions that a case is judged by, at an instant or else at its own `as_of`.

        Which day an instant is of, and which entries are history, says the protocol itself.
        """
        newest = self.protocol(id)
        if newest is None:
            return None
        return self.protocol(id, *days_of(case, newest.elsewhere.vocabulary, newest.zone, as_of))

    def _of_day(self, id: str, day: str, now: str, act: str | None = None) -> Protocol | None:
        key = (id, day, now, act)
        if key not in self._days:
            self._days[key] = self.protocol(id, day, now, act)
        return None if self.problems.errors else self._days[key]

    def _unite(self, id: str, chain: list[Node], chosen: list[Edition], missing: list[str]) -> Protocol | None:
        first = (chosen or self._load(missing[0]))[0].ruleset
        zone, days = stated(chain, "zone"), stated(chain, "calendar")
        calendar = self.calendar(days.text if days else first.calendar, days.place if days else first.place)
        if calendar is None:
            return None
        where = zone.text if zone else first.zone
        names = [*(edition.ruleset.id for edition in chosen), *missing]
        in_force = [edition.ruleset for edition in chosen]
        others = [one for name in names for one in self.editions(name) if not any(one is other for other in in_force)]
        draft = Draft(id, chain, chosen, missing, self.vocabulary, where, calendar, self._somewhere, others)
        return unite(draft, self.problems)

    def _somewhere(self, id: str) -> bool:
        """Whether a plan of it can be made, be it with the rules of another package."""
        return self.holding(id).has(id)

    def _protocol_node(self, id: str) -> Node | None:
        """A protocol's file, read once and only if it is needed: what is wrong in another concerns nobody here."""
        if id not in self._protocols and self.has(id):
            listed = next((f for f in self.files if f.kind == "protocol" and f.id == id), None)
            shown = self._shown(listed.path) if listed else ""
            self._protocols[id] = load_document(listed.path, "protocol", self.problems, shown) if listed else None
        return self._protocols.get(id)

    @staticmethod
    def _shown(path: Path) -> str:
        """The path as the user would type it: relative where the file is below the working folder."""
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else str(path)


def _extends(nodes: list[Node]) -> Node | None:
    return next((found for node in nodes if (found := node.get("extends"))), None)


def _takes_over(nodes: list[Node], id: str) -> str | None:
    """The first day of an edition that extends its own id, another with what differs; None for a whole one."""
    extends = _extends(nodes)
    in_force = next((found for node in nodes if (found := node.get("in_force"))), None)
    since = in_force.get("from") if in_force else None
    return since.text if extends is not None and extends.text == id and since is not None else None


def _beside(editions: dict[str, Edition], day: str | None) -> Edition | None:
    """The edition that one of a day takes over: the one before it, else the one after."""
    if day is None or not editions:
        return None
    before = [start for start in editions if start <= day]
    return editions[max(before) if before else min(editions)]


def _in_force(editions: list[Edition], day: str | None, now: str | None) -> Edition | None:
    """The newest edition in force on the day; one that takes over running cases counts from its own first day."""

    def covers(edition: Ruleset) -> bool:
        takes_over = edition.transition.get("running") == "new" and now is not None
        return edition.in_force.covers(max(day, now) if takes_over and day and now else day or "")

    fitting = [e for e in editions if day is None or covers(e.ruleset)]
    return fitting[-1] if fitting else None
