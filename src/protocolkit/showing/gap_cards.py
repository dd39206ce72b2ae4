"""Gaps: duties that only the accused is left to do or to receive, each with its running clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from protocolkit.languages import _, pgettext
from protocolkit.plans.plan import Gap
from protocolkit.plans.urgency import one_decision
from protocolkit.showing.card_fields import bearer, fields, recipients, several
from protocolkit.showing.citations import citations
from protocolkit.showing.due_panel import Field, due_panel
from protocolkit.showing.html_parts import code
from protocolkit.showing.markup import Markup, element
from protocolkit.showing.speech import Speech


class GapEntry(NamedTuple):
    """Gaps that differ only in whom they leave untold, and the id of their card."""

    gaps: tuple[Gap, ...]
    anchor: str


def gap_entries(gaps: Sequence[Gap]) -> list[GapEntry]:
    """Gaps together where one decision settles them, in the order of the plan."""
    found = []
    for number, own in enumerate(one_decision(gaps), 1):
        slug = re.sub(r"[^a-z0-9]+", "-", own[0].rule.lower())
        found.append(GapEntry(tuple(own), f"g-{number}-{slug}"))
    return found


def gap_status(gap: Gap, as_of: str) -> str:
    """Whether its limit has passed: the clock runs although nobody may act."""
    limit = gap.due.limit if gap.due else None
    late = limit is not None and datetime.fromisoformat(limit) < datetime.fromisoformat(as_of)
    return "overdue" if late else "open"


def gap_card(entry: GapEntry, as_of: str, say: Speech) -> Markup:
    """What is owed, why nobody may do it, and until when."""
    gap = entry.gaps[0]
    panel = due_panel(gap.due, gap.trigger, gap_status(gap, as_of), as_of, say) if gap.trigger is not None else None
    told = dict.fromkeys(one.to for one in entry.gaps if one.to)
    found: list[Field] = [(_("Why"), say.said(gap.why))]
    found += [(recipients(len(told)), several(map(say.role, told)))] if told else []
    found += [(pgettext("a field of a duty", "About"), say.role(gap.for_))] if gap.for_ and gap.for_ != gap.to else []
    found += [(pgettext("a field of a duty", "By"), bearer(gap.by, "any", say))] if gap.by else []
    found += [(_("Source"), citations(gap.sources, say)), (_("Rule"), code(gap.rule))]
    body = element("h4", None, say.titled(gap)), panel, fields(found)
    return element("div", {"class": "card s-overdue", "id": entry.anchor}, body)
