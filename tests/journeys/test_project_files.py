"""What those use who work on the project: recorded releases, sessions, hooks, fragments of the changelog, templates."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from protocolkit.resources import data_root, rules_dir

ROOT = data_root()
FRAGMENTS = sorted((ROOT / "changelog").glob("*.yaml"))

pytestmark = pytest.mark.skipif(not (ROOT / "noxfile.py").is_file(), reason="the files lie in the source tree only")


def name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_library_that_is_asked_for_has_a_recorded_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    recorded = [line for line in lines if not line.startswith("#")]
    assert [line for line in recorded if not re.fullmatch(r"[\w.-]+==[\w.]+( ; [\w .'<>=!]+)?", line)] == []
    own = {project["name"]}  # an extra may ask for other extras
    assert {name(one) for one in asked} - own - {name(line) for line in recorded} == set()


def test_ci_and_the_pages_name_sessions_there_are() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.decorator_list}
    pages = [ROOT / ".ci" / "run", ROOT / "README.md", *ROOT.glob("changelog/*.md"), *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    named = set(re.findall(r"nox -s (\w+)", text))
    for line in re.findall(r'^"\$\{nox\[@\]\}" (.*?) \|\|', text, re.MULTILINE):
        named |= set(line.split())
    assert {"fresh", "lint", "rules", "docs", "wheel", "tests", "slow", "newest"} <= named <= sessions


def test_the_hooks_are_run_by_what_is_installed_for_work_on_the_project() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local"
    hooks = {hook["id"]: hook for hook in repository["hooks"]}
    assert hooks.keys() == {"ruff-check", "ruff-format", "mypy", "protocolkit-check"}
    assert {hook["language"] for hook in hooks.values()} == {"system"}
    files = re.compile(hooks["protocolkit-check"]["files"])
    assert all(files.search(path.relative_to(ROOT).as_posix()) for path in rules_dir().rglob("*.yaml"))


def test_the_fast_session_leaves_out_files_there_are() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    (names,) = (one.value for one in tree.body if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "LONG")
    missing = [name for name in ast.literal_eval(names) if not [*(ROOT / "tests").glob(f"*/test_{name}.py")]]
    assert missing == []


@pytest.mark.parametrize("template", sorted((ROOT / ".github").rglob("*.md")), ids=lambda path: path.name)
def test_each_template_warns_of_names(template: Path) -> None:
    assert "No names of people belong in here" in template.read_text(encoding="utf-8")


# -- the changelog


@pytest.fixture(scope="module")
def gather() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gather", ROOT / "changelog" / "gather.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_says_first_which_duties_moved(path: Path, gather: ModuleType) -> None:
    for rule in gather.read(path).duties:
        ruleset, _sign, id = rule.partition("#")
        files = [rules_dir() / f"{ruleset}.yaml", *(rules_dir() / ruleset).glob("*.yaml")]
        written = "".join(one.read_text(encoding="utf-8") for one in files if one.is_file())
        assert re.search(rf"^ *- id: {re.escape(id)}$", written, re.MULTILINE), rule


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("library: x\nduties: none\nbecause: y\n", "the first key is not `duties`"),
        ("- x\n", "the first key is not `duties`"),
        ("duties: none\nlibrary: x\n", "`duties: none` needs `because`"),
        ("duties: [a]\n", "`duties` is neither `none` nor a map of rules and what became of them"),
        ("duties: {}\n", "`duties` is neither `none` nor a map of rules and what became of them"),
        ("duties: {a/b#c: due later}\nfixed: x\n", "unknown key `fixed`"),
        ("duties: none\nbecause: y\n", "`library` is no sentence and no list of them"),
        ("duties: {a/b#c: due later}\nlibrary: {x: y}\n", "`library` is no sentence and no list of them"),
    ],
)
def test_a_fragment_without_it_is_refused(text: str, said: str, tmp_path: Path, gather: ModuleType) -> None:
    path = tmp_path / "change.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{re.escape(f'change.yaml: {said}')}$"):
        gather.read(path)


def test_fragments_go_where_they_belong(gather: ModuleType) -> None:
    fragments = [
        gather.Fragment({"kz/interagency#notify-authorities": "due within two hours"}, "", []),
        gather.Fragment({}, "nothing", ["A first thing.", "word " * 40]),
    ]
    before = (
        "# Changelog\n\n## Unreleased\n\n### Procedures\n\n- Old.\n\n### Library\n\n- Old too.\n\n## 0.1\n\n- Oldest.\n"
    )
    after = gather.gathered(before, fragments)
    assert after.startswith(
        "# Changelog\n\n## Unreleased\n\n### Procedures\n\n- Old.\n- `kz/interagency#notify-authorities`: due within two hours\n"
        "\n### Library\n\n- Old too.\n- A first thing.\n- word word"
    )
    assert after.endswith("\n\n## 0.1\n\n- Oldest.\n")
    assert max(map(len, after.splitlines())) <= 120
    bare = gather.gathered("# Changelog\n\n## Unreleased\n", fragments[:1])
    assert bare.startswith(
        "# Changelog\n\n## Unreleased\n\n### Procedures\n\n- `kz/interagency#notify-authorities`: due"
    )
    shipped = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert gather.gathered(shipped, [gather.read(path) for path in FRAGMENTS]).startswith(shipped[:200])


# -- the tests themselves


def test_every_test_lies_with_the_package_it_is_of_or_with_the_journeys() -> None:
    """A reader finds the tests of a package from the tree alone; what they share is in `support`."""
    tests = ROOT / "tests"
    packages = {path.name for path in (ROOT / "src" / "protocolkit").iterdir() if path.is_dir()}
    assert [path.name for path in tests.glob("*.py")] == ["conftest.py"]
    folders = {path.parent.name for path in tests.rglob("test_*.py")}
    assert folders - packages <= {"journeys", "golden", "fuzz", "peers"}
