"""Reads DUE: `1 hour`, `immediately, at most 24 hours`, `aim same_day, at most 4 working_days`, cases."""

from __future__ import annotations

from collections.abc import Callable

from protocolkit.building.build_term import parse_term, unitless
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.conditions import Condition
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.terms import Term, When
from protocolkit.model.terms.civil import Civil
from protocolkit.model.terms.hours import Hours
from protocolkit.reading.nodes import Node

Conditions = Callable[[Node], Condition]

_SHAPE = N_("a due is a text such as `3 working_days`, or a map with `if`, `earliest` or `latest`")


def parse_due(node: Node, problems: Problems, parse_cond: Conditions) -> Due | None:
    """The due a node holds, or None with the reasons in `problems`. `parse_cond` reads the conditions of cases."""
    if isinstance(node.value, dict):
        return _map(node, problems, parse_cond)
    if isinstance(node.value, str):
        return parse_due_text(node.value, node.place, problems)
    if isinstance(node.value, list):
        message = say("a list is not a due")
    else:
        message = say("`{text}` is not a due", text=node.text) if node.text else say("null is not a due")
    problems.error("due-shape", message, node.place, unitless(node) or say(_SHAPE))
    return None


def _map(node: Node, problems: Problems, parse_cond: Conditions) -> Due | None:
    keys, before = set(node.map), len(problems.found)
    for word, kind in (("earliest", DueEarliest), ("latest", DueLatest)):
        if keys == {word}:
            options = [parse_due(one, problems, parse_cond) for one in node.map[word].list]
            if len(options) < 2:
                message = say("`{word}` chooses between at least two dues", word=word)
                problems.error("due-shape", message, node.place)
                return None
            return kind(tuple(o for o in options if o is not None)) if None not in options else None
    if keys == {"if", "then", "else"}:
        then = parse_due(node.map["then"], problems, parse_cond)
        otherwise = parse_due(node.map["else"], problems, parse_cond)
        condition = parse_cond(node.map["if"])
        return None if then is None or otherwise is None else DueCases(condition, then, otherwise)
    if missing := sorted({"if", "then", "else"} - keys) if "if" in keys else []:
        message = say("cases need `{key}`", key=missing[0])
        problems.error("due-shape", message, node.place, say("write `{if: ..., then: ..., else: ...}`"))
    for key in sorted(keys - {"if", "then", "else", "earliest", "latest"}):
        # `{at most 24 hours: null}` is what an unquoted comma in a flow map makes of a due.
        hint = say("quote a due that has a comma") if node.map[key].value is None else did_you_mean(
            key, ("if", "then", "else", "earliest", "latest")
        )  # fmt: skip
        problems.error("due-shape", say("`{key}` is no part of a due", key=key), node.key_place(key), hint)
    if len(problems.found) == before:
        problems.error("due-shape", say("a due is one choice: cases, `earliest` or `latest`"), node.place)
    return None


def parse_due_text(text: str, place: Place, problems: Problems) -> Due | None:
    """The due a text says, or None with the reasons in `problems`.

    >>> due = parse_due_text("aim same_day, at most 4 working_days", Place("a"), Problems())
    >>> due.aim, due.limit
    (SameDay(), DayKinds(n=4, day_kind='working'))
    """
    text = " ".join(text.split())
    if text in ("none", "decided"):
        return DueNone() if text == "none" else DueDecided()
    if not text:
        problems.error("due-shape", say("an empty due"), place, say("write `none` where the text gives no time"))
        return None
    found: dict[str, When] = {}
    immediately = spread = by_close = False
    for part in (p.strip() for p in text.split(",")):
        if part == "immediately" and not immediately:
            immediately = True
            continue
        words = part.split()
        if words[0:1] == ["aim"] and words[-2:] == ["by", "office_close"]:
            by_close, part = True, " ".join(words[:-2])
        read = _part(part, text, place, problems)
        if read is None:
            return None
        spread = spread or ("aim" in read and "limit" in read)
        for name, when in read.items():
            if name in found:
                problems.error("due-part", say(_TWICE[name], text=text), place)
                return None
            found[name] = when
    opens = found.get("opens")
    due = DueParts(
        immediately, found.get("aim"), found.get("limit"), found.get("not_before"),
        opens if isinstance(opens, Term) else None, by_close,
    )  # fmt: skip
    return due if _fits(due, spread, text, place, problems) else None


