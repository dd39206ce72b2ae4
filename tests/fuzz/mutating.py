"""Files as people damage them: seeded changes of bytes, lines, keys and values."""

from __future__ import annotations

import random

NASTY = (
    "", "null", "~", "[]", "{}", "true", "0", "-1", "1e999", "9" * 400, "0001-01-01", "9999-12-31",
    '"9999-12-31T23:59:59+05:00"', '"2026-11-20T24:00:00+05:00"', '"2026-02-30"', "2026-11-20", "'\u202e'", '"\\x1b[2J"', "é", "ё" * 70,
    "*a", "&a [*a]", "!!python/object:os.system x", "|", ">-", "- -", ": :", "{a: {b: {c: d}}}", "[[[[1]]]]", "police",
    "victim", "done", "none", "now", "3 days", "3 рабочих дня", "kz/interagency", "case#rule", "a" * 3000, "%d{x}", "`x`", "\t", "\u2028",
)  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """The text after one to four changes; the same chance gives the same text."""
    for _each in range(chance.choice((1, 1, 1, 2, 3, 4))):
        text = chance.choice((_line, _line, _value, _value, _value, _key, _characters))(text, chance)
    return text


def _line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = chance.choice(("  ", " ", "\t", "- ", "#")) + lines[at]
        case _:
            lines[at] = lines[at].lstrip(" ")
    return "\n".join(lines)


def _value(text: str, chance: random.Random) -> str:
    """What stands behind a colon, a comma or a bracket becomes something else."""
    places = [i for i, char in enumerate(text) if char in ":,[{;"]
    if not places:
        return text + chance.choice(NASTY)
    at = chance.choice(places) + 1
    end = at
    while end < len(text) and text[end] not in ",]}\n;":
        end += 1
    words = [word for word in text.replace(",", " ").split() if len(word) < 40]
    new = chance.choice(NASTY) if chance.random() < 0.6 else chance.choice(words or ["x"])
    return f"{text[:at]} {new}{text[end:]}"


def _key(text: str, chance: random.Random) -> str:
    """A key is misspelt, or takes the place of another."""
    words = [word.strip("{}[],- ") for word in text.split() if word.endswith(":")]
    if not words:
        return text
    old, new = chance.choice(words), chance.choice(words)
    if chance.random() < 0.5:
        new = old[:1] + old[2:]
    at = [i for i in range(len(text)) if text.startswith(old, i)]
    place = chance.choice(at) if at else 0
    return text[:place] + new + text[place + len(old) :]


def _characters(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    end = min(len(text), at + chance.randrange(4))
    return (
        text[:at] + "".join(chance.choice("{}[]:,-#&*!|>'\"%@`\n\t \x00\ufeffaЯ0") for _each in range(2)) + text[end:]
    )
