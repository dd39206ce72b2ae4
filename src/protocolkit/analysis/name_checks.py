"""Tables of names: what their entries refer to, and names that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.analysis.edition import Edition, walk
from protocolkit.building.build_condition import value_problem
from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import Problems
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.vocabulary import PARTIES, Fact, Vocabulary
from protocolkit.reading.nodes import Node

TABLES = ("roles", "groups", "events", "facts", "actions", "documents", "channels", "lists", "agendas")
_ITS_OWN = {
    "is": N_("`{name}` is its own family: {circle}"),
    "within": N_("`{name}` is its own institution: {circle}"),
    "accused_if": N_("`{name}` stands and falls with itself: {circle}"),
}
_IN_RULES = ("rules", "add", "change", "names", "unencoded", "let")


def check_names(edition: Edition) -> None:
    """Adds a problem for every reference that leads nowhere, and `unused-name` warnings."""
    for document in edition.documents:
        check_tables(document.get("names"), edition.ruleset.vocabulary, edition.problems)
    _unused(edition)
    _unused_lets(edition)


def check_tables(tables: Node | None, vocabulary: Vocabulary, problems: Problems) -> None:
    """The references of a vocabulary file's tables, or of a ruleset's `names`."""
    looker = _Looker(vocabulary, problems)
    for table, check in (
        ("roles", looker.role),
        ("groups", looker.group),
        ("events", looker.event),
        ("facts", looker.fact),
        ("actions", looker.action),
    ):
        entries = tables.get(table) if tables else None
        for name, entry in entries.map.items() if entries else ():
            check(name, entry)
    if tables:
        looker.answers(tables)
    bodies = tables.get("roles") if tables else None
    for entry in bodies.map.values() if bodies else ():
        if (has := entry.get("has")) is not None:
            looker.members(has)


class _Looker:
    def __init__(self, vocabulary: Vocabulary, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.problems = problems
        self.people = {*vocabulary.roles, *vocabulary.groups, *PARTIES, "anyone"}

    def role(self, name: str, entry: Node) -> None:
        within = entry.get("within")
        if within is not None and self._known("role", within, self.people):
            self._ring("within", name, within, {n: r.within for n, r in self.vocabulary.roles.items()})
        if (party := entry.get("belongs_to")) is not None:
            self._known("party", party, PARTIES)
        if (accused := entry.get("accused_if")) is None:
            return
        if isinstance(accused.value, dict):
            self._facts(accused)
        elif self._known("role", accused, self.vocabulary.roles):
            others = {n: r.accused_if for n, r in self.vocabulary.roles.items()}
            self._ring("accused_if", name, accused, {n: to for n, to in others.items() if isinstance(to, str)})

    def group(self, _name: str, entry: Node) -> None:
        members = entry.get("of")
        for one in members.list if members else ():
            self._known("party", one, PARTIES)

    def fact(self, name: str, entry: Node) -> None:
        """What a fact may follow from: facts of the same party, posts, parties."""
        follows = entry.get("follows")
        for one in follows.list if follows else ():
            for key, value in one.map.items():
                if key == "from":
                    self._fact(f"{name.partition('.')[0]}.{value.text}", value)
                elif key == "any":
                    self._fact(f"party.{value.text}", value)  # whichever party has it
                elif key == "holds":
                    self._known("role", value, self.vocabulary.roles)
                elif key in ("represents", "several"):
                    self._known("party", value, PARTIES)

    def answers(self, document: Node) -> None:
        """What the engine itself asks of a vocabulary."""
        for key, kind, table in (
            ("organisation", "role", self.vocabulary.roles),
            ("ends_rhythms", "event", self.vocabulary.events),
            ("telling", "action", self.vocabulary.actions),
        ):
            if (named := document.get(key)) is not None:
                self._known(kind, named, table)
        if (holders := document.get("post_holders")) is not None:
            self._facts(holders)

    def _facts(self, node: Node) -> None:
        """Facts, each with a value it may have."""
        for name, value in node.map.items():
            declared = self._fact(name, Node(name, node.key_place(name)))
            if declared is not None and (problem := value_problem(declared, value.value)):
                message = say("`{value}` cannot be a value of `{name}`", value=value.text, name=name)
                self.problems.error("type-mismatch", message, value.place, problem)

    def _fact(self, name: str, node: Node) -> Fact | None:
        found = self.vocabulary.fact(name)
        if found is None:
            unknown("fact", name, self.vocabulary.facts, node.place, self.problems)
        return found

    def event(self, name: str, entry: Node) -> None:
        if (counts_as := entry.get("is")) is not None and self._known("event", counts_as, self.vocabulary.events):
            self._ring("is", name, counts_as, {n: e.is_ for n, e in self.vocabulary.events.items()})
        when = entry.get("when")
        for one in when.list if when else ():
            for key, value in one.map.items():
                if key == "by":
                    self._known("role", value, self.people)
                elif key == "document":
                    self._known("document", value, self.vocabulary.documents)
                else:
                    self._known("action", Node(key, one.key_place(key)), self.vocabulary.actions)
                    if isinstance(value.value, str):
                        self._known("role", value, self.people)

    def action(self, name: str, entry: Node) -> None:
        if (family := entry.get("is")) is not None and self._known("action", family, self.vocabulary.actions):
            self._ring("is", name, family, {n: a.is_ for n, a in self.vocabulary.actions.items()})

    def members(self, node: Node) -> None:
        """Members of a body. What documents and lists consist of are names of their own, kept as printed."""
        if isinstance(node.value, list):
            for one in node.value:
                self.members(one)
        elif isinstance(node.value, dict):
            for key, value in node.value.items():
                if key in ("any", "all", "each", "except", "else", "item"):
                    self.members(value)
                elif key not in ("cites", "label", "note"):
                    self._known("role", Node(key, node.key_place(key)), self.people)
        elif node.text:
            self._known("role", node, self.people)

    def _known(self, kind: str, node: Node, table: Iterable[str]) -> bool:
        name = node.text
        if name in table or name.rpartition(".")[2] in table:
            return True
        unknown(kind, name, table, node.place, self.problems)
        return False

    def _ring(self, word: str, name: str, node: Node, parents: dict[str, str | None]) -> None:
        seen, current = [name], parents.get(name)
        while current is not None and current not in seen:
            seen.append(current)
            current = parents.get(current)
        # A ring is reported once, at the first of its names.
        if current == name == min(seen):
            message = say(_ITS_OWN[word], name=name, circle=" -> ".join([*seen, name]))
            self.problems.error("circle", message, node.place)


def _unused(edition: Edition) -> None:
    """Names that no rule and no other name uses. One with `cites` stands for its point and needs no use."""
    used = _mentioned(edition.documents)
    for document in edition.documents:
        names = document.get("names")
        for table in TABLES:
            entries = names.get(table) if names else None
            if entries is None:
                continue
            for name, entry in entries.map.items():
                parts = {name, name.rpartition(".")[2]} if table == "facts" else {name}
                if not parts & used and entry.get("cites") is None and not any(n.get("cites") for n in walk(entry)):
                    message = say("nothing uses `{name}` of `{table}`", name=name, table=table)
                    help = say("remove it, or cite its point")
                    edition.problems.warning("unused-name", message, entries.key_place(name), help)


def _unused_lets(edition: Edition) -> None:
    """What `let` names and nothing means by `$name`."""
    used = _mentioned(edition.documents)
    for document in edition.documents:
        given = document.get("let")
        for name in given.map if given else ():
            if given is not None and f"${name}" not in used:
                message = say("nothing uses `{name}` of `{table}`", name=f"${name}", table="let")
                edition.problems.warning("unused-name", message, given.key_place(name), say("remove it"))


def _mentioned(documents: Iterable[Node]) -> set[str]:
    """Every single name in rules, and in what other names consist of."""
    found: set[str] = set()
    for document in documents:
        for key in _IN_RULES:
            part = document.get(key)
            if part is None:
                continue
            # The tables' own keys are definitions, not uses.
            inner = [entry for table in part.map.values() for entry in table.map.values()] if key == "names" else [part]
            for node in (one for start in inner for one in walk(start)):
                for text in (node.text, *node.map):
                    found.add(text)
                    found |= {*text.replace(".", " ").replace(",", " ").split()}
    return found
