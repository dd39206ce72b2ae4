"""Rules of a lower rank that would weaken, delay or condition what a text of a higher rank demands.

They take nothing away in a plan, where each duty keeps its own trigger and time; but who reads them may think so.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import Message, say
from protocolkit.model.moments import Occurs
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.sameness import Asked, asked
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.model.walk import facts_read, walk


def check_ranks(protocol: Protocol, place: Place, problems: Problems) -> None:
    """Warns of each rule that weakens one of a higher rank, unless a recorded conflict has the higher one govern."""
    names = protocol.vocabulary
    ranked = [rule for rule in protocol.rules if rule.rank is not None and rule.text not in protocol.apart]
    duties: dict[Asked, list[Rule]] = {}
    for rule in ranked:
        for one in asked(rule, names):
            duties.setdefault(one, []).append(rule)
    seen: set[tuple[str, str]] = set()
    for higher, lower, message in (*_conditioned(duties, names), *_forbidden(ranked, names)):
        if (higher.id, lower.id) not in seen and not _settled(protocol, higher, lower):
            seen.add((higher.id, lower.id))
            help = say("it takes nothing away; record it under `conflicts`, governed by `{higher}`", higher=higher.id)
            problems.warning("lower-rank-weakens", message, place, help)


def _conditioned(duties: dict[Asked, list[Rule]], names: Vocabulary) -> Iterator[tuple[Rule, Rule, Message]]:
    """Pairs that ask for one duty, the lower of which waits for something, or holds only on a condition, of its own."""
    for several in duties.values():
        for higher in several:
            for lower in several:
                if not higher.outranks(lower):
                    continue
                if _hears(higher, names) and not _hears(lower, names):
                    yield higher, lower, say(
                        "`{lower}` begins later than what `{higher}` of higher rank demands",
                        lower=lower.id, higher=higher.id,
                    )  # fmt: skip
                elif set(facts_read(lower)) - set(facts_read(higher)):
                    yield higher, lower, say(
                        "`{lower}` puts a condition on what `{higher}` of higher rank demands",
                        lower=lower.id, higher=higher.id,
                    )  # fmt: skip


def _hears(rule: Rule, names: Vocabulary) -> bool:
    """Whether a rule's clock may begin with what somebody hears or sees, rather than with what follows from it."""
    begins = (node for spot, node in walk(rule) if spot.key in ("after", "every") and isinstance(node, Occurs))
    return any(names.is_heard(one.event) for one in begins)


def _forbidden(rules: list[Rule], names: Vocabulary) -> Iterator[tuple[Rule, Rule, Message]]:
    """Pairs of a duty and a ban of lower rank on the same act to the same people."""
    for ban in rules:
        if ban.modality != "prohibition" or ban.on_manner:
            continue
        banned = {one.people for one in asked(_as_duty(ban), names)}
        for rule in rules:
            acts = any(names.act_is(act, other) for act in rule.acts for other in ban.acts)
            if rule.outranks(ban) and acts and any(one.people in banned for one in asked(rule, names)):
                yield (
                    rule,
                    ban,
                    say("`{lower}` forbids what `{higher}` of higher rank demands", lower=ban.id, higher=rule.id),
                )


def _as_duty(ban: Rule) -> Rule:
    return msgspec.structs.replace(ban, modality="obligation")


def _settled(protocol: Protocol, higher: Rule, lower: Rule) -> bool:
    """Whether the protocol records the two among its conflicts, and which of them governs."""
    return any({higher.id, lower.id} <= set(one.rules) for one in protocol.conflicts)
