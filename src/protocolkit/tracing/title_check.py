"""Titles whose number is not that of the due time: people read the title and act by it."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.model.dues import DueNone
from protocolkit.model.rule import Rule
from protocolkit.reading.nodes import Node
from protocolkit.tracing.counting import due_quantities, other_numbers
from protocolkit.tracing.quantities import Quantity, quantities

_HOURS = {"hour": 1, "day": 24, "week": 24 * 7}
_MONTHS = {"month": 1, "year": 12}


def check_titles(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds `say-and-due` for each title of a ruleset's or protocol's file that gives another number than the due.

    A title may be silent, leave out what kind of day it is, or say what a reading, a condition or a rhythm says.
    """
    for rule in _rules(node, catalogue):
        if rule.place.file != node.place.file or rule.due is None or isinstance(rule.due, DueNone):
            continue
        own = list(dict.fromkeys(due_quantities(rule)))
        allowed, elsewhere = {_alike(one) for one in own}, set(other_numbers(rule))
        for language, title in rule.say.items():
            wrong = [q for q in quantities(title, language) if _alike(q) not in allowed and q.n not in elsewhere]
            if wrong:
                told = ", ".join(map(str, dict.fromkeys(wrong)))
                message = (
                    say("the title of `{name}` says `{told}`, its due `{due}`", name=rule.name, told=told,
                        due=", ".join(map(str, own)))
                    if own
                    else say("the title of `{name}` says `{told}`, its due no number", name=rule.name, told=told)
                )  # fmt: skip
                problems.warning("say-and-due", message, _place(rule, language, node), say("people act by the title"))


def _rules(node: Node, catalogue: Catalogue) -> Iterator[Rule]:
    """The rules of whatever the file is part of."""
    if (ruleset := node.get("ruleset")) is not None:
        for edition in catalogue.editions(ruleset.text):
            yield from edition.rules
    elif (id := node.get("protocol")) is not None and (protocol := catalogue.protocol(id.text)) is not None:
        yield from protocol.rules


def _alike(quantity: Quantity) -> tuple[str, int]:
    """As titles say it: a day is a day of whatever kind, and as long as 24 hours."""
    unit = "day" if quantity.unit.endswith("_day") else quantity.unit
    if unit in _HOURS:
        return "hour", quantity.n * _HOURS[unit]
    return "month", quantity.n * _MONTHS.get(unit, 1)


def _place(rule: Rule, language: str, node: Node) -> Place:
    """Where the title stands; where it is inherited, the change that gave another due."""
    listed = [node.get(key) for key in ("rules", "add")]
    written = [one for found in listed if found is not None for one in found.list]
    changes = node.get("change")
    written += [over for one in (changes.map.values() if changes else ()) if (over := one.get("set")) is not None]
    for one in written:
        if one.place == rule.place and (label := one.get("say")) is not None and language in label.map:
            return label.map[language].place
    return rule.place
