"""A party bound by `each` while the rule speaks of the same persons under another name."""

from __future__ import annotations

from protocolkit.analysis.edition import Edition, walk
from protocolkit.messages import say

# Where a rule names persons of the case.
_SPEAKING = ("if", "to", "by", "due", "amount", "until", "after", "every", "readings")


def check_parties(edition: Edition) -> None:
    """Adds `idle-each`: `each: party` beside `victim.age` binds two persons, who need not be the same.

    A party that the rule only counts (`each: victim`, and nothing else said of victims) is as it should be.
    """
    vocabulary = edition.ruleset.vocabulary
    for rule in edition.rules:
        node = edition.nodes.get(rule.name)
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
