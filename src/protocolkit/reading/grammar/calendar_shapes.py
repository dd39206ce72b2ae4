"""A calendar file: the frozen base and the dated layers on it. The days themselves are checked by its own reader."""

from __future__ import annotations

from msgspec.structs import replace

from protocolkit.languages import N_
from protocolkit.languages.civil_days import WEEKDAYS
from protocolkit.reading.grammar.atom_shapes import CALENDAR_ID, DATE, FREE_TEXT, LABEL, ZONE
from protocolkit.reading.shapes import Bool, Exactly, Int, Map, Needs, OnlyWith, Seq, Text, optional, required

_STATUS = Text(says=N_("a status"), choices=("official", "projected", "provisional", "estimated", "listed"))
_KNOWN = Text(says=N_("a status"), choices=("official", "projected", "listed"))
_SOURCE = required(FREE_TEXT, N_("The act with its number and date, and where it was read."))
# Days are read by the calendar, which says more of one that is none.
_DATE = replace(DATE, day=False)
_KNOWN_FROM = optional(_DATE, "The first day on which it could be known; before it the earlier plan holds.")
_KIND = Text(says=N_("a day kind"), pattern=r"[a-z][a-z0-9]*(_[a-z0-9]+)*", examples=("working", "school"))
_DAY_OF_YEAR = Text(says=N_("a day of the year"), pattern=r"[1-9][0-9]? [a-z]+", examples=("1 september",))
_RECURRING = Text(
    says=N_("a date or month and day"), pattern=r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", examples=("2024-06-16", "08-30")
)
_INSTANT = Text(
    says=N_("an instant"),
    pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+(Z|[+-][0-9:]+)",
    examples=("2026-05-04T05:30:00+03:00",),
)
_DAYS = Seq(Text(says=N_("a date or span"), hint=r"[0-9-]+(/[0-9-]+)?", examples=("2026-10-26/2026-11-01",)))

_YEARS = Text(says=N_("a span of years"), pattern=r"[0-9]{4}-[0-9]{4}", examples=("2026-2028",))
_BASE = Map(
    says=N_("the frozen base"),
    fields={
        "file": required(FREE_TEXT, N_("The data file, beside this one.")),
        "sha256": required(
            Text(says=N_("a digest"), pattern="[0-9a-f]{64}"), N_("Its digest; the freeze command writes it.")
        ),
    },
)
_COVERAGE = Map(
    says=N_("a window of coverage"),
    fields={
        "from": required(_DATE),
        "through": required(_DATE, N_("The last day, included.")),
        "status": required(_KNOWN),
        "missing": optional(Seq(Text(says=N_("a layer"), examples=("transfers",))), "What may still be announced."),
        "because": required(FREE_TEXT, N_("Why the window is what it is.")),
    },
)
_HOLIDAY = Map(
    says=N_("a holiday the base lacks, or has at the wrong time"),
    fields={
        "date": required(_RECURRING, N_("One day, or a month and day of every year `from_year` on.")),
        "from_year": optional(Int(at_least=1991, at_most=2200)),
        "name": required(FREE_TEXT, N_("The name used here.")),
        "known_from": _KNOWN_FROM,
        "known_until": optional(_DATE, "The day from which it is known not to be one."),
        "status": optional(_STATUS, "That of the calendar unless given."),
        "source": optional(FREE_TEXT, "That of the calendar unless given."),
    },
)
_ANNOUNCEMENT = Map(
    says=N_("the announced day of a feast"),
    fields={
        "name": required(FREE_TEXT, N_("The name used here.")),
        "date": required(_DATE),
        "status": required(_STATUS),
        "known_from": required(_DATE, N_("The day of the announcement.")),
        "tolerance_days": optional(Int(at_least=0, at_most=3), "By how much it may still move; 1 unless official."),
        "source": _SOURCE,
    },
)
_TRANSFER = Map(
    says=N_("a moved day, with both ends"),
    fields={
        "off": required(_DATE, N_("The day that becomes a day off.")),
        "work": required(_DATE, N_("The day off that is worked instead.")),
        "known_from": _KNOWN_FROM,
        "status": required(_STATUS),
        "source": _SOURCE,
        "note": optional(FREE_TEXT),
    },
)
_VERIFIED = Map(
    says=N_("how far the regime is verified"),
    fields={"until": required(_INSTANT), "known_from": required(_DATE), "source": _SOURCE},
)
_REGIME = Map(
    says=N_("a regime over the holidays"),
    fields={
        "id": required(_KIND),
        "from": required(_DATE),
        "known_from": required(_DATE),
        "suspends_holidays_from": required(_DATE, N_("From here on holidays and moved days are ordinary days.")),
        "source": _SOURCE,
        "gap": optional(FREE_TEXT, "What is uncertain between `from` and `suspends_holidays_from`."),
        "verified": required(Seq(_VERIFIED), N_("Every extension read; later days are assumed.")),
        "afterwards": required(Text(says=N_("what holds afterwards"), choices=("assumed",))),
    },
)
_SCHOOL_YEAR = Map(
    says=N_("one school year"),
    fields={
        "terms": required(_DAYS, N_("Its terms in order, each from its first to its last day.")),
        "status": required(_STATUS),
        "source": _SOURCE,
        "note": optional(FREE_TEXT),
    },
)
_DAY_KIND = Map(
    says=N_("a day kind"),
    fields={
        "of": optional(Text(says=N_("a base of the kind"), choices=("working", "school")), "`working` unless given."),
        "except": optional(_DAYS, "Days that are not of the kind."),
        "also": optional(_DAYS, "Days that are."),
        "label": optional(LABEL),
    },
    at_least=0,
)

