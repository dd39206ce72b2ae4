"""The names expectations use: a misspelt one would make `absent` pass for the wrong reason, so each is looked up."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import NOTHING, Message, say
from protocolkit.model.incident import Incident
from protocolkit.model.people import flat
from protocolkit.model.ruleset import Protocol
from protocolkit.reading.nodes import Node

NONE = "none"
# What an awaited entry may name beside the vocabulary's events.
_OTHER_WAITS = ("lapse", "agenda", "due_set")
_LISTS = (
    "duties",
    "absent",
    "awaiting",
    "undetermined",
    "gaps",
    "prohibitions",
    "permissions",
    "sanctions",
    "conflicts",
    "routes",
    "accused",
)
_PEOPLE = ("to", "by", "role", "to_any", "to_all", "by_except", "to_except", "done_by", "without")
_UNKNOWN = {
    "role": N_("no role `{name}`"), "party": N_("nobody in this case is `{name}`"), "action": N_("no action `{name}`"),
    "document": N_("no document `{name}`"), "channel": N_("no channel `{name}`"),
    "list-item": N_("no list item `{name}`"), "event": N_("no event `{name}`"),
}  # fmt: skip


class Names:
    """Rules by their short or whole id, under one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.ids = [rule.id for rule in protocol.rules]
        self._known = set(self.ids)
        self._short: dict[str, list[str]] = {}
        for id in self.ids:
            self._short.setdefault(id.partition("#")[2], []).append(id)

    def rule(self, name: str) -> str | None:
        """The whole id; a short name means the ruleset under test, else the only rule of that name."""
        if name in self._known:
            return name
        own = f"{self.protocol.id}#{name}"
        if own in self._known:
            return own
        found = self._short.get(name, [])
        return found[0] if len(found) == 1 else None

    def moment(self, name: str) -> str:
        """`done:notify` with the rule's whole id."""
        kind, colon, rule = name.partition(":")
        return f"{kind}:{self.rule(rule) or rule}" if colon else name

    def check_rule(self, node: Node, problems: Problems, instead: Message = NOTHING) -> str | None:
        """The whole id, or None with the reason in `problems`; `instead` is what else may stand there."""
        found = self.rule(node.text)
        if found is None and len(several := self._short.get(node.text, [])) > 1:
            message = say("`{name}` is a rule of several rulesets", name=node.text)
            help = say("one of {choices}", choices=", ".join(several))
            problems.error("ambiguous-rule", message, node.place, help)
        elif found is None:
            help = did_you_mean(node.text, [*self.ids, *self._short])
            if node.text == NONE:
                help = say("an empty list says that there is none: `[]`")
            if not help and self.protocol.missing:
                gone = ", ".join(f"`{name}`" for name in self.protocol.missing)
                help = say("no edition of {names} was in force when the case began", names=gone)
            help = help or instead
            message = say("no rule `{name}` under `{protocol}`", name=node.text, protocol=self.protocol.id)
            problems.error("unknown-rule", message, node.place, help)
        return found


def named(entry: Node) -> Node:
    """The rule that an expectation names, alone or among what is said of it."""
    return entry.map.get("rule", entry)


def check_names(expect: Node, names: Names, incident: Incident, problems: Problems) -> None:
    """Add a problem for every name of the expectations that the protocol or the case does not know."""
    looker = _Looker(names, incident, problems)
    for key in _LISTS:
        listed = expect.get(key)
        for entry in listed.list if listed else ():
            looker.entry(entry, key)


class _Looker:
    def __init__(self, names: Names, incident: Incident, problems: Problems) -> None:
        vocabulary = names.protocol.vocabulary
        self.names = names
        self.problems = problems
        self.vocabulary = vocabulary
        self.persons = [p.id for p in incident.persons]
        self.roles = {*vocabulary.roles, *vocabulary.groups, "victim", "offender", "witness", "anyone"}
        self.events = {*vocabulary.events, *_OTHER_WAITS}

    def entry(self, entry: Node, key: str) -> None:
        if not isinstance(entry.value, dict):
            # A route is named by the procedure it leads to, which need not be loaded.
            if key != "routes":
                self.names.check_rule(entry, self.problems)
            return
        if (one := entry.get("rule")) is not None:
            self.names.check_rule(one, self.problems)
        if (one := entry.get("governs")) and one.text != NONE:
            self.names.check_rule(one, self.problems, say("`none` says that a person must decide"))
        for name in ("rules", "also_required_by", "keeps"):
            for one in self._many(entry, name):
                self.names.check_rule(one, self.problems)
        for one in self._many(entry, "manner"):
            self.entry(one, "manner")
        for name in _PEOPLE if key != "routes" else ():
            for one in self._many(entry, name):
                self._known("role", one.text.rpartition(".")[2], one, self.roles, self._named_by(entry, name))
        vocabulary = self.vocabulary
        items = [*vocabulary.lists, *vocabulary.documents, *vocabulary.facts]
        for name, kind, table in (
            ("for", "party", self.persons),
            ("do", "action", vocabulary.actions),
            ("document", "document", vocabulary.documents),
            *((key, "channel", vocabulary.channels) for key in ("via_only", "via_any", "via_never")),
            *((key, "list-item", items) for key in ("content", "content_never")),
        ):
            for one in self._many(entry, name):
                self._known(kind, one.text, one, table)
        trigger = entry.get("trigger")
        moments = [entry.get("event"), trigger if trigger and not trigger.map else trigger and trigger.get("event")]
        for moment in moments:
            if moment is not None:
                self._moment(moment)

    def _many(self, entry: Node, name: str) -> list[Node]:
        found = entry.get(name)
        return [one for one in found.list if one.text != NONE] if found else []

    def _moment(self, node: Node) -> None:
        kind, colon, rule = node.text.partition(":")
        if colon and kind in ("done", "missed"):
            self.names.check_rule(Node(rule, node.place), self.problems)
        elif not colon:
            self._known("event", node.text, node, self.events)

    def _named_by(self, entry: Node, key: str) -> Message:
        """The people whom the rule of an expectation names itself."""
        named = entry.get("rule")
        id = self.names.rule(named.text) if named else None
        rule = self.names.protocol.rule(id) if id else None
        people = flat(rule.by if key.startswith(("by", "done_by")) else rule.to) if rule else ()
        return say("`{rule}` names {people}", rule=rule.name, people=", ".join(people)) if rule and people else NOTHING

    def _known(self, kind: str, name: str, node: Node, table: Iterable[str], instead: Message = NOTHING) -> None:
        known = list(table)
        if name not in known:
            message, help = say(_UNKNOWN[kind], name=name), did_you_mean(name, known) or instead
            self.problems.error(f"unknown-{kind}", message, node.place, help)
