"""One question a page: the first five of every case, then those on which something hangs, then the answers to check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from starlette.responses import Response

from protocolkit.languages import _
from protocolkit.languages.civil_days import in_words
from protocolkit.plans.question import Effect
from protocolkit.plans.urgency import HOUR
from protocolkit.showing.sheet import first_upper
from protocolkit.showing.wording import offset
from protocolkit.web import first_five
from protocolkit.web.check_answers import answers
from protocolkit.web.first_five import DO_NOT_KNOW, AnswerError, Step
from protocolkit.web.records import Record, Said
from protocolkit.web.topics import MOST, About, Asking, Hanging, Topic, asked_before, key_of, pending
from protocolkit.web.visit import Visit

READS: dict[Step, Callable[[Visit], list[Record]]] = {
    "what": first_five.what,
    "when": first_five.when,
    "where": first_five.where,
    "hurt": first_five.hurt,
    "accused": first_five.accused,
}


PAGES = {"check": "questions", "card": "card"}
"""From where a question may be opened, and the page there to which its answer leads back."""


def steps(visit: Visit) -> list[Step]:
    """The questions that every case begins with; where one procedure is offered, nobody chooses."""
    return [one for one in READS if one != "where" or len(visit.desk.protocols) > 1]


def open_step(visit: Visit) -> int | None:
    """The number of the first of these that is not answered; null if all are."""
    case = visit.case
    done: dict[Step, bool] = {
        "what": first_five.FORMS in case.said, "when": case.start is not None, "where": case.protocol is not None,
        # A file may speak of one victim without a list.
        "hurt": "victim" in case.persons or any(fact.startswith("victim.") for fact in case.said),
        "accused": "offender" in case.persons or any(fact.endswith(".role") for fact in case.said),
    }  # fmt: skip
    return next((number for number, step in enumerate(steps(visit), 1) if not done[step]), None)


def show(visit: Visit, problem: str = "") -> Response:
    """The page of a question."""
    number, own = visit.request.path_params["number"], steps(visit)
    if 1 <= number <= len(own):
        return _first(visit, number, own[number - 1], problem)
    if (open := open_step(visit)) is not None:
        return visit.go(visit.of_case("question", number=open))
    return _topic(visit, number, problem)


def take(visit: Visit) -> Response:
    """Records an answer and goes on to the next question, or back to where the question was opened from."""
    number, own = visit.request.path_params["number"], steps(visit)
    try:
        if 1 <= number <= len(own):
            visit.add(READS[own[number - 1]](visit))
        else:
            asking = Asking(visit.desk, visit.case, None, visit.form.one("topic"))
            if asking.topic is None:
                return visit.go(visit.of_case("questions"))
            visit.add(_said(visit, asking.topic))
    except AnswerError as error:
        return show(visit, str(error))
    if visit.form.one("then") in ("more", "less"):
        return visit.go(visit.of_case("question", number=number) + _back(visit))
    if (back := visit.form.one("back")) in PAGES:
        return visit.go(visit.of_case(PAGES[back]))
    return visit.go(visit.of_case("question", number=number + 1) + visit.query())


def check(visit: Visit) -> Response:
    """All answers, to be checked; what is unknown stands out."""
    case, open = visit.case, open_step(visit)
    rows = answers(visit, steps(visit))
    more = len(pending(case, visit.plan, urgent=False)) if open is None else 0
    unknown = sum(row.unknown for row in rows)
    further = str(len(steps(visit)) + len(asked_before(case)) + 1)
    return visit.show(
        "check.html", title=_("Check the answers"), heading=_("Check the answers"), case_reference=case.reference,
        rows=rows, unknown=unknown, more=more, open=open, further=further,
    )  # fmt: skip


def _first(visit: Visit, number: int, step: Step, problem: str) -> Response:
    values: dict[str, Any] = {"given": visit.form if problem else None, "case": visit.case}
    match step:
        case "what":
            said = visit.case.said.get(first_five.FORMS)
            ticked = said.get("includes", []) if isinstance(said, dict) else said or []
            unsure = first_five.FORMS in visit.case.said and not isinstance(said, list)
            values |= {"forms": first_five.forms_of(visit), "ticked": ticked, "unsure": unsure}
        case "when":
            values |= _beginning(visit)
        case "where":
            values |= {"offered": visit.desk.offered()}
        case "hurt":
            values |= {"children": first_five.persons_of(visit, "victim")}
        case "accused":
            children = visit.case.persons.get("victim", ("v1",))
            persons = first_five.persons_of(visit, "offender")
            values |= {"persons": persons, "children": children, "roles": first_five.roles_of(visit)}
        case _:
            assert_never(step)
    return _page(visit, f"question_{step}.html", number, _total(visit), problem, **values)


def _beginning(visit: Visit) -> dict[str, Any]:
    zone = first_five.zone_of(visit)
    today = visit.desk.now().astimezone(ZoneInfo(zone))
    start = visit.case.start.astimezone(ZoneInfo(zone)) if visit.case.start else None
    days = [today.date(), today.date() - timedelta(days=1)]
    chosen = next(
        (str(place) for place, day in enumerate(days) if start and start.date() == day), "2" if start else "0"
    )
    return {
        "zones": first_five.zones(visit), "zone": zone, "days": days, "chosen": chosen, "start": start, "now": today,
        "day_words": in_words, "zone_words": partial(_zone, today),
    }  # fmt: skip


def _topic(visit: Visit, number: int, problem: str) -> Response:
    case, place = visit.case, number - len(steps(visit)) - 1
    before = asked_before(case)
    if place < len(before):
        asking = Asking(visit.desk, case, None, before[place])
    else:
        key = _waiting(visit, place - len(before))
        if key is None:
            return visit.go(visit.of_case("questions"))
        asking = Asking(visit.desk, case, visit.judged, key)
    topic = asking.topic
    if topic is None:
        return visit.go(visit.of_case("questions"))
    return _page(
        visit, "question_topic.html", number, _total(visit), problem, topic=topic, hanging=asking.hanging(),
        DO_NOT_KNOW=DO_NOT_KNOW, first_up=first_upper, soon=partial(_soon, visit), by=partial(_by, visit),
        told=partial(_told, visit),
    )  # fmt: skip


def _told(visit: Visit, hanging: Hanging) -> list[tuple[str, Effect]]:
    """What an answer does, each in a line: what is owed with it, what then changes, what falls away."""
    say, plan = visit.wording, visit.plan
    found = [(effect.label, effect) for effect in hanging.opens]
    for effect in hanging.moves:
        at = effect.due if effect.due != effect.was else None
        words = _("by {time}: {duty}") if at else _("by others: {duty}")
        found.append((words.format(duty=effect.label, time=say.near(at, plan.as_of).text if at else ""), effect))
    return found + [(_("falls away: {duty}").format(duty=effect.label), effect) for effect in hanging.closes]


def _soon(visit: Visit, due: str) -> bool:
    """Whether something is due within the hour, or already is."""
    return datetime.fromisoformat(due) - visit.desk.now() <= HOUR


def _by(visit: Visit, effect: Effect) -> str:
    """Whose a duty is, as far as it matters here: ours, or that of somebody else."""
    institution, ours = visit.judged.protocol.vocabulary.institution, visit.judged.incident.organisation
    if any(institution(role) == ours for role in effect.by):
        return _("your institution")
    return visit.wording.roles(effect.by[:1])


def _zone(now: datetime, name: str) -> str:
    """A zone as people know it: the place, and how far it is from UTC at the moment."""
    place = {"Asia/Almaty": _("Kazakhstan"), "Europe/Kyiv": _("Kyiv")}.get(name, name)
    return f"{place} ({offset(now.astimezone(ZoneInfo(name)))})"


def _waiting(visit: Visit, place: int) -> str | None:
    """The topic at a place among those not asked; null where nobody needs to go on, or if there is none."""
    every = pending(visit.case, visit.plan, urgent=False)
    if place >= len(every):
        return None
    opened = visit.request.query_params.keys() & {"back", "further"} or visit.form.one("back")
    enough = place + len(asked_before(visit.case)) >= MOST
    if not opened and (enough or every[place] not in pending(visit.case, visit.plan, urgent=True)):
        return None
    return every[place]


def number_of(visit: Visit, facts: Sequence[str]) -> int | None:
    """The number of the question about facts, as a card names them; null if no page asks it."""
    case, keys = visit.case, {key_of(fact, visit.case) for fact in facts}
    if first_five.FORMS in facts:
        return 1
    every = [*asked_before(case), *pending(case, visit.plan, urgent=False)]
    return next((len(steps(visit)) + 1 + place for place, key in enumerate(every) if key in keys), None)


def _total(visit: Visit) -> int | None:
    """How many questions there are, as far as anybody can say; null before the first five are answered."""
    if open_step(visit) is not None:
        return None
    before = len(asked_before(visit.case))
    ahead = min(len(pending(visit.case, visit.plan, urgent=True)), max(MOST - before, 0))
    return len(steps(visit)) + before + ahead


def _page(visit: Visit, template: str, number: int, total: int | None, problem: str, **values: Any) -> Response:
    given = visit.request.query_params.get("back") or visit.form.one("back")
    back = given if given in PAGES else ""
    return visit.show(
        template, status=422 if problem else 200, title=visit.case.reference, case_reference=visit.case.reference,
        number=number, total=total, problem=problem, back=back, words=first_five.words(), child=first_five.child,
        suspect=first_five.suspect, **values,
    )  # fmt: skip


def _back(visit: Visit) -> str:
    back = visit.form.one("back")
    return f"?back={back}" if back in PAGES else ""


def _said(visit: Visit, topic: Topic) -> list[Record]:
    """What was answered to a topic: of each person it is about."""
    return [Said(one.fact, _value(visit, topic, one)) for one in topic.of]


def _value(visit: Visit, topic: Topic, about: About) -> Any:
    """The value that a form gives to a fact; null where it is not known. Raises AnswerError."""
    sent, by_key = visit.form.every(f"a-{about.fact}"), {one.key: one.value for one in about.choices}
    chosen = [by_key[one] for one in sent if one in by_key]
    match topic.kind:
        case "set":
            if not chosen:
                return [] if "none" in sent else None
            return {"includes": chosen} if DO_NOT_KNOW in sent else chosen
        case "number":
            return _number(sent[-1].strip() if sent else "")
        case "date":
            return first_five.day_written(sent[-1].strip()) if sent and sent[-1].strip() else None
        case "bool" | "one_of":
            return chosen[-1] if chosen else None
        case _:
            assert_never(topic.kind)


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise AnswerError(_("Write it as a number."))
    return int(text)
