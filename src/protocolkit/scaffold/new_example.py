"""The files of the tutorials and examples, copied to where somebody works."""

from __future__ import annotations

import re
from pathlib import Path

from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.resources import examples_dir, learn_dir, schemas_seen_from
from protocolkit.scaffold.writing import write_new

_SCHEMA = re.compile(r"(?<=\$schema=)(?:\.\./)*schemas(?=/)")


def examples() -> dict[str, Path]:
    """What can be copied, by name: a file, or a folder of files."""
    found = {path.stem: path for path in sorted(examples_dir().glob("*.yaml"))}
    several = [*sorted(examples_dir().glob("procedures/*/")), *sorted(examples_dir().glob("adapters/*/"))]
    folders = (learn_dir() / "school-order", examples_dir() / "exports", *several)
    return found | {path.name: path for path in folders if path.is_dir()}


def new_example(name: str | None, folder: Path, problems: Problems) -> list[Path]:
    """Copies an example into a folder: a single file, or a folder of several; nothing is ever overwritten."""
    known = examples()
    if name is None or name not in known:
        message = say("no example `{name}`", name=name) if name else say("`{name}` needs a value", name="NAME")
        help = did_you_mean(name or "", known) or say("one of {choices}", choices=", ".join(known))
        problems.error("unknown-example" if name else "missing-argument", message, Place("NAME"), help)
        return []
    source = known[name]
    if source.is_file():
        return write_new({folder / source.name: _text(source, folder)}, problems)
    inside = [path for path in sorted(source.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    targets = {path: folder / name / path.relative_to(source) for path in inside}
    return write_new({target: _text(path, target.parent) for path, target in targets.items()}, problems)


def _text(path: Path, folder: Path) -> str:
    """The file, with the way from its new place to the schemas."""
    text = path.read_text(encoding="utf-8")
    return _SCHEMA.sub(lambda _found: schemas_seen_from(folder), text, count=1)
