"""What rule tests cover: the outcomes of each rule that some case asserts, and those that none does."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.diagnostics import Place
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.walk import facts_read
from protocolkit.plans.plan import Plan
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import Names, named
from protocolkit.testing.rule_test_report import Uncovered

# No case shows what belongs to the organisation's agenda.
AGENDA = "belongs to the agenda"
APPLIES, ABSENT, AWAITING, UNDETERMINED = "applies", "absent", "awaiting", "undetermined"
_OUTCOME = {
    "duties": APPLIES, "gaps": APPLIES, "prohibitions": APPLIES, "permissions": APPLIES, "sanctions": APPLIES,
    "conflicts": APPLIES, "absent": ABSENT, "awaiting": AWAITING, "undetermined": UNDETERMINED,
}  # fmt: skip


class Coverage:
    """Collects assertions case by case. Rules of every protocol that a case runs under are counted."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._of_agenda: set[str] = set()
        self._asserted: dict[str, set[str]] = {}

    def add(self, protocol: Protocol, expect: Node, names: Names, plan: Plan) -> None:
        for rule in protocol.rules:
            if self._rules.setdefault(rule.id, rule) is rule and not belongs_to_case(rule, protocol):
                self._of_agenda.add(rule.id)
        for key, outcome in _OUTCOME.items():
            listed = expect.get(key)
            for entry in listed.list if listed else ():
                for rule_id in self._named(entry, names, plan):
                    self._asserted.setdefault(rule_id, set()).add(outcome)

    def _named(self, entry: Node, names: Names, plan: Plan) -> Iterator[str]:
        """The rules an expectation is about: by name, by the id of a duty, as a twin, or as a manner of acting."""
        if not isinstance(entry.value, dict):
            yield names.rule(entry.text) or ""
            return
        for key in ("rule", "rules", "also_required_by", "manner"):
            listed = entry.get(key)
            yield from (names.rule(named(one).text) or "" for one in (listed.list if listed else ()))
        if id := entry.get("id"):
            yield from (duty.rule for duty in plan.duties if duty.id == id.text)

    def uncovered(self) -> Iterator[Uncovered]:
        """Every rule with an outcome that no case asserts, in the order of the rulesets."""
        read = {fact for id in self._asserted if id in self._rules for fact in facts_read(self._rules[id])}
        for rule in self._rules.values():
            if rule.modality == "definition":
                # A definition shows only through the rules that read its fact.
                possible, asserted = [APPLIES], {APPLIES} if rule.acts[0] in read else set[str]()
            elif rule.id in self._of_agenda:
                possible, asserted = [AGENDA], set()
            else:
                possible, asserted = _possible(rule), self._asserted.get(rule.id, set())
            missing = tuple(outcome for outcome in possible if outcome not in asserted)
            if missing:
                yield Uncovered(rule.id, rule.place or Place(""), missing, tuple(sorted(asserted)))


def _possible(rule: Rule) -> list[str]:
    """The outcomes a rule can have: without a condition it is never absent, without a trigger never awaited."""
    found = [APPLIES]
    if rule.if_ != ALWAYS and not rule.during:
        found += [ABSENT, UNDETERMINED]
    if rule.after is not None or (rule.every is not None and not isinstance(rule.every, Rhythm)):
        found.append(AWAITING)
    return found
