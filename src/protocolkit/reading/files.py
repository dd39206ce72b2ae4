"""What a file holds, as bytes, or why it cannot be had."""

from __future__ import annotations

from pathlib import Path

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say

LARGEST_FILE = 8 * 1024 * 1024


def read_bytes(path: Path, name: str, largest: int, problems: Problems) -> bytes | None:
    """What a file holds, or None with the reason in `problems`, where `name` stands for the path."""
    whole = Place(name)
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except FileNotFoundError:
        problems.error("file-missing", say("no file `{name}`", name=name), whole)
    except (OSError, ValueError) as error:
        # Some systems refuse to open a folder with a mere "permission denied".
        if isinstance(error, IsADirectoryError) or _is_folder(path):
            problems.error("file-is-folder", say("`{name}` is a folder, not a file", name=name), whole)
        else:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            problems.error("file-unreadable", say("cannot read `{name}`: {reason}", name=name, reason=reason), whole)
    else:
        return None if too_large(data, name, largest, problems) else data
    return None


def too_large(text: str | bytes, file: str, largest: int, problems: Problems) -> bool:
    """Whether there is more than may be read at once; then that is said."""
    if len(text) > largest:
        message = say("more than `{size}` MiB", size=largest // 1024 // 1024)
        problems.error("file-too-large", message, Place(file), say("split the file"))
    return len(text) > largest


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
