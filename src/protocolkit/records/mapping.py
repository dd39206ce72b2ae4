"""A mapping: which column is which fact or event, checked against the vocabulary and, if named, a protocol."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from protocolkit.building.build_condition import value_problem
from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.institution import parse_institution
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Fact, Vocabulary
from protocolkit.reading.nodes import Node
from protocolkit.reading.references import REFERENCE, refuse_personal
from protocolkit.reading.snippets import listed, short
from protocolkit.records.cells import UNKNOWN
from protocolkit.records.columns import BESIDE, Column, Mapping, Meaning, fact_of
from protocolkit.records.people_columns import PeopleColumns
from protocolkit.records.table import Table, name_of
from protocolkit.records.together import check_together
from protocolkit.records.unfolding import NamedValues

_WHOLE: dict[str, Meaning] = {
    "reference": "reference", "time": "time", "recorded": "recorded", "group": "group", "ignore": "ignore",
}  # fmt: skip
_GROUPS = re.compile(r"[/.:-]")  # between the groups of a form and the name of a question


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
    # A mapping has no day: its cases may be of that of any edition.
    names = protocol.elsewhere.vocabulary if protocol else catalogue.vocabulary
    read_mapping(node, names, protocol, problems)


def read_mapping(node: Node, vocabulary: Vocabulary, protocol: Protocol | None, problems: Problems) -> Mapping:
    """The mapping of a checked document. What is wrong goes to `problems`; the rest is read all the same."""
    return _Reader(vocabulary, protocol, problems).mapping(node)


def unfolding(node: Node | None) -> dict[str, NamedValues | None]:
    """How a mapping, if there is one, unfolds the lists of JSON."""
    found: dict[str, NamedValues | None] = {}
    for name, one in lists.map.items() if node is not None and (lists := node.get("unfold")) is not None else ():
        keys = [key.text for word in ("name", "value") if (key := one.get(word)) is not None]
        found[name_of(name)] = NamedValues(*keys) if len(keys) == 2 else None
    return found


def fit(mapping: Mapping, table: Table, problems: Problems) -> tuple[Mapping, Table]:
    """The mapping with its columns as the table calls them, and the table with every column of the mapping.

    A form's question may be named without the groups it stands in: `age` for `child/age`. In JSON what nobody
    answered often stands nowhere: such a column is empty, which is told. In CSV, and where several fit, it is an error.
    """
    found: dict[str, str] = {}
    empty: list[str] = []

    def called(name: str, place: Place) -> str:
        if name in table.columns:
            return name
        if name not in found:
            ends = [one for one in table.columns if _GROUPS.split(one)[-1] == name or one.endswith(f"/{name}")]
            found[name] = ends[0] if len(ends) == 1 else name
            if len(ends) != 1:
                absent = not ends and table.form.startswith("JSON")
                _no_column(name, ends, table, place, problems, error=not absent)
                empty.extend([name] if absent else [])
        return found[name]

    columns = []
    for one in mapping.columns:
        other = {key: called(name, one.place) for key in ("name", *BESIDE) if (name := getattr(one, key))}
        columns.append(msgspec.structs.replace(one, **other))
    return msgspec.structs.replace(mapping, columns=tuple(columns)), table.with_empty(empty)


def _no_column(
    name: str, ends: list[str], table: Table, place: Place, problems: Problems, *, error: bool = True
) -> None:
    message = say("no column `{name}` in `{file}`", name=short(name), file=table.file)
    if ends:
        help = say("several columns end so: {names}", names=listed(map(short, ends)))
    else:
        help = did_you_mean(name, table.columns) or say("names stand in the header")
    (problems.error if error else problems.warning)("unknown-column", message, place, help)


class _Reader:
    def __init__(self, vocabulary: Vocabulary, protocol: Protocol | None, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.protocol = protocol
        self.problems = problems
        self._people = PeopleColumns(vocabulary, problems)

    def mapping(self, node: Node) -> Mapping:
        reference, zone, rows = node.get("mapping"), node.get("zone"), node.get("rows")
        protocol, organisation, columns_of = node.get("protocol"), node.get("organisation"), node.get("columns")
        personal = reference is not None and refuse_personal(reference, self.problems)
        if reference is not None and not personal and not REFERENCE.fullmatch(reference.text):
            help = say("letters, digits, `.`, `/`, `_` and `-`, at most 64")
            message = say("`{text}` is no reference", text=short(reference.text))
            self.problems.error("not-a-reference", message, reference.place, help)
        if organisation is not None:
            self._role(organisation)
        if columns_of is not None:
            self._people.list_representatives(columns_of)
        institution = node.get("institution")
        entries = columns_of.map.items() if columns_of else ()
        columns = tuple(
            column
            for name, one in entries
            if columns_of
            for column in self._column(name_of(name), one, columns_of.key_place(name))
        )
        mapping = Mapping(
            columns,
            reference.text if reference else "",
            protocol.text if protocol else None,
            parse_zone(zone.text, zone.place, self.problems) if zone else None,
            organisation.text if organisation else None,
            "event" if rows is not None and rows.text == "event" else "case",
            self._constants(node.get("facts")),
            self._institution(institution) if institution else {},
            None in unfolding(node).values(),
        )
        check_together(mapping, columns_of.place if columns_of else node.place, self.vocabulary, self.problems)
        return mapping

    def _institution(self, node: Node) -> dict[str, Any]:
        """What the file says of the institution of every case."""
        weekend = self.protocol.calendar.layers.weekend if self.protocol else (5, 6)
        parse_institution(node, self.problems, self.vocabulary.agendas if self.protocol else None, weekend)
        for key in ("absent", "conflicted"):
            for one in found.list if (found := node.get(key)) is not None else ():
                self._people.post(one)
        for post, one in acting.map.items() if (acting := node.get("acting")) is not None else ():
            self._people.post(Node(post, acting.key_place(post) if acting else one.place))
            self._people.post(one)
        return {key: one.plain() for key, one in node.map.items()}

    def _constants(self, node: Node | None) -> dict[str, Any]:
        """The facts that hold for every case of the file."""
        found = {}
        for name, value in node.map.items() if node else ():
            fact = self._known_fact(name, node.key_place(name) if node else value.place)
            several = fact is not None and fact.type == "set"
            for one in (value.get("includes") or value).list if several else [value]:
                self._fits(fact, name, one)
            found[name] = value.plain()
        return found

    def _column(self, name: str, node: Node, place: Place) -> list[Column]:
        """What a column means: nearly always one thing; a column that closes several rules means one for each."""
        if not isinstance(node.value, dict):
            return [Column(name, _WHOLE.get(node.text, "ignore"), place)]

        def said(key: str) -> str | None:
            return found.text if (found := node.get(key)) is not None else None

        def other(key: str) -> str | None:
            return name_of(found) if (found := said(key)) else None

        for key in ("by", "from", "to"):
            if (role := node.get(key)) is not None:
                self._role(role)
        zone = node.get("zone")
        column = Column(
            name, "ignore", place, separator=said("separator"), has=said("has"), clock=other("clock"), on=other("on"),
            kind_in=other("kind_in"), of=said("of"), age=other("age"),
            zone=parse_zone(zone.text, zone.place, self.problems) if zone else None,
            empty="not_done" if said("empty") == "not_done" else "not_recorded",
            by=said("by"), from_=said("from"), to=said("to"), party=said("for"), because=said("ignore") or "",
        )  # fmt: skip
        if (fact := node.get("fact")) is not None:
            return [self._fact(column, fact, node)]
        if (rules := node.get("done")) is not None:
            targets = dict.fromkeys(map(self._rule, rules.list))
            return [msgspec.structs.replace(column, meaning="done", target=one) for one in targets]
        return [self._other(column, node)]

    def _other(self, column: Column, node: Node) -> Column:
        """A column of events, of their kinds, of times, or of people."""
        if (event := node.get("event")) is not None:
            self._event(event)
            return msgspec.structs.replace(column, meaning="event", target=event.text)
        if (kind := node.get("kind")) is not None:
            for one in kind.map.values():
                self._event(one)
            values = {text: one.text for text, one in kind.map.items()}
            return msgspec.structs.replace(column, meaning="kind", values=values)
        if (whole := node.get("as")) is not None:
            return msgspec.structs.replace(column, meaning=_WHOLE[whole.text])
        return self._people.column(column, node)

    def _fact(self, column: Column, named: Node, node: Node) -> Column:
        fact = self._known_fact(named.text, named.place)
        has, values = node.get("has"), node.get("values")
        found: dict[str, Any] = {}
        for text, value in values.map.items() if values else ():
            if has is not None:
                if not isinstance(value.value, bool) and value.value != UNKNOWN:
                    message = say("`{text}` is neither yes nor no", text=short(value.text))
                    self.problems.error("type-mismatch", message, value.place, say("beside `has` it is true or false"))
            else:
                several = fact is not None and fact.type == "set"
                for one in (value.get("includes") or value).list if several else [value]:
                    if one.value != UNKNOWN:
                        self._fits(fact, named.text, one)
            found[text] = value.plain()
        if has is not None:
            self._fits(fact, named.text, has)
        for key in ("separator", "has"):
            if node.get(key) is not None and fact is not None and fact.type != "set":
                message = say("`{fact}` has one value only", fact=named.text)
                self.problems.error("misplaced-key", message, column.place, say("`{key}` goes with a set", key=key))
        head = named.text.partition(".")[0]
        if column.party is not None and head not in PARTIES and not self.vocabulary.belongs_to(head):
            message = say("`{fact}` is no fact of a party", fact=named.text)
            self.problems.error("misplaced-key", message, column.place, say("leave `for` out"))
        return msgspec.structs.replace(column, meaning="fact", target=named.text, values=found)

    def _known_fact(self, name: str, place: Place) -> Fact | None:
        fact = fact_of(self.vocabulary, name)
        if fact is None:
            head, _dot, tail = name.partition(".")
            own = [f"{role}.{tail}" for role in PARTIES] if head == "party" else []
            known = [f for f in self.vocabulary.facts if not f.startswith("party.")]
            known += [f"{p}.{f[6:]}" for f in self.vocabulary.facts if f.startswith("party.") for p in PARTIES]
            help = say("one of {names}", names=", ".join(own)) if own else did_you_mean(name, known)
            self.problems.error("unknown-fact", say("no fact `{name}`", name=name), place, help)
        return fact

    def _fits(self, fact: Fact | None, name: str, value: Node) -> None:
        """Whether a value can be one of the fact."""
        problem = value_problem(fact, value.value) if fact is not None else ""
        if problem:
            shown = short(value.text or str(value.plain()))
            message = say("`{value}` cannot be a value of `{fact}`", value=shown, fact=name)
            self.problems.error("type-mismatch", message, value.place, problem)

    def _event(self, node: Node) -> None:
        if node.text not in self.vocabulary.events:
            help = did_you_mean(node.text, self.vocabulary.events)
            self.problems.error("unknown-event", say("no event `{name}`", name=node.text), node.place, help)

    def _role(self, node: Node) -> None:
        known = node.text in self.vocabulary.roles or node.text in self._people.representatives
        if not known and not self.vocabulary.is_party(node.text):
            help = did_you_mean(node.text, self.vocabulary.roles)
            self.problems.error("unknown-role", say("no role `{name}`", name=node.text), node.place, help)

    def _rule(self, node: Node) -> str:
        if self.protocol is None:
            return node.text
        ids = [*(rule.id for rule in self.protocol.rules), *sorted(self.protocol.elsewhere.rules)]
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
