"""Cases that stand for a practice: those of rule tests and incident files, whichever rules they are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from protocolkit.building.catalogue import head_of
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.incident import rule_of_duty
from protocolkit.model.ruleset import Protocol
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node
from protocolkit.testing.rule_test_cases import read_cases


class Standing(msgspec.Struct, frozen=True):
    """One case: what it is called, where it stands, the protocol it names, and its document."""

    name: str
    place: Place
    protocol: str
    incident: Node


def standing_cases(paths: Iterable[str | Path], problems: Problems) -> Iterator[Standing]:
    """The cases under some paths; what is wrong with one goes to `problems`.

    Those that expect a refusal, and an organisation's year, are no cases of anybody.
    """
    for file in gather(paths, problems).files:
        listed = head_of(file)
        if listed is None:
            continue
        if listed.kind == "tests":
            for case in read_cases(file, problems, shown(file)):
                problems.found += [one for one in case.problems if one.severity == "error"]
                if case.refused is None and case.days is None:
                    yield Standing(case.name, case.place, case.protocol, case.incident)
        elif listed.kind == "incident":
            document = load_document(file, "incident", problems, shown(file))
            named = document.get("protocol") if document is not None else None
            if document is not None:
                yield Standing(listed.id, document.place, named.text if named else "", document)


def under(case: Standing, protocol: Protocol) -> tuple[Node, tuple[str, ...]]:
    """The document of a case as another protocol can read it, and the rules of its log that protocol has not.

    A variant calls what it inherits its own; an entry about a rule that is nowhere says nothing here.
    """
    own = {**case.incident.map, "protocol": Node(protocol.id, case.place)}
    events = case.incident.get("events")
    lost: list[str] = []
    if events is not None and isinstance(events.value, list):
        kept = [one for entry in events.list if (one := _under(entry, protocol, lost)) is not None]
        own["events"] = Node(kept, events.place)
    return Node(own, case.incident.place, case.incident.keys), tuple(dict.fromkeys(lost))


def _under(entry: Node, protocol: Protocol, lost: list[str]) -> Node | None:
    for key in ("rule", "duty"):
        named = entry.map.get(key) if isinstance(entry.value, dict) else None
        if named is None or not isinstance(named.value, str):
            continue
        rule = rule_of_duty(named.text)
        if "#" not in rule or protocol.rule(rule) is not None or protocol.elsewhere.rule(rule) is not None:
            continue
        heir = next((one.id for one in protocol.rules if one.name == rule.partition("#")[2]), None)
        if heir is None:
            lost.append(rule)
            return None
        moved = Node(heir + named.text.removeprefix(rule), named.place)
        entry = Node({**entry.map, key: moved}, entry.place, entry.keys)
    return entry
