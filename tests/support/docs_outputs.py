"""What a page shows as printed, against what was printed, or could be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel.messages.pofile import read_po

from protocolkit.resources import data_root

_LEFT_OUT = ("...", "…")
_OPEN = re.compile(r"\{\w+(?::[^{}]*)?\}")


def differs(shown: str, said: list[str], *, in_part: bool = False) -> str:
    """How a shown output differs from what was printed; empty if it does not.

    Output shown whole is one of the texts or all of them. Where `...` stands on a line of its own (or ends one), lines are
    left out: what is shown must come in this order.

    >>> differs("a\\n", ["", "a\\n"]), differs("a\\n...\\nc\\n", ["a\\nb\\nc\\n"])
    ('', '')
    >>> print(differs("b\\na\\n...\\n", ["a\\nb\\n"]))
    not printed, or not in this order: `a`
    what is printed:
    a
    b
    """
    whole = "".join(said)
    if shown in (*said, whole):
        return ""
    lines = shown.splitlines()
    if not in_part and not any(line.strip().endswith(_LEFT_OUT) for line in lines):
        return f"it prints something else:\n{whole}" if whole else "it prints nothing"
    rest = iter(whole.splitlines())
    for line in lines:
        if line.strip() in _LEFT_OUT:
            continue
        cut = line.rstrip(".… ") if line.endswith(_LEFT_OUT) else None
        if not any(one == line or (cut is not None and one.startswith(cut)) for one in rest):
            return f"not printed, or not in this order: `{line}`\nwhat is printed:\n{whole.rstrip()}"
    return ""


def samples(text: str) -> Iterator[str]:
    """Messages of diagnostics shown by themselves: their words after place and code, and the help of each.

    >>> list(samples("a.yaml:3:7 unknown-role no role `x`\\n  help: did you mean `y`?\\n"))
    ['no role `x`', 'did you mean `y`?']
    """
    for line in text.splitlines():
        before, help, after = line.partition("  help: ")
        words = line.split(" ")
        code = next((n for n, word in enumerate(words) if word in _codes()), -1)
        yield after if help and not before else " ".join(words[code + 1 :]).removeprefix("warning: ")


@cache
def _codes() -> frozenset[str]:
    return frozenset(page.stem for page in (data_root() / "docs" / "reference" / "diagnostics").glob("*.md"))


def in_the_catalogue(message: str) -> bool:
    """Whether the program has these words: a message of its own, or one with another one as help in brackets."""
    parts = [(message, "")]
    if message.endswith(")"):
        parts += [(message[: at.start()], message[at.end() : -1]) for at in re.finditer(r" \(", message)]
    return any(
        _messages().fullmatch(first) and (not help or _messages().fullmatch(help))
        for first, help in parts
        if "..." not in first
    )


@cache
def _messages() -> re.Pattern[str]:
    """All that the program can say, with anything in the places left open."""
    ids: set[str] = set()
    for name in ("diagnostics", "interface"):
        with (data_root() / "src/protocolkit/languages/ru" / f"{name}.po").open("rb") as file:
            ids |= {id for one in read_po(file) for id in ([one.id] if isinstance(one.id, str) else one.id)}
    # What is hardly more than a place left open would fit anything.
    telling = [id for id in sorted(ids) if len(_OPEN.sub("", id).split()) > 1]
    return re.compile("|".join(f"(?:{'.+?'.join(map(re.escape, _OPEN.split(id)))})" for id in telling))
