"""Does a document have the shape it should? Every departure is reported; nothing is raised."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from protocolkit.diagnostics import Problems, did_you_mean
from protocolkit.reading import constraints, shapes
from protocolkit.reading.advice import explained, lost_comma, unless_misspelt
from protocolkit.reading.nodes import Node
from protocolkit.reading.showing import listed, short, shown


def check(shape: Any, node: Node, problems: Problems) -> None:
    """Add a problem for everything in the node that the shape does not allow."""
    _CHECKS[type(shape)](shape, node, problems)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _wrong_type(expected: str, node: Node, problems: Problems, help: str = "") -> None:
    if node.value is None:
        problems.error("null-value", f"nothing stands here, {expected} expected", node.place,
                       help or "give a value, or leave the key out")  # fmt: skip
    else:
        problems.error("wrong-type", f"{expected} expected, not {shown(node)}", node.place, help)


def _text(shape: shapes.Text, node: Node, problems: Problems) -> None:
    value = node.value
    if not isinstance(value, str):
        if shape.or_true and value is True:
            return
        help = ""
        if isinstance(value, bool | int | float):
            help = "quote it, so that it stays text exactly as written"
        elif isinstance(value, dict) and value:
            first = next(iter(value))
            help = f"quote a text that holds `: `, as after `{short(first)}`" if " " in first else ""
        _wrong_type(_article(shape), node, problems, help)
    elif shape.choices:
        if value not in shape.choices:
            help = did_you_mean(value, shape.choices) or f"it is {listed(shape.choices, ' or ')}"
            problems.error("unknown-choice", f"`{short(value)}` is not {_article(shape)}", node.place, help)
    elif shape.pattern:
        if not _compiled(shape.pattern).fullmatch(value):
            problems.error("wrong-form", f"`{short(value)}` is not {_article(shape)}", node.place, _such_as(shape))
    elif not value.strip():
        problems.error("empty-value", f"an empty text, {_article(shape)} expected", node.place)


def _article(shape: shapes.Text) -> str:
    if shape.says == "text" or shape.says.split()[0] in ("a", "an", "the", "one"):
        return shape.says
    return ("an " if shape.says[0] in "aeio" else "a ") + shape.says


def _such_as(shape: shapes.Text) -> str:
    return f"such as {listed(map(str, shape.examples))}" if shape.examples else ""


def _bool(shape: shapes.Bool, node: Node, problems: Problems) -> None:
    expected = "`true` or `false`" if shape.only is None else f"`{str(shape.only).lower()}`"
    if not isinstance(node.value, bool):
        help = "write `true` or `false`" if node.text.lower() in ("yes", "no", "on", "off", "y", "n") else ""
        _wrong_type(expected, node, problems, help)
    elif shape.only is not None and node.value is not shape.only:
        problems.error("wrong-type", f"{expected} expected, not {shown(node)}", node.place, "or leave the key out")


def _int(shape: shapes.Int, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, int) or isinstance(node.value, bool):
        _wrong_type("a whole number", node, problems, _unquote(node))
    else:
        _bounds(shape.at_least, shape.at_most, node, problems)


def _number(shape: shapes.Number, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, int | float) or isinstance(node.value, bool):
        _wrong_type("a number", node, problems, _unquote(node))
    else:
        _bounds(shape.at_least, None, node, problems)


def _unquote(node: Node) -> str:
    looks = isinstance(node.value, str) and _compiled(r"-?[0-9]+(\.[0-9]+)?").fullmatch(node.value)
    return "write it without quotes or leading zeros" if looks else ""


def _bounds(low: float | None, high: float | None, node: Node, problems: Problems) -> None:
    value = node.value
    assert isinstance(value, int | float)
    if low is not None and value < low:
        problems.error("out-of-range", f"`{value}` is less than {low:g}", node.place)
    if high is not None and value > high:
        problems.error("out-of-range", f"`{value}` is more than {high:g}", node.place)


def _scalar(_: shapes.Scalar, node: Node, problems: Problems) -> None:
    if node.value is None or isinstance(node.value, dict | list):
        _wrong_type("a single value", node, problems)
    elif node.value == "":
        problems.error("empty-value", "an empty text, a single value expected", node.place)


def _anything(_: shapes.Anything, node: Node, problems: Problems) -> None:
    if node.value is None:
        _wrong_type("a value", node, problems)


def _seq(shape: shapes.Seq, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, list):
        _wrong_type("a list", node, problems)
        return
    if len(node.value) < shape.at_least:
        problems.error("empty-value", "an empty list", node.place, "leave the key out if there is nothing to list")
    for item in node.value:
        check(shape.item, item, problems)


def _one_or_many(shape: shapes.OneOrMany, node: Node, problems: Problems) -> None:
    if isinstance(node.value, list):
        if not node.value:
            problems.error("empty-value", "an empty list", node.place, "leave the key out if there is nothing to list")
        for item in node.value:
            check(shape.item, item, problems)
    else:
        check(shape.item, node, problems)


def _by_kind(shape: shapes.ByKind, node: Node, problems: Problems) -> None:
    value = node.value
    inner = shape.map if isinstance(value, dict) else shape.seq if isinstance(value, list) else shape.scalar
    if inner is None or value is None:
        kinds = (("a single value", shape.scalar), ("a list", shape.seq), ("a map", shape.map))
        allowed = [kind for kind, one in kinds if one is not None and not isinstance(one, shapes.Refused)]
        _wrong_type(shape.title or " or ".join(allowed), node, problems)
    else:
        check(inner, node, problems)


def _by_value(shape: shapes.ByValue, node: Node, problems: Problems) -> None:
    chosen = node.get(shape.key)
    for values, case in shape.cases:
        if chosen is not None and chosen.value in values:
            check(case, node, problems)
            return
    check(shape.otherwise, node, problems)


def _by_key(shape: shapes.ByKey, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, dict):
        _wrong_type(shape.says, node, problems)
        return
    constraints.check(shapes.Exactly(shape.says, tuple(shape.cases)), node, problems)
    chosen = next((key for key in node.value if key in shape.cases), None)
    if chosen is not None:
        others = {key for key in shape.cases if key != chosen and key not in shape.cases[chosen].fields}
        kept = {key: inner for key, inner in node.value.items() if key not in others}
        check(shape.cases[chosen], Node(kept, node.place, node.keys), problems)


def _refused(shape: shapes.Refused, node: Node, problems: Problems) -> None:
    problems.error(shape.code, shape.message, node.place, shape.help)


def _named(shape: shapes.Named, node: Node, problems: Problems) -> None:
    check(shapes.made(shape), node, problems)


def _map(shape: shapes.Map, node: Node, problems: Problems) -> None:
    value = node.value
    if not isinstance(value, dict):
        _wrong_type(shape.says if "map" in shape.says else f"{shape.says} (a map)", node, problems)
        return
    if len(value) < shape.at_least:
        problems.error("empty-value", f"an empty map, {shape.says} expected", node.place)
        return
    fields, name = shape.fields, shape.name
    before: str | None = None
    for key, inner in value.items():
        field = fields.get(key)
        if field is not None:
            if inner.value is None:
                problems.error("null-value", f"`{key}` has no value", node.key_place(key),
                               "leave the key out if there is nothing to say")  # fmt: skip
            else:
                check(field.shape, inner, problems)
        elif name is not None and _name_fits(name, key):
            check(shape.value, inner, problems)
            if shape.near_miss:
                _near_miss(fields, node, key, problems)
        elif inner.value is None:
            problems.error(
                "null-value", f"`{short(key)}` has no value", node.key_place(key), lost_comma(node, before, key)
            )
        else:
            _unknown_key(shape, node, key, problems)
        before = key
    for key, field in fields.items():
        if field.required and key not in value:
            help = unless_misspelt(key, value, fields)
            problems.error("missing-key", f"no `{key}`", node.place, help or explained(field.doc))
    for constraint in shape.constraints:
        constraints.check(constraint, node, problems)


def _name_fits(name: shapes.Text, key: str) -> bool:
    if name.choices:
        return key in name.choices
    return not name.pattern or _compiled(name.pattern).fullmatch(key) is not None


def _unknown_key(shape: shapes.Map, node: Node, key: str, problems: Problems) -> None:
    known = [*shape.fields, *(shape.name.choices if shape.name else ())]
    help = did_you_mean(key, [k for k in known if k not in node.map])
    if shape.name is not None:
        problems.error("unknown-key", f"`{short(key)}` is not {_article(shape.name)}", node.key_place(key),
                       help or _such_as(shape.name))  # fmt: skip
    else:
        problems.error("unknown-key", f"no key `{short(key)}` here", node.key_place(key),
                       help or f"the keys are {listed(known)}")  # fmt: skip


def _near_miss(fields: dict[str, shapes.Field], node: Node, key: str, problems: Problems) -> None:
    import difflib

    # Keys as short as `for` are near to too many honest names.
    near = difflib.get_close_matches(key, [f for f in fields if len(f) > 3 and f not in node.map], n=1, cutoff=0.75)
    if near:
        problems.warning("unknown-key", f"`{key}` is taken as a name of its own", node.key_place(key),
                         f"did you mean `{near[0]}`?")  # fmt: skip


_CHECKS: dict[type, Any] = {
    shapes.Text: _text, shapes.Bool: _bool, shapes.Int: _int, shapes.Number: _number, shapes.Scalar: _scalar,
    shapes.Anything: _anything, shapes.Seq: _seq, shapes.OneOrMany: _one_or_many, shapes.Map: _map,
    shapes.ByKind: _by_kind, shapes.ByValue: _by_value, shapes.ByKey: _by_key, shapes.Refused: _refused,
    shapes.Named: _named,
}  # fmt: skip
