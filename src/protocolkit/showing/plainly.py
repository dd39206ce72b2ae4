"""Sentences with every name by its label: for people, who do not know how rules write them."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from protocolkit.languages.saying import said
from protocolkit.messages import Clause, Labelled, Listed, Message, Month, Name, Part, Worded
from protocolkit.showing.wording import Wording


def plainly(part: Part, say: Wording) -> str:
    """A phrase or sentence in the language being spoken, every name by its label.

    >>> from protocolkit.messages import say as message
    >>> from protocolkit.model.vocabulary import Vocabulary
    >>> plainly(message("by {people}", people=Name("roles", "class_teacher")), Wording(Vocabulary(), "UTC"))
    'by class teacher'
    """
    return said(_labelled(part, say))


def _labelled(part: Part, say: Wording) -> Part:
    match part:
        case Message(parts=parts):
            named = tuple((key, one if key == "n" else _labelled(one, say)) for key, one in parts)
            return Message(part.template, named, part.many, part.context)
        case Listed(items=items):
            return Listed(tuple(_labelled(one, say) for one in items), part.joined, part.apart)
        case Worded(full=full):
            return _labelled(full, say)
        case Name():
            return _label(part, say)
        case Clause() | Labelled() | Month() | date() | str() | int() | float() | None:
            return part


def _label(name: Name, say: Wording) -> str:
    match name.kind:
        case "facts":
            return say.fact(name.name)
        case "values":
            value = {"true": True, "false": False}.get(name.name, name.name)
            return say.value(name.of, value)
        case "rules":
            return f"«{say.title(name.name)}»"
        case "roles":
            return say.role(name.name)
        case "contents":
            return say.content(name.name)
        case "rulesets" | "written" | "units":
            return name.name
        case "events" | "agendas" | "actions" | "documents" | "channels" | "modalities":
            return say.name(name.kind, name.name)
        case _:
            assert_never(name.kind)
