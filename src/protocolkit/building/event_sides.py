"""Whom an event may name: the sides that the vocabulary says it has, in rules and in logs alike."""

from __future__ import annotations

from protocolkit.diagnostics import Problems
from protocolkit.messages import NOTHING, Part, say
from protocolkit.model.vocabulary import SIDES, Event, Vocabulary
from protocolkit.reading.nodes import Node


def check_sides(node: Node, name: str, vocabulary: Vocabulary, problems: Problems) -> None:
    """Refuses a side that the event does not have, and says which one is meant instead."""
    event = vocabulary.events.get(name)
    if event is None:
        return
    for side in SIDES:
        if side in node.map and side not in event.allowed_sides:
            message = say("`{event}` has no `{side}`", event=name, side=side)
            problems.error("no-such-side", message, node.key_place(side), _instead(event, side, vocabulary))


def _instead(event: Event, side: str, vocabulary: Vocabulary) -> Part:
    if event.sides is None:
        return say("its entry in the vocabulary has to say `has: [by, from]`")
    if side == "to" and event.is_heard:
        return say("who received or saw it is `by`, and whom it came from is `from`")
    if side == "to" and vocabulary.is_told(event):
        return say("whom it tells is in its name; who told it is `by`")
    if not event.sides:
        return NOTHING
    return say("it has {sides}", sides=", ".join(f"`{one}`" for one in event.sides))
