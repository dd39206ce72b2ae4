"""A new ruleset is right as it is written, and never overwrites one."""

from pathlib import Path

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.testing.running import run_tests

__all__ = ["cli"]


def test_a_new_ruleset_checks_and_passes_its_own_tests(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert [str(p) for p in check_paths([tmp_path]).problems if p.severity == "error"] == []
    report = run_tests([tmp_path])
    assert len(report.outcomes) == 2
    assert [f for o in report.outcomes for f in o.failures] == []


def test_nothing_is_overwritten(cli: CommandLine, tmp_path: Path) -> None:
    cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    before = (tmp_path / "order.yaml").read_text(encoding="utf-8")
    again = cli("new", "ruleset", "region/order", "--folder", str(tmp_path))
    assert again.code == 2
    assert "file-exists" in again.err
    assert (tmp_path / "order.yaml").read_text(encoding="utf-8") == before


def test_an_id_that_is_none_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("new", "ruleset", "Region Order", "--folder", str(tmp_path))
    assert done.code == 2
    assert "not-an-id" in done.err
    assert not list(tmp_path.iterdir())
