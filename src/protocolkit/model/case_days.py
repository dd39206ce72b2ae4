"""The days that decide which law holds for a case: the day of the case, and that of the act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.model.vocabulary import Vocabulary

THE_ACT = "act_committed"


class CaseDays(msgspec.Struct, frozen=True):
    """What bodies must do goes by the day of the `case`, what somebody faces by that of the `act`."""

    case: date
    act: date


def case_days(
    log: Iterable[tuple[str, datetime]], vocabulary: Vocabulary, zone: str, as_of: datetime | None
) -> CaseDays | None:
    """The days of a log of events and their instants; null where there is none and no `as_of` either.

    The case begins with the earliest entry that is neither history nor the act; failing that with the act, failing that
    with `as_of`. The act is of its own day, else of that of the case.
    """
    acts: list[datetime] = []
    others: list[datetime] = []
    for event, at in log:
        declared = vocabulary.events.get(event)
        if THE_ACT in vocabulary.event_is(event):
            acts.append(at)
        elif declared is None or not declared.history:
            others.append(at)
    act = min(acts, default=None)
    began = min(others, default=None) or act or as_of
    if began is None:
        return None
    day, of_act = (at.astimezone(ZoneInfo(zone)).date() for at in (began, act or began))
    return CaseDays(day, of_act)
