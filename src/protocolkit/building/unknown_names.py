"""A name that its table does not hold: said alike wherever names are looked up."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import NOTHING, Message, say

MESSAGES = {
    "action": N_("no action `{name}`"),
    "channel": N_("no channel `{name}`"),
    "document": N_("no document `{name}`"),
    "event": N_("no event `{name}`"),
    "fact": N_("no fact `{name}`"),
    "let": N_("no `{name}` under `let`"),
    "list item": N_("no list item `{name}`"),
    "month": N_("no month `{name}`"),
    "party": N_("no party `{name}`"),
    "role": N_("no role `{name}`"),
}


def unknown(
    kind: str, name: str, known: Iterable[str], place: Place, problems: Problems, help: Message = NOTHING
) -> None:
    """Adds `unknown-KIND` with the nearest name of the table, else with another help."""
    message = say(MESSAGES[kind], name=name)
    problems.error(f"unknown-{kind.replace(' ', '-')}", message, place, did_you_mean(name, known) or help)
