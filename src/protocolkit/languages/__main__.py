"""Brings the catalogues up to date with the messages: `python -m protocolkit.languages`."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from protocolkit.languages import LANGUAGES
from protocolkit.languages.catalogues import FOLDER
from protocolkit.languages.extracting import Messages, messages

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same messages make the same bytes, whenever
# Headers that name people, times and tools.
EMPTY = tuple(
    f'"{name}'.encode()
    for name in ("Report-", "POT-", "PO-", "Last-Translator", "Language-Team", "Generated-By", "Project-Id")
)


def updated(language: str, domain: str, wanted: Messages, folder: Path = FOLDER) -> Catalog:
    """The catalogue with exactly the wanted messages, in order, each with the translation it had."""
    path = folder / language / f"{domain}.po"
    old = read_po(BytesIO(path.read_bytes()), locale=language) if path.is_file() else Catalog()
    made = Catalog(
        locale=language, domain=domain, project="protocolkit", header_comment="", fuzzy=False,
        creation_date=NO_DATE, revision_date=NO_DATE,
    )  # fmt: skip
    for (context, text), places in sorted(wanted.items(), key=lambda one: (one[1][0], str(one[0]))):
        had = old.get(text if isinstance(text, str) else text[0], context or None)
        said = had.string if isinstance(had, Message) else None
        fitting = isinstance(said, tuple) == isinstance(text, tuple)
        made.add(text, said if fitting else None, [(place, 0) for place in places], context=context or None)
    return made


def as_po(catalogue: Catalog) -> bytes:
    """The file that people edit. It names no lines and no dates, so that it changes only when a message does."""
    file = BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, omit_header=False)
    return b"".join(line for line in file.getvalue().splitlines(True) if not line.startswith(EMPTY))


def as_mo(catalogue: Catalog) -> bytes:
    """The file that programs read."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    wanted = messages()
    for language in LANGUAGES[1:]:
        for domain, found in wanted.items():
            catalogue = updated(language, domain, found)
            (FOLDER / language).mkdir(exist_ok=True)
            (FOLDER / language / f"{domain}.po").write_bytes(as_po(catalogue))
            (FOLDER / language / f"{domain}.mo").write_bytes(as_mo(catalogue))
            missing = sum(not _said(message) for message in catalogue if message.id)
            print(f"{language}/{domain}: {len(catalogue)} messages, {missing} not translated")


def _said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    main()
