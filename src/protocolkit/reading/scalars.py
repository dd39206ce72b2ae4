"""What an unquoted YAML scalar means: the YAML 1.2 core schema, with leading zeros left as text."""

from __future__ import annotations

import re

from protocolkit.reading.nodes import Scalar

CORE = "tag:yaml.org,2002:"

_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z", re.ASCII)
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z",
    re.ASCII,
)
_NUMBER_STARTS = frozenset("+-.0123456789")
_LARGEST = 2**63 - 1


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar.

    Raises ValueError for a number no program keeps exactly: beyond 64 bits, infinite, or not a number.

    >>> [resolve(t) for t in ("yes", "010", "12:30", "1_000", "0x1F", "true", "22.10", "~")]
    ['yes', '010', '12:30', '1_000', 31, True, 22.1, None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.match(text):
        return _bounded(int(text) if len(text) < 25 else _LARGEST + 1)
    if _OCTAL_OR_HEX.match(text):
        return _bounded(int(text, 0) if len(text) < 80 else _LARGEST + 1)
    if _FLOAT.match(text):
        try:
            number = float(text)
        except ValueError:  # `.inf` and `.nan`, which Python spells without the point
            number = float("inf")
        if number in (float("inf"), float("-inf")):
            raise ValueError(text)
        return number
    return text


def _bounded(number: int) -> int:
    if abs(number) > _LARGEST:
        raise ValueError(number)
    return number


def resolve_tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with an explicit tag: `!` and `!!str` make text, the other core tags must fit.

    Raises ValueError for any other tag, and for one the text does not fit.
    """
    if tag in ("!", CORE + "str"):
        return text
    value = resolve(text)
    if tag == CORE + "float" and type(value) is int:
        return float(value)
    if tag != CORE + _TYPE_NAMES.get(type(value), "str"):
        raise ValueError(tag)
    return value


_TYPE_NAMES: dict[type, str] = {type(None): "null", bool: "bool", int: "int", float: "float"}
