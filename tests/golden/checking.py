"""Compares what the code makes now with the set, and tells what nobody accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from golden.accepting import Difference, Entry, miscounted, unexplained
from golden.bodies import Body, Digests
from golden.checkouts import Made

Key = tuple[str, str, str]
Remake = Callable[[Sequence[Key]], Mapping[Key, Made]]


class Report(NamedTuple):
    """What is to be told, and how much of it there is; nothing wrong means that all is as it was, or accepted.

    `unjudged` differs too, perhaps as accepted: without the old bodies nobody can tell.
    """

    wrong: list[str]
    unjudged: list[str]
    notes: list[str]
    compared: int
    accepted: int


def changed_parts(old: Digests, new: Digests) -> list[str]:
    """The parts whose digests differ, or that only one side has.

    >>> changed_parts(Digests("1", (("a", "x"), ("b", "y"))), Digests("2", (("a", "x"), ("b", "z"))))
    ['b']
    """
    before, after = dict(old.parts), dict(new.parts)
    found = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    return found or ["the order of parts"]


def compare(
    stored: Mapping[Key, Digests], made: Sequence[Made], entries: Sequence[Entry], remake: Remake, *, whole: bool
) -> Report:
    """Compares digests; where they differ, old and new bodies in the light of what is accepted.

    `remake` gives the old bodies of some keys, with their digests. `whole` says that nothing was left out, so that
    the uses of each entry can be counted.
    """
    found = {(one.case, one.language, one.form): one for one in made}
    wrong = [f"{_said(key)}: not made any more" for key in stored if key not in found]
    wrong += [f"{_said(key)}: not in the set" for key in found if key not in stored]
    differing = [key for key, one in found.items() if key in stored and one.digests.whole != stored[key].whole]
    used: Counter[int] = Counter()
    seen: Counter[str] = Counter()
    unjudged: list[str] = []
    accepted = 0
    old = remake(differing) if differing else {}
    for key in differing:
        now, before = found[key], old.get(key)
        if before is None:
            told = f"{_said(key)}: {', '.join(changed_parts(stored[key], now.digests))}"
            (unjudged if any(entry.covers(*key) for entry in entries) else wrong).append(told)
            continue
        if before.digests.whole != stored[key].whole:
            wrong.append(f"{_said(key)}: the old commit makes another body than the set holds")
            continue
        left = _left(key, before.body, now.body, entries, used)
        accepted += not left
        if left:
            parts = ", ".join(dict.fromkeys(one.part for one in left))
            wrong.append(f"{_said(key)}: {parts}\n    {left[0].told}" + _more(left))
            seen.update(f"{key[2]}: {one.change}" for one in left)
    if whole and not unjudged:
        wrong += miscounted(entries, used)
    notes = [f"{times} times {told}" for told, times in seen.most_common(10) if times > 1]
    return Report(wrong, unjudged, notes, len(found), accepted)


def _left(key: Key, old: Body, new: Body, entries: Sequence[Entry], used: Counter[int]) -> list[Difference]:
    return unexplained(old, new, [entry for entry in entries if entry.covers(*key)], used)


def _said(key: Key) -> str:
    case, language, form = key
    return f"{case} [{language}, {form}]"


def _more(left: Sequence[Difference]) -> str:
    return f" (and {len(left) - 1} more)" if len(left) > 1 else ""
