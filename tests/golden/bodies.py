"""A body: one answer in one form and language, in parts that can be compared. Trees keep values, pages keep words."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any, NamedTuple
from zlib import compress, decompress

FORMS = ("json", "ics", "text", "html")
TREES = ("json", "ics")
WHOLE, PART = 12, 8
_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"\(.*\)\s*$")

Tree = dict[str, Any]
Sections = list[tuple[str, list[str]]]
Body = Tree | Sections


class Digests(NamedTuple):
    """The digest of a whole body, and one for each of its parts, in order."""

    whole: str
    parts: tuple[tuple[str, str], ...]


def digests(body: Body) -> Digests:
    """A tree is the same if its keys, their order and the bytes of their values are; pages if their words are.

    >>> digests({"a": 1, "b": 2}).whole == digests({"b": 2, "a": 1}).whole
    False
    >>> digests([("top", ["a", "b"])]).whole == digests([("top", ["a"]), ("later", ["b"])]).whole
    True
    """
    if isinstance(body, dict):
        texts = [(key, json.dumps(value, ensure_ascii=False)) for key, value in body.items()]
        whole = "\n".join(f"{key}: {text}" for key, text in texts)
    else:
        texts = [(name, " ".join(said)) for name, said in body]
        whole = " ".join(text for _name, text in texts if text)
    return Digests(_digest(whole, WHOLE), tuple((name, _digest(text, PART)) for name, text in texts))


def _digest(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length]


def packed(body: Body) -> str:
    """A body as a short text: thousands of them may be held at once.

    >>> unpacked(packed({"a": [1, None]}))
    {'a': [1, None]}
    """
    return b64encode(compress(json.dumps(body, ensure_ascii=False).encode(), 1)).decode()


def unpacked(text: str) -> Body:
    body: Body = json.loads(decompress(b64decode(text)))
    return body


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, without punctuation.

    >>> words("[!] LATE — by 1 hr: «не позднее»")
    ['late', 'by', '1', 'hr', 'не', 'позднее']
    """
    return _WORD.findall(text.lower())


def from_json(text: str) -> Tree:
    """What a JSON answer holds, but for the versions that made it."""
    tree: Tree = json.loads(text)
    # Parsed again it would be the same for any spacing and any escapes; those are part of the bytes.
    if json.dumps(tree, ensure_ascii=False, indent=2) != text.rstrip("\n"):
        tree["(spacing or escapes)"] = _digest(text, WHOLE)
    tree.pop("made_with", None)
    return tree


def from_ics(todos: str, events: str) -> Tree:
    """Two calendars of one plan, without time stamps and versions: what is said of the whole, then its entries."""
    tree: Tree = {}
    for name, text in (("to-dos", todos), ("events", events)):
        lines = iter(text.replace("\r\n ", "").replace("\r\n", "\n").split("\n"))
        calendar = _component(lines)["VCALENDAR"][0]
        tree[name] = [one for kind in ("VTODO", "VEVENT") for one in calendar.pop(kind, [])]
        tree[f"about the {name}"] = calendar
    return tree


def _component(lines: Iterable[str]) -> Tree:
    found: Tree = {}
    for line in lines:
        name, value = re.split("(?=[;:])", line, maxsplit=1) if re.search("[;:]", line) else (line, "")
        if name == "END":
            break
        if name == "BEGIN":
            found.setdefault(value[1:], []).append(_component(lines))
        elif name and name not in ("DTSTAMP", "PRODID"):
            known = found.get(name)
            found[name] = value[1:] if known is None else [*(known if isinstance(known, list) else [known]), value[1:]]
    return found


def from_text(text: str) -> Sections:
    """The words of a text page; a line at the margin after an empty one begins a section, but for a box of a duty."""
    parts: list[tuple[str, list[str]]] = [("top", [])]
    before = "-"
    for line in text.splitlines():
        if not before and line[:1].strip() and not line.startswith("["):
            parts.append((_name(line), []))
        parts[-1][1].extend(words(line))
        before = line
    return _numbered(parts)


def from_html(text: str) -> Sections:
    """The words of an HTML page; a heading begins a section."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _numbered([(_name(head) if head else "top", words(said)) for head, said in reader.parts])


def raised(error: Exception) -> Tree:
    """What stands for a body that could not be made."""
    return {"raised": f"{type(error).__name__}: {error}"}


def _name(line: str) -> str:
    """A short name of a section that stays when its numbers or its case change.

    >>> _name("NO TIME GIVEN IN THE TEXT  (14)"), _name("This plan stands until Fri, 20 Nov 2026"), _name("2026-09")
    ('no time given in the', 'this plan stands until fri', '2026 09')
    """
    found = words(_COUNT.sub("", line)) or words(line)
    if found and not found[0][0].isdigit():
        end = next((i for i, word in enumerate(found) if word[0].isdigit()), len(found))
        found = found[: min(end, 5)]
    return " ".join(found[:5]) or "unnamed"


def _numbered(parts: Sequence[tuple[str, list[str]]]) -> Sections:
    seen: dict[str, int] = {}
    found: Sections = []
    for name, said in parts:
        seen[name] = seen.get(name, 0) + 1
        found.append((name if seen[name] == 1 else f"{name} [{seen[name]}]", said))
    return found


class _Reader(HTMLParser):
    """The text of a page by heading; every tag parts words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = [("", "")]
        self._silent = self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent = self._silent or tag in ("style", "script")
        if tag in ("h1", "h2", "h3"):
            self._heading = True
            self.parts.append(("", ""))
        self._say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = False
        if tag in ("h1", "h2", "h3"):
            self._heading = False
        self._say(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(data)

    def _say(self, data: str) -> None:
        head, said = self.parts[-1]
        self.parts[-1] = (head + data if self._heading else head, said + data)
