"""Duties that a protocol could make one with several of another text: which of them it is, the log decides."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import counted, say
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.sameness import Asked, asked


def check_twins(protocol: Protocol, place: Place, problems: Problems) -> None:
    """Warns once of the duties of a protocol's texts that fit several of another text that no `restates` joins."""
    wanting: dict[Asked, dict[str, list[Rule]]] = {}
    for rule in protocol.rules:
        for one in asked(rule, protocol.vocabulary):
            wanting.setdefault(one, {}).setdefault(rule.text, []).append(rule)
    unsure: dict[str, tuple[str, ...]] = {}
    for texts in wanting.values():
        for text, several in texts.items():
            if len(several) > 1 and not _one(several):
                others = (rule for other, rules in texts.items() if other != text for rule in rules)
                for rule in others:
                    unsure[rule.id] = tuple(dict.fromkeys((*unsure.get(rule.id, ()), *(one.id for one in several))))
    if unsure:
        message = counted(
            "{n} rule fits several of another text: {rules}", "{n} rules fit several of another text: {rules}",
            len(unsure), rules="; ".join(f"`{rule}` ({', '.join(several)})" for rule, several in unsure.items()),
        )  # fmt: skip
        help = say(
            "each is one duty with the one that began with the same entry, else has the earlier limit, else stands "
            "first; the others stand alone"
        )
        problems.warning("twin-unsure", message, place, help)


def _one(rules: Iterable[Rule]) -> bool:
    """Whether all of them say the same rule of their text, one of them."""
    several = list(rules)
    return any(all(one is first or first.id in one.restates for one in several) for first in several)
