"""Words in the reader's language, and words in another one, marked as such for those who listen to the page."""

from __future__ import annotations

import re

from protocolkit.languages.saying import said as in_words
from protocolkit.messages import Message, say
from protocolkit.showing.markup import Child, element

_ENGLISH = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


class Tongue:
    """Tells the language of a text from the reader's."""

    def __init__(self, language: str) -> None:
        self.language = language

    def marked(self, text: str, language: str | None) -> Child:
        return text if language in (None, self.language) else element("span", {"lang": language}, text)

    def said(self, text: str | Message) -> Child:
        """What the engine or an encoder wrote. Where nobody has translated it, it is English and marked as such."""
        words = in_words(say(text) if isinstance(text, str) else text)
        # The other three languages have no Latin letters but in names.
        foreign = _ENGLISH.search(words) and not _CYRILLIC.search(words)
        return self.marked(words, "en" if foreign else None)
