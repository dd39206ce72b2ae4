"""Reads the texts a ruleset names, and holds its citations to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.texts import NotAtHand, Text
from protocolkit.reading.nodes import Node


def texts(head: Node, problems: Problems) -> tuple[Text, ...]:
    """The texts of a ruleset's head, in their order.

    Adds `missing-key` where one of several has no `id`, `duplicate-text` where two share one, and `unknown-text` where
    a version is one of no text.
    """
    listed = found.list if (found := head.get("text")) else []
    read = tuple(_text_of(node) for node in listed)
    seen: set[str] = set()
    for node, text in zip(listed, read, strict=True):
        if text.id is None and len(read) > 1:
            message = say("one of several texts without an `id`")
            problems.error(
                "missing-key", message, node.place, say("citations name the text they are of, as `text: ID`")
            )
        if text.id is not None and text.id in seen:
            problems.error("duplicate-text", say("two texts are called `{name}`", name=text.id), node.map["id"].place)
        if text.version_of is not None:
            acts = [one.id for one in read if one.id and one.version_of is None and one.id != text.id]
            if text.version_of not in acts:
                message = say("no text `{name}` that this could be a version of", name=text.version_of)
                help = did_you_mean(text.version_of, acts)
                problems.error("unknown-text", message, node.map["version_of"].place, help)
        seen.update([text.id] if text.id else [])
    return read


def check_cites(files: Iterable[Node], known: tuple[Text, ...], problems: Problems) -> None:
    """Adds `unknown-text` for each citation in the files of a text that their ruleset does not have."""
    ids = [one.id for one in known if one.id]
    for file in files:
        for node in _citing(file):
            text = node.map["text"]
            if text.text not in ids:
                message = say("no text `{name}` in this ruleset", name=text.text)
                help = did_you_mean(text.text, ids) or say("name it under `text:`, as `id: {name}`", name=text.text)
                problems.error("unknown-text", message, text.place, help)


def not_at_hand(head: Node) -> tuple[NotAtHand, ...]:
    """The points whose wording an edition had to take from another."""
    listed = head.get("wording_not_at_hand")
    return tuple(
        NotAtHand(_said(one, "point") or "", _said(one, "because") or "") for one in (listed.list if listed else ())
    )


def _citing(node: Node) -> Iterator[Node]:
    """Every map in a file that cites a point of a text it names."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one.value, dict):
            if "point" in one.value and "text" in one.value:
                yield one
            waiting.extend(one.value.values())
        elif isinstance(one.value, list):
            waiting.extend(one.value)


def _text_of(node: Node) -> Text:
    title = node.get("title")
    label = {k: v.text for k, v in title.map.items()} if title and title.map else {"en": title.text if title else ""}
    return Text(
        title=label, language=_said(node, "language") or "", file=_said(node, "file"), sha256=_said(node, "sha256"),
        id=_said(node, "id"), version_of=_said(node, "version_of"), unofficial_copy=_said(node, "unofficial_copy"),
        short={k: v.text for k, v in short.map.items()} if (short := node.get("short")) else {},
    )  # fmt: skip


def _said(node: Node, key: str) -> str | None:
    found = node.get(key)
    return found.text if found else None
