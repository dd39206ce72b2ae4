"""A sheet: every format says the same of it, nothing of a plan is left out of it unnoticed, and days are days."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from html_page import Element, read
from made_plans import REPORTED, WORDS, due, duty, everything, norm
from made_plans import plan as made
from procedures import MONDAY, MakePlan
from protocolkit import Plan, load, load_incident
from protocolkit.explaining.explain import Explainer
from protocolkit.exports.ics import ics
from protocolkit.exports.plan_csv import plan_csv
from protocolkit.languages import LANGUAGES, _, speaking
from protocolkit.plans import plan_entries as entries
from protocolkit.plans import plan_parts as parts
from protocolkit.plans.agenda import agenda
from protocolkit.plans.closing_day import closing_day, day_before
from protocolkit.plans.explanation import Explained, Explanation
from protocolkit.plans.plan import MadeWith
from protocolkit.plans.present import evaluate
from protocolkit.plans.repeats import Repeated
from protocolkit.resources import examples_dir
from protocolkit.showing.of_agenda import agenda_sheet
from protocolkit.showing.of_explanation import explanation_sheet
from protocolkit.showing.of_plan import Part, plan_sheet
from protocolkit.showing.sheet import Block, Card, Field, Section, Sheet, Span
from protocolkit.showing.to_html import html
from protocolkit.showing.to_markdown import escaped, markdown
from protocolkit.showing.to_text import text
from protocolkit.showing.wording import Wording
from protocolkit.watching.plan_changes import changes as watched
from shown import due_text, explanation_text, plan_html, plan_text

# -- every format says the same


def leaves(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        if section.blocks and section.kind != "drawing":
            yield section
        yield from leaves(section.sections)


def bare(block: Block) -> Block:
    """The block without what a format may leave out: it says how in its own docstring."""
    if not isinstance(block, Card):
        return block
    fields = [field for field in block.fields if field.kind != "more" and (field.brief or block.size == "full")]
    return msgspec.structs.replace(block, badge="", fields=tuple(map(_unquoted, fields)))


def _unquoted(field: Field) -> Field:
    """A line of text quotes the first source alone, and a page folds what goes beyond two."""
    sources = tuple(msgspec.structs.replace(one, words=Span(""), translation="") for one in field.sources[:2])
    return msgspec.structs.replace(field, sources=sources)


def words_of(said: str) -> set[str]:
    return set(re.findall(r"\w+", said.lower()))


def in_every_format(sheet: Sheet) -> tuple[set[str], set[str], set[str]]:
    page = read(html(sheet))
    main = page.one("main")
    said = " ".join(one if isinstance(one, str) else "" for one in texts(main))
    return words_of(text(sheet, 9999)), words_of(re.sub(r"\\(.)", r"\1", markdown(sheet))), words_of(said)


def texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts(child)


SHOWN = [("kz-interagency", None), ("kz-interagency", "kz/national"), ("ua-pdyut", None), ("ua-vocational", None)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "protocol"), SHOWN)
def test_text_markdown_and_html_say_the_same_words_of_each_part_of_a_plan(
    name: str, protocol: str | None, language: str
) -> None:
    with speaking(language):
        found, incident = load_incident(examples_dir() / f"{name}.yaml", protocol=protocol)
        sheet = plan_sheet(evaluate(found, incident), found.vocabulary, language)
        # The name stands in a column, and `x` is the mark of what is done or forbidden.
        beside = words_of(_("due")) | {"x"}
    differing = []
    for section in leaves(sheet.sections):
        blocks = tuple(map(bare, section.blocks))[:8]
        alone = Sheet(language, "", (), sections=(msgspec.structs.replace(section, blocks=blocks, sections=()),))
        lines, marked, page = (said - beside for said in in_every_format(alone))
        # A page says how many are folded.
        counted = {word for word in page if word.isdigit()}
        if lines != marked or page - counted != lines - counted or not lines & counted <= page:
            differing.append((section.id, lines ^ marked, page ^ lines))
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agenda_and_an_explanation_say_the_same_in_text_and_markdown(language: str) -> None:
    with speaking(language):
        found, incident = load_incident(examples_dir() / "kz-interagency.yaml")
        owed = agenda(load(LAW), date(2026, 9, 1), date(2026, 9, 30))
        why = Explainer(found, incident)
        told = Explained("demo/1", LAW, MOMENT, "Asia/Almaty", tuple(why.explain(rule) for rule in why.owed()))
        beside = words_of(_("due")) | {"x"}
    for sheet in (
        agenda_sheet(owed, load(LAW).vocabulary, language),
        explanation_sheet(told, found.vocabulary, language),
    ):
        for section in leaves(sheet.sections):
            blocks = tuple(map(bare, section.blocks))
            alone = Sheet(language, "", (), sections=(msgspec.structs.replace(section, blocks=blocks, sections=()),))
            lines, marked, _page = in_every_format(alone)
            assert lines - beside == marked - beside, section.id


def cards(sheet: Sheet) -> dict[str, Card]:
    return {block.id: block for part in leaves(sheet.sections) for block in part.blocks if isinstance(block, Card)}


@pytest.mark.parametrize("name", ["kz-interagency", "ua-vocational"])
def test_a_page_by_bearer_has_the_cards_of_a_list_by_urgency(name: str) -> None:
    found, incident = load_incident(examples_dir() / f"{name}.yaml")
    plan = evaluate(found, incident)
    listed, paged = (cards(plan_sheet(plan, found.vocabulary, order=order)) for order in ("urgency", "bearer"))
    assert listed.keys() == paged.keys()
    for id, card in paged.items():
        under_a_heading = [field for field in listed[id].fields if field.name != "by"]
        assert [*card.fields] == under_a_heading
        assert card.title == listed[id].title


# -- nothing of a plan is left out unnoticed

# What a plan holds and no page says, with the reason.
NOT_SHOWN = {
    "the version of the JSON": "Plan.plan",
    "`explain` says it": "Duty.trace Performance.event Performance.at Performance.by "
    "Reading.changes Reading.rule Conflict.id Conflict.sources Norm.also_required_by",
    "the steps of the due time say it": "Duty.clock ClockChange.event ClockChange.at ClockChange.limit ClockChange.by "
    "ClockChange.last_day DueTime.kind",
    "the label of the rule says it, which stands where these would": "Duty.do Undetermined.do Gap.do Manner.do "
    "Manner.modality Manner.by Manner.to Awaiting.do Awaiting.by Awaiting.to Awaiting.for_ Awaiting.events Awaiting.in_place_of Norm.manner",
    "the point of the text and the label find it": "Norm.rule Awaiting.rule Manner.rule Route.rule Warned.rule",
    "it stands in the words of the warning or the gap": "Warned.ruleset Warned.asks Gap.role",
    "its entry and the label of the rule say it": "Breach.do Breach.at Breach.to Breach.for_",
    "its status says it": "Gap.late Undetermined.late",
    "the rule, the recipient and the person find it": "Gap.id Undetermined.id Gap.modality",
    "where an entry stands says it": "Conflict.kind Undetermined.triggered Awaiting.facts",
    "what set it going is past": "Norm.trigger Route.trigger Trigger.recorded_at Undetermined.trigger",
    "its language chooses between quotations, and stands nowhere": "Source.text",
    "the labels of a sheet are made of it, and it finds a plan again": "Plan.names Plan.digest",
    "when it was entered changes nothing either": "LoggedEntry.recorded_at",
    "what other pages than a sheet need": "Plan.page Page.institutions Page.urgency Page.texts Page.short Page.parties "
    "Page.forms TextNamed.title TextNamed.short TextNamed.language Party.id Party.roles Party.age",
}  # fmt: skip


def full() -> Plan:
    """A plan in which every field of every struct holds something that a sheet may say."""
    warned = (parts.Warned("careful", "be careful"),)
    reading = parts.Reading("2026-11-25T00:00:00+05:00", "2026-11-24", "it may count", True, {"due": "none"})
    windowed = due(
        "2026-11-26T00:00:00+05:00", last_day="2026-11-25", kind="working_day", target="2026-11-24T00:00:00+05:00",
        not_before="2026-11-22T00:00:00+05:00", steps=("one step",), readings=(reading,), asks=("a.fact",),
        warnings=warned,
    )  # fmt: skip
    manner = parts.Manner(
        "demo/order#gently", "prohibition", "talk", POINT, {"en": "Talk gently"}, ("head",), ("parent",), ("teacher",)
    )
    rich: dict[str, Any] = {
        "modality": "recommendation", "by": ("head", "parent"), "by_mode": "any", "for_": "v1", "to": "police",
        "also_required_by": ("demo/law#also",), "document": "note", "content": ("circumstances",),
        "content_from": {"demo/law#also": ("circumstances",)}, "content_never": ("name",), "via_only": ("secure",), "via_any": ("mail",), "via_never": ("phone",),
        "amount": "5 UAH", "occurrence": "2026-11-20", "check_first": ("a.fact",), "note": "a note",
        "manner": (manner,), "readings": (parts.Reading(None, None, "a reading", rule="demo/law#also"),), "warnings": warned,
        "trace": ("a line",), "in_place_of": PLACES, "to_persons": ("m1",), "by_persons": ("m2",), "asks": ("a.fact",), "not_done_at": MOMENT, "performances": (parts.Performance("done", MOMENT, "head", "01-12/3"),),
        "clock": (parts.ClockChange("extended", MOMENT, MOMENT),),
    }  # fmt: skip
    done: dict[str, Any] = {
        "status": "done_late", "was": "overdue", "done_at": MOMENT, "done_by": "head",
        "performances": (parts.Performance("done", MOMENT, "head", "01-12/3"),),
        "trigger": parts.Trigger("report_received", MOMENT, None, True),
    }  # fmt: skip
    about: dict[str, Any] = {"by": ("head",), "to": "police", "for_": "v1", "sources": POINT}
    several = {"to": ("press",), "to_except": ("parent",), "by_except": ("parent",), "for_": "v1", "until": "the_end"}
    more = {"amount": "5 UAH", "also_required_by": ("demo/law#also",), "content": ("circumstances",)}
    more |= {
        "via_only": ("secure",),
        "via_any": ("mail",),
        "via_never": ("phone",),
        "manner": (manner,),
        "warnings": warned,
    }  # type: ignore[dict-item]
    otherwise = (
        parts.Reading(None, None, "a reading", False),
        parts.Reading(None, None, "another", awaits=("police_informed",)),
    )
    more |= {"asks": ("a.fact",), "readings": otherwise}  # type: ignore[dict-item]
    timed = {"due": windowed, "trigger": REPORTED}
    again = Repeated(3, "2026-11-20", "2026-11-22")
    still = [parts.Remaining(seconds=90), parts.Remaining(n=2, unit="working_day")]
    entry = parts.LoggedEntry(
        "extended",
        MOMENT,
        "demo/order#rich",
        "demo/order#rich/police",
        "police",
        "v1",
        "head",
        "2026-11-30",
        MOMENT,
        "e1",
        "notify",
    )
    conflict = entries.Conflict("time", ("demo/a#x", "demo/b#y"), "demo/a#x", "one governs", POINT, "an id")
    return made(
        duty("again", windowed, repeated=again), duty("rich", windowed, **rich), duty("done", windowed, **done), duty("one-of", to_any=("head", "police")),
        duty("all-of", to_all=("head", "police")), duty("act-one", do_any=("notify", "tell")),
        duty("act-all", do_all=("notify", "tell")),
        *(duty(f"held-{i}", due(None, remaining=one), status="suspended") for i, one in enumerate(still)),
        without_effect=(entries.WithoutEffect(entry, "too_late"),), retracted=(entries.TakenBack(entry, MOMENT, "head"),),
        breaches=(
            entries.Breach("demo/order#ban", "not_certain", "tell", MOMENT, "head", "press", "v1", "forbidden at all times",
                parts.LoggedEntry("breached", MOMENT), ("a.fact",), POINT, {"en": "Tell nobody"}),
            entries.Breach("demo/order#ban", "breached", "tell", MOMENT, None, None, None, "forbidden since then", entry,
                trigger=REPORTED),
        ),
        not_held=(entries.NotHeld("demo/order#kept", "a.consent", "refused", MOMENT),),
        awaiting=(entries.Awaiting("demo/order#w", "police_informed", ("police_informed",), "police", "v1", ("a.fact",),
            "recommendation", "notify", ("head",), MOMENT, POINT, {"en": "waiting"}, {"from": ("police",)}),),
        undetermined=(entries.Undetermined("demo/order#u", "police", "v1", ("a.fact",), MOMENT, windowed, "recommendation",
            "notify", ("head",), True, POINT, {"en": "unsure"}, again, readings=otherwise,
                events=("police_informed",), in_place_of=PLACES),
            *(entries.Undetermined(f"demo/order#{told}", None, None, ("a.fact",), MOMENT, by=("head", "parent"), by_mode="any",
                **{told: ("head", "police")}) for told in ("to_any", "to_all", "to_each"))),
        gaps=(entries.Gap("demo/order#g", "head", "nobody", "notify", in_place_of=PLACES, due=windowed, trigger=REPORTED, label={"en": "gap"},
            repeated=again, readings=otherwise, **about),),
        prohibitions=(norm("ban", "prohibition", **several, **more, **timed),),
        permissions=(norm("may", "power", by=("head",), in_place_of=PLACES, **several, **more, **timed),),
        sanctions=(norm("fine", "sanction", **several, **more, **timed),),
        conflicts=(conflict,), warnings=(parts.Warned("w", "a warning", "demo/order#w", "demo/order"),),
        routes=(entries.Route("demo/order#go", "demo/other", True, ("demo/order#keep",), POINT, REPORTED, {"en": "go"}),),
        accused=(entries.Accused("head", "v1", "m1"),), next_change_at=MOMENT,
        made_with=MadeWith("0", {"demo/order": "digest"}, "demo 1", "0", "2026a"),
    )  # fmt: skip


POINT = (parts.Source("demo/order", "3", "within the time set", "order-ru", "order", "order"),)
MOMENT = "2026-11-20T15:50:00+05:00"
PLACES = {"head": ("first_head",)}


def varied(value: Any, hint: Any) -> Any:
    """Another value of the same kind."""
    choices = [one for part in (hint, *get_args(hint)) if get_origin(part) is Literal for one in get_args(part)]
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if choices:
            return next(one for one in choices if one != value)
        case str() if re.match(r"\d{4}-\d\d-\d\dT", value):
            return (datetime.fromisoformat(value) - timedelta(days=400)).isoformat()
        case str() if re.match(r"\d{4}-\d\d-\d\d$", value):
            return (date.fromisoformat(value) - timedelta(days=400)).isoformat()
        case "Asia/Almaty":
            return "Europe/Kyiv"
        case str():
            return f"{value}-x"
        case dict():
            return {}
        case tuple():
            return ()
        case _:
            return None


def changes(value: Any) -> Iterator[tuple[str, Any]]:
    """Each field of each struct in a value, by name, with the whole value as it would be if only that field differed."""
    if isinstance(value, tuple):
        for place, one in enumerate(value):
            for name, other in changes(one):
                yield name, (*value[:place], other, *value[place + 1 :])
    if isinstance(value, msgspec.Struct):
        hints = get_type_hints(type(value), vars(sys.modules[type(value).__module__]))
        for field in value.__struct_fields__:
            own, name = getattr(value, field), f"{type(value).__name__}.{field}"
            if not isinstance(own, msgspec.Struct) and own not in (None, (), {}, msgspec.UNSET):
                yield name, msgspec.structs.replace(value, **{field: varied(own, hints[field])})
                if type(None) in get_args(hints[field]):
                    yield name, msgspec.structs.replace(value, **{field: None})
            for inner, other in changes(own):
                # What holds something that is said is said by it.
                for said in (name, inner):
                    yield said, msgspec.structs.replace(value, **{field: other})


def fields_of(kind: Any) -> Iterator[str]:
    """Every field that a plan can have, at any depth."""
    seen, todo = set(), [kind]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        for name, hint in get_type_hints(one, vars(sys.modules[one.__module__])).items():
            if name not in one.__struct_fields__:
                continue
            yield f"{one.__name__}.{name}"
            todo += [part for part in _parts(hint) if isinstance(part, type) and issubclass(part, msgspec.Struct)]


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def test_a_sheet_covers_every_field_of_a_plan() -> None:
    """A new field of a plan must be said, or be named above with the reason why it is not."""
    whole = full()
    shown = plan_sheet(whole, WORDS)
    said = {name for name, other in changes(whole) if plan_sheet(other, WORDS) != shown}
    unsaid = set(fields_of(Plan)) - said
    assert unsaid == {name for names in NOT_SHOWN.values() for name in names.split()}


# -- what is due by a day is told by its day

AGENDA = "- {id: report, by: education_org, must: report, to: education_authority, after: report_received, due: next board_meeting}"
SET = {
    "event": "due_set",
    "rule": "hold",
    "due": "2026-11-25",
    "by": "education_authority",
    "at": "2026-11-17T10:00:00+05:00",
}
DECIDED = "- {id: hold, by: education_org, must: report, to: education_authority, after: report_received, due: decided}"
LAW = "kz/national"
DAY, LAST, NEXT = "end of Wed, 25 Nov 2026", "last day Wed, 25 Nov 2026", "Thu, 26 Nov 2026, 00:00"


def by_agenda(plan: MakePlan) -> Plan:
    return plan(AGENDA, institution={"board_meeting": ["2026-11-25"]})


def by_decision(plan: MakePlan) -> Plan:
    reported = {"event": "report_received", "at": MONDAY}
    return plan(DECIDED, [reported, SET], as_of="2026-11-18T10:00:00+05:00")


@pytest.mark.parametrize("make", [by_agenda, by_decision])
def test_a_day_that_somebody_set_is_told_as_that_day_in_every_format(plan: MakePlan, make: Any) -> None:
    one, names = make(plan), load(LAW).vocabulary
    assert one.duties[0].due.last_day == "2026-11-25"
    assert f"      due       {DAY} (until {NEXT}" in plan_text(one, names, width=999)
    card = read(plan_html(one, names)).one("div", "card")
    assert (card.one("p", "day").text, card.one("p", "instant").text[:29]) == (DAY, f"until {NEXT}")
    assert f"**Due:** **{DAY}**" in markdown(plan_sheet(one, names))
    assert read(plan_html(one, names)).one("span", "at").text.startswith(DAY)
    assert f"({LAST})" in ics(one, names).decode().replace("\r\n ", "").replace("\\,", ",")
    assert ",2026-11-25," in plan_csv(one, names)


def test_a_right_that_ends_with_a_day_says_the_day(plan: MakePlan) -> None:
    one = plan("- {id: appeal, by: victim, may: apply, after: report_received, due: 9 days}")
    names = load(LAW).vocabulary
    said = plan_text(one, names, width=999), read(plan_html(one, names)).text, markdown(plan_sheet(one, names))
    assert all(f"at the latest {DAY}" in page for page in said)
    assert not any("00:00" in page.partition(DAY)[2].partition("demo/school")[0] for page in said)


def test_targets_readings_and_what_is_awaited_are_told_by_day() -> None:
    reading = parts.Reading("2026-11-25T00:00:00+05:00", "2026-11-24", "it may count")
    aimed = due(
        "2026-11-26T00:00:00+05:00", last_day="2026-11-25", kind="agenda", target="2026-11-24T00:00:00+05:00",
        readings=(reading,),
    )  # fmt: skip
    waiting = entries.Awaiting(
        "demo/order#then", "police_informed", projected="2026-11-27T00:00:00+05:00", sources=POINT
    )
    one = made(duty("x", aimed), awaiting=(waiting,))
    for page in (plan_text(one, WORDS, width=999), read(plan_html(one, WORDS)).text):
        assert "aim: end of Mon, 23 Nov 2026" in page
        assert "end of Tue, 24 Nov 2026, if read otherwise: it may count" in page
        assert "at the latest end of Thu, 26 Nov 2026" in page
        assert "Tue, 24 Nov 2026, 00:00" not in page
    say = Wording(WORDS, "Asia/Almaty")
    assert "target      end of Mon, 23 Nov 2026\n" in due_text(aimed, "x", say)
    assert "due         end of Wed, 25 Nov 2026 (until Thu, 26 Nov 2026, 00:00" in due_text(aimed, "x", say)


def test_a_day_closes_at_the_first_instant_of_the_next_even_where_clocks_turn_at_midnight() -> None:
    """In Beirut midnight of 29 March 2026 does not exist: the 28th ends where the 29th begins, at one o'clock."""
    moment = "2026-03-29T01:00:00+03:00"
    turned = due(moment, last_day="2026-03-28", kind="civil_day")
    assert closing_day(turned, "Asia/Beirut") == day_before(moment, "Asia/Beirut") == date(2026, 3, 28)
    assert Wording(WORDS, "Asia/Beirut").ending(turned).text == "end of Sat, 28 Mar 2026"


