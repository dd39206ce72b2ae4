"""What became of the mutants of each ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from protocolkit.diagnostics import Diagnostic, Place
from protocolkit.messages import say
from protocolkit.mutating.bench import Fate
from protocolkit.mutating.edits import Operator
from protocolkit.mutating.mutants import Change

FORMAT = 1


class Judged(msgspec.Struct, frozen=True):
    """A mutant and its fate; `test` is the case that a survivor lacks."""

    change: Change
    fate: Fate
    test: str | None = None


class Group(msgspec.Struct, frozen=True):
    """The mutants of one ruleset or protocol."""

    id: str
    mutants: int
    killed: int
    unreadable: int
    equivalent: int
    survived: int
    operators: dict[Operator, tuple[int, int]]
    """For each kind of change: how many were noticed, of how many that could be."""

    @property
    def share(self) -> float | None:
        """The percentage noticed of those that could be; None where there was none to notice."""
        judged = self.killed + self.survived
        return 100 * self.killed / judged if judged else None


class Report(msgspec.Struct, frozen=True):
    """All groups asked for, and the survivors in the order of the rules."""

    groups: tuple[Group, ...]
    survivors: tuple[Judged, ...]
    at_least: int
    problems: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(
        cls,
        judged: Iterable[Judged],
        groups: Sequence[str],
        equivalent: Mapping[str, Place],
        at_least: int,
        problems: Iterable[Diagnostic] = (),
    ) -> Report:
        """The report on some mutants. `groups` are those asked for, `equivalent` the hashes reviewed."""
        found = [one for one in judged if one.fate != "same"]
        wrong = [one.change.hash for one in found if one.fate == "killed" and one.change.hash in equivalent]
        noticed = tuple(
            Diagnostic("mutant-killed", say("a rule test notices `{hash}`", hash=hash), equivalent[hash],
                       say("take the entry out"), "warning")
            for hash in wrong
        )  # fmt: skip
        names = dict.fromkeys([*groups, *(one.change.group for one in found)])
        survivors = tuple(one for one in found if one.fate == "survived" and one.change.hash not in equivalent)
        made = tuple(_group(name, [one for one in found if one.change.group == name], equivalent) for name in names)
        return cls(made, survivors, at_least, (*noticed, *problems))

    @property
    def below(self) -> tuple[Group, ...]:
        """The groups in which too few were noticed, or in which there was nothing to notice."""
        return tuple(one for one in self.groups if one.share is None or one.share < self.at_least)

    @property
    def exit_code(self) -> int:
        """0 enough were noticed in every group; 1 too few, or none to notice."""
        return 1 if self.below or not self.groups else 0

    def as_data(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        return {
            "mutate": FORMAT,
            **{key: sum(getattr(one, key) for one in self.groups) for key in _COUNTS},
            "at_least": self.at_least,
            "groups": [
                {"id": one.id, **{key: getattr(one, key) for key in _COUNTS}, "share": one.share,
                 "operators": {name: {"killed": k, "of": n} for name, (k, n) in one.operators.items()}}
                for one in self.groups
            ],
            "survivors": [
                {**{key: getattr(one.change, key) for key in _TOLD}, "test": one.test}
                for one in self.survivors
            ],
        }  # fmt: skip


_TOLD = ("rule", "operator", "before", "after", "hash")
_COUNTS = ("mutants", "killed", "unreadable", "equivalent")


def _group(name: str, found: list[Judged], equivalent: Mapping[str, Place]) -> Group:
    operators: dict[Operator, tuple[int, int]] = {}
    counted = {"killed": 0, "unreadable": 0, "equivalent": 0, "survived": 0}
    for one in found:
        fate = "equivalent" if one.fate == "survived" and one.change.hash in equivalent else one.fate
        counted[fate] += 1
        if fate in ("killed", "survived"):
            killed, of = operators.get(one.change.operator, (0, 0))
            operators[one.change.operator] = killed + (fate == "killed"), of + 1
    return Group(name, len(found), operators=operators, **counted)
