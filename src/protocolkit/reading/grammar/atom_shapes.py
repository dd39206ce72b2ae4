"""The single values all kinds of files share: names, references, instants, labels, citations."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.shapes import Map, Named, OneOrMany, Seq, Text, optional, required

_NAME = r"[a-z][a-z0-9_]*"
_KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
_ID = r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*"


def name(says: str, *examples: str, names: str = "") -> Text:
    """A name in snake_case. `names` is the vocabulary table it is from."""
    return Text(says=says, pattern=_NAME, examples=examples, names=names)


NAME = name(N_("a name"), "report_received")
ROLE = name(N_("a role"), "police", "education_org_head", names="roles")
EVENT = name(N_("an event"), "report_received", names="events")
ACT = name(N_("an act"), "notify", "interview", names="actions")
DOCUMENT = name(N_("a document"), "short_note", names="documents")
CHANNEL = name(N_("a channel"), "protected_email", names="channels")
ITEM = Text(
    says=N_("a list item"), pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", examples=("child_full_name",),
    names="lists",
    doc="A name with a label in `names.lists` or in the vocabulary's lists.",
)  # fmt: skip
FACT = Text(
    says=N_("a fact"), pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", examples=("victim.is_minor", "incident.forms"),
    names="facts", doc="A fact of the vocabulary: `victim.is_minor`, `party.age`, `incident.forms`.",
)  # fmt: skip
LET = Text(
    says=N_("a condition, or the name of one"), pattern=r"\$[a-z][a-z0-9_]*", examples=("$grave",),
    doc="What the ruleset names under `let`: `$grave`.",
)  # fmt: skip
EVENT_OR_LET = Text(
    says=N_("an event"), pattern=rf"\$?{_NAME}", examples=("report_received",), names="events",
    doc="An event of the vocabulary, or a moment that `let` names: `report_received`, `$heard`.",
)  # fmt: skip
ROLE_OR_PARTYS = Text(
    says=N_("a role or party"), pattern=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?",
    examples=("police", "party.legal_representative"),
    names="people", doc="A role, a party, or a party's person: `police`, `victim`, `victim.legal_representative`.",
)  # fmt: skip
PARTY = name(N_("a party or group"), "party", "victim", names="groups")

RULE_ID = Text(says=N_("a rule id"), pattern=r"[a-z][a-z0-9]*(-[a-z0-9]+)*", examples=("notify-authorities",))
RULE_REF = Text(
    says=N_("a rule"),
    pattern=rf"({_ID}#)?{_KEBAB}",
    examples=("notify-authorities", "kz/interagency#notify-authorities"),
)
RULESET_ID = Text(says=N_("a ruleset id"), pattern=_ID, examples=("kz/interagency",), names="rulesets")
PROTOCOL_ID = Text(says=N_("a protocol id"), pattern=_ID, examples=("kz/national",), names="protocols")
CALENDAR_ID = Text(says=N_("a calendar id"), pattern=_ID, examples=("kz",), names="calendars")
REFERENCE = Text(
    says=N_("a reference"), hint=r"[^\s]{1,64}", examples=("school-12/2026-041",),
    doc="Letters, digits, `.`, `/`, `_` and `-`, at most 64. Never a person's name.",
)  # fmt: skip
PERSON_ID = Text(says=N_("a reference of a party"), hint=r"[^\s]{1,64}", examples=("v1", "o1"))
ZONE = Text(says=N_("a time zone"), pattern=r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*", examples=("Asia/Almaty", "Europe/Kyiv"))
LANGUAGE = Text(says=N_("a language code"), pattern=r"[a-z]{2,3}", examples=("kk", "ru", "uk", "en"))
DATE = Text(says=N_("a date"), pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}", examples=("2026-11-20",), day=True)
DATE_OR_UNDATED = Text(
    says=N_("a date or `undated`"), pattern=DATE.pattern + "|undated", examples=("2026-11-20", "undated"), day=True
)
INSTANT = Text(
    says=N_("an instant"),
    hint=r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.,]+([Zz]|[+-][0-9:]+)?(\[[A-Za-z0-9_+/-]+\])?)?",
    examples=("2026-11-20T14:30:00+05:00",), doc="A date and time with its offset: `2026-11-20T14:30:00+05:00`.",
)  # fmt: skip
TERM = Text(says=N_("a term"), hint="<term>", names="terms")
NEW_LIMIT = Text(
    says=N_("an instant, a day or a term"), hint=f"({INSTANT.hint})|(<term>)",
    examples=("2026-11-20T14:30:00+05:00", "2026-11-30", "3 working_days"),
)  # fmt: skip
FREE_TEXT = Text()

LABEL = Named("label", lambda: Map(
    says=N_("a label in each language"),
    fields={code: optional(FREE_TEXT, doc) for code, doc in (
        ("en", "In English."), ("kk", "In Kazakh."), ("ru", "In Russian."), ("uk", "In Ukrainian."),
    )},
    name=LANGUAGE,
    value=FREE_TEXT,
    doc="Short wording of your own in each language.",
))  # fmt: skip

TEXT_ID = Text(says=N_("the id of a text"), pattern=_KEBAB, examples=("law", "law-kk"))
CITE = Map(
    says=N_("a point and its words"),
    fields={
        "point": required(
            Text(says=N_("a point"), examples=("1", "2, dash 1", "26(7)", "41.4")),
            N_("The point as printed, quoted: unquoted `22.10` would read as 22.1."),
        ),
        "words": required(
            FREE_TEXT, N_("The few words that carry the norm, letter for letter; never whole sentences.")
        ),
        "text": optional(TEXT_ID, "Which of the ruleset's texts; without it the first."),
    },
    snippets=(("cite", {"point": "$1", "words": "$2"}),),
)
CITES = Named("cites", lambda: OneOrMany(CITE, doc="Where the text says so: one point, or a list of them."))


def names(item: Text) -> OneOrMany:
    return OneOrMany(item)


def some(item: object, at_least: int = 1) -> Seq:
    return Seq(item, at_least=at_least)
