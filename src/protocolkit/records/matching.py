"""Names of columns against the vocabulary: how near, and to which of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from protocolkit.model.vocabulary import PARTIES, Label, Vocabulary
from protocolkit.records.cells import plain
from protocolkit.records.synonyms import EVENTS, FACTS

NEAR = 0.75
STEM = 5
# Words that say nothing of what a column is about.
_IDLE = frozenset({
    "дата", "время", "час", "күні", "уақыты", "date", "time", "at", "when", "on", "is", "has", "the", "of", "a", "an",
    "и", "і", "в", "у", "на", "о", "про", "есть", "ли", "чи",
})  # fmt: skip


class Candidate(msgspec.Struct, frozen=True):
    """A fact or event of the vocabulary, with every phrase that may stand for it in a header."""

    kind: str
    name: str
    phrases: tuple[str, ...]


class Match(msgspec.Struct, frozen=True):
    """How near a column's name is to a phrase of a candidate: 1.0 is the same."""

    column: str
    candidate: Candidate
    score: float
    phrase: str


def candidates(vocabulary: Vocabulary) -> list[Candidate]:
    """Facts under each party's name and events of a case; those that are worked out from others are left out."""
    found = []
    for name, fact in vocabulary.facts.items():
        head, _dot, tail = name.partition(".")
        if fact.derived:
            continue
        for role in PARTIES if head == "party" else (head,):
            said = f"{role}.{tail}"
            own = () if head == "party" and role != "victim" else (tail, *_labels(fact.label))
            found.append(Candidate("fact", said, _phrases((said, *own, *FACTS.get(said, ())))))
    for name, event in vocabulary.events.items():
        if event.log != "organisation":
            found.append(Candidate("event", name, _phrases((name, *_labels(event.label), *EVENTS.get(name, ())))))
    return found


def matches(columns: dict[str, str], among: list[Candidate]) -> Iterator[Match]:
    """Every near match of columns by what they are called, nearest first; of equally near ones the earlier column."""
    found = []
    for column, called in columns.items():
        for candidate in among:
            score, phrase = max((nearness(plain(called), one), one) for one in candidate.phrases)
            if score >= NEAR:
                found.append(Match(column, candidate, round(score, 2), phrase))
    order = {column: number for number, column in enumerate(columns)}
    yield from sorted(found, key=lambda m: (-m.score, order[m.column], m.candidate.name))


def nearest(name: str, phrases: Iterable[str]) -> float:
    return max((nearness(plain(name), plain(one)) for one in phrases), default=0.0)


@lru_cache(maxsize=100_000)
def nearness(one: str, other: str) -> float:
    """How near two phrases are: by their letters, or by the beginnings of the words that matter.

    >>> nearness("возраст ребенка", "возраст ребенка"), nearness("дата поступления сообщения", "сообщение поступило")
    (1.0, 0.95)
    """
    if one == other:
        return 1.0
    mine, theirs = _stems(one), _stems(other)
    shared = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    letters = matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0
    # Letters alone mislead where a whole word differs: `возраст обидчика` is not `возраст ребенка`.
    return max(letters * 0.95 if letters >= 0.85 else 0.0, shared * 0.95)


def _stems(phrase: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in phrase.split() if word not in _IDLE)


def _labels(label: Label) -> Iterator[str]:
    for text in label.values():
        outside, bracket, inside = text.partition("(")
        yield from (text, outside, inside.rstrip(")")) if bracket else (text,)


def _phrases(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for text in texts if len(one := plain(text.replace(".", " "))) > 1))
