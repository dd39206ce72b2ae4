"""Holds a plan against what a case expects of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from protocolkit.languages import N_, _, ngettext
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty
from protocolkit.reading.nodes import Node
from protocolkit.testing.entry_comparison import differences
from protocolkit.testing.logged_entries import listed
from protocolkit.testing.naming import NONE, Names
from protocolkit.testing.reading_comparison import instant_differs
from protocolkit.testing.rule_test_report import Difference, Failure
from protocolkit.testing.whereabouts import Whereabouts

# The lists of a plan that `only`, or an empty list, speaks of.
WHOLE = (
    "duties", "awaiting", "undetermined", "gaps", "prohibitions", "permissions", "sanctions", "conflicts", "routes",
    "accused", "not_held", "breaches", "warnings", "without_effect", "retracted",
)  # fmt: skip
# `absent` means in none of these. Nobody owes yet what is awaited, and nobody can perform a gap.
NOT_ABSENT = {
    "duties": N_("a duty ({status})"), "undetermined": N_("undetermined"), "prohibitions": N_("a ban in force"),
    "permissions": N_("a permission open"), "sanctions": N_("a sanction engaged"),
}  # fmt: skip


class Judge:
    """One plan and the names its expectations use. `where` explains how a rule came to where it is."""

    def __init__(self, plan: Plan, names: Names, where: Whereabouts) -> None:
        self.plan = plan
        self.names = names
        self.where = where

    def failures(self, expect: Node) -> Iterator[Failure]:
        """Every expectation that is not met, in the order written."""
        for key, node in expect.map.items():
            match key:
                case "duties":
                    yield from (f for i, one in enumerate(node.list) for f in self._duty(i, one))
                case "absent":
                    yield from (f for one in node.list for f in self._absent(one))
                case "warnings":
                    yield from self._warnings(node)
                case "next_change_at":
                    yield from self._next_change(node)
                case "only":
                    continue
                case _:  # the other lists, one entry expected like another
                    yield from (f for i, one in enumerate(node.list) for f in self._entry(key, i, one))
            if key in WHOLE and ("only" in expect.map or not node.list):
                yield from self._more(key, node)

    def _duty(self, index: int, entry: Node) -> Iterator[Failure]:
        compared = [(duty, differences(entry, duty, self.names)) for duty in self.plan.duties]
        exact = [duty for duty, differs in compared if not differs]
        if len(exact) == 1:
            return
        what, rule = f"duties[{index}] {_named(entry)}", self._rule(entry)
        if exact:
            ids = ", ".join(duty.id for duty in exact)
            message = ngettext(
                "ambiguous: {n} duty matches, {ids}; say which with `to`, `for`, `do`, `document` or `id`",
                "ambiguous: {n} duties match, {ids}; say which with `to`, `for`, `do`, `document` or `id`",
                len(exact),
            )
            yield Failure(what, message.format(n=len(exact), ids=ids), entry.place, rule)
            return
        near = _nearest(compared, rule)
        if near is None:
            yield Failure(what, self.where.says(rule), entry.place, rule, trace=self.where.trace(rule))
            return
        duty, differs = near
        if duty.rule == rule:
            message = _("the nearest duty is {id}").format(id=duty.id)
        else:
            twin = _("it is part of a duty that another rule governs, {id}").format(id=duty.id)
            message = self.where.as_twin(twin, duty)
        yield Failure(what, message, entry.place, duty.rule, differs, self.where.of_duty(duty))

    def _absent(self, entry: Node) -> Iterator[Failure]:
        """No duty in any state, no ban, permission or sanction, and no open question whether it applies."""
        rule = self._rule(entry)
        found = []
        for bucket, shown in NOT_ABSENT.items():
            for one in getattr(self.plan, bucket):
                if _speaks_of(one, rule) and not self._other_party(entry, one):
                    found.append((shown, one))
        if found:
            shown, one = found[0]
            said = _(shown).format(status=getattr(one, "status", ""))
            trace = self.where.of_duty(one) if isinstance(one, Duty) else self.where.trace(rule)
            differs = (Difference("bucket", "absent", said),)
            yield Failure(
                f"absent {_named(entry)}", _("it is {what}").format(what=said), entry.place, rule, differs, trace
            )

    def _other_party(self, entry: Node, one: Any) -> bool:
        """Whether the expectation is about another recipient or party than this entry of the plan."""
        given = {key: node for key, node in entry.map.items() if key in ("to", "for")}
        return any(differences(Node({key: node}, node.place), one, self.names) for key, node in given.items())

    def _entry(self, key: str, index: int, entry: Node) -> Iterator[Failure]:
        compared = [(one, differences(entry, one, self.names)) for one in listed(self.plan, key)]
        if any(not differs for __, differs in compared):
            return
        rule = self._rule(entry)
        what = f"{key}[{index}] {_named(entry)}"
        own = [(one, differs) for one, differs in compared if _about(one, rule, self._rules(entry))]
        if not own:
            said = self.where.says(rule) if rule else _("the plan has no such entry in `{key}`").format(key=key)
            yield Failure(what, said, entry.place, rule, trace=self.where.trace(rule))
            return
        differs = min((differs for __, differs in own), key=len)
        message = _("it is in `{key}`, but otherwise").format(key=key)
        yield Failure(what, message, entry.place, rule, differs, self.where.trace(rule))

    def _warnings(self, node: Node) -> Iterator[Failure]:
        codes = list(dict.fromkeys(w.code for w in self.plan.warnings))
        for one in node.list:
            if one.text not in codes:
                differs = (Difference("warnings", one.text, ", ".join(codes) or NONE),)
                yield Failure(f"warnings {one.text}", _("the plan does not warn of it"), one.place, None, differs)

    def _more(self, key: str, node: Node) -> Iterator[Failure]:
        """What the plan holds beyond a list that is to be the whole of its kind."""
        found = listed(self.plan, key)
        if key == "warnings":
            wanted = {one.text for one in node.list}
            more = list(dict.fromkeys(w.code for w in found if w.code not in wanted))
        else:
            more = [_short(o) for o in found if all(differences(e, o, self.names) for e in node.list)]
        if more:
            message = ngettext(
                "the plan holds {n} more: {names}", "the plan holds {n} more: {names}", len(more)
            ).format(n=len(more), names=", ".join(more))
            what = f"{key} only" if node.list else f"{key} []"
            yield Failure(what, message, node.place, None, (Difference(key, _count(node.list), _count(found)),))

    def _next_change(self, node: Node) -> Iterator[Failure]:
        found = self.plan.next_change_at
        if instant_differs(node.text, found):
            differs = (Difference("next_change_at", node.text, found or NONE),)
            yield Failure("next_change_at", _("the plan changes at another instant"), node.place, None, differs)

    def _rule(self, entry: Node) -> str | None:
        """The rule an expectation names, also by the id of a duty."""
        if not isinstance(entry.value, dict):
            return self.names.rule(entry.text)
        if named := entry.get("rule"):
            return self.names.rule(named.text)
        id = entry.get("id")
        return next(
            (r for r in self.names.ids if id and (id.text == r or id.text.startswith((f"{r}/", f"{r}@")))), None
        )

    def _rules(self, entry: Node) -> set[str]:
        listed = entry.get("rules")
        return {self.names.rule(one.text) or one.text for one in listed.list} if listed else set()


def _nearest(
    compared: list[tuple[Duty, tuple[Difference, ...]]], rule: str | None
) -> tuple[Duty, tuple[Difference, ...]] | None:
    """The duty of the rule, or one it was merged into, that differs least; whose it is weighs most."""
    own = [(duty, differs) for duty, differs in compared if _speaks_of(duty, rule)]
    weight = {"to": 100, "for": 100, "do": 100, "document": 100, "rule": 0.5}
    return min(own, key=lambda pair: sum(weight.get(d.key, 1) for d in pair[1]), default=None)


def _speaks_of(one: Any, rule: str | None) -> bool:
    return rule is not None and (one.rule == rule or rule in getattr(one, "also_required_by", ()))


def _count(found: Sequence[object]) -> str:
    return str(len(found)) if found else NONE


def _short(one: Any) -> str:
    """An entry of the plan by its id, or by the rule it comes from."""
    if id := getattr(one, "id", None):
        return str(id)
    if hasattr(one, "rules"):
        return " / ".join(one.rules)
    return str(getattr(one, "rule", None) or one.role)


def _about(one: Any, rule: str | None, rules: Iterable[str]) -> bool:
    if not hasattr(one, "rules") and not hasattr(one, "rule"):
        return False
    return bool(set(rules) & set(one.rules)) if hasattr(one, "rules") else one.rule == rule


def _named(entry: Node) -> str:
    """The expectation in a few words: its rule, recipient and party."""
    if not isinstance(entry.value, dict):
        return entry.text
    said = []
    for key, word in (
        ("id", ""),
        ("rule", ""),
        ("rules", ""),
        ("role", ""),
        ("do", ""),
        ("document", ""),
        ("to", "to "),
        ("for", "for "),
    ):
        if (node := entry.get(key)) is not None:
            said.append(word + ", ".join(one.text for one in node.list))
    return " ".join(said)
