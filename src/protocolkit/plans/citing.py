"""Which citations a page shows, and how it names their points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.languages.point_words import point_words
from protocolkit.plans.plan_parts import Source


def heard(sources: Iterable[Source], texts: Mapping[str, str], language: str) -> list[Source]:
    """The sources without those that say the same point of the same act in another language than the reader's.

    Where the act is not quoted in the reader's language, those in the language its ruleset quotes first stay.
    """
    every = list(dict.fromkeys(sources))
    several: dict[tuple[str, str, str], list[str | None]] = {}
    for one in every:
        several.setdefault(_where(one), []).append(one.text or None)
    chosen = {
        where: next((text for text in named if spoken(texts, where[0], text) == language), named[0])
        for where, named in several.items()
    }
    return [one for one in every if (one.text or None) == chosen[_where(one)]]


def spoken(texts: Mapping[str, str], ruleset: str, text: str | None) -> str | None:
    """The language of a text, where it is known; `texts` as `model.texts.languages` gives them."""
    return texts.get(f"{ruleset}#{text}" if text else ruleset, texts.get(ruleset))


def point_of(one: Source) -> str:
    """The point as people name it, after the name of its act where its ruleset has several."""
    return f"{one.act} {point_words(one.point)}" if one.act else point_words(one.point)


def translated(translation: str) -> str:
    """A working translation of the words of a text, told as what it is."""
    return _("working translation: {words}").format(words=translation)


def beside(translation: str) -> str:
    """The same in a line of text, after the words themselves; nothing where there is none."""
    return f" ({translated(translation)})" if translation else ""


def ranked(one: Source) -> str:
    """The ruleset, with the rank of its text where the protocol says it: `kz/order-506 (order)`."""
    match one.rank:
        case "code":
            rank = pgettext("rank", "code")
        case "law":
            rank = pgettext("rank", "law")
        case "order":
            rank = pgettext("rank", "order")
        case "guidance":
            rank = pgettext("rank", "guidance")
        case "undated":
            rank = pgettext("rank", "undated text")
        case None | msgspec.UNSET:
            return one.ruleset
        case _:
            assert_never(one.rank)
    return f"{one.ruleset} ({rank})"


def _where(one: Source) -> tuple[str, str, str]:
    return one.ruleset, one.act or "", one.point
