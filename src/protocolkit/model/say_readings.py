"""What another reading of a rule says otherwise, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.messages import Listed, Name, Part, say
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.rule import VERBS, Patch, Rule
from protocolkit.model.say import condition, due, flow, moment, names, people


def changes(patch: Patch, rule: Rule) -> Iterator[tuple[Part, Part]]:
    """What another reading has otherwise: the part of the rule, and what it would be."""
    if patch.ask:
        yield say("it depends on a fact"), Listed((Name("facts", patch.ask), Name("written", patch.ask)), " ")
    for key in patch.changes if patch.rule is not None else ():
        assert patch.rule is not None
        yield _change(key, patch.rule, rule) or (
            say("otherwise in"), Listed((Name("written", key), Name("written", flow(patch.changes[key]))), " ")
        )  # fmt: skip


def _change(key: str, other: Rule, rule: Rule) -> tuple[Part, Part] | None:
    """A part of the rule as it would be; None for one that has no words of its own, and for one taken away."""
    match key:
        case "after" if other.after is not None:
            return say("it starts with"), moment(other.after)
        case "every" if other.every is not None:
            return say("each time"), moment(other.every)
        case "until" if other.until is not None:
            return say("until"), moment(other.until)
        case "due" if other.due is not None:
            return say("by when"), due(other.due)
        case "by" if other.by is not None:
            return say("who"), people(other.by)
        case "to" if other.to is not None:
            return say("to whom"), people(other.to)
        case "if":
            return say("on condition"), say("none") if other.if_ == ALWAYS else condition(other.if_)
        case "each" if other.each:
            return say("for each"), Name("roles", other.each)
        case "during":
            return say("while this is being done"), names("actions", other.during)
        case "standing":
            return say("when"), say("at all times")
        case "content" if other.content or other.content_never:
            return say("content"), names("contents", (*other.content, *other.content_never))
        case "document" if other.documents:
            return say("paper"), names("documents", other.documents, other.document_mode)
        case _ if key in VERBS:
            same = other.modality == rule.modality
            verb: Part = say("what is done") if same else Name("modalities", other.modality)
            return verb, names("actions", other.acts, other.act_mode)
        case _:
            return None
