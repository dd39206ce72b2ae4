"""Habits of encoding: ids one can say aloud, definitions that something reads."""

from __future__ import annotations

from typing import assert_never

from protocolkit.analysis.edition import Edition
from protocolkit.messages import counted, say
from protocolkit.model.conditions import Condition, facts
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.rule import Rule

MOST_WORDS = 5


def check_habits(edition: Edition) -> None:
    """Adds `long-id` and `unread-definition` warnings."""
    read = {tail(fact) for rule in edition.ruleset.rules for fact in _read(rule)}
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


def _read(rule: Rule) -> list[str]:
    """The facts a rule reads: in its condition, the cases of its due, and its readings."""
    found = [*facts(rule.if_)]
    for condition in _cases(rule.due):
        found += facts(condition)
    for patch in rule.readings:
        found += [patch.ask] if patch.ask else []
        found += _read(patch.rule) if patch.rule else []
    return found


def _cases(due: Due | None) -> list[Condition]:
    match due:
        case DueCases(if_=condition, then=then, else_=otherwise):
            return [condition, *_cases(then), *_cases(otherwise)]  # type: ignore[list-item]
        case DueEarliest(options=options) | DueLatest(options=options):
            return [condition for one in options for condition in _cases(one)]
        case DueNone() | DueDecided() | DueParts() | None:
            return []
        case _:
            assert_never(due)
