"""`protocolkit play`: the web application as a folder of files that runs in a browser, without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from protocolkit.cli.options import Language


def run(
    out: Annotated[
        Path, Parameter(name="OUT", help="The folder to write; what it held under the same names is replaced.")
    ],
    /,
    *,
    runtime: Annotated[
        Path | None, Parameter(help="The folder with the Python for browsers; without it a line says how to get it.")
    ] = None,
    protocol: Annotated[
        tuple[str, ...], Parameter(help="A protocol or ruleset to choose from, the usual one first.", negative=())
    ] = (),
    _lang: Language = None,
) -> int:
    """Write the pages of `serve` as files: they run in the browser itself, and no case leaves it."""
    from protocolkit.diagnostics import Diagnostic, InputError, Place
    from protocolkit.languages import _, ngettext
    from protocolkit.messages import say
    from protocolkit.play.runtime import runtime as in_folder

    found = in_folder(runtime)
    help = say("install it with `{command}`", command="pip install 'protocolkit[web]'")
    try:
        from protocolkit.play.packages import MissingPackageError
        from protocolkit.play.packing import write
        from protocolkit.web.desk import OFFERED
    except ImportError as error:
        message = say("the pages need the package `{package}`", package=error.name or "starlette")
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
    try:
        written = write(out, found, protocol or OFFERED)
    except MissingPackageError as error:
        message = say("the pages need the package `{package}`", package=str(error))
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
    n, size = len(written), sum(file.stat().st_size for file in written) / 1e6
    made = ngettext("{n} file", "{n} files", n).format(n=n)
    told = _("{files} written, {size} MB. Put {folder} on any server of files, or try it: {command}")
    command = f"python -m http.server --bind 127.0.0.1 --directory {out}"
    sys.stdout.write(told.format(files=made, size=f"{size:.1f}", folder=out, command=command) + "\n")
    return 0
