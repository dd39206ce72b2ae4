"""Where it is written: points with the few words that carry the norm, each in its own language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.languages import ngettext
from protocolkit.plans.plan import Source
from protocolkit.showing.html_parts import code, folded, listed, span
from protocolkit.showing.markup import Child, Markup, between, fragment
from protocolkit.showing.point_words import point_words
from protocolkit.showing.speech import Speech

SHOWN = 2


def citations(sources: Sequence[Source], say: Speech) -> Child:
    """Every point with its words; what goes beyond two is folded."""
    every = [_source(source, say) for source in dict.fromkeys(sources)]
    if len(every) <= 1:
        return every
    shown = listed(every[:SHOWN], "several")
    if len(every) <= SHOWN:
        return shown
    rest = every[SHOWN:]
    more = ngettext("{n} more source", "{n} more sources", len(rest)).format(n=len(rest))
    return [shown, folded(more, listed(rest, "several"))]


def points(sources: Iterable[Source]) -> Markup:
    """Points by ruleset without their words: `kz/interagency 1; 2`."""
    found: dict[str, dict[str, None]] = {}
    for source in sources:
        found.setdefault(source.ruleset, {})[source.point] = None
    said = (f"{ruleset}: {'; '.join(map(point_words, own))}" for ruleset, own in found.items())
    return span("cite", between(" · ", said))


def rules(names: Iterable[str]) -> Markup:
    """Rules by id."""
    return between(", ", (code(name) for name in names))


def _source(source: Source, say: Speech) -> Markup:
    words = [" ", say.quoted(source.words, source.ruleset)] if source.words else None
    return fragment(span("cite", f"{source.ruleset}: {point_words(source.point)}"), words)
