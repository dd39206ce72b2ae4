"""Another reading of a rule: what it would change, and why it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protocolkit.languages import _
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.rule import VERBS, Patch, Rule
from protocolkit.showing.html_parts import code, listed, paragraph
from protocolkit.showing.markup import Child
from protocolkit.site.condition_words import condition
from protocolkit.site.moment_words import moment
from protocolkit.site.people_words import people, several
from protocolkit.site.term_words import due
from protocolkit.site.voice import Voice, filled

Change = tuple[str, Child]


def changed(patch: Patch, rule: Rule, say: Voice) -> Child:
    """One reading: the parts that would be otherwise, then the reason."""
    parts: list[Child] = []
    if patch.ask:
        parts.append(filled(_("it depends on a fact: {fact}"), fact=[say.fact(patch.ask), " ", code(patch.ask)]))
    if patch.rule is not None:
        parts += [[name, ": ", value] for name, value in _changes(patch.changes, patch.rule, rule, say)]
    return [several(parts) if len(parts) == 1 else listed(parts), paragraph("because", say.because(patch.because))]


def _changes(keys: dict[str, Any], other: Rule, rule: Rule, say: Voice) -> Iterator[Change]:
    for key in keys:
        match key:
            case "after" if other.after is not None:
                yield _("it starts with"), moment(other.after, say)
            case "every" if other.every is not None:
                yield _("each time"), moment(other.every, say)
            case "until" if other.until is not None:
                yield _("until"), moment(other.until, say)
            case "due" if other.due is not None:
                yield _("by when"), due(other.due, say)
            case "by" if other.by is not None:
                yield _("who"), people(other.by, say)
            case "to" if other.to is not None:
                yield _("to whom"), people(other.to, say)
            case "if":
                yield _("on condition"), condition(other.if_, say) if other.if_ != ALWAYS else _("none")
            case "each" if other.each:
                yield _("for each"), say.role(other.each)
            case "during":
                yield _("while this is being done"), several(say.name("actions", act) for act in other.during)
            case "standing":
                yield _("when"), _("at all times")
            case "content" if other.content or other.content_never:
                yield _("content"), several(say.item(name) for name in (*other.content, *other.content_never))
            case "document" if other.documents:
                yield _("paper"), several(say.name("documents", name) for name in other.documents)
            case _ if key in VERBS:
                words = say.other("modalities", other.modality)
                acts = several(say.name("actions", act) for act in other.acts)
                yield (words if other.modality != rule.modality else _("what is done")), acts
            case _:
                yield _("otherwise in"), [code(key), " ", code(_written(keys[key]))]


def _written(value: Any) -> str:
    """A value as flow YAML would spell it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
