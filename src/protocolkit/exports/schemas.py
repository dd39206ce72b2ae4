"""Writes the JSON Schemas of what is handed to other programs: `python -m protocolkit.exports.schemas`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec

from protocolkit.exports import plan_csv, rules_csv
from protocolkit.exports.cloudevents import DutyEvent
from protocolkit.model.rule import Modality, Status
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
        "plan-rows": _rows("PlanRows", "A plan as CSV, its rows as objects.", plan_csv.COLUMNS, _PLAN_ROW),
        "rules": _rows("Rules", "Rules as `protocolkit export rules` gives them.", rules_csv.COLUMNS, _RULE_ROW),
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


_LIST = "Several stand after one another, with `; ` between."
_NAMED: dict[str, Any] = {"minLength": 1}
_INSTANT: dict[str, Any] = {
    "pattern": r"^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)$",
    "description": "An instant with its offset, or nothing.",
}
_TAKEN: dict[str, Any] = {"enum": ["", *sorted(get_args(Modality))]}
# What is known of a column beyond its being a text.
_PLAN_ROW: dict[str, dict[str, Any]] = {
    "kind": {"enum": ["duty", "gap", "undetermined", "warning"]},
    "status": {"enum": ["", *sorted(get_args(Status))], "description": "Of a duty."},
    "what": {"description": "What is to be done, in the language asked for; of a warning its code."},
    "due": _INSTANT | {"description": "The limit, else the target; of an undetermined row when it would be due."},
    "target": _INSTANT,
    "last_day": {"pattern": r"^(|\d{4}-\d\d-\d\d)$", "description": "The day a person is told."},
    "triggered_at": _INSTANT,
    "facts": {"description": f"The facts to find out. {_LIST}"},
    "points": {"description": f"Each text with the point in it. {_LIST}"},
    "modality": _TAKEN,
    "incident": _NAMED,
    "protocol": _NAMED,
    "as_of": _INSTANT | _NAMED,
}
_RULE_ROW: dict[str, dict[str, Any]] = {
    "id": _NAMED | {"pattern": "^[^#]+#[^#]+$"},
    "ruleset": _NAMED,
    "point": _NAMED | {"description": f"The points it rests on. {_LIST}"},
    "words": {"description": f"The words of each point. {_LIST}"},
    "modality": {"enum": sorted(get_args(Modality))},
    "by": {"description": "`a; b`: a duty apiece; `a or b`: one suffices; `a and b`: together."},
    "standing": {"enum": ["", "true"]},
    "due": {"description": "As rules write it."},
    "line": {"pattern": r"^\d*$"},
}


def _rows(title: str, about: str, columns: tuple[str, ...], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Rows of texts: every column is there, nothing is an empty text."""
    assert known.keys() <= set(columns)
    properties = {column: {"type": "string", **known.get(column, {})} for column in columns}
    row = {"type": "object", "properties": properties, "required": [*columns], "additionalProperties": False}
    return {"$schema": _DIALECT, "title": title, "description": about, "type": "array", "items": row}


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
