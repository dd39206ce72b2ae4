"""What a card calls things: short names, points with the name of their text, times without offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _, language, pgettext, working_translation
from protocolkit.languages.point_words import point_words
from protocolkit.languages.saying import said
from protocolkit.languages.short_times import near
from protocolkit.messages import say
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.model.texts import Text, meant
from protocolkit.model.vocabulary import PARTIES, label_for
from protocolkit.plans.card import Named, Quote, Step, Time, Why
from protocolkit.plans.citing import heard, spoken
from protocolkit.plans.closing_day import closing_day, local
from protocolkit.plans.event_words import event_words
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Breach, Duty, Gap, Norm, Undetermined
from protocolkit.plans.plan_parts import DueTime, Manner, Source

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)")

Labelled = Duty | Gap | Norm | Undetermined | Manner | Breach


class CardWords:
    """Says what stands on the card of one plan, in the language being spoken."""

    def __init__(self, plan: Plan, protocol: Protocol, incident: Incident) -> None:
        self.plan = plan
        self.protocol = protocol
        self.vocabulary = protocol.vocabulary
        self.incident = incident
        self.language = language()
        self.now = datetime.fromisoformat(plan.as_of).astimezone(ZoneInfo(plan.zone))
        named = "|".join(re.escape(one.id) for one in protocol.rulesets)
        self._named = re.compile(rf"(?<![\w/-])({named})(?:#([a-z0-9-]+))?(?![\w/#-])")
        self.mine = protocol.vocabulary.institution(incident.organisation)

    # -- people

    def is_mine(self, roles: Iterable[str]) -> bool:
        """Whether any of those who may do it acts within the institution of the case."""
        return any(self.vocabulary.institution(self.vocabulary.meant(role)) == self.mine for role in roles)

    def bearers(self, roles: Sequence[str]) -> tuple[Named, ...]:
        """Who may do it, by short names; an institution goes without saying beside the posts in it."""
        posts = {self.vocabulary.institution(role) for role in roles if self.vocabulary.institution(role) != role}
        return tuple(Named(role, self.role(role)) for role in roles if role not in posts)

    def role(self, name: str) -> str:
        """A role, a party or a group: in short where it acts within the institution of the case or is kin."""
        if name in self.vocabulary.groups and name not in self.vocabulary.roles:
            return self.vocabulary.label("groups", name, self.language)
        near_by = self.is_mine((name,)) or self.vocabulary.belongs_to(name) is not None
        return (self.vocabulary.short if near_by else self.vocabulary.label)("roles", name, self.language)

    def party(self, name: str | None) -> str:
        """A person of the case by the reference that the case gives; by the role where it lists nobody."""
        if not name:
            return ""
        return self.role(name) if name in PARTIES or name in self.vocabulary.groups else name

    def is_person(self, role: str) -> bool:
        return self.vocabulary.is_party(role) or self.vocabulary.belongs_to(role) is not None

    # -- names

    def name(self, kind: str, id: str) -> str:
        return self.vocabulary.label(kind, id, self.language)

    def event(self, name: str) -> str:
        """What set a duty going; another rule's duty by what its rule says."""
        return event_words(name, self.vocabulary, self.language, self._rule_title)

    def _rule_title(self, id: str) -> str:
        rule = self.protocol.rule(id)
        return label_for(rule.say, self.language, self.vocabulary.language) if rule else id

    def names(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.name(kind, id) for id in ids)

    def content(self, ids: Iterable[str]) -> tuple[str, ...]:
        """What is told or enclosed: items of lists, papers, facts."""
        return tuple(map(self._item, ids))

    def _item(self, id: str) -> str:
        for table in ("lists", "documents"):
            if id in getattr(self.vocabulary, table):
                return self.name(table, id)
        declared = self.vocabulary.fact(id)
        label = label_for(declared.label, self.language, self.vocabulary.language) if declared else ""
        return label or self.plan.names.get("contents", {}).get(id) or id.replace("_", " ").replace(".", ": ")

    def title(self, one: Labelled) -> str:
        """The rule's own words; in a language that it lacks, the act with its paper, or whom it goes to."""
        label, act = one.label, one.do if isinstance(one.do, str) else one.do[0] if one.do else ""
        if words := label.get(self.language):
            return words
        entry = self.vocabulary.actions.get(act)
        if entry is None or not entry.label.get(self.language):
            return label_for(label, self.language, self.vocabulary.language) or self.name("actions", act)
        said = entry.label[self.language]
        paper = self.name("documents", one.document) if isinstance(one, Duty) and one.document else ""
        told = self.role(one.to) if isinstance(one, Gap | Undetermined) and one.to else ""
        about = paper or told
        said = f"{said}: {about}" if about else said
        return said[:1].upper() + said[1:]

    def telling(self, act: str) -> str:
        """The short word for an act of telling somebody; empty for any other act."""
        entry = self.vocabulary.actions.get(act)
        return entry.short.get(self.language, "") if entry else ""

    # -- texts

    def text(self, ruleset: str, text: str | None = None) -> str:
        """A text by its short name, else its title, else the name of its ruleset."""
        if (found := self._text(ruleset, text)) is None:
            return ruleset
        return found.short.get(self.language) or label_for(found.title, self.language, found.language) or ruleset

    def _text(self, ruleset: str, text: str | None) -> Text | None:
        texts = next((one.texts for one in self.protocol.rulesets if one.id == ruleset), ())
        return meant(texts, text)

    def cite(self, source: Source) -> str:
        """A text and a point of it: `Methodology, point 21`."""
        return f"{self.text(source.ruleset, source.text or None)}, {numbered(source.point)}"

    def quotes(self, sources: Iterable[Source]) -> Iterator[Quote]:
        languages = self.protocol.languages
        for one in heard(sources, languages, self.language):
            tongue = spoken(languages, one.ruleset, one.text or None) or ""
            rank = None if one.rank is msgspec.UNSET else one.rank
            named, translation = self.text(one.ruleset, one.text or None), working_translation(one.words)
            yield Quote(one.words, named, numbered(one.point), tongue, rank, translation)

    # -- time

    def time(self, due: DueTime | None, trigger_at: str | None) -> Time | None:
        """When it is due: at once where the text says so, or where its target came with what set it going."""
        if due is None:
            return None
        at_once = due.kind == "immediate" or (due.target is not None and due.target == trigger_at != due.limit)
        closes = closing_day(due, self.plan.zone) if due.limit and due.at == due.limit else None
        opens = due.not_before if due.not_before and self.local(due.not_before) > self.now else None
        asks = due.at is None and not at_once
        return Time(at_once, due.target, due.limit, closes.isoformat() if closes else None, opens, asks)

    def local(self, moment: str) -> datetime:
        return local(moment, self.plan.zone)

    def near(self, moment: str) -> str:
        return near(self.local(moment), self.now)

    def step(self, sentence: str) -> Step:
        """A sentence with its instants as people tell the time and its rules by the name of their text."""
        at = tuple(_INSTANT.findall(sentence))
        rules = tuple(f"{ruleset}#{rule}" for ruleset, rule in self._named.findall(sentence) if rule)
        words = _INSTANT.sub(lambda found: self.near(found[0]), sentence)
        return Step(self._named.sub(lambda found: self._quoted(found[1]), words), at, rules)

    def _quoted(self, ruleset: str) -> str:
        return _("“{text}”").format(text=self.text(ruleset))

    def why(self, duty: Duty) -> Why:
        due = duty.due
        trigger = duty.trigger
        readings = dict.fromkeys(said(say(one.because)) for one in (*(due.readings if due else ()), *duty.readings))
        return Why(
            began=self.event(trigger.event) if trigger else "",
            began_at=trigger.at if trigger else "",
            steps=tuple(map(self.step, due.steps if due else ())),
            quotes=tuple(self.quotes(duty.sources)),
            note=duty.note or "",
            conduct=tuple(map(self.title, duty.manner)),
            readings=tuple(self.step(one).said for one in readings),
        )


def numbered(point: str) -> str:
    """A point of a text as people cite it, in the language being spoken.

    >>> numbered("1, bullet 2"), numbered("art. 78(3)")
    ('point 1, bullet 2', 'art. 78(3)')
    """
    words = point_words(point)
    if not point[:1].isdigit():
        return words
    head, comma, rest = words.partition(",")
    return pgettext("a point of a text", "point {number}").format(number=head) + comma + rest
