"""What an entry outside says of a duty: whom it concerns, until when, and on which sentence it rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.plan import DueTime, Duty, Plan, Source
from protocolkit.showing.layout import harmless
from protocolkit.showing.point_words import point_words
from protocolkit.showing.wording import Wording

HOUR = timedelta(hours=1)
_BY_THE_CLOCK = ("elapsed", "immediate")


class DutyWords:
    """Says the duties of one plan: names and dates in `language`, its own words in the one being spoken."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, language: str = "en") -> None:
        self.plan = plan
        self.language = language
        self.wording = Wording(vocabulary, plan.zone, language)

    def summary(self, duty: Duty) -> str:
        """One line: what, to whom, about which of several parties, and until when."""
        whom = self.whom(duty)
        said = self.wording.what(duty) + (f": {whom}" if whom else "")
        if duty.for_ and duty.for_ not in PARTIES:
            said += ", " + _("about {party}").format(party=duty.for_)
        state = {"overdue": _("OVERDUE"), "suspended": _("on hold")}.get(duty.status)
        head = f"{state}: " if state else ""
        return harmless(f"{head}{said} ({self.until(duty)})")

    def description(self, duty: Duty) -> str:
        """Several lines: bearer, recipient, exact due time, citations, and what to be careful of."""
        return "\n".join(map(harmless, self._lines(duty)))

    def _lines(self, duty: Duty) -> Iterator[str]:
        yield _("By: {people}").format(people=self.who(duty))
        if whom := self.whom(duty):
            yield _("To: {people}").format(people=whom)
        if duty.due and duty.due.not_before:
            yield _("Not before: {at}").format(at=self.wording.instant(duty.due.not_before))
        yield _("Due: {when}").format(when=self.due(duty))
        yield from (_("Source: {citation}").format(citation=citation(source)) for source in duty.sources)
        if duty.also_required_by:
            yield _("Also required by: {rules}").format(rules=", ".join(duty.also_required_by))
        if duty.check_first:
            yield _("Check first: {facts}").format(facts="; ".join(map(self.wording.question, duty.check_first)))
        for warning in (*duty.warnings, *(duty.due.warnings if duty.due else ())):
            yield _("Careful: {message}").format(message=warning.message)
        if within_an_hour(duty):
            yield _("One hour or less: act on it now, a calendar may show it too late.")
        yield f"{self.plan.incident} · {duty.id}"

    # -- people

    def who(self, duty: Duty) -> str:
        """The bearers, saying whether one suffices."""
        return self._people(duty.by, duty.by_mode)

    def whom(self, duty: Duty) -> str:
        """The recipients; empty where the duty has none."""
        if duty.to is not None:
            return self.wording.role(duty.to)
        for roles, mode in ((duty.to_any, "any"), (duty.to_all, "all")):
            if roles is not msgspec.UNSET and roles:
                return self._people(roles, mode)
        return ""

    def _people(self, roles: tuple[str, ...], mode: str) -> str:
        said = self.wording.roles(roles)
        words = {"any": _("{people} (any one)"), "all": _("{people} (together)")}.get(mode)
        return words.format(people=said) if words and len(roles) > 1 else said

    # -- time

    def until(self, duty: Duty) -> str:
        """The due time in a few words: the day a person is told, or the instant."""
        due = duty.due
        if due is None:
            return _("no time given in the text")
        if due.at is None:
            return _("no date yet")
        if due.limit is None:
            return _("at once") if due.kind == "immediate" else _("aim {at}").format(at=self._shown(due))
        if day_long(due, self.plan.zone):
            return _("last day {day}").format(day=self._shown(due))
        return _("until {at}").format(at=self._shown(due))

    def due(self, duty: Duty) -> str:
        """The due time in full: with the exact instant and the zone."""
        due = duty.due
        if due is None or due.at is None:
            return self.until(duty)
        exact = self.wording.instant(due.at)
        if due.limit is not None and not day_long(due, self.plan.zone):
            return _("until {at}").format(at=exact)
        return f"{self.until(duty)}; {exact}"

    def _shown(self, due: DueTime) -> str:
        assert due.at is not None
        if day_long(due, self.plan.zone) and due.last_day:
            return self.wording.day(due.last_day)
        return self.wording.moment(due.at)


def citation(source: Source) -> str:
    """`kz/interagency 1, bullet 2 «words»`."""
    return f"{source.ruleset} {point_words(source.point)} «{source.words}»"


def day_long(due: DueTime, zone: str) -> bool:
    """Whether the term ends with a day: its instant is then the midnight that closes `last_day`."""
    if due.at is None or due.kind in _BY_THE_CLOCK:
        return False
    local = datetime.fromisoformat(due.at).astimezone(ZoneInfo(zone))
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def within_an_hour(duty: Duty) -> bool:
    """Whether the duty allows an hour or less, so that a calendar would show it too late."""
    if duty.trigger is None or duty.due is None or duty.due.at is None:
        return False
    return datetime.fromisoformat(duty.due.at) - datetime.fromisoformat(duty.trigger.at) <= HOUR