CALENDAR = Map(
    title="Calendar",
    says=N_("a calendar"),
    doc="Which days are worked, with a source and a status for each that is not ordinary.",
    fields={
        "calendar": required(CALENDAR_ID, "The id."),
        "version": optional(
            Text(says=N_("a version"), examples=("2026-11-21.1",)), "Changes with every change of a day."
        ),
        "title": optional(LABEL),
        "zone": required(ZONE, N_("The zone where the user names none.")),
        "weekend": optional(
            Seq(Text(says=N_("a weekday"), choices=WEEKDAYS)),
            "The weekdays off, the one that is free in every week last; Saturday and Sunday unless given.",
        ),
        "years": optional(_YEARS, "The years it knows, all alike; `coverage` tells several spans apart."),
        "status": optional(
            Text(says=N_("a status"), choices=("official", "listed")),
            "`official` once its days have been held against their acts; `listed` unless given, and plans say so.",
        ),
        "source": optional(FREE_TEXT, "Where its days come from, unless a day has a source of its own."),
        "base": optional(_BASE, "A frozen file of days; without one all days are listed here."),
        "names": optional(
            Map(says=N_("names of holidays"), name=Text(), value=FREE_TEXT), "Names used here for names of the base."
        ),
        "holiday_law": optional(FREE_TEXT, "The source of every holiday of the base."),
        "profiles": optional(
            Map(
                says=N_("profiles"), name=Text(says=N_("a profile"), pattern=r"[a-z0-9]+"), at_least=1,
                value=Map(says=N_("a profile"), fields={"week": required(Int(at_least=5, at_most=6))}),
            ),
            "Names of working weeks: five days, or six in which only the last named day of the weekend is free.",
        ),
        "day_kinds": optional(
            Map(says=N_("day kinds"), name=_KIND, value=_DAY_KIND),
            "What `N KIND_days` may count; `working`, `business` and `school` unless given.",
        ),
        "substitution": optional(
            Map(says=N_("the rule for holidays on days off"), fields={
                "next_working_day": required(Bool()),
                "except": optional(Seq(FREE_TEXT), "Holidays that do not move."),
                "source": _SOURCE,
            }),
        ),
        "transfers_binding": optional(Bool(), "Whether moved days bind institutions or are only recommended."),
        "school_year": optional(
            Map(says=N_("the school year"), fields={
                "starts": required(_DAY_OF_YEAR),
                "ends": required(_DAY_OF_YEAR, N_("The last day of teaching.")),
                "status": required(_STATUS),
                "source": _SOURCE,
                "years": optional(Seq(_SCHOOL_YEAR), "Years whose terms are known; between terms is no school."),
            }),
        ),
        "bare_days": optional(
            Map(says=N_("a reading of plain days"), fields={
                "may_be": required(_KIND, N_("The kind of day they may mean.")),
                "at_most": required(Int(at_least=1, at_most=9999), N_("Up to how many.")),
                "because": required(FREE_TEXT),
            }),
            "Where plain `N days` may mean days of a kind: recorded as a reading.",
        ),
        "coverage": optional(Seq(_COVERAGE), "Which spans are law and which are forecast, without gaps."),
        "holidays": optional(Seq(_HOLIDAY)),
        "announcements": optional(Seq(_ANNOUNCEMENT)),
        "transfers": optional(Seq(_TRANSFER)),
        "regimes": optional(Seq(_REGIME)),
    },
    constraints=(
        Exactly(N_("no calendar"), ("calendar",)),
        Exactly(N_("no `years` or `coverage`"), ("years", "coverage")),
        Needs("holiday_law", ("base",)),
        OnlyWith(("names", "holiday_law"), ("base",)),
    ),
)  # fmt: skip
