"""A calendar file: the frozen base and the dated layers on it. The days themselves are checked by its own reader."""

from __future__ import annotations

from protocolkit.reading.grammar.atoms import CALENDAR_ID, DATE, FREE_TEXT, LABEL, ZONE
from protocolkit.reading.shapes import Bool, Exactly, Int, Map, Seq, Text, optional, required

_STATUS = Text(says="status", choices=("official", "projected", "provisional", "estimated"))
_SOURCE = required(FREE_TEXT, "The act with its number and date, and where it was read.")
_KNOWN_FROM = optional(DATE, "The first day on which it could be known; before it the earlier plan holds.")
_KIND = Text(says="day kind", pattern=r"[a-z][a-z0-9]*(_[a-z0-9]+)*", examples=("working", "school"))
_DAY_OF_YEAR = Text(says="day of the year", pattern=r"[1-9][0-9]? [a-z]+", examples=("1 september",))
_RECURRING = Text(
    says="date or month and day", pattern=r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", examples=("2024-06-16", "08-30")
)
_INSTANT = Text(
    says="instant",
    pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+(Z|[+-][0-9:]+)",
    examples=("2026-05-04T05:30:00+03:00",),
)
_DAYS = Seq(Text(says="date or span", hint=r"[0-9-]+(/[0-9-]+)?", examples=("2026-10-26/2026-11-01",)))

_BASE = Map(
    says="the frozen base",
    fields={
        "file": required(FREE_TEXT, "The data file, beside this one."),
        "sha256": required(Text(says="digest", pattern="[0-9a-f]{64}"), "Its digest; the freeze command writes it."),
    },
)
_COVERAGE = Map(
    says="a window of coverage",
    fields={
        "from": required(DATE),
        "through": required(DATE, "The last day, included."),
        "status": required(Text(says="status", choices=("official", "projected"))),
        "missing": optional(Seq(Text(says="layer", examples=("transfers",))), "What may still be announced."),
        "because": required(FREE_TEXT, "Why the window is what it is."),
    },
)
_HOLIDAY = Map(
    says="a holiday the base lacks, or has at the wrong time",
    fields={
        "date": required(_RECURRING, "One day, or a month and day of every year `from_year` on."),
        "from_year": optional(Int(at_least=1991, at_most=2200)),
        "name": required(FREE_TEXT, "The name used here."),
        "known_from": _KNOWN_FROM,
        "known_until": optional(DATE, "The day from which it is known not to be one."),
        "status": required(_STATUS),
        "source": _SOURCE,
    },
)
_ANNOUNCEMENT = Map(
    says="the announced day of a feast",
    fields={
        "name": required(FREE_TEXT, "The name used here."),
        "date": required(DATE),
        "status": required(_STATUS),
        "known_from": required(DATE, "The day of the announcement."),
        "tolerance_days": optional(Int(at_least=0, at_most=3), "By how much it may still move; 1 unless official."),
        "source": _SOURCE,
    },
)
_TRANSFER = Map(
    says="a moved day, with both ends",
    fields={
        "off": required(DATE, "The day that becomes a day off."),
        "work": required(DATE, "The day off that is worked instead."),
        "known_from": _KNOWN_FROM,
        "status": required(_STATUS),
        "source": _SOURCE,
        "note": optional(FREE_TEXT),
    },
)
_VERIFIED = Map(
    says="how far the regime is verified",
    fields={"until": required(_INSTANT), "known_from": required(DATE), "source": _SOURCE},
)
_REGIME = Map(
    says="a regime over the holidays",
    fields={
        "id": required(_KIND),
        "from": required(DATE),
        "known_from": required(DATE),
        "suspends_holidays_from": required(DATE, "From here on holidays and moved days are ordinary days."),
        "source": _SOURCE,
        "gap": optional(FREE_TEXT, "What is uncertain between `from` and `suspends_holidays_from`."),
        "verified": required(Seq(_VERIFIED), "Every extension read; later days are assumed."),
        "afterwards": required(Text(says="what holds afterwards", choices=("assumed",))),
    },
)
_DAY_KIND = Map(
    says="a day kind",
    fields={
        "of": optional(Text(says="base of the kind", choices=("working", "school")), "`working` unless given."),
        "except": optional(_DAYS, "Days that are not of the kind."),
        "also": optional(_DAYS, "Days that are."),
        "label": optional(LABEL),
    },
    at_least=0,
)

CALENDAR = Map(
    title="Calendar",
    says="a calendar",
    doc="Which days are worked, with a source and a status for each that is not ordinary.",
    fields={
        "calendar": required(CALENDAR_ID, "The id."),
        "version": required(Text(says="version", examples=("2026-11-21.1",)), "Changes with every change of a day."),
        "title": optional(LABEL),
        "zone": required(ZONE, "The zone where the user names none."),
        "base": required(_BASE),
        "names": optional(
            Map(says="names of holidays", name=Text(), value=FREE_TEXT), "Names used here for names of the base."
        ),
        "holiday_law": required(FREE_TEXT, "The source of every holiday of the base."),
        "profiles": required(
            Map(
                says="profiles", name=Text(says="profile", pattern=r"[a-z0-9]+"), at_least=1,
                value=Map(says="a profile", fields={"week": required(Int(at_least=5, at_most=6))}),
            ),
            "Names of working weeks: five days (Saturday and Sunday off) or six.",
        ),
        "day_kinds": required(Map(says="day kinds", name=_KIND, value=_DAY_KIND), "What `N KIND_days` may count."),
        "substitution": required(
            Map(says="the rule for holidays on days off", fields={
                "next_working_day": required(Bool()),
                "except": optional(Seq(FREE_TEXT), "Holidays that do not move."),
                "source": _SOURCE,
            }),
        ),
        "transfers_binding": required(Bool(), "Whether moved days bind institutions or are only recommended."),
        "school_year": required(
            Map(says="the school year", fields={
                "starts": required(_DAY_OF_YEAR),
                "ends": required(_DAY_OF_YEAR, "The last day of teaching."),
                "status": required(_STATUS),
                "source": _SOURCE,
            }),
        ),
        "bare_days": optional(
            Map(says="a reading of plain days", fields={
                "may_be": required(_KIND, "The kind of day they may mean."),
                "at_most": required(Int(at_least=1, at_most=9999), "Up to how many."),
                "because": required(FREE_TEXT),
            }),
            "Where plain `N days` may mean days of a kind: recorded as a reading.",
        ),
        "coverage": required(Seq(_COVERAGE), "Which spans are law and which are forecast, without gaps."),
        "holidays": optional(Seq(_HOLIDAY)),
        "announcements": optional(Seq(_ANNOUNCEMENT)),
        "transfers": optional(Seq(_TRANSFER)),
        "regimes": optional(Seq(_REGIME)),
    },
    constraints=(Exactly("calendar", ("calendar",)),),
)  # fmt: skip
