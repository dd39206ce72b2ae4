"""Writes the JSON Schemas of what is handed to other programs: `python -m protocolkit.exports.schemas`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from protocolkit.exports.cloudevents import DutyEvent
from protocolkit.plans.alarms import Alarm
from protocolkit.reading.schemas import as_text
from protocolkit.resources import schemas_dir

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "exports"


def generate() -> dict[str, dict[str, Any]]:
    """Every schema by name."""
    alarms = msgspec.json.schema(tuple[Alarm, ...])
    return {
        "alarms": {"$schema": _DIALECT, "title": "Alarms", **alarms},
        "duty-event": {"$schema": _DIALECT, "title": "DutyEvent", **_with_formats(msgspec.json.schema(DutyEvent))},
    }


def write(folder: Path | None = None) -> list[Path]:
    """Write every schema into a folder (the project's own if none is given). Returns the paths."""
    folder = folder or schemas_dir() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, one in generate().items():
        path = folder / f"{name}.json"
        path.write_text(as_text(one), encoding="utf-8")
        paths.append(path)
    return paths


def _with_formats(schema: dict[str, Any]) -> dict[str, Any]:
    """The formats that CloudEvents gives its attributes, which the types do not say."""
    about = schema["$defs"]["DutyEvent"]["properties"]
    about["source"] |= {"format": "uri-reference", "minLength": 1}
    about["time"] |= {"format": "date-time"}
    for name in ("id", "subject"):
        about[name] |= {"minLength": 1}
    return schema


if __name__ == "__main__":
    for path in write():
        print(path)
