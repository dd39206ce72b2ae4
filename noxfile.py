"""What is done with the project: `nox -s fast` while writing, `nox` before a change lands, `nox -l` for all there is.

Sessions that work on the tree share one environment with the releases of `constraints.txt`. Those that must not know of
it (`newest`, `wheel`) have their own. Everything after `--` goes on to pytest.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "rules", "docs", "wheel", "tests"]

ROOT = Path(__file__).parent
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
# What decides which environment the tree needs.
ASKED = ("pyproject.toml", "constraints.txt", "hatch_build.py")
LANGUAGE_SERVER = "yaml-language-server@1.19.2"
CODE = ("src", "tests", "benchmarks", "changelog", "noxfile.py", "hatch_build.py")
# As many processes as there are cores, each with files that stand together, so that it makes what they share once.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "worksteal")
# Most of the time: whole pages of documentation, every language, processes of their own, properties of many cases.
LONG = (
    "both_checks", "check_files", "cli_process", "demo", "docs_run", "doctor", "doctor_costs", "doctor_forms",
    "doctor_guesses",
    "editor_and_ci", "fuzzing", "language_examples", "languages_of_diagnostics", "languages_of_plans",
    "languages_of_the_command_line", "laws",
    "light_imports", "pages_plan", "pytest_plugin", "rule_packs", "rule_site_shipped", "schemas", "watch", "yaml12",
)  # fmt: skip


def tree(session: nox.Session) -> Callable[..., Any]:
    """Runs programs where the tree is installed, with all extras and the releases that were tried."""
    home = session.cache_dir / "tree"
    asked = hashlib.sha256(f"{ROOT} {sys.version}".encode())
    for name in ASKED:
        asked.update((ROOT / name).read_bytes())
    stamp = home / "asked"
    if not stamp.is_file() or stamp.read_text() != asked.hexdigest():
        session.run(sys.executable, "-m", "venv", "--clear", str(home))
        pip = (str(home / SCRIPTS / "python"), "-m", "pip", "--disable-pip-version-check")
        session.run(*pip, "install", "-q", "-c", "constraints.txt", "-e", ".[test,dev,docs,durable,spark]")
        stamp.write_text(asked.hexdigest())
    env = {"PATH": f"{home / SCRIPTS}{os.pathsep}{os.environ['PATH']}", "VIRTUAL_ENV": str(home)}
    return lambda program, *arguments, **more: session.run(str(home / SCRIPTS / program), *arguments, env=env, **more)


@nox.session(venv_backend="none", default=False)
def fresh(session: nox.Session) -> None:
    """Write schemas and catalogues anew. The frozen calendars are left to a command of their own."""
    run = tree(session)
    for module in ("protocolkit.languages", "protocolkit.exports.schemas"):
        run("python", "-m", module)


@nox.session(venv_backend="none", default=False)
def fast(session: nox.Session) -> None:
    """The tests that together take less than a minute."""
    ignored = [f"--ignore={path}" for name in LONG for path in ROOT.glob(f"tests/*/test_{name}.py")]
    tree(session)("pytest", "-m", "not slow", *ignored, *session.posargs)


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """The tests, with the releases that were tried."""
    tree(session)("pytest", "-m", "not slow", *SIDE_BY_SIDE, *session.posargs)


@nox.session(venv_backend="none", default=False)
def slow(session: nox.Session) -> None:
    """The tests that take minutes, and those in a browser if there is one."""
    tree(session)("pytest", "-m", "slow", *session.posargs, success_codes=[0, 5])


@nox.session(venv_backend="none", default=False)
def editors(session: nox.Session) -> None:
    """What a YAML editor offers and underlines, asked of its language server, which npm fetches."""
    if shutil.which("npm") is None:
        session.skip("no npm here, which fetches the language server")
    home = session.cache_dir / "editors"
    fetch = ("npm", "install", "--prefix", str(home), "--no-audit", "--no-fund", "--silent", LANGUAGE_SERVER)
    session.run(*fetch, external=True)
    session.env["YAML_LANGUAGE_SERVER"] = str(home / "node_modules" / ".bin" / "yaml-language-server")
    tree(session)("pytest", "tests/journeys/test_editor_values.py", *session.posargs)


@nox.session(venv_backend="none", default=False)
def fuzz(session: nox.Session) -> None:
    """Damaged files and invented cases, always the same; `-- --seconds 3600 --seed 7 --corpus .fuzz` for others."""
    tree(session)("python", "tests/fuzz", *(session.posargs or ("--cases", "300", "--seed", "1")))


@nox.session(default=False)
def peers(session: nox.Session) -> None:
    """Dates and lives of duties, held against the libraries of others, in an environment that has them."""
    session.install("-q", "-c", "constraints.txt", "-e", ".[test,peers]")
    session.run("pytest", "tests/peers", *session.posargs)


@nox.session(venv_backend="none", default=False)
def agree(session: nox.Session) -> None:
    """The engines over every shipped rule test and invented laws and cases, always the same."""
    tree(session)("python", "benchmarks/agree.py", *(session.posargs or ("--cases", "300", "--seed", "1", "--tests")))


@nox.session(venv_backend="none", default=False)
def bench(session: nox.Session) -> None:
    """What must hold of speed: answers as by hand, and no ratio far worse than recorded. `-- hand` prints a table."""
    tree(session)("python", "-m", "benchmarks", *(session.posargs or ("--reduced",)))


@nox.session(default=False)
def newest(session: nox.Session) -> None:
    """The tests with the newest release of everything, whatever was tried."""
    session.install("-q", "--upgrade", "-e", ".[test]")
    session.run("python", "-c", NAME_THE_RELEASES)
    session.run("pytest", "-m", "not slow", *SIDE_BY_SIDE, *session.posargs)


NAME_THE_RELEASES = """
from importlib.metadata import distributions
print(*sorted({f"{one.name}=={one.version}" for one in distributions()}, key=str.lower))
"""


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Style, types, layers."""
    run = tree(session)
    run("ruff", "check", *CODE)
    run("ruff", "format", "--check", *CODE)
    run("mypy")
    run("lint-imports")


