"""The one speaker: names, days, instants, spans and quotes in the reader's language, for pages and for files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from protocolkit.languages import _, pgettext, spoken, working_translation
from protocolkit.languages.civil_days import in_words, locale
from protocolkit.languages.enumerating import any_of
from protocolkit.languages.saying import said as saying
from protocolkit.languages.short_times import clock
from protocolkit.languages.short_times import length as span
from protocolkit.messages import Message
from protocolkit.messages import say as message
from protocolkit.model.vocabulary import PARTIES, Entry, Fact, Label, Vocabulary, label_for
from protocolkit.plans import plan_parts
from protocolkit.plans.citing import heard, point_of, ranked
from protocolkit.plans.citing import spoken as spoken_in
from protocolkit.plans.closing_day import closing_day, day_before, local
from protocolkit.plans.event_words import event_words
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Awaiting, Breach, Duty, Gap, Norm, Route, Undetermined, known_as
from protocolkit.plans.plan_parts import DueTime, Manner, Reading
from protocolkit.showing.sheet import Phrase, Role, Source, Span, phrase, plain

_ENGLISH = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

Labelled = Duty | Awaiting | Undetermined | Gap | Norm | Manner | Route | Breach


def titles(plan: Plan) -> dict[str, Label]:
    """The labels of the rules a plan speaks of, by id; a rule merged into a duty has the duty's."""
    entries: list[Labelled] = [*plan.duties, *plan.awaiting, *plan.undetermined, *plan.gaps]
    entries += [*plan.permissions, *plan.prohibitions]
    entries += plan.broken
    merged = {rule: duty.label for duty in plan.duties for rule in duty.also_required_by}
    return merged | {one.rule: one.label for one in entries}


