"""A mapping: which column is which fact or event, checked against the vocabulary and, if named, a protocol."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from protocolkit.building.build_condition import value_problem
from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import Message, say
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Fact, Vocabulary
from protocolkit.reading.nodes import Node
from protocolkit.reading.references import REFERENCE, refuse_personal
from protocolkit.reading.snippets import listed, short
from protocolkit.records.cells import UNKNOWN
from protocolkit.records.columns import Column, Mapping, Meaning, fact_of, role_of
from protocolkit.records.table import Table, name_of

_WHOLE: dict[str, Meaning] = {
    "reference": "reference", "time": "time", "recorded": "recorded", "group": "group", "ignore": "ignore",
}  # fmt: skip
_EVENT_ROWS: tuple[Meaning, ...] = ("reference", "kind", "time")
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


def fit(mapping: Mapping, table: Table, problems: Problems) -> Mapping:
    """The mapping with its columns as the table calls them, and a problem for each that the table does not have.

    A form's question may be named without the groups it stands in: `age` for `child/age`.
    """
    found: dict[str, str] = {}

    def called(name: str, place: Place) -> str:
        if name in table.columns:
            return name
        if name not in found:
            ends = [one for one in table.columns if _GROUPS.split(one)[-1] == name or one.endswith(f"/{name}")]
            found[name] = ends[0] if len(ends) == 1 else name
            if len(ends) != 1:
                _no_column(name, ends, table, place, problems)
        return found[name]

    columns = []
    for one in mapping.columns:
        other = {
            key: called(name, one.place) for key in ("name", "clock", "on", "kind_in") if (name := getattr(one, key))
        }
        columns.append(msgspec.structs.replace(one, **other))
    return msgspec.structs.replace(mapping, columns=tuple(columns))


def _no_column(name: str, ends: list[str], table: Table, place: Place, problems: Problems) -> None:
    message = say("no column `{name}` in `{file}`", name=short(name), file=table.file)
    if ends:
        help = say("several columns end so: {names}", names=listed(map(short, ends)))
    else:
        help = did_you_mean(name, table.columns) or say("names stand in the header")
    problems.error("unknown-column", message, place, help)


class _Reader:
    def __init__(self, vocabulary: Vocabulary, protocol: Protocol | None, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.protocol = protocol
        self.problems = problems

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
        )
        self._whole(mapping, columns_of.place if columns_of else node.place)
        return mapping

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
            kind_in=other("kind_in"), zone=parse_zone(zone.text, zone.place, self.problems) if zone else None,
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
        """A column of events, of their kinds, of times, or of parties."""
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
        if (party := node.get("party")) is not None:
            return msgspec.structs.replace(column, meaning="party", target=party.text)
        return column

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
        if node.text not in self.vocabulary.roles and not self.vocabulary.is_party(node.text):
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

    def _whole(self, mapping: Mapping, place: Place) -> None:
        """What columns must be together: a reference once, no fact twice, and the columns that its rows need."""

        def wrong(message: Message, at: Place, help: Message | str = "") -> None:
            self.problems.error("mapping-rows", message, at, help)

        meanings: tuple[Meaning, ...] = ("reference", "time", "recorded", "kind", "group")
        for meaning in meanings:
            for one in [found for found in mapping.having(meaning) if found.kind_in is None][1:]:
                wrong(say("a second column is `{meaning}`", meaning=meaning), one.place, say("one may be"))
        seen: dict[tuple[str, ...], str] = {}
        for one in mapping.having("fact", "event", "done"):
            key = (one.meaning, one.target, one.party or "", one.to or "", one.by or "", one.from_ or "", one.has or "")
            if key in seen:
                message = say("`{target}` comes from `{other}` already", target=one.target, other=short(seen[key]))
                wrong(message, one.place, say("one column for each, or `for` to tell parties apart"))
            seen.setdefault(key, one.name)
        for one in mapping.having("fact"):
            other = seen.get(("fact", one.target, one.party or "", "", "", ""))
            if one.has and other is not None:
                message = say("`{target}` comes from `{other}` already", target=one.target, other=short(other))
                wrong(message, one.place, say("either the column with all choices, or one for each"))
            if one.target in mapping.constants:
                message = say("`{fact}` stands under `facts` and in a column", fact=one.target)
                wrong(message, one.place, say("one of the two"))
        for one in mapping.having("done"):
            if one.empty == "not_done" and one.on is None:
                message = say("`empty: not_done` does not say on which day")
                wrong(message, one.place, say("name the column with the day of which the cell speaks: `on: COLUMN`"))
        self._parties(mapping)
        self._rows(mapping, place)

    def _parties(self, mapping: Mapping) -> None:
        """That whatever speaks of one of several says of which."""

        def wrong(message: Message, at: Place, help: Message | str = "") -> None:
            self.problems.error("mapping-rows", message, at, help)

        vocabulary = self.vocabulary
        told = {one.target for one in mapping.having("party")}
        facts = mapping.having("fact")
        roles = {one.party: role_of(one.target, vocabulary) for one in facts if one.party is not None}
        for number, one in enumerate(mapping.having("party")):
            if any(before.target == one.target for before in mapping.having("party")[:number]):
                wrong(
                    say("a second column is `{meaning}`", meaning=f"party: {one.target}"), one.place, say("one may be")
                )
        for one in facts:
            role = role_of(one.target, vocabulary)
            if one.party is None and role in roles.values() and role not in told:
                message = say("`{fact}` does not say which {role}", fact=one.target, role=role)
                wrong(message, one.place, say("add `for`, as the other columns about them have"))
            if one.party is not None and role in told:
                message = say("`{fact}` says which {role} twice", fact=one.target, role=role)
                wrong(message, one.place, say("leave `for` out: a column says it already"))
        for one in (*mapping.timed(), *mapping.having("kind")):
            if one.party is not None and one.party not in roles:
                message = say("no column gives a fact of `{party}`", party=one.party)
                wrong(message, one.place, did_you_mean(one.party, [id for id in roles if id]))

    def _rows(self, mapping: Mapping, place: Place) -> None:
        """The columns that go with what a row is."""

        def wrong(message: Message, at: Place, help: Message | str = "") -> None:
            self.problems.error("mapping-rows", message, at, help)

        if mapping.rows == "event":
            # Rows that tell nothing of their own may still repeat, each, what happened in the case as a whole.
            whole = bool(mapping.timed()) and not mapping.having("kind", "time")
            for needed in _EVENT_ROWS[:1] if whole else _EVENT_ROWS:
                if not mapping.having(needed):
                    wrong(say("`rows: event` needs a column that is `{meaning}`", meaning=needed), place)
            for one in mapping.timed():
                if one.kind_in is not None:
                    help = say("`kind` says which event a row is, `time` when it was")
                    wrong(say("`{column}` gives an event of its own", column=short(one.name)), one.place, help)
            return
        if mapping.having("party") and not mapping.having("reference"):
            wrong(say("rows of one case need a column that is `{meaning}`", meaning="reference"), place)
        for one in mapping.having("time", "recorded", "kind"):
            if one.kind_in is None:
                message = say("`{meaning}` belongs to rows that are events", meaning=one.meaning)
                help = say("write `rows: event`, or `{event: NAME}` for a column with a time")
                if one.meaning == "kind":
                    help = say("write `rows: event`, or beside it `kind_in: COLUMN`, where the texts stand")
                wrong(message, one.place, help)
