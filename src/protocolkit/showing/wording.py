"""How a plan's names, days, instants and spans are said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.languages import _, spoken
from protocolkit.languages.civil_days import in_words, quantity
from protocolkit.model.vocabulary import PARTIES, Entry, Label, Vocabulary, label_for
from protocolkit.plans.plan import Awaiting, Duty, Gap, Manner, Norm, Plan, Route, Undetermined

UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))

Labelled = Duty | Awaiting | Undetermined | Gap | Norm | Manner | Route


def titles(plan: Plan) -> dict[str, Label]:
    """The labels of the rules a plan speaks of, by id; a rule merged into a duty has the duty's."""
    entries: list[Labelled] = [*plan.duties, *plan.awaiting, *plan.undetermined, *plan.gaps]
    entries += [*plan.permissions, *plan.prohibitions]
    merged = {rule: duty.label for duty in plan.duties for rule in duty.also_required_by}
    return merged | {one.rule: one.label for one in entries}


class Wording:
    """Says names from the vocabulary, and dates by the conventions of the language.

    A label that is missing in the language falls back on English, then on the name itself, in words. `titles` are the
    labels of rules, by id, for places that mention another rule.
    """

    def __init__(
        self, vocabulary: Vocabulary, zone: str, language: str = "en", titles: Mapping[str, Label] | None = None
    ) -> None:
        self.vocabulary = vocabulary
        self.titles = titles or {}
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
        found = self.vocabulary.fact(name)
        head, _dot, tail = name.partition(".")
        if found is None and tail:
            known = (self.vocabulary.fact(f"{role}.{tail}") for role in (*PARTIES, "party"))
            found = next((fact for fact in known if fact), None) or self.vocabulary.fact(tail)
        label = self._pick(found.label) if found else ""
        if not label:
            return name
        return label if head in PARTIES or found is self.vocabulary.facts.get(name) else f"{head}: {label}"

    def question(self, name: str) -> str:
        """A fact to find out: its label, and the name under which the incident file takes it."""
        label = self.fact(name)
        return name if label == name else f"{label} ({name})"

    def event(self, name: str) -> str:
        """An event, or what a derived moment waits for."""
        if name in self.vocabulary.events:
            return self.name("events", name)
        if name in self.vocabulary.agendas:
            return self.name("agendas", name)
        if period := _each_period(name):
            return period
        kind, colon, rule = name.partition(":")
        words = {
            "done": _("once done: {rule}"),
            "missed": _("if missed: {rule}"),
        }.get(kind) if colon else {
            "lapse": _("when a time has passed without it"),
            "due_set": _("when its date is decided"),
            "agenda": _("when its date is scheduled"),
        }.get(name)  # fmt: skip
        return words.format(rule=self.title(rule)) if words else self.name("events", name)

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
        at = datetime.fromisoformat(text).astimezone(ZoneInfo(self.zone))
        return f"{self.day(at.date())}, {self.clock(at)} {self.zone} ({offset(at)})"

    def moment(self, text: str) -> str:
        """An instant without naming the zone, for places where the line has named it."""
        at = datetime.fromisoformat(text).astimezone(ZoneInfo(self.zone))
        return f"{self.day(at.date())}, {self.clock(at)}"

    def clock(self, at: datetime) -> str:
        return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"

    def span(self, length: timedelta) -> str:
        """How long, in at most two units and never rounded up: `1 hr 30 mins`, `3 days 4 hrs`."""
        left, said = max(int(length.total_seconds()), 0), list[str]()
        for unit, size in UNITS:
            count, left = divmod(left, size)
            if count and len(said) < 2:
                said.append(quantity(count, unit, self.language))
            elif said:
                break
        return " ".join(said) or quantity(0, "second", self.language)


def _each_period(name: str) -> str | None:
    """The beginning of a period, which starts what is owed once in each."""
    return {
        "day": _("each day"),
        "week": _("each week"),
        "month": _("each month"),
        "quarter": _("each quarter"),
        "year": _("each year"),
        "school_year": _("each school year"),
        "month_of_year": _("in its month"),
    }.get(name)


def offset(at: datetime) -> str:
    """The offset of an aware instant: `UTC+5`, `UTC+5:30`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
