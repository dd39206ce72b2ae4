"""A letter: what a paper about a duty says, with blanks for what no case holds; and the addresses it goes to."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    ACT,
    DOCUMENT,
    FREE_TEXT,
    ITEM,
    LABEL,
    PARTY,
    PROTOCOL_ID,
    REFERENCE,
    ROLE,
    RULE_REF,
)
from protocolkit.reading.shapes import Bool, ByKey, Int, Map, OneOrMany, Seq, Some, Text, optional, required

ITEM_KINDS = ("line", "lines", "each_victim", "forms")
_SAYS = N_("a part of a letter")
_IF = optional(
    Text(says=N_("when a part stands"), choices=("kin_accused", "post_accused")),
    "Only if a relative or a post is known to be the accused: without it always.",
)
_PART = ByKey(
    says=_SAYS,
    doc="`{text: ..}`, `{blank: ..}`, `{lines: ..}`, `{each: victim, blank: ..}`, `{content: true}`, `{channels: ..}`.",
    cases={
        "text": Map(says=_SAYS, fields={
            "text": required(LABEL, N_("A paragraph. In braces: what the case or the duty says.")),
            "if": _IF,
        }),
        "blank": Map(says=_SAYS, fields={
            "blank": required(LABEL, N_("What is written on a line.")),
            "each": optional(PARTY, "A line for each of these, with `{n}` and `{age}` in its words."),
        }),
        "lines": Map(says=_SAYS, fields={
            "lines": required(LABEL, N_("What is written on several lines.")),
            "rows": optional(Int(at_least=2, at_most=20), "How many; 6 without it."),
        }),
        "content": Map(says=_SAYS, fields={
            "content": required(Bool(only=True), N_("Everything that the duty wants told, item by item.")),
        }),
        "channels": Map(says=_SAYS, fields={
            "channels": required(LABEL, N_("The ways in which the text lets it go, to tick.")),
        }),
    },
)  # fmt: skip

LETTER = Map(
    title="Letter",
    says=N_("a letter"),
    doc="A paper about a duty: who it serves and what it says. It names nobody; names are written on the print.",
    fields={
        "letter": required(PROTOCOL_ID, N_("The id: country and kind.")),
        "title": required(LABEL, N_("What stands above it.")),
        "about": optional(LABEL, "The line below the title."),
        "serves": required(
            Map(
                says=N_("which duties it serves"),
                fields={
                    "rules": optional(OneOrMany(RULE_REF), "Duties of these rules."),
                    "documents": optional(OneOrMany(DOCUMENT), "Duties that make one of these documents."),
                    "do": optional(OneOrMany(ACT), "Duties to do one of these acts."),
                    "to": optional(OneOrMany(ROLE), "And only if they go to one of these."),
                    "to_bodies": optional(Bool(only=True), "And only if they go to a body, not to a person."),
                },
                constraints=(Some(N_("without a rule, a document or an act"), ("rules", "documents", "do")),),
            ),
            N_("Which duties it serves; of several letters the one that says most of the duty."),
        ),
        "content": optional(Seq(ITEM), "What it tells where the text of the duty does not say."),
        "items": optional(
            Map(
                says=N_("kinds of blanks by item"),
                name=ITEM,
                value=Text(says=N_("a kind of blank"), choices=ITEM_KINDS),
            ),
            "How items are filled in: a line, several, a line for each victim, or the forms that the case names.",
        ),
        "parts": required(Seq(_PART), N_("What it says, in order.")),
        "signature": optional(LABEL, "Who signs; without it the post, the signature and the name are blanks."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
)

_REACHED = {
    "address": optional(FREE_TEXT, "Where letters to it go."),
    "phone": optional(FREE_TEXT, "Where it is called."),
    "email": optional(
        Text(says=N_("an e-mail address"), pattern=r"[^@\s]+@[^@\s]+", examples=("office@example.org",)),
        "Where it is written to by e-mail.",
    ),
}
CONTACTS = Map(
    title="Contacts",
    says=N_("contacts"),
    doc="The addresses of one institution's own letters. It stays with the institution: no case and no rule names it.",
    fields={
        "contacts": required(REFERENCE, N_("Whose they are: a reference, never a person's name.")),
        "sender": optional(
            Map(
                says=N_("the sender"),
                fields={
                    "office": optional(FREE_TEXT, "The name of the institution."),
                    **_REACHED,
                },
            ),
            "The institution itself.",
        ),
        "roles": required(
            Map(
                says=N_("addresses by role"),
                name=ROLE,
                value=Map(
                    says=N_("an address"),
                    fields={
                        "office": optional(FREE_TEXT, "The name of the body, never of a person."),
                        **_REACHED,
                    },
                    constraints=(Some(N_("an address that says nothing"), ("office", "address", "phone", "email")),),
                ),
            ),
            N_("Each body or person to write to, by role."),
        ),
    },
)
