"""Habits of encoding: ids one can say aloud, definitions that something reads."""

from __future__ import annotations

from protocolkit.analysis.edition import Edition
from protocolkit.languages import _, ngettext
from protocolkit.model.conditions import Condition, facts
from protocolkit.model.dues import Due, DueCases, DueEarliest, DueLatest
from protocolkit.model.rule import Rule

MOST_WORDS = 5


def check_habits(edition: Edition) -> None:
    """Adds `long-id` and `unread-definition` warnings."""
    read = {tail(fact) for rule in edition.ruleset.rules for fact in _read(rule)}
    for rule in edition.rules:
        words = rule.name.split("-")
        if len(words) > MOST_WORDS:
            n = len(words)
            message = ngettext("`{name}` has {n} word", "`{name}` has {n} words", n).format(name=rule.name, n=n)
            help = _("at most {n}: it is said aloud, typed and shown").format(n=MOST_WORDS)
            edition.problems.warning("long-id", message, edition.at(rule, "id"), help)
        if rule.modality == "definition" and tail(rule.acts[0]) not in read:
            message = _("no rule reads `{fact}`").format(fact=rule.acts[0])
            help = _("a classification without consequence is a list")
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
        case _:
            return []
