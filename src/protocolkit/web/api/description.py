"""The API's own description: OpenAPI 3.1, with the schemas that the project has of what goes in and comes out."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import msgspec

from protocolkit.hosting.schemas import schema, schema_names
from protocolkit.languages import LANGUAGES
from protocolkit.version import __version__
from protocolkit.web.api.answers import VIEWS, DueAsked
from protocolkit.web.api.problems import MEDIA_TYPE, Problem, Told

Schema = dict[str, Any]
_AT = "components/schemas"


@cache
def description() -> bytes:
    """The description as JSON."""
    return json.dumps(_whole(), ensure_ascii=False).encode()


def _whole() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "protocolkit", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"},
            "description": "Who must do what, for whom, by when, under which sentence of which text.",
        },
        "paths": {
            "/plan": _with_validators(_post("plan", "The plan of an incident", "view", *_CASE, _VIEW)),
            "/questions": _post("questions", "What can still change its plan", "questions", *_CASE, _MOST, _WITHOUT),
            "/explain": _post("explain", "Why a rule is or is not owed", "explanation", *_CASE, _RULE),
            "/check": _post("check", "Everything wrong with an incident", "check", _PROTOCOL),
            "/due": _post("due", "One due time by itself", "due", takes="due-asked"),
            "/rules/{id}": _get("rule", "What a rule says", "rule", _path("id", "kz/interagency#notify-authorities")),
            "/schema/{name}": _get("schema", "A JSON Schema", "schema", _path("name", "plan", list(schema_names()))),
            "/openapi.json": _get("openapi", "This description", "schema"),
        },
        "components": {"schemas": _schemas()},
    }  # fmt: skip


def _schemas() -> Schema:
    found: Schema = {}
    for name in ("incident", "plan", "card", "questions", "explanation", "due"):
        found |= _apart(name, schema(name))
    columns = schema("rules")["items"]
    kept = {name: one for name, one in columns["properties"].items() if name not in ("file", "line")}
    found["rule"] = columns | {"properties": kept, "required": list(kept)}
    found["schema"] = {"type": "object"}
    found["view"] = {"anyOf": [_ref("plan"), _ref("card")]}
    types, defined = msgspec.json.schema_components((Problem, Told, DueAsked), ref_template=f"#/{_AT}/{{name}}")
    found |= defined | {"problem": types[0], "due-asked": types[2]}
    count = {"type": "integer", "minimum": 0}
    properties = {"check": {"const": 1}, "errors": count, "warnings": count}
    properties["problems"] = {"type": "array", "items": types[1]}
    found["check"] = {"type": "object", "properties": properties, "required": list(properties)}
    return found


def _apart(name: str, one: Schema) -> Schema:
    """A schema and what it defines for itself, each a component of its own."""
    inner = one.get("$defs", {})
    own = {key: value for key, value in one.items() if key not in ("$defs", "$schema", "defaultSnippets")}
    parts = {name: own, **{f"{name}.{key}": value for key, value in inner.items()}}
    return {key: _moved(value, name) for key, value in parts.items()}


def _moved(value: Any, name: str) -> Any:
    """With references to where the definitions of a schema stand here."""
    if isinstance(value, list):
        return [_moved(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _moved(one, name) for key, one in value.items() if key != "defaultSnippets"}
    target = moved.get("$ref")
    if isinstance(target, str) and target.startswith("#/$defs/"):
        moved["$ref"] = f"#/{_AT}/{name}.{target.removeprefix('#/$defs/')}"
    return moved


def _query(name: str, about: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": schema, "required": required}


def _path(name: str, example: str, values: list[str] | None = None) -> Schema:
    schema: Schema = {"type": "string", "minLength": 1} | ({"enum": values} if values else {})
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


_LANG = _query("lang", "The language of the answer; else that of Accept-Language.", {"enum": list(LANGUAGES)})
_PROTOCOL = _query("protocol", "The protocol to judge by; else the incident's own.", {"type": "string"})
_AS_OF = _query(
    "as_of", "The instant of the answer, with its offset; else the incident's own, else now.", {"type": "string"}
)
_VIEW = _query("view", "`compact`: one entry for all times of a duty; `card`: a duty card.", {"enum": list(VIEWS)})
_MOST = _query("most", "At most so many questions.", {"type": "integer", "minimum": 1, "maximum": 999999})
_WITHOUT = _query("without", "Facts not to ask about, with commas between.", {"type": "string"})
_RULE = _query("rule", "A rule's id or short name, or a duty's id.", {"type": "string"}, required=True)
_CASE = (_PROTOCOL, _AS_OF)
_REFUSALS = {
    "401": "The access key is missing.",
    "500": "The program made a mistake.",
    "503": "Too much at once, or too long.",
}
_OF_BODIES = {
    "400": "The body is no JSON object.", "413": "The body is too large.", "415": "The body does not say it is JSON.",
    "422": "What was sent cannot be used, and why.",
}  # fmt: skip


def _post(id: str, summary: str, gives: str, *parameters: Schema, takes: str = "incident") -> Schema:
    body = {"required": True, "content": {"application/json": {"schema": _ref(takes)}}}
    told, given = _answers(gives, _REFUSALS | _OF_BODIES), [*parameters, _LANG]
    return {
        "post": {"operationId": id, "summary": summary, "parameters": given, "requestBody": body, "responses": told}
    }


def _with_validators(path: Schema) -> Schema:
    """A path whose answers are told from each other, and say how long they hold."""
    responses, text = path["post"]["responses"], {"type": "string"}
    responses["200"]["headers"] = {
        "ETag": {"description": "Tells the plan from others; by its digest.", "schema": text},
        "Expires": {"description": "When the plan changes next, if it is the plan of now.", "schema": text},
    }
    responses["412"] = _refusal("The plan is that of If-None-Match.")
    return path


def _get(id: str, summary: str, gives: str, *parameters: Schema) -> Schema:
    refusals = _REFUSALS | {"404": "There is nothing of that name.", "422": "What was asked cannot be used, and why."}
    told = _answers(gives, refusals)
    return {"get": {"operationId": id, "summary": summary, "parameters": [*parameters, _LANG], "responses": told}}


def _answers(gives: str, refusals: dict[str, str]) -> Schema:
    answer = {"description": "The answer.", "content": {"application/json": {"schema": _ref(gives)}}}
    return {"200": answer, **{code: _refusal(why) for code, why in refusals.items()}}


def _refusal(why: str) -> Schema:
    return {"description": why, "content": {MEDIA_TYPE: {"schema": _ref("problem")}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/{_AT}/{name}"}
