"""What the ids of a plan are called, in one language: what a page needs beside the plan itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Any, Literal, get_origin

import msgspec

from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, label_for
from protocolkit.plans.frozen import Frozen
from protocolkit.plans.plan import Plan

Names = dict[str, dict[str, str]]

_KINDS = {
    "by": "roles", "to": "roles", "to_any": "roles", "to_all": "roles", "to_each": "roles", "by_except": "roles",
    "to_except": "roles", "role": "roles", "done_by": "roles",
    "do": "actions", "do_any": "actions", "do_all": "actions",
    "event": "events", "events": "events",
    "fact": "facts", "facts": "facts", "asks": "facts", "check_first": "facts",
    "document": "documents",
    "content": "contents", "content_never": "contents",
    "via_only": "channels", "via_any": "channels", "via_never": "channels",
    "rule": "rules", "rules": "rules", "also_required_by": "rules", "governs": "rules",
}  # fmt: skip
"""The kind of the ids under each key of a plan's JSON."""


def names(plan: Plan, protocol: Protocol, language: str) -> Names:
    """The label of every id a plan holds, by kind and in the order of the ids; of what has no label nothing."""
    found: dict[str, set[str]] = {}
    _gather(plan, found)
    labelled: Names = {}
    for kind in sorted(found):
        every = {id: label for id in sorted(found[kind]) if (label := _label(kind, id, protocol, language))}
        if every:
            labelled[kind] = Frozen(every)
    return Frozen(labelled)


def every_name(protocol: Protocol, language: str) -> Names:
    """The label of everything a protocol may speak of, by kind and in the order of the vocabulary."""
    vocabulary = protocol.vocabulary
    ids: dict[str, Iterable[str]] = {
        "roles": (*vocabulary.roles, *vocabulary.groups),
        "actions": vocabulary.actions,
        "events": vocabulary.events,
        "facts": vocabulary.facts,
        "documents": vocabulary.documents,
        "contents": (*vocabulary.lists, *vocabulary.documents),
        "channels": vocabulary.channels,
        "rules": (rule.id for rule in protocol.rules),
    }
    every = {kind: {id: _label(kind, id, protocol, language) for id in some} for kind, some in ids.items()}
    return Frozen({kind: Frozen((id, label) for id, label in of.items() if label) for kind, of in every.items()})


def _gather(value: Any, found: dict[str, set[str]]) -> None:
    """Every id by its kind, wherever in the plan it stands."""
    if isinstance(value, msgspec.Struct):
        kinds = _KINDS_OF[type(value)] if type(value) in _KINDS_OF else _kinds_of(type(value))
        for name, kind in kinds:
            if one := getattr(value, name):
                _put(one, kind, found)
    elif isinstance(value, dict):
        for key, one in value.items():
            _put(one, _KINDS.get(key), found)
    else:
        for one in value:
            if type(one) not in _PLAIN and _KINDS_OF.get(type(one)) != ():
                _gather(one, found)


_PLAIN = frozenset((str, int, float, bool, type(None), msgspec.UnsetType))
_PLAIN_WORDS = frozenset(("str", "int", "float", "bool", "None", "msgspec", "UnsetType", "tuple", "list"))
_WORD = re.compile(r"\w+")
_KINDS_OF: dict[type[msgspec.Struct], tuple[tuple[str, str | None], ...]] = {}
"""The fields of each entry that may hold ids, with the kind of these."""


def _kinds_of(entry: type[msgspec.Struct]) -> tuple[tuple[str, str | None], ...]:
    written = zip(entry.__struct_fields__, entry.__struct_encode_fields__, strict=True)
    every = ((name, _KINDS.get(key)) for name, key in written)
    kinds = _KINDS_OF[entry] = tuple((name, kind) for name, kind in every if kind or not _is_plain(entry, name))
    return kinds


def _is_plain(entry: type[msgspec.Struct], field: str) -> bool:
    """Whether a field can hold no entry and no map, by the words of its annotation: plain values, and lists of them."""
    of = next(one for one in entry.__mro__ if field in getattr(one, "__annotations__", {}))
    known = vars(sys.modules[of.__module__])
    words = _WORD.findall(str(of.__annotations__[field]))
    return all(word in _PLAIN_WORDS or get_origin(known.get(word)) is Literal for word in words)


def _put(one: Any, kind: str | None, found: dict[str, set[str]]) -> None:
    """The ids in what stands under one key."""
    if type(one) is str:
        if kind is not None and one:
            found.setdefault(kind, set()).add(one)
    elif type(one) not in _PLAIN and one:
        if kind is not None and isinstance(one, list | tuple):
            found.setdefault(kind, set()).update(id for id in one if id and isinstance(id, str))
        _gather(one, found)


def _label(kind: str, id: str, protocol: Protocol, language: str) -> str:
    vocabulary = protocol.vocabulary
    match kind:
        case "rules":
            rule = protocol.rule(id)
            return label_for(rule.say, language, vocabulary.language) if rule else ""
        case "facts":
            return _fact(id, protocol, language)
        case "contents":
            table = next((t for t in ("lists", "documents") if id in getattr(vocabulary, t)), "")
            return vocabulary.label(table, id, language) if table else _fact(id, protocol, language)
        case "roles":
            table = "roles" if id in vocabulary.roles else "groups"
        case _:  # the kinds that have a table of the same name
            table = kind
    return vocabulary.label(table, id, language) if id in getattr(vocabulary, table) else ""


def _fact(id: str, protocol: Protocol, language: str) -> str:
    """The label of a fact; of a listed party's, with whose it is before it."""
    vocabulary = protocol.vocabulary
    declared, (head, _dot, tail) = vocabulary.fact(id), id.partition(".")
    if declared is not None:
        return label_for(declared.label, language, vocabulary.language)
    every = (vocabulary.fact(name) for name in (*(f"{role}.{tail}" for role in (*PARTIES, "party")), tail))
    own = next((fact for fact in every if fact is not None), None)
    label = label_for(own.label, language, vocabulary.language) if own else ""
    return f"{head}: {label}" if label else ""
