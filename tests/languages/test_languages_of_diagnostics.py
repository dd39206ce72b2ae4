"""What is wrong is said in the language being spoken: every sentence is marked, and only its words depend on it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from plain_yaml import plain
from protocolkit.analysis.file_check import check_paths
from protocolkit.api import node_of
from protocolkit.diagnostics import Diagnostic, Place, Problems, did_you_mean
from protocolkit.languages import LANGUAGES, speaking
from protocolkit.languages.extracting import PACKAGE, messages
from protocolkit.languages.saying import said
from protocolkit.reading import shapes
from protocolkit.reading.advice import explained
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.grammar.name_shapes import FACT_TYPES
from protocolkit.reading.shape_check import _CHECKS as CHECKED
from protocolkit.reading.shape_check import check
from protocolkit.reading.yaml12 import read_text
from protocolkit.resources import rules_dir
from protocolkit.scaffold.new_ruleset import new_ruleset

HERE = Path(__file__).parents[1]
BAD = [
    path
    for folder in ("language/bad", "files/check", "files/structure/bad")
    for path in sorted((HERE / folder).iterdir())
    if path.suffix in (".yaml", ".json")
]
PLACE = re.compile(r"(\{\w+\})")
SPOKEN = re.compile("«[^»]*»")


@cache
def marked() -> frozenset[str]:
    """Every text that translators are given."""
    found = messages()
    keys = [*found["interface"], *found["diagnostics"]]
    return frozenset(one for _, text in keys for one in ([text] if isinstance(text, str) else text))


class Guillemets(NullTranslations):
    """Words between «», the values in their places outside; a text that is not marked stays bare."""

    def gettext(self, message: str) -> str:
        if message not in marked():
            return message
        return "".join(part if PLACE.fullmatch(part) else f"«{part}»" for part in PLACE.split(message) if part)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def guillemets(monkeypatch: pytest.MonkeyPatch) -> None:
    # The package has a function of the module's name.
    monkeypatch.setattr(import_module("protocolkit.languages.speaking"), "_catalogue", lambda _: Guillemets())


def found(path: Path, language: str) -> tuple[Diagnostic, ...]:
    with speaking(language):
        return check_paths([path]).problems


@cache
def names() -> frozenset[str]:
    """Words that are names of the vocabulary (not labels) or of a language, whatever language is spoken."""
    tables = plain(rules_dir() / "vocabulary.yaml")
    own = {name.removesuffix("_day") for table in tables.values() if isinstance(table, dict) for name in table}
    values = {str(value) for fact in tables["facts"].values() for value in fact.get("of", ())}
    return frozenset(own | values | set(FACT_TYPES) | set(LANGUAGES))


def unspoken(text: str, own: str) -> list[str]:
    """The words in no «»: neither quoted, nor a number or a place, nor a name that the file or the vocabulary has."""
    # Of the spoken parts only the backticks are kept: they say which values are quoted.
    values = SPOKEN.sub(lambda part: "`" * part.group().count("`") + " ", text)
    bare = re.sub(r"`[^`]*`|[\w./-]+:\d+:\d+", " ", values)
    words = re.findall(r"[^\W\d_]{2,}[\w./#:-]*", bare)
    return [word for word in words if word.rstrip(".:") not in names() and word not in own]


@pytest.mark.usefixtures("guillemets")
@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_every_word_of_a_diagnostic_is_marked(path: Path) -> None:
    own = path.read_bytes().decode("utf-8", "replace") + str(path)
    for one in found(path, "ru"):
        assert SPOKEN.search(one.message), one
        assert (unspoken(one.message, own), unspoken(one.help, own)) == ([], []), one


@pytest.mark.usefixtures("guillemets")
@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_nothing_spoken_before_is_said_again(path: Path) -> None:
    english = [str(p) for p in found(path, "en")]
    assert [str(p) for p in found(path, "ru")] != english
    assert [str(p) for p in found(path, "en")] == english
    assert not any("«" in one for one in english)


@pytest.mark.usefixtures("guillemets")
@pytest.mark.parametrize(
    "text",
    ["{a: b", "[1 2]", "{'a': 1}", '["a\nb"]', "[1] 2", '{"a" 1}', "[", '["\\ud83d"]', "a: 'b", "a: b: c", "a: [b", "- a\n b",
     "%YAML 1.1\n---\na", "a: !x b", "a: @b", "a: - b", 'a: "\\q"', "a: *b", "a: &", "a: |b", "a: b\n---\nc: d", "a:\n\t- b"],
)  # fmt: skip
@pytest.mark.parametrize("file", ["f.yaml", "f.json"])
def test_what_cannot_be_parsed_is_marked_too(text: str, file: str) -> None:
    problems = Problems()
    with speaking("ru"):
        read_text(text, file, problems)
    for one in problems:
        assert "«" in one.message
        assert (unspoken(one.message, text + file), unspoken(one.help, text)) == ([], []), one


ODD: tuple[Any, ...] = (
    None,
    "",
    "X y",
    [],
    [None],
    {},
    {"x": None},
    {"x y": 1},
    {"x y: z": None},
    -7,
    10**6,
    0.5,
    True,
)


@pytest.mark.usefixtures("guillemets")
@pytest.mark.parametrize("kind", GRAMMARS)
def test_whatever_a_shape_refuses_is_refused_in_marked_words(kind: str) -> None:
    for shape in shapes_in(GRAMMARS[kind], set()):
        for value in ODD if type(shape) in CHECKED else ():
            problems = Problems()
            with speaking("ru"):
                check(shape, node_of(value, "f"), problems)
            own = repr(value)
            for one in problems:
                assert "«" in one.message, (shape, value)
                assert (unspoken(one.message, own), unspoken(one.help, own)) == ([], []), one


@pytest.mark.usefixtures("guillemets")
def test_the_frame_of_a_diagnostic_is_spoken() -> None:
    with speaking("ru"):
        help = did_you_mean("polise", ["police"])
        assert said(help) == "«did you mean `»police«`?»"
        # Editors and runners look for the word `warning`.
        whole = str(Diagnostic("a-code", "«words»", Place("f"), help, "warning"))
        assert whole == f"f a-code warning: «words» ({said(help)})"


def shapes_in(shape: Any, seen: set[int]) -> Iterator[Any]:
    """Every shape, field and constraint that a shape holds."""
    shape = shapes.resolved(shape)
    if id(shape) in seen or shape is None:
        return
    seen.add(id(shape))
    yield shape
    if isinstance(shape, shapes.Map):
        yield from shape.constraints
        for one in (shape.name, shape.value, *(field.shape for field in shape.fields.values())):
            yield from shapes_in(one, seen)
    for inner in (getattr(shape, name, None) for name in ("item", "scalar", "seq", "map", "otherwise")):
        yield from shapes_in(inner, seen)
    if isinstance(shape, shapes.ByKey):
        for case in shape.cases.values():
            yield from shapes_in(case, seen)
    if isinstance(shape, shapes.ByValue):
        # A case itself is only ever met with the key by which it is told.
        for _, case in shape.cases:
            for inner in (case.constraints, *(field.shape for field in case.fields.values())):
                yield from inner if isinstance(inner, tuple) else shapes_in(inner, seen)


def said_of(shape: Any) -> Iterator[str]:
    """The texts of a shape that messages may say."""
    for name in ("says", "because", "message", "help"):
        yield getattr(shape, name, "")
    if isinstance(shape, shapes.ByKind):
        yield shape.title
    if isinstance(shape, shapes.Map):
        yield from (field.doc for field in shape.fields.values() if field.required and explained(field.doc))
    if isinstance(shape, shapes.ByValue):
        yield from (case.says for _, case in shape.cases)


@pytest.mark.parametrize("kind", GRAMMARS)
def test_everything_that_the_grammar_says_is_marked(kind: str) -> None:
    said = {text for shape in shapes_in(GRAMMARS[kind], set()) for text in said_of(shape) if text}
    assert len(said) > 10
    assert said - marked() == set()


@pytest.mark.usefixtures("guillemets")
def test_the_comments_of_a_new_ruleset_are_spoken(tmp_path: Path) -> None:
    with speaking("ru"):
        ruleset, _tests = new_ruleset("region/order", tmp_path, "2026-11-21", "schemas", Problems())
    text = ruleset.read_text("utf-8")
    comments = re.findall(r"# (.*)", text)
    words = [one for one in comments if not re.match(r"yaml-|names:|  documents:|  +incident_form|must, must_not", one)]
    assert len(words) > 15
    assert all(re.fullmatch("«.*»", one) for one in words)
    assert check_paths([ruleset]).errors == 0


# Calls that make a diagnostic, and where its message and its help stand.
METHODS = ("error", "warning")
SPEAKING = ("_", "ngettext", "pgettext")
MEANING = ("say", "counted", "in_context")
LETTERS = re.compile("[A-Za-z]{2}")
COMMAND = "pip install "


class Sentences(ast.NodeVisitor):
    """The messages and helps in a module that are English and nothing else, by line."""

    def __init__(self, tree: ast.Module) -> None:
        self.functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        self.constants = _assigned(tree.body)
        self.around: list[ast.FunctionDef] = []
        self.refused: list[int] = []
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.around.append(node)
        self.generic_visit(node)
        self.around.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "Diagnostic" or (name in METHODS and len(node.args) > 2):
            said = [*node.args[1:2], *node.args[3:4], *(k.value for k in node.keywords if k.arg in ("message", "help"))]
            self.refused += [one.lineno for one in said if self._is_english(one, frozenset())]
        if name in (*SPEAKING, *MEANING, "N_") and node.args and not isinstance(node.func, ast.Attribute):
            glued = isinstance(node.args[0], ast.JoinedStr | ast.BinOp) or _is_formatted(node.args[0])
            self.refused += [node.lineno] if glued else []
        self.generic_visit(node)

    def _is_english(self, node: ast.expr, seen: frozenset[str]) -> bool:
        match node:
            case ast.Constant(value=str(text)):
                return bool(LETTERS.search(text)) and not text.startswith(COMMAND)
            case ast.JoinedStr(values=parts):
                return any(isinstance(one, ast.Constant) and LETTERS.search(str(one.value)) for one in parts)
            case ast.BinOp(left=one, right=other):
                return self._is_english(one, seen) or self._is_english(other, seen)
            case ast.IfExp(body=one, orelse=other):
                return self._is_english(one, seen) or self._is_english(other, seen)
            case ast.BoolOp(values=values):
                return any(self._is_english(one, seen) for one in values)
            case ast.Call(func=ast.Attribute(value=inner, attr="format")):
                return self._is_english(inner, seen)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions and name not in seen:
                returned = [n.value for n in ast.walk(self.functions[name]) if isinstance(n, ast.Return) and n.value]
                return any(self._is_english(one, seen | {name}) for one in returned)
            case ast.Name(id=name) if name not in seen:
                body = [statement for function in self.around for statement in function.body]
                given = _assigned(body).get(name) or self.constants.get(name, [])
                return any(self._is_english(one, seen | {name}) for one in given)
            case _:
                return False


def _is_formatted(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def _assigned(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What each name is given, anywhere in some statements."""
    given: dict[str, list[ast.expr]] = {}
    for node in (inner for statement in body for inner in ast.walk(statement)):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                pairs = list(zip(targets, values, strict=False))
            case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                pairs = [(target, value)]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                pairs = [(target, value)]
            case _:
                continue
        for target, value in pairs:
            if isinstance(target, ast.Name):
                given.setdefault(target.id, []).append(value)
    return given


