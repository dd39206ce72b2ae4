"""Reads the shared vocabulary and the `names` of a ruleset."""

from __future__ import annotations

from typing import Any

from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When
from protocolkit.model.vocabulary import (
    FACT_TYPES,
    SIDES,
    Act,
    Action,
    Entry,
    Event,
    Fact,
    FactType,
    Group,
    Label,
    Role,
    Vocabulary,
)
from protocolkit.reading.nodes import Node

OTHER = ("modalities", "statuses", "units", "day_kinds", "log", "kinds")


def vocabulary(node: Node | None) -> Vocabulary:
    """The tables of a vocabulary file or of a ruleset's `names`; their shape has been checked before."""
    if node is None:
        return Vocabulary()

    def table(kind: str) -> dict[str, Node]:
        found = node.get(kind)
        return found.map if found else {}

    return Vocabulary(
        roles={n: _role(n, v) for n, v in table("roles").items()},
        groups={n: Group(n, *_entry(v), of=_texts(v, "of")) for n, v in table("groups").items()},
        events={n: _event(n, v) for n, v in table("events").items()},
        facts={n: _fact(n, v) for n, v in table("facts").items()},
        actions={n: Action(n, *_entry(v), is_=_text(v, "is")) for n, v in table("actions").items()},
        documents={n: Entry(n, *_entry(v)) for n, v in table("documents").items()},
        channels={n: Entry(n, *_entry(v)) for n, v in table("channels").items()},
        lists={n: Entry(n, *_entry(v)) for n, v in table("lists").items()},
        agendas={n: Entry(n, *_entry(v)) for n, v in table("agendas").items()},
        other={kind: {n: _label(v) for n, v in table(kind).items()} for kind in OTHER if table(kind)},
        organisation=_text(node, "organisation") or "",
        ends_rhythms=_text(node, "ends_rhythms") or "",
        telling=_text(node, "telling") or "",
        post_holders={n: v.value for n, v in table("post_holders").items()},
    )


def _entry(node: Node) -> tuple[Label, tuple[tuple[str, str, str | None], ...], object, dict[str, Label], Label]:
    cites = node.get("cites")
    found = (
        [(_text(one, "point") or "", _text(one, "words") or "", _text(one, "text")) for one in cites] if cites else []
    )
    has = node.get("has")
    there = node.get("labels_in")
    labels_in = {country: _texts_by_key(one) for country, one in there.map.items()} if there else {}
    short = node.get("short")
    return _label(node), tuple(found), has.plain() if has else None, labels_in, _texts_by_key(short) if short else {}


def _label(node: Node) -> Label:
    label = node.get("label")
    return _texts_by_key(label) if label else {}


def _texts_by_key(node: Node) -> dict[str, str]:
    return {key: one.text for key, one in node.map.items()}


def _text(node: Node, key: str) -> str | None:
    found = node.get(key)
    return found.text if found else None


def _texts(node: Node, key: str) -> tuple[str, ...]:
    found = node.get(key)
    return tuple(one.text for one in found.list) if found else ()


def _role(name: str, node: Node) -> Role:
    accused = node.get("accused_if")
    return Role(
        name,
        *_entry(node),
        within=_text(node, "within"),
        belongs_to=_text(node, "belongs_to"),
        accused_if=accused.value
        if accused and isinstance(accused.value, str)
        else tuple((fact, value.value) for fact, value in accused.map.items())
        if accused
        else (),
        of=tuple((fact, value.value) for fact, value in of.map.items()) if (of := node.get("of")) else None,
        everybody=node.get("everybody") is not None,
    )


def _event(name: str, node: Node) -> Event:
    acts = []
    for one in when.list if (when := node.get("when")) else ():
        by, document = _text(one, "by"), _text(one, "document")
        for act, to in one.map.items():
            if act not in ("by", "document"):
                acts.append(Act(act, to.text if isinstance(to.value, str) else None, by, document))
    label, cites, _has, labels_in, short = _entry(node)
    return Event(
        name, label, cites, None, labels_in, short,
        when=tuple(acts),
        is_=_text(node, "is"),
        log=_text(node, "log") or "incident",
        sides=tuple(side for side in SIDES if side in _texts(node, "has")) if node.get("has") else None,
        by=_text(node, "by"),
        never_before=_texts(node, "never_before"),
        comes=_text(node, "comes"),
        history=node.get("history") is not None,
    )  # fmt: skip


def _follows(node: Node) -> Follows | None:
    """One way to work a fact out; None for what is no way, which has been refused before."""
    values: dict[str, Any] = {key: one.plain() for key, one in node.map.items()}
    match values:
        case {"from": str(fact), "under": int() | float() as limit}:
            return Under(fact, limit)
        case {"from": str(fact), "when": dict(told)}:
            return When(fact, told)
        case {"holds": str(role)}:
            return Holds(role)
        case {"represents": str(party)}:
            return Represents(party)
        case {"several": str(party)}:
            return Several(party)
        case {"any": str(fact)}:
            return OfAnybody(fact)
        case _:
            return None


def _ways(node: Node | None) -> tuple[Follows, ...]:
    return tuple(found for one in node.list if (found := _follows(one)) is not None) if node is not None else ()


def _type(node: Node) -> FactType:
    """The type a fact is given; a yes-or-no one where none is, or one there is not, which has been refused before."""
    return next((one for one in FACT_TYPES if one == _text(node, "type")), "bool")


def _fact(name: str, node: Node) -> Fact:
    values = node.get("values")
    derived = node.get("derived")
    return Fact(
        name,
        *_entry(node),
        type=_type(node),
        of=_texts(node, "of"),
        unit=_text(node, "unit"),
        derived=bool(derived and derived.value),
        follows=tuple(way for one in follows.list if (way := _follows(one)))
        if (follows := node.get("follows"))
        else (),
        values={v: {language: text.text for language, text in labels.map.items()} for v, labels in values.map.items()}
        if values
        else {},
        ask=_texts_by_key(ask) if (ask := node.get("ask")) else {},
        hint=_texts_by_key(hint) if (hint := node.get("hint")) else {},
        answer_yes_means=not (yes := node.get("answer_yes_means")) or bool(yes.value),
        consent=bool((consent := node.get("consent")) and consent.value),
    )
