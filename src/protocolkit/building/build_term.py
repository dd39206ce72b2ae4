"""Reads TERM: each term knows its own words; here is what to answer to words that none of them claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from protocolkit.diagnostics import Place, Problems, did_you_mean, nearest
from protocolkit.languages import N_
from protocolkit.messages import Listed, Part, say
from protocolkit.model.terms import TERMS, When
from protocolkit.model.terms.day_kinds import COMMON
from protocolkit.reading.nodes import Node
from protocolkit.reading.whole_numbers import whole

_UNITS = tuple(f"{unit}s" for unit in ("hour", "day", "week", "month", "year", *(f"{kind}_day" for kind in COMMON)))
_HABITS = {
    "minute": N_("the language counts whole hours"),
    "h": N_("did you mean `hours`?"),
    "hr": N_("did you mean `hours`?"),
    "calendar_day": N_("plain `days` are calendar days"),
}
_WORDS = ("immediately", "none", "decided", "same_day")


def parse_term(given: Node | str, problems: Problems, place: Place | None = None) -> When | None:
    """The term a node or a text says, or None with the reasons in `problems`."""
    at = given.place if isinstance(given, Node) else place or Place("due")
    if isinstance(given, Node) and not isinstance(given.value, str):
        message = say("`{text}` is not a term", text=given.text) if given.text else say("this is not a term")
        problems.error("due-shape", message, at, unitless(given) or say("write it as `3 days`"))
        return None
    words = (given.text if isinstance(given, Node) else given).split()
    for term in TERMS:
        if term.claims(words):
            return term.read(words, at, problems)
    if not words:
        problems.error("due-shape", say("a term is missing"), at, say("write it as `3 days`"))
    elif len(words) == 2:
        whole(words[0], at, problems)
        problems.error("due-unit", say("no unit `{name}`", name=words[1]), at, _unit_help(words[1].removesuffix("s")))
    else:
        message = say("`{text}` is not a term", text=" ".join(words))
        problems.error("due-shape", message, at, _shape_help(words))
    return None


def _shape_help(words: Sequence[str]) -> Part:
    # Only what is then a term: of words in another alphabet no underscore makes one.
    if len(words) == 3 and words[0].isdigit() and words[2] in ("day", "days") and words[1].isascii():
        return say("write `{text}`", text=f"{words[0]} {words[1]}_{words[2]}")
    if len(words) == 1 and (spaced := re.fullmatch(r"(\d+)([a-z_]+)", words[0])):
        return say("write `{text}`", text=f"{spaced[1]} {'hours' if spaced[2] == 'h' else spaced[2]}")
    if words[0].lower() in _WORDS:
        return say("write `{text}`", text=words[0].lower())
    if len(words) == 1 and (near := did_you_mean(words[0], _WORDS)):
        return near
    # What counts comes first, as one would say it.
    offered = [help for term in TERMS if (help := term.form().help)]
    *others, last = (f"`{help}`" for help in sorted(offered, key=lambda help: not help[0].isdigit()))
    return say("write it as {forms} or {last}", forms=Listed(tuple(others)), last=last)


def _unit_help(name: str) -> Part:
    if name in _HABITS:
        return say(_HABITS[name])
    if name.endswith("_day") and (slip := nearest(name.removesuffix("_day"), COMMON, cutoff=0.8)):
        return say("did you mean `{name}`?", name=f"{slip}_days")
    return did_you_mean(f"{name}s", _UNITS) or say("units are {names}", names=", ".join(_UNITS))


def unitless(node: Node) -> Part:
    """A help text for a bare number; empty for anything else."""
    return say("`{n}` of what? write `{n} days`", n=node.text) if type(node.value) is int else ""
