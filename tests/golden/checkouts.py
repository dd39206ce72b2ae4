"""Checkouts of this repository, and the processes that make bodies with the code of one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, NamedTuple

from golden.bodies import FORMS, Body, Digests, unpacked

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LANGUAGES = ("en", "ru", "kk", "uk")
# What decides dates, and the words and files they are written in, beside the code of the project.
LIBRARIES = ("babel", "holidays", "icalendar", "pendulum", "tzdata")
PROCESSES = 2
_FEW = 8

Wanted = Mapping[str, Mapping[str, Sequence[str]]]
Known = Mapping[str, Mapping[str, Mapping[str, str]]]


class GoldenError(Exception):
    """What the user must be told before anything can be compared."""


class Made(NamedTuple):
    """One body by its digests, with the body itself where it was asked for."""

    case: str
    language: str
    form: str
    digests: Digests
    packed: str | None

    @property
    def body(self) -> Body:
        assert self.packed is not None
        return unpacked(self.packed)


def commit_of(root: Path) -> str:
    """The commit that is checked out in a folder, without changes."""
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        raise GoldenError(f"{root} differs from its commit: a set is made from a commit")
    return _git(root, "rev-parse", "HEAD").decode().strip()


def full_hash(commit: str) -> str:
    """The whole name of a commit."""
    return _git(ROOT, "rev-parse", "--verify", f"{commit}^{{commit}}").decode().strip()


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """The files of a commit in a folder of their own, for a while; the repository is only read."""
    try:
        packed = _git(ROOT, "archive", "--format=tar", commit)
    except GoldenError as error:
        raise GoldenError(
            f"commit {commit} is not in the history of {ROOT}, so what it answered cannot be made again: "
            "a clone with its full history is needed (git fetch --unshallow)"
        ) from error
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            # Python 3.11.0 to 3.11.3 know no filters; what git packs of this repository needs none.
            archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # type: ignore[arg-type]
        yield Path(folder)


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True)
    except FileNotFoundError as error:
        raise GoldenError("git is not installed") from error
    if done.returncode:
        raise GoldenError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def environment() -> dict[str, str]:
    """The versions that may change an answer though the code stays."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {"python": python, "zones": _zones()} | {one: _version(one) for one in LIBRARIES}


def _zones() -> str:
    """The version of the time zones of the system, which come before those of the library."""
    for folder in zoneinfo.TZPATH:
        if (path := Path(folder) / "tzdata.zi").is_file():
            with path.open(encoding="utf-8") as lines:
                return lines.readline().split()[-1]
    return "none"


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"


def adapter_for(commit: str) -> str:
    """The adapter that fits a commit: one of its own where there is one, else that of this tree."""
    for path in HERE.glob("adapter_*.py"):
        if commit.startswith(path.stem.removeprefix("adapter_")):
            return f"golden.{path.stem}"
    return "golden.adapter"


def make(
    root: Path,
    adapter: str = "golden.adapter",
    *,
    languages: Sequence[str] = LANGUAGES,
    forms: Sequence[str] = FORMS,
    wanted: Wanted | None = None,
    known: Known | None = None,
    bodies: Literal["all", "changed", "none"] = "none",
) -> tuple[list[str], list[Made]]:
    """The keys of all cases of a checkout, and what its code makes of those wanted (null: all).

    A case that is wanted with no languages is made in `languages` and `forms`. With `changed` come the bodies whose
    digest is not the one known.
    """
    of = 1 if wanted is not None and len(wanted) < _FEW else PROCESSES
    order = {"adapter": adapter, "languages": languages, "forms": forms, "wanted": wanted, "bodies": bodies}
    orders = [json.dumps({**order, "known": known or {}, "part": [part, of]}) for part in range(of)]
    keys: list[str] = []
    made: list[Made] = []
    for line in _lines(root, orders):
        found: Any = json.loads(line)
        if isinstance(found, dict):
            keys = found["cases"]
            continue
        case, language, form, whole, parts, body = found
        digests = Digests(whole, tuple((name, digest) for name, digest in parts))
        made.append(Made(case, language, form, digests, body))
    place = {key: index for index, key in enumerate(keys)}
    return keys, sorted(made, key=lambda one: place[one.case])


def _lines(root: Path, orders: Sequence[str]) -> Iterator[str]:
    """What one process for each order wrote."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(HERE.parent)]), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "golden.making"]
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        paths = [Path(folder) / str(number) for number in range(len(orders))]
        running = []
        for path, order in zip(paths, orders, strict=True):
            path.with_suffix(".order").write_text(order, "utf-8")
            with path.open("wb") as out, path.with_suffix(".order").open("rb") as told:
                running.append(subprocess.Popen(command, cwd=root, env=environ, stdin=told, stdout=out))
        codes = [process.wait() for process in running]
        if any(codes):
            raise GoldenError(f"the code of {root} could not be run; see above")
        for path in paths:
            with path.open(encoding="utf-8") as lines:
                yield from lines
