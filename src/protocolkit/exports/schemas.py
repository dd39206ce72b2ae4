"""Writes every JSON Schema: `python -m protocolkit.exports.schemas`.

Those of the kinds of files, for editors, come from the shapes the reader checks by; those of what is handed to other
programs come from its types.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import msgspec

from protocolkit.building.build_vocabulary import vocabulary as read_vocabulary
from protocolkit.diagnostics import Problems
from protocolkit.exports import plan_csv, rules_csv
from protocolkit.exports.cloudevents import DutyEvent
from protocolkit.model import terms
from protocolkit.model.rule import Modality, Status
from protocolkit.model.vocabulary import PARTIES
from protocolkit.plans.card import Card
from protocolkit.plans.explanation import Explanation
from protocolkit.plans.fact_form import FactForm
from protocolkit.plans.plan import Alarm, Plan
from protocolkit.plans.plan_parts import DueTime
from protocolkit.plans.question import Question
from protocolkit.reading.draft2020 import DIALECT, schema
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.grammar.incident_shapes import LOG_WORDS
from protocolkit.reading.yaml12 import read_file
from protocolkit.resources import rules_dir, schemas_dir

Schema = dict[str, Any]


def generate() -> dict[str, Schema]:
    """Every schema by the name of its file: of files, of answers, and in a folder of their own of exports."""
    return of_files() | of_answers() | {f"exports/{name}": one for name, one in of_exports().items()}


def of_files() -> dict[str, Schema]:
    """The schema of each kind of file. Names come from the shipped vocabulary."""
    names = _vocabulary_names() | {"terms": terms.examples()}
    forms, values = {"term": terms.pattern()}, _values_of_facts()
    return {kind: schema(grammar, names, forms=forms, values=values) for kind, grammar in GRAMMARS.items()}


def of_answers() -> dict[str, Schema]:
    """The schema of each answer to a program by name."""
    return {
        "card": _titled("Card", Card),
        "due": _titled("Due", DueTime | None),
        "explanation": _titled("Explanation", Explanation),
        "facts": _titled("Facts", tuple[FactForm, ...]),
        "plan": _titled("Plan", Plan),
        "questions": _titled("Questions", tuple[Question, ...]),
    }


def of_exports() -> dict[str, Schema]:
    """The schema of each export by name."""
    return {
        "alarms": _titled("Alarms", tuple[Alarm, ...]),
        "duty-event": _with_formats(_titled("DutyEvent", DutyEvent)),
        "plan-rows": _rows("PlanRows", "A plan as CSV, its rows as objects.", plan_csv.COLUMNS, _PLAN_ROW),
        "rules": _rows("Rules", "Rules as `protocolkit export rules` gives them.", rules_csv.COLUMNS, _RULE_ROW),
    }


def as_text(schema: Schema) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write() -> list[Path]:
    """Writes every schema into the project's folder. Returns the paths."""
    paths = []
    for name, one in generate().items():
        path = schemas_dir() / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(one), encoding="utf-8")
        paths.append(path)
    return paths


def _titled(title: str, type: Any) -> Schema:
    return {"$schema": DIALECT, "title": title, **msgspec.json.schema(type)}


def _vocabulary_names() -> dict[str, list[str]]:
    """The shared vocabulary's names by table, for editors to offer; empty if there is none."""
    node = read_file(rules_dir() / "vocabulary.yaml", Problems())
    tables = {table: list(inner.map) for table, inner in node.map.items()} if node else {}
    facts = []
    for fact in tables.get("facts", []):
        head, _, tail = fact.partition(".")
        facts += [fact] + ([f"{party}.{tail}" for party in PARTIES] if head == "party" else [])
    tables["facts"] = list(dict.fromkeys(facts))
    tables["person facts"] = list(dict.fromkeys(
        fact.partition(".")[2] for fact in facts if fact.partition(".")[0] in PARTIES
    ))  # fmt: skip
    kin = [role for role, entry in node.map["roles"].map.items() if entry.get("belongs_to")] if node else []
    parties = [*PARTIES, *tables.get("groups", [])]
    of_parties = [f"{party}.{role}" for party in parties for role in kin]
    tables["people"] = list(dict.fromkeys((*tables.get("roles", []), *parties, *of_parties)))
    tables["log"] = [*LOG_WORDS, *tables.get("events", [])]
    tables["groups"] = [*tables.get("groups", []), *PARTIES]
    return tables


def _values_of_facts() -> dict[str, list[str | bool]]:
    """What the facts of the shared vocabulary may be, where that is a few words or yes and no."""
    node = read_file(rules_dir() / "vocabulary.yaml", Problems())
    declared = read_vocabulary(node)
    names = [*declared.facts, *(f"{party}.{fact.partition('.')[2]}" for party in PARTIES for fact in declared.facts)]
    found: dict[str, list[str | bool]] = {}
    for name in names:
        if (fact := declared.fact(name)) is not None:
            found[name] = [True, False] if fact.type == "bool" else [*fact.of]
    # Of a person in the list of a case facts are given without the party.
    return found | {
        name.partition(".")[2]: values for name, values in found.items() if name.partition(".")[0] in PARTIES
    }


_LIST = "Several stand after one another, with `; ` between."
_NAMED: dict[str, Any] = {"minLength": 1}
_INSTANT: dict[str, Any] = {
    "pattern": r"^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)$",
    "description": "An instant with its offset, or nothing.",
}
_MOMENT: dict[str, Any] = {
    "pattern": r"^(|\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?)$",
    "description": "An instant with its offset, a day where no more is known, or nothing.",
}
_TAKEN: dict[str, Any] = {"enum": ["", *sorted(get_args(Modality))]}
# What is known of a column beyond its being a text.
_PLAN_ROW: dict[str, dict[str, Any]] = {
    "kind": {"enum": ["breach", "duty", "gap", "not_held", "retracted", "undetermined", "warning", "without_effect"]},
    "status": {
        "enum": ["", *sorted(get_args(Status))],
        "description": "Of a duty or a gap; of an undetermined row that of what it would give.",
    },
    "what": {"description": "What is to be done, in the language; else a warning's code or an entry's event."},
    "due": _INSTANT | {"description": "The limit, else the target; of an undetermined row when it would be due."},
    "target": _INSTANT,
    "last_day": {"pattern": r"^(|\d{4}-\d\d-\d\d)$", "description": "The day a person is told."},
    "triggered_at": _MOMENT,
    "late": {"enum": ["", "false", "true", "unknown"], "description": "Whether the limit passed undone."},
    "done_at": _MOMENT,
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


def _rows(title: str, about: str, columns: tuple[str, ...], known: dict[str, dict[str, Any]]) -> Schema:
    """Rows of texts: every column is there, nothing is an empty text."""
    assert known.keys() <= set(columns)
    properties = {column: {"type": "string", **known.get(column, {})} for column in columns}
    row = {"type": "object", "properties": properties, "required": [*columns], "additionalProperties": False}
    return {"$schema": DIALECT, "title": title, "description": about, "type": "array", "items": row}


def _with_formats(schema: Schema) -> Schema:
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
