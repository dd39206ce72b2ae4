"""`protocolkit calendar ID --compare`: where a calendar and the world around it have drifted apart."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from protocolkit.languages import _, ngettext
from protocolkit.languages.saying import said

if TYPE_CHECKING:
    from protocolkit.calendars.calendar import Calendar
    from protocolkit.calendars.comparing import BaseDifference, DayDifference, TotalDifference
    from protocolkit.cli.options import Color
    from protocolkit.showing.layout import Page


def compared(calendar: Calendar, year: int | None, format: Literal["text", "json"], color: Color) -> int:
    """Shows every difference, of one year or of all: 0 if there is none, 1 if there are some.

    Raises InputError where the installed library has no such country.
    """
    from protocolkit.calendars.comparing import compare_base, compare_with_library, compare_with_totals, totals_of
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say

    problems = Problems()
    table = totals_of(calendar)
    try:
        days, base = compare_with_library(calendar), compare_base(calendar)
    except NotImplementedError:
        message = say("the installed library has no country `{name}` to compare with", name=calendar.id.upper())
        problems.error("calendar-not-compared", message, Place(calendar.path.name))
    totals = compare_with_totals(calendar, table, problems) if table.is_file() else []
    problems.raise_if_errors()
    if year is not None:
        days = [one for one in days if one.date.year == year]
        base = [one for one in base if one.date.year == year]
        totals = [one for one in totals if one.period.startswith(f"{year}-")]
    if format == "json":
        from protocolkit.cli.screen import show_json

        data = {"compare": 1, "calendar": calendar.id, "version": calendar.version, "frozen": calendar.base_version,
                "installed": version("holidays"), "days": days, "base": base, "totals": totals}  # fmt: skip
        show_json(data)
    else:
        from protocolkit.cli.screen import show

        show(_page(calendar, days, base, totals), color)
    return 1 if days or base or totals else 0


def _page(
    calendar: Calendar, days: list[DayDifference], base: list[BaseDifference], totals: list[TotalDifference]
) -> Page:
    from protocolkit.analysis.calendar_checks import day_said, total_said, total_source
    from protocolkit.calendars.comparing import totals_of
    from protocolkit.cli.screen import width
    from protocolkit.showing.layout import Page, Span

    page = Page(width())
    page.put(Span(_("Calendar {id}, compared").format(id=calendar.id), "title"))
    page.put(
        _("frozen from holidays {frozen}; installed is {installed}").format(
            frozen=calendar.base_version, installed=version("holidays")
        )
    )
    told = [(said(day_said(one)), one.why) for one in days]
    told += [(_base_said(one), _of_base(one)) for one in base]
    told += [(said(total_said(one)), said(total_source(one, totals_of(calendar)))) for one in totals]
    page.blank()
    for line, more in told:
        page.put(line, hang=2)
        page.put(Span(more, "dim"), indent=2)
    page.blank()
    page.put(
        ngettext("{n} difference", "{n} differences", len(told)).format(n=len(told)) if told else _("no difference")
    )
    return page


def _base_said(one: BaseDifference) -> str:
    if one.frozen is None:
        return _("{date} is not in the frozen base and is in the installed `holidays`").format(date=one.date)
    if one.library is None:
        return _("{date} is in the frozen base and not in the installed `holidays`").format(date=one.date)
    return _("{date} is another in the frozen base than in the installed `holidays`").format(date=one.date)


def _of_base(one: BaseDifference) -> str:
    """The entries as they stand on both sides: names in the library's English."""
    return " → ".join(name for name in (one.frozen, one.library) if name is not None)
