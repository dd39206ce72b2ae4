"""Reads an incident or an agenda file, in the flat form or with `parties`."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from protocolkit.building.build_facts import FactReader
from protocolkit.building.build_log import Offsets, check_log, check_recorded, last_moment, searched
from protocolkit.building.build_term import parse_term
from protocolkit.building.case_names import CaseNames
from protocolkit.building.event_sides import check_sides
from protocolkit.calendars.instants import end_of, parse_instant
from protocolkit.calendars.institution import parse_institution
from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import counted, say
from protocolkit.model.dues import Due, DueParts
from protocolkit.model.incident import LOG_WORDS, RETRACTED, Incident, LogEntry, Person, rule_of_duty
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, SIDES, Vocabulary
from protocolkit.reading.nodes import Node
from protocolkit.reading.references import REFERENCE, refuse_personal

MOST_PERSONS = 500
_TWO_FORMS = {
    "victim": N_("`{key}` and a list of `parties.victim` both speak of the victim"),
    "offender": N_("`{key}` and a list of `parties.offender` both speak of the offender"),
    "witness": N_("`{key}` and a list of `parties.witness` both speak of the witness"),
}
_LOG_KEYS = {
    "event", "at", "recorded_at", "by", "from", "to", "for", "facts", "rule", "duty", "do", "due", "reasons", "id",
    "entry", "ref",
}  # fmt: skip


def incident(node: Node, protocol: Protocol, problems: Problems, most_persons: int = MOST_PERSONS) -> Incident:
    """The incident of a checked document. What is wrong goes to `problems`; the rest is read all the same.

    Every person may be owed every duty: a case of more than `most_persons` is refused before anything is tried.
    """
    reference = node.get("incident") or node.get("agenda")
    node = _bounded(node, most_persons, problems)
    persons, listed = _persons(node, protocol.vocabulary, problems)
    names = CaseNames(protocol, problems)
    facts = FactReader(names, persons)
    given = list(facts.case(node.get("facts")))
    for role in (*PARTIES, REPRESENTATIVE):
        for one in _listed(node, role):
            given += facts.person(one, role)
    as_of, offsets = node.get("as_of"), Offsets(protocol.zone)
    offsets.look(as_of)
    institution = node.get("institution") or protocol.institution
    events = node.get("events")
    log = tuple(
        entry
        for index, one in enumerate(events.list if events else ())
        if (entry := _entry(one, index, names, persons, facts))
    )
    check_log(log, problems)
    offsets.of_log(events)
    offsets.warn(problems)
    return Incident(
        reference=_reference(reference, problems) if reference else "",
        protocol=protocol.id,
        as_of=_instant(as_of, protocol.zone, problems)[0] if as_of else None,
        organisation=_organisation(node.get("organisation"), names),
        persons=persons,
        listed=listed,
        facts=tuple(facts.without_contradictions(given)),
        log=tuple(sorted(log, key=lambda e: (e.at, e.index))),
        place=node.place,
        institution=parse_institution(
            institution, problems, protocol.vocabulary.agendas, protocol.calendar.layers.weekend
        )
        if institution
        else None,
        agenda="agenda" in node.map,
        searched=tuple(searched(node.get("searched"), names, [p.id for p in persons])),
        complete=tuple(role for role in PARTIES if role in (parties.map if (parties := node.get("parties")) else ())),
    )


def _organisation(node: Node | None, names: CaseNames) -> str:
    """Whose file it is. What it heard and did starts and closes its duties: a name nobody has would do neither."""
    vocabulary = names.protocol.vocabulary
    if node is None:
        return vocabulary.organisation
    names.look("role", node.text, vocabulary.roles, node.place)
    return vocabulary.meant(node.text)


def _bounded(node: Node, most: int, problems: Problems) -> Node:
    """The case, without its parties if there are too many of them."""
    parties = node.get("parties")
    if parties is None or sum(len(_listed(node, role)) for role in parties.map) <= most:
        return node
    message = counted("more than `{n}` person in a case", "more than `{n}` persons in a case", most)
    problems.error("too-many-persons", message, parties.place, say("write a case for each part of them"))
    return Node({key: one for key, one in node.map.items() if key != "parties"}, node.place, node.keys)


def _reference(node: Node, problems: Problems) -> str:
    if refuse_personal(node, problems):
        return node.text
    if not REFERENCE.fullmatch(node.text):
        help = say("letters, digits, `.`, `/`, `_` and `-`, at most 64; never a person's name")
        problems.error("not-a-reference", say("`{text}` is no reference", text=node.text), node.place, help)
    return node.text


def _listed(node: Node, role: str) -> list[Node]:
    parties = node.get("parties")
    found = parties.get(role) if parties else None
    return found.list if found else []


def _persons(node: Node, vocabulary: Vocabulary, problems: Problems) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The persons, each with all roles. A case has at least one victim and one offender, known or not."""
    parties, flat = node.get("parties"), node.get("facts")
    listed = [role for role in (*PARTIES, REPRESENTATIVE) if parties and parties.get(role) is not None]
    found: dict[str, Person] = {}
    for role in listed:
        for one in _listed(node, role):
            id = one.get("id")
            name = _reference(id, problems) if id else role
            before = found.get(name)
            for other in one.map["represents"].list if "represents" in one.map else ():
                refuse_personal(other, problems)
            found[name] = Person(
                name,
                (*before.roles, role) if before else (role,),
                holds=_either(_texts(one, "holds"), before.holds if before else None),
                represents=_either(_texts(one, "represents"), before.represents if before else None),
            )
    for role in PARTIES:
        heads = {role, *(name for name in vocabulary.roles if vocabulary.belongs_to(name) == role)}
        keys = [k for k in flat.map if "." in k and k.partition(".")[0] in heads] if flat else []
        if keys and role in listed:
            message, place = say(_TWO_FORMS[role], key=keys[0]), flat.key_place(keys[0]) if flat else node.place
            problems.error("two-forms", message, place, say("give the fact in the list"))
        if role not in listed and (keys or (role != "witness" and "agenda" not in node.map)):
            found[role] = Person(role, (role,))
            if keys:
                listed.append(role)
    return tuple(found.values()), tuple(listed)


