"""How a rule of one text is worded in the other: which of its parts are another, and why a variant says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from protocolkit.messages import Message, Name, Part, in_context, say
from protocolkit.model import say as in_words
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.people import People
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol

_What = Literal["modality", "due", "start", "condition", "by", "to", "until"]
# What is told in words of its own, and what makes no other law: where a rule stands, and in which company.
_TOLD = ("modality", "due", "after", "every", "if_", "by", "to", "until", "each", "standing", "readings", "keeps")
_NO_LAW = ("id", "ruleset", "cites", "place", "note", "say", "restates", "bound", "rank")
_REST = tuple(name for name in Rule.__struct_fields__ if name not in (*_TOLD, *_NO_LAW))
_NOTHING = in_context("of a list", "nothing said")


class Changed(msgspec.Struct, frozen=True):
    """A rule that is another now: as it was, as it is (null: gone, or new), what differs, and the variant's reason."""

    id: str
    was: Rule | None
    now: Rule | None
    parts: tuple[Message, ...]
    because: str = ""


def changed_rule(id: str, before: Protocol, after: Protocol) -> Changed | None:
    """How a rule differs between two protocols; null where it says the same in both."""
    was, now = _rule(id, before), _rule(id, after)
    if was is None and now is None:
        return None
    parts = tuple(_parts(was, now)) if was is not None and now is not None else ()
    if was is not None and now is not None and not parts:
        return None
    return Changed(id, was, now, parts, _because(id, after))


def _rule(id: str, protocol: Protocol) -> Rule | None:
    """The rule of an id, or the one that a variant made of it."""
    name = id.partition("#")[2]
    return protocol.rule(id) or next((one for one in protocol.rules if one.name == name), None)


def _because(id: str, protocol: Protocol) -> str:
    name = id.partition("#")[2]
    changes = (change for ruleset in protocol.rulesets for change in ruleset.changes)
    return next((one.because for one in changes if one.rule.partition("#")[2] == name or one.rule == name), "")


def _parts(was: Rule, now: Rule) -> Iterator[Message]:
    """Each part that is another, as it was and as it is."""
    pairs: tuple[tuple[_What, Part, Part], ...] = (
        ("modality", Name("modalities", was.modality), Name("modalities", now.modality)),
        ("due", _due(was), _due(now)),
        ("start", _start(was), _start(now)),
        ("condition", _condition(was), _condition(now)),
        ("by", _people(was.by), _people(now.by)),
        ("to", _people(was.to), _people(now.to)),
        ("until", in_words.moment(was.until) if was.until else "", in_words.moment(now.until) if now.until else ""),
    )  # fmt: skip
    for what, one, other in pairs:
        if one != other:
            yield _told(what, one or _NOTHING, other or _NOTHING)
    if was.each != now.each:
        yield say("about each — before: {was}; now: {now}", was=was.each or _NOTHING, now=now.each or _NOTHING)
    other_parts = [name for name in _REST if getattr(was, name) != getattr(now, name)]
    other_parts += ["readings"] if _readings(was) != _readings(now) else []
    other_parts += ["keeps"] if _kept(was) != _kept(now) else []
    if other_parts:
        yield say("also otherwise: {keys}", keys=", ".join(other_parts))


def _told(what: _What, was: Part, now: Part) -> Message:
    match what:
        case "modality":
            return say("how it binds — before: {was}; now: {now}", was=was, now=now)
        case "due":
            return say("time — before: {was}; now: {now}", was=was, now=now)
        case "start":
            return say("beginning — before: {was}; now: {now}", was=was, now=now)
        case "condition":
            return say("condition — before: {was}; now: {now}", was=was, now=now)
        case "by":
            return say("by whom — before: {was}; now: {now}", was=was, now=now)
        case "to":
            return say("to whom — before: {was}; now: {now}", was=was, now=now)
        case "until":
            return say("end — before: {was}; now: {now}", was=was, now=now)


def _readings(rule: Rule) -> list[tuple[str, str]]:
    """What each reading lays over its rule, apart from the rule itself."""
    return [(one.because, repr(one.changes)) for one in rule.readings]


def _kept(rule: Rule) -> list[str]:
    """The rules it keeps in force, as they are called also in a variant."""
    return [id.rpartition("#")[2] for id in rule.keeps]


def _due(rule: Rule) -> Part:
    return in_words.due(rule.due) if rule.due is not None else ""


def _start(rule: Rule) -> Part:
    begins = rule.after if rule.after is not None else rule.every
    return in_words.moment(begins) if begins is not None else ""


def _condition(rule: Rule) -> Part:
    return in_words.condition(rule.if_) if rule.if_ != ALWAYS else ""


def _people(people: People | None) -> Part:
    return in_words.people(people) if people is not None else ""
