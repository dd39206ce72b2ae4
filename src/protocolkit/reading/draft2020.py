"""Shapes as JSON Schema (draft 2020-12), so that editors complete, explain and underline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from protocolkit.reading import shapes

Schema = dict[str, Any]
Names = Mapping[str, Sequence[str]]
Values = Mapping[str, Sequence[str | bool]]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(
    shape: Any, names: Names | None = None, *, hints: bool = True, forms: Mapping[str, str] | None = None,
    values: Values | None = None,
) -> Schema:  # fmt: skip
    """The schema of a whole document. `names` gives the names to offer for each vocabulary table.

    `forms` are the patterns that hints mention by name: `<term>`. `values` are those to offer for a fact.
    With `hints` texts that have a parser of their own get a pattern for editors; without, the schema allows exactly
    what the structural check does.
    """
    writer = _Writer(names or {}, hints, forms or {}, values or {})
    root = writer.write(shape)
    return {"$schema": DIALECT, **root, "$defs": dict(sorted(writer.definitions.items()))}


class _Writer:
    def __init__(self, names: Names, hints: bool, forms: Mapping[str, str], values: Values) -> None:
        self.names = names
        self.values = values
        self.hints = hints
        self.forms = forms
        self.definitions: dict[str, Schema] = {}

    def write(self, shape: Any) -> Schema:
        if isinstance(shape, shapes.Named):
            if shape.name not in self.definitions:
                self.definitions[shape.name] = {}  # while it is being written it may refer to itself
                self.definitions[shape.name] = self.write(shapes.made(shape))
            return {"$ref": f"#/$defs/{shape.name}"}
        if isinstance(shape, shapes.Text) and self.names.get(shape.names):
            return self.shared(shape)
        found: Schema = _WRITERS[type(shape)](self, shape)
        return _about(shape) | found

    def shared(self, shape: shapes.Text) -> Schema:
        """A reference to a text that offers names, so that their long lists stand in the file once."""
        label = shape.says.replace("`", "").removeprefix("a ").removeprefix("an ").replace(" ", "-")
        written = _about(shape) | self.text(shape)
        while self.definitions.setdefault(label, written) != written:
            label += "-too"
        return {"$ref": f"#/$defs/{label}"}

    def field(self, field: shapes.Field) -> Schema:
        written = self.write(field.shape)
        return written | {"description": field.doc} if field.doc else written

    def text(self, shape: shapes.Text) -> Schema:
        if shape.choices:
            return {"enum": list(shape.choices)}
        found: Schema = {"type": "string", "pattern": self.pattern(shape)}
        if found["pattern"] != _SOMETHING:
            found["patternErrorMessage"] = _in_words(shape)
        offered = _offering(self.offered(shape), closed=not shape.hint)
        if shape.or_true:
            # An editor looks into no choice that what is written must first make.
            return {"if": {"type": "boolean"}, "then": {"const": True}, "else": found} | offered
        return found | offered

    def pattern(self, shape: shapes.Text) -> str:
        hint = re.sub(r"<(\w+)>", lambda name: self.forms[name[1]], shape.hint) if self.hints else ""
        return _whole(shape.pattern or hint) or _SOMETHING

    def offered(self, shape: Any) -> list[Any]:
        """The single values that an editor offers where a shape stands, before anything is written there.

        An editor looks into no choice that what is written must first make.
        """
        match shape:
            case shapes.Named():
                return self.offered(shapes.made(shape))
            case shapes.Text(choices=choices) if choices:
                return list(choices)
            case shapes.Text():
                return list(dict.fromkeys([*self.names.get(shape.names, ()), *map(str, shape.examples)]))
            case shapes.Bool(only=only):
                return [True, False] if only is None else [only]
            case shapes.ByKind(scalar=scalar):
                return self.offered(scalar)
            case shapes.OneOrMany(item=item):
                return self.offered(item)
            case _:  # any value, or several that stand under keys
                return []

    def bool(self, shape: shapes.Bool) -> Schema:
        return {"type": "boolean"} if shape.only is None else {"const": shape.only}

    def int(self, shape: shapes.Int) -> Schema:
        return {"type": "integer"} | _bounds(shape.at_least, shape.at_most)

    def number(self, shape: shapes.Number) -> Schema:
        return {"type": "number"} | _bounds(shape.at_least, None)

    def scalar(self, _: shapes.Scalar) -> Schema:
        return {"type": ["string", "number", "boolean"], "minLength": 1}

    def anything(self, _: shapes.Anything) -> Schema:
        return {"type": ["string", "number", "boolean", "array", "object"]}

    def seq(self, shape: shapes.Seq) -> Schema:
        return {"type": "array", "items": self.write(shape.item)} | (
            {"minItems": shape.at_least} if shape.at_least else {}
        )

    def one_or_many(self, shape: shapes.OneOrMany) -> Schema:
        item = self.write(shape.item)
        chosen: Schema = {"if": {"type": "array"}, "then": {"items": item, "minItems": 1}, "else": item}
        return chosen | _offering(self.offered(shape.item))

    def by_kind(self, shape: shapes.ByKind) -> Schema:
        parts = {"array": shape.seq, "object": shape.map, "string": shape.scalar}
        allowed = {kind: one for kind, one in parts.items() if one is not None and not isinstance(one, shapes.Refused)}
        # Of what a text may not be nothing is offered.
        single = (
            ["string"] if isinstance(shapes.resolved(shape.scalar), shapes.Text) else ["string", "number", "boolean"]
        )
        kinds = [kind for kind in allowed if kind != "string"] + (single if shape.scalar else [])
        *first, (_, last) = allowed.items()
        chain = self.write(last)
        for kind, one in reversed(first):
            chain = {"if": {"type": kind}, "then": self.write(one), "else": chain}
        whole = {"type": kinds, **chain} if "type" not in chain else {"allOf": [chain], "type": kinds}
        single_shape = shapes.resolved(shape.scalar)
        closed = not (isinstance(single_shape, shapes.Text) and single_shape.hint)
        return whole | _offering(self.offered(shape.scalar), closed=closed)

    def by_value(self, shape: shapes.ByValue) -> Schema:
        chain = self.write(shape.otherwise)
        for values, case in reversed(shape.cases):
            test = {"properties": {shape.key: {"enum": list(values)}}, "required": [shape.key]}
            chain = {"if": test, "then": self.write(case), "else": chain}
        named = [value for values, _case in shape.cases for value in values]
        offered = [*named, *(self.offered(field.shape) if (field := shape.otherwise.fields.get(shape.key)) else ())]
        about = field.doc if field is not None else ""
        key = _offering(list(dict.fromkeys(offered))) | ({"description": about} if about else {})
        return {"type": "object", "properties": {shape.key: key}, **chain}

    def by_key(self, shape: shapes.ByKey) -> Schema:
        keys = list(shape.cases)
        offered = {key: {"description": case.fields[key].doc} for key, case in shape.cases.items()}
        chain: Schema = {}
        for key, case in reversed(shape.cases.items()):
            chain = {"if": {"required": [key]}, "then": self.write(case), "else": chain}
        return {"type": "object", "properties": offered, "oneOf": [{"required": [key]} for key in keys], **chain}

    def either(self, shape: shapes.Either) -> Schema:
        return {"anyOf": [self.write(one) for one in shape.of]}

    def map(self, shape: shapes.Map) -> Schema:
        found: Schema = {"type": "object", "properties": {k: self.field(f) for k, f in shape.fields.items()}}
        if required := [key for key, field in shape.fields.items() if field.required]:
            found["required"] = required
        if shape.at_least > len(required):
            found["minProperties"] = shape.at_least
        if shape.name is None:
            found["additionalProperties"] = False
        else:
            value = self.write(shape.value)
            offered = [name for name in self.names.get(shape.name.names, ()) if name not in shape.fields]
            found["properties"] |= {name: self.holding(name, value) for name in offered}
            found["additionalProperties"] = value
            found["propertyNames"] = self.key(shape)
        if rules := [_constraint(one) for one in shape.constraints]:
            found["allOf"] = rules
        return found

    def holding(self, fact: str, value: Schema) -> Schema:
        """What stands for a fact, with the values to offer alone and in a list."""
        offered = list(self.values.get(fact, ()))
        return value | ({**_offering(offered), "items": _offering(offered)} if offered else {})

    def key(self, shape: shapes.Map) -> Schema:
        name = shape.name
        if name is None or not (name.pattern or name.choices):
            return {"minLength": 1}
        free: Schema = {"enum": list(name.choices)} if name.choices else {"pattern": _whole(name.pattern)}
        return {"anyOf": [{"enum": list(shape.fields)}, free]} if shape.fields else free

    def refused(self, shape: shapes.Refused) -> Schema:
        return {"not": {}, "description": f"{shape.message}: {shape.help}"}


def _about(shape: shapes.Shape) -> Schema:
    found: Schema = {}
    if shape.title:
        found["title"] = shape.title
    if shape.doc:
        found["description"] = shape.doc
    # What a text may be is offered with its names, as one list where they are many.
    if shape.examples and not isinstance(shape, shapes.Text):
        found["examples"] = list(shape.examples)
    if shape.snippets:
        found["defaultSnippets"] = [{"label": label, "body": body} for label, body in shape.snippets]
    return found


_FEW = 8


def _offering(values: list[Any], *, closed: bool = True) -> Schema:
    """What an editor offers. It shows each example wherever the pointer rests, so many names stand as one list.

    What is not `closed` has a parser of its own: others than these may stand there too.
    """
    if len(values) <= _FEW or not closed:
        return {"examples": values} if values else {}
    return {"anyOf": [{}, {"enum": values}]}


_SOMETHING = r"\S"


def _in_words(shape: shapes.Text) -> str:
    """What a text must be, for those who read no patterns."""
    such = ", ".join(f"`{one}`" for one in shape.examples[:3])
    expected = f"{shape.says} is expected" + (f", such as {such}" if such else "")
    return f"{expected}. {shape.doc}" if shape.doc else f"{expected}."


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$" if pattern else ""


def _bounds(low: float | None, high: float | None) -> Schema:
    return {key: value for key, value in (("minimum", low), ("maximum", high)) if value is not None}


def _one_of_these(keys: Sequence[str]) -> Schema:
    return {"required": [keys[0]]} if len(keys) == 1 else {"anyOf": [{"required": [key]} for key in keys]}


def _constraint(rule: shapes.Constraint) -> Schema:
    match rule:
        case shapes.Exactly(keys=keys, at_least=at_least):
            none = [] if at_least else [{"not": _one_of_these(keys)}]
            return {"oneOf": [{"required": [key]} for key in keys] + none}
        case shapes.Some(keys=keys, unless=unless):
            return _one_of_these((*keys, *unless))
        case shapes.Needs(key=key, when=when, and_when=also, unless=unless):
            tests = [_one_of_these(when)] + ([_one_of_these(also)] if also else [])
            tests += [{"not": _one_of_these(unless)}] if unless else []
            return {"if": {"allOf": tests}, "then": {"required": [key]}}
        case shapes.Refuses(keys=keys, when=when):
            return {"if": _one_of_these(when), "then": {"properties": dict.fromkeys(keys, False)}}
        case shapes.OnlyWith(keys=keys, partners=partners):
            return {"if": {"not": _one_of_these(partners)}, "then": {"properties": dict.fromkeys(keys, False)}}


_WRITERS: dict[type, Any] = {
    shapes.Text: _Writer.text, shapes.Bool: _Writer.bool, shapes.Int: _Writer.int, shapes.Number: _Writer.number,
    shapes.Scalar: _Writer.scalar, shapes.Anything: _Writer.anything, shapes.Seq: _Writer.seq,
    shapes.OneOrMany: _Writer.one_or_many, shapes.ByKind: _Writer.by_kind, shapes.ByValue: _Writer.by_value,
    shapes.ByKey: _Writer.by_key, shapes.Either: _Writer.either, shapes.Map: _Writer.map,
    shapes.Refused: _Writer.refused,
}  # fmt: skip
