"""What to do about a key that is missing, misspelt or without a value."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import did_you_mean, nearest
from protocolkit.messages import NOTHING, Message, clause, say
from protocolkit.reading import shapes
from protocolkit.reading.nodes import Node
from protocolkit.reading.snippets import short


def lost_comma(node: Node, before: str | None, key: str) -> Message:
    """In `{due: immediately, at most 24 hours}` YAML takes the text after the comma for another key."""
    previous = node.get(before) if before is not None else None
    if previous is not None and isinstance(previous.value, str) and previous.place.line == node.key_place(key).line:
        # Each further comma has made a key of its own.
        line, keys = previous.place.line, list(node.map)
        lost = [k for k in keys[keys.index(key) :] if node.map[k].value is None and node.key_place(k).line == line]
        whole = short(", ".join([previous.value, *lost]))
        written = f'{before}: "{whole}"'
        return say("a comma inside braces begins a new key: write `{written}`", written=written)
    return say("a key needs a value after its colon")


# What people write who know other rule languages, or the words of the law.
_CALLED = {
    "must": ("shall", "obligation", "action", "duty"),
    "must_not": ("shall_not", "prohibited", "forbidden", "may_not", "must not"),
    "by": ("who", "actor", "bearer", "subject", "responsible"),
    "to": ("whom", "recipient", "addressee"),
    "after": ("when", "trigger", "on", "upon"),
    "due": ("deadline", "within", "term", "time_limit"),
    "if": ("condition", "where", "provided"),
    "cites": ("cite", "source", "article", "basis", "quote"),
    "say": ("label", "title", "description", "text", "name"),
    "via": ("channel", "channels", "through"),
    "note": ("comment", "remark"),
    "faces": ("sanction", "penalty"),
}


def elsewhere_called(key: str, known: Iterable[str]) -> Message:
    """The key of this language for one that means the same, or that differs in its capitals; else nothing."""
    said = key.lower()
    for name in known:
        if said == name or said in _CALLED.get(name, ()):
            return say("did you mean `{name}`?", name=name)
    return NOTHING


def meant(key: str, known: Iterable[str]) -> Message:
    """The key that a misspelt one is near to; words that only share their ending are two words.

    >>> meant("titel", ["title"]).template, meant("readings", ["standing"]).template
    ('did you mean `{name}`?', '')
    """
    names = list(known)
    return did_you_mean(key, [name for name in names if name[:1] == key[:1]]) or did_you_mean(key, names, cutoff=0.75)


def unless_misspelt(key: str, value: dict[str, Node], fields: dict[str, shapes.Field]) -> Message:
    unknown = [k for k in value if k not in fields]
    near = nearest(key, unknown)
    return say("is that `{name}` below?", name=near) if near is not None else NOTHING


def explained(doc: str) -> Message:
    """A field's explanation as a help, where it says more than the name of the key does."""
    line = doc.partition("\n")[0]
    if len(line.split()) <= 3 or "..." in line:
        return NOTHING
    return clause(say(doc))
