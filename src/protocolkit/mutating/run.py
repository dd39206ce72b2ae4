"""Judges every mutant under some paths, in several processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.languages import language, speaking
from protocolkit.messages import say
from protocolkit.mutating.bench import Bench
from protocolkit.mutating.missing_test import missing_test
from protocolkit.mutating.report import Judged, Report
from protocolkit.mutating.reviewed import reviewed

_AT_ONCE = 8  # mutants a task: few enough for the last tasks to end together, and as many however many processes judge
Sight = dict[str, list[int]]


def mutate(
    paths: Iterable[str | Path] = (),
    *,
    at_least: int = 95,
    processes: int = 1,
    tick: Callable[[int, int], None] = lambda _n, _of: None,
) -> Report:
    """The fate of every mutant of the rulesets and protocols under the paths (default: the shipped ones).

    `at_least` is the percentage of them, without the unreadable and the reviewed ones, that rule tests must notice in
    each ruleset. `tick` is told how many have been judged, and of how many. Raises InputError for unusable input.
    """
    named = [str(path) for path in paths]
    bench = Bench(named)
    problems = Problems()
    equivalent = reviewed(bench.test_files, problems)
    if not 0 <= at_least <= 100:
        message = say("`{n}` is no percentage", n=at_least)
        problems.error("bad-value", message, Place("--at-least"), say("a number from 0 to 100"))
    if not bench.all and not bench.sources:
        problems.error("nothing-to-run", say("no rules here"), Place(", ".join(named) or "rules"))
    problems.raise_if_errors()
    sight, total = bench.sight(), len(bench.all)
    judged: list[Judged] = []
    for some in _judged(bench, named, sight, total, max(processes, 1)):
        judged += some
        tick(len(judged), total)
    # A protocol that ranks no text has nothing to change; a ruleset always has.
    groups = list(dict.fromkeys(source.group for source in bench.sources if source.kind == "ruleset"))
    return Report.of(judged, groups, equivalent, at_least, _unknown(judged, equivalent, named))


def _unknown(judged: Iterable[Judged], equivalent: Mapping[str, Place], paths: list[str]) -> Iterator[Diagnostic]:
    """Reviews of mutants there are none of; only of folders asked for whole, others may review other rules."""
    known = {one.change.hash for one in judged if one.fate != "same"}
    folders = [Path(path).resolve() for path in paths if Path(path).is_dir()]
    for hash, place in equivalent.items():
        inside = not paths or any(Path(place.file).resolve().is_relative_to(folder) for folder in folders)
        if hash not in known and inside:
            help = say("its rule has changed: look at the mutants of now, and take the entry out")
            yield Diagnostic("mutant-unknown", say("no mutant `{hash}`", hash=hash), place, help, "warning")


def _judged(bench: Bench, paths: list[str], sight: Sight, total: int, processes: int) -> Iterator[list[Judged]]:
    """The mutants in their order, some at a time."""
    if processes == 1:
        for start in range(0, total, _AT_ONCE):
            yield _some(bench, sight, start)
        return
    # A new interpreter for each reads the rules itself: a mutant is known by its number alone.
    with ProcessPoolExecutor(processes, get_context("spawn"), _prepare, (paths, sight, language())) as pool:
        try:
            yield from pool.map(_answer, range(0, total, _AT_ONCE))
        finally:
            pool.shutdown(cancel_futures=True)


def _some(bench: Bench, sight: Sight, start: int) -> list[Judged]:
    noticing: dict[str, list[int]] = defaultdict(list)
    return [_judge(bench, sight, number, noticing) for number in range(start, min(start + _AT_ONCE, len(bench.all)))]


def _judge(bench: Bench, sight: Sight, number: int, noticing: dict[str, list[int]]) -> Judged:
    """A mutant and its fate; `noticing` are the cases that noticed a change of the same rule just before.

    They are asked first, the last of them foremost: mostly one of them notices this change, too.
    """
    mutant = bench.all[number]
    lately = noticing[mutant.change.rule]
    asked = [*lately, *(one for one in sight.get(mutant.change.rule, []) if one not in lately)]
    fate, other, by = bench.judge(mutant, asked)
    if by is not None:
        noticing[mutant.change.rule] = [by, *(one for one in lately if one != by)]
    cases = [bench.cases[one] for one in asked]
    test = missing_test(mutant, cases, bench.catalogue, other) if fate == "survived" else None
    return Judged(mutant.change, fate, test)


_here: list[tuple[Bench, Sight, str]] = []  # of this process, made once


def _prepare(paths: list[str], sight: Sight, spoken: str) -> None:
    _here.append((Bench(paths), sight, spoken))


def _answer(start: int) -> list[Judged]:
    bench, sight, spoken = _here[0]
    with speaking(spoken):
        return _some(bench, sight, start)
