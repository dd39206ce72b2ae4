"""Who stands in a protocol for a role that its texts name: `bind: {administrative_body: education_authority}`.

Rules are read anew, so that whatever is found of them is found of the one who acts; their ids keep the text's role.
"""

from __future__ import annotations

from msgspec.structs import replace

from protocolkit.building.build_rule import rule as read_rule
from protocolkit.building.build_rule import texts_in
from protocolkit.building.build_ruleset import Edition, digest
from protocolkit.building.name_scope import Scope
from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.nodes import Node


def bindings(chain: list[Node], names: Vocabulary, problems: Problems) -> dict[str, str]:
    """Who stands here for a role of the texts: what a protocol's file says, else one that it extends."""
    given: dict[str, tuple[Place, Node]] = {}
    for node in reversed(chain):
        if (found := node.get("bind")) is not None:
            given |= {role: (found.key_place(role), here) for role, here in found.map.items()}
    bound: dict[str, str] = {}
    for role, (place, here) in given.items():
        for name, at in ((role, place), (here.text, here.place)):
            if name not in names.roles:
                unknown("role", name, names.roles, at, problems)
        if here.text in given:
            other = given[here.text][1].text
            message = say(
                "`{role}` has `{other}` stand for it, and cannot stand for another", role=here.text, other=other
            )
            problems.error("bind-chain", message, here.place, say("name the role that acts in the end"))
        elif role in names.roles and here.text in names.roles:
            bound[role] = here.text
    return bound


def check_idle(chain: list[Node], editions: list[Edition], problems: Problems) -> None:
    """Adds `idle-bind` for a role that no rule names, so that nobody stands for it anywhere."""
    named = {text for one in editions for node, _origin in one.located for text in texts_in(node)}
    for node in chain:
        given = node.get("bind")
        for role in given.map if given is not None else ():
            if given is not None and role not in named:
                message = say("no rule names `{role}`, for which `bind` has another stand", role=role)
                problems.warning("idle-bind", message, given.key_place(role))


def read_anew(editions: list[Edition], bound: dict[str, str], names: Vocabulary, problems: Problems) -> list[Edition]:
    """The rulesets with the rules read anew that speak of a role for which another stands."""
    found = []
    for one in editions:
        ruleset, scope = one.ruleset, Scope(one.ruleset.id, names, problems, one.texts)
        located = {name.text: each for each in one.located if (name := each[0].get("id"))}
        rules = tuple(_one_anew(rule, *located[rule.name], bound, scope) for rule in ruleset.rules)
        if any(new is not old for new, old in zip(rules, ruleset.rules, strict=True)):
            told = digest([*map(list, bound.items())], ruleset.digest)
            one = Edition(replace(ruleset, rules=rules, digest=told), one.located, one.texts)
        found.append(one)
    return found


def _one_anew(rule: Rule, node: Node, origin: str, bound: dict[str, str], scope: Scope) -> Rule:
    if not any(text in bound for text in texts_in(node)):
        return rule
    return read_rule(node, scope, origin=origin, time=rule.time) or rule
