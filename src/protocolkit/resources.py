"""Where the shipped rules, schemas and examples are, installed or in a source tree."""

from __future__ import annotations

from functools import cache
from os.path import relpath
from pathlib import Path


@cache
def data_root() -> Path:
    """The folder that holds `rules/`, `schemas/`, `examples/` and the files of the tutorials.

    A source tree wins: an editable install would otherwise read a stale copy from the last build.
    """
    package = Path(__file__).resolve().parent
    source_tree = package.parent.parent
    if (source_tree / "pyproject.toml").is_file() and (source_tree / "rules").is_dir():
        return source_tree
    return package / "_data"


def rules_dir() -> Path:
    return data_root() / "rules"


def schemas_dir() -> Path:
    return data_root() / "schemas"


def examples_dir() -> Path:
    return data_root() / "examples"


def learn_dir() -> Path:
    """The files of the tutorials."""
    root = data_root()
    return root / "learn" if root.name == "_data" else root / "docs" / "learn"


def schemas_seen_from(folder: Path) -> str:
    """How a file in a folder names the schemas for its editor: by a relative path, unless they lie far away."""
    near = relpath(schemas_dir(), folder).replace("\\", "/")
    return near if near.count("../") < 6 else schemas_dir().as_uri()
