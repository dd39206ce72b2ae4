"""Habits of encoding: ids one can say aloud, definitions that something reads."""

from __future__ import annotations

from protocolkit.analysis.edition import Edition
from protocolkit.messages import counted, say
from protocolkit.model.conditions import atoms, facts_of
from protocolkit.model.walk import facts_read

MOST_WORDS = 5


def check_habits(edition: Edition) -> None:
    """Adds `long-id` and `unread-definition` warnings."""
    read = {tail(fact) for rule in edition.ruleset.rules for fact in facts_read(rule, readings=True)}
    read |= {tail(fact) for atom in atoms(edition.ruleset.scope) for fact in facts_of(atom)}
    for rule in edition.rules:
        words = rule.name.split("-")
        if len(words) > MOST_WORDS:
            n = len(words)
            message = counted("`{name}` has {n} word", "`{name}` has {n} words", n, name=rule.name)
            help = say("at most {n}: it is said aloud, typed and shown", n=MOST_WORDS)
            edition.problems.warning("long-id", message, edition.at(rule, "id"), help)
        if rule.modality == "definition" and tail(rule.acts[0]) not in read:
            message = say("no rule reads `{fact}`", fact=rule.acts[0])
            help = say("a classification without consequence is a list")
            edition.problems.warning("unread-definition", message, edition.at(rule, "define"), help)


def tail(fact: str) -> str:
    """A fact without its party: `party.age` is read where `victim.age` is."""
    return fact.partition(".")[2]
