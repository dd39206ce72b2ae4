"""Unites rulesets into a protocol, with what a variant of it changes and the conflicts it records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec
from msgspec.structs import replace

from protocolkit.building.bindings import bindings, check_idle, read_anew
from protocolkit.building.build_rule import rule as read_rule
from protocolkit.building.build_ruleset import Edition, added, digest, unapplied, varied
from protocolkit.building.name_scope import Scope
from protocolkit.building.restating import check_restating
from protocolkit.calendars.calendar import Calendar
from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.other_editions import OtherEditions
from protocolkit.model.rule import RANKS, Rank, Rule
from protocolkit.model.ruleset import Change, InForce, KnownConflict, Protocol, Ruleset
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.nodes import Node

NOBODY_KNOWS = "person"  # the value of `governs` where a person must decide


class Draft(msgspec.Struct, frozen=True):
    """What a protocol is made of: its file and those it extends, nearest first, and what was found for them.

    `editions` are those in force of the rulesets it names, `missing` the names of the others, `others` every edition
    that is not in force; `has` says whether there is a protocol or a ruleset of an id.
    """

    id: str
    chain: list[Node]
    editions: list[Edition]
    missing: list[str]
    vocabulary: Vocabulary
    zone: str
    calendar: Calendar
    has: Callable[[str], bool]
    others: list[Ruleset]


def named(one: Node) -> Node:
    """The id of a ruleset in a protocol's list, which may say more of it."""
    return one.map["id"] if isinstance(one.value, dict) and "id" in one.map else one


def stated(chain: list[Node], key: str) -> Node | None:
    """What a protocol's file says, or the nearest it extends that says it."""
    return next((found for node in chain if (found := node.get(key))), None)


def unite(draft: Draft, problems: Problems) -> Protocol:
    """The protocol of a draft."""
    whole = draft.vocabulary
    for one in reversed(draft.editions):
        whole = whole.with_names(one.ruleset.own_names)
    editions = draft.editions
    # A region's id names no country; whose days are counted says it.
    texts = [text for one in editions for text in one.ruleset.texts]
    countries = (draft.id.partition("/")[0], draft.calendar.id.partition("-")[0])
    whole = whole.spoken_in(countries, texts[0].language if texts else "en")
    if bound := bindings(draft.chain, whole, problems):
        whole = whole.binding(bound)
        editions = read_anew(editions, bound, whole, problems)
        check_idle(draft.chain, editions, problems)
    for node in reversed(draft.chain):
        editions = _varied(node, editions, whole, problems)
    united = [one for node in draft.chain if (listed := node.get("rulesets")) for one in listed.list]
    editions = [_ranked(one, united) for one in editions]
    index = {rule.id: rule for one in editions for rule in one.ruleset.rules}
    # What a protocol records of a rule holds while that rule is in force; on other days it says nothing.
    ids = [rule.id for one in (*(e.ruleset for e in draft.editions), *draft.others) for rule in one.rules]
    return Protocol(
        id=draft.id,
        rulesets=tuple(one.ruleset for one in editions),
        zone=draft.zone,
        calendar=draft.calendar,
        vocabulary=whole,
        institution=stated(draft.chain, "institution"),
        missing=tuple(draft.missing),
        conflicts=tuple(c for node in draft.chain for c in _recorded(node, [*ids, *index], problems)),
        reachable=frozenset(filter(draft.has, dict.fromkeys(_led_to(index.values())))),
        apart=frozenset(named(one).text for one in united if isinstance(one.value, dict) and "merge" in one.map),
        index=index,
        elsewhere=_elsewhere(draft, whole),
    )


def punishing(protocol: Protocol, then: Protocol) -> Protocol:
    """A protocol with the sanctions of the day of the act: nobody faces what no law had said when he acted."""
    faced = {one.id: [rule for rule in one.rules if rule.modality == "sanction"] for one in then.rulesets}
    rulesets = tuple(_facing(one, faced.get(one.id, [])) for one in protocol.rulesets)
    changed = [old.id for new, old in zip(rulesets, protocol.rulesets, strict=True) if new is not old]
    if not changed:
        return protocol
    index = {rule.id: rule for one in rulesets for rule in one.rules}
    silent = tuple(id for id in changed if id in then.missing)
    return replace(protocol, rulesets=rulesets, index=index, silent_on_the_act=silent)


def _facing(ruleset: Ruleset, sanctions: list[Rule]) -> Ruleset:
    """A ruleset with these sanctions, where its own stood; those it does not have itself come last."""
    own = {rule.id: rule for rule in ruleset.rules if rule.modality == "sanction"}
    new = {rule.id: rule for rule in sanctions}
    if own == new:
        return ruleset
    kept = (rule if rule.modality != "sanction" else new.get(rule.id) for rule in ruleset.rules)
    rules = tuple(rule for rule in kept if rule is not None)
    return replace(ruleset, rules=(*rules, *(rule for id, rule in new.items() if id not in own)))