def english_in(text: str) -> list[int]:
    return Sentences(ast.parse(text)).refused


@pytest.mark.parametrize("module", [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))])
def test_no_message_is_english_only(module: str) -> None:
    assert [f"line {line}" for line in english_in((PACKAGE / module).read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "call",
    [
        'problems.error("c", "no rule", place)',
        'problems.error("c", f"no rule `{name}`", place)',
        'problems.error("c", "no rule `{}`".format(name), place)',
        'problems.error("c", _(f"no rule `{name}`"), place)',
        'problems.error("c", say(f"no rule `{name}`"), place)',
        'problems.error("c", say("no rule"), place, "or none")',
        'problems.error("c", _("no rule"), place, "or none")',
        'problems.warning("c", _("no rule") if a else f"no {b}", place)',
        'problems.warning("c", _("no rule") + ", or none", place)',
        'Diagnostic("c", "no rule", place)',
        'Diagnostic("c", _("no rule"), place, help=near or "or none")',
        'def f():\n    message = f"no {x}"\n    problems.error("c", message, place)',
        'def g():\n    return "or none"\nproblems.error("c", _("no rule"), place, g())',
        'HELP = "or none"\nproblems.error("c", _("no rule"), place, HELP)',
    ],
)
def test_a_message_without_a_mark_is_seen(call: str) -> None:
    assert len(english_in(call)) == 1


@pytest.mark.parametrize(
    "call",
    [
        'problems.error("c", _("no rule `{name}`").format(name=name), place, did_you_mean(name, known))',
        'problems.error("c", ngettext("{n} rule", "{n} rules", n).format(n=n), place)',
        'problems.error("c", counted("{n} rule", "{n} rules", n), place, did_you_mean(a, b) or say("or none"))',
        'TEXTS = {"a": N_("no a")}\nproblems.error("c", _(TEXTS[a]), place, near or _("or none"))',
        'def f(message):\n    problems.error("c", message, place, help="")',
        'def f():\n    message = _("no {x}").format(x=x)\n    problems.error("c", message, place)',
        'log.warning("not a diagnostic")',
    ],
)
def test_a_marked_message_is_let_through(call: str) -> None:
    assert english_in(call) == []


class Births(Sentences):
    """The messages and helps in a module that are put into words where the problem is found, by line."""

    def _is_english(self, node: ast.expr, seen: frozenset[str]) -> bool:
        match node:
            case ast.Call(func=ast.Name(id="_" | "ngettext" | "pgettext" | "said")):
                return True
            case ast.Call(func=ast.Attribute(attr="format")):
                return True
            case ast.Constant() | ast.JoinedStr():
                return False
            case _:
                return super()._is_english(node, seen)


@pytest.mark.parametrize("module", [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))])
def test_no_diagnostic_is_put_into_words_where_it_is_found(module: str) -> None:
    assert [f"line {line}" for line in Births(ast.parse((PACKAGE / module).read_text("utf-8"))).refused] == []


@pytest.mark.parametrize(
    "call",
    [
        'problems.error("c", _("no rule"), place)',
        'problems.warning("c", ngettext("{n} rule", "{n} rules", n).format(n=n), place)',
        'Diagnostic("c", say("no rule"), place, near or _("or none"))',
        'def f():\n    help = say("{x}").format(x=x)\n    problems.error("c", say("no rule"), place, help)',
        'def g():\n    return _("or none")\nproblems.error("c", say("no rule"), place, g())',
    ],
)
def test_words_at_birth_are_seen(call: str) -> None:
    assert len(Births(ast.parse(call)).refused) == 1
