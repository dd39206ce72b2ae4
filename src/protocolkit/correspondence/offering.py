"""Which duties of a case have a letter."""

from __future__ import annotations

from protocolkit.building.catalogue import Catalogue
from protocolkit.correspondence.letter import Judged
from protocolkit.correspondence.templates import Template, serving, templates
from protocolkit.diagnostics import Problems
from protocolkit.model.rule import ACTIVE
from protocolkit.plans.plan import Duty


def offered(judged: Judged, catalogue: Catalogue) -> list[tuple[Duty, Template]]:
    """Every duty that is still open and for which the rules of its country have a letter, with its template.

    Raises InputError if a template is wrong.
    """
    problems = Problems()
    by_country: dict[str, list[Template]] = {}
    found = []
    for duty in judged.plan.compact().duties:
        country = duty.rule.partition("/")[0]
        if country not in by_country:
            by_country[country] = templates(catalogue, country, problems)
        one = serving(by_country[country], duty, judged.protocol.vocabulary) if duty.status in ACTIVE else None
        if one is not None:
            found.append((duty, one))
    problems.raise_if_errors()
    return found
