"""The languages in which protocolkit speaks: its messages, and those of the rules, from gettext catalogues."""

from protocolkit.languages.speaking import (
    LANGUAGES,
    _,
    language,
    ngettext,
    pgettext,
    preferred,
    speaking,
    spoken,
    working_translation,
)
from protocolkit.messages import N_

__all__ = [
    "LANGUAGES", "N_", "_", "language", "ngettext", "pgettext", "preferred", "speaking", "spoken",
    "working_translation",
]  # fmt: skip
