"""What an entry outside says of a duty: whom it concerns, until when, and on which sentence it rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from protocolkit.languages import _
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.plan import Duty, Plan
from protocolkit.plans.urgency import HOUR
from protocolkit.showing.layout import harmless
from protocolkit.showing.of_due import due_words, until
from protocolkit.showing.of_duty import check_first, who, why
from protocolkit.showing.sheet import Field, Span, first_upper, in_a_line, joined, phrase, plain
from protocolkit.showing.states import state_words
from protocolkit.showing.wording import Wording, titles


class DutyWords:
    """Says the duties of one plan: names and dates in `language`, its own words in the one being spoken."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, language: str = "en") -> None:
        self.plan = plan
        self.wording = Wording(vocabulary, plan.zone, language, titles(plan))

    def summary(self, duty: Duty) -> str:
        """One line: what, to whom, about which of several parties, and until when."""
        whom = self.wording.whom(duty)
        said = self.wording.what(duty) + (f": {whom}" if whom else "")
        if duty.for_ and duty.for_ not in PARTIES:
            said += ", " + _("for {party}").format(party=duty.for_)
        state = {"overdue": state_words("overdue").upper(), "suspended": state_words("held")}.get(duty.status)
        head = f"{state}: " if state else ""
        return harmless(f"{head}{said} ({until(duty.due, self.wording)})")

    def description(self, duty: Duty) -> str:
        """Several lines: bearer, recipient, exact due time, citations, and what to be careful of."""
        return "\n".join(map(harmless, self._lines(duty)))

    def _lines(self, duty: Duty) -> Iterator[str]:
        say = self.wording
        yield _line(Field(_("by"), (Span(say.bearers(duty.by, duty.by_mode)),)))
        yield from map(_line, who([duty], say))
        # What is left of it would be wrong as soon as the file is read.
        due = due_words(duty.due, duty.trigger, duty.status, self.plan.as_of, say)
        due = due if duty.status == "suspended" else msgspec.structs.replace(due, standing=())
        yield _line(Field(_("due"), in_a_line(due)))
        yield from map(_line, (*why([duty], say, noted=False), *check_first(duty, say)))
        for warning in (*duty.warnings, *(duty.due.warnings if duty.due else ())):
            yield _line(Field(_("careful"), (say.said(warning.message),)))
        if within_an_hour(duty):
            yield _("One hour or less: act on it now, a calendar may show it too late.")
        yield f"{self.plan.incident} · {duty.id}"


def _line(field: Field) -> str:
    """A named value in a line of its own, every source with its words."""
    sources = (phrase(f"{one.ruleset} ", one.point, " ", one.words) for one in field.sources)
    values = joined("; ", (*field.items, *sources))
    return f"{first_upper(field.name)}: {plain([field.value, ' ' if field.value and values else '', values])}"


def within_an_hour(duty: Duty) -> bool:
    """Whether the duty allows an hour or less, so that a calendar would show it too late."""
    if duty.trigger is None or duty.due is None or duty.due.at is None:
        return False
    return datetime.fromisoformat(duty.due.at) - datetime.fromisoformat(duty.trigger.at) <= HOUR
