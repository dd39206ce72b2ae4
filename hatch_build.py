"""Builds the catalogues with the wheel: it holds each `.po` compiled (`.mo`), which no checkout does."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LANGUAGES = Path("src", "protocolkit", "languages")


class Catalogues(BuildHookInterface[Any]):
    """An editable install is left out: it reads the `.po` files of the tree themselves (see `catalogues.py`)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self.made = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        spec = importlib.util.spec_from_file_location("compiling", Path(self.root, LANGUAGES, "compiling.py"))
        assert spec is not None
        assert spec.loader is not None
        compiling = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(compiling)
        for edited in sorted(Path(self.root, LANGUAGES).glob("*/*.po")):
            language = edited.parent.name
            ready = self.made / f"{language}-{edited.stem}.mo"
            ready.write_bytes(compiling.compiled(edited.read_bytes(), language))
            build_data["force_include"][str(ready)] = f"protocolkit/languages/{language}/{edited.stem}.mo"

    def finalize(self, *_unused: Any) -> None:
        shutil.rmtree(self.made, ignore_errors=True)
