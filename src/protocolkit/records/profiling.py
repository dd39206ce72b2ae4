"""The profile of each column, from a sample: how its cells look, and what personal data it seems to hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Literal

import msgspec

from protocolkit.languages import _
from protocolkit.messages import Message, say
from protocolkit.reading.references import EMAIL, PHONE, personal_number
from protocolkit.records.cells import plain, reference, truth, whole
from protocolkit.records.table import Table
from protocolkit.records.times import CLOCK, read_time

Sort = Literal["name", "number", "contact", "birth_date", "free_text"]

# Beginnings of words in the names of columns, in Russian, Kazakh, Ukrainian and English.
_NAMES: dict[Sort, tuple[str, ...]] = {
    "name": (
        "фамилия", "имя", "отчество", "фио", "ф и о", "піб", "п і б", "прізвище", "ім’я", "по батькові", "тегі",
        "аты", "аты жөні", "есімі", "әкесінің аты", "surname", "first name", "last name", "middle name", "full name",
        "patronymic", "name", "child name", "pupil name", "student name", "victim name", "offender name", "имя ребенка",
        "фио ребенка", "фио пострадавшего", "баланың аты", "ім’я дитини", "піб дитини", "fio", "pib",
    ),
    "number": (
        "иин", "жсн", "iin", "jsn", "рнокпп", "іпн", "инн", "ipn", "паспорт", "passport", "снилс", "свидетельство",
        "свідоцтво", "куәлік", "удостоверение", "national id", "personal number", "номер документа", "document number",
    ),
    "contact": (
        "телефон", "тел", "мобильный", "phone", "mobile", "email", "e mail", "почта", "пошта", "адрес", "адреса",
        "address", "мекенжайы", "мекенжай", "ұялы телефон", "контакты", "контакти", "contacts", "место жительства",
    ),
    "birth_date": (
        "дата рождения", "дата народження", "туған күні", "birth date", "date of birth", "birthday", "dob", "birthdate",
        "др",
    ),
    "free_text": (
        "описание", "обстоятельства", "комментарий", "примечание", "опис", "обставини", "коментар", "примітка",
        "сипаттама", "түсініктеме", "ескертпе", "description", "comment", "comments", "note", "notes", "circumstances",
        "фабула", "суть",
    ),
}  # fmt: skip
_BARE = frozenset({"имя", "аты", "name", "др", "тел", "тегі"})  # too short to look for inside longer names
_NOT_PEOPLE = re.compile(
    r"school|class|city|region|file|status|школ|класс|город|област|мектеп|клас|міст|заклад|event|unit|organi|program"
)
_BIG, _SMALL = "[А-ЯЁІЇЄҐӘҒҚҢӨҰҮҺA-Z]", "[а-яёіїєґәғқңөұүһa-z’'-]+"
_NAME_LIKE = re.compile(rf"{_BIG}{_SMALL}(?:[ .]+{_BIG}(?:{_SMALL}|\.?)){{1,3}}\Z")
_MOST_PERSONAL = 0.6  # this much of a sample must look personal
_SHORT = 40


def sort_of(column: str, cells: Sequence[str]) -> Sort | None:
    """What personal data a column seems to hold, by its name or by a sample of its cells that are not empty."""
    name = plain(column.rpartition(".")[2]) if "." in column else plain(column)
    for whole_name in dict.fromkeys((plain(column.replace(".", " ")), name)):
        for sort, beginnings in _NAMES.items():
            if any(_says(whole_name, one) for one in beginnings):
                return sort
    return _by_cells(cells)


def _says(name: str, word: str) -> bool:
    if name == word:
        return True
    if word in _BARE:
        return name.endswith(f" {word}") and not _NOT_PEOPLE.search(name)
    return f" {word} " in f" {name} "


def _by_cells(cells: Sequence[str]) -> Sort | None:
    if not cells:
        return None
    if _most(personal_number(cell) and len(cell) == 12 for cell in cells):
        return "number"
    if _most(EMAIL.match(cell) is not None or _is_phone(cell) for cell in cells):
        return "contact"
    if _most(personal_number(cell) for cell in cells):
        return "number"
    if _most(_NAME_LIKE.match(cell) is not None for cell in cells) and len(set(cells)) > len(cells) / 2:
        return "name"
    if _most(len(cell) > _SHORT and reference(cell) is None for cell in cells) and len(set(cells)) > len(cells) / 2:
        return "free_text"
    return None


def _is_phone(cell: str) -> bool:
    return bool(PHONE.match(cell)) and sum(c.isdigit() for c in cell) in (10, 11, 12)


def _most(tests: Iterable[bool]) -> bool:
    found = list(tests)
    return sum(found) >= _MOST_PERSONAL * len(found)


def personal_reason(sort: Sort) -> Message:
    """Why a column must stay where it is."""
    return {
        "name": say("names of people: do not export them"),
        "number": say("numbers of people or of their papers: do not export them"),
        "contact": say("telephones or addresses: do not export them"),
        "birth_date": say("dates of birth: export the age on the day of the act instead"),
        "free_text": say("free text, which may name people: do not export it"),
    }[sort]


Look = Literal[
    "empty", "bool", "integer", "day", "instant", "naive", "clock", "slashed", "serial", "choice", "reference", "text"
]
_MOST = 0.9  # this much of a sample must look alike
_FEW = 20
_SLASHED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}(?:,? +\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?)?\Z", re.ASCII | re.IGNORECASE
)
_SERIAL = re.compile(r"[34]\d{4}[.,]\d+\Z", re.ASCII)  # days since 1900, as spreadsheets keep 1982 to 2036


class Holds(msgspec.Struct, frozen=True):
    """How a column looks: `alike` of `sampled` cells that are not empty; `distinct` different ones."""

    look: Look
    alike: int
    sampled: int
    distinct: int

    def says(self) -> str:
        """The look in words, with the counts it rests on."""
        what = {
            "empty": _("no cell holds anything"), "bool": _("yes or no"), "integer": _("whole numbers"),
            "day": _("days without a time"), "instant": _("times with an offset"),
            "naive": _("times without an offset"), "clock": _("times of day"), "choice": _("a few words"),
            "slashed": _("times with slashes"), "serial": _("numbers, as spreadsheets keep times"),
            "reference": _("references, each once"), "text": _("text"),
        }[self.look]  # fmt: skip
        if not self.sampled:
            return what
        return _("{what} in {alike} of {sampled} cells").format(what=what, alike=self.alike, sampled=self.sampled)


def holds(cells: Sequence[str]) -> Holds:
    """How the cells of a sample look; those that are empty have been left out."""
    size, distinct = len(cells), len(set(cells))
    told: tuple[Look, ...] = ("bool", "integer", "day", "instant", "naive", "clock", "slashed", "serial")
    counts = dict.fromkeys(told, 0)
    for cell in cells:
        if truth(cell) is not None:
            counts["bool"] += 1
        if whole(cell) is not None:
            counts["integer"] += 1
        elif CLOCK.match(cell):
            counts["clock"] += 1
        elif _SLASHED.match(cell):
            counts["slashed"] += 1
        elif _SERIAL.match(cell):
            counts["serial"] += 1
        else:
            time = read_time(cell, None)
            if time.fault == "naive":
                counts["naive"] += 1
            elif time.fault is None:
                counts["instant" if time.at else "day"] += 1
    if not size:
        return Holds("empty", 0, 0, 0)
    # Zeros and ones are yes or no only where nothing else stands there.
    if counts["bool"] == size and counts["integer"] in (0, size):
        return Holds("bool", size, size, distinct)
    timed = counts["day"] + counts["instant"] + counts["naive"]
    if timed >= _MOST * size:
        look: Look = max(("naive", "instant", "day"), key=lambda one: counts[one])
        return Holds(look, counts[look], size, distinct)
    for one in ("bool", "integer", "clock", "slashed", "serial"):
        if counts[one] >= _MOST * size:
            return Holds(one, counts[one], size, distinct)
    if distinct == size and size > 1 and all(map(reference, cells)):
        return Holds("reference", size, size, distinct)
    if distinct <= _FEW and (distinct <= size / 2 or size < _FEW):
        return Holds("choice", size, size, distinct)
    return Holds("text", size, size, distinct)


SAMPLE = 500  # rows looked at


class Seen(msgspec.Struct, frozen=True):
    """What a sample tells of one column: its cells that are not empty, how they look, what personal data they seem."""

    name: str
    cells: tuple[str, ...]
    holds: Holds
    personal: Sort | None = None


def look(table: Table) -> tuple[Seen, ...]:
    """Every column as its first rows show it."""
    rows = [row.cells for row in islice(table.rows(), SAMPLE)]
    found = []
    for number, name in enumerate(table.columns):
        cells = tuple(row[number] for row in rows if row[number])
        found.append(Seen(name, cells, holds(cells), sort_of(name, cells)))
    return tuple(found)
