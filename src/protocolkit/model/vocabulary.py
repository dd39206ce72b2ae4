"""The closed lists of names that rules, incidents and logs may use, and how they relate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, get_args

import msgspec

from protocolkit.model.follows import Follows, Under, bases, contradicts

Label = dict[str, str]
PARTIES = ("victim", "offender", "witness")
REPRESENTATIVE = "representative"
"""The list of a case that names those who represent its parties."""
ANYONE = "anyone"
Side = Literal["by", "from", "to"]
SIDES: tuple[Side, ...] = get_args(Side)
FactType = Literal["bool", "integer", "number", "date", "one_of", "set", "text"]
FACT_TYPES: tuple[FactType, ...] = get_args(FactType)


class Entry(msgspec.Struct, frozen=True):
    """Base of every named thing: its label in each language and, where a text defines it, the point.

    `labels_in` has other labels for countries that call it otherwise, or have another body for it. `short` is what it
    is called where there is little room and everybody knows what is meant: the head, on a school's own card.
    """

    name: str
    label: Label = {}
    cites: tuple[tuple[str, str, str | None], ...] = ()  # point, words, text
    has: Any = None
    labels_in: dict[str, Label] = {}
    short: Label = {}


class Role(Entry, frozen=True):
    """A body, a post or a person. `within` is the institution the role acts in, `belongs_to` the party it is kin to.

    `accused_if` are the facts any of which makes its holder the accused, or a role with which it stands and falls.
    `of` are the facts of the party that has such a person: one who is known to be otherwise has none, unless he is
    listed. Null: everybody has one, and nobody is listed. `everybody` who acts within its institution holds it.
    """

    within: str | None = None
    belongs_to: str | None = None
    accused_if: str | tuple[tuple[str, Any], ...] = ()
    of: tuple[tuple[str, Any], ...] | None = None
    everybody: bool = False


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
    """Something that happens. `when` lists the acts that make it; `is_` an event it counts as.

    `sides` are those an entry may name, null where the vocabulary does not say; `by` does it unless the log says
    otherwise. A `history` one belongs to what lies before a case, as an earlier penalty does, and begins none.
    `never_before` are events that come before it in every log, `comes` says that it is the first or last.
    """

    when: tuple[Act, ...] = ()
    is_: str | None = None
    log: str = "incident"
    sides: tuple[Side, ...] | None = None
    by: str | None = None
    never_before: tuple[str, ...] = ()
    history: bool = False
    comes: str | None = None

    @property
    def allowed_sides(self) -> tuple[Side, ...]:
        """The sides an entry may name; of an event that says nothing, who did it and to whom."""
        return ("by", "to") if self.sides is None else self.sides

    @property
    def is_heard(self) -> bool:
        """Whether it comes to somebody's knowledge: `by` received or saw it, `from` is whom it came from."""
        return self.sides is not None and "from" in self.sides


class Fact(Entry, frozen=True):
    """Something known or not known about a case. `of` lists the values of a `one_of` or a `set`.

    `follows` is what it may be worked out from, tried in order; a `derived` fact is never said by itself. `ask` is the
    question to a person who is no lawyer, `{v}` in it the party asked about; `hint` helps with the answer. Where the
    natural question is the reverse of the fact, `answer_yes_means` is false. A `consent` is somebody's to give.
    """

    type: FactType = "bool"
    of: tuple[str, ...] = ()
    unit: str | None = None
    derived: bool = False
    follows: tuple[Follows, ...] = ()
    values: dict[str, Label] = {}
    ask: Label = {}
    hint: Label = {}
    answer_yes_means: bool = True
    consent: bool = False


class Action(Entry, frozen=True):
    """An act; `is_` is the family it belongs to."""

    is_: str | None = None


