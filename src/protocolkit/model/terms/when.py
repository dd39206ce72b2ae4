"""What every term has: all that any part of the program needs to know of it, so that a new one is a file of its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, Self

import msgspec

from protocolkit.calendars.days import BeyondCoverage
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import Message
from protocolkit.model.clock import Clock, Doubt, Ending, Start


class Form(msgspec.Struct, frozen=True):
    """How a term is written: as the page of the grammar shows it, as a pattern for editors, and examples of it.

    `help` is the example that a refusal of another text offers; empty for a term that would only lengthen it.
    """

    page: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    help: str = ""


class When(msgspec.Struct, frozen=True):
    """A term: how long, or until when.

    None of its parts has a default that could hide that one was forgotten: mypy refuses to make a term that lacks one,
    and so does Python.
    """

    lacks: ClassVar[tuple[str, ...]] = ("everything",)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # A metaclass joined with ABCMeta would do this, but older msgspec does not let its own be subclassed.
        parts = ((name, getattr(cls, name, None)) for name in dir(cls))
        cls.lacks = tuple(name for name, part in parts if getattr(part, "__isabstractmethod__", False))

    def __post_init__(self) -> None:
        if self.lacks:
            raise TypeError(f"{type(self).__name__} is no whole term: it lacks {', '.join(self.lacks)}")

    # -- as written

    @classmethod
    @abstractmethod
    def form(cls) -> Form:
        """How it is written, for pages, editors and helps."""

    @classmethod
    @abstractmethod
    def claims(cls, words: Sequence[str]) -> bool:
        """Whether the words are meant as this term, rightly written or not."""

    @classmethod
    @abstractmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        """The term that words it claims say, or None with the reasons in `problems`."""

    @abstractmethod
    def written(self) -> str:
        """The text that reads as this term."""

    # -- as said

    @abstractmethod
    def said(self) -> Message:
        """The term by itself: `3 working days`, `the same day`."""

    # -- when it ends

    @property
    @abstractmethod
    def kind(self) -> str:
        """What kind of due time it makes: `elapsed`, `civil_day`, `working_day`, `same_day`, `agenda`."""

    @abstractmethod
    def ending(self, start: Start, clock: Clock, *, as_limit: bool = True) -> Ending:
        """Where the term ends that starts there. Only a target or a limit (`as_limit`) rolls or ends with the office.

        Raises `BeyondCoverage` and `UnknownDayKind` where the calendar cannot count, and OverflowError past the last
        year there is.
        """

    @abstractmethod
    def steps(self, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
        """What a reader would check, in order."""

    @abstractmethod
    def bounds(self) -> tuple[float, float]:
        """The shortest and the longest time from trigger to end, in days, as nothing rolls."""

    @abstractmethod
    def reach(self, found: Ending, start: Start, clock: Clock) -> tuple[date, date] | None:
        """The days whose kind the end depends on: after the first, up to the second. Null where no kind matters."""

    # -- what to know of it

    @abstractmethod
    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        """Other readings of these words, each worked out, whether it ends elsewhere or not."""

    @abstractmethod
    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        """Code and message of what to know before relying on an end, as far as it is this term's own."""

    @property
    @abstractmethod
    def day_kinds(self) -> tuple[str, ...]:
        """The day kinds that the calendar must declare."""

    @property
    @abstractmethod
    def agendas(self) -> tuple[str, ...]:
        """The agendas that must be known by name."""

    @property
    @abstractmethod
    def numbers(self) -> tuple[tuple[int, str], ...]:
        """The numbers it counts, each with its unit: what the words of a text must give too."""

    def tried(self, because: Message, start: Start, clock: Clock) -> Iterator[Doubt]:
        """The term from another start or on another clock, where that can be counted."""
        try:
            yield because, self.ending(start, clock)
        except (BeyondCoverage, OverflowError):
            return
