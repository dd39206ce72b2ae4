"""Columns that hold names, numbers or addresses of people: protocolkit neither needs nor takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from protocolkit.languages import _
from protocolkit.records.cells import EMAIL, IIN, PHONE, plain

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
_NOT_PEOPLE = re.compile(r"school|class|city|region|file|status|школ|класс|город|област|мектеп|клас|міст|заклад|event")
_BIG, _SMALL = "[А-ЯЁІЇЄҐӘҒҚҢӨҰҮҺA-Z]", "[а-яёіїєґәғқңөұүһa-z’'-]+"
_NAME_LIKE = re.compile(rf"{_BIG}{_SMALL}(?:[ .]+{_BIG}(?:{_SMALL}|\.?)){{1,3}}\Z")
MOST = 0.6
SHORT = 40


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
    if _most(IIN.match(cell) is not None for cell in cells):
        return "number"
    if _most(EMAIL.match(cell) is not None or _is_phone(cell) for cell in cells):
        return "contact"
    if _most(_NAME_LIKE.match(cell) is not None for cell in cells) and len(set(cells)) > len(cells) / 2:
        return "name"
    if _most(len(cell) > SHORT for cell in cells) and len(set(cells)) > len(cells) / 2:
        return "free_text"
    return None


def _is_phone(cell: str) -> bool:
    return bool(PHONE.match(cell)) and sum(c.isdigit() for c in cell) in (10, 11, 12)


def _most(tests: Iterable[bool]) -> bool:
    found = list(tests)
    return sum(found) >= MOST * len(found)


def personal_reason(sort: Sort) -> str:
    """Why a column must stay where it is."""
    return {
        "name": _("names of people: do not export them"),
        "number": _("numbers of people or of their papers: do not export them"),
        "contact": _("telephones or addresses: do not export them"),
        "birth_date": _("dates of birth: export the age on the day of the act instead"),
        "free_text": _("free text, which may name people: do not export it"),
    }[sort]
