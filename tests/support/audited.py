"""Logs put into a folder with rules of their own, and what an audit says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from procedures import write_ruleset
from protocolkit.auditing.audit import Audit
from protocolkit.auditing.logs import Source
from protocolkit.auditing.outcome import Judged
from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Place, Problems

RULES = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
- {id: tell-parents, each: victim, by: education_org_head, must: notify, to: victim.legal_representative,
   after: report_received, due: 24 hours, clock: {waive: {by: education_authority}}}
- {id: tell-authority, if: {incident.crime_signs: true}, by: education_org_head, must: notify, to: education_authority,
   after: report_received, due: 3 hours}
- {id: call-ambulance, if: {victim.medical_emergency: true}, by: education_org_head, must: notify, to: emergency_medical_service,
   after: report_received, due: immediately}
"""
# A Monday. An hour later is 11:00, three are 13:00, a day is Tuesday 10:00.
REPORT = {"event": "report_received", "at": "2026-11-16T10:00:00+05:00"}
KNOWN = {"incident.crime_signs": False, "victim.medical_emergency": False, "victim.is_minor": True,
         "offender.role": "pupil", "offender.represents_victim": False}  # fmt: skip
AS_OF = "2026-11-30T09:00:00+05:00"


def done(rule: str, at: str, **more: Any) -> dict[str, Any]:
    return {"event": "done", "rule": f"made-up/audited#{rule}", "at": at, **more}


def kept(*but: str) -> list[dict[str, Any]]:
    """Everything of a case done in time, but for some rules."""
    times = {"tell-police": "2026-11-16T10:30:00+05:00", "tell-parents": "2026-11-16T12:00:00+05:00"}
    return [done(rule, at) for rule, at in times.items() if rule not in but]


def case(reference: str, *log: dict[str, Any], facts: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"incident": reference, "facts": {**KNOWN, **(facts or {})}, "events": [REPORT, *log], **more}


def audited(folder: Path, cases: Iterable[dict[str, Any]], *, by: str = "rule", as_of: str | None = AS_OF) -> Audit:
    """The audit of a table of cases, under rules of its own."""
    log = folder / "log.jsonl"
    log.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in cases), encoding="utf-8")
    at = parse_instant(as_of, Place("as_of"), Problems()) if as_of is not None else None
    return Audit(Source(log, "made-up/audited", by, as_of=at, rules=(str(ruled(folder)),)))  # type: ignore[arg-type]


def exported(folder: Path, table: str, columns: str, *, by: str = "rule", as_of: str = AS_OF, rows: str = "") -> Audit:
    """The audit of a CSV export through a mapping."""
    log, mapping = folder / "export.csv", folder / "map.yaml"
    log.write_text(table, encoding="utf-8")
    head = f"mapping: m\nprotocol: made-up/audited\nzone: Asia/Almaty\n{rows}columns:\n"
    mapping.write_text(head + columns, encoding="utf-8")
    at = parse_instant(as_of, Place("as_of"), Problems())
    return Audit(Source(log, None, by, mapping, as_of=at, rules=(str(ruled(folder)),)))  # type: ignore[arg-type]


def ruled(folder: Path) -> Path:
    """The folder of the rules, which is made."""
    rules = folder / "rules"
    if not rules.exists():
        rules.mkdir()
        write_ruleset(rules, RULES, id="made-up/audited")
    return rules


def outcomes(audit: Audit) -> dict[str, str]:
    """The outcome of each duty of one case by its rule."""
    return {one.rule.partition("#")[2]: one.outcome for _tags, one in audit.rows()}


def only(audit: Audit, rule: str) -> Judged:
    (found,) = (one for _tags, one in audit.rows() if one.rule.endswith(f"#{rule}"))
    return found
