"""Brings the catalogues up to date with the messages: `python -m protocolkit.languages`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from protocolkit.languages import LANGUAGES
from protocolkit.languages.catalogues import DOMAINS, FOLDER, QUOTES
from protocolkit.languages.extracting import Messages, messages, quoted

# Headers that name people, times and tools.
EMPTY = tuple(
    f'"{name}'.encode()
    for name in ("Report-", "POT-", "PO-", "Last-Translator", "Language-Team", "Generated-By", "Project-Id")
)


def catalogue(language: str, domain: str, folder: Path = FOLDER) -> Catalog:
    """The catalogue as its file has it; an empty one where there is no file."""
    path = folder / language / f"{domain}.po"
    return read_po(BytesIO(path.read_bytes() if path.is_file() else b""), locale=language, domain=domain)


def updated(language: str, domain: str, wanted: Messages, folder: Path = FOLDER) -> Catalog:
    """The catalogue with exactly the wanted messages, in order, each with the translation it has in any domain."""
    template = Catalog()
    for (context, text), places in sorted(wanted.items(), key=lambda one: (one[1][0], str(one[0]))):
        template.add(text, locations=[(place, 0) for place in places], context=context or None)
    made = catalogue(language, domain, folder)
    for other in DOMAINS:
        for one in catalogue(language, other, folder) if other != domain else ():
            if one.id and template.get(one.id, one.context) and not made.get(one.id, one.context):
                made.add(one.id, one.string, flags=one.flags, context=one.context)
    made.update(template, no_fuzzy_matching=True)
    made.header_comment, made.fuzzy = "", False
    return made


def contents(catalogue: Catalog) -> list[Any]:
    """What a catalogue says, message by message, apart from the way in which a release of Babel writes it."""
    return [
        (one.context, one.id, one.string, one.fuzzy, [place for place, _line in one.locations])
        for one in catalogue
        if one.id
    ]


def missing(catalogue: Catalog) -> list[str]:
    """The messages without a translation, or with one that is unsure."""
    return [str(one.id) for one in catalogue if one.id and (one.fuzzy or not _said(one))]


def as_po(catalogue: Catalog) -> bytes:
    """The file that people edit. It names no lines and no dates, so that it changes only when a message does."""
    file = BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    return b"".join(line for line in file.getvalue().splitlines(True) if not line.startswith(EMPTY))


def write(wanted: dict[str, Messages], quotes: dict[str, Messages], folder: Path = FOLDER) -> None:
    """Writes each catalogue that says something else than its file, and prints how much is left to translate."""
    for language in LANGUAGES:
        (folder / language).mkdir(exist_ok=True)
        # Messages are written in English.
        every = {QUOTES: quotes[language], **(wanted if language != "en" else {})}
        for domain, fresh in {name: updated(language, name, said, folder) for name, said in every.items()}.items():
            if contents(fresh) != contents(catalogue(language, domain, folder)):
                (folder / language / f"{domain}.po").write_bytes(as_po(fresh))
            print(f"{language}/{domain}: {len(fresh)} messages, {len(missing(fresh))} not translated")


def _said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


if __name__ == "__main__":
    write(messages(), quoted())
