"""Everything a plan, an agenda, an explanation and a due time say can be said in another language, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import NullTranslations
from importlib import import_module
from itertools import product
from pathlib import Path
from string import ascii_letters
from typing import Any

import msgspec
import pytest

import protocolkit
from procedures import MONDAY, MakePlan
from protocolkit import Plan, Protocol, agenda, diff, evaluate, load_incident, speaking
from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.explaining.explain import Explainer
from protocolkit.model.vocabulary import Entry, Vocabulary
from protocolkit.plans.due_answer import due_answer
from protocolkit.plans.explanation import Explained
from protocolkit.resources import rules_dir
from protocolkit.showing.wording import Wording
from protocolkit.testing.rule_test_cases import cases
from shown import agenda_text, due_text, explanation_text, plan_text

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = [
    # incident, protocol, language
    ("kz-interagency.yaml", "kz/interagency", "kk"),
    ("kz-interagency.yaml", "kz/national", "kk"),
    ("ua-pdyut.yaml", "ua/pdyut", "uk"),
    ("ua-vocational.yaml", "ua/vocational", "uk"),
]
DUES = [
    "1 hour", "24 hours", "1 day", "3 days", "2 weeks", "1 month", "2 years", "3 working_days", "40 working_days",
    "2 school_days", "2 business_days", "same_day", "same_month", "same_quarter", "same_year", "same_school_year",
    "by 1 september", "next board_meeting", "immediately", "immediately, at most 24 hours", "1 to 2 working_days",
    "aim same_day, at most 4 working_days", "not before 5 days, at most 20 days", "decided", "none",
    "{latest: [3 days, 2 working_days]}", "{earliest: [3 days, next board_meeting]}",
    "{if: {a.b: true}, then: 2 days, else: 3 working_days}",
]  # fmt: skip
TRIGGERS = [
    ("2024-05-03T11:00:00+05:00", "kz"),  # a moved day
    ("2024-02-29T15:00:00+06:00", "kz"),  # the clocks change
    ("2024-06-13T15:00:00+05:00", "kz"),  # a feast that is announced
    ("2027-05-14T10:00:00+05:00", "kz"),  # not official yet
    ("2030-01-05T10:00:00+05:00", "kz"),  # not known at all
    ("2024-12-31T15:00:00+02:00", "ua"),  # holidays that are worked
    ("2022-03-01T10:00:00+02:00", "ua"),  # the weeks without a law
    ("2019-04-25T10:00:00+03:00", "ua"),  # a recommended move
    ("2026-10-24", "ua"),  # only the day is known
]
# Every ASCII letter of a message becomes one of these; what is left in ASCII was never marked.
FOREIGN = str.maketrans(ascii_letters, "".join(chr(0x0430 + i % 32) for i in range(len(ascii_letters))))
PLACE = re.compile(r"(\{[^{}]*\})")
WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
LABELS = {"names", "texts", "short"}  # of a plan: ids with what they are called in one language
SPOKEN = {"steps", "trace", "because", "why", "message", "note", "amount", "until"}


class Foreign(NullTranslations):
    """Says every message in letters of its own, and leaves what fills its places as it is."""

    def gettext(self, message: str) -> str:
        parts = PLACE.split(message)
        return "".join(part if i % 2 else part.translate(FOREIGN) for i, part in enumerate(parts))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("protocolkit.languages.speaking"), "_catalogue", lambda _language: Foreign())


def case(name: str, protocol: str) -> tuple[Protocol, protocolkit.Incident]:
    return load_incident(EXAMPLES / name, protocol=protocol)


# -- nothing else depends on the language


def plain(answer: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(answer))


def silent(value: Any) -> Any:
    """The plain form of an answer without the texts it says."""
    if isinstance(value, dict):
        return {
            k: len(v) if k in SPOKEN and isinstance(v, list) else silent(v)
            for k, v in value.items()
            if _kept(k, v) and k not in LABELS
        }
    return [silent(one) for one in value] if isinstance(value, list) else value


def _kept(key: str, value: Any) -> bool:
    return key not in SPOKEN or not isinstance(value, str)


def spoken(value: Any) -> Iterator[str]:
    """The texts it says."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in LABELS:
                continue
            if key in SPOKEN:
                yield from [one] if isinstance(one, str) else one or ()
            else:
                yield from spoken(one)
    elif isinstance(value, list):
        for one in value:
            yield from spoken(one)


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(("name", "protocol", "language"), CASES)
def test_a_plan_in_two_languages_differs_only_in_what_it_says(name: str, protocol: str, language: str) -> None:
    english = protocolkit.plan(EXAMPLES / name, protocol=protocol)
    other = protocolkit.plan(EXAMPLES / name, protocol=protocol, language=language)
    assert silent(plain(other)) == silent(plain(english))
    assert other.next_change_at == english.next_change_at
    assert diff(english, other) == diff(other, english) == ()
    assert [alarm.id for alarm in other.alarms()] == [alarm.id for alarm in english.alarms()]
    assert len(set(spoken(plain(other))) & set(spoken(plain(english)))) < 5  # such as the name of an event


