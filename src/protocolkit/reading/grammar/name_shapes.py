"""Tables of names: the vocabulary's, and those a ruleset adds."""

from __future__ import annotations

import msgspec

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    CITES,
    EVENT,
    FACT,
    FREE_TEXT,
    LABEL,
    NAME,
    PARTY,
    ROLE,
    ROLE_OR_PARTYS,
    name,
)
from protocolkit.reading.grammar.people_shapes import PEOPLE
from protocolkit.reading.shapes import (
    Bool,
    ByKey,
    ByKind,
    Field,
    Map,
    Named,
    Number,
    OneOrMany,
    Scalar,
    Seq,
    Text,
    optional,
    required,
)

_ITEM = ByKind(
    title=N_("a name, or `{item, cites}`"),
    scalar=ROLE_OR_PARTYS,
    map=Map(
        says=N_("an item"),
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
        title=N_("members, items, or items with their points"),
        doc="What it consists of: people (`{all: [..]}`), a list of items, or items with their points.",
        scalar=ROLE_OR_PARTYS,
        seq=Seq(_ITEM),
        map=Map(
            says=N_("members or items"),
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
    "labels_in": optional(
        Map(
            says=N_("labels by country"),
            name=Text(says=N_("a country"), pattern=r"[a-z]{2}", examples=("kz", "ua")),
            value=LABEL,
        ),
        "Other labels where a country calls it otherwise, or has another body for it; the rest is as in `label`.",
    ),
    "short": optional(LABEL, "What it is called where there is little room; without it as in `label`."),
    "has": optional(HAS, "What it consists of."),
    "cites": optional(CITES, "Where a text names it."),
    "note": optional(FREE_TEXT, "A remark of your own."),
}


def _table(says: str, of: Text, more: dict[str, Field] | None = None, entry: str = "") -> Map:
    """`entry` names an entry where it is not called what its name is; what `more` says goes before what all have."""
    return Map(says=says, name=of, value=Map(says=entry or of.says, fields=(more or {}) | _COMMON | (more or {})))


_WHEN = Map(
    says=N_("the act that makes the event"),
    fields={
        "by": optional(ROLE, "Only if this one acts."),
        "document": optional(name(N_("a document")), "Only with this document."),
    },
    name=name(N_("an act")),
    value=msgspec.structs.replace(ROLE_OR_PARTYS, or_true=True, says=N_("a role, or `true` for anybody")),
)
SIDES = ("by", "from", "to")
FACT_TYPES = ("bool", "integer", "number", "date", "one_of", "set", "text")

_FROM = Text(says=N_("a fact of the same party"), pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", examples=("age",))
_VALUES = Map(says=N_("values of facts"), name=msgspec.structs.replace(FACT, names=""), value=Scalar())
_WAY = N_("a way to work a fact out")
_BASIS = required(_FROM, N_("The fact of the same party that it follows from."))
_TOLD = Map(says=N_("values with `true` or `false`"), name=NAME, value=Bool())
_FOLLOWS = ByKey(
    says=_WAY,
    doc="`{from: age, under: 18}`, `{from: role, when: {pupil: false}}`, `{holds: ROLE}`, `{any: is_minor}`.",
    cases={
        "under": Map(says=_WAY, fields={
            "from": _BASIS, "under": required(Number(), N_("True under this number, else false.")),
        }),
        "when": Map(says=_WAY, fields={
            "from": _BASIS, "when": required(_TOLD, N_("What each value says; `false` is final.")),
        }),
        "holds": Map(says=_WAY, fields={"holds": required(ROLE, N_("Whether the posts held include it."))}),
        "represents": Map(says=_WAY, fields={
            "represents": required(PARTY, N_("Whether those represented include it.")),
        }),
        "several": Map(says=_WAY, fields={"several": required(PARTY, N_("True where the case has more than one."))}),
        "any": Map(says=_WAY, fields={"any": required(_FROM, N_("Whether it holds for any person."))}),
    },
)  # fmt: skip
_ACCUSED_IF = ByKind(
    title=N_("facts with values, or a role"),
    doc="Facts any of which makes its holder the accused, or a role with which it stands and falls.",
    scalar=ROLE,
    map=_VALUES,
)
_OF = Map(says=N_("values of facts of the party"), name=_FROM, value=Scalar())
_ROLES = _table(N_("a map whose values are each a role"), name(N_("a role")), {
    "within": optional(ROLE, "The institution the role acts in."),
    "everybody": optional(Bool(only=True), "Everybody who acts in its institution holds it, as all staff."),
    "belongs_to": optional(PARTY, "The party whose person it is, and under which its facts are kept."),
    "accused_if": optional(_ACCUSED_IF, "What makes its holder the accused."),
    "of": optional(_OF, "Whose it is, by the party's facts; whoever is listed as a representative is one too."),
})  # fmt: skip
_GROUPS = _table(
    N_("a map whose values are each a group of parties"),
    name(N_("a group")),
    {"of": optional(Seq(ROLE), "The party roles it takes together.")},
    entry=N_("a group of parties"),
)
_EVENTS = _table(N_("a map whose values are each an event"), name(N_("an event")), {
    "log": optional(Text(says=N_("a log"), choices=("incident", "organisation")), "Whose log it belongs to."),
    "when": optional(OneOrMany(_WHEN), "The act that makes it: `{notify: police}`."),
    "is": optional(name(N_("an event")), "An event it counts as, too."),
    "history": optional(Bool(only=True), "It lies before the case, as an earlier penalty does, and begins none."),
    "has": optional(
        Seq(Text(says=N_("a side of an event"), choices=SIDES)),
        "Whom an entry may name. With `from` it comes to somebody's knowledge: `by` heard or saw it.",
    ),
    "by": optional(ROLE, "Who does it, where the log does not say."),
    "never_before": optional(OneOrMany(name(N_("an event"))), "What comes before it in every log that has both."),
    "comes": optional(
        Text(says=N_("a place in a log"), choices=("first", "last")), "Whether it comes before or after all else."
    ),
})  # fmt: skip
_FACTS = _table(N_("a map whose values are each a fact"), msgspec.structs.replace(FACT, names=""), {
    "type": required(Text(says=N_("a type of fact"), choices=FACT_TYPES), N_("What values it takes.")),
    "of": optional(Seq(Scalar()), "Its possible values."),
    "unit": optional(FREE_TEXT, "Such as `years`."),
    "derived": optional(Bool(), "Follows from other facts, and is never said by itself."),
    "follows": optional(OneOrMany(_FOLLOWS), "What it may be worked out from, tried in order."),
    "values": optional(Map(says=N_("labels of its values"), name=NAME, value=LABEL), "Labels of its values."),
    "ask": optional(LABEL, "The question that asks for it, in plain words; `{v}` stands for the party."),
    "hint": optional(LABEL, "What helps to answer the question."),
    "answer_yes_means": optional(Bool(), "What the fact is when the question is answered with yes; without it `true`."),
    "consent": optional(Bool(), "It is a consent: a rule that waits for it and does not get it leaves a line."),
})  # fmt: skip
_ACTIONS = _table(
    N_("a map whose values are each an act"),
    name(N_("an act")),
    {"is": optional(name(N_("an act")), "The family of acts it belongs to.")},
)
_DOCUMENTS = _table(N_("a map whose values are each a document"), name(N_("a document")))
_CHANNELS = _table(N_("a map whose values are each a channel"), name(N_("a channel")))
_LISTS = _table(N_("a map whose values are each a list item"), name(N_("a list item")))
_AGENDAS = _table(N_("a map whose values are each an agenda"), name(N_("an agenda")))

TABLES: dict[str, Field] = {
    "roles": optional(_ROLES, "Bodies, posts and people."),
    "groups": optional(_GROUPS, "Several parties taken together."),
    "events": optional(_EVENTS, "What may happen."),
    "facts": optional(_FACTS, "What may be known."),
    "actions": optional(_ACTIONS, "What may be done."),
    "documents": optional(_DOCUMENTS, "Papers."),
    "channels": optional(_CHANNELS, "Ways to pass something on."),
    "lists": optional(_LISTS, "Content items and enumerations."),
    "agendas": optional(_AGENDAS, "Meetings and other dates an organisation plans."),
}
LABELS = _table(
    N_("a map whose values are each a label"),
    Text(says=N_("a name"), pattern=r"[A-Za-z0-9_./-]+"),
    entry=N_("a label"),
)
ANSWERS: dict[str, Field] = {
    "organisation": optional(ROLE, "Whose posts are meant, and whose case it is where a case does not say."),
    "ends_rhythms": optional(EVENT, "The event that ends every repeating duty."),
    "telling": optional(ACT, "The act of telling somebody: bans on it stand before all else."),
    "post_holders": optional(_VALUES, "Offenders of whom it is asked which posts they hold."),
}
NAMES = Map(says=N_("tables of names"), fields=TABLES, doc="Names this text needs that the vocabulary lacks.")
