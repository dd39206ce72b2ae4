"""The test that a survivor lacks: a case of which the plan is another under the mutant, and what to expect of it.

A test is given only after it was run: it passes under the rules as they are and fails under the mutant. Where no case
at hand, nor a variation of one, shows a difference, the answer is a case to be completed, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Problems
from protocolkit.languages import speaking
from protocolkit.model.ruleset import Protocol
from protocolkit.mutating.mutants import Mutant
from protocolkit.mutating.telling import flow
from protocolkit.mutating.variations import variations
from protocolkit.plans.plan import Plan
from protocolkit.reading.yaml12 import read_text
from protocolkit.testing.logged_entries import listed
from protocolkit.testing.rule_test_cases import Case, cases
from protocolkit.testing.running import Runner

_TRIED = 60  # cases and variations of them: a survivor costs no more than that
_LISTS = ("duties", "permissions", "prohibitions", "sanctions", "undetermined", "gaps", "awaiting", "routes")
# What tells entries apart, then what may be said of each, the plainest first.
_NAMED = ("to", "for", "do", "document")
_PERSONS = ("to", "for")
_SAID = (
    "status", "modality", "by", "to", "to_any", "to_all", "by_except", "to_except", "due", "trigger", "via_only",
    "via_any", "via_never", "amount", "event", "events", "event_with", "facts", "asks", "content", "readings",
    "manner", "warnings",
)  # fmt: skip


def missing_test(mutant: Mutant, seen: Sequence[Case], before: Catalogue, after: Catalogue) -> str:
    """A case, as YAML, that a survivor does not pass; or one to be completed, as its first line says."""
    old, new = Runner(before), Runner(after)
    name = f"{mutant.change.rule.rpartition('#')[2]}, {mutant.change.operator} ({mutant.change.hash})"
    events = [one for one in _texts(mutant.change.before) if one in before.vocabulary.events]
    tried = chain(seen, *(variations(case, events) for case in seen))
    for case in islice(tried, _TRIED):
        for expect in _telling(case, mutant, old, new):
            text = _written(case, expect, name)
            if _passes(text, case, old) and not _passes(text, case, new):
                return text
    about = "  # no case at hand shows a difference: complete it, or review as equivalent\n"
    whole = _written(seen[0], {}, name) if seen else ""
    return f"{about}{whole}"


def _passes(text: str, case: Case, runner: Runner) -> bool:
    document = read_text(f"tests: {case.protocol}\ncases:\n{text}", "missing.yaml", Problems())
    return document is not None and all(runner.run(one).passed for one in cases(document))


def _telling(case: Case, mutant: Mutant, old: Runner, new: Runner) -> Iterator[dict[str, Any]]:
    """Expectations of a case that may differ under the mutant, those of its own rule first."""
    try:
        planned, other = old.plan_of(case), new.plan_of(case)
    except InputError:
        return
    except Exception:
        return
    if planned is None or other is None:
        return
    protocol, plan = planned
    was, now = _entries(plan, protocol), _entries(other[1], protocol)
    changed = sorted(
        (one for one in (*was, *now) if was.get(one) != now.get(one)), key=lambda one: one[1] != mutant.change.rule
    )
    for kind, rule, name in changed:
        here, there = was.get((kind, rule, name)), now.get((kind, rule, name))
        entry = {"rule": _short(rule, protocol), **dict(name)}
        if here is None:
            of_rule = any(one[1] == rule for one in was)
            yield {"absent": [entry["rule"]]} if not of_rule else {kind: [{**entry, "status": "none"}]}
            continue
        if there is None:
            yield {kind: [entry]}
            continue
        for key in _SAID:
            if key in here and here.get(key) != there.get(key):
                yield {kind: [{**entry, key: here[key]}]}


_Key = tuple[str, str, tuple[tuple[str, str], ...]]


def _entries(plan: Plan, protocol: Protocol) -> dict[_Key, dict[str, Any]]:
    """The entries of a plan by list, rule and name, each as an expectation would say it."""
    found: dict[_Key, dict[str, Any]] = {}
    for kind in _LISTS:
        for one in listed(plan, kind):
            with speaking("en"):
                plain: dict[str, Any] = msgspec.to_builtins(one)
            rule = plain.get("rule")
            if not isinstance(rule, str):
                continue
            said = {key: value for key in _SAID if (value := _said(key, plain, protocol)) is not None}
            told = _NAMED if kind == "duties" else _PERSONS
            names = {key: value for key in told if isinstance(value := plain.get(key), str)}
            found[kind, rule, tuple(names.items())] = said
    return found


def _said(key: str, plain: dict[str, Any], protocol: Protocol) -> Any:
    """What a plan says under a key, as a rule test writes it; None where there is nothing to compare."""
    value = plain.get(key)
    match key:
        case "to":
            return value if isinstance(value, list) else None  # one alone is in the name of the entry
        case "due":
            parts = ("at", "last_day", "target", "kind")
            return {part: value.get(part) or "none" for part in parts} if value else "none" if key in plain else None
        case "trigger":
            return {"event": value["event"], "at": value["at"]} if value else None
        case "readings":
            return [_reading(one) for one in value] if value is not None else None
        case "warnings":
            return [one["code"] for one in value] if value is not None else None
        case "manner":
            return [_conduct(one, protocol) for one in value or ()]
        case "events" | "event":
            return value if value else None
        case _:  # every other key of an entry is expected as the plan's JSON has it
            return value


def _reading(one: dict[str, Any]) -> dict[str, Any]:
    return {key: one[key] for key in ("changes", "at", "last_day", "applies") if one.get(key) is not None}


def _conduct(one: dict[str, Any], protocol: Protocol) -> dict[str, Any]:
    people = {key: one[key] or "none" for key in ("by", "to")}
    return {"rule": _short(one["rule"], protocol), "modality": one["modality"], **people}


def _short(rule: str, protocol: Protocol) -> str:
    return rule.removeprefix(f"{protocol.id}#")


def _written(case: Case, expect: dict[str, Any], name: str) -> str:
    """A case as it stands in a file of rule tests, ready to be pasted below `cases:`."""
    given = case.incident.plain()
    assert isinstance(given, dict)
    incident = {key: one for key, one in given.items() if key not in ("incident", "agenda", "protocol", "as_of")}
    lines = [f"  - name: {flow(name)}", f"    protocol: {case.protocol}"]
    if case.days:
        lines.append(f"    agenda: {flow({'from': case.days[0], 'to': case.days[1]})}")
    lines.append("    incident:" if incident else "    incident: {}")
    for key, one in incident.items():
        if isinstance(one, list):
            lines += [f"      {key}:", *(f"        - {flow(item)}" for item in one)]
        else:
            lines.append(f"      {key}: {flow(one)}")
    if "as_of" in given:
        lines.append(f"    as_of: {flow(given['as_of'])}")
    lines.append(f"    expect: {flow(expect)}")
    return "\n".join(lines) + "\n"


def _texts(flowing: str) -> list[str]:
    return flowing.replace("{", " ").replace("}", " ").replace("[", " ").replace("]", " ").replace(",", " ").split()
