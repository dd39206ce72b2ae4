"""YAML text as parser events: libyaml's parser where PyYAML was built with it, its own otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

_SURROGATE = re.compile("[\ud800-\udfff]")


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


def events_of_yaml(text: str) -> Iterator[Any]:
    """The events of a YAML text. Raises yaml.YAMLError at the first thing that is not YAML."""
    following = PARSER(text).get_event
    while (event := following()) is not None:
        yield event
