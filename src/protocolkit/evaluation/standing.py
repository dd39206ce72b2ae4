"""What must be known of the texts before a reader relies on any answer by them, whatever the case is."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.evaluation.due.found import Caution
from protocolkit.messages import Listed, Part, say
from protocolkit.model.case_days import CaseDays
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Newer, Protocol


def cautions(protocol: Protocol, incident: Incident, days: CaseDays) -> Iterator[Caution]:
    """Texts that newer acts may have replaced, editions that are not loaded, and reviews that end before the case."""
    day = days.case.isoformat()
    for ruleset in protocol.rulesets:
        id = ruleset.id
        if ruleset.may_be_superseded_by:
            acts = Listed(tuple(_act(newer) for newer in ruleset.may_be_superseded_by), "; ")
            message = say("{ruleset} may be superseded by: {acts}", ruleset=id, acts=acts)
            yield Caution("possibly_superseded", message, ruleset=id)
        if ruleset.reviewed_through and day > ruleset.reviewed_through:
            message = say(
                "{ruleset} was reviewed for amendments only through {day}", ruleset=id, day=ruleset.reviewed_through
            )
            yield Caution("not_reviewed", message, ruleset=id)
        for copied in dict.fromkeys(text.unofficial_copy for text in ruleset.texts if text.unofficial_copy):
            message = say(
                "{ruleset} was encoded from an unofficial copy, which may differ from the act: {because}",
                ruleset=id, because=say(copied),
            )  # fmt: skip
            yield Caution("unofficial_copy", message, ruleset=id)
        for absent in ruleset.wording_not_at_hand:
            message = say(
                "the wording of {ruleset} {point} on the day of the case is not at hand: {because}",
                ruleset=id, point=absent.point, because=say(absent.because),
            )  # fmt: skip
            yield Caution("wording_not_at_hand", message, ruleset=id)
        for change in ruleset.changes:
            because = say(change.because)
            message = {
                "added": say("{ruleset} added `{rule}`: {because}", ruleset=id, rule=change.rule, because=because),
                "changed": say("{ruleset} changed `{rule}`: {because}", ruleset=id, rule=change.rule, because=because),
                "removed": say("{ruleset} removed `{rule}`: {because}", ruleset=id, rule=change.rule, because=because),
            }[change.kind]
            yield Caution("variant", message, ruleset=id)
    uncertified = tuple(ruleset.id for ruleset in protocol.rulesets if not ruleset.certified)
    if uncertified:
        message = say(
            "computed, not certified: nobody qualified has checked these rules against their texts: {rulesets}",
            rulesets=Listed(uncertified, ", "),
        )
        yield Caution("not_certified", message)
    for problem in incident.warnings:
        yield Caution(problem.code.replace("-", "_"), Listed((str(problem.place), problem.unsaid), ": "))
    for missing in protocol.missing:
        message = say(
            "no edition of {ruleset} that was in force on {day} is loaded: its duties are not in this plan",
            ruleset=missing, day=day,
        )  # fmt: skip
        yield Caution("edition_not_loaded", message, ruleset=missing)
    for silent in protocol.silent_on_the_act:
        message = say(
            "no edition of {ruleset} that was in force on {day}, the day of the act, is loaded: what somebody faces by "
            "it is not in this plan",
            ruleset=silent, day=days.act.isoformat(),
        )  # fmt: skip
        yield Caution("edition_not_loaded", message, ruleset=silent)


def _act(newer: Newer) -> Part:
    return Listed((say(newer.act), f" ({newer.date})"), "") if newer.date else say(newer.act)
