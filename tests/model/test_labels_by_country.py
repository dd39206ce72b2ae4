"""Bodies come in the words of the case's country, and labels in the language nearest to the reader."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import protocolkit
from alphabets import ALPHABETS, foreign_letters
from plain_yaml import plain
from procedures import MONDAY, write_ruleset
from protocolkit.api import load
from protocolkit.languages import LANGUAGES
from protocolkit.resources import rules_dir
from shown import plan_text

SHARED: dict[str, Any] = plain(rules_dir() / "vocabulary.yaml")
ENTRIES = {
    f"{table}.{name}": entry
    for table, names in SHARED.items() if isinstance(names, dict)
    for name, entry in names.items() if isinstance(entry, dict) and "labels_in" in entry
}  # fmt: skip
SHIPPED = ["kz/interagency", "kz/methodology", "kz/staff-algorithm", "kz/national", "ua/pdyut", "ua/vocational"]
# What only the other country has, in the four languages.
FOREIGN = {
    "kz": ("Україн", "Украин", "Ukrain", "поліці", "булер", "закладу освіти"),
    "ua": (
        "Казахстан",
        "Қазақстан",
        "Kazakhstan",
        "акимат",
        "акімат",
        "әкімдік",
        "внутренних дел",
        "ішкі істер",
        "просвещения",
    ),
}


def labels(protocol: str, language: str) -> dict[str, str]:
    """The label of every role and event that the rules of a protocol name."""
    found = load(protocol)
    used = {role for rule in found.rules for side in (rule.by, rule.to) if side for role in _roles(side)}
    return {role: found.vocabulary.label("roles", role, language) for role in used}


def _roles(side: Any) -> set[str]:
    name = getattr(side, "role", None) or getattr(side, "name", None)
    inner = [*getattr(side, "of", ()), *getattr(side, "else_", ()), *getattr(side, "except_", ())]
    return ({name} if isinstance(name, str) else set()) | {role for one in inner for role in _roles(one)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", SHIPPED)
def test_no_body_of_the_other_country_is_named(protocol: str, language: str) -> None:
    found = labels(protocol, language)
    assert "police" in found
    country = protocol.partition("/")[0]
    wrong = {
        role: label for role, label in found.items()
        if any(word in label for word in FOREIGN[country]) and role not in ("school_police_inspector", "juvenile_police_inspector")
    }  # fmt: skip
    assert wrong == {}


@pytest.mark.parametrize(
    ("protocol", "language", "police"),
    [
        ("kz/interagency", "uk", "органи внутрішніх справ"),
        ("kz/interagency", "ru", "органы внутренних дел"),
        ("kz/national", "kk", "ішкі істер органдары"),
        ("ua/pdyut", "uk", "Національна поліція України"),
        ("ua/pdyut", "ru", "Национальная полиция Украины"),
        ("ua/vocational", "kk", "Украинаның Ұлттық полициясы"),
        ("ua/vocational", "en", "National Police of Ukraine"),
    ],
)
def test_the_police_are_those_of_the_country(protocol: str, language: str, police: str) -> None:
    assert load(protocol).vocabulary.label("roles", "police", language) == police


def test_every_name_of_a_country_is_written_in_the_letters_of_its_language() -> None:
    assert len(ENTRIES) > 15
    for name, entry in ENTRIES.items():
        assert set(entry["labels_in"]) <= {"kz", "ua"}, name
        for label in entry["labels_in"].values():
            assert list(label) == [one for one in ALPHABETS if one in label], name
            assert all(
                words == words.strip() != "" and not foreign_letters(words, one) for one, words in label.items()
            ), name
            # What is the same needs no saying again.
            assert not [one for one, words in label.items() if entry["label"][one] == words], name


def region(
    folder: Path, names: str = "", id: str = "region/order", calendar: str = "kz", language: str = "ru"
) -> protocolkit.Protocol:
    path = write_ruleset(
        folder,
        "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}",
        names,
        id,
    )
    text = path.read_text(encoding="utf-8").replace("calendar: kz", f"calendar: {calendar}")
    path.write_text(text.replace("language: en", f"language: {language}"), encoding="utf-8")
    return load(id, rules=folder)


@pytest.mark.parametrize(
    ("id", "calendar", "police"),
    [
        ("region/order", "kz", "органи внутрішніх справ"),
        ("region/order", "ua", "Національна поліція України"),
        ("kz/order", "ua", "органи внутрішніх справ"),
    ],
)
def test_a_region_is_of_the_country_whose_days_it_counts(tmp_path: Path, id: str, calendar: str, police: str) -> None:
    assert region(tmp_path, id=id, calendar=calendar).vocabulary.label("roles", "police", "uk") == police


def test_who_names_a_thing_anew_names_it_in_every_country(tmp_path: Path) -> None:
    own = region(tmp_path, "names: {roles: {police: {label: {en: the constable, uk: констебль}}}}").vocabulary
    assert own.label("roles", "police", "uk") == "констебль"
    more = "names: {roles: {police: {cites: {point: '1', words: some words}}}}"
    assert region(tmp_path, more).vocabulary.label("roles", "police", "uk") == "органи внутрішніх справ"


def test_a_label_that_lacks_the_readers_language_comes_in_that_of_the_text_then_in_english(tmp_path: Path) -> None:
    names = dedent("""
        names:
          roles:
            warden: {label: {en: warden, ru: смотритель}}
            porter: {label: {en: porter}}
    """)
    found = region(tmp_path, names).vocabulary
    assert [found.label("roles", "warden", one) for one in ("uk", "ru", "en")] == ["смотритель", "смотритель", "warden"]
    assert found.label("roles", "porter", "uk") == "porter"
    assert found.label("roles", "nobody_named", "uk") == "nobody named"
    case = {
        "incident": "demo/1",
        "events": [{"event": "report_received", "at": MONDAY}],
        "as_of": MONDAY,
        "protocol": "region/order",
    }
    plan = protocolkit.plan(case, rules=tmp_path, language="uk")
    assert "органи внутрішніх справ" in plan_text(plan, found, language="uk")
