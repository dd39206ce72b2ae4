"""What a day is and how sure that is, in words, and in a letter where there is no room for words."""

from __future__ import annotations

from protocolkit.languages import N_, pgettext

KINDS = {
    "working": N_("working day"),
    "weekend": N_("weekend"),
    "holiday": N_("holiday"),
    "holiday_substitute": N_("day off in place of a holiday"),
    "day_off_moved": N_("day off, moved here"),
    "working_day_moved": N_("worked: its day off is moved"),
    "suspended_holiday": N_("holiday by law, worked now"),
    "institution_closed": N_("closed by the institution"),
    "institution_open": N_("open by the institution"),
    "unknown": N_("not covered by the calendar"),
}


def letter(kind: str) -> str:
    """The letter of a kind of day, another for each within a language; nothing for an ordinary working day."""
    return {
        "weekend": pgettext("letter for a weekend", "W"),
        "holiday": pgettext("letter for a holiday", "H"),
        "holiday_substitute": pgettext("letter for a day off in place of a holiday", "S"),
        "day_off_moved": pgettext("letter for a day off that was moved here", "O"),
        "working_day_moved": pgettext("letter for a working day whose day off was moved", "D"),
        "suspended_holiday": pgettext("letter for a holiday that is worked now", "X"),
        "institution_closed": pgettext("letter for a day closed by the institution", "C"),
        "institution_open": pgettext("letter for a day open by the institution", "A"),
        "unknown": "?",
    }.get(kind, "")


def certainty(status: str) -> str:
    """How sure it is what a day is, or who said so."""
    return {
        "official": pgettext("a day", "official"), "projected": pgettext("a day", "projected"),
        "listed": pgettext("a day", "only listed"),
        "provisional": pgettext("a day", "provisional"), "estimated": pgettext("a day", "estimated"),
        "assumed": pgettext("a day", "assumed"), "declared": pgettext("a day", "declared by the institution"),
        "recommended": pgettext("a day", "recommended"), "unknown": pgettext("a day", "not known"),
    }[status]  # fmt: skip
