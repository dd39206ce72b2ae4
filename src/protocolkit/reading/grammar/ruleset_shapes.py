"""A ruleset file: one text, or a part of one. A protocol file: rulesets that apply together."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import (
    CALENDAR_ID,
    DATE,
    DATE_OR_UNDATED,
    FREE_TEXT,
    LABEL,
    LANGUAGE,
    PROTOCOL_ID,
    ROLE,
    RULE_ID,
    RULE_REF,
    RULESET_ID,
    TEXT_ID,
    ZONE,
    name,
)
from protocolkit.reading.grammar.condition_shapes import COND
from protocolkit.reading.grammar.institution_shapes import INSTITUTION
from protocolkit.reading.grammar.moment_shapes import MOMENT
from protocolkit.reading.grammar.name_shapes import NAMES
from protocolkit.reading.grammar.rule_shapes import ADDED, CHANGED, RULE, TIME
from protocolkit.reading.shapes import (
    Anything,
    ByKind,
    Either,
    Field,
    Map,
    Needs,
    Number,
    OneOrMany,
    OnlyWith,
    Seq,
    Some,
    Text,
    optional,
    required,
)

_TEXT = Map(
    says=N_("a text"),
    fields={
        "title": required(
            ByKind(title=N_("a title"), scalar=FREE_TEXT, map=LABEL), N_("Its title, in your own wording.")
        ),
        "short": optional(LABEL, "What people call it, in a word or two."),
        "language": required(LANGUAGE, N_("The language its words are quoted in.")),
        "file": optional(FREE_TEXT, "The file that holds it."),
        "sha256": optional(Text(says=N_("a SHA-256 digest"), pattern=r"[0-9a-f]{64}"), "Of that file."),
        "source": optional(FREE_TEXT, "Where it is published."),
        "id": optional(TEXT_ID, "What citations call it, where the ruleset has several texts."),
        "version_of": optional(TEXT_ID, "The text that is the same act in another language: its points are the same."),
        "unofficial_copy": optional(
            FREE_TEXT, "How the copy was had and how far checked, if nobody has compared it with an official one."
        ),
    },
    constraints=(OnlyWith(("sha256",), ("file",)), OnlyWith(("version_of",), ("id",))),
)
_PARAMETER = Seq(
    Map(
        says=N_("a value and since when"),
        fields={
            "from": required(DATE_OR_UNDATED, "Since when."),
            "until": optional(DATE, "The first day on which the value holds no longer."),
            "value": required(Number()),
            "unit": optional(FREE_TEXT),
            "source": required(FREE_TEXT, N_("Where the value comes from.")),
        },
    )
)
_PARAMETERS = Map(says=N_("parameters by name"), name=name(N_("a parameter")), value=_PARAMETER)
_LETS = Map(
    says=N_("conditions and moments by name"),
    name=name(N_("a name"), "grave"),
    value=Either((COND, MOMENT), doc="A condition or a moment, as rules have them."),
)
_NEWER = Map(
    says=N_("a later act"),
    fields={
        "act": required(FREE_TEXT, N_("What it is called.")),
        "date": optional(DATE),
        "because": required(FREE_TEXT, N_("In your own words.")),
    },
)
_VERIFICATION = Map(
    says=N_("who checked the rules"),
    fields={
        "date": required(DATE, N_("On which day.")),
        "role": required(FREE_TEXT, N_("In what role: no name of a person.")),
        "checked": required(FREE_TEXT, N_("What was held against the text, and against which copy of it.")),
    },
)
_UNENCODED = Map(
    says=N_("a point without a rule"),
    fields={
        "point": required(Text(says=N_("a point"), examples=("5",))),
        "words": optional(FREE_TEXT, "The few words it turns on; none where the point is not at hand."),
        "because": required(FREE_TEXT, N_("Why it makes no rule, in your own words.")),
        "text": optional(TEXT_ID, "Which of the ruleset's texts; without it the first."),
    },
)
_NOT_AT_HAND = Map(
    says=N_("a point whose wording is not at hand"),
    fields={
        "point": required(Text(says=N_("a point"), examples=("2",))),
        "because": required(FREE_TEXT, N_("What is not known and where its words are from, in your own words.")),
    },
)
IN_FORCE = Map(
    says=N_("since and until when"),
    fields={
        "from": required(DATE_OR_UNDATED, "Since when."),
        "until": optional(DATE, "The first day on which it no longer applies."),
    },
)


def variation(rule: Text) -> dict[str, Field]:
    """What one ruleset or protocol changes in another: a ruleset names its rules shortly, a protocol by full id."""
    changes = {"because": required(FREE_TEXT, "Why."), "set": required(CHANGED, N_("The keys that are different."))}
    change = Map(says=N_("changes by rule id"), name=rule, value=Map(says=N_("a change"), fields=changes))
    removal = Map(says=N_("a removal"), fields={"because": required(FREE_TEXT, "Why.")})
    return {
        "extends": optional(RULESET_ID, "What this one changes."),
        "change": optional(change, "Rules that are different here."),
        "remove": optional(
            Map(says=N_("removals by rule id"), name=rule, value=removal), "Rules that do not apply here."
        ),
        "add": optional(Seq(ADDED), "Rules that apply here besides."),
    }


VARIES = OnlyWith(("change", "remove", "add"), ("extends",), N_("name what it changes, as `extends: kz/interagency`"))
_HEAD = ("text", "zone", "calendar", "in_force")
_CONTENT = ("rules", "names", "unencoded", "change", "remove", "add", "params")

RULESET = Map(
    title="Ruleset",
    says=N_("a ruleset"),
    doc="One text as rules, each with its source; or one file of several that repeat the same id.",
    fields={
        "ruleset": required(RULESET_ID, N_("The id: country and text.")),
        "title": optional(ByKind(title=N_("a title"), scalar=FREE_TEXT, map=LABEL), "What it is, in your own words."),
        "text": optional(OneOrMany(_TEXT), "The text it encodes."),
        "zone": optional(ZONE, "The time zone its days are in."),
        "calendar": optional(CALENDAR_ID, "The calendar that says which days are worked."),
        "in_force": optional(IN_FORCE, "Since and until when it applies; `from: undated` if the text does not say."),
        "reviewed_through": optional(DATE, "The day up to which somebody looked for later acts."),
        "verified_by": optional(
            OneOrMany(_VERIFICATION), "Who checked the rules against the text; without it every plan is uncertified."
        ),
        "wording_not_at_hand": optional(
            Seq(_NOT_AT_HAND), "Points that this edition cites in the wording of another, its own being unknown."
        ),
        "may_be_superseded_by": optional(OneOrMany(_NEWER), "Later acts that may replace it."),
        "scope": optional(COND, "The cases it speaks of at all; where it is false, nothing of the text applies."),
        "transition": optional(Anything(), "What governs cases that began under an earlier edition."),
        "time": optional(TIME, "Its conventions of time."),
        "let": optional(_LETS, "Conditions and moments that several rules use, as `$name`."),
        "params": optional(_PARAMETERS, "Values that change by date."),
        "names": optional(NAMES, "Names this text needs that the vocabulary lacks."),
        **variation(RULE_ID),
        "unencoded": optional(Seq(_UNENCODED), "Points that make no rule, and why."),
        "rules": optional(Seq(RULE), "The rules, in the order of the text."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    constraints=(
        *(Needs(key, tuple(k for k in _HEAD if k != key), unless=("extends",)) for key in _HEAD),
        Some(N_("no content"), _CONTENT, unless=_HEAD),
        VARIES,
    ),
)  # fmt: skip


_CONFLICT = Map(
    says=N_("a conflict"),
    fields={
        "id": required(RULE_ID, N_("A name of your own.")),
        "rules": required(Seq(RULE_REF), N_("The rules that answer differently, by their full ids.")),
        "governs": required(RULE_REF, N_("The rule that governs, or `person` where a person must decide.")),
        "because": required(FREE_TEXT, N_("Why, in your own words.")),
    },
)
RANKS = ("code", "law", "order", "guidance", "undated")
_UNITED = Map(
    says=N_("a ruleset and its rank"),
    fields={
        "id": required(RULESET_ID, "The ruleset."),
        "rank": optional(
            Text(says=N_("a rank"), choices=RANKS), "What kind of text it is; what ranks higher may not be weakened."
        ),
        "merge": optional(
            Text(says=N_("a way to merge"), choices=("none",)), "With `none` its duties are never one with others'."
        ),
    },
)
PROTOCOL = Map(
    title="Protocol",
    says=N_("a protocol"),
    doc="What a user asks for: the rulesets that apply together, in order of precedence.",
    fields={
        "protocol": required(PROTOCOL_ID, "The id."),
        "title": optional(ByKind(title=N_("a title"), scalar=FREE_TEXT, map=LABEL), "What it is, in your own words."),
        "rulesets": optional(
            Seq(ByKind(title=N_("a ruleset"), scalar=RULESET_ID, map=_UNITED)), "The rulesets, in order of precedence."
        ),
        "zone": optional(ZONE, "The time zone; otherwise that of the first ruleset."),
        "calendar": optional(CALENDAR_ID, "The calendar; otherwise that of the first ruleset."),
        "institution": optional(INSTITUTION, "The hours and days of the institution."),
        "merge": optional(
            Text(says=N_("a way to merge"), choices=("strictest",)), "What governs the same duty found twice."
        ),
        "bind": optional(
            Map(says=N_("roles by the role that a text names"), name=ROLE, value=ROLE),
            "Who stands here for a role that the texts name.",
        ),
        "conflicts": optional(Seq(_CONFLICT), "Questions that its rules answer differently."),
        **variation(RULE_REF),
        "extends": optional(OneOrMany(PROTOCOL_ID), "What it changes; of several, the first is nearest."),
        "note": optional(FREE_TEXT, "A remark of your own."),
    },
    constraints=(Some(N_("no `rulesets`"), ("rulesets",), unless=("extends",)), VARIES),
)
