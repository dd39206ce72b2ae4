"""A problem is a value: found once, it can be said in every language, and until somebody asks it is not said at all."""

from __future__ import annotations

import copy
import pickle
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

import protocolkit
from protocolkit import Diagnostic, InputError, speaking
from protocolkit.analysis.file_check import check_paths
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import LANGUAGES
from protocolkit.messages import Message, counted, say
from protocolkit.reading.documents import kind_of
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.shape_check import check
from protocolkit.reading.yaml12 import read_file

HERE = Path(__file__).parents[1]
FILES = [
    path
    for folder in ("language/bad", "files")
    for path in sorted((HERE / folder).rglob("*"))
    if path.suffix in (".yaml", ".json")
]
PLACE = Place("f.yaml", 3, 7)


def rule(name: str | int = "notfy", *more: Message) -> Diagnostic:
    return Diagnostic("unknown-rule", say("no rule `{name}`", name=name), PLACE, *more)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_what_is_found_once_is_said_in_every_language_as_if_read_in_it(path: Path) -> None:
    """The same problems, in the same order, at the same places and as grave: only the words are others."""
    with speaking("en"):
        found = check_paths([path]).problems
    assert found or path.parent.name not in ("bad", "check")
    for language in LANGUAGES[1:]:
        with speaking(language):
            read = [(problem.severity, str(problem)) for problem in check_paths([path]).problems]
        assert read == [(problem.severity, str(problem.said(language))) for problem in found]


def test_a_problem_is_said_in_the_language_in_which_it_was_found() -> None:
    with speaking("kk"):
        problem = rule()
    assert (problem.message, str(problem)) == ("`notfy` қағидасы жоқ", "f.yaml:3:7 unknown-rule `notfy` қағидасы жоқ")
    with speaking("ru"):
        assert problem.message == "`notfy` қағидасы жоқ"
    assert problem.said("en").message == "no rule `notfy`"
    assert problem.said("kk-KZ") == problem


def test_what_a_host_catches_is_in_the_language_it_asked_for() -> None:
    case = {"incident": "a/1", "protocol": "kz/interagncy", "facts": {}, "events": []}
    with pytest.raises(InputError) as caught:
        protocolkit.plan(case, language="kk")
    (problem,) = caught.value.problems
    assert problem.message == "`kz/interagncy` хаттамасы да, қағидалар жинағы да жоқ"
    assert str(caught.value) == str(problem)
    assert [one.said("en").help for one in caught.value.problems] == ["did you mean `kz/interagency`?"]


def test_nothing_is_said_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*_: object) -> str:
        raise AssertionError

    monkeypatch.setattr(import_module("protocolkit.diagnostics"), "said", said)
    problems = Problems()
    for path in FILES:
        if (node := read_file(path, problems)) is not None and (kind := kind_of(node)) is not None:
            check(GRAMMARS[kind], node, problems)
    assert len(problems.found) > 100
    one = Problems()
    one.error("a-code", say("no"), PLACE)
    with pytest.raises(InputError):
        one.raise_if_errors()


def test_two_problems_are_one_if_they_read_alike() -> None:
    plain = Diagnostic("unknown-rule", "no rule `notfy`", PLACE)
    assert (rule(), hash(rule())) == (plain, hash(plain))
    assert rule("7") == rule(7)
    with speaking("ru"):
        assert rule() != plain
    for other in (rule("other"), rule().as_error().said("ru"), rule("notfy", say("or none")), "no rule `notfy`"):
        assert rule() != other
    problems = Problems()
    for one in ("b", "a", "b"):
        problems.warning("a-code", say("no rule `{name}`", name=one), PLACE)
    assert [one.message for one in problems] == ["no rule `b`", "no rule `a`"]


def test_a_problem_travels() -> None:
    with speaking("uk"):
        error = InputError([rule("a", counted("{n} rule", "{n} rules", 3))])
    for other in (pickle.loads(pickle.dumps(error)).problems[0], copy.deepcopy(error.problems[0])):
        assert other == error.problems[0]
        assert other.help == error.problems[0].help == "3 правила"
        assert other.said("en").help == "3 rules"


def test_plain_values_are_what_a_reader_sees() -> None:
    problem = rule("a", say("or none")).said("en")
    expected = {
        "code": "unknown-rule", "message": "no rule `a`", "place": {"file": "f.yaml", "line": 3, "col": 7},
        "help": "or none", "severity": "error",
    }  # fmt: skip
    assert msgspec.to_builtins(problem) == expected
    assert msgspec.json.decode(msgspec.json.encode([problem])) == [expected]
    assert repr(problem).startswith("Diagnostic(code='unknown-rule', message='no rule `a`', place=Place(")


def test_a_problem_does_not_change() -> None:
    problem = rule()
    for name in ("code", "message", "severity", "other"):
        with pytest.raises(AttributeError):
            setattr(problem, name, "x")
    assert problem.at(Place("g")) == Diagnostic("unknown-rule", say("no rule `{name}`", name="notfy"), Place("g"))
    assert Diagnostic("c", "x", PLACE, "", "warning").as_error().severity == "error"
    assert problem.severity == "error"
