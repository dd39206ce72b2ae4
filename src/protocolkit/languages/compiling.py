"""A catalogue as programs read it, made of the file that people edit.

The build of the wheel loads this file by itself (see `hatch_build.py`), so it imports nothing of the package.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same words make the same bytes, whenever


def compiled(po: bytes, language: str) -> bytes:
    """The `.mo` of a `.po`. Imports Babel, which takes ten times as long to read a catalogue as gettext does."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(po), locale=language)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()
