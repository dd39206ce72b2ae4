"""The versions that made an answer, and what a reader must know before relying on its texts."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from protocolkit.calendars.zones import tzdata_version
from protocolkit.incidents.incident import Incident
from protocolkit.plans.plan import MadeWith, Warned
from protocolkit.rulesets.ruleset import Protocol
from protocolkit.version import __version__


def made_with(protocol: Protocol) -> MadeWith:
    return MadeWith(
        protocolkit=__version__,
        rulesets={ruleset.id: ruleset.digest for ruleset in protocol.rulesets},
        calendar=f"{protocol.calendar.id} {protocol.calendar.version}",
        holidays=f"{protocol.calendar.base_library} {protocol.calendar.base_version}",
        tzdata=tzdata_version(),
    )


def standing_warnings(protocol: Protocol, incident: Incident) -> Iterator[Warned]:
    """Texts that newer acts may have replaced, editions that are not loaded, and reviews that end before the case."""
    first = incident.log[0].at if incident.log else incident.as_of
    day = first.astimezone(ZoneInfo(protocol.zone)).date().isoformat() if first else None
    for ruleset in protocol.rulesets:
        newer = ruleset.may_be_superseded_by
        if newer:
            acts = "; ".join(n.act + (f" ({n.date})" if n.date else "") for n in newer)
            yield Warned("possibly_superseded", f"{ruleset.id} may be superseded by: {acts}")
        if day and ruleset.reviewed_through and day > ruleset.reviewed_through:
            yield Warned(
                "not_reviewed", f"{ruleset.id} was reviewed for amendments only through {ruleset.reviewed_through}"
            )
        for text in ruleset.changes:
            yield Warned("variant", f"{ruleset.id} {text.kind} `{text.rule}`: {text.because}")
    for problem in incident.warnings:
        yield Warned(problem.code.replace("-", "_"), f"{problem.place}: {problem.message}")
    for missing in protocol.missing:
        yield Warned(
            "edition_not_loaded",
            f"no edition of {missing} that was in force on {day} is loaded: its duties are not in this plan",
        )
