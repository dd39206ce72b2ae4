"""Reads one RULE, and its readings as the rule with a patch laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from protocolkit.building.build_amount import parse_amount
from protocolkit.building.build_condition import condition
from protocolkit.building.build_due import parse_due
from protocolkit.building.build_moment import moment, moment_or_rhythm
from protocolkit.building.build_people import people
from protocolkit.building.build_term import parse_term
from protocolkit.building.name_scope import Scope
from protocolkit.model import conventions
from protocolkit.model.clock import TimeRules
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import Moment
from protocolkit.model.rule import VERBS, Channels, Cite, ClockRules, Modality, Patch, Permit, Rule
from protocolkit.model.texts import Text, act, meant
from protocolkit.reading.nodes import Node

ActMode = Literal["each", "any", "all"]


def rule(node: Node, scope: Scope, *, origin: str | None = None, time: TimeRules | None = None) -> Rule | None:
    """One rule of a ruleset. `origin` is the ruleset its words stand in when it was inherited."""
    name, verb = node.get("id"), next((v for v in VERBS if v in node.map), None)
    if name is None or verb is None:
        return None
    due = node.get("due")
    every = node.get("every")
    parsed_due = parse_due(due, scope.problems, lambda cond: condition(cond, scope)) if due else None
    modality = VERBS[verb]
    if modality == "permission" and ((due and due.text != "none") or node.get("until")):
        modality = "right"
    acts, act_mode = _acts(node.map[verb], modality, scope)
    content, never = _content(node.get("content"), scope)
    documents, document_mode = _documents(node.get("document"), scope)
    by, to, each, cond = node.get("by"), node.get("to"), node.get("each"), node.get("if")
    if each:
        scope.known("party", each.text, ["victim", "offender", "witness", *scope.vocabulary.groups], each.place)
    built = Rule(
        id=scope.rule_id(name.text),
        ruleset=origin or scope.ruleset,
        modality=modality,
        acts=acts,
        act_mode=act_mode,
        cites=cites(node.get("cites"), scope.texts.get(origin or scope.ruleset, ())),
        place=node.place,
        by=people(by, scope) if by else None,
        to=people(to, scope) if to else None,
        each=each.text if each else None,
        after=_moment(node.get("after"), scope),
        every=moment_or_rhythm(every, scope) if every else None,
        during=scope.names("action", node.get("during"), scope.vocabulary.actions),
        standing=_is_standing(node, modality),
        until=_moment(node.get("until"), scope),
        due=parsed_due,
        if_=condition(cond, scope) if cond else ALWAYS,
        via=_channels(node.get("via"), scope),
        content=content,
        content_never=never,
        documents=documents,
        document_mode=document_mode,
        clock=_clock(node.get("clock"), scope),
        amount=parse_amount(amount, scope.problems, lambda c: condition(c, scope))
        if (amount := node.get("amount"))
        else None,
        time=time_rules(node.get("time"), time),
        bound=_bound(node, scope),
        instead=node.get("instead") is not None,
        keeps=tuple(scope.rule_id(one.text) for one in keeps.list) if (keeps := node.get("keeps")) else (),
        restates=scope.restated(node.get("restates")),
        note=note.text if (note := node.get("note")) else None,
        say={k: v.text for k, v in say.map.items()} if (say := node.get("say")) else {},
    )
    return _with_readings(built, node, scope)


def _bound(node: Node, scope: Scope) -> dict[str, str]:
    """The roles of which the rule's people speak and for which the protocol has another stand, by that other."""
    named = {text for key in ("by", "to") if (part := node.get(key)) for text in texts_in(part)}
    return {here: role for role, here in scope.vocabulary.bound.items() if role in named}


def texts_in(node: Node) -> Iterator[str]:
    """Every single text in a node."""
    match node.value:
        case dict() as parts:
            yield from (text for one in parts.values() for text in texts_in(one))
        case list() as items:
            yield from (text for one in items for text in texts_in(one))
        case _:  # a single value
            yield node.text


def cites(node: Node | None, texts: tuple[Text, ...] = ()) -> tuple[Cite, ...]:
    """The citations; one that names no text is of the first."""
    found = []
    for one in node.list if node else ():
        point, words, named = one.get("point"), one.get("words"), one.get("text")
        text = meant(texts, named.text if named else None)
        of = text.id if text else None
        found.append(Cite(point.text if point else "", words.text if words else "", one.place, of, act(texts, of)))
    return tuple(found)


def time_rules(node: Node | None, default: TimeRules | None = None) -> TimeRules:
    given = {key: value.text for key, value in node.map.items()} if node else {}
    return conventions.read(given, default or TimeRules())


