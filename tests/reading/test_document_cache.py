"""Documents kept between runs: the same as those read, gone when anything differs, and never another's."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import protocolkit
from procedures import MONDAY, TELL_POLICE, write_ruleset
from protocolkit.diagnostics import Place, Problems
from protocolkit.reading import document_cache
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import examples_dir, rules_dir

TEXT = "protocol: demo/p\nrulesets: [demo/a]\n"
OTHER = "protocol: demo/p\nrulesets: [demo/b]\n"
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner and no mode here")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of entries, which is not there yet."""
    monkeypatch.setenv(document_cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept" / "documents"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def laid_out(node: Node) -> list[tuple[Place, object]]:
    """Every value and key with its place and type, in order."""
    found: list[tuple[Place, object]] = [(node.place, type(node.value))]
    if isinstance(node.value, dict):
        found += [(node.keys[key], key) for key in node.value]
        found += [one for inner in node.value.values() for one in laid_out(inner)]
    elif isinstance(node.value, list):
        found += [one for inner in node.value for one in laid_out(inner)]
    else:
        found.append((node.place, node.value))
    return found


def read(path: Path, kind: str = "protocol") -> Node:
    problems = Problems()
    node = load_document(path, kind, problems)
    assert node is not None
    assert problems.found == []
    return node


def entries(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.exists() else []


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are parsed from now on."""
    from protocolkit.reading import yaml12

    names: list[str] = []
    before = yaml12.read_text

    def told(text: str | bytes, file: str, problems: Problems) -> Node | None:
        names.append(file)
        return before(text, file, problems)

    monkeypatch.setattr(yaml12, "read_text", told)
    return names


def shipped() -> Iterator[tuple[Path, str]]:
    for path in sorted(rules_dir().rglob("*.yaml")):
        node = read_file(path, Problems())
        for kind in document_cache.KEPT:
            if node is not None and kind in list(node.map)[:1]:
                yield path, kind


def test_every_shipped_document_is_kept_as_it_was_read(cache: Path) -> None:
    seen = set()
    for path, kind in shipped():
        fresh, data = read_file(path, Problems(), "shown.yaml"), path.read_bytes()
        assert fresh is not None
        document_cache.keep(kind, data, "shown.yaml", fresh)
        again = document_cache.kept(kind, data, "shown.yaml")
        assert again is not None
        assert laid_out(again) == laid_out(fresh)
        seen.add(kind)
    assert seen == set(document_cache.KEPT)
    assert len(entries(cache)) > 30


@pytest.mark.parametrize("language", ["en", "kk"])
def test_plans_are_the_same_bytes_without_a_cache_with_an_empty_one_and_with_a_full_one(
    language: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made() -> str:
        # A folder named beside the shipped ones is read for each plan.
        return protocolkit.plan(
            examples_dir() / "kz-interagency.yaml", protocol="kz/national", rules=[rules_dir() / "kz"],
            language=language,
        ).to_json()  # fmt: skip

    cold, warm = made(), made()
    assert entries(cache)
    monkeypatch.setenv(document_cache.VARIABLE, "off")
    assert made() == cold == warm


def test_what_is_kept_is_not_parsed_again(cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, names = read(file), parsed(monkeypatch)
    assert laid_out(read(file)) == laid_out(first)
    assert names == []
    assert len(entries(cache)) == 1


@pytest.mark.usefixtures("cache")
def test_places_show_the_name_that_is_asked_for(file: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        node = load_document(file, "protocol", Problems(), name)
        assert node is not None
        assert {place.file for place, _ in laid_out(node)} == {name}


@pytest.mark.usefixtures("cache")
def test_a_rule_that_is_edited_gives_new_answers_at_once(tmp_path: Path) -> None:
    def due() -> str | None:
        case = {"incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY,
                "events": [{"event": "report_received", "at": MONDAY}]}  # fmt: skip
        return protocolkit.plan(case, rules=[tmp_path / "rules"]).duties[0].due.at

    (tmp_path / "rules").mkdir()
    answers = []
    for rule in (TELL_POLICE, TELL_POLICE.replace("3 hours", "4 hours"), TELL_POLICE):
        write_ruleset(tmp_path / "rules", rule)
        answers += [due(), due()]
    first, _, other, _, *last = answers
    assert first != other
    assert answers == [first, first, other, other, *last]
    assert last == [first, first]


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "of another file", "no tree"])
def test_a_damaged_or_foreign_entry_is_passed_over_and_written_again(
    damage: str, cache: Path, file: Path, tmp_path: Path
) -> None:
    right = laid_out(read(file))
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    other = tmp_path / "other.yaml"
    other.write_text(OTHER, encoding="utf-8")
    read(other)
    (foreign,) = set(entries(cache)) - {entry}
    entry.write_bytes({
        "cut": whole[:-1], "flipped": whole[:-1] + bytes([whole[-1] ^ 1]), "emptied": b"",
        "of another file": foreign.read_bytes(), "no tree": bytes(len(whole)),
    }[damage])  # fmt: skip
    assert laid_out(read(file)) == right
    assert entry.read_bytes() == whole


def test_another_program_does_not_vouch_for_this_one(cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(file)
    monkeypatch.setattr(document_cache, "_program", lambda: b"another release")
    names = parsed(monkeypatch)
    read(file)
    assert names == [str(file)]
    assert len(entries(cache)) == 2


def test_off_keeps_nothing(tmp_path: Path, cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(document_cache.VARIABLE, "OFF")
    names = parsed(monkeypatch)
    read(file)
    read(file)
    assert len(names) == 2
    assert not cache.exists()
    assert not (tmp_path / "OFF").exists()


def test_without_the_variable_it_lies_in_the_folder_of_the_user(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(document_cache.VARIABLE)
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    read(file)
    assert [*(tmp_path / "home").rglob("documents/*")]


def test_no_case_is_ever_kept(cache: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text((examples_dir() / "kz-interagency.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    protocolkit.load("kz/interagency", rules=[rules_dir() / "kz"])
    rules = entries(cache)
    protocolkit.plan(case, rules=[rules_dir() / "kz"])
    for path in (rules_dir() / "ua" / "tests").glob("*.yaml"):
        assert load_document(path, "ruletest", Problems()) is not None
    assert entries(cache) == rules != []


def test_what_is_wrong_is_told_every_time(cache: Path, file: Path) -> None:
    file.write_text(f"{TEXT}whatever: 1\n", encoding="utf-8")
    told = []
    for _ in range(2):
        problems = Problems()
        load_document(file, "protocol", problems)
        told.append([str(one) for one in problems])
    assert told[0] == told[1] != []
    assert entries(cache) == []


@posix
def test_folder_and_entries_are_the_owners_alone(cache: Path, file: Path) -> None:
    read(file)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (cache.parent, cache, *entries(cache))]
    assert modes == [0o700, 0o700, 0o600]


@posix
@pytest.mark.parametrize("which", ["its parent", "itself", "the entry"])
def test_where_others_can_write_nothing_is_believed(
    which: str, cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(file)
    (entry,) = entries(cache)
    {"its parent": cache.parent, "itself": cache, "the entry": entry}[which].chmod(0o777)
    names = parsed(monkeypatch)
    read(file)
    assert names == [str(file)]


@posix
def test_a_link_to_an_entry_or_a_folder_of_others_is_not_followed(
    cache: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(file)
    (entry,) = entries(cache)
    names = parsed(monkeypatch)
    moved = tmp_path / "moved"
    entry.rename(moved)
    entry.symlink_to(moved)
    read(file)
    assert names == [str(file)]
    assert not entry.is_symlink()
    cache.rename(tmp_path / "elsewhere")
    cache.symlink_to(tmp_path / "elsewhere")
    read(file)
    assert len(names) == 2


def test_the_older_half_goes_when_there_are_too_many(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_cache, "MOST_ENTRIES", 4)
    for number in range(5):
        path = tmp_path / f"{number}.yaml"
        path.write_text(f"protocol: demo/p{number}\nrulesets: [demo/a]\n", encoding="utf-8")
        read(path)
    assert len(entries(cache)) == 3


def test_nothing_half_written_is_left_where_the_disk_fails(
    cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(document_cache.os, "replace", full)
    read(file)
    assert entries(cache) == []
