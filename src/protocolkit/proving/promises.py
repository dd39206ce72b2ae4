"""Promises as data: what rules should hold to in every case, read from `promises.yaml` beside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec

from protocolkit.building.build_condition import condition
from protocolkit.building.build_moment import moment
from protocolkit.building.build_term import parse_term
from protocolkit.building.catalogue import Catalogue
from protocolkit.building.name_scope import Scope
from protocolkit.building.rule_files import shown
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.model.conditions import ALWAYS, Condition
from protocolkit.model.moments import Moment
from protocolkit.model.ruleset import Protocol
from protocolkit.model.terms import When
from protocolkit.model.vocabulary import Label
from protocolkit.proving.expressed import is_simple
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node

Whole = Literal[
    "every_obligation_has_a_bearer", "no_rule_is_dead", "nobody_accused_is_told", "undated_text_never_delays"
]
"""What may be promised of all rules together."""
WHOLE: tuple[Whole, ...] = get_args(Whole)


class Given(msgspec.Struct, frozen=True):
    """The cases a promise is about: what has happened (null: whatever), what is known, what has not happened."""

    after: Moment | None = None
    if_: Condition = ALWAYS
    without: tuple[str, ...] = ()


class Wanted(msgspec.Struct, frozen=True):
    """A duty by its recipient, bearer and act; null is whoever, whatever."""

    to: str | None = None
    by: str | None = None
    do: str | None = None


class Owed(msgspec.Struct, frozen=True):
    """In such cases there is such a duty, due within a time of what has happened.

    `or_gap`, `or_asked`: a gap that is shown, or a question that is asked, keeps the promise as well.
    """

    given: Given
    wanted: Wanted
    within: When | None = None
    or_gap: bool = False
    or_asked: bool = False


class NeverOwed(msgspec.Struct, frozen=True):
    """In such cases there is no such duty, and no question whether there is."""

    given: Given
    wanted: Wanted


class Holds(msgspec.Struct, frozen=True):
    """Something of all rules together."""

    what: Whole


class Spans(msgspec.Struct, frozen=True):
    """A term never takes more civil days than so many, the day of its start not counted."""

    term: When
    at_most: int


class Assumed(msgspec.Struct, frozen=True):
    """Taken for granted, and why."""

    because: str


class InWords(msgspec.Struct, frozen=True):
    """Said in words only, and why."""

    because: str


Claim = Owed | NeverOwed | Holds | Spans | Assumed | InWords


class Promise(msgspec.Struct, frozen=True):
    """A promise about one protocol."""

    id: str
    protocol: str
    says: Label
    claim: Claim
    place: Place


def read_promises(node: Node, about: str, protocol: Protocol, problems: Problems) -> Iterator[Promise]:
    """The promises of a checked document that are about a protocol; what is wrong with them goes to `problems`."""
    scope = Scope(about, protocol.vocabulary, problems)
    claims = node.get("claims")
    for one in claims.list if claims else ():
        id, of, says = one.get("id"), one.get("of"), one.get("says")
        if id is None or of is None or about not in [each.text for each in of.list]:
            continue
        claim = _claim(one, scope)
        if claim is not None:
            labels = {key: text.text for key, text in says.map.items()} if says else {}
            yield Promise(id.text, about, labels, claim, one.place)


def _claim(node: Node, scope: Scope) -> Claim | None:
    def text(key: str) -> str | None:
        return found.text if (found := node.get(key)) else None

    if (owed := node.get("owed")) is not None:
        term = owed.get("within")
        within = parse_term(term, scope.problems) if term else None
        also = [one.text for one in (owed.map["or"].list if "or" in owed.map else ())]
        given = _given(node, scope)
        if within is not None and given.after is None:
            message = say("`within` counts from what `after` names")
            scope.problems.error("promise-shape", message, owed.map["within"].place, say("add `after`"))
        return Owed(given, _wanted(owed, scope), within, "gap" in also, "asked" in also)
    if (never := node.get("never_owed")) is not None:
        return NeverOwed(_given(node, scope), _wanted(never, scope))
    if (whole := text("holds")) is not None:
        return next((Holds(one) for one in WHOLE if one == whole), None)
    if (term := node.get("term")) is not None:
        found, most = parse_term(term, scope.problems), node.get("spans_at_most")
        return Spans(found, int(most.value)) if found and most and isinstance(most.value, int) else None
    if (because := text("assumed")) is not None:
        return Assumed(because)
    return InWords(because) if (because := text("in_words")) is not None else None


def _given(node: Node, scope: Scope) -> Given:
    after, if_ = node.get("after"), node.get("if")
    begun = moment(after, scope) if after else None
    if begun is not None and after is not None and not is_simple(begun):
        message = say("a promise begins with an event, or with the first of several")
        scope.problems.error("promise-shape", message, after.place, say("write `{any: [...]}`"))
        begun = None
    without = scope.names("event", node.get("without"), scope.vocabulary.events)
    return Given(begun, condition(if_, scope) if if_ else ALWAYS, without)


def _wanted(node: Node, scope: Scope) -> Wanted:
    roles = [*scope.vocabulary.roles, *scope.vocabulary.groups, "victim", "offender", "witness"]
    tables = {"to": ("role", roles), "by": ("role", roles), "do": ("action", [*scope.vocabulary.actions])}
    found: dict[str, str] = {}
    for key, (kind, table) in tables.items():
        if (one := node.get(key)) is not None:
            scope.known(kind, one.text.rpartition(".")[2], table, one.place)
            found[key] = one.text.rpartition(".")[2]
    return Wanted(**found)


def files_of(catalogue: Catalogue) -> list[Path]:
    """The files of promises in the folders of a catalogue."""
    return [one.path for one in catalogue.files if one.kind == "promises"]


def promises(catalogue: Catalogue, asked: str | None, problems: Problems) -> list[Promise]:
    """Every promise in the folders of a catalogue, or those about one protocol, in the order of the files."""
    found: list[Promise] = []
    for path in files_of(catalogue):
        document = load_document(path, "promises", problems, shown(path))
        for id in _protocols(document) if document is not None else ():
            if asked in (None, id) and catalogue.has(id) and (protocol := catalogue.protocol(id)) is not None:
                assert document is not None
                found += read_promises(document, id, protocol, problems)
    return found


def _protocols(document: Node) -> Iterable[str]:
    claims = document.get("claims")
    ids = [one.text for claim in (claims.list if claims else ()) if (of := claim.get("of")) for one in of.list]
    return dict.fromkeys(ids)


def check_promises(document: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds every problem of a document whose structure has been checked: unknown protocols, names, repeated ids."""
    claims = document.get("claims")
    met: dict[str, Place] = {}
    for one in claims.list if claims else ():
        if (id := one.get("id")) is not None:
            if id.text in met:
                message, first = say("the promise `{id}` stands here twice", id=id.text), str(met[id.text])
                problems.error("promise-repeated", message, id.place, say("first at {place}", place=first))
            met.setdefault(id.text, id.place)
        for of in one.map["of"].list if "of" in one.map else ():
            if not catalogue.has(of.text):
                message = say("no protocol or ruleset `{name}`", name=of.text)
                problems.error("unknown-protocol", message, of.place, catalogue.near(of.text))
    told: set[object] = set()
    for name in _protocols(document):
        if catalogue.has(name) and (protocol := catalogue.protocol(name)) is not None:
            own = Problems()
            list(read_promises(document, name, protocol, own))
            # What is wrong for each of several protocols is told once.
            problems.found += [p for p in own.found if (p.code, p.place, str(p.message)) not in told]
            told |= {(p.code, p.place, str(p.message)) for p in own.found}
