"""The solver, which is an extra: asked for in one place, with the way to get it where it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.messages import say


def z3() -> Any:
    """The package `z3`. Raises InputError (`missing-extra`) without it."""
    try:
        return import_module("z3")
    except ImportError:
        message = say("proofs need the package `{package}`", package="z3-solver")
        help = say("install it with `{command}`", command="pip install 'protocolkit[solver]'")
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
