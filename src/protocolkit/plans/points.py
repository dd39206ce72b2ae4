"""Points of a text as people name them: `2, dash 1` is kept in data and said in the language being spoken."""

from __future__ import annotations

import re

from protocolkit.languages import language, pgettext

_PHRASE = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*\.?")


def point_words(point: str) -> str:
    """A point with the parts of a text named in the language; numbers and names of their own stay.

    >>> point_words("2, dash 1")
    '2, dash 1'
    """
    if language() == "en":
        return point
    known = _parts()
    return _PHRASE.sub(lambda found: known.get(found[0], found[0]), point)


def _parts() -> dict[str, str]:
    return {
        "Chapter": pgettext("part of a text", "Chapter"),
        "HR staff": pgettext("part of a text", "HR staff"),
        "Order": pgettext("part of a text", "Order"),
        "aim": pgettext("part of a text", "aim"),
        "all staff": pgettext("part of a text", "all staff"),
        "app.": pgettext("part of a text", "app."),
        "approval stamp": pgettext("part of a text", "approval stamp"),
        "brackets": pgettext("part of a text", "brackets"),
        "bullet": pgettext("part of a text", "bullet"),
        "class teacher": pgettext("part of a text", "class teacher"),
        "composition": pgettext("part of a text", "composition"),
        "confidentiality paragraph": pgettext("part of a text", "confidentiality paragraph"),
        "dash": pgettext("part of a text", "dash"),
        "definition": pgettext("part of a text", "definition"),
        "duty": pgettext("part of a text", "duty"),
        "final paragraph": pgettext("part of a text", "final paragraph"),
        "footnotes": pgettext("part of a text", "footnotes"),
        "introduction": pgettext("part of a text", "introduction"),
        "item": pgettext("part of a text", "item"),
        "last bullet": pgettext("part of a text", "last bullet"),
        "last item": pgettext("part of a text", "last item"),
        "last para": pgettext("part of a text", "last para"),
        "last paragraph": pgettext("part of a text", "last paragraph"),
        "leader": pgettext("part of a text", "leader"),
        "list": pgettext("part of a text", "list"),
        "members": pgettext("part of a text", "members"),
        "ombudsman section": pgettext("part of a text", "ombudsman section"),
        "para": pgettext("part of a text", "para"),
        "paragraph": pgettext("part of a text", "paragraph"),
        "point": pgettext("part of a text", "point"),
        "preamble": pgettext("part of a text", "preamble"),
        "principle": pgettext("part of a text", "principle"),
        "row": pgettext("part of a text", "row"),
        "scale": pgettext("part of a text", "scale"),
        "school head": pgettext("part of a text", "school head"),
        "sentence": pgettext("part of a text", "sentence"),
        "source line": pgettext("part of a text", "source line"),
        "sub": pgettext("part of a text", "sub"),
        "title": pgettext("part of a text", "title"),
    }
