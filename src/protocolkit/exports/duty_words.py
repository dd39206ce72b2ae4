"""What an entry outside says of a duty, gap or question: whom it concerns, until when, on which sentence it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.citing import beside
from protocolkit.plans.closing_day import closing_day
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Duty, Gap, Undetermined
from protocolkit.plans.urgency import HOUR
from protocolkit.showing.layout import harmless
from protocolkit.showing.of_due import standing_still
from protocolkit.showing.of_duty import how_often, returning
from protocolkit.showing.sheet import first_upper, plain
from protocolkit.showing.states import state_words
from protocolkit.showing.wording import Wording, titles


class DutyWords:
    """Lays out the duties of one plan for entries of a calendar and rows of a table: other programs read that layout.

    Names, days and instants are said by the wording, in `language`; its own words in the one being spoken.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, language: str = "en") -> None:
        self.plan = plan
        self.wording = Wording(vocabulary, plan.zone, language, titles(plan))

    def summary(self, duty: Clocked) -> str:
        """One line: what, to whom, about which of several parties, and until when."""
        whom = self.whom(duty)
        said = self.wording.what(duty) + (f": {whom}" if whom else "")
        if duty.repeated is not msgspec.UNSET:
            said += f", {how_often(duty.repeated)}"
        if duty.for_ and duty.for_ not in PARTIES:
            said += ", " + _("about {party}").format(party=duty.for_)
        state = {"overdue": state_words("overdue").upper(), "suspended": state_words("held")}.get(duty.status)
        head = f"{state}: " if state else ""
        if not isinstance(duty, Duty):
            head = f"{state_words('gap' if isinstance(duty, Gap) else 'question').upper()}: {head}"
        return harmless(f"{head}{said} ({self._until(duty)})")

    def description(self, duty: Clocked) -> str:
        """Several lines: bearer, recipient, exact due time, citations, and what to be careful of."""
        return "\n".join(map(harmless, self._lines(duty)))

    def _lines(self, duty: Clocked) -> Iterator[str]:
        say, due = self.wording, duty.due
        yield _line(_("by"), self.who(duty))
        if whom := self.whom(duty):
            yield _line(_("to"), whom)
        if due and due.not_before:
            yield _("Not before: {at}").format(at=say.instant(due.not_before))
        yield _line(_("due"), self._until(duty, exact=True))
        for field in returning(duty, say):
            yield _line(field.name, plain(field.value))
        for source in say.sources(duty.sources):
            quoted = f"«{source.words.text}»{beside(source.translation)}"
            yield _line(_("source"), f"{source.ruleset} {source.point.text} {quoted}")
        match duty:
            case Gap(why=why):
                yield _line(_("why"), say.said(why).text)
            case Undetermined(facts=facts):
                yield _line(_("find out"), say.questions(facts))
            case Duty():
                yield from self._further(duty)
            case _:
                assert_never(duty)
        for warning in due.warnings if due else ():
            yield _("Careful: {message}").format(message=say.said(warning.message).text)
        if within_an_hour(duty):
            yield _("One hour or less: act on it now, a calendar may show it too late.")
        yield f"{self.plan.incident} · {duty.id}"

    def _further(self, duty: Duty) -> Iterator[str]:
        if duty.also_required_by:
            yield _("Also required by: {rules}").format(rules=", ".join(duty.also_required_by))
        if duty.check_first:
            yield _("Check first: {facts}").format(facts=self.wording.questions(duty.check_first))
        for warning in duty.warnings:
            yield _("Careful: {message}").format(message=self.wording.said(warning.message).text)

    def who(self, duty: Clocked) -> str:
        """The bearers, saying whether one suffices."""
        return self._people(duty.by, duty.by_mode if isinstance(duty, Duty) else "one")

    def whom(self, duty: Clocked) -> str:
        """The recipients; empty where the duty has none."""
        if isinstance(duty, Duty) and duty.to_any is not msgspec.UNSET:
            return self._people(duty.to_any, "any")
        if isinstance(duty, Duty) and duty.to_all is not msgspec.UNSET:
            return self._people(duty.to_all, "all")
        return self.wording.role(duty.to) if duty.to else ""

    def _people(self, roles: Sequence[str], mode: str) -> str:
        words = {"any": _("{people} (any one)"), "all": _("{people} (together)")}.get(mode, "{people}")
        return (words if len(roles) > 1 else "{people}").format(people=self.wording.roles(roles))

    def _until(self, duty: Clocked, *, exact: bool = False) -> str:
        """The day a person is told, or the instant; `exact` names the instant and its zone in either case."""
        due, say = duty.due, self.wording
        if due is None:
            return _("no time given in the text")
        if duty.status == "suspended":
            return standing_still(due, say)
        if due.at is None:
            return _("no date yet")
        instant, last = say.instant(due.at), closing_day(due, say.zone)
        if due.limit and last:
            said = _("last day {day}").format(day=say.day(last))
        elif due.limit:
            return pgettext("an instant", "until {moment}").format(moment=instant if exact else say.moment(due.at))
        elif due.kind == "immediate":
            said = _("at once")
        else:
            said = _("aim {at}").format(at=say.day(last) if last else say.moment(due.at))
        return f"{said}; {instant}" if exact else said


def _line(name: str, value: str) -> str:
    return f"{first_upper(name)}: {value}"


def within_an_hour(duty: Clocked) -> bool:
    """Whether the duty allows an hour or less, so that a calendar would show it too late."""
    if duty.trigger is None or duty.due is None or duty.due.at is None:
        return False
    return datetime.fromisoformat(duty.due.at) - datetime.fromisoformat(duty.trigger.at) <= HOUR
