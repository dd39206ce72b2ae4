"""The JSON Schemas of what is handed in and out, for those who build on them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
from protocolkit.messages import say
from protocolkit.resources import schemas_dir


def schema(name: str) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) by its name.

    Of what is handed in: `incident`, `agenda`, `ruleset`, `protocol`, `vocabulary`, `calendar`, `ruletest`, `mapping`,
    `letter`, `contacts`.
    Of what comes out: `plan`, `card`, `questions`, `explanation`, `due`, `facts`, `alarms`, `duty-event`, `plan-rows`,
    `rules`.
    Raises InputError for another name. The map is the caller's own.

    >>> schema("plan")["title"]
    'Plan'
    >>> schema("questions")["items"]
    {'$ref': '#/$defs/Question'}
    """
    files = _files()
    if name not in files:
        problem = Diagnostic(
            "unknown-schema", say("no schema `{name}`", name=name), Place("schema"), did_you_mean(name, files)
        )
        raise InputError([problem])
    return dict(json.loads(files[name].read_text(encoding="utf-8")))


def schema_names() -> tuple[str, ...]:
    """The names of all schemas."""
    return tuple(_files())


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(schemas_dir().rglob("*.json"))}
