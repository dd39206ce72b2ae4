"""A mapping: which column is which fact or event, checked against the vocabulary and, if named, a protocol."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from protocolkit.building.build_condition import value_problem
from protocolkit.building.build_incident import REFERENCE
from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import Message, say
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Fact, Vocabulary
from protocolkit.reading.nodes import Node
from protocolkit.reading.personal import refuse_personal
from protocolkit.reading.snippets import short
from protocolkit.records.cells import UNKNOWN
from protocolkit.records.table import Table

Meaning = Literal["reference", "time", "recorded", "ignore", "fact", "event", "done", "kind"]
_WHOLE: dict[str, Meaning] = {"reference": "reference", "time": "time", "recorded": "recorded", "ignore": "ignore"}
_EVENT_ROWS: tuple[Meaning, ...] = ("reference", "kind", "time")


class Column(msgspec.Struct, frozen=True):
    """What one column is. `target` is the fact, the event or the full id of the rule; `party` whom it is about."""

    name: str
    meaning: Meaning
    place: Place
    target: str = ""
    values: dict[str, Any] = {}
    separator: str | None = None
    clock: str | None = None
    by: str | None = None
    to: str | None = None
    party: str | None = None
    because: str = ""


class Mapping(msgspec.Struct, frozen=True):
    """The columns that are read, and what the file as a whole means. `guessed` where nobody has confirmed it."""

    columns: tuple[Column, ...]
    reference: str = ""
    protocol: str | None = None
    zone: str | None = None
    organisation: str | None = None
    rows: Literal["case", "event"] = "case"
    guessed: bool = False

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)

    def having(self, *meanings: Meaning) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.meaning in meanings)

    def of_fact(self, fact: str) -> Column | None:
        return next((one for one in self.columns if one.meaning == "fact" and one.target == fact), None)

    def events(self) -> tuple[str, ...]:
        """Every event that some cell may become."""
        found = [one.target for one in self.having("event")]
        found += [event for one in self.having("kind") for event in one.values.values()]
        return tuple(dict.fromkeys(found))


def fact_of(vocabulary: Vocabulary, name: str) -> Fact | None:
    """The declaration of a fact that a column may give: a case's own, or that of a party's role."""
    return None if name.partition(".")[0] == "party" else vocabulary.fact(name)


def role_of(column: Column, vocabulary: Vocabulary) -> str:
    """The party role a fact column speaks of; an attribute of the representative is one of the victim."""
    head = column.target.partition(".")[0]
    return vocabulary.belongs_to(head) or head


def check_mapping(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds every problem of a mapping file whose structure has been checked."""
    named = node.get("protocol")
    protocol = None
    if named is not None:
        if catalogue.has(named.text):
            protocol = catalogue.protocol(named.text)
        else:
            help = did_you_mean(named.text, catalogue.ids("protocol", "ruleset"))
            message = say("no protocol or ruleset `{id}`", id=named.text)
            problems.error("unknown-protocol", message, named.place, help)
    read_mapping(node, protocol.vocabulary if protocol else catalogue.vocabulary, protocol, problems)


def read_mapping(node: Node, vocabulary: Vocabulary, protocol: Protocol | None, problems: Problems) -> Mapping:
    """The mapping of a checked document. What is wrong goes to `problems`; the rest is read all the same."""
    return _Reader(vocabulary, protocol, problems).mapping(node)


def fit(mapping: Mapping, table: Table, problems: Problems) -> None:
    """Adds a problem for every column the mapping names and the table does not have."""
    for one in mapping.columns:
        for name in (one.name, *([one.clock] if one.clock else [])):
            if name not in table.columns:
                message = say("no column `{name}` in `{file}`", name=short(name), file=table.file)
                help = did_you_mean(name, table.columns)
                problems.error("unknown-column", message, one.place, help or say("names stand in the header"))


