"""The texts a ruleset encodes: one act, several, or one in several languages."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.model.vocabulary import Label


class Text(msgspec.Struct, frozen=True):
    """An official text, and the digest of the file it was encoded from.

    `id` is the name its ruleset cites it by, where the ruleset has several; `version_of` names the text that is the
    same act in another language, so that a point of the one is that point of the other. `unofficial_copy` says how a
    copy was had that nobody has compared with an official one. `short` is what people call it.
    """

    title: Label
    language: str
    file: str | None = None
    sha256: str | None = None
    id: str | None = None
    version_of: str | None = None
    unofficial_copy: str | None = None
    short: Label = {}

    @property
    def act(self) -> str | None:
        """The id of the act, which its versions in other languages share."""
        return self.version_of or self.id


class NotAtHand(msgspec.Struct, frozen=True):
    """A point that an edition cites in the wording of another, since its own could not be had, and why."""

    point: str
    because: str


def meant(texts: Iterable[Text], id: str | None) -> Text | None:
    """The text that a citation means: the one it names, or else the first. None where there is no such text."""
    return next((one for one in texts if id is None or one.id == id), None)


def act(texts: Iterable[Text], id: str | None) -> str | None:
    """The act a citation is of, where the texts are of several acts; None where there is one, which needs no name.

    >>> code = Text({}, "ru", id="code"); kazakh = Text({}, "kk", id="code-kk", version_of="code")
    >>> act([code, kazakh], "code-kk"), act([code, kazakh, Text({}, "ru", id="law")], "code-kk")
    (None, 'code')
    """
    every = tuple(texts)
    found = meant(every, id)
    return found.act if found and len({one.act for one in every}) > 1 else None


def languages(texts: Iterable[tuple[str, tuple[Text, ...]]]) -> dict[str, str]:
    """The language of each ruleset's first text by the ruleset's id, and of each named one by `RULESET#TEXT`."""
    found: dict[str, str] = {}
    for ruleset, own in texts:
        for one in own:
            found.setdefault(ruleset, one.language)
            if one.id is not None:
                found[f"{ruleset}#{one.id}"] = one.language
    return found
