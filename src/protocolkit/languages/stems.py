"""What is left of a word without its endings, so that a search for «полицию» finds «полиция»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+|\d+")
_SURE = 4
"""From so many letters on, a stem is taken for the beginning of longer words too."""
_LEAST = {"uk": 3, "kk": 3}

# Endings of nouns, adjectives and verbs, each taken once, the longest that fits first.
_UKRAINIAN = (
    "уватися", "юватися", "атися", "итися", "увати", "ювати", "ається", "ється", "ами", "ями", "ові", "еві",
    "єві", "ого", "ому", "ими", "іми", "ати", "ити", "іти", "яти", "ують", "юють", "ають", "яють", "ить", "уть",
    "ють", "ать", "ять", "ою", "ею", "єю", "ах", "ях", "ам", "ям", "ів", "їв", "ий", "ій", "їй", "их", "іх",
    "їх", "им", "ім", "їм", "ую", "юю", "ає", "ує", "ть", "а", "е", "и", "і", "о", "у", "ю", "я", "є", "ї", "й",
    "ь",
)  # fmt: skip
# Endings of Kazakh stand one behind another: case behind possession behind number, time behind the verb.
_KAZAKH = (
    "лардың", "лердің", "дардың", "дердің", "тардың", "тердің", "лар", "лер", "дар", "дер", "тар", "тер",
    "сының", "сінің", "ының", "інің", "ның", "нің", "дың", "дің", "тың", "тің", "сына", "сіне", "ына", "іне",
    "ға", "ге", "қа", "ке", "на", "не", "сын", "сін", "ын", "ін", "ны", "ні", "ды", "ді", "ты", "ті", "сында",
    "сінде", "ында", "інде", "нда", "нде", "да", "де", "та", "те", "сынан", "сінен", "ынан", "інен", "дан",
    "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "сы", "сі", "ымыз", "іміз", "ым", "ім", "ың", "ің",
    "йды", "йді", "ады", "еді", "ған", "ген", "қан", "кен", "у", "ы", "і", "й", "н",
)  # fmt: skip
# What changes inside, and is asked for often.
_IRREGULAR = {
    language: {form: line.split()[0] for line in lines for form in line.split()}
    for language, lines in {
        "ru": ("день дня дню днём днем дне дни дней дням днями днях", "ребёнок ребёнка ребёнку ребёнком ребёнке",
               "час часа часу часом часе часы часов часам часами часах", "два две двух двум двумя",
               "три трёх трех трём тремя"),
        "uk": ("день дня дню днем дні днів дням днями днях", "година години годину годині годин",
               "два дві двох двом двома", "три трьох трьом трьома", "дитина дитини дитині дитину дитиною"),
    }.items()
}  # fmt: skip
_TIMES = 5


def words(text: str) -> list[str]:
    """The words and numbers of a text, small.

    >>> words("Уведомить полицию: 1 час")
    ['уведомить', 'полицию', '1', 'час']
    """
    return _WORD.findall(text.casefold())


@lru_cache(8192)
def stem(word: str, language: str) -> str:
    """The stem of a small word. Snowball knows Russian and English; of the other two the commonest endings go.

    >>> stem("батькам", "uk"), stem("полициясына", "kk"), stem("днів", "uk")
    ('батьк', 'полиция', 'день')
    """
    if irregular := _IRREGULAR.get(language, {}).get(word):
        return irregular
    if language in ("ru", "en"):
        return _snowball(language, word)
    if language == "kk":
        for _ in range(_TIMES):
            shorter = _without(word, _KAZAKH, _LEAST["kk"])
            if shorter == word:
                break
            word = shorter
        return word
    return _without(word, _UKRAINIAN, _LEAST["uk"]) if language == "uk" else word


def found(query: Iterable[str], text: Iterable[str], language: str) -> bool:
    """Whether every word of a query is in a text, in whatever form. Both are small words.

    Of two long stems one may be the beginning of the other: a verb is found by its noun, and by its other aspect.
    """
    every = list(text)
    stems = {stem(word, language) for word in every}
    return all(_is_in(stem(word, language), every, stems) for word in query)


def _is_in(wanted: str, every: list[str], stems: set[str]) -> bool:
    if wanted in stems:
        return True
    begins = len(wanted) >= _SURE and any(word.startswith(wanted) for word in every)
    return begins or any(len(one) > _SURE and wanted.startswith(one) for one in stems)


def _without(word: str, endings: Iterable[str], least: int) -> str:
    """The word without the longest ending that leaves enough of it."""
    fitting = (one for one in endings if word.endswith(one) and len(word) - len(one) >= least)
    return word[: len(word) - len(max(fitting, key=len, default=""))]


def _snowball(language: str, word: str) -> str:
    import snowballstemmer

    return str(snowballstemmer.stemmer({"ru": "russian", "en": "english"}[language]).stemWord(word))
