"""What of the rules and calendars is out of date on a day, or about to be: what a yearly review begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.calendar import Calendar
from protocolkit.diagnostics import Place
from protocolkit.languages.saying import said
from protocolkit.messages import Message, say
from protocolkit.model.ruleset import Ruleset

Kind = Literal[
    "not_reviewed",
    "not_verified",
    "may_be_superseded",
    "parameter_ends",
    "calendar_assumed",
    "calendar_projected",
    "no_breaks",
]
_YEAR = 366  # days that a check against the text lasts
KINDS: tuple[Kind, ...] = get_args(Kind)


class Item(msgspec.Struct, frozen=True):
    """One thing to look at: of which ruleset or calendar, since or until which day (null: nobody said), and why."""

    kind: Kind
    id: str
    on: str | None
    about: Message

    def as_data(self) -> dict[str, str | None]:
        """It with its message said in the language being spoken."""
        return {"kind": self.kind, "id": self.id, "on": self.on, "message": said(self.about)}


def review(catalogue: Catalogue, on: date, *, days: int = 90) -> list[Item]:
    """Everything in a catalogue that is out of date on a day, or will be within so many days; rulesets come first.

    A ruleset counts as not reviewed when nobody looked for later acts for that many days.
    """
    soon = on + timedelta(days=days)
    rulesets = [one for id in catalogue.ids("ruleset") for one in catalogue.editions(id)]
    # Of a text with several editions only those matter that apply from now on.
    ahead = [one for one in rulesets if one.in_force.until is None or one.in_force.until > on.isoformat()]
    found = [item for one in ahead for item in _of_ruleset(one, on, soon, days)]
    for id in catalogue.ids("calendar"):
        calendar = catalogue.calendar(id, Place(id))
        if calendar is not None:
            found += _of_calendar(calendar, on, soon)
    return list(dict.fromkeys(found))


def _of_ruleset(ruleset: Ruleset, on: date, soon: date, days: int) -> Iterator[Item]:
    reviewed = ruleset.reviewed_through
    if reviewed is None:
        yield Item("not_reviewed", ruleset.id, None, say("nobody has said up to when later acts were looked for"))
    elif (on - date.fromisoformat(reviewed)).days > days:
        yield Item(
            "not_reviewed", ruleset.id, reviewed, say("later acts were looked for only through {day}", day=reviewed)
        )
    checked = max((one.date for one in ruleset.verified_by), default=None)
    if checked is None:
        yield Item("not_verified", ruleset.id, None, say("nobody qualified has checked its rules against the text"))
    elif (on - date.fromisoformat(checked)).days > _YEAR:
        about = say("its rules were last checked against the text on {day}", day=checked)
        yield Item("not_verified", ruleset.id, checked, about)
    for newer in ruleset.may_be_superseded_by:
        about = say("{act} may have replaced it: {because}", act=say(newer.act), because=say(newer.because))
        yield Item("may_be_superseded", ruleset.id, newer.date, about)
    for name, values in sorted(ruleset.params.items()):
        last = max(values, key=lambda value: value.from_ or "")
        if last.until is not None and last.until <= soon.isoformat():
            about = say("the value of {name} is known only until {day}", name=name, day=last.until)
            yield Item("parameter_ends", ruleset.id, last.until, about)


def _of_calendar(calendar: Calendar, on: date, soon: date) -> Iterator[Item]:
    layers = calendar.layers
    for regime in layers.regimes:
        through = max((verified.until.date() for verified in regime.verified), default=regime.from_)
        if regime.known_until is None and through <= soon:
            about = say(
                "{regime} is verified only until {day}; later days are assumed", regime=say(regime.name), day=through
            )
            yield Item("calendar_assumed", calendar.id, through.isoformat(), about)
    for window in layers.coverage:
        if window.status != "official" and window.first <= soon and window.last >= on:
            about = say("its days from {day} on are {status}: {because}", day=window.first,
                        status=say(window.status), because=say(window.because))  # fmt: skip
            yield Item("calendar_projected", calendar.id, window.first.isoformat(), about)
    school = layers.school
    if school is None:
        return
    for day in dict.fromkeys((school.first_day(on), school.first_day(soon))):
        if not any(year.terms and year.terms[0][0].year == day.year for year in school.listed):
            about = say("the terms and breaks of the school year that begins on {day} are not known", day=day)
            yield Item("no_breaks", calendar.id, day.isoformat(), about)


def of_kinds(items: Iterable[Item], kinds: Iterable[str]) -> list[Item]:
    """Those of some kinds; `any` means all."""
    wanted = set(kinds)
    return [item for item in items if "any" in wanted or item.kind in wanted]
