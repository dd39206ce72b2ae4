"""The closed lists of names that rules, incidents and logs may use, and how they relate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

Label = dict[str, str]
PARTIES = ("victim", "offender", "witness")
ANYONE = "anyone"


class Entry(msgspec.Struct, frozen=True):
    """Base of every named thing: its label in each language and, where a text defines it, the point.

    `labels_in` has other labels for countries that call it otherwise, or have another body for it.
    """

    name: str
    label: Label = {}
    cites: tuple[tuple[str, str], ...] = ()
    has: Any = None
    labels_in: dict[str, Label] = {}


class Role(Entry, frozen=True):
    """A body, a post or a person. `within` is the institution the role acts in."""

    within: str | None = None


class Group(Entry, frozen=True):
    """Several party roles taken together, such as `party`."""

    of: tuple[str, ...] = ()


class Act(msgspec.Struct, frozen=True):
    """The act that makes an event: what is done, by whom, to whom, with which document (null: whatever)."""

    do: str
    to: str | None = None
    by: str | None = None
    document: str | None = None


class Event(Entry, frozen=True):
    """Something that happens. `when` lists the acts that make it; `is_` an event it counts as."""

    when: tuple[Act, ...] = ()
    is_: str | None = None
    log: str = "incident"


class Fact(Entry, frozen=True):
    """Something known or not known about a case. `of` lists the values of a `one_of` or a `set`."""

    type: str = "bool"
    of: tuple[str, ...] = ()
    unit: str | None = None
    derived: bool = False
    values: dict[str, Label] = {}


class Action(Entry, frozen=True):
    """An act; `is_` is the family it belongs to."""

    is_: str | None = None


class Vocabulary(msgspec.Struct, frozen=True):
    """All names in force for one ruleset: the shared ones and, on top, the ruleset's own.

    `language` is that of the text, which stands in where a label lacks the reader's.
    """

    roles: dict[str, Role] = {}
    groups: dict[str, Group] = {}
    events: dict[str, Event] = {}
    facts: dict[str, Fact] = {}
    actions: dict[str, Action] = {}
    documents: dict[str, Entry] = {}
    channels: dict[str, Entry] = {}
    lists: dict[str, Entry] = {}
    agendas: dict[str, Entry] = {}
    other: dict[str, dict[str, Label]] = {}
    language: str = "en"

    def with_names(self, more: Vocabulary) -> Vocabulary:
        """This vocabulary with another laid over it; a name said again keeps what the new entry leaves out."""
        united: dict[str, Any] = {}
        for kind in _TABLES:
            mine, theirs = getattr(self, kind), getattr(more, kind)
            united[kind] = mine | {name: _over(mine.get(name), entry) for name, entry in theirs.items()}
        return Vocabulary(**united, language=self.language)

    def spoken_in(self, countries: Iterable[str], language: str) -> Vocabulary:
        """With the labels of the first of the countries that it knows, for a text in a language."""
        known = {country for entry in self._entries() for country in entry.labels_in}
        country = next((one for one in countries if one in known), None)
        changed: dict[str, Any] = {"language": language or "en"}
        for kind in _TABLES if country else ():
            table = getattr(self, kind)
            changed[kind] = {
                name: msgspec.structs.replace(one, label=one.label | one.labels_in[country])
                if isinstance(one, Entry) and country in one.labels_in
                else one
                for name, one in table.items()
            }
        return msgspec.structs.replace(self, **changed)

    def _entries(self) -> Iterator[Entry]:
        for kind in _TABLES:
            yield from (one for one in getattr(self, kind).values() if isinstance(one, Entry))

    def institution(self, role: str) -> str:
        """The outermost institution a role acts within: `education_org` for its head."""
        seen = {role}
        while (entry := self.roles.get(role)) and entry.within and entry.within not in seen:
            role = entry.within
            seen.add(role)
        return role

    def act_is(self, act: str, family: str) -> bool:
        """Whether an act is the given act or belongs to its family."""
        current: str | None = act
        while current is not None:
            if current == family:
                return True
            entry = self.actions.get(current)
            current = entry.is_ if entry else None
        return False

    def event_is(self, name: str) -> tuple[str, ...]:
        """An event and every event it counts as, nearest first."""
        names: list[str] = []
        current: str | None = name
        while current is not None and current not in names:
            names.append(current)
            entry = self.events.get(current)
            current = entry.is_ if entry else None
        return tuple(names)

    def members(self, party: str) -> tuple[str, ...]:
        """The party roles a name stands for: itself, or those of a group; nothing if it is no party."""
        if party in PARTIES:
            return (party,)
        group = self.groups.get(party)
        return group.of if group else ()

    def is_party(self, name: str) -> bool:
        return bool(self.members(name))

    def fact(self, name: str) -> Fact | None:
        """The declaration of a fact; `victim.age` falls back on `party.age`, a group's fact on its members'."""
        if name in self.facts:
            return self.facts[name]
        head, _, tail = name.partition(".")
        for role in (*self.members(head), "party") if self.is_party(head) else ():
            if found := self.facts.get(f"{role}.{tail}"):
                return found
        return None

    def stands_for(self, role: str) -> tuple[str, ...]:
        """The role itself and, where the text says `has: {any: [...]}`, those of whom one suffices."""
        entry = self.roles.get(role)
        members = entry.has.get("any", ()) if entry and isinstance(entry.has, dict) else ()
        return (role, *(m for m in members if isinstance(m, str)))

    def label(self, kind: str, name: str, language: str) -> str:
        """The label of a name in a language, else in that of the text, else in English, else the name in words."""
        table = getattr(self, kind, None)
        entry = table.get(name) if isinstance(table, dict) else None
        labels: Label = entry.label if isinstance(entry, Entry) else self.other.get(kind, {}).get(name, {})
        return label_for(labels, language, self.language) or name.replace("_", " ")


_TABLES = tuple(kind for kind in Vocabulary.__struct_fields__ if kind != "language")


def label_for(label: Label, reader: str, text: str) -> str:
    """A label in the reader's language, else in that of the text, else in English; empty without any of them."""
    return label.get(reader) or label.get(text) or label.get("en") or ""


def _over(old: Any, new: Any) -> Any:
    """A second entry of a name keeps the first one's fields where it says nothing itself."""
    if not isinstance(old, Entry) or type(old) is not type(new):
        return new
    defaults = msgspec.structs.fields(type(new))
    changes = {f.name: value for f in defaults if (value := getattr(new, f.name)) != f.default and value}
    if "label" in changes:
        # Who names a thing anew names it in every country.
        changes.setdefault("labels_in", {})
    return msgspec.structs.replace(old, **changes)
