"""The command line speaks the language it is asked for: help, mistakes, reports, and nothing beside it in English."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import protocolkit.plans.present as engine
from command_line import CASE, CommandLine, Ran, case, cli
from judged_rules import FAILS, PASSES, RULES, run
from procedures import write_ruleset
from protocolkit.cli.app import COMMANDS
from protocolkit.languages import LANGUAGES, language
from protocolkit.languages.extracting import messages
from protocolkit.resources import data_root
from protocolkit.testing.running import run_tests

__all__ = ["case", "cli"]

PACKAGE = data_root() / "src" / "protocolkit"
# The name hides the module behind a function of the same name.
SPEAKING = sys.modules["protocolkit.languages.speaking"]


class Quoting:
    """A catalogue that puts what it is asked for between «» and remembers it."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, str]] = set()

    def gettext(self, text: str) -> str:
        return self.pgettext("", text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.pgettext("", one if n == 1 else many)

    def pgettext(self, context: str, text: str) -> str:
        self.asked.add((context, text))
        return f"«{text}»"


@pytest.fixture
def quoting(monkeypatch: pytest.MonkeyPatch) -> Quoting:
    """Every language but English says what English says, in «»."""
    catalogue = Quoting()
    monkeypatch.setattr(SPEAKING, "_catalogue", lambda _: catalogue)
    return catalogue


# Names that stand in the output for themselves: in ids and codes a word has a mark beside it (`kz/national`, `--by`).
NAMES = {"protocolkit", "warning", *COMMANDS, "status", "due", "done", "open", "none", "bucket", "absent", "title"}


def english(text: str) -> list[str]:
    """The English words outside «»."""
    while (without := re.sub("«[^«»]*»", " ", text)) != text:
        text = without
    words = (word.strip("()[],;:.│╭╮╰╯─`") for word in text.split())
    return [word for word in words if re.fullmatch("[A-Za-z]{2,}", word) and word not in NAMES]


def test_english_is_seen_where_it_is_not_said() -> None:
    assert english("«Usage: «COMMAND»» plan --by kz/national: 3 rules, «a due\nof» demo/x#tell") == ["rules"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.usefixtures("quoting")
def test_help_is_in_the_language(cli: CommandLine, command: str) -> None:
    ran = cli(*filter(None, [command]), "--help", "--lang", "kk")
    assert (ran.code, ran.err, english(ran.out)) == (0, "", [])
    assert "--lang" in ran.out
    assert "«Usage: protocolkit" in ran.out


def test_all_that_help_says_is_given_to_translators(cli: CommandLine, quoting: Quoting) -> None:
    for command in ("", *COMMANDS):
        cli(*filter(None, [command]), "--help", "--lang", "uk")
    known = {key for domain in messages().values() for key in domain}
    assert len(quoting.asked) > 60
    assert quoting.asked - known == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["pln"],
        ["xyzzy"],
        ["plan", "a", "--fromat", "json"],
        ["plan", "a", "--zzzzzzzz"],
        ["plan", "a", "--format", "jsn"],
        ["plan", "a", "--format", "xyzzy"],
        ["plan"],
        ["plan", "a", "--protocol"],
        ["plan", "a", "b"],
        ["plan", "a", "--by", "x", "--by", "y"],
        ["plan", "nowhere.yaml"],
        ["plan", "nowhere.yaml", "--rules", "nowhere"],
        ["plan", "nowhere.yaml", "--events"],
        ["plan", "nowhere.yaml", "--as-of", "2026-11-20"],
        ["agenda", "--from", "soon", "--to", "2026-01-01"],
        ["agenda", "--from", "2026-09-01", "--to", "2026-01-01"],
        ["calendar", "kz", "--year", "1990"],
        ["check", "nowhere.yaml"],
        ["test", "nowhere.yaml"],
        ["trace", "nowhere.yaml"],
    ],
)
@pytest.mark.usefixtures("quoting")
def test_a_mistake_is_answered_in_the_language(cli: CommandLine, arguments: list[str]) -> None:
    ran = cli(*arguments, "--lang=ru")
    assert ran.code == 2
    assert "«" in ran.err
    assert english(ran.err) == []


