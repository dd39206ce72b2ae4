"""A page as its elements, to ask questions of: what a browser would find in it, without a browser."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

VOID = ("br", "col", "hr", "input", "link", "meta")


class Element:
    """One element with its attributes, its children in order and where it stands."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    @property
    def kinds(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All words in it, with white space collapsed; scripts and styles say nothing."""
        if self.tag in ("script", "style"):
            return ""
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join("".join(parts).split())

    def all(self, tag: str | None = None, kind: str | None = None, **attributes: str) -> list[Element]:
        """Every element below it of a tag, of a kind (class), with the attributes given, in document order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                fits = (tag is None or child.tag == tag) and (kind is None or kind in child.kinds)
                if fits and all(child.attributes.get(name) == value for name, value in attributes.items()):
                    found.append(child)
                found += child.all(tag, kind, **attributes)
        return found

    def one(self, tag: str | None = None, kind: str | None = None, **attributes: str) -> Element:
        found = self.all(tag, kind, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {kind} {attributes}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(made)
        if tag not in VOID:
            self.open = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def read(page: str) -> Element:
    """The root element. Fails where a tag is left open or closed twice."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open is reader.root, f"<{reader.open.tag}> is never closed"
    return reader.root.one("html")


def flaws(html: Element) -> list[str]:
    """What is wrong with any page, whatever it shows."""
    found = []
    ids = [one.attributes["id"] for one in html.all() if "id" in one.attributes]
    found += [f"id {id} twice" for id in {id for id in ids if ids.count(id) > 1}]
    for one in html.all():
        for name in ("href", "src"):
            target = one.attributes.get(name)
            if target is not None and (not target.startswith("#") or target[1:] not in ids):
                found.append(f"<{one.tag} {name}={target}> leads nowhere on the page")
        for named in one.attributes.get("aria-labelledby", "").split():
            if named not in ids:
                found.append(f"{named} labels nothing")
        if one.tag == "svg" and one.attributes.get("aria-hidden") != "true" and "aria-label" not in one.attributes:
            found.append("a drawing without a name")
        if one.tag == "details" and not one.all("summary"):
            found.append("details without a summary")
        if any(name.startswith("on") or name == "style" for name in one.attributes):
            found.append(f"<{one.tag}> carries a script or a style of its own")
    levels = [int(one.tag[1]) for one in html.all() if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    found += [] if levels[:1] == [1] and levels.count(1) == 1 else ["not exactly one h1, first"]
    found += [f"{len(html.all(tag))} {tag}" for tag in ("main", "header") if len(html.all(tag)) != 1]
    return found
