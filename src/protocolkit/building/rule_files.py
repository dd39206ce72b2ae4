"""Which files a path on the command line stands for, and where the rules they need are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from protocolkit.building.catalogue import Catalogue, head_of, resolved
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import NOTHING, Message, say
from protocolkit.resources import rules_dir

REVIEWED = "mutants.yaml"  # beside rule tests: a list that says what it is by its name
RULES = ("ruleset", "protocol", "calendar")
_CASE_IN_JSON = re.compile(r'^\s*\{\s*"(?:incident|agenda)"\s*:')
_HEAD_SIZE = 4096


class Asked(msgspec.Struct, frozen=True):
    """The files asked for, in order, and the folders or files whose rules come before the shipped ones."""

    files: tuple[Path, ...]
    roots: tuple[Path, ...]

    def catalogue(self) -> Catalogue:
        return Catalogue(self.roots)


def gather(paths: Iterable[str | Path], problems: Problems) -> Asked:
    """The YAML files under the paths (the shipped rules if none are given), and incidents in JSON.

    A path that does not exist is a `file-missing` problem.
    """
    files: dict[Path, Path] = {}
    roots: dict[Path, None] = {}
    for path in [Path(p) for p in paths] or [rules_dir()]:
        if path.is_dir():
            found = [
                *sorted(p for s in ("*.yaml", "*.yml") for p in path.rglob(s) if p.name != REVIEWED),
                *_json_cases(path),
            ]
            roots[path] = None
        elif path.exists():
            found = [path]
            roots |= dict.fromkeys(_roots_of(path))
        else:
            message = say("no file or folder `{path}`", path=str(path))
            problems.error("file-missing", message, Place(str(path)), _instead(path))
            continue
        for one in found:
            files.setdefault(resolved(one), one)
    return Asked(tuple(files.values()), tuple(roots))


def _instead(path: Path) -> Message:
    """Where the rules lie whose id was given for a path."""
    named = next((f for f in Catalogue().files if f.id == path.as_posix() and f.kind in RULES), None)
    if named is None:
        return NOTHING
    place = named.path.parent if named.path.parent.name == path.name else named.path
    return say("that is an id; its rules are at `{path}`", path=shown(place))


def shown(path: Path) -> str:
    """The path as a user would type it: relative where the file is below the working folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else str(path)


def _json_cases(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.json") if _CASE_IN_JSON.match(_head(p)))


def _head(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_HEAD_SIZE)
    except OSError:
        return ""


def _roots_of(file: Path) -> list[Path]:
    """One file alone: with the other files of its ruleset, the folder its tests are about, and the rules beside it."""
    folder = file.resolve().parent
    if folder.is_relative_to(rules_dir().resolve()):
        return []
    head = head_of(file)
    if head and head.kind == "ruleset" and any((folder / f"ruleset{s}").is_file() for s in (".yaml", ".yml")):
        return [folder]
    if head and head.kind == "tests" and folder.name == "tests":
        return [folder.parent]
    own = [file] if head and head.kind in (*RULES, "vocabulary") else []
    return own + _beside(file, folder)


def _beside(file: Path, folder: Path) -> list[Path]:
    """The rulesets and protocols beside a file whose ids nobody ships: read only if something names them."""
    shipped = {(f.kind, f.id) for f in Catalogue().files}
    found = []
    for path in sorted(folder.glob("*.y*ml")):
        listed = head_of(path)
        if path != file.resolve() and listed and listed.kind in RULES and (listed.kind, listed.id) not in shipped:
            found.append(path)
    return found