@pytest.mark.usefixtures("quoting")
def test_a_failing_test_is_told_in_the_language(tmp_path: Path, cli: CommandLine) -> None:
    expect = "duties: [{rule: tell-police, status: done}]\nabsent: [no-press]\nawaiting: [{rule: faces-fine}]"
    assert run(tmp_path, expect).failed == 1
    ran = cli("test", tmp_path, "--coverage", "--lang", "uk")
    assert (ran.code, ran.err) == (1, "")
    assert english(ran.out.replace(" a case\n", "\n")) == []
    assert "«0 passed, 1 failed»" in ran.out


@pytest.mark.usefixtures("quoting")
def test_a_test_passes_or_fails_alike_in_every_language(tmp_path: Path) -> None:
    with SPEAKING.speaking("kk"):
        for expect in PASSES:
            assert run(tmp_path, expect).exit_code == 0, expect
        for expect, _said in FAILS:
            assert run(tmp_path, expect).exit_code == 1, expect


@pytest.mark.usefixtures("quoting")
def test_coverage_is_counted_alike_in_every_language(tmp_path: Path) -> None:
    run(tmp_path, "duties: [{rule: tell-police}]")
    english_one = run_tests([tmp_path], coverage=True)
    with SPEAKING.speaking("kk"):
        assert run_tests([tmp_path], coverage=True).coverage == english_one.coverage


TEXT = """\
1. Керівник повідомляє поліцію протягом однієї доби.
2. Мета порядку - безпека.
3. Учні знають порядок.
"""
ORDER = """\
ruleset: demo/order
text: {title: {en: An order}, language: uk, file: order.txt, sha256: "%s"}
zone: Europe/Kyiv
calendar: ua
in_force: {from: undated}
reviewed_through: "2030-01-01"
unencoded:
  - {point: "2", words: Мета порядка, because: an aim}
rules:
  - id: tell-police
    cites: {point: "1", words: протягом однієї доби}
    by: education_org_head
    must: notify
    to: police
    after: report_received
    due: at most 25 hours
"""


