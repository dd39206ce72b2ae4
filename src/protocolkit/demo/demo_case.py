"""The case of a story: a shipped example, in which one thing becomes known only on the way."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.demo.story import Story
from protocolkit.resources import examples_dir

_LAST = "\nas_of:"
_SCHEMA = "../schemas/incident.json"


def case(story: Story, schema: str) -> str:
    """The text of the file. `schema` is where an editor finds the schema, from the folder of the file."""
    text = (examples_dir() / story.example).read_text(encoding="utf-8")
    for words in (story.unknown, _LAST, _SCHEMA):
        if words not in text:
            raise ValueError(f"{story.example} does not hold {words!r}")
    text = text.replace(story.unknown, "", 1) if story.unknown else text
    return text.replace(_LAST, f"\n{story.learned.rstrip()}{_LAST}", 1).replace(_SCHEMA, schema, 1)


def excerpt(text: str, first: str, last: str) -> Iterator[str]:
    """The lines from the first that holds `first` to the next one that holds `last`."""
    inside = False
    for line in text.splitlines():
        inside = inside or (first in line and not line.startswith("#"))
        if inside:
            yield line
            if last in line:
                return
