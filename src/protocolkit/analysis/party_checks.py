"""A party bound by `each` while the rule speaks of the same persons under another name; the accused in a group."""

from __future__ import annotations

from typing import assert_never

from protocolkit.analysis.edition import Edition, walk
from protocolkit.evaluation.persons import UNSAFE_MODALITIES
from protocolkit.messages import say
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary

# Where a rule names persons of the case.
_SPEAKING = ("if", "to", "by", "due", "amount", "until", "after", "every", "readings")


def check_parties(edition: Edition) -> None:
    """Adds `idle-each`: `each: party` beside `victim.age` binds two persons, who need not be the same; and
    `accused-left-out`: a group is told, and the accused of it is not.

    A party that the rule only counts (`each: victim`, and nothing else said of victims) is as it should be.
    """
    vocabulary = edition.ruleset.vocabulary
    for rule in edition.rules:
        node = edition.nodes.get(rule.name)
        for group in _leaving_out(rule, vocabulary) if node is not None and node.get("to") is not None else ():
            message = say("`to: {party}` in `{rule}` does not tell the accused", party=group, rule=rule.name)
            help = say("name `offender` to tell him as well, or say `except: [offender]`: only who is named is told")
            edition.problems.warning("accused-left-out", message, edition.at(rule, "to"), help)
        if rule.each is None or node is None or node.get("each") is None:
            continue
        parts = [part for key in _SPEAKING if (part := node.get(key)) is not None]
        said = {text.partition(".")[0] for part in parts for one in walk(part) for text in (one.text, *one.map)}
        own = set(vocabulary.members(rule.each))
        others = [name for name in sorted(said) if name != rule.each and own & set(vocabulary.members(name))]
        if rule.each not in said and others:
            named = {"party": rule.each, "other": others[0]}
            message = say("`each: {party}` and `{other}` in `{rule}` are bound apart", **named, rule=rule.name)
            help = say("write `{party}.` for the person each duty is about, or `each: {other}`", **named)
            edition.problems.warning("idle-each", message, edition.at(rule, "each"), help)


def _leaving_out(rule: Rule, vocabulary: Vocabulary) -> list[str]:
    """The groups in `to` with the offender among their members, where the rule does not speak of him by name."""
    if rule.modality in UNSAFE_MODALITIES or rule.to is None:
        return []
    told = [*_persons(rule.to)]
    if "offender" in told:
        return []
    return [name for name in dict.fromkeys(told) if "offender" in vocabulary.members(name)]


def _persons(people: People) -> list[str]:
    """The parties that people name, also to leave them out."""
    match people:
        case Person(party=party):
            return [party]
        case Choice(of=of, except_=excepted):
            return [name for one in (*of, *excepted) for name in _persons(one)]
        case Office() | Related() | Actor() | Unstated() | Whoever():
            return []
        case _:
            assert_never(people)