class Wording:
    """Says names from the vocabulary, and dates by the conventions of the language.

    A label that is missing in the language falls back on that of the text, then on English, then on the name itself, in
    words. `titles` are the labels of rules, by id, for places that mention another rule; `texts` the language of each
    text that is quoted, as `model.texts.languages` gives it.
    Its own words are those of the language being spoken.
    """

    def __init__(
        self, vocabulary: Vocabulary, zone: str, language: str = "en", titles: Mapping[str, Label] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.vocabulary = vocabulary
        self.titles = titles or {}
        self.texts = texts or {}
        self.zone = zone
        self.language = spoken(language)

    # -- names

    def name(self, kind: str, name: str) -> str:
        return self.vocabulary.label(kind, name, self.language)

    def role(self, name: str) -> str:
        """A role, a party or a group."""
        kind = "groups" if name in self.vocabulary.groups and name not in self.vocabulary.roles else "roles"
        return self.name(kind, name)

    def roles(self, names: Iterable[str], between: str = "; ") -> str:
        return between.join(map(self.role, names))

    def content(self, name: str) -> str:
        if name in self.vocabulary.lists:
            return self.name("lists", name)
        if name in self.vocabulary.documents:
            return self.name("documents", name)
        return self.fact(name) if "." in name else self.name("lists", name)

    def fact(self, name: str) -> str:
        """The label of a fact; `v1.age` is looked up as a fact of any party."""
        found = self._declared(name)
        head, _dot, tail = name.partition(".")
        if found is None and (head in self.vocabulary.events or (tail == "at" and self.log_word(head))):
            return self._side(head, tail)
        label = self._pick(found.label) if found else ""
        if not label:
            return name
        return label if head in PARTIES or found is self.vocabulary.facts.get(name) else f"{head}: {label}"

    def _declared(self, name: str) -> Fact | None:
        found, tail = self.vocabulary.fact(name), name.partition(".")[2]
        if found is None and tail and name.partition(".")[0] not in self.vocabulary.events:
            known = (self.vocabulary.fact(f"{role}.{tail}") for role in (*PARTIES, "party"))
            found = next((fact for fact in known if fact), None) or self.vocabulary.fact(tail)
        return found

    def value(self, fact: str, value: object) -> str:
        """A value of a fact as a person says it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        declared = self._declared(fact)
        return self._pick(declared.values.get(str(value), {})) or str(value) if declared else str(value)

    def _side(self, event: str, side: str) -> str:
        """What of an event is asked: who did or received it, whom it came from or went to, when, or a field of it."""
        words = {
            "by": _("{event}: by whom"), "from": _("{event}: from whom"), "to": _("{event}: to whom"),
            "year": _("{event}: the year"), "date": _("{event}: the day"), "at": _("{event}: the exact time"),
        }  # fmt: skip
        named = self.log_word(event) or self.name("events", event)
        return words.get(side, "{event}: {side}").format(event=named, side=side)

    def log_word(self, event: str) -> str:
        """A word of the log about a duty; nothing for an event of the vocabulary."""
        words = {
            "done": pgettext("a log entry", "done"), "not_done": pgettext("a log entry", "not done"),
            "breached": pgettext("a log entry", "breached"), "due_set": pgettext("a log entry", "date set"),
            "extended": pgettext("a log entry", "extended"), "waived": pgettext("a log entry", "waived"),
            "suspended": pgettext("a log entry", "suspended"), "resumed": pgettext("a log entry", "resumed"),
        }  # fmt: skip
        return words.get(event, "")

    def question(self, name: str) -> Phrase:
        """A fact to find out: its label, and the name under which the incident file takes it."""
        label = self.fact(name)
        return (Span(name, "code"),) if label == name else phrase(label, " (", Span(name, "code"), ")")

    def questions(self, names: Iterable[str]) -> str:
        return "; ".join(plain(self.question(name)) for name in names)

    def event(self, name: str) -> str:
        """An event, or what a derived moment waits for."""
        return event_words(name, self.vocabulary, self.language, self.title)

    def awaited(self, one: Awaiting) -> str:
        """The event that a rule waits for, with what it asks of the event: who it is by, from or to."""
        parts = [self.event(one.event)]
        sides = {
            "by": pgettext("who did it", "by {role}"), "from": pgettext("whom it came from", "from {role}"),
            "to": pgettext("whom it went to", "to {role}"),
        }  # fmt: skip
        asked = {} if one.event_with is msgspec.UNSET else one.event_with
        for side, values in asked.items():
            said = any_of(map(self.role, values)) if side in sides else f"{side}: {', '.join(values)}"
            parts.append(sides[side].format(role=said) if side in sides else said)
        return ", ".join(parts)

    def occurrence(self, key: str) -> str:
        """Which time of a duty that returns: an instant, a day, or a period as the plan names it."""
        try:
            return self.moment(key) if "T" in key else self.day(key) if len(key) == 10 else key
        except ValueError:
            return key

    def title(self, rule: str) -> str:
        return self._pick(self.titles.get(rule, {})) or rule

    def until(self, moment: str) -> str:
        """The end of a norm; a single event is said by its label."""
        return self.event(moment) if moment in self.vocabulary.events else moment

    def what(self, one: Labelled) -> str:
        """What is asked for: the rule's own label, else act and paper from the vocabulary."""
        return one.label.get(self.language) or self._named(one) or self._pick(one.label) or one.rule

    def titled(self, one: Labelled, role: Role = "") -> Span:
        """The same; marked where the rule has no label in the reader's language."""
        text = self.what(one)
        said_in = self.language if one.label.get(self.language) == text else None
        return self.marked(text, said_in or next((name for name, own in one.label.items() if own == text), None), role)

    # -- people

    def bearers(self, by: Sequence[str], mode: str, between: str = "; ") -> str:
        """Who owes it: one, any one of several, or all together."""
        if len(by) < 2:
            return self.roles(by) or _("nobody is named")
        words = {"any": _("any of: {people}"), "all": _("together: {people}")}.get(mode, "{people}")
        return words.format(people=self.roles(by, between))

    def owing(self, one: Duty | Undetermined | Gap, mode: str) -> str:
        """Who owes an entry, and in whose place."""
        return self.placed(self.bearers(one.by, mode), one.by, one)

    def placed(self, said: str, roles: Sequence[str], one: Duty | Undetermined | Gap | Norm) -> str:
        """What is said of roles, with the posts of the text whose place they take in an entry."""
        posts = [post for post in known_as(roles, one) if post not in roles]
        return _("{people} (in the place of {posts})").format(people=said, posts=self.roles(posts)) if posts else said

    def recipients(self, duties: Sequence[Duty | Undetermined]) -> tuple[str, list[str]]:
        """To whom duties are owed that are otherwise alike: what stands before them, and their names."""
        apiece = duties[0].to_each if isinstance(duties[0], Undetermined) else msgspec.UNSET
        if apiece is not msgspec.UNSET:
            return self.each(apiece)
        for shared, words in (
            (duties[0].to_any, pgettext("people or acts", "one of:")),
            (duties[0].to_all, pgettext("people or acts", "all of:")),
        ):
            if shared is not msgspec.UNSET:
                return words, [self.role(one) for one in shared]
        told = [self._told(duty) for duty in duties if duty.to]
        return (_("each of:") if len(set(told)) > 1 else ""), [*dict.fromkeys(told)]

    def _told(self, duty: Duty | Undetermined) -> str:
        """The recipient of one duty; of several who are listed, who it is."""
        persons = duty.to_persons if isinstance(duty, Duty) else msgspec.UNSET
        role = self.placed(self.role(duty.to or ""), (duty.to or "",), duty)
        return role + (f" ({', '.join(persons)})" if isinstance(persons, tuple) else "")

    def each(self, roles: Iterable[str | None]) -> tuple[str, list[str]]:
        told = [self.role(one) for one in dict.fromkeys(roles) if one]
        return (_("each of:") if len(told) > 1 else ""), told

    # -- words that are not in the reader's language

    def marked(self, text: str, language: str | None, role: Role = "") -> Span:
        return Span(text, role, None if language in (None, self.language) else language)

    def said(self, text: str | Message, role: Role = "") -> Span:
        """What the engine or an encoder wrote. Where nobody has translated it, it is English and marked as such."""
        words = saying(message(text) if isinstance(text, str) else text)
        # The other three languages have no Latin letters but in names.
        foreign = self.language != "en" and _ENGLISH.search(words) and not _CYRILLIC.search(words)
        return Span(words, role, "en" if foreign else None)

    def quoted(self, words: str, ruleset: str, text: str | None = None) -> Span:
        """The words of a text, which has a language of its own."""
        return self.marked(words, spoken_in(self.texts, ruleset, text), "quote")

    def sources(self, sources: Iterable[plan_parts.Source]) -> tuple[Source, ...]:
        """Points as people name them, each with its words: in the reader's language where its text has one there."""
        return tuple(
            Source(
                ranked(one),
                Span(point_of(one)),
                self.quoted(one.words, one.ruleset, one.text or None),
                working_translation(one.words),
            )
            for one in heard(sources, self.texts, self.language)
        )

    def points(self, sources: Iterable[plan_parts.Source]) -> str:
        """Points by ruleset without their words: `kz/interagency: 1; 1, bullet 2`."""
        found: dict[str, dict[str, None]] = {}
        for one in sources:
            found.setdefault(ranked(one), {})[point_of(one)] = None
        return " | ".join(f"{ruleset}: {'; '.join(own)}" for ruleset, own in found.items())

    def _named(self, one: Labelled) -> str:
        if isinstance(one, Route):
            return ""
        acts = one.do if isinstance(one.do, tuple) else (one.do,)
        known = [self._in_language(self.vocabulary.actions.get(act)) for act in acts if act]
        if not known or not all(known):
            return ""
        said = "; ".join(known)
        document = one.document if isinstance(one, Duty) else None
        if not document:
            return said
        paper = self._in_language(self.vocabulary.documents.get(document))
        return f"{said}: {paper}" if paper else ""

    def _in_language(self, entry: Entry | None) -> str:
        return entry.label.get(self.language, "") if entry is not None else ""

    def _pick(self, label: Label) -> str:
        return label_for(label, self.language, self.vocabulary.language) or next(iter(label.values()), "")

    # -- time

    def day(self, day: str | date | datetime) -> str:
        """A civil day with its weekday: `Fri, 20 Nov 2026`."""
        return in_words(date.fromisoformat(day) if isinstance(day, str) else day, self.language)

    def instant(self, text: str) -> str:
        """An exact instant with its day, and the zone by name and offset, which tells repeated hours apart."""
        return f"{self.moment(text)} {self.zone} ({offset(local(text, self.zone))})"

    def moment(self, text: str) -> str:
        """An instant without naming the zone, for places where the line has named it."""
        at = local(text, self.zone)
        return f"{self.day(at.date())}, {clock(at)}"

    def time(self, text: str, role: Role = "") -> Span:
        """An exact instant that machines can read too."""
        return Span(self.instant(text), role, at=text)

    def brief(self, text: str, role: Role = "") -> Span:
        """The same without its zone."""
        return Span(self.moment(text), role, at=text)

    def logged(self, text: str, role: Role = "") -> Span:
        """When the log says that something was: an exact instant, or the day where it gives no more."""
        return self.time(text, role) if "T" in text else Span(self.day(text), role)

    def began(self, trigger: plan_parts.Trigger, role: Role = "") -> Span:
        """When it was set going; the day where no more is known."""
        day = trigger.date_only is True
        return Span(self.day(local(trigger.at, self.zone).date()), role) if day else self.brief(trigger.at, role)

    def near(self, text: str, as_of: str) -> Span:
        """An instant in few words: the hour where it is of the same day, else the day."""
        at, now = local(text, self.zone), local(as_of, self.zone)
        return Span(clock(at) if at.date() == now.date() else day_and_month(at, self.language), at=text)

    def ending(self, due: DueTime | Reading, role: Role = "") -> Span:
        """When a term ends: the day a person is told, or the exact instant where it ends by the clock."""
        assert due.at is not None
        return self.closing(due.at, closing_day(due, self.zone), role)

    def latest(self, moment: str, role: Role = "") -> Span:
        """The end of a term of which only the instant is known."""
        return self.closing(moment, day_before(moment, self.zone), role)

    def closing(self, moment: str, last: date | None, role: Role = "") -> Span:
        if last is None:
            return self.time(moment, role)
        return Span(_("end of {day}").format(day=self.day(last)), role, at=moment)

    def span(self, length: timedelta) -> str:
        """How long, in at most two units and never rounded up: `1 hr 30 mins`, `3 days 4 hrs`."""
        return span(length, self.language)


def day_and_month(at: datetime, language: str) -> str:
    """A day without its year and weekday: `3 Dec`."""
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMd", at.date(), locale=locale(language), fuzzy=True))


def offset(at: datetime) -> str:
    """The offset of an aware instant: `UTC+5`, `UTC+5:30`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
