"""What a ruleset's rules say of one another: that one says again what another says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.rule import Rule
from protocolkit.model.sameness import asked
from protocolkit.model.vocabulary import Vocabulary

_APART = {
    "act": N_("`{rule}` restates `{other}`, but they have no act in common"),
    "paper": N_("`{rule}` restates `{other}`, but they have no paper in common"),
    "party": N_("`{rule}` restates `{other}`, but they concern no party in common"),
    "institution": N_("`{rule}` restates `{other}`, but their bearers have no institution in common"),
    "recipients": N_("`{rule}` restates `{other}`, but they have no recipient in common"),
    "period": N_("`{rule}` restates `{other}`, but they return in different periods"),
}
_AGAIN = N_("`{rule}` restates `{other}`, which restates a rule itself")
_NOWHERE = N_("`{rule}` restates `{other}`, but nothing that the one asks for is what the other asks for")


def check_restating(rules: Iterable[Rule], names: Vocabulary, problems: Problems) -> None:
    """Adds a problem for each `restates` that names no rule of the text, one that restates itself, or nothing alike."""
    known = {rule.id: rule for rule in rules}
    for rule, other, place in _named(known.values()):
        restated = known.get(other)
        if restated is None:
            own = [one.name for one in known.values() if one.text == rule.text]
            help = did_you_mean(other.partition("#")[2], own) or say("a rule restates one of the same text")
            message = say("no rule `{name}`", name=other if not other.startswith(f"{rule.text}#") else _short(other))
            problems.error("unknown-rule", message, place, help)
        elif restated.restates or restated is rule:
            message = say(_AGAIN, rule=rule.name, other=restated.name)
            help = say("name the rule that both say again: `{names}`", names=", ".join(map(_short, restated.restates)))
            problems.error("restates-again", message, place, help)
        elif (apart := _apart(rule, restated, names)) is not None:
            help = say("post, time, condition, channel and content may differ; the rest makes it another duty")
            problems.error("restates-nothing", say(apart, rule=rule.name, other=restated.name), place, help)


def _named(rules: Iterable[Rule]) -> Iterator[tuple[Rule, str, Place]]:
    for rule in rules:
        yield from ((rule, other, rule.place) for other in rule.restates)


def _apart(rule: Rule, other: Rule, names: Vocabulary) -> str | None:
    """What the two have not in common, in words; null where some duty of the one is one of the other."""
    mine, theirs = set(asked(rule, names)), set(asked(other, names))
    # That what is not owed cannot be said again, its shape says.
    if not mine or mine & theirs:
        return None
    for part, words in _APART.items():
        if {getattr(one, part) for one in mine}.isdisjoint(getattr(one, part) for one in theirs):
            return words
    return _NOWHERE


def _short(id: str) -> str:
    return id.partition("#")[2]
