"""Triggers and ends that can never come, or come at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from protocolkit.analysis.edition import Edition, walk
from protocolkit.diagnostics import did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import flat
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Ruleset
from protocolkit.reading.nodes import Node

_NO_DUTY = {
    "prohibition": N_("`{rule}` is no duty but a prohibition"),
    "permission": N_("`{rule}` is no duty but a permission"),
    "right": N_("`{rule}` is no duty but a right"),
    "power": N_("`{rule}` is no duty but a power"),
    "sanction": N_("`{rule}` is no duty but a sanction"),
    "definition": N_("`{rule}` is no duty but a definition"),
    "route": N_("`{rule}` is no duty but a route"),
}
_NOTHING_OWED = {
    "done": N_("nothing of it is owed that could be done"),
    "missed": N_("nothing of it is owed that could be missed"),
}


def check_moments(edition: Edition) -> None:
    """Adds a problem for each reference to a rule that leads nowhere, and for each moment that cannot mean a time."""
    known = _Known(edition)
    for rule in edition.rules:
        node = edition.nodes.get(rule.name)
        for kind, named, to in _references(node) if node is not None else ():
            _check_reference(kind, named, to, known, edition)
        if shared := _at_once(rule):
            message = say("`{event}` both starts and ends `{rule}`", event=shared, rule=rule.name)
            edition.problems.error(
                "ends-at-once", message, edition.at(rule, "until"), say("the duty would end when it begins")
            )
    _check_conduct(edition)


class _Known:
    """Rules by whole id, in this ruleset and in the others it names."""

    def __init__(self, edition: Edition) -> None:
        self.catalogue = edition.catalogue
        self.own = edition.ruleset.id
        self._rules = {rule.id: rule for rule in edition.ruleset.rules}
        self._loaded = {edition.ruleset.id}

    def rule(self, name: str) -> Rule | None:
        id = name if "#" in name else f"{self.own}#{name}"
        self._load(id.partition("#")[0])
        return self._rules.get(id)

    def names(self, name: str) -> list[str]:
        if "#" in name:
            return [*self._rules, *self.catalogue.ids("ruleset")]
        return [id.partition("#")[2] for id in self._rules if id.startswith(f"{self.own}#")]

    def _load(self, ruleset: str) -> None:
        if ruleset not in self._loaded:
            self._loaded.add(ruleset)
            if ruleset in self.catalogue.ids("ruleset"):
                self._rules |= {rule.id: rule for one in self.catalogue.editions(ruleset) for rule in one.rules}


def _references(node: Node) -> Iterator[tuple[str, Node, Node | None]]:
    """Every `{done: RULE, to}` and `{missed: RULE, to}` in a rule, its readings included."""
    for one in walk(node):
        for kind in ("done", "missed"):
            named = one.get(kind)
            if named is not None and isinstance(named.value, str):
                yield kind, named, one.get("to")


def _check_reference(kind: str, named: Node, to: Node | None, known: _Known, edition: Edition) -> None:
    problems, rule = edition.problems, known.rule(named.text)
    if rule is None:
        help = did_you_mean(named.text, known.names(named.text)) or say("so this can never happen")
        problems.error("unknown-rule", say("no rule `{name}`", name=named.text), named.place, help)
        return
    if rule.modality not in DUTIES:
        message = say(_NO_DUTY[rule.modality], rule=named.text)
        problems.warning("done-of-no-duty", message, named.place, say(_NOTHING_OWED[kind]))
    elif kind == "missed" and not has_limit(rule.due):
        message = say("`{rule}` has no limit that could pass", rule=named.text)
        help = say("only a recorded `not_done` makes it missed")
        problems.warning("missed-without-limit", message, named.place, help)
    if to is not None and to.text != SAME:
        _check_recipient(rule, to, edition)


def _check_recipient(rule: Rule, to: Node, edition: Edition) -> None:
    vocabulary = edition.ruleset.vocabulary
    name = to.text.rpartition(".")[2]
    if name not in vocabulary.roles and not vocabulary.is_party(name):
        help = did_you_mean(name, [*vocabulary.roles, *vocabulary.groups])
        edition.problems.error("unknown-role", say("no role `{name}`", name=to.text), to.place, help)
        return
    own = set(flat(rule.to))
    told = own | {member for role in own for member in vocabulary.members(role)}
    if name not in told:
        message = say("`{rule}` is owed to nobody called `{name}`", rule=rule.name, name=to.text)
        help = say("it goes to {names}", names=", ".join(sorted(own))) if own else say("it has no recipient")
        edition.problems.error("never-happens", message, to.place, help)


def has_limit(due: Due | None) -> bool:
    """Whether a due, in any of its cases, has a limit that can pass."""
    match due:
        case DueParts(limit=limit):
            return limit is not None
        case DueDecided():
            return True
        case DueCases(then=then, else_=other):
            return has_limit(then) or has_limit(other)
        case DueEarliest(options=options) | DueLatest(options=options):
            return any(has_limit(one) for one in options)
        case DueNone() | None:
            return False
        case _:
            assert_never(due)


def _at_once(rule: Rule) -> str:
    """An event that is trigger and end alike; empty if there is none."""
    starts = [m for m in (rule.after, None if isinstance(rule.every, Rhythm) else rule.every) if m is not None]
    ends = set(_single(rule.until)) if rule.until is not None else set()
    return next((one.event for start in starts for one in _single(start) if one in ends), "")


def _single(moment: Moment) -> list[Occurs]:
    """The events each of which is enough for a moment."""
    match moment:
        case Occurs():
            return [moment]
        case First(of=of):
            return [one for part in of for one in _single(part)]
        case Last() | Done() | Missed() | Lapse():
            return []
        case _:
            assert_never(moment)


def _check_conduct(edition: Edition) -> None:
    """Conduct is shown under open duties: without a duty of such an act it is never shown."""
    conduct = [rule for rule in edition.rules if rule.during]
    idle = _without_duty(conduct, edition.ruleset.rules, edition)
    if idle:
        idle = _without_duty(idle, [r for other in _companions(edition) for r in other.rules], edition)
    for rule in idle:
        shown = ", ".join(f"`{act}`" for act in rule.during)
        message = say("`{rule}` is conduct during {names}, which no duty asks for", rule=rule.name, names=shown)
        edition.problems.warning("idle-conduct", message, edition.at(rule, "during"), say("so it is never shown"))


def _without_duty(conduct: Iterable[Rule], rules: Iterable[Rule], edition: Edition) -> list[Rule]:
    """The rules of conduct under whose acts none of the rules is a duty."""
    vocabulary = edition.ruleset.vocabulary
    acts = {act for rule in rules if rule.modality in DUTIES and not rule.during for act in rule.acts}
    return [rule for rule in conduct if not any(vocabulary.act_is(one, act) for act in rule.during for one in acts)]


def _companions(edition: Edition) -> list[Ruleset]:
    """The rulesets that some protocol applies together with this one."""
    found: dict[str, Ruleset] = {}
    told = edition.catalogue.problems.found
    before = len(told)
    for id in edition.catalogue.ids("protocol"):
        protocol = edition.catalogue.protocol(id)
        rulesets = {one.id: one for one in protocol.rulesets} if protocol else {}
        if edition.ruleset.id in rulesets:
            found |= rulesets
    # What is wrong with a protocol that nobody asked about is told when somebody does.
    del told[before:]
    return list(found.values())
