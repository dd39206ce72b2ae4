"""Part of a plan: what one role owes, what one role is owed, what is due within a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar, get_args

import msgspec

from protocolkit.diagnostics import InputError, Place, Problems, did_you_mean
from protocolkit.languages import _
from protocolkit.messages import say
from protocolkit.model.rule import SILENT, Modality
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Awaiting, Duty, Gap, Norm, Undetermined, known_as, recipients

Entry = TypeVar("Entry", Duty, Awaiting, Undetermined, Gap, Norm)

_SPAN = re.compile(r"(\d{1,5})\s*(m|min|h|d|w)\Z")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MODALITIES = tuple(m for m in get_args(Modality) if m not in SILENT)


class Filter(msgspec.Struct, frozen=True):
    """What to keep; null keeps all."""

    by: str | None = None
    to: str | None = None
    within: timedelta | None = None
    modality: str | None = None
    asked: str = ""

    @classmethod
    def read(cls, *, by: str | None, to: str | None, within: str | None, modality: str | None) -> Filter:
        """From the texts of options. Raises InputError."""
        problems, span = Problems(), None
        if within is not None:
            if found := _SPAN.match(within.strip()):
                span = timedelta(**{_UNITS[found[2]]: int(found[1])})
            else:
                help = say("such as {examples}", examples="90m, 24h, 3d, 2w")
                message = say("`{text}` is no length of time", text=within)
                problems.error("bad-span", message, Place("--within"), help)
        if modality is not None and modality not in _MODALITIES:
            choices = say("one of {choices}", choices=", ".join(_MODALITIES))
            instead = did_you_mean(modality, _MODALITIES) or choices
            message = say("no modality `{name}`", name=modality)
            problems.error("unknown-modality", message, Place("--modality"), instead)
        problems.raise_if_errors()
        given = {"by": by, "to": to, "within": within, "modality": modality}
        return cls(by, to, span, modality, " ".join(f"--{name} {value}" for name, value in given.items() if value))

    @property
    def keeps_all(self) -> bool:
        return not self.asked


def narrowed(plan: Plan, wanted: Filter, vocabulary: Vocabulary) -> tuple[Plan, list[str]]:
    """The plan with only what is wanted, and in words what was left out.

    Gaps, conflicts, warnings and prohibitions stay: nobody may miss them for having asked a narrow question.
    Raises InputError for a role nobody has heard of.
    """
    if wanted.keeps_all:
        return plan, []
    known_roles(wanted, vocabulary)
    keep = _Keeper(plan, wanted, vocabulary)
    part = msgspec.structs.replace(
        plan,
        duties=keep.of(plan.duties, dated=True),
        undetermined=keep.of(plan.undetermined, dated=True),
        awaiting=keep.of(plan.awaiting),
        permissions=keep.of(plan.permissions),
        sanctions=keep.of(plan.sanctions),
    )
    words = _("PART OF THE PLAN ONLY ({asked}): {shown} of {all} duties, {few} of {many} not certain")
    # As pages count them: what returns stands there once.
    few, many = part.compact(), plan.compact()
    counts = {"shown": few.duties, "all": many.duties, "few": few.undetermined, "many": many.undetermined}
    return part, [words.format(asked=wanted.asked, **{name: len(entries) for name, entries in counts.items()})]


def known_roles(wanted: Filter, vocabulary: Vocabulary) -> None:
    """Raises InputError for a role nobody has heard of."""
    problems = Problems()
    for option, role in (("--by", wanted.by), ("--to", wanted.to)):
        if role is not None and role not in vocabulary.roles and role not in vocabulary.groups:
            message = say("no role `{name}`", name=role)
            problems.error("unknown-role", message, Place(option), did_you_mean(role, vocabulary.roles))
    if problems.errors:
        raise InputError(problems.in_order())


class _Keeper:
    def __init__(self, plan: Plan, wanted: Filter, vocabulary: Vocabulary) -> None:
        self.wanted = wanted
        self.vocabulary = vocabulary
        self.until = datetime.fromisoformat(plan.as_of) + wanted.within if wanted.within else None

    def of(self, entries: Iterable[Entry], *, dated: bool = False) -> tuple[Entry, ...]:
        return tuple(one for one in entries if self._keeps(one) and (not dated or self._in_time(one)))

    def _keeps(self, one: Duty | Awaiting | Undetermined | Gap | Norm) -> bool:
        wanted = self.wanted
        if wanted.modality is not None and getattr(one, "modality", None) != wanted.modality:
            return False
        if wanted.by is not None and not self._is(wanted.by, known_as(one.by, one)):
            return False
        told = one.to if isinstance(one, Norm) else recipients(one)
        return wanted.to is None or self._is(wanted.to, known_as(told, one))

    def _is(self, role: str, among: Iterable[str]) -> bool:
        """A role stands for itself, and an institution for everybody who acts within it."""
        return any(role == one or self.vocabulary.institution(one) == role for one in among)

    def _in_time(self, one: Duty | Awaiting | Undetermined | Gap | Norm) -> bool:
        if self.until is None:
            return True
        if isinstance(one, Undetermined):
            moments = [one.would_be_due]
        else:
            due = getattr(one, "due", None)
            moments = [due.target, due.limit, due.at] if due else []
        return any(datetime.fromisoformat(moment) <= self.until for moment in moments if moment)
