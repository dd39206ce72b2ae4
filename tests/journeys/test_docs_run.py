"""Every command and every snippet of the documentation does what its page says.

`PAGES` are all pages there are. What is not run stands in `NOT_RUN` with its reason; `DESKS` says what lies in the folder in
which a page is run.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml

from command_line import CommandLine, cli
from docs_frames import problems
from docs_pages import COMMENT, Block, NotRun, PageError, blocks, commands_named
from docs_run import Desk, checked
from protocolkit.reading.yaml12 import LARGEST_FILE
from protocolkit.resources import data_root, examples_dir
from protocolkit.testing.running import run_tests

__all__ = ["cli"]

ROOT = data_root()
FOLDERS = ("docs", "examples", "benchmarks")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md")))
)
DIAGNOSTICS = "docs/reference/diagnostics/"
LANGUAGE = "docs/reference/language/"
IN_PARTS = ("docs/reference/incident-file.md",)  # pages that show a file whole once, then what may stand in it

INSTALLS = "installs something, or needs what is installed that way"
OTHERS = "is another program"
WHOLE_SITE = "takes half a minute; tests/site/test_rule_site_shipped.py makes the whole site"
ALL_TESTS = "takes a quarter of a minute; the tests of the shipped rules are run by tests/testing/test_rule_tests.py"
WATCHES = (
    "stays until it is stopped; tests/journeys/test_editor_and_ci.py runs one look and compares what the page shows"
)
SERVES = "stays until it is stopped; tests/web/test_serve_command.py starts it and asks for a page"
RUNTIME = "needs a Python for browsers; tests/play/test_case_in_a_browser.py writes such a folder and tries it"
CONTAINERS = "needs a container engine; the page says that it was not tried"
NOT_RUN = [
    NotRun("*", "python3 -m venv ", INSTALLS),
    NotRun("*", ".venv/bin/pip install ", INSTALLS),
    NotRun("*", "pip install ", INSTALLS),
    NotRun("*", ". .venv/bin/activate", INSTALLS),
    NotRun("*", ".venv/bin/pytest", "is what runs this"),
    NotRun("*", "pytest ", "would run tests within tests; tests/testing/test_pytest_plugin.py runs rule tests so"),
    NotRun("docs/reference/peers.md", "PROTOCOLKIT_PEERS=", "is what runs the tests of others"),
    NotRun("docs/how-to/ci.md", "echo ", "is a line for GitHub, whose file tests/journeys/test_editor_and_ci.py reads"),
    NotRun(
        "docs/how-to/ci.md", r"^(\S", "is a pattern; tests/journeys/test_editor_and_ci.py compares it with the editor's"
    ),
    NotRun("docs/how-to/audit-a-ruleset.md", "protocolkit mutate", "is run by docs/how-to/find-missing-tests.md"),
    NotRun("docs/how-to/ci.md", "git worktree add", "needs a repository with a main branch"),
    NotRun(
        "docs/how-to/ci.md",
        "protocolkit effect ../before",
        "needs two checkouts; tests/comparing/test_effect.py has two",
    ),
    NotRun("docs/how-to/calendar-programs.md", "khal ", OTHERS),
    NotRun("docs/how-to/calendar-programs.md", "todo ", OTHERS),
    NotRun("docs/how-to/print-a-plan.md", "chromium ", OTHERS),
    NotRun("docs/how-to/rule-site.md", "protocolkit docs rules site", WHOLE_SITE),
    NotRun("docs/how-to/rule-site.md", "PROTOCOLKIT_SOURCES=texts protocolkit docs rules site", WHOLE_SITE),
    NotRun("docs/how-to/rule-site.md", "protocolkit docs rules public", WHOLE_SITE),
    NotRun("docs/how-to/test-rules.md", "protocolkit test$", ALL_TESTS),
    NotRun("docs/how-to/test-rules.md", "protocolkit test --", ALL_TESTS),
    NotRun("docs/how-to/edit-rules.md", "# yaml-language-server", "is a line for editors"),
    NotRun("docs/how-to/edit-rules.md", "protocolkit check rules --watch", WATCHES),
    NotRun("docs/how-to/edit-rules.md", "Since the last good plan", WATCHES),
    NotRun("docs/how-to/edit-rules.md", "rules/order.yaml:26:9", WATCHES),
    NotRun("docs/how-to/edit-rules.md", "No plan can be made now", WATCHES),
    NotRun("CONTRIBUTING.md", ".venv/bin/nox", "would run the tests within the tests"),
    NotRun("CONTRIBUTING.md", "class ByMonthEnd", "is the outline of a module; tests of every term try the whole one"),
    NotRun("docs/how-to/translate.md", "nox -s fresh", "writes the catalogues of the source tree"),
    NotRun("docs/reference/fuzzing.md", "python tests/fuzz", "takes as long as it is given"),
    NotRun("*", "python benchmarks/agree.py", "takes as long as it is given; tests/evaluation/test_agree.py runs it"),
    NotRun("*", "python -m benchmarks", "takes minutes; `nox -s bench` runs a part"),
    NotRun("docs/reference/calendars.md", "python -m protocolkit.calendars.freeze", "writes the shipped calendars"),
    NotRun("docs/reference/cli.md", "protocolkit serve", SERVES),
    NotRun(
        "docs/reference/http.md", "uvicorn ", SERVES.replace("test_serve_command.py starts it", "test_api.py calls it")
    ),
    NotRun("docs/reference/cli.md", "protocolkit play", RUNTIME),
    NotRun("docs/reference/cli.md", "protocolkit completion bash > ", INSTALLS),
    NotRun("docs/how-to/case-without-a-server.md", "npm pack", INSTALLS),
    NotRun("docs/how-to/case-without-a-server.md", "tar xzf", INSTALLS),
    NotRun("docs/how-to/case-without-a-server.md", "pip download", INSTALLS),
    NotRun("docs/how-to/case-without-a-server.md", "protocolkit play", RUNTIME),
    NotRun("docs/how-to/case-without-a-server.md", "python -m http.server", SERVES),
    NotRun("docs/reference/http.md", "curl ", "asks a running server; tests/web/test_api.py asks the same"),
    NotRun("docs/reference/http.md", "podman build", CONTAINERS),
    NotRun("docs/reference/http.md", "podman run", CONTAINERS),
    NotRun("docs/how-to/case-in-a-browser.md", "protocolkit serve", SERVES),
    NotRun("docs/how-to/case-in-a-browser.md", "python -c", "is a line of Python; nothing depends on it"),
    NotRun("docs/reference/cli.md", "protocolkit demo", "is the list of commands; a test below compares it"),
    NotRun(DIAGNOSTICS + "command-line.md", "command-line ", "is what the parser of the command line says"),
    NotRun(
        DIAGNOSTICS + "file-unreadable.md", "protocolkit ", "depends on who runs it; see tests/reading/test_yaml12.py"
    ),
    NotRun(DIAGNOSTICS + "internal-error.md", "protocolkit internal-error ", "has no known cause, else it were mended"),
    NotRun(
        DIAGNOSTICS + "missing-extra.md",
        "protocolkit ",
        "needs a library away; see tests/exports/test_export_calendar.py",
    ),
    NotRun(
        DIAGNOSTICS + "too-many-values.md",
        "events: ",
        "takes a file of a million values; see tests/reading/test_yaml12.py",
    ),
    NotRun("docs/reference/language/names.md", "police:", "is an entry of the shared vocabulary, shortened"),
    NotRun("docs/reference/language/index.md", "# yaml-language-server", "is a line for editors"),
    NotRun(
        "docs/reference/language/index.md", "RULESET  ", "is the grammar; schemas and the pages below it are tested"
    ),
]

pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="the pages lie in the source tree only")


# -- the folder in which a page is run


def clone(desk: Path) -> None:
    """A clone of the project where somebody has a case and rules of his own."""
    shutil.copytree(examples_dir(), desk / "examples")
    shutil.copytree(ROOT / "docs" / "learn", desk / "docs" / "learn")
    for name in ("case.yaml", "CASE.yaml"):
        shutil.copy(examples_dir() / "kz-interagency.yaml", desk / name)
    for name in ("pdyut.yaml", "tests/pdyut.yaml"):
        (desk / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "rules" / "ua" / name, desk / "rules" / name)


def empty(desk: Path) -> None:
    assert not list(desk.iterdir())


def copy_of(folder: Path) -> Callable[[Path], None]:
    def fill(desk: Path) -> None:
        shutil.copytree(folder, desk, dirs_exist_ok=True)

    return fill


def with_draft(desk: Path) -> None:
    """Beside the rest a copy of a shipped ruleset with another number."""
    clone(desk)
    (desk / "draft").mkdir()
    shipped = (ROOT / "rules" / "kz" / "interagency.yaml").read_text(encoding="utf-8")
    (desk / "draft" / "interagency.yaml").write_text(
        shipped.replace("due: 1 hour\n", "due: 2 hours\n"), encoding="utf-8"
    )


def with_lakeside(desk: Path) -> None:
    clone(desk)
    shutil.copytree(ROOT / "docs" / "learn" / "school-order", desk / "lakeside")


def beside_the_lakeside_order(desk: Path) -> None:
    """Files on the page are checked by themselves: their rules lie beside them here."""
    clone(desk)
    for folder in (desk, desk / "promises"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / "docs" / "learn" / "school-order" / "order.yaml", folder / "order.yaml")


def with_what_goes_wrong(desk: Path) -> None:
    clone(desk)
    for name in ("incidents", "reports"):
        (desk / name).mkdir()
    (desk / "reports" / "of-last-year.txt").touch()
    with (desk / "everything.yaml").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)


DESKS: dict[str, Callable[[Path], None]] = {
    "docs/how-to/edit-rules.md": empty,
    "docs/how-to/cases-of-primero.md": empty,
    "docs/how-to/cases-of-forms.md": empty,
    "docs/how-to/cases-of-dhis2.md": empty,
    "docs/learn/encode-a-text.md": empty,
    "docs/learn/report-to-plan.md": empty,
    "docs/how-to/audit-a-ruleset.md": beside_the_lakeside_order,
    "docs/how-to/audit-a-log.md": copy_of(examples_dir() / "exports"),
    "docs/how-to/map-an-export.md": copy_of(examples_dir() / "exports"),
    "docs/how-to/rule-site.md": with_lakeside,
    "docs/how-to/test-rules.md": with_draft,
}


def of_language_page(block: Block) -> list[str]:
    """An example of the language is the one among the tests, which has dated cases there."""
    example = ROOT / "tests" / "language" / "good" / f"{Path(block.page).stem}.yaml"
    shown, tested = (yaml.safe_load(text) for text in (block.text, example.read_text(encoding="utf-8")))
    rules = shown.pop("rules", [])
    if not all(tested.get(key) == value for key, value in shown.items()) or [
        rule for rule in rules if rule not in tested["rules"]
    ]:
        raise block.wrong(f"not what tests/language/good/{example.name} says")
    return []


def of_an_institution(block: Block, folder: Path) -> list[str]:
    if found := problems("institution:\n" + indent(block.text, "  "), "case.yaml", folder):
        raise block.wrong("".join(found))
    return []


def laid_over(folder: Path) -> Callable[[Block], list[str] | None]:
    """A part of a file is laid over the case shown whole before it, for the blocks below it to read."""
    whole: dict[str, Any] = {}
    name = ""

    def judged(block: Block) -> list[str] | None:
        nonlocal whole, name
        shown = yaml.safe_load(block.text)
        if "file" in block.notes:
            if shown.keys() & {"incident", "agenda"}:
                whole, name = shown, block.notes["file"]
            return None
        (folder / name).write_text(yaml.safe_dump(whole | shown, allow_unicode=True, sort_keys=False), encoding="utf-8")
        if found := checked([folder / name, folder / "rules"]):
            raise block.wrong("\n".join(found))
        return []

    return judged


def judge(page: str, found: list[Block], folder: Path) -> Callable[[Block], list[str] | None]:
    """How the fragments of YAML on a page are judged."""
    if page in IN_PARTS:
        return laid_over(folder)
    if page.startswith(LANGUAGE):
        return of_language_page
    if page.startswith(DIAGNOSTICS):
        below = {one.line: other.text.split(":")[0].split(" ")[0] for one, other in pairwise(found)}
        return lambda block: problems(block.text, below[block.line], folder)
    if page == "docs/reference/calendars.md":
        return lambda block: None if "file" in block.notes else of_an_institution(block, folder)
    return lambda _: None


def run(page: str, text: str, cli: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raises PageError at the first block that does not do what its page says."""
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    DESKS.get(page, with_what_goes_wrong if page.startswith(DIAGNOSTICS) else clone)(folder)
    found = blocks(text, page)
    desk = Desk(cli, monkeypatch, NOT_RUN, ends=2 if page.startswith(DIAGNOSTICS) else 0)
    desk.judge = judge(page, found, folder)
    desk.run(found)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        run(page, (ROOT / page).read_text(encoding="utf-8"), cli, tmp_path, monkeypatch)
    except PageError as wrong:
        pytest.fail(str(wrong), pytrace=False)


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("examples/procedures/")])
def test_the_commands_in_the_text_about_an_example_run_beside_it(
    page: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of((ROOT / page).parent)(tmp_path)
    monkeypatch.chdir(tmp_path)
    commands = list(commands_named((ROOT / page).read_text(encoding="utf-8")))
    assert len(commands) >= 2
    for command in commands:
        ran = cli(*shlex.split(command)[1:])
        assert ran.code == 0, (command, ran.err)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_page_names_is_there_with_its_options(page: str, cli: CommandLine) -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    called_alike = {task["label"] for task in tasks}
    for line in commands_named((ROOT / page).read_text(encoding="utf-8")):
        words = line.split()[1:]
        if page.startswith(DIAGNOSTICS) or not words[0].islower() or line in called_alike:  # mistakes, and COMMAND
            continue
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        said = cli(words[0], "--help")
        if said.code == 0 and not all(option in said.out for option in options):
            said = cli(*words[:2], "--help")
        assert said.code == 0, line
        assert [option for option in options if option not in said.out] == [], line


def test_the_list_of_commands_is_whole(cli: CommandLine) -> None:
    (listed, *_) = blocks((ROOT / "docs/reference/cli.md").read_text(encoding="utf-8"), "cli.md")
    shown = {line.split()[1] for line in listed.text.splitlines()}
    assert shown == set(re.findall(r"^  ([a-z]+): ", cli("--help").out, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_leads_to_is_there(page: str) -> None:
    for link in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", (ROOT / page).read_text(encoding="utf-8")):
        assert ((ROOT / page).parent / link).exists(), link


def test_the_ruleset_of_the_tutorial_has_its_four_cases() -> None:
    report = run_tests([ROOT / "docs" / "learn" / "school-order"])
    assert len(report.outcomes) == 4
    assert [failure for outcome in report.outcomes for failure in outcome.failures] == []


# -- nothing is passed over in silence


def shown_on(page: str) -> Iterator[str]:
    """Everything on a page that could stand on the list: blocks, and commands line by line, in YAML too."""
    for block in blocks((ROOT / page).read_text(encoding="utf-8"), page):
        yield block.text
        for line in block.text.splitlines():
            yield from COMMENT.sub("", line).strip().removeprefix("- ").removeprefix("run: ").split(" && ")


@pytest.mark.parametrize("entry", NOT_RUN, ids=lambda entry: f"{entry.page}: {entry.start}")
def test_what_stands_on_the_list_is_on_a_page(entry: NotRun) -> None:
    assert any(entry.covers(page, text) for page in PAGES for text in shown_on(page))


PLAN = "protocolkit plan case.yaml --to police"
WRONG = {
    "a command that fails": ("```sh\nprotocolkit plan case.yaml --fromat json\n```", "exit code 2, not 0"),
    "a command that should fail": ("<!-- exit: 1 -->\n```sh\nprotocolkit plan case.yaml\n```", "exit code 0, not 1"),
    "a command that is not there": ("```sh\nprotocolkit paln case.yaml\n```", "no command `paln`"),
    "the second of two commands": (f"```sh\n{PLAN} && protocolkit plan none.yaml\n```", "no file `none.yaml`"),
    "a file that is not there": ("```sh\nprotocolkit plan - < none.yaml\n```", "no file none.yaml"),
    "another program": ("```sh\nmake plans\n```", "neither run nor on the list"),
    "an option in Python": (
        "```python\nimport protocolkit\nprotocolkit.plan('case.yaml', lang='kk')\n```",
        "TypeError",
    ),
    "a doctest": ("```python\n>>> 1 + 1\n3\n```", "Expected"),
    "a whole output": (f"```sh\n{PLAN}\n```\n\n```text\nNothing to do\n```", "it prints something else"),
    "a part of an output": (f"```sh\n{PLAN}\n```\n\n```text\n...\nTODAY  (99)\n...\n```", "`TODAY  (99)`"),
    "parts in another order": (
        f"```sh\n{PLAN}\n```\n\n```text\nas of Fri, 20 Nov 2026, ...\nschool-12/2026-041  kz/interagency\n```",
        "not in this order: `school-12/2026-041",
    ),
    "an output of nothing": ("```text\nOVERDUE (2)\n```", "nothing above prints this"),
    "a message nobody says": ("```text\ncase.yaml:1:1 unknown-role there is no role `x`\n```", "no message reads so"),
    "YAML that cannot be read": ("```yaml\na: [\n```", "yaml-syntax"),
    "an incident with a slip": ("```yaml\nincident: demo/1\nprotocol: kz/natonal\n```", "unknown-protocol"),
    "a command within YAML": ("```yaml\n- run: protocolkit chek rules\n```", "no command `chek`"),
    "a block of another kind": ("```makefile\nall:\n```", "nothing runs a block of `makefile`"),
    "a block without a kind": ("```\nprotocolkit plan\n```", "nothing runs a block of ``"),
    "a block without a fence": ("Run\n\n    protocolkit plan case.yaml\n", "an indented block"),
    "a note with a slip": ("<!-- exits: 1 -->\n```sh\nprotocolkit plan case.yaml\n```", "no note is called exits"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_page_that_is_wrong_is_noticed_with_its_place(
    wrong: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, said = WRONG[wrong]
    with pytest.raises(PageError, match=re.escape(said)) as raised:
        run("made-up.md", f"# A page\n\n{text}\n", cli, tmp_path, monkeypatch)
    assert re.match(r"made-up\.md:[1-9]", str(raised.value))


def test_a_fragment_of_a_diagnostic_is_judged_with_its_place(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = "```yaml\nto: polise\n```\n\n```text\nrules.yaml:1:5 unknown-role no role `polise` (did you mean `police`?)\n```\n"
    page = DIAGNOSTICS + "unknown-role.md"
    run(page, shown, cli, tmp_path / "right", monkeypatch)
    for right, wrong in (
        ("1:5", "1:6"),
        ("did you mean `police`", "did you mean `pilot`"),
        ("to: polise", "to: police"),
    ):
        with pytest.raises(PageError):
            run(page, shown.replace(right, wrong, 1), cli, tmp_path / str(len(wrong)), monkeypatch)