_TWICE = {
    "aim": N_("`{text}` gives a target twice"),
    "limit": N_("`{text}` gives a limit twice"),
    "not_before": N_("`{text}` gives a beginning twice"),
    "opens": N_("`{text}` gives a beginning twice"),
}
_PREFIXES = {"aim": "aim", "at most": "limit", "not before": "not_before"}


def _part(part: str, whole_text: str, place: Place, problems: Problems) -> dict[str, When] | None:
    words = part.split()
    for prefix, name in _PREFIXES.items():
        head = prefix.split()
        if words[: len(head)] == head:
            when = parse_term(" ".join(words[len(head) :]), problems, place)
            return None if when is None else {name: when}
    window = words[:1] == ["from"]
    if len(ends := words[1:] if window else words) == 4 and ends[1] == "to":
        low, high = (
            parse_term(f"{ends[0]} {ends[3]}", problems, place),
            parse_term(" ".join(ends[2:]), problems, place),
        )
        return None if low is None or high is None else {"opens" if window else "aim": low, "limit": high}
    if window:
        message = say("`{part}` says no first and last", part=part)
        problems.error("due-part", message, place, say("write it as `from 75 to 90 days`"))
        return None
    if words[-2:] == ["by", "office_close"]:
        message = say("`{part}`: only an aim ends with the office", part=part)
        help = say("write `{text}`, or `time: {{ends: office_close}}` for the limit", text=f"aim {part}")
        problems.error("due-part", message, place, help)
        return None
    if part in ("none", "decided", "immediately"):
        message = say("`{part}` does not go with the rest of `{text}`", part=part, text=whole_text)
        problems.error("due-part", message, place)
        return None
    when = parse_term(part, problems, place)
    return None if when is None else {"limit": when}


def _fits(due: DueParts, spread: bool, text: str, place: Place, problems: Problems) -> bool:
    """Whether target, limit and beginning can be kept together."""
    if due.immediately and due.aim is not None and not spread:
        message = say("`{text}` gives two targets", text=text)
        problems.error("due-part", message, place, say("`immediately` is a target already"))
        return False
    if due.opens is not None and due.not_before is not None:
        problems.error("due-part", say("`{text}` gives a beginning twice", text=text), place)
        return False
    begin = due.opens or due.not_before
    if due.immediately and begin is not None:
        problems.error("due-order", say("`{text}` asks to act at once and to wait", text=text), place)
        return False
    for first, second, refusal in (
        (due.aim, due.limit, N_("in `{text}` the target comes after the limit")),
        (begin, due.limit, N_("in `{text}` the limit ends before the beginning")),
        (begin, due.aim, N_("in `{text}` the target comes before the beginning")),
    ):
        if first is not None and second is not None and _ends_later(first, second):
            problems.error("due-order", say(refusal, text=text), place)
            return False
    empty = due.not_before == due.limit or (due.opens == due.limit and isinstance(due.opens, Hours))
    if begin is not None and empty:
        problems.error("due-order", say("`{text}` leaves no time to act", text=text), place)
        return False
    if due.aim is not None and due.aim == due.limit and not due.by_close:
        message = say("in `{text}` target and limit are the same", text=text)
        problems.error("due-order", message, place, say("write `{text}`", text=due.aim.written()))
        return False
    return True


def _ends_later(first: When, second: When) -> bool:
    """Whether `first` ends after `second` whenever both start together.

    >>> from protocolkit.model.terms import SameDay, numbered
    >>> _ends_later(numbered(5, "day"), numbered(3, "day")), _ends_later(SameDay(), numbered(4, "working_day"))
    (True, False)
    """
    if isinstance(first, Term) and isinstance(second, Term) and first.unit == second.unit:
        return first.n > second.n
    if isinstance(first, Civil) and isinstance(second, Civil):
        # Both run to the end of their last day, so the hour of the trigger makes no difference.
        return first.span()[0] > second.span()[1]
    return first.bounds()[0] > second.bounds()[1]
