"""The process in which durable_rules runs: rulesets and facts come in by lines of JSON, what fired goes out.

It may crash, lose memory for good and run actions in threads of its own, so it has a process of its own; what makes it
safe to ask is here. One constant session, never deleted. One fact at a time, taken back after its answer. No timers. An
action only notes its name: one that took long, or raised, would end the rest without a word.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any


def serve(lines: Any, out: Any) -> None:
    """Answers each line: `{"add": {ruleset: {rule: pattern}}}` or `{"ask": [ruleset, fact]}`."""
    try:
        from durable import engine
    except ImportError as error:
        _say(out, {"missing": str(error)})
        return

    class Quiet(engine.Host):  # type: ignore[misc]
        """A host without the threads that dispatch timers: they walk through what other threads change."""

        def _run(self) -> None:
            return

    # Actions are timed by the clock on the wall: one that is set meanwhile would drop the rest of them.
    engine._unix_now = time.monotonic
    host, fired = Quiet(), list[str]()
    _say(out, {"ready": True})
    for line in lines:
        asked = json.loads(line)
        if "add" in asked:
            rulesets = {
                ruleset: {name: _rule(name, pattern, fired) for name, pattern in rules.items()}
                for ruleset, rules in asked["add"].items()
            }
            host.set_rulesets(rulesets)
            _say(out, {"added": len(rulesets)})
        else:
            ruleset, fact = asked["ask"]
            fired.clear()
            try:
                host.assert_fact(ruleset, fact)
            except engine.MessageNotHandledException:
                pass  # nothing matched, and nothing is kept
            else:
                host.retract_fact(ruleset, fact)
            _say(out, {"fired": sorted(set(fired))})


def _rule(name: str, pattern: dict[str, Any], fired: list[str]) -> dict[str, Any]:
    return {"all": [{"m": pattern}], "run": _noting(name, fired)}


def _noting(name: str, fired: list[str]) -> Callable[[Any], None]:
    def note(_context: Any) -> None:
        fired.append(name)

    return note


def _say(out: Any, what: dict[str, Any]) -> None:
    out.write(json.dumps(what).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