class Vocabulary(msgspec.Struct, frozen=True, dict=True):
    """All names in force for one ruleset: the shared ones and, on top, the ruleset's own.

    `language` is that of the text, which stands in where a label lacks the reader's. The other fields below the tables
    name what the engine itself asks about: the organisation of a case that names none, the event that ends every
    rhythm, the act of telling somebody, and who may hold a post in the organisation. `bound` are the roles for which a
    protocol has another stand.
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
    organisation: str = ""
    ends_rhythms: str = ""
    telling: str = ""
    post_holders: dict[str, Any] = {}
    language: str = "en"
    bound: dict[str, str] = {}

    def meant(self, role: str) -> str:
        """The role that stands here for the one a text names: itself, unless the protocol binds it."""
        return self.bound.get(role, role)

    def binding(self, bound: dict[str, str]) -> Vocabulary:
        """With roles that stand for others: what is told to these, or acts within them, is theirs."""
        if not bound:
            return self
        roles = {
            name: msgspec.structs.replace(one, within=bound[one.within]) if one.within in bound else one
            for name, one in self.roles.items()
        }
        events = {
            name: msgspec.structs.replace(one, when=tuple(_of_bound(act, bound) for act in one.when))
            for name, one in self.events.items()
        }
        return msgspec.structs.replace(self, roles=roles, events=events, bound=bound)

    def with_names(self, more: Vocabulary) -> Vocabulary:
        """This vocabulary with another laid over it; a name said again keeps what the new entry leaves out."""
        united: dict[str, Any] = {}
        for kind in self.__struct_fields__:
            mine, theirs = getattr(self, kind), getattr(more, kind)
            if kind == "language":
                united[kind] = mine
            elif isinstance(theirs, str):
                united[kind] = theirs or mine
            else:
                united[kind] = mine | {name: _over(mine.get(name), entry) for name, entry in theirs.items()}
        return Vocabulary(**united)

    def apart_from(self, other: Vocabulary) -> Vocabulary:
        """The names of its tables that another does not have."""
        found: dict[str, Any] = {}
        for kind in _TABLES:
            mine, theirs = getattr(self, kind), getattr(other, kind)
            found[kind] = {name: entry for name, entry in mine.items() if name not in theirs}
        return Vocabulary(**found)

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

    # `dict=True` keeps these, which every duty of every case asks for.

    @cached_property
    def _bodies(self) -> dict[str, tuple[str, ...]]:
        """Each role with what it acts within, nearest first."""
        return _upwards({name: role.within or None for name, role in self.roles.items()})

    @cached_property
    def _families(self) -> dict[str, tuple[str, ...]]:
        """Each act with the families it belongs to, nearest first."""
        return _upwards({name: act.is_ for name, act in self.actions.items()})

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        """Each event with every event it counts as, nearest first."""
        return _upwards({name: event.is_ for name, event in self.events.items()})

    @cached_property
    def houses(self) -> dict[str, tuple[str, ...]]:
        """The roles that act within each institution, in the vocabulary's order."""
        found: dict[str, list[str]] = {}
        for name in self.roles:
            found.setdefault(self.institution(name), []).append(name)
        return {house: tuple(roles) for house, roles in found.items()}

    def holders(self, role: str) -> frozenset[str]:
        """Who acts within a role, itself and what it is made of included; of all staff everybody in the institution."""
        entry = self.roles.get(role)
        house = self.institution(role)
        within = self.houses.get(house if entry and entry.everybody else role, ())
        return frozenset((*within, *self.composition(role)))

    def institution(self, role: str) -> str:
        """The outermost institution a role acts within: `education_org` for its head."""
        bodies = self._bodies.get(role)
        return bodies[-1] if bodies else role

    def acts_for(self, role: str, body: str) -> bool:
        """Whether a role is a body or acts within it: an officer for the police."""
        return body in self._bodies.get(role, (role,))

    def act_is(self, act: str, family: str) -> bool:
        """Whether an act is the given act or belongs to its family."""
        return family in self._families.get(act, (act,))

    def families(self, act: str) -> tuple[str, ...]:
        """An act with the families it belongs to, nearest first."""
        return self._families.get(act, (act,))

    def made_by(self, act: str) -> frozenset[str]:
        """The events that an act is, whoever does it to whomever."""
        if act not in self._made:
            made = (one.name for one in self.events.values() if any(self.act_is(act, done.do) for done in one.when))
            self._made[act] = frozenset(made)
        return self._made[act]

    @cached_property
    def _made(self) -> dict[str, frozenset[str]]:
        return {}

    def is_told(self, event: Event) -> bool:
        """Whether an event is that somebody was told, so that whom it tells is in its name."""
        return any(self.act_is(act.do, self.telling) for act in event.when) if self.telling else False

    def is_heard(self, name: str) -> bool:
        """Whether something comes to somebody's knowledge with an event."""
        event = self.events.get(name)
        return event is not None and event.is_heard

    def doer(self, name: str, organisation: str) -> str | None:
        """Whose an event is where the log does not say: of a notice nobody knows, else the organisation's.

        The name of an event, or the act that makes it, may say who does it.
        """
        event = self.events.get(name)
        if event is None:
            return organisation
        doers = dict.fromkeys(one for one in (event.by, *(act.by for act in event.when)) if one)
        if doers:
            return next(iter(doers))
        return None if self.is_told(event) else organisation

    def event_is(self, name: str) -> tuple[str, ...]:
        """An event and every event it counts as, nearest first."""
        return self._kinds.get(name, (name,))

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
        """The party variable a fact speaks of; null for a fact of the case. The representative's are the victim's."""
        head = fact.partition(".")[0]
        return self.belongs_to(head) or (head if self.is_party(head) else None)

    def belongs_to(self, role: str) -> str | None:
        """The party whose person a role is: the victim, for the legal representative."""
        entry = self.roles.get(role)
        return entry.belongs_to if entry else None

    def listed(self, role: str) -> bool:
        """Whether the persons a role stands for may be listed in a case, as representatives are."""
        entry = self.roles.get(role)
        return entry is not None and entry.of is not None

    def following(self, roles: Iterable[str]) -> Iterator[tuple[str, Fact]]:
        """The facts of a person in some party roles that may follow from others, without the role's name."""
        for name in self.facts:
            head, _, tail = name.partition(".")
            own = next((role for role in roles if role in self.members(head)), None)
            if own and (fact := self.fact(f"{own}.{tail}")) and fact.follows:
                yield tail, fact

    def contradictions(self, roles: Iterable[str], facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What cannot both be true of a person in some party roles: a fact, and what it is said to follow from."""
        for fact, declared in self.following(roles):
            for basis in bases(declared.follows) if fact in facts else ():
                if basis in facts and contradicts(declared.follows, basis, facts[basis], facts[fact]):
                    yield basis, fact

    def sources(self, fact: str) -> tuple[str, ...]:
        """The facts of the same party that a fact may be worked out from: `victim.age` for `victim.is_minor`."""
        declared, head = self.fact(fact), fact.partition(".")[0]
        return tuple(f"{head}.{basis}" for basis in bases(declared.follows)) if declared else ()

    def limits(self, fact: str) -> tuple[float, ...]:
        """The numbers at which something follows from a fact."""
        tail = fact.partition(".")[2]
        found = [f for declared in self.facts.values() for f in declared.follows]
        return tuple(dict.fromkeys(f.limit for f in found if isinstance(f, Under) and f.fact == tail))

    def stands_with(self, role: str) -> str:
        """The role with which a role stands and falls when it comes to the accused; itself unless it names another."""
        seen: list[str] = []
        while (entry := self.roles.get(role)) and isinstance(entry.accused_if, str) and role not in seen:
            seen.append(role)
            role = entry.accused_if
        return role

    def suspects(self, role: str) -> tuple[tuple[str, Any], ...]:
        """The facts any of which makes the holder of a role the accused."""
        entry = self.roles.get(self.stands_with(role))
        return entry.accused_if if entry and not isinstance(entry.accused_if, str) else ()

    def stands_for(self, role: str) -> tuple[str, ...]:
        """The role itself and, where the text says `has: {any: [...]}`, those of whom one suffices."""
        entry = self.roles.get(role)
        members = entry.has.get("any", ()) if entry and isinstance(entry.has, dict) else ()
        return (role, *(m for m in members if isinstance(m, str)))

    @cached_property
    def accusing(self) -> frozenset[str]:
        """The facts that tell of anybody whether he is the accused, or whether he may be."""
        telling = (fact for role in self.roles for fact, _value in self.suspects(role))
        return frozenset((*telling, *self.post_holders))

    def composition(self, role: str) -> tuple[str, ...]:
        """A role and those it is made of, at any depth."""
        found: list[str] = []
        waiting = [role]
        while waiting:
            if (name := waiting.pop(0)) not in found:
                found.append(name)
                entry = self.roles.get(name)
                waiting += _names_in(entry.has) if entry else ()
        return tuple(found)

    def accuses_kin(self, fact: str) -> bool:
        """Whether a fact, of whichever person, tells that somebody's kin is the accused."""
        tail = fact.partition(".")[2]
        kin = [role for role in self.roles if self.belongs_to(role)]
        return any(name.partition(".")[2] == tail for role in kin for name, _value in self.suspects(role))

    def label(self, kind: str, name: str, language: str) -> str:
        """The label of a name in a language, else in that of the text, else in English, else the name in words."""
        table = getattr(self, kind, None)
        entry = table.get(name) if isinstance(table, dict) else None
        labels: Label = entry.label if isinstance(entry, Entry) else self.other.get(kind, {}).get(name, {})
        return label_for(labels, language, self.language) or name.replace("_", " ")

    def short(self, kind: str, name: str, language: str) -> str:
        """What a name is called where there is little room: in the language by its short label, else by its label."""
        entry = getattr(self, kind, {}).get(name)
        return (isinstance(entry, Entry) and entry.short.get(language)) or self.label(kind, name, language)


def _upwards(above: dict[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Each name with those above it, nearest first; a circle is gone round once."""
    found: dict[str, tuple[str, ...]] = {}
    for name in above:
        chain: list[str] = []
        current: str | None = name
        while current is not None and current not in chain:
            chain.append(current)
            current = above.get(current)
        found[name] = tuple(chain)
    return found


def _of_bound(act: Act, bound: dict[str, str]) -> Act:
    to, by = (role and bound.get(role, role) for role in (act.to, act.by))
    return msgspec.structs.replace(act, to=to, by=by)


def _names_in(has: Any) -> list[str]:
    """The names in what a role is made of, as the vocabulary writes it."""
    if isinstance(has, str):
        return [has]
    if isinstance(has, dict):
        return [name for value in has.values() for name in _names_in(value)]
    return [name for value in has for name in _names_in(value)] if isinstance(has, list | tuple) else []


_TABLES = ("roles", "groups", "events", "facts", "actions", "documents", "channels", "lists", "agendas")


def label_for(label: Label, reader: str, text: str) -> str:
    """A label in the reader's language, else in that of the text, else in English; empty without any of them."""
    return label.get(reader) or label.get(text) or label.get("en") or ""


def _over(old: Any, new: Any) -> Any:
    """A second entry of a name keeps the first one's fields where it says nothing itself."""
    if not isinstance(old, Entry) or type(old) is not type(new):
        return new
    # Not `msgspec.structs.fields`: that works out the types of everything a vocabulary may hold.
    fields, given = new.__struct_fields__, type(new).__struct_defaults__
    defaults = dict(zip(fields[len(fields) - len(given) :], given, strict=True))
    changes = {name: value for name in fields if (value := getattr(new, name)) and value != defaults.get(name)}
    if "label" in changes:
        # Who names a thing anew names it in every country.
        changes.setdefault("labels_in", {})
    return msgspec.structs.replace(old, **changes)
