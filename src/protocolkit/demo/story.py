"""The stories told: what each step says, which lines of the case it shows, and the command that makes the rest."""

from __future__ import annotations

import msgspec

from protocolkit.languages import N_


class Step(msgspec.Struct, frozen=True):
    """One step. Words are kept in English and said when they are shown.

    `lines` are the first and the last line of the case to show, by words they hold. `command` is run as it stands,
    with `{case}` for the file; of its page the head is shown and the paragraphs with a line that begins with one of
    `marks`, or all of it where there are none.
    """

    title: str
    says: tuple[str, ...]
    lines: tuple[str, str] | None = None
    command: str = ""
    marks: tuple[str, ...] = ()


class Story(msgspec.Struct, frozen=True):
    """A shipped example told in steps. At first it lacks `unknown`; the entry `learned` of its log says it later.
    `card_at` is an instant at which its duty card has much to say."""

    name: str
    example: str
    unknown: str
    learned: str
    card_at: str
    steps: tuple[Step, ...]


OPEN, OVERDUE, DONE, ASKED, BANNED = "[ ]", "[!]", "[x]", "[?]", "  x "

_SHORT = N_("A case is a short file")
_NAMELESS = N_("The file holds references, ages, roles and a log of events, never a name.")
_AT_ONCE = N_("The plan at that minute")
_LATER = N_("Later, from the same file")
_REPLAYED = N_("What the log says was done is closed; what it does not say in time is overdue.")
_UNKNOWN = N_("What nobody knows yet")
_ASKS = N_("A fact that is missing is unknown, never no. The plan names the fact that decides.")
_LEARNED = N_("Then somebody finds out")
_ENTRY = N_("One entry of the log says so, and from when. Plans of earlier minutes stay what they were.")
_WHY = N_("Why")
_EXPLAINED = N_("Every duty says which event started it, how its time was counted, and which words of the text ask it.")
_DAYS = N_("Which days count")
_BANS = N_("What must not be done")
_ALWAYS = N_("Bans are shown however narrow the question is, so that nobody misses one.")

KZ = Story(
    name="kz",
    example="kz-school.yaml",
    unknown="  incident.administrative_offence_signs: true\n",
    learned=(
        '  - {event: fact_detected, at: "2026-11-24T10:00:00+05:00",'
        " facts: {incident.administrative_offence_signs: true}}\n"
    ),
    card_at="2026-11-20T14:45:00+05:00",
    steps=(
        Step(
            _SHORT,
            (
                N_("On a Friday afternoon a school hears that a pupil is mocked in the class chat for the third time."),
                _NAMELESS,
            ),
            lines=("incident:", "report_received"),
        ),
        Step(
            _AT_ONCE,
            (N_("From the report on the clocks run. This is what the school owes at once."),),
            command="protocolkit plan {case} --as-of 2026-11-20T14:30:00+05:00 --within 1h --by education_org",
            marks=(OPEN,),
        ),
        Step(
            _LATER,
            (N_("It is Tuesday morning."), _REPLAYED),
            lines=("rule: kz/order-506#register-information", "to: education_authority"),
            command="protocolkit plan {case} --as-of 2026-11-24T09:00:00+05:00 --by education_org",
            marks=(OVERDUE, DONE),
        ),
        Step(
            _UNKNOWN,
            (_ASKS,),
            command="protocolkit plan {case} --as-of 2026-11-24T09:59:00+05:00 --to police",
            marks=(ASKED,),
        ),
        Step(
            _LEARNED,
            (_ENTRY, N_("The question is now a duty, and its clock ran all the same.")),
            lines=("fact_detected,", "fact_detected,"),
            command="protocolkit plan {case} --as-of 2026-11-24T10:00:00+05:00 --to police",
            marks=(OPEN,),
        ),
        Step(
            _WHY,
            (_EXPLAINED,),
            command="protocolkit explain {case} report-offence --as-of 2026-11-24T10:00:00+05:00",
        ),
        Step(
            _DAYS,
            (N_("Saturday 4 May 2024 was a working day, in exchange for Wednesday 8 May."),),
            command='protocolkit due "3 working_days" --after 2024-05-03 --calendar kz',
        ),
        Step(
            _BANS,
            (_ALWAYS,),
            command="protocolkit plan {case} --as-of 2026-11-20T17:00:00+05:00 --by school_psychologist",
            marks=(BANNED,),
        ),
    ),
)

UA = Story(
    name="ua",
    example="ua-pdyut.yaml",
    unknown="",
    learned=(
        '  - {event: done, rule: notify-childrens-service, at: "2026-11-20T19:30:00+02:00", by: education_org_head,'
        " facts: {w2.medical_emergency: true}}\n"
    ),
    card_at="2026-11-20T10:00:00+02:00",
    steps=(
        Step(
            _SHORT,
            (
                N_("On a Thursday evening a parent writes to the responsible person; the head learns of it next day."),
                _NAMELESS,
            ),
            lines=("incident:", "report_received,"),
        ),
        Step(
            _AT_ONCE,
            (N_("From the report on the clocks run. This is what the head owes within a day."),),
            command="protocolkit plan {case} --as-of 2026-11-19T18:40:00+02:00 --within 24h --by education_org_head",
            marks=(OPEN,),
        ),
        Step(
            _LATER,
            (N_("A day has passed."), _REPLAYED),
            lines=("rule: notify-police", "rule: notify-legal-representative"),
            command="protocolkit plan {case} --as-of 2026-11-20T18:41:00+02:00 --within 1h --by education_org_head",
            marks=(OVERDUE, DONE),
        ),
        Step(
            _UNKNOWN,
            (_ASKS,),
            lines=("id: w2", "id: w2"),
            command="protocolkit plan {case} --as-of 2026-11-20T19:29:00+02:00 --to emergency_medical_service",
            marks=(ASKED,),
        ),
        Step(
            _LEARNED,
            (_ENTRY, N_("The question is now a duty.")),
            lines=("w2.medical", "w2.medical"),
            command="protocolkit plan {case} --as-of 2026-11-20T19:30:00+02:00 --to emergency_medical_service",
            marks=(OPEN,),
        ),
        Step(
            _WHY,
            (_EXPLAINED,),
            command="protocolkit explain {case} notify-police --as-of 2026-11-19T18:40:00+02:00",
        ),
        Step(
            _DAYS,
            (N_("Under martial law holidays are working days: Monday 24 August 2026 counts."),),
            command='protocolkit due "3 working_days" --after 2026-08-21 --calendar ua',
        ),
        Step(
            _BANS,
            (_ALWAYS,),
            command="protocolkit plan {case} --as-of 2026-11-20T19:30:00+02:00 --by police",
            marks=(BANNED,),
        ),
    ),
)

STORIES = {story.name: story for story in (KZ, UA)}