def _elsewhere(draft: Draft, names: Vocabulary) -> OtherEditions:
    """What other editions call things: a case may name it, whatever its day. What is removed is not of another day."""
    texts = [(one.id, one.own_names.apart_from(names)) for one in draft.others]
    every = names
    for _, more in texts:
        every = every.with_names(more)
    here = {rule.id for one in draft.editions for rule in one.ruleset.rules}
    return OtherEditions(
        vocabulary=every,
        texts=tuple(texts),
        rules=frozenset(rule.id for one in draft.others for rule in one.rules) - here,
    )


def _ranked(edition: Edition, united: list[Node]) -> Edition:
    """An edition whose rules know the rank that the protocol gives their text."""
    given = (one for one in united if named(one).text == edition.ruleset.id)
    rank = next((found for one in given if (found := _rank(one))), None)
    if rank is None:
        return edition
    rules = tuple(_of_rank(rule, rank) for rule in edition.ruleset.rules)
    return edition._replace(ruleset=replace(edition.ruleset, rules=rules))


def _rank(one: Node) -> Rank | None:
    rank = one.get("rank") if isinstance(one.value, dict) else None
    return next((known for known in RANKS if rank and known == rank.text), None)


def _of_rank(rule: Rule, rank: Rank) -> Rule:
    readings = tuple(
        replace(patch, rule=replace(patch.rule, rank=rank)) if patch.rule is not None else patch
        for patch in rule.readings
    )
    return replace(rule, rank=rank, readings=readings)


def _led_to(rules: Iterable[Rule]) -> Iterator[str]:
    """The procedures that rules send a case to, in any reading."""
    for rule in rules:
        for one in (rule, *(patch.rule for patch in rule.readings if patch.rule is not None)):
            yield from one.acts if one.modality == "route" else ()


def _varied(node: Node, editions: list[Edition], names: Vocabulary, problems: Problems) -> list[Edition]:
    """The rulesets with the rules a protocol changes, removes and adds; ids stay, so that logs still find them."""
    changed, removed, more = node.get("change"), node.get("remove"), node.get("add")
    unapplied(changed, removed, [rule.id for one in editions for rule in one.ruleset.rules], problems)
    by = node.map["protocol"].text
    found = [_with(one, changed, removed, by, Scope(one.ruleset.id, names, problems, one.texts)) for one in editions]
    if more and found:
        # Its own id, not that of a protocol which extends it: a rule is called the same wherever it applies.
        scope = Scope(by, names, problems)
        rules = tuple(rule for one in more.list if (rule := read_rule(one, scope)))
        check_restating(rules, names, problems)
        own = digest([one.plain() for one in more.list])
        base = found[0].ruleset
        ruleset = Ruleset(
            id=by, texts=(), zone=base.zone, calendar=base.calendar, in_force=InForce(), reviewed_through=None,
            rules=rules, vocabulary=names, own_names=Vocabulary(), digest=own, place=node.place,
            changes=tuple(added(more.list)),
        )  # fmt: skip
        found.append(Edition(ruleset, [(one, by) for one in more.list], {}))
    return found


def _with(edition: Edition, changed: Node | None, removed: Node | None, by: str, scope: Scope) -> Edition:
    ruleset = edition.ruleset
    located = {name.text: one for one in edition.located if (name := one[0].get("id"))}
    rules, changes = [], list(ruleset.changes)
    for rule in ruleset.rules:
        if removed and rule.id in removed.map:
            changes.append(Change(rule.name, "removed", _because(removed.map[rule.id])))
            continue
        over = changed.map[rule.id].get("set") if changed and rule.id in changed.map else None
        if over and changed:
            node, origin = located[rule.name]
            located[rule.name] = node, origin = varied(node, over, origin, by)
            changes.append(Change(rule.name, "changed", _because(changed.map[rule.id])))
            rules.append(read_rule(node, scope, origin=origin, time=rule.time) or rule)
        else:
            rules.append(rule)
    if len(changes) == len(ruleset.changes):
        return edition
    check_restating(rules, scope.vocabulary, scope.problems)
    told = [[c.rule, c.kind, c.because] for c in changes]
    whole = replace(ruleset, rules=tuple(rules), changes=tuple(changes), digest=digest(told, ruleset.digest))
    return Edition(whole, [*located.values()], edition.texts)


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


def extended(
    id: str, read: Callable[[str], Node | None], known: Callable[[], list[str]], problems: Problems
) -> list[Node]:
    """A protocol's file and the ones it extends, nearest first; `read` gives a file by id, `known` names them all."""
    chain: dict[str, Node] = {}

    def follow(name: str, way: tuple[str, ...]) -> None:
        node = read(name)
        if node is None or name in chain:
            return
        chain[name] = node
        for base in bases(node):
            if base.text in (*way, name):
                circle = " -> ".join([*way, name, base.text])
                message = say("`{name}` extends itself: {circle}", name=id, circle=circle)
                problems.error("extends-itself", message, base.place)
            elif read(base.text) is None:
                message = say("no protocol `{name}` to extend", name=base.text)
                problems.error("unknown-protocol", message, base.place, did_you_mean(base.text, known()))
            else:
                follow(base.text, (*way, name))

    follow(id, ())
    return [*chain.values()]


def bases(node: Node) -> list[Node]:
    """The protocols that a protocol's file extends, those named first being nearer."""
    given = node.get("extends")
    return [] if given is None else given.list if isinstance(given.value, list) else [given]
