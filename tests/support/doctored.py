"""An export put right in a folder of its own: what the doctor reports, and the incidents it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from command_line import CommandLine

HEAD = "mapping: m\nprotocol: kz/interagency\nzone: Asia/Almaty\ncolumns:\n"


def made(cli: CommandLine, folder: Path, columns: str, table: str, name: str = "t.csv") -> tuple[Any, dict[str, str]]:
    """The report, and the incidents by name of file."""
    (folder / "map.yaml").write_text(columns if columns.startswith("mapping") else HEAD + columns, encoding="utf-8")
    (folder / name).write_text(table, encoding="utf-8")
    ran = cli("doctor", folder / name, "--map", folder / "map.yaml", "--incidents", folder / "out", "--format", "json")
    assert ran.code < 2, ran.err
    files = sorted((folder / "out").rglob("*.yaml")) if (folder / "out").exists() else []
    written = {one.relative_to(folder / "out").as_posix(): one.read_text(encoding="utf-8") for one in files}
    return json.loads(ran.out), written
