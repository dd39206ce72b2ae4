"""Files that files name: only from a file, and only below its folder.

Whoever sends plain values, or a case from elsewhere, must not choose what is opened on this machine, nor learn what
another file holds from what is said to be wrong in it.
"""

from __future__ import annotations

from pathlib import Path

from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node


def nearby(named: Node, problems: Problems) -> Path | None:
    """The path a text of a file names, or None with a `path-refused` problem."""
    # Plain values and standard input have places, too, but no file is there.
    home = Path(named.place.file)
    if not named.place.line or not _is_file(home):
        message = say("a path is named only by a file, and this is none")
        problems.error("path-refused", message, named.place, say("give what the file holds, as a map"))
        return None
    path = below(home.parent, named.text)
    if path is None:
        refuse_path(named, problems)
    return path


def refuse_path(named: Node, problems: Problems) -> None:
    """Adds `path-refused` for a path that leads out of the folder of the file that names it."""
    message = say("`{path}` is not below the folder of this file", path=named.text)
    problems.error("path-refused", message, named.place, say("put it beside this file, or in a folder below"))


def below(folder: Path, name: str) -> Path | None:
    """The path of a name in a folder; None where it leads out of it, be it by a link."""
    path = folder / name
    try:
        return path if path.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError, ValueError):
        return None


def read_nearby(named: Node, problems: Problems) -> Node | None:
    """The document of the file a text names; what is wrong in it is told without a value of it."""
    path = nearby(named, problems)
    if path is None:
        return None
    from protocolkit.reading.yaml12 import read_file  # most cases name no file

    own = Problems()
    node = read_file(path, own, named.text)
    problems.found += [one.without_values() for one in own.found]
    return node


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
