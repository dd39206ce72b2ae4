"""What a program without rules would be: one function for kz/interagency, one for ua/pdyut.

As a careful developer would write them: working days from a table made beforehand, plain dicts in, slotted objects out.
Ids, targets, limits, statuses and times of doing are those of the plan, which `verify` holds them to. They give no
sources, steps, readings, questions, gaps, warnings or next change, and each change of a text is a change of program.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from protocolkit.model.incident import Incident, SetValue
from protocolkit.model.ruleset import Protocol

Case = dict[str, Any]
Record = tuple[datetime, str | None]  # when, and by whom
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INSTITUTIONS = {
    "education_org_head": "education_org", "responsible_person": "education_org", "prosecution_head": "prosecutor",
    "education_org_staff": "education_org", "bullying_commission": "education_org",
    "school_psychologist": "education_org", "social_pedagogue": "education_org",
}  # fmt: skip


class WorkingDays:
    """The working days of a calendar as two lists."""

    def __init__(self, protocol: Protocol) -> None:
        days, at, upto = protocol.calendar.days(), list[int](), [0]
        self.start = days.first.toordinal()
        for ordinal in range(self.start, days.last.toordinal() + 1):
            if days.is_kind(date.fromordinal(ordinal), "working"):
                at.append(ordinal)
            upto.append(len(at))
        self.at, self.upto = at, upto

    def after(self, day: date, n: int) -> date:
        return date.fromordinal(self.at[self.upto[day.toordinal() - self.start + 1] + n - 1])


class Duty:
    __slots__ = ("done_at", "id", "limit", "status", "target", "trigger")

    def __init__(
        self, id: str, trigger: datetime, target: datetime | None, limit: datetime | None, status: str,
        done_at: datetime | None,
    ) -> None:  # fmt: skip
        self.id, self.trigger, self.target, self.limit = id, trigger, target, limit
        self.status, self.done_at = status, done_at


class Log:
    """The entries of a case up to an instant, by event and by the rule they close."""

    def __init__(self, case: Case, now: datetime, text: str) -> None:
        self.now, self.text, self.out = now, text, list[Duty]()
        self.events: dict[str, list[Record]] = {}
        self.done: dict[str, list[tuple[datetime, str | None, str | None, str | None]]] = {}
        for entry in case["events"]:
            if entry["at"] > now:
                continue
            if entry["event"] == "done":
                closed = (entry["at"], entry["by"], entry["to"], entry["for"])
                self.done.setdefault(entry["rule"], []).append(closed)
            else:
                self.events.setdefault(entry["event"], []).append((entry["at"], entry["by"] or "education_org"))

    def first(self, *names: str) -> datetime | None:
        return min((self.events[name][0][0] for name in names if name in self.events), default=None)

    def add(
        self, rule: str, house: tuple[str, ...], trigger: datetime, *, to: str | None = None, for_: str | None = None,
        target: datetime | None = None, limit: datetime | None = None, tail: str = "", key: str = "",
        ends: datetime | None = None, also: Iterable[Record] = (),
    ) -> Duty:  # fmt: skip
        """One duty with its status; `also` are events that are its doing, whoever recorded them."""
        id = f"{self.text}#{rule}"
        done_at = by = None
        for at, who, told, party in self.done.get(id, ()):
            if (
                at < trigger
                or (to and told and told != to)
                or (for_ and party and party != for_)
                or (ends and at >= ends)
            ):
                continue
            done_at, by = at, who
            break
        for at, who in also:
            if at >= trigger and (done_at is None or at < done_at):
                done_at, by = at, who
        if done_at is not None:
            other = by is not None and INSTITUTIONS.get(by, by) not in house
            late = limit is not None and done_at > limit
            status = "done_late" if late else "discharged_by_other" if other else "done"
        else:
            status = "overdue" if limit is not None and self.now > limit else "open"
        name = f"{id}{tail}@{key}" if key else f"{id}{tail}"
        self.out.append(Duty(name, trigger, target, limit, status, done_at))
        return self.out[-1]


SIGNALS = ("report_received", "report_received_by_head", "application_submitted", "fact_detected")
RECEIVERS = ("police", "prosecutor", "education_authority", "health_authority", "social_protection_authority")
COMMISSIONERS = ("child_rights_commissioner", "regional_child_rights_commissioner")
HELPERS = ("social_assistance_service", "school_psychologist", "health_organisation")
# The institutions whose own doing of a duty it is.
SCHOOL, CARE, BODY = ("education_org",), ("education_authority", "health_authority"), ("local_executive_body",)
GROUP, POLICE, PROSECUTOR, EXPERT = ("mobile_group",), ("police",), ("prosecutor",), ("forensic_expert",)
CONFIRMED = ("fact_confirmed_by_police", "high_profile_fact_confirmed")


def kz_interagency(case: Case, now: datetime, days: WorkingDays, zone: ZoneInfo) -> list[Duty]:
    log = Log(case, now, "kz/interagency")
    events, seen = log.events, dict[str, list[Record]]()
    for name in ("police_informed", "prosecutor_informed", "scene_visited"):
        seen[name] = list(events.get(name, ()))
    for at, by, to, _ in log.done.get("kz/interagency#notify-authorities", ()):
        for body in ("police", "prosecutor"):
            if to is None or to == body:
                events.setdefault(f"{body}_informed", []).append((at, by))
    for at, by, _, _ in log.done.get("kz/interagency#visit-scene", ()):
        if by is None or by == "mobile_group":
            events.setdefault("scene_visited", []).append((at, by))
    for name in CONFIRMED:
        events.setdefault("fact_confirmed", []).extend(events.get(name, ()))
    for records in events.values():
        records.sort(key=lambda one: one[0])
    told = _on_report(log, case, seen)
    _on_knowledge(log, case, told)
    confirmed = min((at for at, _ in events["fact_confirmed"]), default=None)
    if confirmed is not None:
        limit = _end_of(days.after(confirmed.astimezone(zone).date(), 5), zone)
        for rule in ("report-measures", "send-assessment-report"):
            for body in RECEIVERS:
                log.add(rule, COMMISSIONERS, confirmed, to=body, limit=limit, tail=f"/{body}")
        for body in HELPERS:
            log.add("inform-helpers", COMMISSIONERS, confirmed, to=body, limit=limit, tail=f"/{body}")
    _on_visit(log, case, seen)
    _on_police(log, case, zone)
    closed = log.first("case_closed")
    for event, rules, house in REPEATED:
        for at, _ in events.get(event, ()):
            if closed is not None and at > closed:
                break
            for rule, to in rules:
                target = at if rule == "take-supervision-measures" else None
                key = at.strftime("%Y-%m-%dT%H:%M:%SZ")
                log.add(rule, house, at, to=to, target=target, tail=f"/{to}" if to else "", key=key)
    return log.out


REPEATED = (
    ("forensic_examination_received", (("carry-out-examination", None), ("draw-up-conclusion", None)), EXPERT),
    ("additional_information_requested", (("supply-additional-information", "police"),), EXPERT),
    ("prosecutor_informed", (("take-supervision-measures", None),), PROSECUTOR),
)


def _on_report(log: Log, case: Case, seen: dict[str, list[Record]]) -> dict[str, datetime | None]:
    start = log.first(*SIGNALS)
    if start is None:
        return {}
    told = {}
    for body in (*RECEIVERS, *COMMISSIONERS):
        also = seen.get(f"{body}_informed", ())
        duty = log.add("notify-authorities", SCHOOL, start, to=body, limit=start + HOUR, tail=f"/{body}", also=also)
        told[body] = duty.done_at
    log.add("draw-up-short-note", SCHOOL, start, limit=start + HOUR)
    log.add("reprimand-participants", SCHOOL, start)
    if case["facts"].get("incident.ongoing") is True:
        log.add("stop-participants", SCHOOL, start)
    log.add("identify-signs", CARE, start)
    log.add("find-pressure-sources", CARE, start)
    for one in case["victim"]:
        id = one["id"]
        log.add("question-child-first", CARE, start, to="victim", for_=id, tail=f"/victim/{id}")
        log.add("diagnose-condition", ("certified_specialist",), start, to="victim", for_=id, tail=f"/victim/{id}")
        consent, adult = one.get("consents_to_interview", "not_asked"), one.get("minor") is False
        if consent == "not_asked" and not adult:
            to = "legal_representative"
            log.add("seek-interview-consent", CARE, start, to=to, for_=id, tail=f"/{to}/{id}")
        if consent == "granted" or adult:
            log.add("interview-victim", CARE, start, to="victim", for_=id, tail=f"/victim/{id}")
    return told


def _on_knowledge(log: Log, case: Case, told: dict[str, datetime | None]) -> None:
    """The executive body knows when it is told, or when an authority of its own is."""
    known = [told.get("education_authority"), told.get("social_protection_authority")]
    known.append(log.first("local_executive_body_informed"))
    knows = min((at for at in known if at is not None), default=None)
    if knows is None:
        return
    for one in case["victim"]:
        if one.get("minor") is not True:
            continue
        id, passed = one["id"], []
        for to in COMMISSIONERS:
            tail = f"/{to}/{id}"
            passed.append(
                log.add("pass-victim-data", BODY, knows, to=to, for_=id, limit=knows + DAY, tail=tail).done_at
            )
        to = "victim_family"
        log.add("give-family-contacts", BODY, knows, to=to, for_=id, limit=knows + DAY, tail=f"/{to}/{id}")
        done = [at for at in passed if at is not None]
        if len(done) == len(passed):
            log.add("record-data-transfer", BODY, max(done), for_=id, tail=f"/{id}")


def _on_visit(log: Log, case: Case, seen: dict[str, list[Record]]) -> None:
    sent = log.first("scene_visit_instructed")
    if sent is not None:
        also = [(at, "mobile_group") for at, _ in seen["scene_visited"]]
        log.add("visit-scene", GROUP, sent, target=sent, limit=sent + 2 * HOUR, also=also)
    visited = log.first("scene_visited")
    if visited is None:
        return
    for act in ("check_conditions", "assess_safety"):
        log.add("examine-scene", GROUP, visited, tail=f"/{act}")
    for role in ("victim", "offender", "witness"):
        for one in case[role]:
            log.add("question-participants", GROUP, visited, to=role, for_=one["id"], tail=f"/{role}/{one['id']}")
    for paper in ("examination_act", "meeting_minutes"):
        log.add("draw-up-visit-papers", GROUP, visited, tail=f"/{paper}")


def _on_police(log: Log, case: Case, zone: ZoneInfo) -> None:
    told, facts, to = log.first("police_informed"), case["facts"], "forensic_expert"
    if told is None:
        return
    log.add("carry-out-investigative-measures", POLICE, told, target=told)
    if facts.get("incident.crime_signs") is True:
        log.add("open-criminal-case", POLICE, told)
        log.add("interrogate-in-case", POLICE, told)
        log.add("order-psychological-examination", POLICE, told, to=to, tail=f"/{to}")
    if "cyberbullying" in facts.get("incident.forms", ()):
        log.add("seize-correspondence", POLICE, told)
    for one in case["victim"]:
        if one.get("bodily_injury") is True:
            id = one["id"]
            log.add("order-medical-examination", POLICE, told, to=to, for_=id, tail=f"/{to}/{id}")
    closed = min((at for at, _ in log.events.get("case_closed", ()) if at >= told), default=None)
    day, begins = told.astimezone(zone).date(), told
    while begins <= log.now and (closed is None or begins < closed):
        ends = _end_of(day, zone)
        duty = log.add("check-progress-daily", PROSECUTOR, begins, limit=ends, key=day.isoformat(), ends=ends)
        if closed is not None and (duty.done_at is None or (duty.done_at > closed and log.now > ends)):
            duty.status = "ended"
        day, begins = day + DAY, ends


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    after = day + DAY
    return datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)


def ua_pdyut(case: Case, now: datetime, days: WorkingDays, zone: ZoneInfo) -> list[Duty]:
    log = Log(case, now, "ua/pdyut")
    start = log.first("report_received", "report_received_by_head", "application_submitted")
    if start is None:
        return log.out
    events, first_day = log.events, start.astimezone(zone).date()
    three, ten = (_end_of(days.after(first_day, n), zone) for n in (3, 10))
    also = events.get("police_informed", ())
    log.add("notify-police", SCHOOL, start, to="police", target=start, limit=start + DAY, tail="/police", also=also)
    for role in ("victim", "offender", "witness"):
        for one in case[role]:
            id = one["id"]
            if one.get("minor") is not False:
                to = "legal_representative"
                tail = f"/{to}/{id}"
                log.add(
                    "notify-legal-representative",
                    SCHOOL,
                    start,
                    to=to,
                    for_=id,
                    target=start,
                    limit=start + DAY,
                    tail=tail,
                )
            if one.get("medical_emergency") is True:
                to = "emergency_medical_service"
                log.add("call-emergency-team", SCHOOL, start, to=to, for_=id, tail=f"/{to}/{id}")
    log.add("notify-childrens-service", SCHOOL, start, to="childrens_service", tail="/childrens_service")
    log.add("notify-social-centre", SCHOOL, start, to="social_services_centre", tail="/social_services_centre")
    also, to = events.get("commission_convened", ()), "bullying_commission"
    log.add("convene-commission", SCHOOL, start, to=to, limit=three, tail=f"/{to}", also=also)
    for rule in ("collect-information", "analyse-materials", "finish-consideration"):
        log.add(rule, SCHOOL, start, limit=ten)
    decided = [(at, to) for at, _ in events.get("commission_decided", ())]
    log.add("decide-circumstances", SCHOOL, start, limit=ten, also=decided)
    return log.out


FUNCTIONS = {"kz/interagency": kz_interagency, "ua/pdyut": ua_pdyut}


def plain(incident: Incident) -> Case:
    """A loaded incident as plain dicts: made once beforehand, as loading it is."""
    people: dict[str, dict[str, Any]] = {one.id: {"id": one.id} for one in incident.persons}
    facts: dict[str, Any] = {}
    for known in incident.facts:
        value = tuple(known.value.values) if isinstance(known.value, SetValue) else known.value
        if known.subject is None:
            facts[known.fact] = value
        else:
            people[known.subject][known.fact.removeprefix("legal_representative.")] = value
    for one in people.values():
        age = one.get("age")
        one["minor"] = one.get("is_minor", None if age is None else age < 18)
    entries = [
        {"event": e.event, "at": e.at, "by": e.by, "to": e.to, "for": e.for_, "rule": e.rule} for e in incident.log
    ]
    roles = {
        role: [people[p.id] for p in incident.persons if role in p.roles] for role in ("victim", "offender", "witness")
    }
    return {"facts": facts, "events": entries, **roles}
