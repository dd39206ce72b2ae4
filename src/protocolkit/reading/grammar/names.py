"""Tables of names: the vocabulary's, and those a ruleset adds."""

from __future__ import annotations

import msgspec

from protocolkit.reading.grammar.atoms import CITES, FACT, FREE_TEXT, LABEL, NAME, ROLE, ROLE_OR_PARTYS, name
from protocolkit.reading.grammar.people import PEOPLE
from protocolkit.reading.shapes import (
    Bool,
    ByKind,
    Field,
    Map,
    Named,
    OneOrMany,
    Scalar,
    Seq,
    Text,
    optional,
    required,
)

_ITEM = ByKind(
    title="a name, or `{item, cites}`",
    scalar=ROLE_OR_PARTYS,
    map=Map(
        says="an item",
        fields={
            "item": optional(ROLE_OR_PARTYS, "The name of the item."),
            "cites": optional(CITES, "Where the text names it."),
            "label": optional(LABEL),
            "any": optional(OneOrMany(PEOPLE), "One of these."),
            "all": optional(OneOrMany(PEOPLE), "All of these."),
            "note": optional(FREE_TEXT),
        },
    ),
)
HAS = Named(
    "has",
    lambda: ByKind(
        title="members, items, or items with their points",
        doc="What it consists of: people (`{all: [..]}`), a list of items, or items with their points.",
        scalar=ROLE_OR_PARTYS,
        seq=Seq(_ITEM),
        map=Map(
            says="members or items",
            fields={
                "any": optional(OneOrMany(PEOPLE), "One of these suffices."),
                "all": optional(OneOrMany(PEOPLE), "It is composed of all of these."),
                "each": optional(OneOrMany(PEOPLE)),
                "except": optional(OneOrMany(PEOPLE)),
                "else": optional(OneOrMany(PEOPLE)),
            },
            name=NAME,
            value=CITES,
        ),
    ),
)
_COMMON: dict[str, Field] = {
    "label": optional(LABEL, "The name in each language."),
    "has": optional(HAS, "What it consists of."),
    "cites": optional(CITES, "Where a text names it."),
    "note": optional(FREE_TEXT, "A remark of your own."),
}


def _table(says: str, of: Text, more: dict[str, Field] | None = None) -> Map:
    return Map(says=f"a map whose values are each {says}", name=of, value=Map(says=says, fields=(more or {}) | _COMMON))


_WHEN = Map(
    says="the act that makes the event",
    fields={
        "by": optional(ROLE, "Only if this one acts."),
        "document": optional(name("document"), "Only with this document."),
    },
    name=name("act"),
    value=msgspec.structs.replace(ROLE_OR_PARTYS, or_true=True, says="role, or `true` for anybody"),
)
FACT_TYPES = ("bool", "integer", "number", "date", "one_of", "set", "text")

_ROLES = _table("a role", name("role"), {
    "within": optional(ROLE, "The institution the role acts in."),
})  # fmt: skip
_GROUPS = _table("a group of parties", name("group"), {"of": optional(Seq(ROLE), "The party roles it takes together.")})
_EVENTS = _table("an event", name("event"), {
    "log": optional(Text(says="log", choices=("incident", "organisation")), "Whose log it belongs to."),
    "when": optional(OneOrMany(_WHEN), "The act that makes it: `{notify: police}`."),
    "is": optional(name("event"), "An event it counts as, too."),
})  # fmt: skip
_FACTS = _table("a fact", msgspec.structs.replace(FACT, names=""), {
    "type": required(Text(says="type of fact", choices=FACT_TYPES), "What values it takes."),
    "of": optional(Seq(Scalar()), "Its possible values."),
    "unit": optional(FREE_TEXT, "Such as `years`."),
    "derived": optional(Bool(), "Follows from other facts."),
    "values": optional(Map(says="labels of its values", name=NAME, value=LABEL), "Labels of its values."),
})  # fmt: skip
_ACTIONS = _table("an act", name("act"), {"is": optional(name("act"), "The family of acts it belongs to.")})

TABLES: dict[str, Field] = {
    "roles": optional(_ROLES, "Bodies, posts and people."),
    "groups": optional(_GROUPS, "Several parties taken together."),
    "events": optional(_EVENTS, "What may happen."),
    "facts": optional(_FACTS, "What may be known."),
    "actions": optional(_ACTIONS, "What may be done."),
    "documents": optional(_table("a document", name("document")), "Papers."),
    "channels": optional(_table("a channel", name("channel")), "Ways to pass something on."),
    "lists": optional(_table("a list item", name("list item")), "Content items and enumerations."),
    "agendas": optional(_table("an agenda", name("agenda")), "Meetings and other dates an organisation plans."),
}  # fmt: skip
LABELS = _table("a label", Text(says="name", pattern=r"[A-Za-z0-9_./-]+"))
NAMES = Map(says="tables of names", fields=TABLES, doc="Names this text needs that the vocabulary lacks.")