@nox.session(venv_backend="none")
def rules(session: nox.Session) -> None:
    """The shipped rules: checked, tested, traced to their texts."""
    run = tree(session)
    run("protocolkit", "check")
    run("protocolkit", "test")
    said = run("protocolkit", "trace", silent=True)
    session.log(str(said).rstrip().rpartition("\n")[2])


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """The documentation, built strictly."""
    tree(session)("zensical", "build", "--clean", "--strict")


@nox.session
def wheel(session: nox.Session) -> None:
    """The wheel, made of the source distribution, in an environment that has nothing else and outside the tree."""
    session.install("-q", "build")
    made = Path(session.create_tmp()).resolve()
    for old in made.glob("*.*"):
        old.unlink()
    session.run("python", "-m", "build", "-o", str(made), str(ROOT), silent=True)
    clean = made / "clean"
    session.run("python", "-m", "venv", "--clear", str(clean))
    python = str(clean / SCRIPTS / "python")
    (built,) = made.glob("*.whl")
    session.run(python, "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt"), str(built), external=True)
    with session.chdir(made):
        session.run(python, "-c", ASK_THE_WHEEL, external=True)


ASK_THE_WHEEL = """
import protocolkit
from protocolkit.languages.catalogues import FOLDER
from protocolkit.resources import examples_dir, learn_dir
assert (learn_dir() / "school-order" / "order.yaml").is_file()
assert not list(FOLDER.glob("*/*.po")) and len(list(FOLDER.glob("*/*.mo"))) == 13, FOLDER
case = str(examples_dir() / "kz-interagency.yaml")
plans = {language: protocolkit.plan(case, language=language) for language in ("en", "ru", "kk", "uk")}
assert len({plan.duties[0].due.steps for plan in plans.values()}) == 4
assert {len(plan.duties) for plan in plans.values()} == {len(plans["en"].duties)} != {0}
print(f"{len(plans['en'].duties)} duties in {len(plans)} languages")
"""


@nox.session(venv_backend="none", default=False)
def changelog(session: nox.Session) -> None:
    """Gather the fragments of `changelog/` into CHANGELOG.md."""
    tree(session)("python", "changelog/gather.py")


@nox.session(default=False)
def pin(session: nox.Session) -> None:
    """Write `constraints.txt` anew: the newest releases. Run `tests` afterwards, and `calendar --compare`."""
    session.install("-q", "uv")
    head = "".join(line for line in (ROOT / "constraints.txt").open(encoding="utf-8") if line.startswith("#"))
    flags = ("--all-extras", "--universal", "--no-annotate", "--no-header", "--upgrade", "-q")
    found = session.run("uv", "pip", "compile", "--python-version", "3.11", *flags, "pyproject.toml", silent=True)
    (ROOT / "constraints.txt").write_text(f"{head}{str(found).strip()}\n", encoding="utf-8")
