"""Makes a case and its rules as small as they go while something still holds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Protocol, Self, TypeVar


class Ruled(Protocol):
    """A law: rules by chance, which may be less, or null for those that are shipped."""

    @property
    def rules(self) -> dict[str, Any] | None: ...

    def with_rules(self, rules: dict[str, Any]) -> Self:
        """The law with other rules, which from now on stand in its folder."""
        ...


L = TypeVar("L", bound=Ruled)
Holds = Callable[[L, dict[str, Any]], bool]


def shrunk(law: L, case: dict[str, Any], holds: Holds[L]) -> tuple[L, dict[str, Any]]:
    """A law and a case without anything that can be left out; `holds` stays true. A refusal is not it."""
    smaller = True
    while smaller:
        smaller = False
        for less in _lesser_cases(case):
            if _still(holds, law, less):
                case, smaller = less, True
                break
        for rules in _lesser_rules(law.rules) if law.rules else ():
            other = law.with_rules(rules)
            if _still(holds, other, case):
                law, smaller = other, True
                break
        else:
            # The last that was tried stands in the folder: what is tried next is tried with the law itself.
            law = law.with_rules(law.rules) if law.rules else law
    return law, case


def _still(holds: Holds[L], law: L, case: dict[str, Any]) -> bool:
    try:
        return holds(law, case)
    except Exception:  # what is left makes no sense: another thing is wrong with it
        return False


def _lesser_cases(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The case without one of its parts: the larger first."""
    for key in ("parties", "facts"):
        if key in case:
            yield {name: value for name, value in case.items() if name != key}
    events = case.get("events", [])
    for number in range(len(events)):
        yield {**case, "events": [*events[:number], *events[number + 1 :]]}
    for fact in case.get("facts", {}):
        yield {**case, "facts": {name: value for name, value in case["facts"].items() if name != fact}}
    for number, entry in enumerate(events):
        for name in entry.keys() - {"event", "at"}:
            less = deepcopy(case)
            del less["events"][number][name]
            yield less


def _lesser_rules(rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The ruleset without one of its rules, or one key of one."""
    every = rules["rules"]
    for number in reversed(range(len(every))):
        if len(every) > 1:
            yield {**rules, "rules": [*every[:number], *every[number + 1 :]]}
    for number, rule in enumerate(every):
        for name in ("readings", "clock", "until", "if", "each", "to"):
            if name in rule:
                less = deepcopy(rules)
                del less["rules"][number][name]
                yield less
