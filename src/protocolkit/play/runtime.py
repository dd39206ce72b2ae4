"""The Python that runs in a browser: Pyodide as its npm package unpacks, and msgspec compiled for it, in one folder.

It is never part of this project: whoever makes the folder gets both, once, from where they are published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.messages import Message, say

FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
MSGSPEC = (
    "pip download --no-deps --only-binary :all: --platform pyemscripten_2026_0_wasm32 --python-version 3.14 msgspec"
)
HOW = f"npm pack pyodide@314 && tar xzf pyodide-314.*.tgz && {MSGSPEC} -d package"
"""The line that makes such a folder, `package`."""


class Runtime(NamedTuple):
    """What is copied: the files of the runtime, the compiled package, and the Python they are for, such as `3.14`."""

    files: tuple[Path, ...]
    msgspec: Path
    python: str


def runtime(folder: Path | None) -> Runtime:
    """The runtime in a folder. Raises InputError with the line that makes one, where there is none or half of one."""
    if folder is None:
        raise _missing(
            say("the pages need a Python that runs in a browser: give its folder with `--runtime`"), "--runtime"
        )
    if not folder.is_dir():
        raise _missing(say("no folder `{path}`", path=str(folder)), "--runtime")
    for name in FILES:
        if not (folder / name).is_file():
            raise _missing(say("`{name}` is not in the folder of the runtime", name=name), str(folder))
    try:
        about = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
        python, built_for = str(about["python"]), f"pyemscripten_{about['abi_version']}_{about['arch']}"
    except (ValueError, KeyError, TypeError):
        raise _missing(say("`{name}` cannot be read", name="pyodide-lock.json"), str(folder)) from None
    major, minor = python.split(".")[:2]
    wheels = sorted(folder.glob("msgspec-*.whl"))
    tags = (f"-cp{major}{minor}-", f"{built_for}.whl")
    fitting = [one for one in wheels if tags[0] in one.name and one.name.endswith(tags[1])]
    if not fitting:
        message = say("no msgspec for this runtime (`{tag}`) is in its folder", tag=f"cp{major}{minor}-{built_for}")
        raise _missing(message, str(folder))
    return Runtime(tuple(folder / name for name in FILES), fitting[-1], f"{major}.{minor}")


def _missing(message: Message, place: str) -> InputError:
    return InputError(
        [Diagnostic("runtime-missing", message, Place(place), say("get it with `{command}`", command=HOW))]
    )