@pytest.mark.usefixtures("foreign")
def test_an_agenda_in_two_languages_differs_only_in_what_it_says() -> None:
    found = protocolkit.load("kz/national")
    english, other = (
        agenda(found, date(2026, 9, 1), date(2026, 12, 31), language=language) for language in ("en", "kk")
    )
    assert silent(plain(other)) == silent(plain(english))
    assert other != english


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("due", DUES)
def test_a_due_time_is_the_same_in_every_language(due: str) -> None:
    for after, calendar in TRIGGERS:
        english = due_answer(due, after, calendar)
        with speaking("ru"):
            other = due_answer(due, after, calendar)
        assert silent(plain(other)) == silent(plain(english))


class Mute(NullTranslations):
    """A language in which everything is called the same."""

    def gettext(self, *_message: object) -> str:
        return "…"

    ngettext = pgettext = gettext  # type: ignore[assignment]


@pytest.mark.parametrize(("name", "protocol", "language"), CASES)
def test_not_even_a_language_without_words_loses_anything(
    name: str, protocol: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("protocolkit.languages.speaking"), "_catalogue", lambda _language: Mute())
    english = protocolkit.plan(EXAMPLES / name, protocol=protocol)
    other = protocolkit.plan(EXAMPLES / name, protocol=protocol, language=language)
    assert silent(plain(other)) == silent(plain(english))
    assert diff(english, other) == ()


def test_an_extension_is_an_event_whatever_the_plans_speak(plan: MakePlan) -> None:
    rules = """
    - {id: convene, by: education_org_head, must: convene, to: bullying_commission, after: commission_decided,
       due: 2 hours, clock: {extend: {by: education_authority}}}
    """
    decided = {"event": "commission_decided", "at": MONDAY}
    extended = {
        "event": "extended", "rule": "convene", "by": "education_authority", "at": "2026-11-16T11:00:00+05:00",
        "due": "2026-11-20",
    }  # fmt: skip
    as_of = "2026-11-16T11:30:00+05:00"
    before = plan(rules, [decided], as_of=as_of)
    with speaking("kk"):
        after = plan(rules, [decided, extended], as_of=as_of)
    (change,) = diff(before, after)
    assert (change.kind, change.why) == ("moved", "event")
    (duty,) = after.duties
    assert duty.clock != msgspec.UNSET
    assert [(c.event, c.limit) for c in duty.clock] == [("extended", "2026-11-21T00:00:00+05:00")]


def test_an_english_plan_needs_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("protocolkit.languages.speaking"), "_catalogue", None)
    assert protocolkit.plan(EXAMPLES / "ua-pdyut.yaml").duties


def test_the_language_of_a_plan_is_named_or_the_one_being_spoken() -> None:
    asked = protocolkit.plan(EXAMPLES / "ua-pdyut.yaml", language="uk")
    with speaking("uk"):
        assert protocolkit.plan(EXAMPLES / "ua-pdyut.yaml") == asked
        assert evaluate(*case("ua-pdyut.yaml", "ua/pdyut")) == asked
        assert protocolkit.plan(EXAMPLES / "ua-pdyut.yaml", language="en") == protocolkit.plan(
            EXAMPLES / "ua-pdyut.yaml", language="en"
        )
    assert protocolkit.plan(EXAMPLES / "ua-pdyut.yaml") == protocolkit.plan(EXAMPLES / "ua-pdyut.yaml", language="en")


# -- no word of ours is left


def leftover(page: str, protocol: Protocol | None, language: str, *data: str) -> set[str]:
    """The words of a page that are neither marked nor labels, points, quotations, code or the data named."""
    page = re.sub(r"«[^»]*»|`[^`]*`", " ", page)
    known = {"protocolkit", "tzdata", "UTC", "UAH", "explain", "protocol", "x", "true", "false", *data}
    if protocol is not None:
        page = _without_points(page, protocol)
        names = protocol.vocabulary
        for label in sorted(_english(names, protocol, language), key=len, reverse=True):
            page = page.replace(label, " ")
        known |= {protocol.calendar.id}
    # What has a sign in it that no word has: ids, facts, paths, instants, zones.
    page = re.sub(r"[^\s(),;«»]*[\w*][#/@_.:][\w#/@_.:+-]*\w|--\w+|\S*\d\S*", " ", page)
    return {word for word in WORD.findall(page) if word not in known}


