"""One edition of a ruleset as its checks see it: the rules, and the nodes they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from protocolkit.building.build_let import lets_of, spelled_out
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Ruleset
from protocolkit.reading.nodes import Node

_RULES = ("rules", "add")


class Edition:
    """A ruleset with its documents. `shipped` rulesets are held to more than others."""

    def __init__(
        self, ruleset: Ruleset, documents: list[Node], catalogue: Catalogue, problems: Problems, *, shipped: bool
    ) -> None:
        self.ruleset = ruleset
        self.documents = documents
        self.catalogue = catalogue
        self.problems = problems
        self.shipped = shipped
        self.files = {document.place.file for document in documents}

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules written in its own files; those it inherits are checked where they stand."""
        return [rule for rule in self.ruleset.rules if rule.place.file in self.files]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The node of each rule, or of its change, by the rule's short id."""
        found: dict[str, Node] = {}
        # What rules mean by a name under `let` is theirs; what is wrong with it the reader has told.
        lets = lets_of(self.documents, Problems())
        for document in (spelled_out(one, lets, Problems()) if lets else one for one in self.documents):
            for key in _RULES:
                listed = document.get(key)
                for one in listed.list if listed else ():
                    if (id := one.get("id")) is not None:
                        found.setdefault(id.text, one)
            changes = document.get("change")
            for id_text, change in changes.map.items() if changes else ():
                if (over := change.get("set")) is not None:
                    found.setdefault(id_text, over)
        return found

    def at(self, rule: Rule, *keys: str) -> Place:
        """The place of the first of the keys that the rule has, else of the rule."""
        node = self.nodes.get(rule.name)
        for key in keys:
            if node is not None and (one := node.get(key)) is not None:
                return one.place
        return rule.place

    @property
    def head(self) -> Place:
        return self.documents[0].place

    def head_key(self, key: str) -> Place:
        """The place of a key of the ruleset's head."""
        return next((found.place for d in self.documents if (found := d.get(key)) is not None), self.head)


def walk(node: Node) -> Iterator[Node]:
    """The node and every node in it, in source order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        inner = one.value
        if isinstance(inner, dict):
            waiting.extend(reversed(inner.values()))
        elif isinstance(inner, list):
            waiting.extend(reversed(inner))
