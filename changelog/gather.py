"""Puts the fragments of this folder into CHANGELOG.md: what they mean in law, then what changed in the library."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent
CHANGELOG = FOLDER.parent / "CHANGELOG.md"
OF_DUTIES, OF_LIBRARY = "### Procedures\n", "### Library\n"


class Fragment(NamedTuple):
    """One change: what became of duties by rule, or why none moved; and what changed in the library."""

    duties: dict[str, str]
    because: str
    library: list[str]


def read(path: Path) -> Fragment:
    """The fragment in a file. Raises ValueError with what is wrong with it."""
    found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or next(iter(found), None) != "duties":
        raise ValueError(f"{path.name}: the first key is not `duties`")
    if unknown := found.keys() - {"duties", "because", "library"}:
        raise ValueError(f"{path.name}: unknown key `{min(map(str, unknown))}`")
    duties, because, library = found["duties"], found.get("because", ""), found.get("library", [])
    if duties == "none":
        if not because:
            raise ValueError(f"{path.name}: `duties: none` needs `because`")
        duties = {}
    elif not isinstance(duties, dict) or not duties or not all(isinstance(one, str) for one in duties.values()):
        raise ValueError(f"{path.name}: `duties` is neither `none` nor a map of rules and what became of them")
    listed = [library] if isinstance(library, str) else library
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed) or not (duties or listed):
        raise ValueError(f"{path.name}: `library` is no sentence and no list of them")
    return Fragment(duties, because, listed)


def gathered(changelog: str, fragments: list[Fragment]) -> str:
    """The changelog with the fragments at the end of the two lists of what is not released yet."""
    head, mark, later = changelog.partition("\n## Unreleased\n")
    if not mark:
        raise ValueError("no `## Unreleased` in the changelog")
    unreleased, next_mark, rest = later.partition("\n## ")
    before, _mark, of_library = unreleased.partition(OF_LIBRARY)
    above, _mark, of_duties = before.partition(OF_DUTIES)
    moved = [f"`{rule}`: {what}" for one in fragments for rule, what in one.duties.items()]
    changed = [text for one in fragments for text in one.library]
    parts = [above.strip()]
    for title, old, new in ((OF_DUTIES, of_duties, moved), (OF_LIBRARY, of_library, changed)):
        bullets = "\n".join(filter(None, [old.strip(), *map(_bullet, new)]))
        parts.append(f"{title}\n{bullets}" if bullets else "")
    made = "".join(f"\n{part}\n" for part in parts if part)
    return f"{head}{mark}{made}{next_mark}{rest}"


def _bullet(text: str) -> str:
    words = " ".join(text.split())
    return fill(words, 120, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def main() -> None:
    paths = sorted(FOLDER.glob("*.yaml"))
    if paths:
        made = gathered(CHANGELOG.read_text(encoding="utf-8"), [read(path) for path in paths])
        CHANGELOG.write_text(made, encoding="utf-8")
        for path in paths:
            path.unlink()
    print(f"{len(paths)} gathered")


if __name__ == "__main__":
    main()