@pytest.mark.parametrize("sources", [False, True])
@pytest.mark.usefixtures("quoting")
def test_a_trace_is_told_in_the_language(
    tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch, sources: bool
) -> None:
    (tmp_path / "order.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "order.yaml").write_text(ORDER % ("0" * 64), encoding="utf-8")
    monkeypatch.setenv("PROTOCOLKIT_SOURCES", str(tmp_path) if sources else "")
    ran = cli("trace", tmp_path / "order.yaml", "--lang", "kk")
    assert (ran.code, ran.err, english(ran.out)) == (int(sources), "", [])
    assert "«an aim»" in ran.out
    for said in ("does not stand in the text", "differs", "nothing stands for it", "3 printed"):
        assert (said in ran.out) is sources


@pytest.mark.usefixtures("quoting")
def test_a_check_is_told_in_the_language(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULES.replace("to: police", "to: polise"))
    ran = cli("check", tmp_path, "--lang", "kk")
    assert (ran.code, ran.err, english(ran.out)) == (1, "", [])
    assert "polise" in ran.out


@pytest.mark.usefixtures("quoting")
def test_a_note_beside_a_file_is_in_the_language(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case, "--format", "ics", "--lang", "ru")
    assert ran.err.startswith("«note: ")
    assert english(ran.err) == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_a_plan_is_made_in_the_language_it_is_shown_in(
    cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    heard = []
    evaluate = engine.evaluate
    monkeypatch.setattr(
        engine, "evaluate", lambda *given, **more: [heard.append(language()), evaluate(*given, **more)][1]
    )
    assert cli("plan", case, "--format", "json", "--lang", spoken).code == 0
    assert heard == [spoken]
    assert language() == "en"


def usage(ran: Ran) -> str:
    return ran.out.splitlines()[0]


ENGLISH, OTHER = "Usage: protocolkit COMMAND", "«Usage: protocolkit «COMMAND»»"


@pytest.mark.parametrize(
    ("variable", "arguments", "said"),
    [
        ("kk", [], OTHER),
        (" kk ", [], OTHER),
        ("", [], ENGLISH),
        ("en", [], ENGLISH),
        ("kk", ["--lang", "en"], ENGLISH),
        ("kk", ["--lang=en"], ENGLISH),
        ("en", ["--lang", "uk"], OTHER),
        ("klingon", ["--lang", "uk"], OTHER),
    ],
)
@pytest.mark.usefixtures("quoting")
def test_the_option_wins_over_the_variable_and_both_over_english(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, variable: str, arguments: list[str], said: str
) -> None:
    monkeypatch.setenv("PROTOCOLKIT_LANG", variable)
    assert usage(cli("--help", *arguments)) == said
    assert usage(cli(*arguments, "--help")) == said
    assert usage(cli(*arguments)) == said


def test_names_and_dates_follow_the_variable(cli: CommandLine, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = cli("plan", case, "--lang", "kk").out
    assert cli("--lang", "kk", "plan", case).out == asked
    monkeypatch.setenv("PROTOCOLKIT_LANG", "kk")
    assert cli("plan", case).out == asked
    assert "ішкі істер органдары" in asked
    assert cli("plan", case, "--lang", "en").out != asked


def test_a_language_that_is_not_spoken_is_refused(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    help = "\n  help: one of en, ru, kk, uk\n"
    ran = cli("--lang", "tlh", "check")
    assert ran == (2, "", f"command-line bad-value `tlh` cannot be a value of `--lang`{help}")
    assert cli("check", "--lang", "tlh") == ran
    assert cli("--lang") == (2, "", "command-line missing-argument `--lang` needs a value\n")
    monkeypatch.setenv("PROTOCOLKIT_LANG", "tlh")
    refused = (2, "", f"PROTOCOLKIT_LANG bad-value `tlh` cannot be a value of `PROTOCOLKIT_LANG`{help}")
    assert cli("--help") == refused
    assert cli("calendar", "kz", "--year", "2026") == refused


@pytest.mark.usefixtures("quoting")
def test_after_two_dashes_nothing_is_an_option(cli: CommandLine) -> None:
    assert "«" not in cli("plan", "--", "--lang", "kk").err


@pytest.mark.usefixtures("quoting")
def test_a_terminal_has_its_help_in_the_language(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    out = re.sub(r"\x1b\[[0-9;]*m", "", cli("due", "--help", "--lang", "kk").out)
    assert "╭─ «Arguments» ─" in out
    assert "*  --calendar «STR»" in out
    assert english(out.replace("│", " ")) == []


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    command = [sys.executable, "-m", "protocolkit", "plan", str(path), "--to", "police", "--lang", "kk"]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "ішкі істер органдары" in ran.stdout.decode("utf-8")


def test_english_is_spoken_without_the_machinery_of_catalogues() -> None:
    said = "from protocolkit.languages import _, ngettext; _('a rule'); ngettext('a', 'b', 2)"
    for code in (said, "from protocolkit.cli import main; main(['--version'])"):
        ran = subprocess.run(
            [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = set(ran.stdout.split())
        assert not {"gettext", "babel", "cyclopts", "protocolkit.languages.catalogues"} & loaded
    assert "protocolkit.languages" not in loaded


def test_the_plugin_refuses_a_language_that_is_not_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, "duties: [{rule: tell-police}]")
    monkeypatch.setenv("PROTOCOLKIT_LANG", "tlh")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command = [sys.executable, "-m", "pytest", "-p", "protocolkit.pytest_plugin", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == pytest.ExitCode.INTERRUPTED
    assert "PROTOCOLKIT_LANG bad-value" in ran.stdout
    assert "UsageError" not in ran.stdout
    assert "def " not in ran.stdout


@pytest.mark.skipif(not PACKAGE.is_dir(), reason="the code lies in the source tree only")
def test_no_function_that_speaks_drops_a_value_into_the_underscore() -> None:
    """`_` assigned anywhere in a function is a local name there: `_("...")` would fail when it is reached."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = {(name.id, type(name.ctx)) for name in _own_names(node)}
                assert not {("_", ast.Store), ("_", ast.Load)} <= names, f"{path}:{node.lineno}"


def _own_names(function: ast.FunctionDef) -> list[ast.Name]:
    """The names in a function, but for those bound inside a comprehension, which has its own."""
    found, waiting = [], list[ast.AST](function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            found.append(node)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            continue
        waiting += ast.iter_child_nodes(node)
    return found
