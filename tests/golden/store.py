"""The set in the tree: where it comes from, and one file of digests a language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from golden.bodies import Digests
from golden.checkouts import GoldenError, Made

Stored = dict[tuple[str, str, str], Digests]


class About(NamedTuple):
    """The commit that the set was made from, and the versions it was made with."""

    commit: str
    environment: Mapping[str, str]


def write(folder: Path, about: About, made: Sequence[Made]) -> None:
    """Writes the set; each name of a part stands once, at the head of its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.json").write_text(json.dumps(about._asdict(), indent=2) + "\n", "utf-8")
    for language in sorted({one.language for one in made}):
        mine = [one for one in made if one.language == language]
        names = list(dict.fromkeys(name for one in mine for name, _digest in one.digests.parts))
        index = {name: f"{number:x}" for number, name in enumerate(names)}
        lines = [f"name\t{index[name]}\t{name}" for name in names]
        case = ""
        for one in mine:
            if one.case != case:
                lines.append(f"case\t{one.case}")
                case = one.case
            parts = " ".join(f"{index[name]}:{digest}" for name, digest in one.digests.parts)
            lines.append(f"{one.form}\t{one.digests.whole}\t{parts}")
        (folder / f"{language}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def about(folder: Path) -> About:
    path = folder / "about.json"
    if not path.is_file():
        raise GoldenError(f"no set in {folder}: make one first")
    return About(**json.loads(path.read_text("utf-8")))


def read(folder: Path, languages: Iterable[str]) -> Stored:
    """The digests by case, language and form, in the order of the files."""
    found: Stored = {}
    for language in languages:
        names: dict[str, str] = {}
        case = ""
        for line in (folder / f"{language}.tsv").read_text("utf-8").splitlines():
            kind, value, *rest = line.split("\t")
            if kind == "name":
                names[value] = rest[0]
            elif kind == "case":
                case = value
            else:
                parts = (one.partition(":") for one in rest[0].split())
                found[case, language, kind] = Digests(value, tuple((names[i], digest) for i, _colon, digest in parts))
    return found
