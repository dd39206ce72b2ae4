"""An institution's own hours and days, inline or in a file of its own."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import FREE_TEXT, INSTANT, REFERENCE, ROLE, name
from protocolkit.reading.shapes import Bool, ByKind, Int, Map, Named, OneOrMany, Text, optional

_HOURS = Text(
    says=N_("a span of hours"), hint=r"[0-9]{2}:[0-9]{2} ?[-–] ?[0-9]{2}:[0-9]{2}|closed", examples=("09:00-18:00",)
)
_DAYS = OneOrMany(
    Text(
        says=N_("a date or span"),
        hint=r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*",
        examples=("2026-12-24", "2026-10-26/2026-11-01"),
    )
)

INSTITUTION_KEYS = Map(
    says=N_("an institution"),
    fields={
        "institution": optional(REFERENCE, "Its reference, in a file of its own."),
        "office_hours": optional(
            ByKind(
                title=N_("hours, or hours by weekday"),
                scalar=_HOURS,
                map=Map(
                    says=N_("hours by weekday"),
                    name=Text(
                        says=N_("a weekday or span"),
                        pattern=r"[a-z]+(-[a-z]+)?",
                        examples=("mon-fri", "saturday"),
                    ),
                    value=_HOURS,
                ),
            ),
            "When it is open: `09:00-18:00` from Monday to Friday, or a map of weekdays.",
        ),
        "week": optional(Int(at_least=5, at_most=6), "Working days in a week: 5 or 6."),
        "closed": optional(_DAYS, "Days on which it does not work besides."),
        "open": optional(_DAYS, "Days on which it works besides."),
        "school_days": optional(_DAYS, "Days of school."),
        "follows_transfers": optional(Bool(), "Does it follow the moved working days?"),
        "absent": optional(OneOrMany(ROLE), "Posts nobody holds, or whose holders are away."),
        "acting": optional(
            Map(says=N_("who acts for whom"), name=name(N_("a post"), "education_org_head"), value=ROLE),
            "Who acts in whose place: `{education_org_head: education_org_deputy_head}`.",
        ),
        "conflicted": optional(
            OneOrMany(ROLE),
            "Posts whose holders may not act here, for a conflict of interest; they may be told.",
        ),
    },
    name=name(N_("an agenda"), "board_meeting", names="agendas"),
    value=OneOrMany(INSTANT),
)
INSTITUTION = Named(
    "institution",
    lambda: ByKind(title=N_("a path, or the institution's hours and days"), scalar=FREE_TEXT, map=INSTITUTION_KEYS),
)
