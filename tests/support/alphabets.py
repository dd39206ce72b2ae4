"""The letters of the four languages."""

from __future__ import annotations

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщьюя"
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": _CYRILLIC + "ёъыэ",
    "uk": _CYRILLIC + "ґєії",
    "kk": _CYRILLIC + "ёъыэ" + "әғқңөұүһі",
}


def foreign_letters(text: str, language: str) -> str:
    """The letters of a text that its language does not have, such as a Latin `i` in a Russian word."""
    return "".join(c for c in text if c.isalpha() and c.lower() not in ALPHABETS[language])
