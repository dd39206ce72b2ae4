"""The versions that made an answer, and what a reader must know before relying on its texts."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from protocolkit.calendars.zones import tzdata_version
from protocolkit.languages import _
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import MadeWith, Warned
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
            acts = "; ".join(_(n.act) + (f" ({n.date})" if n.date else "") for n in newer)
            message = _("{ruleset} may be superseded by: {acts}").format(ruleset=ruleset.id, acts=acts)
            yield Warned("possibly_superseded", message, ruleset=ruleset.id)
        if day and ruleset.reviewed_through and day > ruleset.reviewed_through:
            message = _("{ruleset} was reviewed for amendments only through {day}")
            message = message.format(ruleset=ruleset.id, day=ruleset.reviewed_through)
            yield Warned("not_reviewed", message, ruleset=ruleset.id)
        varied = {
            "added": _("{ruleset} added `{rule}`: {because}"),
            "changed": _("{ruleset} changed `{rule}`: {because}"),
            "removed": _("{ruleset} removed `{rule}`: {because}"),
        }
        for text in ruleset.changes:
            message = varied[text.kind].format(ruleset=ruleset.id, rule=text.rule, because=_(text.because))
            yield Warned("variant", message, ruleset=ruleset.id)
    for problem in incident.warnings:
        yield Warned(problem.code.replace("-", "_"), f"{problem.place}: {problem.message}")
    for missing in protocol.missing:
        message = _("no edition of {ruleset} that was in force on {day} is loaded: its duties are not in this plan")
        yield Warned("edition_not_loaded", message.format(ruleset=missing, day=day), ruleset=missing)
