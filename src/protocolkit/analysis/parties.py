"""Party variables that nothing in a rule speaks of."""

from __future__ import annotations

from protocolkit.analysis.edition import Edition, walk

# What names persons of the case: anything else in a rule cannot turn on who the party is.
_SPEAKING = ("if", "to", "by", "due", "amount", "until", "after", "every", "readings", "define")


def check_parties(edition: Edition) -> None:
    """Adds `idle-each` where a rule binds a party with `each` and says nothing of it."""
    for rule in edition.rules:
        node = edition.nodes.get(rule.name)
        if rule.each is None or node is None or node.get("each") is None:
            continue
        names = {rule.each, *edition.ruleset.vocabulary.members(rule.each)}
        mentioned: set[str] = set()
        for key in _SPEAKING:
            if (part := node.get(key)) is not None:
                for one in walk(part):
                    mentioned |= {text.partition(".")[0] for text in (one.text, *one.map)}
        if not names & mentioned:
            message = f"`each: {rule.each}` binds a party that nothing in `{rule.name}` speaks of"
            help = f"a duty apiece is right where the text says so; else leave `each` out, or name `{rule.each}.` in `if` or `to`"
            edition.problems.warning("idle-each", message, edition.at(rule, "each"), help)
