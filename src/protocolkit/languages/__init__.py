"""The languages in which protocolkit speaks: its messages, and those of the rules, from gettext catalogues."""

from protocolkit.languages.speaking import (
    LANGUAGES,
    N_,
    _,
    language,
    ngettext,
    pgettext,
    preferred,
    speaking,
    spoken,
)

__all__ = ["LANGUAGES", "N_", "_", "language", "ngettext", "pgettext", "preferred", "speaking", "spoken"]
