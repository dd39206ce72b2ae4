"""What somebody types as the answer to a question."""

from __future__ import annotations

import re
import sys
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from protocolkit.plans.question import Question


class Reply(Enum):
    """A line that is no answer."""

    STOP = "stop"
    IMPOSSIBLE = "impossible"


STOP, IMPOSSIBLE = Reply.STOP, Reply.IMPOSSIBLE


def heard(question: Question) -> Any:
    """The value answered, as the case file takes it; null for "not known yet", `STOP` at the end or for q.

    `IMPOSSIBLE` is what answers nothing.
    """
    from protocolkit.languages import _

    sys.stdout.write(_("Answer (Enter: not known yet, q: stop): "))
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        sys.stdout.write("\n")
    return STOP if not line else understood(question, line)


def understood(question: Question, line: str) -> Any:
    """What a line means as the answer to a question."""
    said = line.strip().casefold()
    if said in ("q", "quit"):
        return STOP
    if not said:
        return None
    if question.type == "integer":
        return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else IMPOSSIBLE
    if question.type == "number":
        return float(said) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", said) else IMPOSSIBLE
    if question.type in ("date", "text"):
        return line.strip()
    if question.type == "set":
        return _several(question, said)
    return _one(question, said)


def _several(question: Question, said: str) -> Any:
    if said == "0":
        return [*question.known]
    parts = [part.strip() for part in said.split(",")] if "," in said else said.split()
    whole = _one(question, said)
    found = [whole] if whole is not IMPOSSIBLE else [_one(question, part) for part in parts if part]
    return IMPOSSIBLE if IMPOSSIBLE in found else [*dict.fromkeys((*question.known, *found))]


def _one(question: Question, said: str) -> Any:
    """The answer of a number, a label, a value, or of the first letters that only one label has."""
    values = question.values
    if said.isdecimal():
        return values[int(said) - 1].value if 1 <= int(said) <= len(values) else IMPOSSIBLE
    for one in values:
        if said in (one.label.casefold(), str(one.value).casefold()):
            return one.value
    begun = [one for one in values if one.label.casefold().startswith(said)]
    return begun[0].value if len(begun) == 1 else IMPOSSIBLE
