"""The Python packages that go into the folder: those installed here, without what is compiled for this machine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from protocolkit.languages import LANGUAGES
from protocolkit.languages.compiling import compiled
from protocolkit.resources import rules_dir

PURE = (
    "anyio", "babel", "idna", "jinja2", "markupsafe", "pendulum", "python-dateutil", "pyyaml", "six",
    "snowballstemmer", "starlette", "typing-extensions", "tzdata",
)  # fmt: skip
"""What the application imports and has a form without compiled parts. msgspec has none: see `runtime`."""
_COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pyc", ".pyi", ".c", ".pyx", ".pxd", ".typed")
_BABEL_LOCALES = tuple(f"{name}.dat" for name in ("root", "en_GB", "en_001", *LANGUAGES))


class MissingPackageError(Exception):
    """A package that the application needs is not installed here."""


def of_others() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the packages of others. Raises MissingPackageError."""
    for name in PURE:
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            raise MissingPackageError(name) from None
        for file in files:
            path = PurePosixPath(file.as_posix())
            if _is_wanted(path):
                yield path, Path(str(file.locate())).read_bytes()


def own() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of this package and the shipped rules; the catalogues compiled."""
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*")):
        path = PurePosixPath("protocolkit", *file.relative_to(package).parts)
        if not file.is_file() or "_data" in path.parts or not _is_wanted(path):
            continue
        if file.suffix == ".po":
            yield path.with_suffix(".mo"), compiled(file.read_bytes(), file.parent.name)
        else:
            yield path, file.read_bytes()
    for file in rules():
        yield PurePosixPath("protocolkit/_data/rules", *file.relative_to(rules_dir()).parts), file.read_bytes()


def rules() -> list[Path]:
    """The shipped rules, without their tests."""
    files = (file for file in rules_dir().rglob("*") if file.suffix in (".yaml", ".json"))
    return sorted(file for file in files if "tests" not in file.relative_to(rules_dir()).parts)


def _is_wanted(path: PurePosixPath) -> bool:
    if path.suffix in _COMPILED or "__pycache__" in path.parts or ".." in path.parts or path.is_absolute():
        return False
    if path.parts[0].endswith((".dist-info", ".data")) or "tests" in path.parts:
        return False
    return "locale-data" not in path.parts or path.name in _BABEL_LOCALES
