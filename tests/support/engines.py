"""Engines held against the reference, case by case."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from fuzz.inventing import invented
from fuzz.legislating import ruleset, written
from protocolkit import Findings, InputError, find, load_incident
from protocolkit.building.catalogue import head_of
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.engines import Engine
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.present import present
from protocolkit.testing.rule_test_cases import read_cases

TRUTH: Engine = "reference"
LANGUAGES = ("en", "ru", "kk", "uk")
PARTIES = {
    "victim": [{"id": "v1", "age": 13}, {"id": "v2"}],
    "offender": [{"id": "o1", "age": 15, "role": "pupil"}, {"id": "o2"}],
}


def refused_or_found(protocol: Protocol, incident: Incident, at: datetime | None, engine: Engine) -> Findings | str:
    """The findings, or why there are none."""
    try:
        return find(protocol, incident, at, engine=engine)
    except InputError as error:
        return "\n".join(map(str, error.problems))


class Truth(NamedTuple):
    """What the reference finds of a case, or why nothing; `changes` as they are before anything more is asked of it."""

    found: Findings | str
    changes: tuple[datetime, ...]


def truth_of(protocol: Protocol, incident: Incident, at: datetime | None = None) -> Truth:
    found = refused_or_found(protocol, incident, at, TRUTH)
    if isinstance(found, str):
        return Truth(found, ())
    _ = found.content  # telling may bring up further instants
    return Truth(found, tuple(sorted(found.case.changes)))


def disagreements(
    protocol: Protocol, incident: Incident, at: datetime | None = None, *, engine: Engine = "compiled",
    truth: Truth | None = None,
) -> Iterator[str]:  # fmt: skip
    """In what an engine differs from the reference over a case: nothing where they agree.

    `truth` is what the reference says, where that was asked already.
    """
    ours = refused_or_found(protocol, incident, at, engine)
    found, changes = truth_of(protocol, incident, at) if truth is None else truth
    if isinstance(ours, str) or isinstance(found, str):
        if ours != found:
            yield f"refused otherwise: {ours} / {found}"
        return
    if [(one.lead.id, one.limit, one.target, one.lead.life.status) for one in ours.duties] != [
        (one.lead.id, one.limit, one.target, one.lead.life.status) for one in found.duties
    ]:
        yield "the duties, their times or their statuses differ"
    for field in found.content.__struct_fields__:
        if getattr(ours.content, field) != getattr(found.content, field):
            yield f"{field} differ"
    if tuple(sorted(ours.case.changes)) != changes:
        yield "the instants at which it may change differ"
    for rule in protocol.rules:
        if ours.attempts(rule) != found.attempts(rule):
            yield f"the attempts of {rule.id} differ"


def words_differ(protocol: Protocol, incident: Incident, at: datetime | None = None) -> Iterator[str]:
    """The languages in which the plans of the two engines are other bytes."""
    try:
        ours, truth = (present(find(protocol, incident, at, engine=engine)) for engine in ("compiled", "reference"))
    except InputError:
        return
    for language in LANGUAGES:
        if ours.said(language).to_json() != truth.said(language).to_json():
            yield f"the plans differ in {language}"


def as_rule_test(case: dict[str, Any], *rules: Path) -> str:
    """A case as the rule test that shows a disagreement: its duties are what the reference says."""
    protocol, incident = load_incident(case, rules=rules)
    found = refused_or_found(protocol, incident, None, "reference")
    head = {"tests": case["protocol"], "cases": [{"name": "engines disagree", "incident": case}]}
    if isinstance(found, Findings):
        head["cases"][0]["expect"] = {"duties": [one.lead.id for one in found.duties]}  # type: ignore[index]
    return json.dumps(head, ensure_ascii=False, indent=1)


def shipped(folder: str) -> Iterator[tuple[str, Protocol, Incident]]:
    """The cases of the rule tests of a folder that are evaluated at all."""
    problems = Problems()
    for path in gather([folder], problems).files:
        listed = head_of(path)
        if listed is None or listed.kind != "tests":
            continue
        for case in read_cases(path, problems, shown(path)):
            try:
                yield f"{path.name}: {case.name}", *load_incident(case.incident, protocol=case.protocol)
            except InputError:
                continue


def a_law(seed: int, folder: Path) -> Path:
    """A folder with a ruleset nobody has written."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "law.yaml").write_text(written(ruleset(random.Random(seed))), encoding="utf-8")
    return folder


def a_case(protocol: Protocol, chance: random.Random) -> dict[str, Any]:
    """An incident nobody has had: some of several persons, some with entries known by their day, learnt late or undone."""
    case = invented(protocol, chance)
    if chance.random() < 0.3:
        case["parties"] = PARTIES
        case["facts"] = {name: value for name, value in case["facts"].items() if name.startswith("incident.")}
        for entry in case["events"]:
            if chance.random() < 0.3:
                entry["for"] = chance.choice(("v1", "v2", "o1"))
    for number, entry in enumerate(case["events"]):
        roll = chance.random()
        if roll < 0.15:
            entry["at"] = entry["at"][:10]
        elif roll < 0.25:
            entry["recorded_at"] = case["as_of"]
        elif roll < 0.35 and case["facts"]:
            entry["facts"] = dict([case["facts"].popitem()])
        elif roll < 0.4:
            entry["id"] = f"e{number}"
            case["events"].append({"event": "retracted", "entry": f"e{number}", "at": case["as_of"]})
    case["events"].sort(key=lambda one: str(one["at"]))
    return case
