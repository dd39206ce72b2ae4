"""Unites rulesets into a protocol, with what a variant of it changes and the conflicts it records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from protocolkit.building.build_rule import patch
from protocolkit.building.build_rule import rule as read_rule
from protocolkit.building.build_ruleset import digest, unapplied
from protocolkit.building.name_scope import Scope
from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.ruleset import Change, InForce, KnownConflict, Protocol, Ruleset
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.nodes import Node

if TYPE_CHECKING:
    from protocolkit.building.catalogue import Catalogue

NOBODY_KNOWS = "person"  # the value of `governs` where a person must decide


def unite(
    id: str, chain: list[Node], chosen: list[Ruleset], missing: list[str], catalogue: Catalogue
) -> Protocol | None:
    """The protocol of some rulesets. `chain` is its file and those it extends, nearest first."""

    def said(key: str) -> Node | None:
        return next((found for node in chain if (found := node.get(key))), None)

    whole: Vocabulary = catalogue.vocabulary
    for ruleset in reversed(chosen):
        whole = whole.with_names(ruleset.own_names)
    first = chosen[0] if chosen else catalogue.editions(missing[0])[0]
    zone, days = said("zone"), said("calendar")
    calendar = catalogue.calendar(days.text if days else first.calendar, days.place if days else first.place)
    if calendar is None:
        return None
    before = [rule.id for ruleset in chosen for rule in ruleset.rules]
    for node in reversed(chain):
        chosen = _varied(id, node, chosen, whole, catalogue)
    index = {rule.id: rule for ruleset in chosen for rule in ruleset.rules}
    return Protocol(
        id=id,
        rulesets=tuple(chosen),
        zone=zone.text if zone else first.zone,
        calendar=calendar,
        vocabulary=whole,
        institution=said("institution"),
        missing=tuple(missing),
        conflicts=tuple(c for node in chain for c in _recorded(node, [*before, *index], catalogue.problems)),
        index=index,
    )


def _varied(id: str, node: Node, rulesets: list[Ruleset], names: Vocabulary, catalogue: Catalogue) -> list[Ruleset]:
    """The rulesets with the rules a protocol changes, removes and adds; ids stay, so that logs still find them."""
    changed, removed, added = node.get("change"), node.get("remove"), node.get("add")
    known = [rule.id for ruleset in rulesets for rule in ruleset.rules]
    unapplied(changed, removed, known, catalogue.problems)
    found = [_with(ruleset, changed, removed, names, catalogue) for ruleset in rulesets]
    if added and found:
        scope = Scope(id, names, catalogue.problems)
        rules = tuple(rule for one in added.list if (rule := read_rule(one, scope)))
        own = digest([one.plain() for one in added.list])
        base = found[0]
        found.append(
            Ruleset(
                id=id, texts=(), zone=base.zone, calendar=base.calendar, in_force=InForce(), reviewed_through=None,
                rules=rules, vocabulary=names, own_names=Vocabulary(), digest=own, place=node.place,
            )
        )  # fmt: skip
    return found


def _with(
    ruleset: Ruleset, changed: Node | None, removed: Node | None, names: Vocabulary, catalogue: Catalogue
) -> Ruleset:
    nodes = catalogue.nodes(ruleset)
    scope = Scope(ruleset.id, names, catalogue.problems)
    rules, changes = [], list(ruleset.changes)
    for rule in ruleset.rules:
        if removed and rule.id in removed.map:
            changes.append(Change(rule.name, "removed", _because(removed.map[rule.id])))
            continue
        over = changed.map[rule.id].get("set") if changed and rule.id in changed.map else None
        if over and changed:
            node, origin = nodes[rule.name]
            changes.append(Change(rule.name, "changed", _because(changed.map[rule.id])))
            rules.append(read_rule(patch(node, over), scope, origin=origin, time=rule.time) or rule)
        else:
            rules.append(rule)
    if len(changes) == len(ruleset.changes):
        return ruleset
    told = [[c.rule, c.kind, c.because] for c in changes]
    return replace(ruleset, rules=tuple(rules), changes=tuple(changes), digest=digest(told, ruleset.digest))


def _because(node: Node) -> str:
    because = node.get("because")
    return because.text if because else ""


def _recorded(node: Node, ids: list[str], problems: Problems) -> list[KnownConflict]:
    """The conflicts a protocol records; each of their rules must exist."""
    found = []
    for one in recorded.list if (recorded := node.get("conflicts")) else ():
        rules, governs = one.get("rules"), one.get("governs")
        decided = governs if governs and governs.text != NOBODY_KNOWS else None
        for rule in [*(rules.list if rules else ()), *([decided] if decided else [])]:
            if rule.text not in ids:
                message = say("no rule `{name}`", name=rule.text)
                problems.error("unknown-rule", message, rule.place, did_you_mean(rule.text, ids))
        found.append(
            KnownConflict(
                id=name.text if (name := one.get("id")) else "",
                rules=tuple(r.text for r in rules.list) if rules else (),
                governs=decided.text if decided else None,
                because=_because(one),
                place=one.place,
            )
        )
    return found


def extended(id: str, read: dict[str, Node], problems: Problems) -> list[Node]:
    """A protocol's file and the ones it extends, nearest first."""
    chain: list[Node] = []
    seen: list[str] = []
    name: str | None = id
    while name is not None and (node := read.get(name)):
        chain.append(node)
        seen.append(name)
        base = node.get("extends")
        name = base.text if base else None
        if base and name in seen:
            circle = " -> ".join([*seen, base.text])
            message = say("`{name}` extends itself: {circle}", name=id, circle=circle)
            problems.error("extends-itself", message, base.place)
            break
        if base and name not in read:
            message = say("no protocol `{name}` to extend", name=base.text)
            problems.error("unknown-protocol", message, base.place, did_you_mean(base.text, read))
            break
    return chain
