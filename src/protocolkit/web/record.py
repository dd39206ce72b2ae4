"""What was done: each act with its time and who did it; taken back without a trace being lost; late or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from protocolkit.api import load_incident
from protocolkit.diagnostics import InputError
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.model.incident import RETRACTED, WHY
from protocolkit.plans.plan_entries import Duty
from protocolkit.showing.card_tags import Times
from protocolkit.showing.card_why import why
from protocolkit.web import first_five
from protocolkit.web.boxes import Box, boxes, every
from protocolkit.web.first_five import AnswerError
from protocolkit.web.quotes import Quotes
from protocolkit.web.records import Entered
from protocolkit.web.timeline import late_by, timeline, title_of
from protocolkit.web.visit import Visit

QUICK = (0, 5, 15)
"""So many minutes ago, to be chosen with one touch."""


class Recorded(msgspec.Struct, frozen=True):
    """What was recorded last, with what the officer must know of it."""

    entry: str
    title: str
    time: str
    late_by: str
    why_nothing: str


def show(visit: Visit, problem: str = "", about: str = "") -> Response:
    """What is not recorded yet, missed first, and the log. `about` is the duty whose form was refused."""
    if not visit.case.ready:
        return visit.go(visit.of_case("questions"))
    card, names = visit.card, visit.judged.protocol.vocabulary
    pressing = {"overdue", "now"}
    late = [task for task in card.mine if task.bucket == "overdue"]
    now = [task for task in card.mine if task.bucket == "now"]
    soon = [task for task in (*card.lead, *card.today, *card.week, *card.later) if task.bucket not in pressing]
    groups = [
        (_("Not recorded, the limit has passed"), boxes(card, late, names)),
        (_("Not recorded, at once or within the hour"), boxes(card, now, names)),
        (_("Not recorded, today and later"), boxes(card, soon, names)),
    ]
    folds = [
        (_("No time in the text"), boxes(card, card.untimed, names)),
        (_("Duties of others"), boxes(card, card.others, names)),
    ]
    return visit.show(
        "record.html", status=422 if problem else 200, title=_("Records of the case"), heading=_("Records of the case"),
        groups=[(name, found) for name, found in groups if found],
        folds=[(name, found) for name, found in folds if found],
        problem=problem, about=about, last=last_recorded(visit), log=timeline(visit), happened=_may_happen(visit),
        **_clock(visit),
    )  # fmt: skip


def one(visit: Visit, problem: str = "") -> Response:
    """The form for one duty alone, to which the card leads."""
    box = _box(visit, visit.request.path_params["duty"])
    if box is None:
        return visit.go(visit.of_case("record"))
    return visit.show(
        "record_one.html", status=422 if problem else 200, title=box.title, heading=box.title, row=box, problem=problem,
        about=box.id, why=Markup(why(box.task, Times(visit.card), Quotes(visit)) or ""), **_clock(visit),
    )  # fmt: skip


def done(visit: Visit) -> Response:
    """Records that a duty was performed. It is never refused for being late."""
    box = _box(visit, visit.form.one("duty"))
    if box is None:
        # Somebody else recorded it a moment ago, or an answer closed it: the page says what is so now.
        return visit.go(visit.of_case("record"))
    try:
        at = _when(visit)
        entry: dict[str, Any] = {"event": "done", "duty": box.row.duty, "at": at.isoformat(), "id": _name(visit)}
        if visit.form.one("by") in {one.id for one in box.task.by}:
            entry["by"] = visit.form.one("by")
        if number := visit.form.one("ref"):
            entry["ref"] = number
        _keep(visit, entry, at)
    except AnswerError as error:
        return show(visit, str(error), box.id)
    return visit.go(_after(visit) + f"?last={entry['id']}")


def happened(visit: Visit) -> Response:
    """Records something else that happened and that duties wait for."""
    event = visit.form.one("event")
    try:
        if event not in dict(_may_happen(visit)):
            raise AnswerError(_("Choose one of them."))
        at = _when(visit)
        entry = {"event": event, "at": at.isoformat(), "id": _name(visit)}
        _keep(visit, entry, at)
    except AnswerError as error:
        return show(visit, str(error), "happened")
    return visit.go(visit.of_case("record") + f"?last={entry['id']}")


def undo(visit: Visit) -> Response:
    """Takes an entry back: it stays in the log, and counts for nothing from now on."""
    wanted, now = visit.form.one("entry"), local_now(visit)
    there = any(entry.get("id") == wanted for entry in visit.case.entries)
    if wanted and there and wanted not in visit.case.taken_back:
        visit.add([Entered({"event": RETRACTED, "entry": wanted, "at": now.isoformat(), "id": _name(visit)})])
    return visit.go(_after(visit))


def entry_of(visit: Visit, duty: str) -> str | None:
    """The entry that recorded a duty, by which it can be taken back; null if none did that still counts."""
    taken = visit.case.taken_back
    done = (one for one in reversed(visit.case.entries) if one.get("duty") == duty and one["event"] == "done")
    return next((one["id"] for one in done if one["id"] not in taken), None)


def local_now(visit: Visit) -> datetime:
    """Now, by the clock of the case."""
    return visit.desk.now().astimezone(ZoneInfo(visit.judged.protocol.zone))


def _after(visit: Visit) -> str:
    """The page to go on with: that on which the form stood."""
    return visit.of_case("card" if visit.form.one("page") == "card" else "record")


def _keep(visit: Visit, entry: dict[str, Any], at: datetime) -> None:
    """Adds an entry to the log if the case can be read with it. Raises AnswerError where it cannot."""
    now = visit.desk.now()
    if at < now:
        entry["recorded_at"] = now.astimezone(at.tzinfo).isoformat()
    tried = msgspec.structs.replace(visit.case, entries=(*visit.case.entries, entry))
    try:
        load_incident(tried.document(now), rules=visit.desk.rules)
    except InputError as error:
        raise AnswerError(" ".join(str(problem.message) for problem in error.problems)) from None
    visit.add([Entered(entry)], once=visit.once)


def _when(visit: Visit) -> datetime:
    """The time that a form gives: some minutes ago, or another. Raises AnswerError."""
    chosen, zone = visit.form.one("when"), visit.judged.protocol.zone
    if chosen in map(str, QUICK):
        return (visit.desk.now() - timedelta(minutes=int(chosen))).astimezone(ZoneInfo(zone))
    return first_five.moment(visit, zone).astimezone(ZoneInfo(zone))


def _name(visit: Visit) -> str:
    """What an entry is called, so that it can be taken back; the same for a form that is sent twice."""
    return f"e-{''.join(c for c in visit.once if c.isalnum() or c in '-_')}"


def _box(visit: Visit, id: str) -> Box | None:
    return next((box for box in every(visit.card, visit.judged.protocol.vocabulary) if box.id == id), None)


def _clock(visit: Visit) -> dict[str, Any]:
    """What a form needs to offer times: now by the clock of the case."""
    return {
        "case_reference": visit.case.reference, "now": local_now(visit), "quick": QUICK,
        "instant": Times(visit.card).instant(), "say": visit.wording,
        "given": visit.form if visit.request.method == "POST" else None,
    }  # fmt: skip


def _may_happen(visit: Visit) -> list[tuple[str, str]]:
    """The events that duties wait for and that somebody can see happen, in words."""
    say, known = visit.wording, visit.judged.protocol.vocabulary.events
    names = {one for awaiting in visit.plan.awaiting for one in awaiting.events if one in known}
    return sorted(((name, say.event(name)) for name in names), key=lambda one: one[1].casefold())


def last_recorded(visit: Visit) -> Recorded | None:
    """The entry that the page before recorded."""
    wanted = visit.request.query_params.get("last", "")
    entry = next((entry for entry in visit.case.entries if entry.get("id") == wanted), None)
    if entry is None or wanted in visit.case.taken_back:
        return None
    say, plan = visit.wording, visit.plan
    duty: Duty | None = next((one for one in plan.duties if one.id == entry.get("duty")), None)
    idle = next((one.why for one in plan.without_effect if one.entry.id == wanted), None)
    return Recorded(
        wanted, title_of(visit, entry), say.near(entry["at"], plan.as_of).text,
        late_by(datetime.fromisoformat(entry["at"]), duty, say), said(WHY[idle]) if idle else "",
    )  # fmt: skip
