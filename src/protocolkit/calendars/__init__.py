"""Legal time: which days are worked and why, zones, instants, and counting days in constant time."""

from protocolkit.calendars.calendar import Calendar, holidays_version
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.calendars.days import BeyondCoverage, Day, Days, UnknownDayKind
from protocolkit.calendars.instants import iso, parse_instant
from protocolkit.calendars.institution import Institution, parse_institution
from protocolkit.calendars.zones import parse_zone, tzdata_version

__all__ = [
    "BeyondCoverage",
    "Calendar",
    "Day",
    "Days",
    "Institution",
    "UnknownDayKind",
    "holidays_version",
    "iso",
    "load_calendar",
    "parse_instant",
    "parse_institution",
    "parse_zone",
    "tzdata_version",
]
