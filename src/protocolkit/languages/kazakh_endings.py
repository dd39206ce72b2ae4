"""Kazakh case endings of clock times and days: `15:30-ға`, `14:00-ге`, `24 қарашаға`.

A time takes the ending of the last number word it is read with: harmony decides the vowel, the last sound the
consonant.
"""

from __future__ import annotations

import re
from typing import Literal

Case = Literal["to", "from", "at"]
"""Whither (dative), whence (ablative), where (locative)."""

# The numbers that may end a time as it is read aloud; 00 is read as zero.
_NUMBERS = {
    0: "нөл", 1: "бір", 2: "екі", 3: "үш", 4: "төрт", 5: "бес", 6: "алты", 7: "жеті", 8: "сегіз", 9: "тоғыз",
    10: "он", 20: "жиырма", 30: "отыз", 40: "қырық", 50: "елу",
}  # fmt: skip
MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
    "желтоқсан",
)  # fmt: skip
# Those that decide; у, и, ю take after the vowel before them: `елу` is a front word.
_FRONT, _BACK = "әеіөүэ", "аоұыёя"
_VOICELESS = "пфкқтсшщчцхһ"
_NASAL = "мнң"
_CLOCK = re.compile(r"\d?\d:(\d\d)(?::(\d\d))?\Z")
_WORD = re.compile(r"[^\W\d_]+\Z")


def ending(word: str, case: Case) -> str:
    """The ending of a word that bears no possessive.

    >>> ending("отыз", "to"), ending("төрт", "to"), ending("он", "from"), ending("бес", "at")
    ('ға', 'ке', 'нан', 'те')
    """
    front = _is_front(word)
    last = word[-1]
    if case == "to":
        consonant, vowel = ("қ", "к") if last in _VOICELESS else ("ғ", "г"), ("а", "е")
        return consonant[front] + vowel[front]
    hard = "т" if last in _VOICELESS else "н" if case == "from" and last in _NASAL else "д"
    return hard + ("е" if front else "а") + ("н" if case == "from" else "")


def declined(text: str, case: Case) -> str:
    """A text that ends in a clock time or a word, in a case.

    >>> declined("15:30", "to"), declined("14:00", "to"), declined("09:05", "from"), declined("24 қараша", "to")
    ('15:30-ға', '14:00-ге', '09:05-тен', '24 қарашаға')
    """
    if found := _CLOCK.search(text):
        return f"{text}-{ending(_number(int(found[2] or found[1])), case)}"
    if found := _WORD.search(text):
        return text + ending(found[0].lower(), case)
    return text


def _number(minutes: int) -> str:
    """The last number word: of 35 `бес`, of 30 `отыз`."""
    return _NUMBERS[minutes if minutes % 10 == 0 else minutes % 10]


def _is_front(word: str) -> bool:
    vowels = [letter for letter in word if letter in _FRONT + _BACK]
    return bool(vowels) and vowels[-1] in _FRONT
