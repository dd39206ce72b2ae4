"""Part of an explanation: what concerns one recipient, one party or one bearer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from protocolkit.diagnostics import InputError, Place, Problems, did_you_mean
from protocolkit.evaluation.case import Case
from protocolkit.explaining.explanation import Explanation
from protocolkit.plans.plan import Duty


def selected(
    explanations: Iterable[Explanation],
    case: Case,
    *,
    to: str | None,
    for_: str | None,
    by: str | None,
    keep_empty: bool,
) -> Iterator[Explanation]:
    """Each explanation with only the duties and attempts that fit; `keep_empty` keeps one that has none.

    Raises InputError for a role or a party nobody has heard of.
    """
    _known(case, to, for_, by)
    for one in explanations:
        if to is None and for_ is None and by is None:
            yield one
            continue
        duties = tuple(d for d in one.duties if _fits(d, to, for_, by))
        tried = tuple(
            t for t in one.tried
            if (to is None or not t.to or to in t.to) and (for_ is None or for_ in (t.for_, *t.persons.values()))
        )  # fmt: skip
        if keep_empty or duties or (tried and by is None and not one.duties):
            yield msgspec.structs.replace(one, duties=duties, tried=tried)


def _fits(duty: Duty, to: str | None, for_: str | None, by: str | None) -> bool:
    told = [duty.to] if duty.to else []
    for shared in (duty.to_any, duty.to_all):
        told += shared if shared is not msgspec.UNSET else ()
    return (to is None or to in told) and (for_ is None or for_ == duty.for_) and (by is None or by in duty.by)


def _known(case: Case, to: str | None, for_: str | None, by: str | None) -> None:
    problems, roles = Problems(), case.vocabulary.roles
    for option, role in (("--to", to), ("--by", by)):
        if role is not None and role not in roles:
            problems.error("unknown-role", f"no role `{role}`", Place(option), did_you_mean(role, roles))
    ids = [person.id for person in case.incident.persons]
    if for_ is not None and for_ not in ids:
        help = did_you_mean(for_, ids) or f"one of {', '.join(ids)}"
        problems.error("unknown-party", f"nobody in this case is `{for_}`", Place("--for"), help)
    if problems.errors:
        raise InputError(problems.in_order())
