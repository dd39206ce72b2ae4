"""Apache Arrow, which is an extra: asked for in one place, with the way to get it where it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.messages import say


def arrow(module: str = "") -> Any:
    """The package `pyarrow`, or a module of it such as `parquet`. Raises InputError (`missing-extra`) without it."""
    try:
        return import_module(f"pyarrow.{module}" if module else "pyarrow")
    except ImportError:
        message = say("batches need the package `{package}`", package="pyarrow")
        help = say("install it with `{command}`", command="pip install 'protocolkit[batch]'")
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
