"""Terms of a number and a unit: `3 working_days`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Self

from protocolkit.diagnostics import Place, Problems
from protocolkit.model.terms.when import When
from protocolkit.reading.whole_numbers import whole

NUMBER = "[1-9][0-9]*"


class Term(When, frozen=True):
    """`n` whole units."""

    n: int

    @property
    @abstractmethod
    def unit(self) -> str:
        """The name of one unit."""

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        n = whole(words[0], at, problems)
        return None if n is None else cls(n)

    def written(self) -> str:
        return f"{self.n} {self.unit}{'' if self.n == 1 else 's'}"

    @property
    def agendas(self) -> tuple[str, ...]:
        return ()

    @property
    def numbers(self) -> tuple[tuple[int, str], ...]:
        return ((self.n, self.unit),)


def counts(words: Sequence[str], unit: str) -> bool:
    """Whether the words are a number, or what is meant as one, and this unit."""
    return len(words) == 2 and words[1] in (unit, f"{unit}s")
