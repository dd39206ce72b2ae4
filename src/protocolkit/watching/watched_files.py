"""Which files matter to a check and a case, and whether any of them is another than it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from protocolkit.building.catalogue import Catalogue
from protocolkit.building.rule_files import gather
from protocolkit.diagnostics import Problems
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import rules_dir

# Time of the last write, size, and the file itself: editors put a new file in the place of the old one.
Stamp = tuple[int, int, int]
Stamps = dict[Path, Stamp]
_SUFFIXES = ("*.yaml", "*.yml", "*.json")


def stamps(paths: Iterable[Path]) -> Stamps:
    """A stamp for each YAML or JSON file at or under the paths, or beside one that is a file.

    What cannot be looked at, or is not there, has none.
    """
    found: Stamps = {}
    for path in _candidates(paths):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def matters(paths: Iterable[str | Path], case: Path | None) -> tuple[Path, ...]:
    """The files and folders to keep an eye on: those asked for, the case, and the rules that either can name."""
    asked = [*map(Path, paths), *([case] if case else [])]
    return tuple(dict.fromkeys([*asked, *gather(asked, Problems()).roots, rules_dir()]))


def of_case(case: Path) -> list[Path]:
    """The case, the files of its protocol and of the rulesets in it: what to check where nothing else is asked for."""
    problems = Problems()
    node = read_file(case, problems, str(case)) if case.is_file() else None
    named = node.get("protocol") if node is not None else None
    catalogue = Catalogue(gather([case], Problems()).roots)
    if node is None or named is None or not catalogue.has(named.text):
        return [case]
    protocol = catalogue.of_case(named.text, node)
    ids = {("protocol", named.text), ("ruleset", named.text)}
    ids |= {("ruleset", ruleset.id) for ruleset in (protocol.rulesets if protocol else ())}
    return [case, *(file.path for file in catalogue.files if (file.kind, file.id) in ids)]


def _candidates(paths: Iterable[Path]) -> Iterator[Path]:
    for path in dict.fromkeys(paths):
        if path.is_dir():
            for suffix in _SUFFIXES:
                yield from path.rglob(suffix)
        else:
            yield path
            for suffix in _SUFFIXES:
                yield from path.parent.glob(suffix)