class _Reader:
    def __init__(self, vocabulary: Vocabulary, protocol: Protocol | None, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.protocol = protocol
        self.problems = problems

    def mapping(self, node: Node) -> Mapping:
        reference, zone, rows = node.get("mapping"), node.get("zone"), node.get("rows")
        protocol, organisation, listed = node.get("protocol"), node.get("organisation"), node.get("columns")
        personal = reference is not None and refuse_personal(reference, self.problems)
        if reference is not None and not personal and not REFERENCE.fullmatch(reference.text):
            help = say("letters, digits, `.`, `/`, `_` and `-`, at most 64")
            message = say("`{text}` is no reference", text=short(reference.text))
            self.problems.error("not-a-reference", message, reference.place, help)
        if organisation is not None:
            self._role(organisation)
        entries = listed.map.items() if listed else ()
        columns = tuple(self._column(name, one, listed.key_place(name)) for name, one in entries if listed)
        mapping = Mapping(
            columns,
            reference.text if reference else "",
            protocol.text if protocol else None,
            parse_zone(zone.text, zone.place, self.problems) if zone else None,
            organisation.text if organisation else None,
            "event" if rows is not None and rows.text == "event" else "case",
        )
        self._whole(mapping, listed.place if listed else node.place)
        return mapping

    def _column(self, name: str, node: Node, place: Place) -> Column:
        if not isinstance(node.value, dict):
            return Column(name, _WHOLE.get(node.text, "ignore"), place)

        def said(key: str) -> str | None:
            return found.text if (found := node.get(key)) is not None else None

        for key in ("by", "to"):
            if (role := node.get(key)) is not None:
                self._role(role)
        column = Column(
            name, "ignore", place, separator=said("separator"), clock=said("clock"), by=said("by"), to=said("to"),
            party=said("for"), because=said("ignore") or "",
        )  # fmt: skip
        if (fact := node.get("fact")) is not None:
            return self._fact(column, fact, node.get("values"))
        if (event := node.get("event")) is not None:
            self._event(event)
            return msgspec.structs.replace(column, meaning="event", target=event.text)
        if (rule := node.get("done")) is not None:
            return msgspec.structs.replace(column, meaning="done", target=self._rule(rule))
        if (kind := node.get("kind")) is not None:
            for one in kind.map.values():
                self._event(one)
            values = {text: one.text for text, one in kind.map.items()}
            return msgspec.structs.replace(column, meaning="kind", values=values)
        return column

    def _fact(self, column: Column, node: Node, values: Node | None) -> Column:
        fact = fact_of(self.vocabulary, node.text)
        if fact is None:
            head, _dot, tail = node.text.partition(".")
            own = [f"{role}.{tail}" for role in PARTIES] if head == "party" else []
            known = [f for f in self.vocabulary.facts if not f.startswith("party.")]
            known += [f"{p}.{f[6:]}" for f in self.vocabulary.facts if f.startswith("party.") for p in PARTIES]
            help = say("one of {names}", names=", ".join(own)) if own else did_you_mean(node.text, known)
            message = say("no fact `{name}`", name=node.text)
            self.problems.error("unknown-fact", message, node.place, help)
        found: dict[str, Any] = {}
        for text, value in values.map.items() if values else ():
            for one in (value.get("includes") or value).list if fact is not None and fact.type == "set" else [value]:
                problem = value_problem(fact, one.value) if fact is not None and one.value != UNKNOWN else ""
                if problem:
                    shown = short(one.text or str(one.plain()))
                    message = say("`{value}` cannot be a value of `{fact}`", value=shown, fact=node.text)
                    self.problems.error("type-mismatch", message, one.place, problem)
            found[text] = value.plain()
        if column.separator is not None and fact is not None and fact.type != "set":
            message = say("`{fact}` has one value only", fact=node.text)
            self.problems.error("misplaced-key", message, column.place, say("`separator` goes with a set"))
        head = node.text.partition(".")[0]
        if column.party is not None and head not in PARTIES and not self.vocabulary.belongs_to(head):
            message = say("`{fact}` is no fact of a party", fact=node.text)
            self.problems.error("misplaced-key", message, column.place, say("leave `for` out"))
        return msgspec.structs.replace(column, meaning="fact", target=node.text, values=found)

    def _event(self, node: Node) -> None:
        if node.text not in self.vocabulary.events:
            help = did_you_mean(node.text, self.vocabulary.events)
            self.problems.error("unknown-event", say("no event `{name}`", name=node.text), node.place, help)

    def _role(self, node: Node) -> None:
        if node.text not in self.vocabulary.roles and not self.vocabulary.is_party(node.text):
            help = did_you_mean(node.text, self.vocabulary.roles)
            self.problems.error("unknown-role", say("no role `{name}`", name=node.text), node.place, help)

    def _rule(self, node: Node) -> str:
        if self.protocol is None:
            return node.text
        ids = [rule.id for rule in self.protocol.rules]
        fitting = [id for id in ids if id == node.text or id.partition("#")[2] == node.text]
        if len(fitting) != 1:
            help = ", ".join(fitting) or did_you_mean(node.text, [*ids, *(id.partition("#")[2] for id in ids)])
            if fitting:
                message = say("`{name}` is a rule of several rulesets", name=node.text)
                self.problems.error("ambiguous-rule", message, node.place, help)
            else:
                message = say("no rule `{name}`", name=node.text)
                self.problems.error("unknown-rule", message, node.place, help)
        return fitting[0] if len(fitting) == 1 else node.text

    def _whole(self, mapping: Mapping, place: Place) -> None:
        """What columns must be together: a reference once, no fact twice, and the columns that its rows need."""

        def wrong(message: Message, at: Place, help: Message | str = "") -> None:
            self.problems.error("mapping-rows", message, at, help)

        meanings: tuple[Meaning, ...] = ("reference", "time", "recorded", "kind")
        for meaning in meanings:
            for one in mapping.having(meaning)[1:]:
                wrong(say("a second column is `{meaning}`", meaning=meaning), one.place, say("one may be"))
        seen: dict[tuple[str, ...], str] = {}
        for one in mapping.having("fact", "event", "done"):
            key = (one.meaning, one.target, one.party or "", one.to or "", one.by or "")
            if key in seen:
                message = say("`{target}` comes from `{other}` already", target=one.target, other=short(seen[key]))
                wrong(message, one.place, say("one column for each, or `for` to tell parties apart"))
            seen.setdefault(key, one.name)
        listed = {one.party: role_of(one, self.vocabulary) for one in mapping.having("fact") if one.party is not None}
        for one in mapping.having("fact"):
            if one.party is None and role_of(one, self.vocabulary) in listed.values():
                message = say("`{fact}` does not say which {role}", fact=one.target, role=role_of(one, self.vocabulary))
                wrong(message, one.place, say("add `for`, as the other columns about them have"))
        for one in mapping.having("event", "done"):
            if one.party is not None and one.party not in listed:
                message = say("no column gives a fact of `{party}`", party=one.party)
                wrong(message, one.place, did_you_mean(one.party, listed))
        if mapping.rows == "event":
            for needed in _EVENT_ROWS:
                if not mapping.having(needed):
                    wrong(say("`rows: event` needs a column that is `{meaning}`", meaning=needed), place)
            for one in mapping.having("event", "done"):
                help = say("`kind` says which event a row is, `time` when it was")
                wrong(say("`{column}` gives an event of its own", column=short(one.name)), one.place, help)
        else:
            for one in mapping.having("time", "recorded", "kind"):
                message = say("`{meaning}` belongs to rows that are events", meaning=one.meaning)
                wrong(message, one.place, say("write `rows: event`, or `{event: NAME}` for a column with a time"))
