"""Parser events to nodes: one loop, with every bound that a hostile file could otherwise burst."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import counted, say
from protocolkit.reading.nodes import DEEPEST, Node, Scalar, uncollected
from protocolkit.reading.scalars import CORE, resolve, resolve_tagged
from protocolkit.reading.snippets import short

MOST_VALUES = 1_000_000

_COLLECTION_TAGS = {yaml.MappingStartEvent: CORE + "map", yaml.SequenceStartEvent: CORE + "seq"}


def build(events: Iterable[Any], file: str, problems: Problems) -> Node | None:
    """The one document the events make; None, with problems, where they make none or one with holes.

    Raises yaml.YAMLError where the parser behind `events` does.
    """
    with uncollected():
        return _Builder(file, problems).run(events)


def too_deep(event: Any, file: str, problems: Problems) -> None:
    """Says that what begins at the event's `start_mark` lies deeper than anything may."""
    mark = event.start_mark
    message = counted("more than `{n}` level of nesting", "more than `{n}` levels of nesting", DEEPEST)
    problems.error("too-deep", message, Place(file, mark.line + 1, mark.column + 1))


class _Open:
    """A collection whose end has not come yet."""

    __slots__ = ("anchor", "before", "height", "is_key", "items", "key", "key_place", "node")

    def __init__(self, node: Node, anchor: str | None, before: int, is_key: bool) -> None:
        self.node = node
        self.items = node.value
        self.anchor = anchor
        self.before = before
        self.height = 1
        self.is_key = is_key
        self.key: str | None = None
        self.key_place: Place | None = None


class _Anchored:
    """A value with an anchor, and how much each alias of it adds. `node` is None while the value is still open."""

    __slots__ = ("height", "node", "size")

    def __init__(self, node: Node | None, size: int = 1, height: int = 0) -> None:
        self.node = node
        self.size = size
        self.height = height


