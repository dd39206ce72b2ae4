"""Rules that other installed packages offer: folders named by entry points."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "protocolkit.rulesets"


def packs(problems: Problems) -> list[Path]:
    """The folders offered, by name of the entry point; one that is not there is a `rule-pack` warning.

    The value names a package, or a folder in it: `region_rules`, `region_rules.data` or `region_rules:data.rules`.
    Nothing of the package is run.
    """
    from importlib.metadata import entry_points  # slow to import, and few ask for it

    folders = []
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, one.value)):
        found = [folder for folder in _folders(entry.value) if folder.is_dir()]
        if not found:
            message = say(
                "the package `{package}` offers rules at `{value}`, and there is no such folder",
                package=_package(entry),
                value=entry.value,
            )
            help = say("install it anew, or remove it; its rules are left out")
            problems.warning("rule-pack", message, Place(entry.name), help)
        folders += found
    return folders


def _folders(value: str) -> list[Path]:
    module, _colon, inner = value.partition(":")
    first, *rest = [part.strip() for part in [*module.split("."), *inner.split(".")] if part.strip()] or [""]
    # Only the outermost package is looked for: to find one inside it would run it.
    try:
        spec = find_spec(first)
    except (ImportError, ValueError):
        return []
    return [Path(location, *rest) for location in (spec.submodule_search_locations or [])] if spec else []


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.name
