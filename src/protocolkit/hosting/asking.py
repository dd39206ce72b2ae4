"""What is still to be asked in a case, why a rule is or is not owed in it, and one due time outside any case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from protocolkit.api import Folders, Instant, Source, as_instant, load_incident, plan
from protocolkit.diagnostics import Problems
from protocolkit.explaining.explain import Explainer
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.plans.due_answer import due_answer
from protocolkit.plans.explanation import Explanation
from protocolkit.plans.plan_parts import DueTime
from protocolkit.plans.question import Question


def questions(
    source: Source, *, protocol: str | None = None, as_of: Instant | None = None, rules: Folders = (),
    language: str | None = None, most: int | None = None, without: Collection[str] = (),
) -> tuple[Question, ...]:  # fmt: skip
    """What can still change the plan of an incident, most pressing first, with what each answer would do.

    `most` asks for the first few, `without` leaves out facts to which nobody knows the answer yet; the rest is as for
    `protocolkit.plan`, whose `Plan.questions` this is. Raises InputError.

    >>> case = {"incident": "demo/1", "protocol": "ua/pdyut",
    ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+02:00"}],
    ...         "as_of": "2026-11-20T14:30:00+02:00"}
    >>> first = questions(case, most=1)[0]
    >>> first.fact, [answer.label for answer in first.values]
    ('offender.is_head', ['yes', 'no'])
    """
    made = plan(source, protocol=protocol, as_of=as_of, rules=rules, language=language)
    return made.questions(most=most, without=without)


def explain(
    source: Source, rule: str, *, protocol: str | None = None, as_of: Instant | None = None, rules: Folders = (),
    language: str | None = None,
) -> Explanation:  # fmt: skip
    """Why a rule is or is not owed in an incident, and what would change that.

    `rule` is a rule's id, its short name, or the id of a duty of the plan; the rest is as for `protocolkit.plan`.
    Raises InputError, also where there is no such rule.

    >>> case = {"incident": "demo/1", "protocol": "kz/interagency", "facts": {"incident.ongoing": False},
    ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    ...         "as_of": "2026-11-20T14:30:00+05:00"}
    >>> found = explain(case, "stop-participants")
    >>> found.outcome, found.tried[0].failing[0].fact
    ('absent', 'incident.ongoing')
    """
    with speaking(language or spoken()):
        at = as_instant(as_of) if as_of is not None else None
        found, incident = load_incident(source, protocol=protocol, as_of=at, rules=rules)
        explainer = Explainer(found, incident, at)
        return explainer.explain(explainer.rule(rule))


def due(
    due: str, after: str | datetime, *, calendar: str, zone: str | None = None, profile: str | None = None,
    language: str | None = None,
) -> DueTime | None:  # fmt: skip
    """One due time by itself, with every step of its working; null for a due that sets no time.

    `due` is written as rules write it, `after` is the trigger: an instant with its offset, or a day alone. `calendar`
    says whose days count, `zone` its time zone (default: the calendar's), `profile` an institution's week, such as
    `6day`. Raises InputError with everything that cannot be read.

    >>> found = due("3 working_days", "2024-12-31T17:00:00+05:00", calendar="kz")
    >>> found.last_day, found.limit
    ('2025-01-08', '2025-01-09T00:00:00+05:00')
    """
    text = after if isinstance(after, str) else as_instant(after).isoformat()
    with speaking(language or spoken()):
        problems = Problems()
        found = due_answer(due, text, calendar, zone, profile, problems)
        problems.raise_if_errors()
        return found