class _Builder:
    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored] = {}
        self.values = 0
        self.holes = False
        self.root: Node | None = None

    def run(self, events: Iterable[Any]) -> Node | None:
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.open(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.close()
            elif kind is yaml.AliasEvent:
                self.alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    place = self.place(event)
                    self.problems.error(
                        "several-documents", say("a second document in one file"), place, say("one file, one `---`")
                    )
                    return None
            if self.values > MOST_VALUES or len(self.stack) > DEEPEST:
                self.too_much(event)
                return None
        if self.holes:
            return None
        if self.root is None or self.root.value is None:
            self.problems.error("empty-file", say("nothing in the file"), Place(self.file))
            return None
        return self.root

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def scalar(self, event: Any) -> None:
        self.values += 1
        mark = event.start_mark
        place = Place(self.file, mark.line + 1, mark.column + 1)
        text: str = event.value
        top = self.stack[-1] if self.stack else None
        if top is not None and top.key is None and type(top.items) is dict:
            self.name(top, event, place, text)
            return
        value: Scalar = text
        if event.tag is not None:
            value = self.tagged(event, place, text)
        elif event.implicit[0]:
            try:
                value = resolve(text)
            except ValueError:
                message = say("`{text}` is not a number that can be kept", text=short(text))
                self.problems.error("number-out-of-range", message, place, help=say("quote it if it is text"))
        node = Node(value, place)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(node)
        if top is None:
            self.root = node
        else:
            self.put(top, node)

    def name(self, top: _Open, event: Any, place: Place, text: str) -> None:
        """Take a scalar as the key of the entry to come."""
        if event.tag is not None:
            self.tagged(event, place, text)
        elif event.implicit[0]:
            if text == "<<":
                self.problems.error(
                    "merge-key", say("merge key `<<` is not used here"), place, help=say("write the keys out")
                )
                self.holes = True
            else:
                self.plain_key(text, place)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(Node(text, place))
        first = top.node.keys.get(text)
        if first is not None:
            self.problems.error(
                "duplicate-key",
                say("key `{key}` stands twice, first at {place}", key=short(text), place=str(first)),
                place,
            )
        top.key = text
        top.key_place = place

    def plain_key(self, text: str, place: Place) -> None:
        try:
            is_text = isinstance(resolve(text), str)
        except ValueError:
            is_text = False
        if is_text:
            return
        if text:
            message, help = say("key `{key}` is not text", key=short(text)), say("quote it")
        else:
            message, help = say("an entry without a key"), say("write a name before the colon")
        self.problems.error("key-not-text", message, place, help)

    def put(self, top: _Open, node: Node, height: int = 0) -> None:
        """Make the node the next item, or the value of the waiting key, of the innermost open collection."""
        if height >= top.height:
            top.height = height + 1
        items = top.items
        if isinstance(items, list):
            items.append(node)
        elif isinstance(items, dict) and top.key is not None:
            if top.key not in items and top.key_place is not None:
                items[top.key] = node
                top.node.keys[top.key] = top.key_place
            top.key = None

    def open(self, event: Any) -> None:
        self.values += 1
        place = self.place(event)
        if event.tag is not None and event.tag not in ("!", _COLLECTION_TAGS[type(event)]):
            self.unknown_tag(event.tag, place)
        node = Node({} if type(event) is yaml.MappingStartEvent else [], place)
        top = self.stack[-1] if self.stack else None
        is_key = top is not None and top.key is None and type(top.items) is dict
        if is_key:
            help = say("keys are names; quote a text that begins with `{`, `[`, `?` or `- `")
            self.problems.error("key-not-text", say("a list or map used as a key"), place, help)
            self.holes = True
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(None)
        self.stack.append(_Open(node, event.anchor, self.values - 1, is_key))

    def close(self) -> None:
        closed = self.stack.pop()
        if closed.anchor is not None:
            self.anchors[closed.anchor] = _Anchored(closed.node, self.values - closed.before, closed.height)
        if not self.stack:
            self.root = closed.node
        elif closed.is_key:
            self.stack[-1].key = f"<key {self.values}>"
            self.stack[-1].key_place = closed.node.place
        else:
            self.put(self.stack[-1], closed.node, closed.height)

    def alias(self, event: Any) -> None:
        place = self.place(event)
        anchored = self.anchors.get(event.anchor)
        node = anchored.node if anchored else None
        if anchored is None:
            message = say("no anchor `&{name}` before this alias", name=short(event.anchor))
            self.problems.error("unknown-alias", message, place, help=say("quote a text that begins with `*`"))
        elif node is None:
            message = say("alias `*{name}` stands inside its own anchor", name=short(event.anchor))
            self.problems.error("unknown-alias", message, place)
        if anchored is None or node is None:
            self.holes = True
            node = Node(None, place)
        else:
            # Counted as if written out: who walks the tree later meets every copy.
            self.values += anchored.size
            if len(self.stack) + anchored.height > DEEPEST:
                self.values = MOST_VALUES + 1
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if top.key is None and type(top.items) is dict:
            message = say("alias `*{name}` used as a key", name=short(event.anchor))
            self.problems.error("key-not-text", message, place)
            self.holes = True
            top.key, top.key_place = f"<key {self.values}>", place
        else:
            self.put(top, node, anchored.height if anchored else 0)

    def tagged(self, event: Any, place: Place, text: str) -> Scalar:
        try:
            return resolve_tagged(event.tag, text)
        except ValueError:
            self.unknown_tag(event.tag, place)
            return text

    def unknown_tag(self, tag: str, place: Place) -> None:
        shown = "!!" + tag.removeprefix(CORE) if tag.startswith(CORE) else tag
        message = say("tag `{tag}` is not used here", tag=short(shown))
        self.problems.error("unknown-tag", message, place, help=say("quote a text that begins with `!`"))

    def too_much(self, event: Any) -> None:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            message = say("alias `*{name}` makes the document too large or too deep", name=short(str(event.anchor)))
            self.problems.error("alias-too-large", message, place)
        elif len(self.stack) > DEEPEST:
            too_deep(event, self.file, self.problems)
        else:
            message = counted("more than `{n}` value", "more than `{n}` values", MOST_VALUES)
            self.problems.error("too-many-values", message, place, help=say("split the file"))
