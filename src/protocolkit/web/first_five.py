"""The first five questions, which every case begins with: what, when, where, who was hurt, who is accused."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import InputError, Place, Problems
from protocolkit.languages import _
from protocolkit.model.vocabulary import Fact, label_for
from protocolkit.web.records import Began, Chosen, Listed, Record, Said
from protocolkit.web.visit import Visit

Step = Literal["what", "when", "where", "hurt", "accused"]
"""One of the five; pages, forms and the answers to check are made by these names."""
DO_NOT_KNOW = "?"
"""What a form sends for "I don't know yet"."""
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_MOST = {"victim": 12, "offender": 6}
_LETTER = {"victim": "v", "offender": "o"}
FORMS = "incident.forms"
_ROLE, _PARENT = "role", "legal_representative"


class AnswerError(Exception):
    """What was given cannot be recorded, and why, in words for whoever gave it."""


def words() -> dict[Step, tuple[str, str]]:
    """Each of the five with its hint, in the language being spoken."""
    return {
        "what": (_("What happened?"), _("Tick all that fits. A suspicion is enough.")),
        "when": (
            _("When did the school learn of it?"),
            _("Whoever at the school was the first to learn. The clock runs from that minute."),
        ),
        "where": (_("Which institution is yours?"), ""),
        "hurt": (_("Who was hurt?"), _("The age, if you know it. Write no names.")),
        "accused": (_("Who is the alleged offender?"), _("What you were told is enough. Nobody has to prove it.")),
    }


def child(id: str) -> str:
    """A child who was hurt, on pages: by number and reference, never by name.

    >>> child("v2")
    'Child 2 (v2)'
    """
    return _("Child {n} ({id})").format(n=id.lstrip("v"), id=id)


def suspect(id: str) -> str:
    """Somebody who is accused, on pages."""
    return _("Alleged offender {n} ({id})").format(n=id.lstrip("o"), id=id)


def what(visit: Visit) -> list[Record]:
    """The kinds of violence. With "I don't know yet" beside some, there may be more than these."""
    known = _fact(visit, FORMS).of
    ticked = [one for one in visit.form.every("forms") if one in known]
    unsure = DO_NOT_KNOW in visit.form.every("forms")
    if not ticked:
        return [Said(FORMS, None)]
    return [Said(FORMS, {"includes": ticked} if unsure else ticked)]


def when(visit: Visit) -> list[Record]:
    """When the organisation learned of it. Raises AnswerError for a time that is none, or that is to come."""
    return [Began(moment(visit, zone_of(visit)))]


def where(visit: Visit) -> list[Record]:
    """Which institution it is, and so which procedure. Raises AnswerError where none is chosen."""
    chosen = visit.form.one("protocol")
    if chosen not in visit.desk.protocols:
        raise AnswerError(_("Choose one of them."))
    return [Chosen(chosen)]


def hurt(visit: Visit) -> list[Record]:
    """Who was hurt, each with the age if it is known. Raises AnswerError for what is no age."""
    persons = _persons(visit, "victim")
    return [Listed("victim", persons), *(Said(f"{one}.age", _age(visit.form.one(f"age-{one}"))) for one in persons)]


def accused(visit: Visit) -> list[Record]:
    """Who is accused. Of one of whom nobody knows anything there is no list: it may have been several."""
    persons = _persons(visit, "offender")
    found: list[Record] = []
    roles = _fact(visit, f"offender.{_ROLE}").of
    for one in persons:
        role = visit.form.one(f"role-{one}")
        found.append(Said(f"{one}.{_ROLE}", role if role in roles else None))
        found.append(Said(f"{one}.represents", _represents(visit, one) if role == _PARENT else None))
    if len(persons) == 1 and found[0] == Said(f"{persons[0]}.{_ROLE}", None):
        return [Listed("offender", None), *found]
    return [Listed("offender", persons), *found]


def moment(visit: Visit, zone: str) -> datetime:
    """The day and the time of a form: today, yesterday or a date, by the clock of a zone.

    Raises AnswerError for what is no time, for one that the clock left out or had twice, and for one that is to come.
    """
    now = visit.desk.now().astimezone(ZoneInfo(zone))
    found = _CLOCK.fullmatch(visit.form.one("time"))
    if found is None:
        raise AnswerError(_("Write the time as hours and minutes, such as 14:30."))
    at = datetime.combine(_day(visit, now.date()), time(int(found[1]), int(found[2])), ZoneInfo(zone))
    if at.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise AnswerError(_("The clocks were turned: there was no such time on that day."))
    if at > now:
        raise AnswerError(_("This time is still to come. It is now {time}.").format(time=f"{now:%H:%M}"))
    problems = Problems()
    read = parse_instant(at.isoformat(), Place("at"), problems)
    if problems.errors or not isinstance(read, datetime):
        raise AnswerError(" ".join(str(one.message) for one in problems.errors))
    return read


def _day(visit: Visit, today: date) -> date:
    chosen = visit.form.one("day")
    if chosen in ("0", "1"):
        return today - timedelta(days=int(chosen))
    return date.fromisoformat(day_written(visit.form.one("date")))


def day_written(text: str) -> str:
    """A day as people write it, as its ISO text. Raises AnswerError.

    >>> day_written("20.11.2026")
    '2026-11-20'
    """
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, pattern).date().isoformat()
    raise AnswerError(_("Write the day as day, month and year, such as 20.11.2026."))


def zone_of(visit: Visit) -> str:
    """By the clock of which place times are written: that of the form, of the case, of the first procedure."""
    known = zones(visit)
    given = visit.form.one("zone")
    chosen = visit.case.protocol
    usual = visit.desk.protocol(chosen).zone if chosen is not None else known[0]
    return given if given in known else usual


def zones(visit: Visit) -> list[str]:
    """The zones of the procedures that are offered, and that of the case, which a file may have brought.

    A procedure that cannot be read has none, and stops nobody from others.
    """
    found: dict[str, None] = {}
    for id in (*visit.desk.protocols, *([visit.case.protocol] if visit.case.protocol else [])):
        with suppress(InputError):
            found[visit.desk.protocol(id).zone] = None
    return list(found)


def persons_of(visit: Visit, role: str) -> tuple[str, ...]:
    """Those of a party role whom a page asks about: who is listed, or one."""
    listed = visit.case.persons.get(role)
    return listed or (f"{_LETTER[role]}1",)


def forms_of(visit: Visit) -> list[tuple[str, str]]:
    """The kinds of violence, each with its label."""
    return _labelled(visit, _fact(visit, FORMS))


def roles_of(visit: Visit) -> list[tuple[str, str]]:
    """Who the accused may be, but for what is not known."""
    return [one for one in _labelled(visit, _fact(visit, f"offender.{_ROLE}")) if one[0] != "unknown"]


def _labelled(visit: Visit, fact: Fact) -> list[tuple[str, str]]:
    own = visit.desk.protocol(visit.case.protocol).vocabulary.language
    return [(one, label_for(fact.values.get(one, {}), visit.language, own) or one) for one in fact.of]


def _fact(visit: Visit, name: str) -> Fact:
    found = visit.desk.protocol(visit.case.protocol).vocabulary.fact(name)
    assert found is not None, name
    return found


def _persons(visit: Visit, role: str) -> tuple[str, ...]:
    """The persons that a form is about, one more or one less if that was asked for."""
    here = persons_of(visit, role)
    if visit.form.one("then") == "more" and len(here) < _MOST[role]:
        # A file may bring references of its own, in any order.
        free = (name for n in range(len(here) + 1, 999) if (name := f"{_LETTER[role]}{n}") not in here)
        return (*here, next(free))
    if visit.form.one("then") == "less" and len(here) > 1:
        return here[:-1]
    return here


def _age(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text) or int(text) > 120:
        raise AnswerError(_("Write the age as a number of full years."))
    return int(text)


def _represents(visit: Visit, person: str) -> list[str] | None:
    """Whose parent an accused parent is; null where nobody knows."""
    ticked = visit.form.every(f"parent-{person}")
    children = visit.case.persons.get("victim", ())
    if DO_NOT_KNOW in ticked or not ticked:
        return None
    return [one for one in children if one in ticked]
