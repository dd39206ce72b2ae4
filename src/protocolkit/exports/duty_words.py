"""What an entry outside says of a duty: whom it concerns, until when, and on which sentence it rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.exports.words import spell
from protocolkit.plans.layout import harmless
from protocolkit.plans.names import PARTIES, Names
from protocolkit.plans.plan import DueTime, Duty, Plan, Source
from protocolkit.plans.wording import Wording

HOUR = timedelta(hours=1)
_BY_THE_CLOCK = ("elapsed", "immediate")


class DutyWords:
    """Says the duties of one plan in a language."""

    def __init__(self, plan: Plan, vocabulary: Names, language: str = "en") -> None:
        self.plan = plan
        self.language = language
        self.wording = Wording(vocabulary, plan.zone, language)

    def t(self, key: str, **values: object) -> str:
        return spell(key, self.language, **values)

    def summary(self, duty: Duty) -> str:
        """One line: what, to whom, about which of several parties, and until when."""
        whom = self.whom(duty)
        said = self.wording.what(duty) + (f": {whom}" if whom else "")
        if duty.for_ and duty.for_ not in PARTIES:
            said += f", {self.t('about', party=duty.for_)}"
        state = {"overdue": "overdue", "suspended": "held"}.get(duty.status)
        head = f"{self.t(state)}: " if state else ""
        return harmless(f"{head}{said} ({self.until(duty)})")

    def description(self, duty: Duty) -> str:
        """Several lines: bearer, recipient, exact due time, citations, and what to be careful of."""
        return "\n".join(map(harmless, self._lines(duty)))

    def _lines(self, duty: Duty) -> Iterator[str]:
        yield self.t("by", people=self.who(duty))
        if whom := self.whom(duty):
            yield self.t("to", people=whom)
        if duty.due and duty.due.not_before:
            yield self.t("not_before", at=self.wording.instant(duty.due.not_before))
        yield self.t("due", when=self.due(duty))
        yield from (self.t("source", citation=citation(source)) for source in duty.sources)
        if duty.also_required_by:
            yield self.t("also", rules=", ".join(duty.also_required_by))
        if duty.check_first:
            yield self.t("check_first", facts="; ".join(map(self.wording.question, duty.check_first)))
        for warning in (*duty.warnings, *(duty.due.warnings if duty.due else ())):
            yield self.t("careful", message=warning.message)
        if within_an_hour(duty):
            yield self.t("hour_duty")
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
        key = {"any": "or", "all": "together"}.get(mode)
        return self.t(key, people=said) if key and len(roles) > 1 else said

    # -- time

    def until(self, duty: Duty) -> str:
        """The due time in a few words: the day a person is told, or the instant."""
        due = duty.due
        if due is None:
            return self.t("no_time")
        if due.at is None:
            return self.t("no_date")
        if due.limit is None:
            return self.t("at_once") if due.kind == "immediate" else self.t("aim", at=self._shown(due))
        key = "last_day" if day_long(due, self.plan.zone) else "until"
        return self.t(key, **{"day" if key == "last_day" else "at": self._shown(due)})

    def due(self, duty: Duty) -> str:
        """The due time in full: with the exact instant and the zone."""
        due = duty.due
        if due is None or due.at is None:
            return self.until(duty)
        exact = self.wording.instant(due.at)
        if due.limit is not None and not day_long(due, self.plan.zone):
            return self.t("until", at=exact)
        return f"{self.until(duty)}; {exact}"

    def _shown(self, due: DueTime) -> str:
        assert due.at is not None
        if day_long(due, self.plan.zone) and due.last_day:
            return self.wording.day(due.last_day)
        return self.wording.moment(due.at)


def citation(source: Source) -> str:
    """`kz/interagency 1, bullet 2 «words»`."""
    return f"{source.ruleset} {source.point} «{source.words}»"


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
