"""The process that makes bodies with the code of one checkout: `python -m golden.making` in the checkout's folder.

It reads one order as JSON from standard input and writes a JSON value a line: the keys of all cases, then the bodies.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from golden.bodies import FORMS, Body, digests, from_html, from_ics, from_json, from_text, packed, raised
from golden.cases import Input, answer, inputs


def main() -> None:
    order = json.load(sys.stdin)
    import protocolkit

    home = Path(protocolkit.__file__).resolve()
    if not home.is_relative_to(Path.cwd().resolve()):
        sys.exit(f"the code of {Path.cwd()} was asked for, that of {home.parent} was found")
    adapter = import_module(order["adapter"])
    every = list(inputs(adapter))
    _write({"cases": [one.key for one in every]})
    mine = every if order["wanted"] is None else [one for one in every if one.key in order["wanted"]]
    part, of = order["part"]
    for one in mine[part::of]:
        for language, forms in _asked(order, one.key).items():
            for form, body in _bodies(adapter, one, language, forms):
                made = digests(body)
                known = order["known"].get(one.key, {}).get(language, {}).get(form)
                told = order["bodies"] == "all" or (order["bodies"] == "changed" and known != made.whole)
                _write([one.key, language, form, made.whole, made.parts, packed(body) if told else None])


def _write(value: Any) -> None:
    print(json.dumps(value), flush=True)


def _asked(order: dict[str, Any], key: str) -> dict[str, list[str]]:
    """The forms asked for, by language."""
    if order["wanted"] is not None and order["wanted"][key]:
        return dict(order["wanted"][key])
    return dict.fromkeys(order["languages"], order["forms"])


def _bodies(adapter: ModuleType, one: Input, language: str, forms: list[str]) -> Iterator[tuple[str, Body]]:
    """The answer in each form that it has: there is no calendar and no HTML page of an agenda."""
    import protocolkit

    kinds = [form for form in FORMS if form in forms and (one.days is None or form in ("json", "text"))]
    try:
        with protocolkit.speaking(language):
            protocol, found = answer(one)
            found = adapter.unstamped(found)
    except Exception as error:
        yield from ((form, raised(error)) for form in kinds)
        return
    for form in kinds:
        try:
            with protocolkit.speaking(language):
                body = _body(adapter, form, protocol, found, language, agenda=one.days is not None)
        except Exception as error:
            body = raised(error)
        yield form, body


def _body(adapter: ModuleType, form: str, protocol: Any, found: Any, language: str, *, agenda: bool) -> Body:
    if form == "json":
        return from_json(adapter.agenda_json(found) if agenda else adapter.plan_json(found))
    if form == "ics":
        todos, events = (adapter.plan_ics(found, protocol, language, events=events) for events in (False, True))
        return from_ics(todos, events)
    if form == "html":
        return from_html(adapter.plan_html(found, protocol, language))
    write = adapter.agenda_text if agenda else adapter.plan_text
    return from_text(write(found, protocol, language))


if __name__ == "__main__":
    main()
