"""Does a document have the shape it should? Every departure is reported; nothing is raised."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from protocolkit.diagnostics import FIRST_YEAR, LAST_YEAR, Problems, alike, did_you_mean
from protocolkit.letters import bare, in_latin
from protocolkit.messages import NOTHING, Message, Part, digits, say
from protocolkit.reading import constraints, shapes
from protocolkit.reading.advice import elsewhere_called, explained, lost_comma, meant, unless_misspelt
from protocolkit.reading.nodes import Node
from protocolkit.reading.snippets import either, listed, one_of, short, shown


def check(shape: Any, node: Node, problems: Problems) -> None:
    """Add a problem for everything in the node that the shape does not allow."""
    _CHECKS[type(shape)](shape, node, problems)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _wrong_type(expected: Part, node: Node, problems: Problems, help: Message = NOTHING) -> None:
    if node.value is None:
        message = say("nothing stands here, {expected} expected", expected=expected)
        problems.error("null-value", message, node.place, help or say("give a value, or leave the key out"))
    else:
        message = say("{expected} expected, not {found}", expected=expected, found=shown(node))
        problems.error("wrong-type", message, node.place, help)


def _text(shape: shapes.Text, node: Node, problems: Problems) -> None:
    value = node.value
    if not isinstance(value, str):
        if shape.or_true and value is True:
            return
        help = NOTHING
        if isinstance(value, bool | int | float) and (not shape.pattern or _name_fits(shape, node.text)):
            help = say("quote it, so that it stays text exactly as written")
        elif isinstance(value, dict) and value and " " in (first := next(iter(value))):
            help = say("quote a text that holds `: `, as after `{text}`", text=short(first))
        _wrong_type(say(shape.says), node, problems, help)
    elif shape.choices:
        if value not in shape.choices:
            help = did_you_mean(value, shape.choices) or say("it is {names}", names=either(shape.choices))
            problems.error("unknown-choice", _is_not(value, shape), node.place, help)
    elif shape.pattern:
        if not _compiled(shape.pattern).fullmatch(value):
            problems.error("wrong-form", _is_not(value, shape), node.place, _letters(value, shape) or _such_as(shape))
        elif shape.day:
            _day(value, node, problems)
    elif not value.strip():
        problems.error("empty-value", say("an empty text, {expected} expected", expected=say(shape.says)), node.place)


def _day(value: str, node: Node, problems: Problems) -> None:
    """No month has 32 days. Words that may stand instead of a date are let be."""
    try:
        day = date.fromisoformat(value if value[0].isdigit() else "2000-01-01")
    except ValueError:
        problems.error("not-a-day", say("`{text}` is no day", text=value), node.place)
    else:
        # Sums with a day of the year 1 or 9999 leave the calendar that there is.
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            help = say("years run from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
            problems.error("instant-range", say("`{text}` is not in a year this can be", text=value), node.place, help)


def _is_not(value: str, shape: shapes.Text) -> Message:
    return say("`{value}` is not {expected}", value=short(value), expected=say(shape.says))


def _such_as(shape: shapes.Text) -> Message:
    return say("such as {names}", names=listed(map(str, shape.examples))) if shape.examples else NOTHING


def _letters(value: str, shape: shapes.Text) -> Message:
    """Which letters make a text another one than it seems, if without them it has the form."""
    meant = in_latin(bare(value))
    return alike(value, meant) if meant != value and shape.pattern and _name_fits(shape, meant) else NOTHING


def _bool(shape: shapes.Bool, node: Node, problems: Problems) -> None:
    expected = say("`true` or `false`") if shape.only is None else f"`{str(shape.only).lower()}`"
    if not isinstance(node.value, bool):
        help = say("write `true` or `false`") if node.text.lower() in ("yes", "no", "on", "off", "y", "n") else NOTHING
        _wrong_type(expected, node, problems, help)
    elif shape.only is not None and node.value is not shape.only:
        _wrong_type(expected, node, problems, say("or leave the key out"))


def _int(shape: shapes.Int, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, int) or isinstance(node.value, bool):
        _wrong_type(say("a whole number"), node, problems, _unquote(node))
    else:
        _bounds(shape.at_least, shape.at_most, node, problems)


def _number(shape: shapes.Number, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, int | float) or isinstance(node.value, bool):
        _wrong_type(say("a number"), node, problems, _unquote(node))
    else:
        _bounds(shape.at_least, None, node, problems)


def _unquote(node: Node) -> Message:
    looks = isinstance(node.value, str) and _compiled(r"-?[0-9]+(\.[0-9]+)?").fullmatch(node.value)
    return say("write it without quotes or leading zeros") if looks else NOTHING


def _bounds(low: float | None, high: float | None, node: Node, problems: Problems) -> None:
    value = node.value
    assert isinstance(value, int | float)
    if low is not None and value < low:
        problems.error("out-of-range", say("`{value}` is less than {n}", value=value, n=digits(low)), node.place)
    if high is not None and value > high:
        problems.error("out-of-range", say("`{value}` is more than {n}", value=value, n=digits(high)), node.place)


def _scalar(_shape: shapes.Scalar, node: Node, problems: Problems) -> None:
    if node.value is None or isinstance(node.value, dict | list):
        _wrong_type(say("a single value"), node, problems)
    elif node.value == "":
        problems.error("empty-value", say("an empty text, a single value expected"), node.place)


def _anything(_shape: shapes.Anything, node: Node, problems: Problems) -> None:
    if node.value is None:
        _wrong_type(say("a value"), node, problems)


def _seq(shape: shapes.Seq, node: Node, problems: Problems) -> None:
    if not isinstance(node.value, list):
        _wrong_type(say("a list"), node, problems)
        return
    if len(node.value) < shape.at_least:
        _empty_list(node, problems)
    for item in node.value:
        check(shape.item, item, problems)


def _empty_list(node: Node, problems: Problems) -> None:
    problems.error(
        "empty-value", say("an empty list"), node.place, say("leave the key out if there is nothing to list")
    )


def _one_or_many(shape: shapes.OneOrMany, node: Node, problems: Problems) -> None:
    if isinstance(node.value, list):
        if not node.value:
            _empty_list(node, problems)
        for item in node.value:
            check(shape.item, item, problems)
    else:
        check(shape.item, node, problems)


def _by_kind(shape: shapes.ByKind, node: Node, problems: Problems) -> None:
    value = node.value
    inner = shape.map if isinstance(value, dict) else shape.seq if isinstance(value, list) else shape.scalar
    if inner is None or value is None:
        kinds = ((say("a single value"), shape.scalar), (say("a list"), shape.seq), (say("a map"), shape.map))
        allowed = [kind for kind, one in kinds if one is not None and not isinstance(one, shapes.Refused)]
        _wrong_type(say(shape.title) or one_of(allowed), node, problems)
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
        _wrong_type(say("a map"), node, problems)
        return
    constraints.check(shapes.Exactly(shape.says, tuple(shape.cases)), node, problems)
    chosen = next((key for key in node.value if key in shape.cases), None)
    if chosen is not None:
        others = {key for key in shape.cases if key != chosen and key not in shape.cases[chosen].fields}
        kept = {key: inner for key, inner in node.value.items() if key not in others}
        check(shape.cases[chosen], Node(kept, node.place, node.keys), problems)


def _either(shape: shapes.Either, node: Node, problems: Problems) -> None:
    tried = []
    for one in shape.of:
        own = Problems()
        check(one, node, own)
        tried.append(own)
    problems.found += min(tried, key=lambda own: (len(own.errors), len(own.found))).found


def _refused(shape: shapes.Refused, node: Node, problems: Problems) -> None:
    problems.error(shape.code, say(shape.message), node.place, say(shape.help))


def _named(shape: shapes.Named, node: Node, problems: Problems) -> None:
    check(shapes.made(shape), node, problems)


def _map(shape: shapes.Map, node: Node, problems: Problems) -> None:
    value = node.value
    if not isinstance(value, dict):
        expected = say(shape.says)
        what = expected if "map" in shape.says else say("{expected} (a map)", expected=expected)
        _wrong_type(what, node, problems)
        return
    if len(value) < shape.at_least:
        problems.error("empty-value", say("an empty map, {expected} expected", expected=say(shape.says)), node.place)
        return
    fields, name = shape.fields, shape.name
    before: str | None = None
    for key, inner in value.items():
        field = fields.get(key)
        if field is not None:
            if inner.value is None:
                _no_value(node, key, say("leave the key out if there is nothing to say"), problems)
            else:
                check(field.shape, inner, problems)
        elif name is not None and _name_fits(name, key):
            check(shape.value, inner, problems)
            if shape.near_miss:
                _near_miss(fields, node, key, problems)
        elif inner.value is None:
            _no_value(node, key, lost_comma(node, before, key), problems)
        else:
            _unknown_key(shape, node, key, problems)
        before = key
    for key, field in fields.items():
        if field.required and key not in value:
            help = unless_misspelt(key, value, fields)
            problems.error("missing-key", say("no `{key}`", key=key), node.place, help or explained(field.doc))
    for constraint in shape.constraints:
        constraints.check(constraint, node, problems)


def _no_value(node: Node, key: str, help: Message, problems: Problems) -> None:
    problems.error("null-value", say("`{key}` has no value", key=short(key)), node.key_place(key), help)


def _name_fits(name: shapes.Text, key: str) -> bool:
    if name.choices:
        return key in name.choices
    return not name.pattern or _compiled(name.pattern).fullmatch(key) is not None


def _unknown_key(shape: shapes.Map, node: Node, key: str, problems: Problems) -> None:
    known = [*shape.fields, *(shape.name.choices if shape.name else ())]
    free = [k for k in known if k not in node.map]
    help = elsewhere_called(key, free) or meant(key, free)
    if shape.name is not None:
        message, help = _is_not(key, shape.name), help or _letters(key, shape.name) or _such_as(shape.name)
    else:
        message = say("no key `{key}` here", key=short(key))
        help = help or say("the keys are {names}", names=listed(known))
    problems.error("unknown-key", message, node.key_place(key), help)


def _near_miss(fields: dict[str, shapes.Field], node: Node, key: str, problems: Problems) -> None:
    # Keys as short as `for` are near to too many honest names.
    help = did_you_mean(key, [f for f in fields if len(f) > 3 and f not in node.map], cutoff=0.75)
    if help:
        message = say("`{key}` is taken as a name of its own", key=key)
        problems.warning("unknown-key", message, node.key_place(key), help)


_CHECKS: dict[type, Any] = {
    shapes.Text: _text, shapes.Bool: _bool, shapes.Int: _int, shapes.Number: _number, shapes.Scalar: _scalar,
    shapes.Anything: _anything, shapes.Seq: _seq, shapes.OneOrMany: _one_or_many, shapes.Map: _map,
    shapes.ByKind: _by_kind, shapes.ByValue: _by_value, shapes.ByKey: _by_key, shapes.Refused: _refused,
    shapes.Either: _either, shapes.Named: _named,
}  # fmt: skip
