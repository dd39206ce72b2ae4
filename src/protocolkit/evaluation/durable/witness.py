"""This side of the process in which durable_rules runs: which conditions it knows, and what it says of them."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.evaluation.durable.formulas import FALSE, MOST_BRANCHES, TRUE, Asking, Formula, asking, pattern
from protocolkit.evaluation.kleene import Truth
from protocolkit.messages import say
from protocolkit.model.conditions import Condition

# Its rulesets cannot be given back: beyond so many conditions another process takes over.
MOST_CONDITIONS = 5_000
_UNKNOWN = 2


class _Told(NamedTuple):
    """Where a condition stands in the process, which has been told of it."""

    number: int
    ruleset: str
    asking: Asking


class Witness:
    """A process with durable_rules. Raises InputError (`missing-extra`) where that cannot be had."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._told: dict[Condition, _Told] = {}
        self._rulesets = 0
        self.start()

    def start(self) -> None:
        """Begins anew, knowing nothing."""
        self.stop()
        path = os.pathsep.join([str(Path(__file__).parents[3]), *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "protocolkit.evaluation.durable.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        self._owner, self._told, self._rulesets = os.getpid(), {}, 0
        said = self._heard()
        if "missing" in said:
            self.stop()
            message = say("the engine `durable` cannot be used: {reason}", reason=said["missing"])
            help = say(
                "install it with `{command}`; it needs a C compiler, and from Python 3.13 on it cannot be imported",
                command="pip install 'protocolkit[durable]'",
            )
            raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)])

    @property
    def pid(self) -> int | None:
        """The number of the process; None while there is none."""
        return self._process.pid if self._process is not None else None

    def stop(self) -> None:
        """Ends the process, if this one began it."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()

    def learn(self, conditions: Iterable[Condition]) -> None:
        """Tells the process of conditions it does not know yet, in as few rulesets as its limits allow."""
        with self._lock:
            if self._process is None or self._owner != os.getpid() or len(self._told) > MOST_CONDITIONS:
                self.start()
            rulesets: dict[str, dict[str, Any]] = {}
            room = 0
            for condition in dict.fromkeys(conditions):
                if condition in self._told:
                    continue
                how = asking(condition)
                if how.branches > room:
                    self._rulesets, room = self._rulesets + 1, 2 * MOST_BRANCHES
                told = self._told[condition] = _Told(len(self._told), f"r{self._rulesets}", how)
                if rules := _rules(told):
                    room -= how.branches
                    rulesets.setdefault(told.ruleset, {}).update(rules)
            if rulesets:
                self._said({"add": rulesets})

    def answer(self, condition: Condition, inputs: Sequence[Truth]) -> Truth:
        """What durable_rules makes of a condition, given what is known of the inputs of its `asking`, in their order.

        Raises RuntimeError where the process has ended, as it may in the middle of an answer.
        """
        with self._lock:
            if self._process is None or self._owner != os.getpid() or condition not in self._told:
                self.learn([condition])
            number, ruleset, how = self._told[condition]
            if how.if_true in (TRUE, FALSE):
                return how.if_true == TRUE  # it has no constants to ask for
            fact: dict[str, Any] = {"k": number}
            fact |= {f"a{i}": _UNKNOWN if truth is None else int(truth) for i, truth in enumerate(inputs)}
            fired = self._said({"ask": [ruleset, fact]})["fired"]
        verdicts = {"t": True, "f": False}
        if len(fired) > 1 or any(int(name[1:]) != number for name in fired):
            raise RuntimeError(f"durable_rules fired {fired} on {fact}")
        return next((verdicts[name[0]] for name in fired), None)

    def _said(self, what: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            assert self._process is not None
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(json.dumps(what).encode() + b"\n")
                self._process.stdin.flush()
            except OSError:
                pass  # it has ended, which is told where its answer is missing
            return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self.stop()
            raise RuntimeError(f"the process of durable_rules ended with {code}")
        heard: dict[str, Any] = json.loads(line)
        return heard


def _rules(told: _Told) -> dict[str, Any]:
    """The rules of a condition, each bound to facts that are about it: every ruleset holds those of many."""

    def about(formula: Formula) -> dict[str, Any]:
        return {"$and": [{"k": told.number}, pattern(formula)]}

    pairs = (("t", told.asking.if_true), ("f", told.asking.if_false))
    return {f"{sign}{told.number}": about(formula) for sign, formula in pairs if formula not in (TRUE, FALSE)}


@cache
def witness() -> Witness:
    """The witness of this process, begun when it is first asked for. Raises InputError where it cannot be had."""
    one = Witness()
    atexit.register(one.stop)
    return one
