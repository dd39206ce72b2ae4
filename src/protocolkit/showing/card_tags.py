"""The few words of a card that tell the time: how long is left, by when, since when it waits, how late it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple, assert_never
from zoneinfo import ZoneInfo

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.languages.short_times import inflected, length, near, short_day, whole_day
from protocolkit.plans.card import Card, Series, Task, Time
from protocolkit.plans.closing_day import day_before
from protocolkit.plans.urgency import HOUR

TWO_DAYS = timedelta(days=2)


class Tag(NamedTuple):
    """A state in words, its kind (`now`, `late`, `done`, `ask` or none), and what only a screen has room for."""

    kind: str
    words: str
    aside: str = ""


class Times:
    """Tells the times of one card, in the language being spoken."""

    def __init__(self, card: Card) -> None:
        self.zone = ZoneInfo(card.zone)
        self.now = datetime.fromisoformat(card.as_of).astimezone(self.zone)

    def at(self, moment: str) -> datetime:
        return datetime.fromisoformat(moment).astimezone(self.zone)

    def near(self, moment: str) -> str:
        """An instant, or the day of a log that gives no more."""
        if "T" in moment:
            return near(self.at(moment), self.now)
        return short_day(date.fromisoformat(moment), self.now.date())

    def stands(self, change: str) -> str:
        """Until when a card is right: a change comes with the second after a limit, and people tell the limit."""
        at = self.at(change)
        if (last := day_before(at.replace(second=0).isoformat(), self.zone.key)) is not None:
            if last == self.now.date():
                return _("right until the end of the day")
            return _("right until the end of {day}").format(day=short_day(last, self.now.date()))
        limit = near(at - timedelta(seconds=1) if at.second == 1 else at, self.now)
        return _("right until {time}").format(time=inflected(limit, "to"))

    def instant(self) -> str:
        """The instant of the card: `14:45, Fri 20 November`."""
        return f"{self.now:%H:%M}, {whole_day(self.now.date())}"

    def end(self, limit: str, closes: str | None) -> str:
        """When a term ends: the day people are told, or the hour."""
        return short_day(date.fromisoformat(closes), self.now.date()) if closes else self.near(limit)

    def left(self, limit: str) -> str:
        return self.span(abs(self.at(limit) - self.now))

    def span(self, between: timedelta) -> str:
        """A length; of days their number is enough."""
        return length(timedelta(days=between.days) if between >= TWO_DAYS else between)

    def presses(self, time: Time | None) -> bool:
        """Whether a limit or a moment to act comes within the hour, or has passed."""
        moments = [one for one in (time.limit, time.target) if one] if time else []
        return any(self.at(one) - self.now <= HOUR for one in moments)

    def tag(self, task: Task) -> Tag | None:
        """What a task says of its time; nothing where its text gives none."""
        match task.bucket:
            case "closed":
                return self._closed(task)
            case "held":
                return Tag("", pgettext("a tag", "on hold"))
            case "untimed":
                return None
            case "overdue" | "now" | "today" | "week" | "later" | "undated":
                return self.time(task.time, late=task.bucket == "overdue")
            case _:
                assert_never(task.bucket)

    def time(self, time: Time | None, *, late: bool | None = False) -> Tag | None:
        if time is None:
            return None
        if late and time.limit:
            return Tag("late", _("{span} late").format(span=self.left(time.limit)))
        if time.opens:
            return Tag("", _("from {time}").format(time=inflected(self.near(time.opens), "from")))
        if time.at_once:
            return self._at_once(time)
        if time.limit is None:
            return Tag("ask", pgettext("a tag", "date not set yet"))
        return Tag("now", self.until(time.limit, time.closes))

    def until(self, limit: str, closes: str | None) -> str:
        if closes == self.now.date().isoformat():
            return pgettext("a tag", "today")
        return _("by {time}").format(time=inflected(self.end(limit, closes), "to"))

    def _at_once(self, time: Time) -> Tag:
        if time.limit and self.at(time.limit) > self.now:
            end = inflected(self.end(time.limit, time.closes), "from")
            return Tag("now", _("at once, by {time} at the latest").format(time=end))
        waiting = self.now - self.at(time.target) if time.target else None
        aside = _("waiting {span}").format(span=self.span(waiting)) if waiting and waiting.total_seconds() > 0 else ""
        return Tag("now", pgettext("a tag", "at once"), aside)

    def _closed(self, task: Task) -> Tag:
        first = task.rows[0]
        when = f" {self.near(first.done_at)}" if first.done_at else ""
        match first.status:
            case "done" | "discharged_by_other":
                return Tag("done", pgettext("a tag", "done") + when)
            case "done_late":
                return Tag("late", pgettext("a tag", "done late") + when)
            case _:  # waived, superseded, ended: whatever else closes it was not an act
                return Tag("", pgettext("a tag", "no longer owed"))

    def series(self, series: Series) -> str:
        """What returns, in one line: how often nothing is recorded of it, and when it was last done."""
        times = series.missed.count
        words = ngettext("not recorded {n} time", "not recorded {n} times", times).format(n=times)
        last = self.near(series.last_done) if series.last_done else pgettext("the last record", "none")
        said = _("{missed}, last record: {last}").format(missed=words, last=last)
        return said + (" · " + _("next {time}").format(time=self.near(series.next)) if series.next else "")
