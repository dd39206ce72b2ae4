"""Looks, waits until a file is another than it was, and looks again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import TypeVar

import msgspec

from protocolkit.watching.look import Look
from protocolkit.watching.watch_page import Good, after
from protocolkit.watching.watched_files import stamps

PERIOD = 0.5
_SETTLING = 0.05  # an editor may still be writing
_TRIES = 100
T = TypeVar("T")


class Seen(msgspec.Struct, frozen=True):
    """One look, the last good plan before it, how long it took, and how many files are watched."""

    look: Look
    last: Good | None
    seconds: float
    files: int


def watch(
    look: Callable[[], Look],
    matters: Callable[[], Iterable[Path]],
    wait: Callable[[float], None] = sleep,
    stale: Callable[[Look], bool] = lambda _: False,
) -> Iterator[Seen]:
    """A look now and after every change of a file that matters, without end.

    `matters` is asked before each look; `stale` says that a look no longer holds though no file changed.
    """
    last: Good | None = None
    while True:
        paths = _settled(lambda: tuple(matters()), wait)
        # Before the look: what is written while it lasts is a change.
        known, begun = _settled(partial(stamps, paths), wait), perf_counter()
        found = _settled(look, wait)
        yield Seen(found, last, perf_counter() - begun, len(known))
        last = after(last, found)
        while (now := _settled(partial(stamps, paths), wait)) == known and not stale(found):
            wait(PERIOD)
        while now != known:
            known = now
            wait(_SETTLING)
            now = _settled(partial(stamps, paths), wait)


def _settled(ask: Callable[[], T], wait: Callable[[float], None]) -> T:
    """The answer once folders no longer vanish while they are gone through, as they do when a branch is changed."""
    for _try in range(_TRIES):
        try:
            return ask()
        except FileNotFoundError:
            wait(_SETTLING)
    return ask()
