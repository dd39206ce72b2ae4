"""A plan as a table: a row for each duty, what is not certain, each gap, each broken ban, what a consent keeps away,
entries without effect or taken back, and warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.exports.duty_words import DutyWords
from protocolkit.exports.spreadsheet_cells import table
from protocolkit.languages import _, speaking
from protocolkit.languages import language as spoken
from protocolkit.languages.saying import said
from protocolkit.model.incident import WHY
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Breach, Duty, Gap, NotHeld, TakenBack, Undetermined, WithoutEffect
from protocolkit.plans.plan_parts import DueTime, LoggedEntry, Source, Trigger, Warned
from protocolkit.showing.of_due import standing_still
from protocolkit.showing.wording import Labelled, Wording

COLUMNS = (
    "kind", "id", "status", "what", "who", "whom", "for", "due", "target", "last_day", "due_kind", "triggered_by",
    "triggered_at", "facts", "why", "points", "words", "rule", "modality", "do", "by", "to", "also_required_by",
    "check_first", "warnings", "late", "done_at", "incident", "protocol", "as_of",
)  # fmt: skip
BETWEEN = "; "

Row = dict[str, str]


def plan_csv(plan: Plan, vocabulary: Vocabulary, *, language: str = "en", excel: bool = False) -> str:
    """The table as CSV text; `kind` is `duty`, `undetermined`, `gap`, `breach`, `not_held`, `without_effect`,
    `retracted` or `warning`.

    `what`, `who` and `whom` are in the language, everything else is the plan's own names and ISO times. An undetermined
    row has in `due` when it would be due, in `facts` what decides it. See `cells.table` for `excel`.
    """
    return table(COLUMNS, rows(plan, vocabulary, language), excel=excel)


def rows(plan: Plan, vocabulary: Vocabulary, language: str = "en") -> list[Row]:
    """The rows as texts by column."""
    with speaking(language):
        return list(_rows(plan, DutyWords(plan, vocabulary, spoken())))


def _rows(plan: Plan, words: DutyWords) -> Iterator[Row]:
    say = words.wording
    ends = {"incident": plan.incident, "protocol": plan.protocol, "as_of": plan.as_of}
    for duty in plan.duties:
        yield _duty(duty, words) | ends
    for open_ in plan.undetermined:
        yield _undetermined(open_, say) | ends
    for gap in plan.gaps:
        yield _gap(gap, say) | ends
    for broken in plan.broken:
        yield _breach(broken, say) | ends
    for away in plan.not_held:
        yield _kept_away(away, say) | ends
    for idle in plan.without_effect:
        yield _idle(idle, say) | ends
    for gone in plan.retracted:
        yield _logged(gone.entry, say) | {"kind": "retracted", "why": _taken_back(gone, say)} | ends
    for warning in plan.warnings:
        yield {"kind": "warning", "what": warning.code, "why": warning.message, "rule": warning.rule or ""} | ends


def _duty(duty: Duty, words: DutyWords) -> Row:
    due = duty.due
    shared = [role for side in (duty.to_any, duty.to_all) if isinstance(side, tuple) for role in side]
    return {
        "kind": "duty", "id": duty.id, "status": duty.status, "who": words.who(duty), "whom": words.whom(duty),
        "for": duty.for_ or "",
        "why": standing_still(due, words.wording) if duty.status == "suspended" else "",
        "triggered_by": duty.trigger.event if duty.trigger else "",
        "triggered_at": _began(duty.trigger), "late": _known(duty.late), "done_at": duty.done_at or "",
        "facts": _listed(due.asks if due else ()), "modality": duty.modality, "do": duty.do, "by": _listed(duty.by),
        "to": duty.to or _listed(shared), "also_required_by": _listed(duty.also_required_by),
        "check_first": _listed(duty.check_first), "warnings": _warned((*duty.warnings, *(due.warnings if due else ()))),
    } | _common(duty, words.wording, due)  # fmt: skip


def _undetermined(open_: Undetermined, say: Wording) -> Row:
    due = open_.due
    lead, whom = say.recipients([open_])
    several = [role for side in (open_.to_any, open_.to_all, open_.to_each) if isinstance(side, tuple) for role in side]
    return {
        "kind": "undetermined", "id": open_.id or BETWEEN.join(filter(None, (open_.rule, open_.to, open_.for_))),
        "status": open_.status if open_.triggered else "",
        "who": say.bearers(open_.by, open_.by_mode) if open_.by else "",
        "whom": " ".join(filter(None, (lead, BETWEEN.join(whom)))),
        "for": open_.for_ or "", "facts": _listed(open_.facts), "modality": open_.modality, "do": open_.do,
        "by": _listed(open_.by), "to": open_.to or _listed(several), "warnings": _warned(due.warnings if due else ()),
        "triggered_by": open_.trigger.event if open_.trigger else "",
        "triggered_at": _began(open_.trigger), "late": _known(open_.late) if open_.triggered else "",
    } | _common(open_, say, due) | {"due": open_.would_be_due or ""}  # fmt: skip


def _gap(gap: Gap, say: Wording) -> Row:
    return {
        "kind": "gap", "id": gap.id, "status": gap.status,
        "who": say.roles(gap.by), "whom": say.role(gap.to) if gap.to else "",
        "for": gap.for_ or "", "why": gap.why, "modality": gap.modality, "do": gap.do, "by": _listed(gap.by),
        "to": gap.to or gap.role,
        "triggered_by": gap.trigger.event if gap.trigger else "",
        "triggered_at": _began(gap.trigger), "late": _known(gap.late),
    } | _common(gap, say, gap.due)  # fmt: skip


def _breach(one: Breach, say: Wording) -> Row:
    return _logged(one.entry, say) | {
        "kind": "breach", "id": one.rule, "rule": one.rule, "status": one.status, "what": say.title(one.rule),
        "who": say.role(one.by) if one.by else "", "whom": say.role(one.to) if one.to else "", "for": one.for_ or "",
        "why": one.why, "modality": "prohibition", "do": one.do, "by": one.by or "", "to": one.to or "",
        "done_at": one.at, "facts": _listed(one.facts), "points": say.points(one.sources),
        "words": BETWEEN.join(source.words for source in one.sources),
    }  # fmt: skip


def _kept_away(one: NotHeld, say: Wording) -> Row:
    return {
        "kind": "not_held", "id": one.rule, "rule": one.rule, "what": say.title(one.rule),
        "facts": one.fact, "why": f"{say.fact(one.fact)}: {say.value(one.fact, one.value)}",
        "triggered_at": one.since or "",
    }  # fmt: skip


def _began(trigger: Trigger | None) -> str:
    """When it was set going; the day where no more is known."""
    return "" if trigger is None else trigger.at[:10] if trigger.date_only is True else trigger.at


def _known(late: bool | None) -> str:
    return {True: "true", False: "false", None: "unknown"}[late]


def _idle(one: WithoutEffect, say: Wording) -> Row:
    return _logged(one.entry, say) | {"kind": "without_effect", "why": said(WHY[one.why])}


def _taken_back(one: TakenBack, say: Wording) -> str:
    when = say.time(one.at).text if "T" in one.at else say.day(one.at)
    return _("taken back {moment}").format(moment=when)


def _logged(entry: LoggedEntry, say: Wording) -> Row:
    """An entry as the log has it."""
    about = {"rule": entry.rule, "by": entry.by, "to": entry.to, "for": entry.for_}
    return {
        "id": entry.duty or entry.rule or entry.id or "", "what": entry.event,
        "triggered_at": entry.at,
        "who": say.role(entry.by) if entry.by else "", "whom": say.role(entry.to) if entry.to else "",
    } | {key: value or "" for key, value in about.items()}  # fmt: skip


def _common(one: Labelled, say: Wording, due: DueTime | None) -> Row:
    sources: tuple[Source, ...] = one.sources
    return {
        "what": say.what(one), "rule": one.rule,
        "due": (due.at if due else None) or "", "target": (due.target if due else None) or "",
        "last_day": (due.last_day if due else None) or "", "due_kind": due.kind if due else "",
        "points": _listed(f"{source.ruleset} {source.point}" for source in sources),
        "words": _listed(source.words for source in sources),
    }  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    return BETWEEN.join(names)


def _warned(warnings: Iterable[Warned]) -> str:
    return _listed(f"{warning.code}: {warning.message}" for warning in warnings)
