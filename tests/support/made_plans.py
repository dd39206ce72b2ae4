"""Plans made by hand, with something in every list: nothing here depends on any rule or calendar."""

from __future__ import annotations

from typing import Any

from protocolkit.model.vocabulary import Action, Entry, Event, Fact, Role, Vocabulary
from protocolkit.plans.plan import MadeWith, Plan
from protocolkit.plans.plan_entries import Awaiting, Conflict, Duty, Gap, Norm, Route, Undetermined, WithoutEffect
from protocolkit.plans.plan_parts import DueTime, LoggedEntry, Manner, Reading, Remaining, Source, Trigger, Warned

AS_OF = "2026-11-20T16:00:00+05:00"
REPORTED = Trigger("report_received", "2026-11-20T14:30:00+05:00")
POINT = (Source("demo/order", "3", "within the time set"),)

WORDS = Vocabulary(
    roles={
        "police": Role("police", {"en": "police", "kk": "полиция"}),
        "head": Role("head", {"en": "head of the school", "kk": "мектеп басшысы"}),
        "parent": Role(
            "parent",
            {"en": "parent", "kk": "ата-ана"},
            belongs_to="victim",
            accused_if=(("offender.represents_victim", True),),
        ),
        "press": Role("press", {"en": "press"}),
    },
    events={
        "report_received": Event("report_received", {"en": "report received", "kk": "хабарлама түсті"}),
        "police_informed": Event("police_informed", {"en": "police informed"}),
    },
    facts={"offender.represents_victim": Fact("offender.represents_victim", {"en": "the accused is the parent"})},
    actions={
        "notify": Action("notify", {"en": "notify", "kk": "хабарлау"}, is_="disclose"),
        "disclose": Action("disclose"),
    },
    documents={"note": Entry("note", {"en": "short note"})},
    channels={"secure": Entry("secure", {"en": "secure mail"})},
    lists={"circumstances": Entry("circumstances", {"en": "circumstances"})},
    other={"modalities": {"recommendation": {"en": "recommendation"}}, "statuses": {"done": {"en": "done"}}},
    telling="disclose",
)


def due(limit: str | None, **more: Any) -> DueTime:
    given = {
        "at": limit, "target": None, "limit": limit, "not_before": None, "last_day": limit[:10] if limit else None,
        "kind": "elapsed",
    }  # fmt: skip
    return DueTime(**(given | more))


def duty(name: str, when: DueTime | None = None, **more: Any) -> Duty:
    rule = f"demo/order#{name}"
    given: dict[str, Any] = {
        "id": rule, "rule": rule, "modality": "obligation", "by": ("head",), "do": "notify", "to": None, "for_": None,
        "status": "open", "trigger": REPORTED, "due": when, "sources": POINT, "label": {"en": name.replace("-", " ")},
    }  # fmt: skip
    return Duty(**(given | more))


def plan(*duties: Duty, **more: Any) -> Plan:
    given: dict[str, Any] = {
        "incident": "demo/1", "protocol": "demo/all", "as_of": AS_OF, "zone": "Asia/Almaty", "duties": duties,
        "awaiting": (), "undetermined": (), "gaps": (), "prohibitions": (), "permissions": (), "sanctions": (),
        "conflicts": (), "warnings": (), "next_change_at": None,
        "made_with": MadeWith("0", {}, "demo 1", "0", "2026a"),
    }  # fmt: skip
    return Plan(**(given | more))


def norm(name: str, modality: Any, **more: Any) -> Norm:
    given: dict[str, Any] = {
        "rule": f"demo/order#{name}", "modality": modality, "do": ("disclose",), "by": ("head",), "to": (),
        "for_": None, "until": None, "sources": POINT, "label": {"en": name.replace("-", " ")},
    }  # fmt: skip
    return Norm(**(given | more))


