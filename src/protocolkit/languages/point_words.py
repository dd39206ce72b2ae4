"""Points of a text as people name them: `2, dash 1` is kept in data and said in the language being spoken."""

from __future__ import annotations

import re

from protocolkit.languages import language, pgettext

_PHRASE = re.compile(r"([A-Za-z]{2,}(?: [A-Za-z]{2,})*\.?)(?: (\d+|[a-z])\b)?")
_SERVICE = re.compile(r"МҚҚ (leader|members)(?: (\d+))?")
_ARTICLE = re.compile(r"\bart\. (\d+(?:-\d+)?)")
# What people count: `2nd bullet`. After the name of a list the number is that of its point.
_COUNTED = frozenset({
    "Chapter", "aim", "app.", "bullet", "dash", "definition", "duty", "item", "para", "paragraph", "part", "point",
    "principle", "row", "sentence", "sub",
})  # fmt: skip


def point_words(point: str) -> str:
    """A point with the parts of a text named in the language; numbers and names of their own stay.

    >>> point_words("2, dash 1")
    '2, dash 1'
    """
    if language() == "en":
        return point
    known = _parts()
    counted = pgettext("part of a text and which", "{part} {number}")

    def said(found: re.Match[str]) -> str:
        part = known.get(found[1], found[1])
        if found[2] is None:
            return part
        if found[1] in _COUNTED:
            return counted.format(part=part, number=found[2])
        return f"{part} {found[2]}"

    def service(found: re.Match[str]) -> str:
        name = {
            "leader": pgettext("part of a text", "head of the safety service"),
            "members": pgettext("part of a text", "members of the safety service"),
        }[found[1]]
        point = pgettext("a point of a text", "point {number}")
        return f"{name}, {point.format(number=found[2])}" if found[2] else name

    article = pgettext("part of a text", "art. {number}")
    point = _SERVICE.sub(service, point)
    return _PHRASE.sub(said, _ARTICLE.sub(lambda found: article.format(number=found[1]), point))


def _parts() -> dict[str, str]:
    return {
        "Chapter": pgettext("part of a text", "Chapter"),
        "HR staff": pgettext("part of a text", "HR staff"),
        "Order": pgettext("part of a text", "Order"),
        "aim": pgettext("part of a text", "aim"),
        "all staff": pgettext("part of a text", "all staff"),
        "app.": pgettext("part of a text", "app."),
        "approval stamp": pgettext("part of a text", "approval stamp"),
        "behavioural signs": pgettext("part of a text", "behavioural signs"),
        "brackets": pgettext("part of a text", "brackets"),
        "bullet": pgettext("part of a text", "bullet"),
        "bullying": pgettext("part of a text", "bullying"),
        "class teacher": pgettext("part of a text", "class teacher"),
        "column group": pgettext("part of a text", "column group"),
        "composition": pgettext("part of a text", "composition"),
        "composition item": pgettext("part of a text", "composition item"),
        "confidentiality paragraph": pgettext("part of a text", "confidentiality paragraph"),
        "consequences": pgettext("part of a text", "consequences"),
        "cyberbullying row": pgettext("part of a text", "cyberbullying row"),
        "dash": pgettext("part of a text", "dash"),
        "date": pgettext("part of a text", "date"),
        "definition": pgettext("part of a text", "definition"),
        "duty": pgettext("part of a text", "duty"),
        "exclusion": pgettext("part of a text", "exclusion"),
        "exploitation row": pgettext("part of a text", "exploitation row"),
        "external signs": pgettext("part of a text", "external signs"),
        "final paragraph": pgettext("part of a text", "final paragraph"),
        "footnotes": pgettext("part of a text", "footnotes"),
        "first paragraph": pgettext("part of a text", "first paragraph"),
        "fourth paragraph": pgettext("part of a text", "fourth paragraph"),
        "second paragraph": pgettext("part of a text", "second paragraph"),
        "third paragraph": pgettext("part of a text", "third paragraph"),
        "forms": pgettext("part of a text", "forms"),
        "introduction": pgettext("part of a text", "introduction"),
        "item": pgettext("part of a text", "item"),
        "last bullet": pgettext("part of a text", "last bullet"),
        "last item": pgettext("part of a text", "last item"),
        "last para": pgettext("part of a text", "last para"),
        "last paragraph": pgettext("part of a text", "last paragraph"),
        "leader": pgettext("part of a text", "leader"),
        "list": pgettext("part of a text", "list"),
        "measures": pgettext("part of a text", "measures"),
        "members": pgettext("part of a text", "members"),
        "offender": pgettext("part of a text", "offender"),
        "ombudsman section": pgettext("part of a text", "ombudsman section"),
        "order": pgettext("part of a text", "order"),
        "outcome": pgettext("part of a text", "outcome"),
        "para": pgettext("part of a text", "para"),
        "paragraph": pgettext("part of a text", "paragraph"),
        "part": pgettext("part of a text", "part"),
        "physical row": pgettext("part of a text", "physical row"),
        "physical signs": pgettext("part of a text", "physical signs"),
        "place": pgettext("part of a text", "place"),
        "point": pgettext("part of a text", "point"),
        "preamble": pgettext("part of a text", "preamble"),
        "principle": pgettext("part of a text", "principle"),
        "psychological row": pgettext("part of a text", "psychological row"),
        "repeated": pgettext("part of a text", "repeated"),
        "row": pgettext("part of a text", "row"),
        "scale": pgettext("part of a text", "scale"),
        "school head": pgettext("part of a text", "school head"),
        "sentence": pgettext("part of a text", "sentence"),
        "sexual row": pgettext("part of a text", "sexual row"),
        "signs": pgettext("part of a text", "signs"),
        "source line": pgettext("part of a text", "source line"),
        "sub": pgettext("part of a text", "sub"),
        "title": pgettext("part of a text", "title"),
        "type": pgettext("part of a text", "type"),
        "unnumbered": pgettext("part of a text", "unnumbered"),
        "victim": pgettext("part of a text", "victim"),
    }
