"""Files of promises: what may stand in one, and what is said of one that is wrong."""

import os
from pathlib import Path

import pytest

from protocolkit.analysis.file_check import check_paths
from protocolkit.watching.look import ALSO

FILES = Path(__file__).parent / "files"


def diagnostics(path: Path) -> str:
    return "".join(f"{p}\n".replace(str(p.place.file), path.name) for p in check_paths([path], ALSO).problems)


def test_every_form_of_a_promise_passes_the_check() -> None:
    assert diagnostics(FILES / "good" / "every-form.yaml") == ""


@pytest.mark.parametrize("name", ["faults", "meaning"])
def test_a_wrong_file_has_exactly_the_diagnostics_beside_it(name: str) -> None:
    path = FILES / "bad" / f"{name}.yaml"
    if os.environ.get("PROTOCOLKIT_ACCEPT"):
        path.with_suffix(".txt").write_text(diagnostics(path), encoding="utf-8")
    assert diagnostics(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_shipped_promises_pass_the_check() -> None:
    found = [p for p in check_paths((), ALSO).problems if "promises" in p.place.file]
    assert found == []
