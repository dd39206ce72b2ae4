"""How a page says names, moments and quotes; what is not in the reader's language is marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from protocolkit.languages.civil_days import locale
from protocolkit.model.vocabulary import Label, Vocabulary
from protocolkit.showing.markup import Child, Markup, element
from protocolkit.showing.tongue import Tongue
from protocolkit.showing.wording import Labelled, Wording, offset


class Speech(Wording, Tongue):
    """`Wording` for pages. `spoken` is the language of each text that is quoted, by ruleset."""

    def __init__(
        self, vocabulary: Vocabulary, zone: str, language: str = "en", titles: Mapping[str, Label] | None = None,
        spoken: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(vocabulary, zone, language, titles)
        self.spoken = spoken or {}

    # -- languages other than the reader's

    def titled(self, one: Labelled) -> Child:
        """What is asked for; marked where the rule has no label in the reader's language."""
        text = self.what(one)
        if one.label.get(self.language) == text:
            return text
        return self.marked(text, next((name for name, label in one.label.items() if label == text), None))

    def quoted(self, words: str, ruleset: str) -> Markup:
        """The words of a text, which has a language of its own."""
        spoken = self.spoken.get(ruleset)
        return element("q", {"lang": spoken if spoken != self.language else None}, words)

    # -- moments

    def time(self, moment: str, text: str | None = None) -> Markup:
        """An instant that machines can read too; in full unless a text is given."""
        return element("time", {"datetime": moment}, self.instant(moment) if text is None else text)

    def local(self, moment: str) -> datetime:
        return datetime.fromisoformat(moment).astimezone(ZoneInfo(self.zone))

    def zoned(self, moment: str) -> str:
        """The zone and its offset at an instant."""
        return f"{self.zone} ({offset(self.local(moment))})"

    def near(self, moment: str, as_of: str) -> str:
        """An instant in few words: the hour where it is of the same day, else the day."""
        at, now = self.local(moment), self.local(as_of)
        return self.clock(at) if at.date() == now.date() else self.date(at)

    def count(self, number: int, unit: str) -> str:
        """A few of a unit, short: `3 days`."""
        from babel.units import format_unit

        return str(format_unit(number, unit, length="short", locale=locale(self.language)))

    def date(self, at: datetime) -> str:
        """A day without its year and weekday: `3 Dec`."""
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMd", at.date(), locale=locale(self.language), fuzzy=True))
