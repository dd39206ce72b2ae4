"""Numerals, units of time and kinds of days, by language, as the texts write them."""

from __future__ import annotations

import re

_NUMERALS: dict[str, dict[int, str]] = {
    "ru": {
        1: "один одна одно одного одной одному одну одним", 2: "два две двух двум", 3: "три трех трёх трем трём",
        4: "четыре четырех четырёх", 5: "пять пяти", 6: "шесть шести", 7: "семь семи", 8: "восемь восьми",
        9: "девять девяти", 10: "десять десяти", 11: "одиннадцать одиннадцати", 12: "двенадцать двенадцати",
        13: "тринадцать тринадцати", 14: "четырнадцать четырнадцати", 15: "пятнадцать пятнадцати",
        20: "двадцать двадцати",
        30: "тридцать тридцати", 40: "сорок сорока", 50: "пятьдесят пятидесяти", 60: "шестьдесят шестидесяти",
        70: "семьдесят семидесяти", 80: "восемьдесят восьмидесяти", 90: "девяносто девяноста", 100: "сто ста",
        200: "двести двухсот", 300: "триста трехсот трёхсот", 500: "пятьсот пятисот",
    },
    "uk": {
        1: "один одна одне одного однієї одній одному одну одним", 2: "два дві двох двом", 3: "три трьох трьом",
        4: "чотири чотирьох", 5: "п'ять п'яти п'ятьох", 6: "шість шести", 7: "сім семи", 8: "вісім восьми",
        9: "дев'ять дев'яти", 10: "десять десяти", 11: "одинадцять одинадцяти", 12: "дванадцять дванадцяти",
        13: "тринадцять тринадцяти", 14: "чотирнадцять чотирнадцяти", 15: "п'ятнадцять п'ятнадцяти",
        20: "двадцять двадцяти", 30: "тридцять тридцяти", 40: "сорок сорока", 50: "п'ятдесят п'ятдесяти",
        60: "шістдесят шістдесяти", 70: "сімдесят сімдесяти", 80: "вісімдесят вісімдесяти", 90: "дев'яносто",
        100: "сто ста", 200: "двісті двохсот", 300: "триста трьохсот", 500: "п'ятсот п'ятисот",
    },
    "kk": {
        1: "бір бірінші", 2: "екі екінші", 3: "үш үшінші", 4: "төрт төртінші", 5: "бес бесінші", 6: "алты алтыншы",
        7: "жеті жетінші", 8: "сегіз сегізінші", 9: "тоғыз тоғызыншы", 10: "он оныншы", 20: "жиырма", 30: "отыз",
        40: "қырық", 50: "елу", 60: "алпыс", 70: "жетпіс", 80: "сексен", 90: "тоқсан", 100: "жүз",
    },
    "en": {
        1: "one first", 2: "two second", 3: "three third", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight",
        9: "nine", 10: "ten", 11: "eleven", 12: "twelve", 14: "fourteen", 15: "fifteen", 20: "twenty", 30: "thirty",
        40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety", 100: "hundred",
    },
}  # fmt: skip
# A unit `day_and_night` is 24 hours.
_UNITS: dict[str, dict[str, str]] = {
    "ru": {
        "hour": r"ч|час(а|ов|у|ам|ы)?|часов\w+", "day_and_night": r"сут(ки|ок|кам|очн\w+)",
        "day": r"день|дн(я|ей|ю|ям)|дневн\w+", "week": r"недел\w+", "month": r"месяц\w*|месячн\w+",
        "year": r"год(а|у|ов|ам|овой)?|лет",
    },
    "uk": {
        "hour": r"год|годин\w*", "day_and_night": r"доб(а|и|у|і|ою)|діб|добов\w+",
        "day": r"день|дн(я|і|ів|ю|ям)|денн\w+",
        "week": r"тижд\w+|тижн\w+", "month": r"місяц\w+|місячн\w+", "year": r"рік|рок(у|и|ів|ам)|річн\w+",
    },
    "kk": {
        "hour": r"сағат\w*", "day_and_night": r"тәулік\w*|тәулiк\w*", "day": r"күн\w*", "week": r"апта\w*",
        "month": r"ай(ы|да|дың|дан|лық|ында|ынан|ға|ға)?", "year": r"жыл\w*",
    },
    "en": {"hour": r"hours?", "day": r"days?", "week": r"weeks?", "month": r"months?", "year": r"years?"},
}  # fmt: skip
_KINDS: dict[str, dict[str, str]] = {
    "ru": {"working": r"рабоч\w+", "school": r"учебн\w+", "": r"календарн\w+|полн\w+"},
    "uk": {"working": r"робоч\w+", "school": r"навчальн\w+", "": r"календарн\w+|повн\w+"},
    "kk": {"working": r"жұмыс", "school": r"оқу", "": r"күнтізбелік"},
    "en": {"working": r"working|business", "school": r"school", "": r"calendar|full"},
}
# After these a day and night alone is one: `в течение суток`. `Протягом року` is a span, and no time to act.
WITHIN = frozenset(("течение", "протягом", "упродовж", "впродовж"))
BETWEEN = frozenset(("до", "to", "и", "і", "або", "или", "мен", "ден", "дейін"))


def numeral(word: str, language: str) -> int | None:
    """The number a single word says, if it says one.

    >>> numeral("п’яти", "uk"), numeral("он", "ru"), numeral("он", "kk")
    (5, None, 10)
    """
    return _BY_WORD.get(language, {}).get(plain(word))


def unit(word: str, language: str) -> str | None:
    return next((name for name, pattern in _UNITS.get(language, {}).items() if re.fullmatch(pattern, word)), None)


def kind_of_day(word: str, language: str) -> str | None:
    """The kind of days an adjective names: `working`, `school`, or none in particular (empty)."""
    return next((name for name, pattern in _KINDS.get(language, {}).items() if re.fullmatch(pattern, word)), None)


def plain(word: str) -> str:
    """Lower case, with one form of the apostrophe."""
    return word.lower().replace("\u2019", "'").replace("\u02bc", "'")


_BY_WORD = {
    language: {word: number for number, words in table.items() for word in words.split()}
    for language, table in _NUMERALS.items()
}
