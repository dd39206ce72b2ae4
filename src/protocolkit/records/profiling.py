"""What the cells of a column look like, from a sample: yes or no, whole numbers, times, a few words, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from protocolkit.building.build_incident import REFERENCE
from protocolkit.languages import _
from protocolkit.records.cells import CLOCK, truth, whole
from protocolkit.records.times import read_time

Look = Literal[
    "empty", "bool", "integer", "day", "instant", "naive", "clock", "slashed", "serial", "choice", "reference", "text"
]
MOST = 0.9  # this much of a sample must look alike
FEW = 20
_SLASHED = re.compile(
    r"\d{1,4}/\d{1,2}/\d{2,4}(?:,? +\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?)?\Z", re.ASCII | re.IGNORECASE
)
_SERIAL = re.compile(r"[34]\d{4}[.,]\d+\Z", re.ASCII)  # days since 1900, as spreadsheets keep 1982 to 2036


class Holds(msgspec.Struct, frozen=True):
    """How a column looks: `alike` of `sampled` cells that are not empty; `distinct` different ones."""

    look: Look
    alike: int
    sampled: int
    distinct: int

    def says(self) -> str:
        """The look in words, with the counts it rests on."""
        what = {
            "empty": _("no cell holds anything"), "bool": _("yes or no"), "integer": _("whole numbers"),
            "day": _("days without a time"), "instant": _("times with an offset"),
            "naive": _("times without an offset"), "clock": _("times of day"), "choice": _("a few words"),
            "slashed": _("times with slashes"), "serial": _("numbers, as spreadsheets keep times"),
            "reference": _("references, each once"), "text": _("text"),
        }[self.look]  # fmt: skip
        if not self.sampled:
            return what
        return _("{what} in {alike} of {sampled} cells").format(what=what, alike=self.alike, sampled=self.sampled)


def holds(cells: Sequence[str]) -> Holds:
    """How the cells of a sample look; those that are empty have been left out."""
    size, distinct = len(cells), len(set(cells))
    told: tuple[Look, ...] = ("bool", "integer", "day", "instant", "naive", "clock", "slashed", "serial")
    counts = dict.fromkeys(told, 0)
    for cell in cells:
        if truth(cell) is not None:
            counts["bool"] += 1
        if whole(cell) is not None:
            counts["integer"] += 1
        elif CLOCK.match(cell):
            counts["clock"] += 1
        elif _SLASHED.match(cell):
            counts["slashed"] += 1
        elif _SERIAL.match(cell):
            counts["serial"] += 1
        else:
            time = read_time(cell, None)
            if time.fault == "naive":
                counts["naive"] += 1
            elif time.fault is None:
                counts["instant" if time.at else "day"] += 1
    if not size:
        return Holds("empty", 0, 0, 0)
    # Zeros and ones are yes or no only where nothing else stands there.
    if counts["bool"] == size and counts["integer"] in (0, size):
        return Holds("bool", size, size, distinct)
    timed = counts["day"] + counts["instant"] + counts["naive"]
    if timed >= MOST * size:
        look: Look = max(("naive", "instant", "day"), key=lambda one: counts[one])
        return Holds(look, counts[look], size, distinct)
    for one in ("bool", "integer", "clock", "slashed", "serial"):
        if counts[one] >= MOST * size:
            return Holds(one, counts[one], size, distinct)
    if distinct == size and size > 1 and all(REFERENCE.fullmatch(c) and any(x.isdigit() for x in c) for c in cells):
        return Holds("reference", size, size, distinct)
    if distinct <= FEW and (distinct <= size / 2 or size < FEW):
        return Holds("choice", size, size, distinct)
    return Holds("text", size, size, distinct)
