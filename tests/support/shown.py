"""Pages and texts as commands print them: a value, its sheet, a format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocolkit import Plan
from protocolkit.calendars.calendar import Calendar
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.agenda import Agenda
from protocolkit.plans.explanation import Explained
from protocolkit.plans.plan_parts import DueTime
from protocolkit.showing.of_agenda import agenda_sheet
from protocolkit.showing.of_due import due_sheet
from protocolkit.showing.of_explanation import explanation_sheet
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.of_trace import trace_sheet
from protocolkit.showing.of_year import year_sheet
from protocolkit.showing.to_html import html
from protocolkit.showing.to_text import WIDTH, text
from protocolkit.showing.wording import Wording


def plan_html(plan: Plan, names: Vocabulary, language: str = "en", **more: Any) -> str:
    return html(plan_sheet(plan, names, language, order="bearer", **more))


def plan_text(plan: Plan, names: Vocabulary, *, language: str = "en", width: int = WIDTH, **more: Any) -> str:
    return text(plan_sheet(plan, names, language, **more), width)


def agenda_text(agenda: Agenda, names: Vocabulary, *, language: str = "en", width: int = WIDTH) -> str:
    return text(agenda_sheet(agenda, names, language), width)


def explanation_text(explained: Explained, names: Vocabulary, *, language: str = "en", width: int = WIDTH) -> str:
    return text(explanation_sheet(explained, names, language), width)


def due_text(due: DueTime | None, asked: str, say: Wording, width: int = WIDTH) -> str:
    return text(due_sheet(due, asked, say), width)


def trace_html(trace: Mapping[str, Any], language: str = "en", *, texts: Mapping[str, str] | None = None) -> str:
    return html(trace_sheet(trace, language, texts=texts))


def year_html(calendar: Calendar, year: int, language: str = "en", **more: Any) -> str:
    return html(year_sheet(calendar, year, language, **more))


def year_text(calendar: Calendar, year: int, language: str = "en", *, width: int = WIDTH) -> str:
    return text(year_sheet(calendar, year, language), width)
