"""Writes the JSON Schemas that editors use: `python -m protocolkit.reading.schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.diagnostics import Problems
from protocolkit.model import terms
from protocolkit.plans.plan import Plan
from protocolkit.reading.draft2020 import schema
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.grammar.log_shapes import LOG_WORDS
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import rules_dir, schemas_dir

_PARTIES = ("victim", "offender", "witness")


def generate() -> dict[str, dict[str, Any]]:
    """Every schema by name: one for each kind of file, and the plan's. Names come from the shipped vocabulary."""
    names = _vocabulary_names() | {"terms": terms.examples()}
    forms = {"term": terms.pattern()}
    found = {kind: schema(grammar, names, forms=forms) for kind, grammar in GRAMMARS.items()}
    plan = msgspec.json.schema(Plan)
    found["plan"] = {"$schema": found["ruleset"]["$schema"], "title": "Plan", **plan}
    return found


def as_text(schema: dict[str, Any]) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path | None = None) -> list[Path]:
    """Write every schema into a folder (the project's own if none is given). Returns the paths."""
    folder = folder or schemas_dir()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, one in generate().items():
        path = folder / f"{name}.json"
        path.write_text(as_text(one), encoding="utf-8")
        paths.append(path)
    return paths


def _vocabulary_names() -> dict[str, list[str]]:
    """The shared vocabulary's names by table, for editors to offer; empty if there is none."""
    node = read_file(rules_dir() / "vocabulary.yaml", Problems())
    tables = {table: list(inner.map) for table, inner in node.map.items()} if node else {}
    facts = []
    for fact in tables.get("facts", []):
        head, _, tail = fact.partition(".")
        facts += [fact] + ([f"{party}.{tail}" for party in _PARTIES] if head == "party" else [])
    tables["facts"] = list(dict.fromkeys(facts))
    tables["log"] = [*LOG_WORDS, *tables.get("events", [])]
    tables["groups"] = [*tables.get("groups", []), *_PARTIES]
    return tables


if __name__ == "__main__":
    for path in write():
        print(path)