def _either(said: tuple[str, ...] | None, before: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What is said here, else in an earlier list; an empty list says something, too."""
    return before if said is None else said


def _texts(node: Node, key: str) -> tuple[str, ...] | None:
    found = node.get(key)
    return tuple(one.text for one in found.list) if found is not None else None


def _instant(node: Node, zone: str, problems: Problems) -> tuple[datetime | None, bool]:
    """The instant, and whether only its day was given: then the start of that day."""
    found = parse_instant(node.text, node.place, problems, zone)
    if isinstance(found, datetime) or found is None:
        return found, False
    assert isinstance(found, date)
    local = datetime.combine(found, time(), ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")), True


def _entry(node: Node, index: int, names: CaseNames, persons: tuple[Person, ...], facts: FactReader) -> LogEntry | None:
    event, at = node.get("event"), node.get("at")
    if event is None or at is None:
        return None
    protocol, problems = names.protocol, names.problems
    vocabulary = protocol.vocabulary
    names.look("event", event.text, [*LOG_WORDS, RETRACTED, *vocabulary.events], event.place)
    instant, date_only = _instant(at, protocol.zone, problems)
    recorded = node.get("recorded_at")
    recorded_at, recorded_day = _instant(recorded, protocol.zone, problems) if recorded else (None, False)
    check_sides(node, event.text, vocabulary, problems)
    listed = {p.id for p in persons if REPRESENTATIVE in p.roles}
    for key in SIDES:
        one = (role := node.get(key)) and role.text
        if role and not vocabulary.is_party(role.text) and one not in listed:
            names.look("role", role.text, vocabulary.roles, role.place)
    party = node.get("for")
    ids = [p.id for p in persons]
    if party and party.text not in ids:
        message = say("nobody in this case is `{name}`", name=party.text)
        problems.error("unknown-party", message, party.place, did_you_mean(party.text, ids))
    if instant is None:
        return None
    ends = last_moment(instant, date_only, protocol.zone)
    if recorded_at is not None:
        entered = last_moment(recorded_at, recorded_day, protocol.zone)
        check_recorded(node, instant, entered, problems)
        ends = max(instant, min(ends, entered))

    own = {key: value for key, value in node.map.items() if key not in _LOG_KEYS}
    for value in own.values():
        refuse_personal(value, problems)

    def said(key: str) -> str | None:
        return found.text if (found := node.get(key)) else None

    def whoever(key: str) -> str | None:
        """The role; of somebody listed as a representative, the one whose persons are."""
        text = said(key)
        kin = next((name for name in vocabulary.roles if vocabulary.listed(name)), text)
        return kin if text in listed else vocabulary.meant(text) if text is not None else None

    return LogEntry(
        event=event.text,
        at=instant,
        index=index,
        place=node.place,
        date_only=date_only,
        ends=ends if date_only else None,
        recorded_at=recorded_at,
        by=whoever("by"),
        from_=whoever("from"),
        to=whoever("to"),
        to_person=to if (to := said("to")) in listed else None,
        for_=said("for"),
        rule=_rule(node, names),
        duty=said("duty"),
        do=_act(node, protocol, problems),
        due=said("due"),
        limit=_limit(node.get("due"), protocol.zone, problems),
        reasons=said("reasons"),
        id=_own_id(node.get("id"), problems),
        entry=said("entry"),
        ref=_own_id(node.get("ref"), problems),
        facts=tuple(facts.case(node.get("facts"), since=max(instant, recorded_at or instant))),
        fields={key: value.text for key, value in own.items()},
    )


def _own_id(node: Node | None, problems: Problems) -> str | None:
    return _reference(node, problems) if node is not None else None


def _act(node: Node, protocol: Protocol, problems: Problems) -> str | None:
    """Which of the acts of its rule a performance was."""
    if (given := node.get("do")) is None or node.map["event"].text != "done":
        return None
    duty = node.get("duty")
    named = _rule(node, CaseNames(protocol, Problems())) or rule_of_duty(duty.text if duty else "")
    rule = protocol.rule(named)
    if rule is not None and given.text not in rule.acts:
        message = say("`{rule}` asks for no `{name}`", rule=rule.name, name=given.text)
        help = did_you_mean(given.text, rule.acts) or say("one of {choices}", choices=", ".join(rule.acts))
        problems.error("unknown-action", message, given.place, help)
    return given.text


def _limit(node: Node | None, zone: str, problems: Problems) -> datetime | Due | None:
    """What a new limit is: an instant, the end of a day, or a term."""
    if node is None:
        return None
    found = parse_instant(node.text, node.place, Problems(), zone)
    if isinstance(found, datetime):
        return found
    if found is not None:
        return end_of(found, zone)
    term = parse_term(node.text, Problems(), node.place)
    if term is not None:
        return DueParts(limit=term)
    message = say("`{text}` is neither a date nor a term", text=node.text)
    problems.error("due-shape", message, node.place, say("write it as `2026-11-30` or `3 working_days`"))
    return None


def _rule(node: Node, names: CaseNames) -> str | None:
    """The full id of the rule a log entry names; a short name must be unique in the protocol."""
    protocol, problems = names.protocol, names.problems
    named, duty = node.get("rule"), node.get("duty")
    if named is None:
        if duty is not None and protocol.rule(rule_of_duty(duty.text)) is None:
            names.of_another_day("rule", rule_of_duty(duty.text), duty.place)
        return None
    ids = [rule.id for rule in protocol.rules]
    if named.text in ids:
        return named.text
    short = [
        id for id in ids if id.partition("#")[2] == named.text.partition("#")[2] or id.partition("#")[2] == named.text
    ]
    if len(short) == 1:
        return short[0]
    if short:
        message = say("`{name}` is a rule of several rulesets", name=named.text)
        problems.error("ambiguous-rule", message, named.place, ", ".join(short))
    elif names.of_another_day("rule", named.text, named.place):
        return protocol.elsewhere.rule(named.text)
    else:
        every = [*ids, *(id.partition("#")[2] for id in ids)]
        message = say("no rule `{name}`", name=named.text)
        problems.error("unknown-rule", message, named.place, did_you_mean(named.text, every))
    return named.text
