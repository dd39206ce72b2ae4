"""Old and new body of one case beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import unified_diff
from itertools import groupby
from textwrap import wrap

from golden.bodies import Body


def diff(old: Body, new: Body) -> Iterator[str]:
    """A unified diff of the parts that differ. Of a tree a line is a value; of a page a line is a run of words."""
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() == new.keys() and list(old) != list(new):
            yield from (f"- order of keys: {', '.join(old)}", f"+ order of keys: {', '.join(new)}")
        for key in dict.fromkeys([*old, *new]):
            yield from unified_diff(_lines(old, key), _lines(new, key), f"old {key}", f"new {key}", lineterm="")
        return
    yield from _folded(unified_diff(_words(old), _words(new), "old", "new", n=12, lineterm=""))


def _lines(body: Body, key: str) -> list[str]:
    if not isinstance(body, dict) or key not in body:
        return []
    return json.dumps(body[key], ensure_ascii=False, indent=1).splitlines()


def _words(body: Body) -> list[str]:
    if isinstance(body, dict):
        return json.dumps(body, ensure_ascii=False, indent=1).splitlines()
    return [word for _name, said in body for word in said]


def _folded(lines: Iterator[str]) -> Iterator[str]:
    """Words of one kind that follow each other in one paragraph."""
    for kind, several in groupby(lines, key=lambda line: line[:3] if line[:2] in ("--", "++", "@@") else line[0]):
        if len(kind) > 1:
            yield from several
        else:
            run = " ".join(line[1:] for line in several)
            yield from (kind + line for line in wrap(run, 110, break_on_hyphens=False))