def _is_standing(node: Node, modality: Modality) -> bool:
    moments = ("after", "every", "during")
    untimed = modality in ("sanction", "route") and not any(key in node.map for key in moments)
    return untimed or node.get("standing") is not None


def _moment(node: Node | None, scope: Scope) -> Moment | None:
    return moment(node, scope) if node else None


def _acts(node: Node, modality: Modality, scope: Scope) -> tuple[tuple[str, ...], ActMode]:
    if modality == "definition":
        scope.known("fact", node.text, _facts(node.text, scope), node.place)
        return (node.text,), "each"
    if modality == "route":
        return (node.text,), "each"
    for mode in ("any", "all"):
        if several := node.get(mode):
            return scope.names("action", several, scope.vocabulary.actions), "any" if mode == "any" else "all"
    return scope.names("action", node, scope.vocabulary.actions), "each"


def _facts(name: str, scope: Scope) -> list[str]:
    return [name] if scope.vocabulary.fact(name) else [*scope.vocabulary.facts]


def _content(node: Node | None, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if node is None:
        return (), ()
    if isinstance(node.value, dict):
        return _listed(node.get("include"), scope), _listed(node.get("never"), scope)
    return _listed(node, scope), ()


def _listed(node: Node | None, scope: Scope) -> tuple[str, ...]:
    vocabulary = scope.vocabulary
    return scope.names("list item", node, [*vocabulary.lists, *vocabulary.documents, *vocabulary.facts])


def _documents(node: Node | None, scope: Scope) -> tuple[tuple[str, ...], Literal["one", "each", "any", "all"]]:
    if node is None:
        return (), "one"
    for mode in ("any", "all"):
        if several := node.get(mode):
            return scope.names("document", several, scope.vocabulary.documents), "any" if mode == "any" else "all"
    return scope.names("document", node, scope.vocabulary.documents), "each" if isinstance(node.value, list) else "one"


def _channels(node: Node | None, scope: Scope) -> Channels:
    def named(key: str) -> tuple[str, ...]:
        return scope.names("channel", node.get(key) if node else None, scope.vocabulary.channels)

    return Channels(only=named("only"), never=named("never"), any=named("any"))


def _clock(node: Node | None, scope: Scope) -> ClockRules:
    if node is None:
        return ClockRules()

    def permit(key: str) -> Permit | None:
        if (given := node.get(key)) is None:
            return None
        at_most, reasons, times = given.get("at_most"), given.get("reasons"), given.get("times")
        return Permit(
            by=scope.roles(given.get("by")),
            at_most=parse_term(at_most, scope.problems) if at_most is not None else None,
            reasons=bool(reasons and reasons.text == "required"),
            times=times.value if times and isinstance(times.value, int) else None,
        )

    return ClockRules(
        permit("extend"),
        permit("waive"),
        permit("suspend"),
        _moment(node.get("hold"), scope),
        _moment(node.get("resume"), scope),
    )


def _with_readings(built: Rule, node: Node, scope: Scope) -> Rule:
    patches: list[Patch] = []
    for one in readings.list if (readings := node.get("readings")) else ():
        because = one.get("because")
        instead, ask = one.get("instead"), one.get("ask")
        other = None
        if instead is not None:
            patched = patch(node, instead, drop=("readings",))
            other = rule(patched, scope, origin=built.ruleset, time=built.time)
        if ask is not None:
            scope.known("fact", ask.text, _facts(ask.text, scope), ask.place)
        patches.append(
            Patch(
                because=because.text if because else "",
                rule=other,
                changes={k: v.plain() for k, v in instead.map.items()} if instead else {},
                ask=ask.text if ask else None,
            )
        )
    return msgspec.structs.replace(built, readings=tuple(patches))


# Each of these says when a rule applies: laying one over a rule replaces whichever it had.
_TRIGGERS = ("after", "every", "during", "standing")


def patch(base: Node, over: Node, drop: tuple[str, ...] = ()) -> Node:
    """A rule's node with another's keys laid over it; a new verb or trigger replaces the old one."""
    gone = set(drop)
    for family in (tuple(VERBS), _TRIGGERS):
        new = [key for key in family if key in over.map]
        if new and not (family is _TRIGGERS and new == ["after"] and "every" in base.map):
            gone |= {key for key in family if key in base.map and key not in new}
    kept = {key: value for key, value in base.map.items() if key not in gone}
    keys = {key: base.key_place(key) for key in kept} | over.keys
    return Node(kept | over.map, over.place if over.map else base.place, keys)
