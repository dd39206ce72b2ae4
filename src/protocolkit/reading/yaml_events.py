"""YAML text as parser events: libyaml's parser where PyYAML was built with it, its own otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from protocolkit.reading.snippets import position

_SURROGATE = re.compile("[\ud800-\udfff]")
# Brackets, and what may hold some that open nothing: comments, quoted texts, and plain texts outside of brackets.
_BRACKET = r"(?P<open>[\[{])|(?P<close>[\]}])"
_OTHER = r"""(?<!\S)\#[^\n]*|"(?:[^"\\]|\\.)*(?:"|\Z)|'(?:[^']|'')*(?:'|\Z)"""
_OUTSIDE = rf"{_BRACKET}|{_OTHER}|\S+"
_INSIDE = rf"{_BRACKET}|{_OTHER}|[^\s\[\]{{}},:]+"


class TooDeepError(Exception):
    """The parser stopped by itself where more brackets are open than it should have been asked to open."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.start_mark = mark


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, without the constructors of its loaders. Stricter than libyaml's about tabs."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)

    def get_event(self) -> Any:
        event: Any = super().get_event()  # type: ignore[no-untyped-call]
        # libyaml refuses such escapes itself.
        if type(event) is yaml.ScalarEvent and _SURROGATE.search(event.value):
            raise yaml.MarkedYAMLError(None, None, "invalid Unicode escape code", event.start_mark)  # type: ignore[arg-type]
        return event


def _fastest() -> Any:
    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]
    except ImportError:
        return PureParser
    return CParser


PARSER = _fastest()


def events_of_yaml(text: str, deepest: int) -> Iterator[Any]:
    """The events of a YAML text. Raises yaml.YAMLError at the first thing that is not YAML.

    Some parsers have a limit of their own and reach it reading ahead, before they have told of a single bracket; others
    give up in ways of their own. Whatever one raises after more than `deepest` brackets were opened is TooDeepError.
    """
    try:
        following = PARSER(text).get_event
        while (event := following()) is not None:
            yield event
    except (yaml.YAMLError, RecursionError, MemoryError) as error:
        mark = getattr(error, "problem_mark", None)
        bracket = _bracket_beyond(deepest, text, mark)
        if bracket is None:
            raise
        raise TooDeepError(bracket) from error


def _bracket_beyond(deepest: int, text: str, stopped: yaml.Mark | None) -> yaml.Mark | None:
    """The first bracket that is opened inside `deepest` others, if the parser came so far."""
    outside, inside = re.compile(_OUTSIDE, re.DOTALL), re.compile(_INSIDE, re.DOTALL)
    depth, at, end = 0, 0, len(text) if stopped is None else stopped.index + 1
    while found := (inside if depth else outside).search(text, at, end):
        at = found.end()
        if found["open"]:
            depth += 1
            if depth > deepest:
                line, column = position(text, found.start())
                return yaml.Mark("", found.start(), line - 1, column - 1, None, 0)
        elif found["close"]:
            depth = max(depth - 1, 0)
    return None
