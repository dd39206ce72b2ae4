"""The shipped vocabulary: every name has four labels in the right letters, and points at names that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from alphabets import ALPHABETS, foreign_letters
from plain_yaml import plain
from protocolkit.resources import rules_dir

SECTIONS = (
    "roles", "groups", "events", "log", "facts", "actions", "documents", "channels",
    "lists", "modalities", "statuses", "units", "kinds",
)  # fmt: skip

ANSWERS = ("organisation", "ends_rhythms", "telling", "post_holders")

VOCABULARY: dict[str, Any] = plain(rules_dir() / "vocabulary.yaml")


def labels() -> Iterator[tuple[str, Any]]:
    """Every label of the file with the name it belongs to; values of facts count as names."""
    for section in SECTIONS:
        for name, entry in VOCABULARY[section].items():
            yield f"{section}.{name}", entry.get("label")
            for value, label in entry.get("values", {}).items():
                yield f"{section}.{name}={value}", label


def repeated(labels_of: list[str]) -> list[str]:
    return [text for text, times in Counter(text.casefold() for text in labels_of).items() if times > 1]


def families(name: str, table: dict[str, Any]) -> list[str]:
    """A name and what it `is`, up to the first name met twice."""
    seen = [name]
    while (above := table.get(seen[-1], {}).get("is")) is not None:
        seen.append(above)
        if above in seen[:-1]:
            break
    return seen


def test_the_file_has_the_known_sections_and_no_other() -> None:
    assert set(VOCABULARY) == {"vocabulary", *ANSWERS, *SECTIONS}


def test_every_name_has_four_labels_none_empty() -> None:
    wrong = [
        name
        for name, label in labels()
        if not isinstance(label, dict)
        or list(label) != list(ALPHABETS)
        or not all(isinstance(text, str) and text.strip() and text == text.strip() for text in label.values())
    ]
    assert wrong == []


def test_every_label_is_written_in_the_letters_of_its_language() -> None:
    wrong = [
        (name, language, text, found)
        for name, label in labels()
        for language, text in label.items()
        if (found := foreign_letters(text, language))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("pоlice", "en", "о"),  # Cyrillic o
        ("пoлиция", "ru", "o"),  # Latin o
        ("поліция", "ru", "і"),  # Ukrainian i
        ("полiцiя", "uk", "ii"),  # Latin i
        ("мобильный", "uk", "ы"),
        ("iшкі істер", "kk", "i"),  # Latin i
        ("сім’я", "uk", ""),
        ("өңірлік уәкіл, 111", "kk", ""),
    ],
)
def test_a_look_alike_letter_is_found(text: str, language: str, found: str) -> None:
    assert foreign_letters(text, language) == found


@pytest.mark.parametrize("language", ALPHABETS)
@pytest.mark.parametrize("section", SECTIONS)
def test_no_two_names_of_a_section_share_a_label(section: str, language: str) -> None:
    assert repeated([entry["label"][language] for entry in VOCABULARY[section].values()]) == []


@pytest.mark.parametrize("language", ALPHABETS)
def test_no_two_values_of_a_fact_share_a_label(language: str) -> None:
    for name, fact in VOCABULARY["facts"].items():
        assert repeated([label[language] for label in fact.get("values", {}).values()]) == [], name


def test_every_institution_is_a_role_that_stands_within_no_other() -> None:
    roles = VOCABULARY["roles"]
    wrong = [
        name
        for name, role in roles.items()
        if (home := role.get("within")) is not None and (home not in roles or "within" in roles[home])
    ]
    assert wrong == []


@pytest.mark.parametrize("section", ["actions", "events"])
def test_every_family_exists_and_none_contains_itself(section: str) -> None:
    table = VOCABULARY[section]
    chains = [families(name, table) for name in table]
    assert [chain for chain in chains if chain[-1] not in table or len(set(chain)) < len(chain)] == []


def test_an_event_that_is_an_act_names_an_act_a_role_and_a_document_that_exist() -> None:
    roles, actions, documents = VOCABULARY["roles"], VOCABULARY["actions"], VOCABULARY["documents"]
    wrong = []
    for name, event in VOCABULARY["events"].items():
        if (when := event.get("when")) is None:
            continue
        acts = [key for key in when if key not in ("by", "document")]
        if (
            len(acts) != 1
            or acts[0] not in actions
            or (when[acts[0]] is not True and when[acts[0]] not in roles)
            or ("by" in when and when["by"] not in roles)
            or ("document" in when and when["document"] not in documents)
        ):
            wrong.append((name, when))
    assert wrong == []


def test_that_a_body_was_informed_is_made_only_by_a_notice_to_that_body() -> None:
    informed = {n: e["when"] for n, e in VOCABULARY["events"].items() if n.endswith("_informed")}
    assert [
        name for name, act in informed.items() if not act["notify"].startswith(name.removesuffix("_informed"))
    ] == []
    assert all([*act] == ["notify"] for act in informed.values())
    assert informed


def test_a_group_consists_of_roles_and_anyone_is_everybody() -> None:
    groups = VOCABULARY["groups"]
    assert [member for g in groups.values() for member in g.get("of", []) if member not in VOCABULARY["roles"]] == []
    assert "of" not in groups["anyone"]


def test_a_choice_lists_its_values_and_labels_each_of_them() -> None:
    for name, fact in VOCABULARY["facts"].items():
        choice = fact["type"] in ("set", "one_of")
        assert list(fact.get("values", {})) == fact.get("of", []), name
        assert bool(fact.get("of")) == choice, name


def test_every_party_has_the_facts_that_decide_its_protection() -> None:
    party = {name.removeprefix("party.") for name in VOCABULARY["facts"] if name.startswith("party.")}
    assert party == {"age", "is_minor", "is_pupil", "needs_first_aid", "medical_emergency"}
