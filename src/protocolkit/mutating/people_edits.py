"""Changes to who: bearers, recipients and those left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.mutating.edits import Edit, Operator, Path, at, made, texts
from protocolkit.reading.nodes import Node

# Bodies that belong to no other: whoever acts within the same institution may stand for the bearer in silence.
_STRANGERS = ("forensic_body", "help_organisation")


def edits(rule: Node, roles: Iterable[str]) -> Iterator[Edit]:
    """Every change to the people of a rule: each replaced by a stranger, each of several left out."""
    sides: tuple[tuple[str, Operator], ...] = (("by", "bearer"), ("to", "recipient"))
    for key, operator in sides:
        people = rule.get(key)
        if people is None:
            continue
        named = {node.text for _path, node in texts(people)}
        stranger = next((one for one in (*_STRANGERS, *roles) if one in roles and one not in named), None)
        for path, node in texts(people, (key,), without=("except",)):
            if stranger is not None:
                yield Edit(operator, path, made(stranger, node))
            if (place := _dropped(rule, path)) is not None:
                yield Edit(operator, place, None)
        yield from _exceptions(rule, people, (key,))
        if key == "to":
            yield Edit(operator, (key,), None)


def _dropped(rule: Node, path: Path) -> Path | None:
    """What to take out so that one of several is gone; None for one that stands alone."""
    if not isinstance(path[-1], int):
        return path if path[-1] == "else" else None
    listed = at(rule, path[:-1])
    if isinstance(listed.value, list) and len(listed.list) > 1:
        return path
    # The last of the substitutes goes with their key.
    return path[:-1] if path[-2:-1] == ("else",) else None


def _exceptions(rule: Node, people: Node, path: Path) -> Iterator[Edit]:
    match people.value:
        case dict() as parts:
            for key, one in parts.items():
                if key != "except":
                    yield from _exceptions(rule, one, (*path, key))
                elif isinstance(one.value, list) and len(one.list) > 1:
                    yield from (Edit("exception", (*path, key, i), None) for i in range(len(one.list)))
                else:
                    yield Edit("exception", (*path, key), None)
        case list() as items:
            for number, one in enumerate(items):
                yield from _exceptions(rule, one, (*path, number))
