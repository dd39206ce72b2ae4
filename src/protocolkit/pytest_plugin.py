"""pytest runs rule tests: a YAML file that begins with `tests: PROTOCOL` gives one test for each of its cases.

Such a file is called `test_*.yaml`, or lies in a folder `tests`. Nothing of the library is imported before the first
one is collected: the plugin is loaded wherever the library is installed, also where nobody tests rules. It speaks the
language that PROTOCOLKIT_LANG names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from protocolkit.diagnostics import Diagnostic
    from protocolkit.testing.rule_test_cases import Case
    from protocolkit.testing.rule_test_report import Outcome

INI = "protocolkit_rules"
# Other tools have files that begin with `tests:` too; there it holds a list or a map and no id.
_FIRST_KEY = re.compile(r"^([A-Za-z_]\w*)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_ID = re.compile(r"""(["']?)[a-z][a-z0-9-]*(/[a-z0-9-]+)*\1\s*(#.*)?""")
_HEAD_SIZE = 4096


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(INI, "Folders of rules that rule tests read before those beside them.", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleTestFile | None:
    """The file as a collector, if it holds rule tests."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    if not file_path.name.startswith("test_") and file_path.parent.name != "tests":
        return None
    return RuleTestFile.from_parent(parent, path=file_path) if _holds_rule_tests(file_path) else None


def _holds_rule_tests(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        first = _FIRST_KEY.search(file.read(_HEAD_SIZE))
    return first is not None and first[1] == "tests" and _ID.fullmatch(first[2]) is not None


class RuleTestFile(pytest.File):
    """A file of rule tests."""

    def collect(self) -> list[RuleTest | UnreadFile]:
        with _speaking():
            return list(self._cases())

    def _cases(self) -> Iterator[RuleTest | UnreadFile]:
        from protocolkit.building.rule_files import shown
        from protocolkit.diagnostics import Problems
        from protocolkit.testing.rule_test_cases import read_cases

        problems = Problems()
        found = read_cases(self.path, problems, shown(self.path))
        if problems.errors:
            # One file that cannot be read takes no other test with it, nor its own cases that can.
            yield UnreadFile.from_parent(self, name="the file", problems=problems.errors)
        runner, seen = _runner(self.config, self.path), set[str]()
        for case in found:
            name = f"{case.name} (line {case.place.line})" if case.name in seen else case.name
            seen.add(case.name)
            yield RuleTest.from_parent(self, name=name, case=case, runner=runner)


class UnreadFile(pytest.Item):
    """What is wrong with a file outside its cases."""

    def __init__(self, *, problems: list[Diagnostic], **more: Any) -> None:
        super().__init__(**more)
        self.problems = problems

    def runtest(self) -> None:
        raise UnreadFileError(_listed(self.problems))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return (
            str(excinfo.value) if isinstance(excinfo.value, UnreadFileError) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.name}: {self.name}"


class UnreadFileError(Exception):
    """A file of rule tests cannot be read as it stands."""


class RuleTest(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, runner: Any, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        self.runner = runner

    def runtest(self) -> None:
        with _speaking():
            outcome = self.runner.run(self.case)
        if not outcome.passed:
            raise RuleTestError(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What `protocolkit test` shows of the case, and what is wrong with rules it cannot be judged without."""
        if not isinstance(excinfo.value, RuleTestError):
            return super().repr_failure(excinfo, style)
        from protocolkit.cli.ci_reports import failure_text

        outcome = excinfo.value.outcome
        # The first line is all that a summary of many tests shows.
        with _speaking():
            said = f"{failure_text(outcome)}\n{outcome.place} {outcome.protocol}"
        wrong = self.runner.catalogue.problems.errors if any(p.code == "rules-unusable" for p in outcome.errors) else []
        return f"{said}\n{_listed(wrong)}" if wrong else said

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, max(self.case.place.line - 1, 0), f"{self.case.protocol}: {self.name}"


class RuleTestError(Exception):
    """A case did not pass. `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.name)
        self.outcome = outcome


@contextmanager
def _speaking() -> Iterator[None]:
    from protocolkit.cli.spoken_language import of_environment
    from protocolkit.diagnostics import InputError
    from protocolkit.languages import speaking

    try:
        language = of_environment()
    except InputError as error:
        raise pytest.Collector.CollectError(_listed(error.problems)) from None
    with speaking(language):
        yield


_runners = pytest.StashKey[dict[tuple[Path, ...], Any]]()


def _runner(config: pytest.Config, path: Path) -> Any:
    """What runs the cases of a file; files under the same rules share one, which reads them once."""
    from protocolkit.building.rule_files import gather
    from protocolkit.diagnostics import Problems
    from protocolkit.testing.running import Runner

    problems = Problems()
    asked = gather([*config.getini(INI), path], problems)
    if problems.errors:
        raise pytest.UsageError(f"{INI}: {_listed(problems)}")
    known = config.stash.setdefault(_runners, {})
    if asked.roots not in known:
        known[asked.roots] = Runner(asked.catalogue())
    return known[asked.roots]


def _listed(problems: Iterable[Diagnostic]) -> str:
    return "\n".join(map(str, problems))
