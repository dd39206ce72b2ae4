"""Documents that were read and found without fault, kept between runs: a second start parses no YAML.

What is kept is one file's tree of values and places, never code and never a case: only rules, protocols, vocabularies
and calendars. An entry is named by the digest of the file's bytes, of the kind it was checked as, and of the program
that checked it, so a file that is edited, or a program that is, has no entry and is read anew. An entry begins with a
digest of itself: what is damaged, or was put there for another file, is passed over and written again.

Whoever could write in the folder could change what rules say. So it is used only where it belongs to the user and
nobody else can write in it; `PROTOCOLKIT_CACHE` names another folder, or is `off`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.diagnostics import Place
from protocolkit.reading.nodes import Node
from protocolkit.version import __version__

VARIABLE = "PROTOCOLKIT_CACHE"
OFF = "off"
KEPT = ("ruleset", "protocol", "vocabulary", "calendar")
MOST_ENTRIES = 2_000
_DIGEST = hashlib.sha256
_SIZE = _DIGEST().digest_size
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def kept(kind: str, data: bytes, name: str) -> Node | None:
    """The document of a file's bytes, if one was kept. `name` is what its places show."""
    folder = _folder() if kind in KEPT else None
    if folder is None:
        return None
    key = _key(kind, data, name)
    try:
        entry = _read(folder / key)
        if entry[:_SIZE] != _DIGEST(key.encode() + entry[_SIZE:]).digest():
            return None
        return _node(msgspec.msgpack.decode(entry[_SIZE:]), name)
    except (OSError, msgspec.DecodeError):
        return None


def keep(kind: str, data: bytes, name: str, node: Node) -> None:
    """Keeps a document in which nothing is wrong. Where that is not possible, nothing is kept."""
    try:
        keep_packed(kind, data, name, packed(node))
    except (OverflowError, msgspec.MsgspecError):
        return  # a number that no other program holds: the file is read again next time


def packed(node: Node) -> bytes:
    """A document as it is kept. Raises OverflowError and msgspec.MsgspecError for what cannot be."""
    return msgspec.msgpack.encode(_plain(node))


def keep_packed(kind: str, data: bytes, name: str, entry: bytes) -> None:
    """Keeps a document that was packed before, by a program that vouched for it."""
    folder = _folder(make=True) if kind in KEPT else None
    if folder is None:
        return
    key = _key(kind, data, name)
    try:
        _write(folder / key, _DIGEST(key.encode() + entry).digest() + entry)
        _sweep(folder)
    except OSError:
        return  # a full disk, a folder on loan: the file is read again next time


def _folder(*, make: bool = False) -> Path | None:
    """The folder of entries if it may be trusted."""
    named = os.environ.get(VARIABLE, "")
    if named.lower() == OFF:
        return None
    try:
        folder = (Path(named) if named else _of_user()) / "documents"
        if make:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        return folder if _own(folder.parent.stat()) and _own(os.lstat(folder)) else None
    except (OSError, RuntimeError):
        return None


def _of_user() -> Path:
    """Where this system keeps what a user's programs can make again. Raises RuntimeError for a user without a home."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "protocolkit" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "protocolkit"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if os.path.isabs(given) else Path.home() / ".cache") / "protocolkit"


def _own(about: os.stat_result) -> bool:
    """Whether what was asked about is the user's alone to write. Windows keeps such folders apart by itself."""
    if not hasattr(os, "getuid"):
        return True
    return about.st_uid == os.getuid() and not about.st_mode & _OTHERS_WRITE and not stat.S_ISLNK(about.st_mode)


def _read(path: Path) -> bytes:
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not _own(os.fstat(file.fileno())):
            raise PermissionError(path)
        return file.read()


def _write(path: Path, entry: bytes) -> None:
    """Whole or not at all: another process may read it at any instant."""
    from tempfile import mkstemp  # most runs write nothing

    handle, beside = mkstemp(dir=path.parent, prefix=".writing-")  # readable by its owner alone
    try:
        with open(handle, "wb") as file:
            file.write(entry)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise


def _sweep(folder: Path) -> None:
    """Removes the older half where there are too many."""
    entries = [*os.scandir(folder)]
    if len(entries) > MOST_ENTRIES:
        for entry in sorted(entries, key=lambda one: one.stat().st_mtime)[: MOST_ENTRIES // 2]:
            os.unlink(entry)


def _key(kind: str, data: bytes, name: str) -> str:
    written = "json" if name.lower().endswith(".json") else "yaml"
    return _DIGEST(b"\0".join((kind.encode(), written.encode(), _program(), data))).hexdigest()


@cache
def _program() -> bytes:
    """The program that vouches for a document: its release, Python's, and the reader's own files as they are here."""
    here = Path(__file__).parent
    files = sorted((str(one.relative_to(here)), one.stat()) for one in here.rglob("*.py"))
    reader = [(file, about.st_size, about.st_mtime_ns) for file, about in files]
    return _DIGEST(repr((__version__, sys.version, msgspec.__version__, reader)).encode()).digest()


def _plain(node: Node) -> list[Any]:
    """A node as lists: line, column, value; of a map also line and column of each key."""
    place, value = node.place, node.value
    if isinstance(value, dict):
        keys = [number for key in value for number in (node.keys[key].line, node.keys[key].col)]
        return [place.line, place.col, {key: _plain(one) for key, one in value.items()}, keys]
    if isinstance(value, list):
        return [place.line, place.col, [_plain(one) for one in value]]
    return [place.line, place.col, value]


def _node(plain: list[Any], file: str) -> Node:
    place, value = Place(file, plain[0], plain[1]), plain[2]
    kind = type(value)
    if kind is dict:
        numbers = iter(plain[3])
        keys = {key: Place(file, line, col) for key, line, col in zip(value, numbers, numbers, strict=True)}
        return Node({key: _node(one, file) for key, one in value.items()}, place, keys)
    return Node([_node(one, file) for one in value] if kind is list else value, place)
