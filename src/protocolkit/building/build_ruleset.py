"""Reads one edition of a ruleset from its files, with what it inherits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from protocolkit.building.build_condition import condition
from protocolkit.building.build_let import lets_of, spelled_out
from protocolkit.building.build_rule import patch, rule, time_rules
from protocolkit.building.build_texts import check_cites, not_at_hand
from protocolkit.building.build_texts import texts as read_texts
from protocolkit.building.build_vocabulary import vocabulary as read_names
from protocolkit.building.name_scope import Scope
from protocolkit.building.restating import check_restating
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Change, InForce, Newer, Parameter, Ruleset, Unencoded, Verification
from protocolkit.model.texts import Text
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.nodes import Node

LocatedRule = tuple[Node, str]  # a rule's node and the ruleset its words stand in


class Edition(NamedTuple):
    """An edition of a ruleset, and its rules as they were read, for those who extend or vary it.

    `texts` are those of each ruleset that its rules may cite.
    """

    ruleset: Ruleset
    located: list[LocatedRule]
    texts: dict[str, tuple[Text, ...]]


def ruleset(id: str, files: list[Node], scope: Scope, extends: Edition | None = None) -> Edition:
    """The ruleset its files make together, upon the one it extends.

    One that extends another edition of itself is a whole text as that is, and no variant of it.
    """
    base, inherited, theirs = extends or (None, [], {})
    head = next((node for node in files if node.get("zone") or node.get("extends")), files[0])
    lets, written = lets_of(files, scope.problems), files
    if lets:
        files = [spelled_out(node, lets, scope.problems) for node in files]
        head = next(new for new, old in zip(files, written, strict=True) if old is head)
    extended = _text(head, "extends")
    another = extended != id
    own_names = Vocabulary()
    for node in files:
        own_names = own_names.with_names(read_names(node.get("names")))
    if base:
        own_names = base.own_names.with_names(own_names)
    names = scope.vocabulary.with_names(own_names)
    own_texts = read_texts(head, scope.problems) or (base.texts if base else ())
    check_cites(files, own_texts, scope.problems)
    texts = {**theirs, id: own_texts}
    inner = Scope(id, names, scope.problems, texts, lets)
    located, changes = _inherit(head, inherited, inner)
    for node in files:
        located += [(one, id) for one in _items(node, "rules") + _items(node, "add")]
        changes += added(_items(node, "add"))
    time = time_rules(head.get("time"))
    rules = _unique([r for node, origin in located if (r := rule(node, inner, origin=origin, time=time))], inner)
    check_restating(rules, names, scope.problems)
    zone, calendar = _text(head, "zone"), _text(head, "calendar")
    in_force, reviewed = head.get("in_force"), _text(head, "reviewed_through")
    newer = tuple(
        Newer(_text(one, "act") or "", _text(one, "date"), _text(one, "because") or "")
        for one in _items(head, "may_be_superseded_by")
    )
    verified = tuple(
        Verification(_text(one, "date") or "", _text(one, "role") or "", _text(one, "checked") or "")
        for one in _items(head, "verified_by")
    )
    return Edition(
        Ruleset(
            id=id,
            texts=own_texts,
            zone=zone or (base.zone if base else "UTC"),
            calendar=calendar or (base.calendar if base else ""),
            in_force=_in_force(in_force) if in_force or not base else base.in_force,
            # What is inherited is known no further than the base is, whoever looked at the variant.
            reviewed_through=min(filter(None, (reviewed, base.reviewed_through if base else None)), default=None),
            rules=rules,
            vocabulary=names,
            own_names=own_names,
            digest=digest([node.plain() for node in written], base.digest if base else ""),
            place=head.place,
            params=(base.params if base else {}) | _params(files),
            may_be_superseded_by=tuple(dict.fromkeys((*newer, *(base.may_be_superseded_by if base else ())))),
            unencoded=tuple(
                Unencoded(
                    _text(one, "point") or "",
                    _text(one, "words") or "",
                    _text(one, "because") or "",
                    _text(one, "text"),
                )
                for node in files
                for one in _items(node, "unencoded")
            )
            + (base.unencoded if base else ()),
            extends=extended if another else None,
            changes=(*(base.changes if base else ()), *changes) if another else (),
            transition=_plain_map(head.get("transition")) or (base.transition if base else {}),
            scope=condition(told, inner) if (told := head.get("scope")) else base.scope if base else ALWAYS,
            verified_by=verified,
            wording_not_at_hand=(*not_at_hand(head), *(base.wording_not_at_hand if base and another else ())),
        ),
        located,
        texts,
    )


def digest(content: Any, *more: str) -> str:
    """A short digest of content, the same for the same content however the file is laid out."""
    text = msgspec.json.encode(content, order="deterministic")
    return hashlib.sha256(text + "".join(more).encode()).hexdigest()[:16]


def _inherit(head: Node, inherited: list[LocatedRule], scope: Scope) -> tuple[list[LocatedRule], list[Change]]:
    """The base's rules with this ruleset's changes and removals."""
    known = [_text(node, "id") or "" for node, _origin in inherited]
    changed, removed = head.get("change"), head.get("remove")
    changes: list[Change] = []
    unapplied(changed, removed, known, scope.problems)
    for kind, table in (("changed", changed), ("removed", removed)):
        for name, what in table.map.items() if table else ():
            changes.append(Change(name, kind, _text(what, "because") or ""))
    located: list[LocatedRule] = []
    for node, origin in inherited:
        name = _text(node, "id") or ""
        if removed and name in removed.map:
            continue
        over = changed.map[name].get("set") if changed and name in changed.map else None
        located.append(varied(node, over, origin, scope.ruleset) if over else (node, origin))
    return located, changes


def added(rules: Iterable[Node]) -> list[Change]:
    """The rules a variant adds and says why."""
    return [
        Change(_text(one, "id") or "", "added", because)
        for one in rules
        if (because := _text(one, "because")) is not None
    ]


def varied(node: Node, over: Node, origin: str, by: str) -> LocatedRule:
    """A rule with a variant's keys laid over it; words that the variant cites stand in the variant."""
    return patch(node, over), by if "cites" in over.map else origin