def _without_points(page: str, protocol: Protocol) -> str:
    """Points are cited as the texts number them."""
    for ruleset in protocol.rulesets:
        points = sorted({c.point for rule in ruleset.rules for c in rule.cites}, key=len, reverse=True)
        one = "|".join(map(re.escape, points))
        page = re.sub(rf"{re.escape(ruleset.id)}: (?:{one})(?:; (?:{one}))*", " ", page)
    return page


def _entries(names: Vocabulary) -> Iterator[Entry]:
    for kind in ("roles", "groups", "events", "facts", "actions", "documents", "channels", "lists", "agendas"):
        yield from getattr(names, kind).values()


def _names(names: Vocabulary) -> Iterator[str]:
    for entry in _entries(names):
        yield entry.name
        of = getattr(entry, "of", ())
        yield from of if isinstance(of, tuple) else ()


def _english(names: Vocabulary, protocol: Protocol, language: str) -> Iterator[str]:
    """Labels that have nothing to offer in the language."""
    labels = [entry.label for entry in _entries(names)] + [rule.say for rule in protocol.rules]
    labels += [label for table in names.other.values() for label in table.values()]
    for label in labels:
        if language not in label:
            yield from label.values()
    for entry in _entries(names):
        if not entry.label:
            yield entry.name.replace("_", " ")


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(("name", "protocol", "language"), CASES)
def test_no_word_of_a_plan_is_left_in_english(name: str, protocol: str, language: str) -> None:
    plan, found = protocolkit.plan(EXAMPLES / name, protocol=protocol, language=language), case(name, protocol)[0]
    assert leftover(plan_text(plan, found.vocabulary, language=language, width=9999), found, language) == set()


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(("name", "protocol", "language"), CASES)
def test_no_word_of_an_explanation_is_left_in_english(name: str, protocol: str, language: str) -> None:
    found, incident = case(name, protocol)
    with speaking(language):
        explainer = Explainer(found, incident)
        # The national protocol has hundreds of rules, each of which is tried with other facts.
        rules = found.rules if protocol != "kz/national" else found.rules[::9]
        explained = tuple(explainer.explain(rule) for rule in rules)
    plan = explainer.plan
    whole = Explained(plan.incident, plan.protocol, plan.as_of, plan.zone, explained)
    page = explanation_text(whole, found.vocabulary, language=language, width=9999)
    # Only here do acts, persons and the values of facts stand under the names that files give them.
    assert leftover(page, found, language, *_names(found.vocabulary)) == set()


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(("protocol", "language"), [(protocol, language) for _, protocol, language in CASES])
def test_no_word_of_an_agenda_is_left_in_english(protocol: str, language: str) -> None:
    found = protocolkit.load(protocol)
    year = agenda(found, date(2026, 9, 1), date(2027, 8, 31), language=language)
    page = agenda_text(year, found.vocabulary, language=language, width=9999)
    assert leftover(page, found, language, "organisation") == set()


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("due", DUES)
def test_no_word_of_a_due_time_is_left_in_english(due: str) -> None:
    names = Catalogue().vocabulary
    for (after, calendar), language in product(TRIGGERS, ("ru", "kk", "uk")):
        with speaking(language):
            computed = due_answer(due, after, calendar)
        found = load_calendar(calendar, Problems())
        assert found is not None
        say = Wording(names, found.zone, language)
        page = due_text(computed, due, say, 9999).partition("\n")[2]
        assert leftover(page, None, language, calendar) == set(), (after, calendar, language)


def _tested(ruleset: str, every: int) -> Iterable[tuple[Protocol, protocolkit.Incident]]:
    """Incidents of the shipped rule tests."""
    problems = Problems()
    document = import_module("protocolkit.reading.documents").load_document(
        rules_dir() / ruleset, "ruletest", problems, ruleset
    )
    for one in [c for c in cases(document) if c.days is None][::every]:
        yield load_incident(one.incident, protocol=one.protocol)


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(
    ("ruleset", "every", "language"),
    [
        ("kz/tests/interagency.yaml", 1, "kk"), ("ua/tests/pdyut.yaml", 1, "uk"), ("ua/tests/vocational.yaml", 1, "uk"),
        ("kz/tests/methodology-response.yaml", 5, "kk"),
    ],
)  # fmt: skip
def test_no_word_of_the_plans_that_rules_are_tested_with_is_left(ruleset: str, every: int, language: str) -> None:
    for found, incident in _tested(ruleset, every):
        with speaking(language):
            plan: Plan = evaluate(found, incident)
        page = plan_text(plan, found.vocabulary, language=language, width=9999)
        persons = [person.id for person in incident.persons]
        assert leftover(page, found, language, *persons) == set(), incident.place


def test_a_text_that_is_not_marked_would_be_found() -> None:
    found = protocolkit.load("ua/pdyut")
    assert leftover("the term ends on «some words» at `code` of club-3/2026-007", found, "uk") == {
        "the", "term", "ends", "on", "at", "of",
    }  # fmt: skip
