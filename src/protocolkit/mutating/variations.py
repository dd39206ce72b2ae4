"""Cases a little different from one at hand: other days, other facts, another event first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from protocolkit.mutating.edits import made
from protocolkit.testing.rule_test_cases import Case

_LATER = (1, 2, 3, 4, 5, 40)  # days: every day of the week, and another season


def variations(case: Case, events: Iterable[str]) -> Iterator[Case]:
    """The case with its first event another one, with each fact otherwise or unknown, and on other days."""
    given = case.incident.plain()
    if not isinstance(given, dict) or case.refused is not None:
        return
    for changed in _changed(given, [*events]):
        yield replace(case, incident=made(changed, case.incident), problems=())


def _changed(given: dict[str, Any], events: list[str]) -> Iterator[dict[str, Any]]:
    log = given.get("events")
    if isinstance(log, list) and log:
        for event in events:
            if isinstance(log[0], dict) and log[0].get("event") != event:
                yield {**given, "events": [{**log[0], "event": event}, *log[1:]]}
    facts: dict[str, Any] = found if isinstance(found := given.get("facts"), dict) else {}
    for name, value in facts.items():
        if isinstance(value, bool):
            yield {**given, "facts": {**facts, name: not value}}
        yield {**given, "facts": {key: one for key, one in facts.items() if key != name}}
    if "agenda" not in given:
        yield from (_moved(given, timedelta(days=n)) for n in _LATER)


def _moved(value: Any, by: timedelta) -> Any:
    """The same with every instant so much later."""
    match value:
        case dict():
            return {key: _moved(one, by) for key, one in value.items()}
        case list():
            return [_moved(one, by) for one in value]
        case str() if len(value) > 16 and value[10:11] == "T":
            try:
                return (datetime.fromisoformat(value) + by).isoformat()
            except ValueError:
                return value
        case _:
            return value
