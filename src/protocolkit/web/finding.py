"""Finding a rule by the words of its title, of those it names, and of its text, in whatever form they stand."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from starlette.responses import Response

from protocolkit.languages import _
from protocolkit.languages.stems import found, words
from protocolkit.model.people import flat
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import label_for
from protocolkit.plans.entries import sources
from protocolkit.showing.sheet import Source
from protocolkit.showing.wording import Wording
from protocolkit.site.addresses import rule_page
from protocolkit.web.visit import Visit

MOST = 50


class Found(msgspec.Struct, frozen=True):
    """A rule as a list of findings shows it; `page` is empty where there is none of it."""

    page: str
    title: str
    by: str
    sources: tuple[Source, ...]


def show(visit: Visit) -> Response:
    """The field to write in."""
    return _page(visit, "", [])


def find(visit: Visit) -> Response:
    """The rules that have every word. What was asked for stands in no address and no log."""
    query = visit.form.one("words")
    return _page(visit, query, list(_fitting(visit, words(query))) if words(query) else [])


def _page(visit: Visit, query: str, every: list[Found]) -> Response:
    heading = _("Find in the rules")
    return visit.show(
        "find.html", title=heading, heading=heading, query=query, every=every[:MOST], more=max(len(every) - MOST, 0)
    )


def _fitting(visit: Visit, query: list[str]) -> Iterator[Found]:
    seen: set[str] = set()
    paged = visit.desk.texts_with_pages()
    for id in visit.desk.protocols:
        protocol = visit.desk.protocol(id)
        say = Wording(protocol.vocabulary, protocol.zone, visit.language, None, protocol.languages)
        for rule in protocol.rules:
            if rule.id not in seen and (one := _found(rule, say, query)) is not None:
                seen.add(rule.id)
                here = rule_page(rule.id) if rule.ruleset in paged else ""
                page = visit.to("rules", language=visit.language, page=here) if here else ""
                yield msgspec.structs.replace(one, page=page)


def _found(rule: Rule, say: Wording, query: list[str]) -> Found | None:
    title = label_for(rule.say, say.language, say.vocabulary.language)
    if not title:
        return None
    by, to = say.roles(flat(rule.by), ", "), say.roles(flat(rule.to), ", ")
    text = [word for one in (title, by, to) for word in words(one)]
    # The words of a text have a language of their own; whoever reads it may search in it too.
    quoted = [word for one in sources(rule) for word in words(one.words)]
    languages = {say.language, *say.texts.values()}
    if not found(query, text, say.language) and not any(found(query, quoted, one) for one in languages):
        return None
    return Found("", title, f"{by} → {to}" if to else by, say.sources(sources(rule)))