def everything() -> Plan:
    """A plan with something in every list."""
    manner = Manner("demo/order#gently", "obligation", "talk", POINT, {"en": "Talk gently"})
    return plan(
        duty("late", due("2026-11-20T15:30:00+05:00"), status="overdue", to="police"),
        duty(
            "soon", due("2026-11-20T16:40:00+05:00"), to="parent", for_="v1",
            check_first=("offender.represents_victim",),
            document="note", via_only=("secure",), content=("circumstances",), manner=(manner,),
            also_required_by=("demo/law#soon",), note="a note for those who ask why",
        ),
        duty("at-once", due(None, at=REPORTED.at, target=REPORTED.at, kind="immediate")),
        duty(
            "by-the-end-of-today", due("2026-11-21T00:00:00+05:00", last_day="2026-11-20", kind="same_day"),
            modality="recommendation",
        ),
        duty(
            "aimed-at",
            due(
                "2026-11-26T00:00:00+05:00", last_day="2026-11-25", kind="working_day",
                target="2026-11-24T00:00:00+05:00",
                readings=(Reading("2026-11-25T00:00:00+05:00", "2026-11-24", "the day of the report may count"),),
                warnings=(Warned("projected", "Wednesday 25 November is not official yet"),), asks=("victim.age",),
            ),
        ),
        duty("undated", due(None, kind="agenda")),
        duty("untimed", to="police", by=("head", "parent"), by_mode="any"),
        duty("held", due(None, kind="working_day", remaining=Remaining(n=2, unit="working_day")), status="suspended"),
        duty(
            "kept", due("2026-11-20T15:30:00+05:00"), status="done", done_at="2026-11-20T15:00:00+05:00",
            done_by="head",
        ),
        duty(
            "kept-late", due("2026-11-20T15:30:00+05:00"), status="done_late", was="overdue",
            done_at="2026-11-20T15:45:00+05:00",
        ),
        undetermined=(
            Undetermined(
                "demo/order#unsure", "police", None, ("victim.age",), "2026-11-20T15:50:00+05:00", by=("head",),
                due=due("2026-11-20T15:50:00+05:00"), triggered=True, id="demo/order#unsure/police", status="overdue",
                late=True, trigger=REPORTED, sources=POINT, label={"en": "unsure"},
            ),
            Undetermined(
                "demo/order#unsure-at-once", None, None, ("victim.age",), REPORTED.at, triggered=True,
                id="demo/order#unsure-at-once", trigger=REPORTED, sources=POINT,
                due=due(None, at=REPORTED.at, target=REPORTED.at, kind="immediate"), label={"en": "unsure at once"},
            ),
        ),
        gaps=(
            Gap(
                "demo/order#tell-parent", "parent", "the parent is the accused", to="parent", by=("head",),
                due=due("2026-11-20T18:00:00+05:00"), trigger=REPORTED, id="demo/order#tell-parent/parent",
                sources=POINT, label={"en": "tell the parent"},
            ),
        ),
        awaiting=(
            Awaiting(
                "demo/order#then", "police_informed", sources=POINT, label={"en": "then act"},
                projected="2026-11-27T00:00:00+05:00",
            ),
            Awaiting("demo/order#after", "done:demo/order#late", sources=POINT, label={"en": "act after it"}),
        ),
        prohibitions=(
            norm("tell-the-press", "prohibition", to=("press",)), norm("punish", "prohibition", do=("punish",)),
        ),
        permissions=(norm("ask-for-help", "permission"),),
        sanctions=(norm("fine", "sanction", amount="50 UAH"),),
        conflicts=(
            Conflict("time", ("demo/order#late", "demo/law#late"), "demo/law#late", "the earliest limit governs"),
        ),
        routes=(Route("demo/order#go", "demo/other", True, ("demo/order#late",), POINT, label={"en": "Go elsewhere"}),),
        without_effect=(WithoutEffect(LoggedEntry("extended", AS_OF, "demo/order#late", due="2026-11-30"), "too_late"),),
        warnings=(Warned("possibly_superseded", "demo/order may be superseded by: a newer act", ruleset="demo/order"),),
        next_change_at="2026-11-20T16:40:01+05:00",
    )  # fmt: skip
