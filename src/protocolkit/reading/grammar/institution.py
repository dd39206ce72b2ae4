"""An institution's own hours and days, inline or in a file of its own."""

from __future__ import annotations

from protocolkit.reading.grammar.atoms import FREE_TEXT, name
from protocolkit.reading.shapes import Anything, Bool, ByKind, Int, Map, Named, optional

INSTITUTION = Named(
    "institution",
    lambda: ByKind(
        title="a path, or the institution's hours and days",
        scalar=FREE_TEXT,
        map=Map(
            says="an institution",
            fields={
                "office_hours": optional(Anything(), "When it can be reached."),
                "week": optional(Int(at_least=5, at_most=6), "Working days in a week: 5 or 6."),
                "closed": optional(Anything(), "Days on which it does not work besides."),
                "open": optional(Anything(), "Days on which it works besides."),
                "school_days": optional(Anything(), "Days of school."),
                "follows_transfers": optional(Bool(), "Does it follow the moved working days?"),
            },
            name=name("agenda"),
            value=Anything(),
            near_miss=True,
        ),
    ),
)