def test_a_term_by_the_clock_that_ends_at_midnight_ends_at_midnight() -> None:
    elapsed = due("2026-11-26T00:00:00+05:00", last_day="2026-11-26", kind="elapsed")
    assert closing_day(elapsed, "Asia/Almaty") is None
    assert "Thu, 26 Nov 2026, 00:00" in plan_text(made(duty("x", elapsed)), WORDS)


def test_a_watched_plan_tells_days_that_moved_by_their_day() -> None:
    first = due("2026-11-25T00:00:00+05:00", last_day="2026-11-24", kind="decided")
    second = due("2026-11-26T00:00:00+05:00", last_day="2026-11-25", kind="decided")
    old, new = made(duty("x", first)), made(duty("x", second))
    say = Wording(WORDS, "Asia/Almaty")
    (change,) = watched(old, new, say, say)
    assert "due end of Tue, 24 Nov 2026 before, now due end of Wed, 25 Nov 2026" in change.words


def test_an_explanation_tells_another_reading_by_its_day() -> None:
    reading = parts.Reading("2026-11-25T00:00:00+05:00", "2026-11-24", "it may count")
    owed = due("2026-11-26T00:00:00+05:00", last_day="2026-11-25", kind="working_day", readings=(reading,))
    why = Explanation(
        "demo/order#x", "obligation", "duty", "it is", POINT, "at once", None, "always", None, (),
        (duty("x", owed, readings=(reading,)),),
    )  # fmt: skip
    said = explanation_text(Explained("demo/1", "demo/all", MOMENT, "Asia/Almaty", (why,)), WORDS, width=999)
    assert "read otherwise (then due end of Tue, 24 Nov 2026): it may count" in said


# -- Markdown


def test_a_text_of_a_file_cannot_become_markdown() -> None:
    hostile = "# a_b *c* [d](e) <f> | @g `h` ~i~\n- [x] j \x1b"
    said = markdown(plan_sheet(made(duty("x", label={"en": hostile})), WORDS))
    assert escaped(hostile) in said
    assert "\x1b" not in said
    assert not re.search(r"(?<!\\)[*_`\[<|@~]", escaped(hostile))
    assert len([line for line in said.splitlines() if "a\\_b" in line]) == 1


def test_a_part_of_a_plan_says_so_in_markdown_too() -> None:
    said = markdown(plan_sheet(everything(), WORDS, part=Part(everything(), ["PART OF THE PLAN ONLY"])))
    assert "> **PART OF THE PLAN ONLY**" in said
    assert said.startswith("# demo/1 · demo/all\n")
    assert "- [x] kept · done" in said
    assert "### No one named who may act: you decide (1)" in said
