"""The inputs: every incident and agenda of the examples, and every case of every rule test of a checkout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from zlib import crc32

MERGED = "kz/in-force-with-guidance"
# The days of an agenda file are asked for on the command line; these are the ones its README gives.
DAYS = {"examples/procedures/sports-federation/agenda.yaml": ("2026-09-01", "2026-12-31")}
_TOP = re.compile(r"^(incident|agenda|tests):", re.MULTILINE)


class Input(NamedTuple):
    """One input. `read` gives the protocol and the incident, in the language being spoken."""

    key: str
    read: Callable[[], tuple[Any, Any]]
    days: tuple[str, str] | None


def inputs(adapter: ModuleType) -> Iterator[Input]:
    """Every input of the checkout in the working folder, in an order that only the file names decide."""
    for file in _files():
        text = Path(file).read_text("utf-8")
        kind = found[1] if (found := _TOP.search(text)) else ""
        if kind == "tests":
            yield from _rule_tests(adapter, file)
        elif kind and file.startswith("examples/"):
            yield Input(file, _reader(file, _rules(file)), DAYS[file] if kind == "agenda" else None)
            if "\nprotocol: kz/" in text:
                yield Input(f"{file} @ {MERGED}", _reader(file, (), MERGED), None)


def _files() -> list[str]:
    found = [path for folder in ("examples", "rules") for path in Path(folder).rglob("*.yaml")]
    return sorted(path.as_posix() for path in found)


def _rule_tests(adapter: ModuleType, file: str) -> Iterator[Input]:
    seen: dict[str, int] = {}
    for name, incident, days in adapter.rule_tests(file):
        seen[name] = seen.get(name, 0) + 1
        key = f"{file} :: {' '.join(name.split())}" + (f" ({seen[name]})" if seen[name] > 1 else "")
        yield Input(key, _reader(incident, _rules(file)), days)
        # Merging is what the cases of one text do not show: a third of them are also asked of all texts together.
        if file.startswith("rules/kz/") and days is None and crc32(key.encode()) % 3 == 0:
            yield Input(f"{key} @ {MERGED}", _reader(incident, (), MERGED), None)


def _rules(file: str) -> tuple[str, ...]:
    """The folder of an example's own rules."""
    parts = file.split("/")
    return ("/".join(parts[:3]),) if parts[:2] == ["examples", "procedures"] else ()


def _reader(source: Any, rules: tuple[str, ...], protocol: str | None = None) -> Callable[[], tuple[Any, Any]]:
    import protocolkit

    return lambda: protocolkit.load_incident(source, protocol=protocol, rules=rules)


def answer(one: Input) -> tuple[Any, Any]:
    """The protocol of the input and its plan, or its agenda, in the language being spoken."""
    import protocolkit

    protocol, incident = one.read()
    if one.days is None:
        return protocol, protocolkit.evaluate(protocol, incident)
    first, last = map(date.fromisoformat, one.days)
    return protocol, protocolkit.agenda(protocol, first, last, log=incident)
