"""Writes the folder: pages and scripts, the runtime, and one archive with everything that is Python or rules."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from protocolkit.api import load
from protocolkit.languages import LANGUAGES
from protocolkit.play.in_browser import READ_BEFORE, words
from protocolkit.play.packages import of_others, own, rules
from protocolkit.play.runtime import Runtime
from protocolkit.reading import document_cache
from protocolkit.resources import rules_dir
from protocolkit.web.rendering import ASSETS, asset

ARCHIVE = "protocolkit.zip"
RUNTIME = "runtime"
_ASSETS = Path(__file__).parent / "assets"
_EPOCH = (2000, 1, 1, 0, 0, 0)  # the same files make the same archive, whenever


def write(out: Path, runtime: Runtime, protocols: Sequence[str]) -> list[Path]:
    """Writes the folder of an application that offers some protocols. Returns what was written.

    Raises InputError for a protocol that there is not, and MissingPackageError.
    """
    for id in protocols:
        load(id)
    out.mkdir(parents=True, exist_ok=True)
    (out / RUNTIME).mkdir(exist_ok=True)
    written = [_put(out / ARCHIVE, archive())]
    for file in (*runtime.files, runtime.msgspec):
        shutil.copyfile(file, out / RUNTIME / file.name)
        written.append(out / RUNTIME / file.name)
    about = {
        "protocols": list(protocols), "python": runtime.python, "msgspec": runtime.msgspec.name, "archive": ARCHIVE,
        "words": {language: words(language) for language in LANGUAGES},
    }  # fmt: skip
    written.append(_put(out / "about.json", json.dumps(about, ensure_ascii=False, indent=1).encode()))
    written += [_put(out / name, asset(name).encode()) for name, kind in ASSETS.items() if kind == "text/css"]
    written += [_put(out / file.name, file.read_bytes()) for file in sorted(_ASSETS.iterdir()) if file.is_file()]
    return written


def archive() -> bytes:
    """Everything that is Python or rules, as one archive to be unpacked among the packages of the runtime."""
    found = BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED, compresslevel=9) as zip:
        for path, data in (*of_others(), *own(), (PurePosixPath("protocolkit/_data", READ_BEFORE), read_before())):
            zip.writestr(ZipInfo(str(path), _EPOCH), data, ZIP_DEFLATED)
    return found.getvalue()


def read_before() -> bytes:
    """The shipped rules as they are read: each file with its kind, for a browser that reads no YAML."""
    from protocolkit.diagnostics import Problems
    from protocolkit.reading.documents import kind_of
    from protocolkit.reading.yaml12 import read_file

    every = []
    for file in rules():
        node = read_file(file, Problems())
        kind = kind_of(node) if node is not None else None
        if node is not None and kind in document_cache.KEPT:
            every.append((kind, file.relative_to(rules_dir()).as_posix(), document_cache.packed(node)))
    return msgspec.msgpack.encode(every)


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
