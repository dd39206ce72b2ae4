"""Where the rule tests of some rules lie: among them, and in the folders of tests beside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from protocolkit.building.catalogue import head_of, resolved


def test_files(files: Iterable[Path]) -> list[Path]:
    """The rule tests among the files, and those in the folders of tests beside them."""
    found: dict[Path, Path] = {}
    for file in files:
        beside = {file.parent, *([file.parent.parent] if _of_a_folder(file) else [])}
        near = [one for folder in beside for one in sorted((folder / "tests").glob("*.y*ml"))]
        for one in [file, *near]:
            if (listed := head_of(one)) is not None and listed.kind == "tests":
                found.setdefault(resolved(one), one)
    return list(found.values())


def _of_a_folder(file: Path) -> bool:
    """Whether the file is one of several of a ruleset."""
    return any((file.parent / f"ruleset{suffix}").is_file() for suffix in (".yaml", ".yml"))
