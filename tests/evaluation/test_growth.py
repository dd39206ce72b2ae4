"""A plan costs in proportion to its case: twice the persons or the days, twice the time, give or take noise."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

import protocolkit
from protocolkit.resources import data_root

MOST = 2.6  # a square would be 4
TRIES = 4  # a machine that others use slows one size or another, never the same four times


def _growth() -> ModuleType:
    spec = importlib.util.spec_from_file_location("growth", data_root() / "benchmarks" / "growth.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GROWTH = _growth()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        (GROWTH.victims, (100, 200, 400)),
        (GROWTH.questioned, (100, 200, 400)),
        (GROWTH.days, (200, 400, 800)),
        (GROWTH.notices, (200, 400, 800)),
    ],
)
def test_twice_the_case_costs_about_twice(kind: object, sizes: tuple[int, ...]) -> None:
    ratios: list[dict[int, float]] = []
    for _ in range(TRIES):
        found = GROWTH.measured(kind, sizes)
        ratios.append({size: found[size] / found[size // 2] for size in sizes[1:]})
        if all(min(one[size] for one in ratios) <= MOST for size in sizes[1:]):
            return
    pytest.fail(f"twice the size costs more than {MOST} times as much: {ratios}")


def test_what_is_measured_is_what_grows() -> None:
    def done(case: dict[str, object]) -> int:
        return sum(one.status == "done" for one in protocolkit.plan(case).duties)

    def counted(case: dict[str, object]) -> int:
        return len(protocolkit.plan(case).duties)

    assert done(GROWTH.days(12)) - done(GROWTH.days(4)) == 8
    assert done(GROWTH.questioned(6)) - done(GROWTH.questioned(2)) == 4
    assert counted(GROWTH.victims(6)) > counted(GROWTH.victims(2))
    assert counted(GROWTH.notices(6)) - counted(GROWTH.notices(2)) == 4
