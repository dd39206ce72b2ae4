"""The reader of YAML 1.2: strict, bounded, and knowing where everything stands."""

from __future__ import annotations

import csv
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from protocolkit.diagnostics import Problems
from protocolkit.reading import composing as building
from protocolkit.reading import yaml12, yaml_events
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_file, read_text

FILES = Path(__file__).parents[1] / "files"
PARSERS = {"pure": yaml_events.PureParser, "fastest": yaml_events.PARSER}
SCALARS = list(csv.DictReader((FILES / "yaml12_scalars.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", PARSERS[request.param])


def read(text: str | bytes, file: str = "f.yaml") -> Node:
    problems = Problems()
    node = read_text(text, file, problems)
    assert not problems.found, list(map(str, problems))
    assert node is not None
    return node


def codes(text: str | bytes, file: str = "f.yaml") -> list[str]:
    problems = Problems()
    read_text(text, file, problems)
    return [p.code for p in problems]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("row", SCALARS, ids=[r["written"] for r in SCALARS])
def test_a_scalar_means_what_yaml_1_2_says_except_that_leading_zeros_are_text(row: dict[str, str]) -> None:
    value = read(f"[{row['written']}, x]").list[0].value
    kinds: dict[str, Any] = {
        "text": str,
        "int": int,
        "float": float,
        "bool": lambda v: v == "true",
        "null": lambda _: None,
    }
    expected = kinds[row["kind"]](row["value"])
    assert (type(value), value) == (type(expected), expected)


@pytest.mark.usefixtures("parser")
def test_every_value_and_key_knows_its_line_and_column() -> None:
    node = read("a: 1\nключ:\n  - {b: two, c: [x,\n    y]}\n")
    entry = node.map["ключ"].list[0]
    assert str(node.key_place("ключ")) == "f.yaml:2:1"
    assert str(entry.place) == "f.yaml:3:5"
    assert str(entry.key_place("c")) == "f.yaml:3:14"
    assert str(entry.map["c"].list[1].place) == "f.yaml:4:5"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_places_hold_for_every_line_end(line_end: str) -> None:
    for file in ("f.yaml", "f.json"):
        node = read(line_end.join(['{"a":', ' "x",', ' "b": 1}']), file)
        assert (node.key_place("b").line, node.key_place("b").col) == (3, 2)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    for data in ("\ufeffa: 1", "\ufeffa: 1".encode(), "a: 1".encode("utf-16"), "\ufeffa: 1".encode("utf-16-be")):
        node = read(data)
        assert node.plain() == {"a": 1}
        assert node.place.col == 1


def test_an_alias_stands_for_the_anchored_value() -> None:
    assert read("a: &x {b: [1, 2]}\nc: *x\nd: &y text\ne: [*y]\n").plain() == {
        "a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "text", "e": ["text"],
    }  # fmt: skip


def test_aliases_count_as_if_written_out() -> None:
    wide = "a: &a [" + "x, " * 999 + "x]\nb: [" + "*a, " * 1_100 + "*a]\n"
    assert codes(wide) == ["alias-too-large"]
    deep = "a: &a0 [x]\n" + "".join(f"b{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 80))
    assert codes(deep) == ["alias-too-large"]


def test_nesting_is_bounded_before_it_can_hurt() -> None:
    levels = building.DEEPEST
    assert read("[" * levels + "]" * levels)
    for file in ("f.yaml", "f.json"):
        assert codes("[" * (levels + 1) + "]" * (levels + 1), file) == ["too-deep"]
        assert codes("[" * 1_000_000, file) == ["too-deep"]
    assert codes("\n".join(" " * i + "a:" for i in range(levels + 2))) == ["too-deep"]


class Giving:
    """A parser of another release: it gives up, in its own way, before it has told of anything."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __call__(self, _text: str) -> Giving:
        return self

    def get_event(self) -> None:
        raise self.error


GIVING_UP = [
    yaml.scanner.ScannerError(None, None, "exceeded maximum nesting depth", yaml.Mark("", 1000, 0, 1000, None, 0)),
    yaml.YAMLError("no"),
    RecursionError(),
    MemoryError(),
]


@pytest.mark.parametrize("error", GIVING_UP, ids=lambda error: type(error).__name__)
def test_nesting_is_bounded_whatever_the_parser_says_to_it(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", Giving(error))
    problems = Problems()
    assert read_text("a:\n  - " + "[" * 1_000_000, "f.yaml", problems) is None
    assert list(map(str, problems)) == ["f.yaml:2:69 too-deep more than `64` levels of nesting"]


@pytest.mark.parametrize("text", ["[" * 64, "a: '" + "[" * 99 + "'", "# " + "[" * 99, "[], " * 99, "a" + "[" * 99])
def test_what_nests_no_deeper_leaves_the_word_to_the_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", Giving(GIVING_UP[0]))
    assert codes(text) == ["yaml-syntax"]


def test_an_error_before_the_brackets_is_the_one_to_mend() -> None:
    assert codes("a: b: c\nd: " + "[" * 1_000_000) == ["yaml-syntax"]


MANY = 200_000
HOSTILE = {
    "brackets": ("[" * MANY, {"too-deep"}),
    "brackets closed": ("[" * MANY + "]" * MANY, {"too-deep"}),
    "brackets under a key": ("a: " + "[" * MANY, {"too-deep"}),
    "brackets by line": ("[\n" * MANY, {"too-deep"}),
    "braces": ("{" * MANY, {"too-deep", "key-not-text"}),
    "maps in brackets": ("{a: [" * MANY, {"too-deep"}),
    "objects": ('{"a":' * MANY, {"too-deep"}),
    "anchored brackets": ("&a [" * MANY, {"too-deep"}),
    "dashes": ("- " * MANY, {"too-deep"}),
    "block maps": ("\n".join(" " * i + "a:" for i in range(2_000)), {"too-deep"}),
    "block lists": ("\n".join(" " * i + "-" for i in range(2_000)), {"too-deep"}),
    "keys on one line": ("a: " * MANY, {"yaml-syntax"}),
    "complex keys": ("? " * MANY, {"key-not-text", "too-deep"}),
    "double quotes": ('"' * MANY, {"yaml-syntax"}),
    "single quotes": ("'" * (MANY + 1), {"yaml-syntax"}),
    "an open quote": ("a: '" + "[" * MANY, {"yaml-syntax"}),
    "ampersands": ("&" * MANY, {"yaml-syntax"}),
    "stars": ("*" * MANY, {"yaml-syntax"}),
    "tags": ("!a " * MANY, {"yaml-syntax", "unknown-tag"}),
    "anchors": ("[" + "".join(f"&a{i} x, " for i in range(MANY // 10)) + "]", set()),
    "aliases": ("[&a x, " + "*a, " * (MANY // 10) + "]", set()),
    "documents": ("---\n" * MANY, {"several-documents"}),
    "a long line": ("a: " + "x" * 2_000_000, set()),
    "a long key": ("x" * 2_000_000 + ": a", {"yaml-syntax"}),
    "a long anchor": ("a: &" + "x" * 2_000_000 + " b", set()),
    "comments": ("# x\n" * MANY + "a: 1", set()),
    "brackets in a text": ("a: |\n  " + "[" * MANY, set()),
    "brackets in a comment": ("# " + "[" * MANY + "\na: 1", set()),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_too_much_is_refused_in_words_of_our_own(name: str) -> None:
    text, expected = HOSTILE[name]
    problems = Problems()
    read_text(text, "f.yaml", problems)
    assert {problem.code for problem in problems} <= expected
    assert bool(problems.found) == bool(expected)
    assert not any("cannot be read" in problem.message for problem in problems)


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_VALUES", 10)
    assert codes("[1, 2, 3, 4, 5, 6, 7, 8]") == []
    assert codes("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]") == ["too-many-values"]


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(yaml12, "LARGEST_FILE", 10)
    path = tmp_path / "large.yaml"
    path.write_text("a: 123456789")
    problems = Problems()
    assert read_file(path, problems) is None
    assert [p.code for p in problems] == ["file-too-large"]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    closed = tmp_path / "closed.yaml"
    closed.write_text("a: 1")
    closed.chmod(0)
    cases = {tmp_path / "none.yaml": "file-missing", tmp_path: "file-is-folder", Path("nul\0.yaml"): "file-unreadable"}
    if os.geteuid() != 0:
        cases[closed] = "file-unreadable"
    for path, code in cases.items():
        problems = Problems()
        assert read_file(path, problems, display="shown") is None
        assert [(p.code, p.place.file) for p in problems] == [(code, "shown")]


def test_all_json_is_read_with_its_escapes_tabs_and_long_keys() -> None:
    document = {
        "k" * 3000: "\ud83d\udcde".encode("utf-16", "surrogatepass").decode("utf-16"),
        "b": [1.5, None, True, {}, []],
    }
    text = json.dumps(document, indent="\t")
    assert "\\ud83d\\udcde" in text
    for file in ("f.json", "f.yaml", "-"):
        assert read(text, file).plain() == document


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "a key in double quotes expected, not `}`"),
        ("[1 2]", "`,` or `]` expected"),
        ("[1] 2", "text after the end of the document"),
        ("[01]", "a value expected, not `0`"),
        ("{'a': 1}", "a key in double quotes expected, not `'`"),
        ('["a\nb"]', "a string that does not end on its line, or has an unknown escape"),
        ('["\\x"]', "a string that does not end on its line, or has an unknown escape"),
        ('["\\ud83d"]', "an escape that is half of a surrogate pair, which is not a character"),
        ("[NaN]", "a value expected, not `N`"),
        ('{"a" 1}', "`:` expected after the key"),
        ('{"a": ', "the text ends where a value belongs"),
        ("[", "the text ends where a value belongs"),
        ("]", "a value expected, not `]`"),
    ],
)
def test_what_is_not_json_is_refused_in_a_json_file(text: str, message: str) -> None:
    problems = Problems()
    assert read_text(text, "f.json", problems) is None
    assert [(p.code, p.message) for p in problems] == [("yaml-syntax", message)]


CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | CHARACTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(CHARACTERS, inner, max_size=4),
    max_leaves=20,
)


@given(JSON_VALUES.filter(lambda v: v is not None), st.sampled_from([None, 1, "\t"]), st.booleans())
@settings(deadline=None)
def test_a_json_document_comes_back_as_it_was_written(value: Any, indent: int | str | None, ascii: bool) -> None:
    assert read(json.dumps(value, indent=indent, ensure_ascii=ascii), "f.json").plain() == value


@given(st.binary() | st.text())
@settings(max_examples=400, deadline=None)
def test_no_input_raises(text: bytes | str) -> None:
    for file in ("f.yaml", "f.json"):
        for parser in PARSERS.values():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(yaml_events, "PARSER", parser)
                problems = Problems()
                node = read_text(text, file, problems)
                assert node is not None or problems.errors


WORDS = [
    "a",
    "b: ",
    "- ",
    "? ",
    ": ",
    ", ",
    "&x ",
    "*x",
    "!!str ",
    "!",
    "<<: ",
    "0x1",
    "~",
    "1e999",
    "\ufeff",
    "\u2028",
]
SIGNS = [
    "\n",
    "\n  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "|\n",
    ">-\n",
    "# c\n",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\\",
    "@",
]
YAML_PIECES = st.sampled_from(WORDS + SIGNS)


@given(st.lists(YAML_PIECES, max_size=25).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_yaml_raises_and_every_problem_has_a_place_inside_the_text(text: str) -> None:
    lines = text.count("\n") + 1
    for parser in PARSERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_events, "PARSER", parser)
            problems = Problems()
            node = read_text(text, "f.yaml", problems)
            assert node is not None or problems.errors
            assert all(p.place.line <= lines + 1 for p in problems)


@given(st.lists(YAML_PIECES, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_both_parsers_give_the_same_document(text: str) -> None:
    found = []
    for parser in PARSERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_events, "PARSER", parser)
            node = read_text(text, "f.yaml", Problems())
            found.append(node.plain() if node else None)
    if None not in found:
        assert found[0] == found[1]


def test_a_megabyte_of_rules_takes_less_than_a_second_of_processor_time() -> None:
    rule = """
  - id: notify-authorities
    cites: {point: "1", words: не позднее одного часа}
    by: {any: [head, person]}
    must: notify
    to: [police, prosecutor, education_authority]
    due: 1 hour
    say: {en: Notify, ru: Уведомить}
"""
    text = "rules:\n" + rule * (1_000_000 // len(rule.encode()))
    limit = 30 if yaml_events.PARSER is yaml_events.PureParser else 1
    assert min(_seconds(text) for _ in range(5)) < limit


def _seconds(text: str) -> float:
    start = time.process_time()  # what else the machine does meanwhile must not count
    read(text)
    return time.process_time() - start


def test_every_printable_character_may_stand_in_a_file() -> None:
    """The quick look at a text relies on it: what Python can print, YAML allows."""
    from protocolkit.reading.yaml12 import _unprintable

    printable = "".join(chr(code) for code in range(0x110000) if chr(code).isprintable())
    refused = [c for c in printable if (found := _unprintable(f"{c}\x00")) is not None and found.group() != "\x00"]
    assert refused == []
