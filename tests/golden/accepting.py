"""What is meant to differ: entries of `accepted.toml`, each with the reason and the number of times it is seen."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from golden.bodies import FORMS, TREES, Body, Sections, words
from golden.checkouts import LANGUAGES, GoldenError

_KEYS = {"form", "lang", "cases", "path", "old", "new", "because", "count"}


class Entry(NamedTuple):
    """One accepted difference. With `old` it is a replacement; a tree also accepts whatever differs at a `path`."""

    number: int
    forms: tuple[str, ...]
    languages: tuple[str, ...]
    cases: str
    path: str
    old: str
    new: str
    because: str
    times: int

    @property
    def name(self) -> str:
        return f"entry {self.number} ({self.path or repr(self.old)}: {self.because})"

    def covers(self, case: str, language: str, form: str) -> bool:
        return form in self.forms and language in self.languages and _fits(case, self.cases)


class Difference(NamedTuple):
    """One difference in words; `part` is the top-level list or the section, `change` is the same in other cases."""

    part: str
    told: str
    change: str


def _fits(case: str, pattern: str) -> bool:
    return fnmatchcase(case, pattern.replace("[", "[[]"))


def read(path: Path) -> list[Entry]:
    """The entries in order. Raises GoldenError for one that is incomplete."""
    if not path.is_file():
        return []
    listed = tomllib.loads(path.read_text("utf-8")).get("accept", [])
    return [_entry(number, one) for number, one in enumerate(listed, 1)]


def _entry(number: int, given: dict[str, Any]) -> Entry:
    def fail(message: str) -> GoldenError:
        return GoldenError(f"accepted.toml, entry {number}: {message}")

    if unknown := given.keys() - _KEYS:
        raise fail(f"unknown keys {sorted(unknown)}")
    if missing := {"form", "because", "count"} - given.keys():
        raise fail(f"no {sorted(missing)}")
    forms, languages = _several(given["form"], FORMS), _several(given.get("lang", "*"), LANGUAGES)
    if not set(forms) <= set(FORMS) or not set(languages) <= set(LANGUAGES):
        raise fail(f"form is of {FORMS}, lang of {LANGUAGES}")
    entry = Entry(
        number, forms, languages, given.get("cases", "*"), given.get("path", ""), given.get("old", ""),
        given.get("new", ""), given["because"].strip(), given["count"],
    )  # fmt: skip
    if not entry.because:
        raise fail("it says no reason")
    if any(form not in TREES for form in forms):
        if entry.path or not words(entry.old):
            raise fail("text and html take `old` and `new` words, and no `path`")
    elif not entry.path and not entry.old:
        raise fail("json and ics take a `path`, or `old` and `new`, or all three")
    return entry


def _several(given: str | list[str], every: Sequence[str]) -> tuple[str, ...]:
    return tuple(every) if given == "*" else (given,) if isinstance(given, str) else tuple(given)


def unexplained(old: Body, new: Body, entries: Sequence[Entry], used: Counter[int]) -> list[Difference]:
    """What differs beyond the entries; `used` counts how often each entry was."""
    if isinstance(old, dict) != isinstance(new, dict):
        error = json.dumps(new if isinstance(new, dict) else old, ensure_ascii=False)[:300]
        return [Difference("raised", error, error)]
    if isinstance(old, dict):
        return _of_trees(old, new, entries, used)
    assert not isinstance(new, dict)
    return _of_pages(_replaced(old, entries, used), new)


def _of_trees(old: Any, new: Any, entries: Sequence[Entry], used: Counter[int]) -> list[Difference]:
    replacing = [entry for entry in entries if entry.old]
    changed = _with_new_words(old, "", replacing, used) if replacing else old
    places = [entry for entry in entries if entry.path and not entry.old]
    accepted: set[tuple[int, str]] = set()
    found = []
    for path, told in _differences(changed, new, ""):
        by = [(entry, where) for entry in places if (where := _beginning(entry.path, path)) is not None]
        accepted |= {(entry.number, where) for entry, where in by[:1]}
        if not by:
            place = re.sub(r"\[\d+\]", "[*]", path)
            found.append(Difference(re.split(r"[.\[]", path)[0], f"{path}: {told}", f"{place}: {told}"))
    used.update(number for number, _where in accepted)
    return found


def _with_new_words(value: Any, path: str, entries: Sequence[Entry], used: Counter[int]) -> Any:
    """The value with the replacements made in its texts."""
    if isinstance(value, dict):
        return {k: _with_new_words(v, f"{path}.{k}" if path else k, entries, used) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_new_words(v, f"{path}[{i}]", entries, used) for i, v in enumerate(value)]
    if isinstance(value, str):
        for entry in entries:
            if (times := value.count(entry.old)) and (not entry.path or _beginning(entry.path, path) is not None):
                used[entry.number] += times
                value = value.replace(entry.old, entry.new)
    return value


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """`[*]` is any place of a list, `*` any key."""
    parts = re.split(r"(\[\*\]|\*)", glob)
    said = {"[*]": r"\[\d+\]", "*": r"[^.\[\]]+"}
    return re.compile("".join(said.get(part, re.escape(part)) for part in parts) + r"(?=[.\[ ]|$)")


def _beginning(glob: str, path: str) -> str | None:
    """The beginning of the path that the glob names, if it does.

    >>> _beginning("duties[*].due", "duties[3].due.steps[0]"), _beginning("duties[*].due", "duties[3].due_at")
    ('duties[3].due', None)
    """
    found = _pattern(glob).match(path)
    return found.group() if found else None


def _differences(old: Any, new: Any, path: str) -> Iterator[tuple[str, str]]:
    """The deepest places where two values differ; a list of another length differs as a whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            below = f"{path}.{key}" if path else key
            if key not in new or key not in old:
                yield below, "gone" if key in old else f"added {_short(new[key])}"
            else:
                yield from _differences(old[key], new[key], below)
        if old.keys() == new.keys() and list(old) != list(new):
            yield f"{path} (order of keys)".strip(), f"{_short(list(old))} → {_short(list(new))}"
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield path, f"{len(old)} entries → {len(new)}: {_apart(old, new)}"
            return
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, f"{path}[{index}]")
    elif type(old) is not type(new) or old != new:
        yield path, f"{_short(old)} → {_short(new)}"


