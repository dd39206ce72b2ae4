"""The closed lists of names that rules, incidents and logs may use, and how they relate."""

from __future__ import annotations

from typing import Any

import msgspec

Label = dict[str, str]
PARTIES = ("victim", "offender", "witness")
REPRESENTATIVE = "legal_representative"
ANYONE = "anyone"


class Entry(msgspec.Struct, frozen=True):
    """Base of every named thing: its label in each language and, where a text defines it, the point."""

    name: str
    label: Label = {}
    cites: tuple[tuple[str, str], ...] = ()
    has: Any = None


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
    """All names in force for one ruleset: the shared ones and, on top, the ruleset's own."""

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

    def with_names(self, more: Vocabulary) -> Vocabulary:
        """This vocabulary with another laid over it; a name said again keeps what the new entry leaves out."""
        united = {}
        for kind in self.__struct_fields__:
            mine, theirs = getattr(self, kind), getattr(more, kind)
            united[kind] = mine | {name: _over(mine.get(name), entry) for name, entry in theirs.items()}
        return Vocabulary(**united)

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

    def variable(self, fact: str) -> str | None:
        """The party variable a fact speaks of; null for a fact of the case. The representative is the victim's."""
        head = fact.partition(".")[0]
        if head == REPRESENTATIVE:
            return "victim"
        return head if self.is_party(head) else None

    def stands_for(self, role: str) -> tuple[str, ...]:
        """The role itself and, where the text says `has: {any: [...]}`, those of whom one suffices."""
        entry = self.roles.get(role)
        members = entry.has.get("any", ()) if entry and isinstance(entry.has, dict) else ()
        return (role, *(m for m in members if isinstance(m, str)))

    def label(self, kind: str, name: str, language: str) -> str:
        """The label of a name in a language, else in English, else the name in words."""
        table = getattr(self, kind, None)
        entry = table.get(name) if isinstance(table, dict) else None
        labels: Label = entry.label if isinstance(entry, Entry) else self.other.get(kind, {}).get(name, {})
        return labels.get(language) or labels.get("en") or name.replace("_", " ")


def _over(old: Any, new: Any) -> Any:
    """A second entry of a name keeps the first one's fields where it says nothing itself."""
    if not isinstance(old, Entry) or type(old) is not type(new):
        return new
    defaults = msgspec.structs.fields(type(new))
    changes = {f.name: value for f in defaults if (value := getattr(new, f.name)) != f.default and value}
    return msgspec.structs.replace(old, **changes)
