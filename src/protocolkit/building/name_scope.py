"""What names mean while a ruleset is read: its vocabulary, its id, and where problems go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.texts import Text
from protocolkit.model.vocabulary import ANYONE, Vocabulary
from protocolkit.reading.nodes import Node


class Scope:
    """Looks names up; a name that is not there becomes a problem with the nearest one that is.

    `texts` are those of each ruleset whose words are cited, `lets` the names it gives to conditions and moments.
    """

    def __init__(
        self, ruleset: str, vocabulary: Vocabulary, problems: Problems,
        texts: Mapping[str, tuple[Text, ...]] | None = None, lets: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.ruleset = ruleset
        self.vocabulary = vocabulary
        self.problems = problems
        self.texts = texts or {}
        self.lets = tuple(f"${name}" for name in lets)

    def known(self, kind: str, name: str, table: Iterable[str], place: Place) -> bool:
        table = list(table)
        if name in table:
            return True
        unknown(kind, name, table, place, self.problems)
        return False

    def names(self, kind: str, node: Node | None, table: Iterable[str]) -> tuple[str, ...]:
        """A name or a list of names of one kind."""
        if node is None:
            return ()
        table = list(table)
        return tuple(one.text for one in node.list if self.known(kind, one.text, table, one.place))

    def role(self, name: str, place: Place) -> bool:
        vocabulary = self.vocabulary
        return self.known("role", name, [*vocabulary.roles, *vocabulary.groups, ANYONE], place)

    def roles(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        return tuple(self.vocabulary.meant(one.text) for one in node.list if self.role(one.text, one.place))

    def restated(self, node: Node | None) -> tuple[str, ...]:
        """The rules that one says again; a variant may call those it inherits by the name of its base."""
        found = []
        for one in node.list if node else ():
            text, mark, name = one.text.rpartition("#")
            found.append(self.rule_id(name if mark and text in self.texts else one.text))
        return tuple(dict.fromkeys(found))

    def rule_id(self, name: str) -> str:
        """`notify` means this ruleset's rule; `other/text#notify` another's."""
        return name if "#" in name else f"{self.ruleset}#{name}"
