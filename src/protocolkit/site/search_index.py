"""What the search knows: the address, the titles and the words of every rule, point and name."""

from __future__ import annotations

import json
import unicodedata

from protocolkit.languages import speaking
from protocolkit.site.addresses import name_anchor, names_page, rule_page, text_page
from protocolkit.site.book import Book
from protocolkit.site.names_pages import entries
from protocolkit.site.voice import Voice

# Letters without a decomposition, as somebody types them on a keyboard that lacks them; apostrophes are dropped.
PLAIN = dict(zip("әғқңөұүһіґєѓќћђ’'ʼ`ʹ", [*"агкноуухигегкћђ", "", "", "", "", ""], strict=True)) | {"ı": "i", "ß": "ss"}
ALIKE = dict(zip("aceiopxy", "асеиорху", strict=True))  # Latin letters inside Cyrillic words


def fold(text: str) -> str:
    """Words as they are compared: without case, accents and the letters a keyboard may lack.

    >>> fold("Әділет; Їжак, Élan"), fold("деректердi") == fold("деректерді")
    ('адилет ижак elan', True)
    """
    lowered = unicodedata.normalize("NFD", text.lower())
    kept = "".join(PLAIN.get(c, c) for c in lowered if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in kept).split()
    return " ".join("".join(ALIKE.get(c, c) for c in word) if _cyrillic(word) else word for word in words)


def _cyrillic(word: str) -> bool:
    return any("\u0400" <= c <= "\u04ff" for c in word)


def search_script(book: Book, languages: tuple[str, ...]) -> str:
    """The index as a script, for a page from a folder may fetch nothing."""
    voices = {one: Voice(book, one, "index.html") for one in languages}
    rows: list[list[object]] = []

    def add(kind: str, page: str, where: str, labels: dict[str, str], otherwise: str, *words: str) -> None:
        titles: list[object] = [voices[one].plain(labels, otherwise) for one in languages]
        same = titles[0] if len({*map(str, titles)}) == 1 else titles
        rows.append([kind, page, where, same, fold(" ".join((otherwise, where, *labels.values(), *words)))])

    for id in (*book.rulesets, *book.protocols):
        add("t", text_page(id), id, book.titles.get(id, {}), id)
    for rule in book.rules.values():
        cites = [f"{cite.point} {cite.words}" for cite in rule.cites]
        add("r", rule_page(rule.id), rule.id, rule.say, rule.name, *cites)
    for ruleset, points in book.points.items():
        for row in points:
            words = [cite.words for id in row.rules for cite in book.cites(id, row)]
            labels = _by_language(languages, row.named, voices)
            add("p", book.point_page(ruleset, row.named) or "", ruleset, labels, row.named, *words, row.reason or "")
    for kind in ("roles", "events", "facts", "actions", "documents", "lists"):
        for one in entries(kind, next(iter(voices.values()))):
            add("n", f"{names_page(kind)}#{name_anchor(one.name)}", one.name, one.label, one.name)
    data = {"languages": languages, "plain": PLAIN, "alike": ALIKE, "rows": rows}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.ruleSite = {text};\n"


def _by_language(languages: tuple[str, ...], point: str, voices: dict[str, Voice]) -> dict[str, str]:
    found = {}
    for one in languages:
        with speaking(one):
            found[one] = voices[one].point_plain(point)
    return found