def _apart(old: list[Any], new: list[Any]) -> str:
    gone, added = [one for one in old if one not in new], [one for one in new if one not in old]
    return f"gone {_short(gone)}, added {_short(added)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:159] + "…"


def _replaced(old: Sections, entries: Sequence[Entry], used: Counter[int]) -> Sections:
    """The old words with each replacement made; what was put in is not looked at again, the first entry wins."""
    rules = [(entry, words(entry.old), words(entry.new)) for entry in entries]
    flat = [(number, word) for number, (_name, said) in enumerate(old) for word in said]
    found: Sections = [(name, []) for name, _said in old]
    place = 0
    while place < len(flat):
        section, word = flat[place]
        for entry, before, after in rules:
            if word == before[0] and [w for _s, w in flat[place : place + len(before)]] == before:
                used[entry.number] += 1
                found[section][1].extend(after)
                place += len(before)
                break
        else:
            found[section][1].append(word)
            place += 1
    return found


def _of_pages(old: Sections, new: Sections) -> list[Difference]:
    before = [(name, word) for name, said in old for word in said]
    after = [word for _name, said in new for word in said]
    flat = [word for _name, word in before]
    found = []
    for a, b, c, d in changes(flat, after):
        part = before[min(a, len(before) - 1)][0] if before else "top"
        around, change = " ".join(flat[max(a - 3, 0) : a]), f"[{' '.join(flat[a:b])}] → [{' '.join(after[c:d])}]"
        found.append(Difference(part, f"… {around} {change}", change))
    return found


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two sequences differ: from and to in the old one, from and to in the new one."""
    from difflib import SequenceMatcher

    first = _shared(old, new, lambda i: i)
    last = min(_shared(old, new, lambda i: -1 - i), len(old) - first, len(new) - first)
    matcher = SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield a + first, b + first, c + first, d + first


def _shared(old: Sequence[str], new: Sequence[str], at: Callable[[int], int]) -> int:
    """How many are the same from one end."""
    most = min(len(old), len(new))
    return next((i for i in range(most) if old[at(i)] != new[at(i)]), most)


def miscounted(entries: Sequence[Entry], used: Counter[int]) -> list[str]:
    """The entries that were used more or less often than they say."""
    return [
        f"{entry.name}: used {used[entry.number]} times, its count is {entry.times}"
        for entry in entries
        if used[entry.number] != entry.times
    ]