_NOTHING_TO = {
    "change": N_("nothing to change: no rule `{name}`"),
    "remove": N_("nothing to remove: no rule `{name}`"),
}


def unapplied(changed: Node | None, removed: Node | None, known: Iterable[str], problems: Problems) -> None:
    """Adds a problem for each change or removal of a rule that is not there, and for rules both changed and removed."""
    known = list(known)
    for verb, table in (("change", changed), ("remove", removed)):
        for name in table.map if table else ():
            place = table.key_place(name) if table else Place("")
            if name not in known:
                help = did_you_mean(name, known)
                problems.error("unknown-rule", say(_NOTHING_TO[verb], name=name), place, help)
            elif verb == "remove" and changed and name in changed.map:
                message = say("`{name}` is both changed and removed", name=name)
                problems.error("exclusive-keys", message, place, say("one of the two"))


def _unique(rules: list[Rule], scope: Scope) -> tuple[Rule, ...]:
    seen: dict[str, Place] = {}
    for one in rules:
        if one.id in seen:
            message = say("`{name}` is defined twice", name=one.name)
            help = say("first at {place}", place=str(seen[one.id]))
            scope.problems.error("duplicate-rule", message, one.place, help)
        seen.setdefault(one.id, one.place)
    return tuple({one.id: one for one in rules}.values())


def _params(files: list[Node]) -> dict[str, tuple[Parameter, ...]]:
    found: dict[str, tuple[Parameter, ...]] = {}
    for node in files:
        params = node.get("params")
        for name, values in params.map.items() if params else ():
            found[name] = tuple(
                Parameter(
                    _dated(_text(one, "from")),
                    float(value.value) if (value := one.get("value")) and isinstance(value.value, int | float) else 0.0,
                    _text(one, "unit"),
                    _text(one, "source") or "",
                    _text(one, "until"),
                )
                for one in values.list
            )
    return found


def _in_force(node: Node | None) -> InForce:
    if node is None:
        return InForce()
    return InForce(_dated(_text(node, "from")), _dated(_text(node, "until")))


def _dated(text: str | None) -> str | None:
    return None if text in (None, "undated") else text


def _items(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.list if found else []


def _text(node: Node, key: str) -> str | None:
    found = node.get(key)
    return found.text if found else None


def _plain_map(node: Node | None) -> dict[str, Any]:
    plain = node.plain() if node else {}
    return plain if isinstance(plain, dict) else {}
