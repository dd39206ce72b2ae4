"""Which rules the formulas say wholly, and what they do not say of the others."""

from __future__ import annotations

from collections.abc import Callable

from protocolkit.languages import N_
from protocolkit.model.moments import First, Moment, Occurs, Rhythm
from protocolkit.model.people import Choice, People, Related
from protocolkit.model.rule import Rule


def unexpressed(rule: Rule) -> str:
    """What of a rule the formulas do not say; empty where they say all of it."""
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        (N_("readings that ask"), lambda: any(patch.ask is not None for patch in rule.readings)),
        (N_("whoever acts"), lambda: rule.acting),
        (N_("a rhythm"), lambda: isinstance(rule.every, Rhythm)),
        (N_("a right that runs out"), lambda: rule.modality == "right" and rule.due is not None),
        (N_("a manner of acting"), lambda: bool(rule.during)),
        (
            N_("a beginning that follows other duties"),
            lambda: not all(is_simple(one) for one in (rule.after, returning(rule)) if one is not None),
        ),
        (
            N_("a repetition that ends with other duties"),
            lambda: rule.every is not None and rule.until is not None and not is_simple(rule.until),
        ),
        (N_("a repetition after a beginning"), lambda: rule.every is not None and rule.after is not None),
        (N_("exceptions"), lambda: any(isinstance(p, Choice) and p.except_ for p in (rule.by, rule.to))),
    )
    return next((name for name, found in checks if found()), "")


def returning(rule: Rule) -> Moment | None:
    """The event with which it returns; null where it returns with none."""
    return None if isinstance(rule.every, Rhythm) else rule.every


def is_simple(moment: Moment) -> bool:
    """Whether a moment is an event, or the first of some."""
    return all(isinstance(one, Occurs) for one in (moment.of if isinstance(moment, First) else (moment,)))


def names_offender(people: People | None) -> bool:
    """Whether a text names the offender himself."""
    if isinstance(people, Choice):
        return any(map(names_offender, people.of))
    return getattr(people, "party", None) == "offender" and not isinstance(people, Related)
