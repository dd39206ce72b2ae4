"""Columns of people: who is a party, who represents whom, who holds which post, and who acts for whom."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.vocabulary import REPRESENTATIVE, Vocabulary
from protocolkit.reading.nodes import Node
from protocolkit.reading.references import REFERENCE, refuse_personal
from protocolkit.reading.snippets import short
from protocolkit.records.cells import UNKNOWN
from protocolkit.records.columns import Column, Meaning

_KEYS: tuple[Meaning, ...] = ("party", "holds", "represents", "posts", "acting")


class PeopleColumns:
    """Reads what a mapping says of columns of people.

    `representatives` are the references that its texts stand for: each may be somebody who is told.
    """

    def __init__(self, vocabulary: Vocabulary, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.problems = problems
        self.representatives: frozenset[str] = frozenset()

    def list_representatives(self, columns: Node) -> None:
        """Looks for the representatives whom columns name by a text of their own."""
        found = set()
        for one in columns.map.values():
            party = one.get("party") if isinstance(one.value, dict) else None
            if party is not None and party.text == REPRESENTATIVE and (values := one.get("values")) is not None:
                found |= {id.text for value in values.map.values() for id in value.list if id.value != UNKNOWN}
        self.representatives = frozenset(found)

    def column(self, column: Column, node: Node) -> Column:
        """The column with what it says of people; as it is where it says nothing of them."""
        for key in _KEYS:
            if (target := node.get(key)) is not None:
                break
        else:
            return column
        meaning: Meaning = "representative" if key == "party" and target.text == REPRESENTATIVE else key
        for beside in ("of", "age"):
            if meaning != "representative" and (wrong := node.get(beside)) is not None:
                message = say("`{key}` goes with `party: representative`", key=beside)
                self.problems.error("misplaced-key", message, wrong.place)
        if meaning == "party" and (texts := node.get("values")) is not None:
            message = say("`values` does not go with `party: {role}`", role=target.text)
            help = say("the references in the cells are those of the case")
            self.problems.error("misplaced-key", message, texts.place, help)
        if meaning == "acting":
            self.post(target)
        values = self._values(meaning, node.get("values")) if meaning != "party" else {}
        return msgspec.structs.replace(column, meaning=meaning, target=target.text, values=values)

    def _values(self, meaning: Meaning, node: Node | None) -> dict[str, Any]:
        """What texts stand for: lists of references or of posts; `unknown` where nobody knows."""
        found: dict[str, Any] = {}
        for text, value in node.map.items() if node else ():
            if value.value == UNKNOWN:
                found[text] = UNKNOWN
                continue
            if value.get("includes") is not None:
                message = say("`{text}` stands for a list, which is complete", text=short(text))
                self.problems.error("wrong-type", message, value.place, say("leave `includes` out"))
                continue
            for one in value.list:
                if meaning in ("representative", "represents"):
                    self._reference(one)
                else:
                    self.post(one)
            if meaning == "acting" and len(value.list) > 1:
                message = say("`{text}` stands for several, and one acts", text=short(text))
                self.problems.error("wrong-type", message, value.place, say("name one role"))
            found[text] = [one.text for one in value.list]
        return found

    def post(self, node: Node) -> None:
        """Adds a problem for what is no role."""
        if node.text not in self.vocabulary.roles:
            help = did_you_mean(node.text, self.vocabulary.roles)
            self.problems.error("unknown-role", say("no role `{name}`", name=node.text), node.place, help)

    def _reference(self, node: Node) -> None:
        if not refuse_personal(node, self.problems) and not REFERENCE.fullmatch(node.text):
            help = say("letters, digits, `.`, `/`, `_` and `-`, at most 64; never a person's name")
            message = say("`{text}` is no reference", text=short(node.text))
            self.problems.error("not-a-reference", message, node.place, help)
