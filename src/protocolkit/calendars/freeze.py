"""Freezes what the `holidays` library knows into data files: `python -m protocolkit.calendars.freeze kz ua`.

Only this command and the comparison import the library; evaluation reads the frozen files, so that an answer given
today can be given again after the library has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from protocolkit.reading.nearby import below
from protocolkit.resources import rules_dir

FIRST_YEAR, LAST_YEAR = 2019, 2028

# Ukraine's wartime holidays stand in a category of their own there, because they are worked.
CATEGORIES = {"ua": ("public", "workday")}
_ESTIMATED = " (estimated)"


class Country(NamedTuple):
    """A country as the library has it, or a part of one."""

    country: str
    part: str | None = None


def country_of(calendar: str) -> Country | None:
    """The country that the id of a calendar names: `pl`, `us-nj`; None where the library has none of that name."""
    import holidays

    country, _dash, part = calendar.upper().partition("-")
    known = holidays.list_supported_countries()
    if country not in known or (part and part not in known[country]):
        return None
    return Country(country, part or None)


def main(arguments: list[str]) -> int:
    """Writes the base of each calendar given, by its file or by the id of a shipped one, and the digest it expects.

    Nothing else is touched; without an argument nothing is.
    """
    if not arguments:
        print("name the calendars to freeze: a shipped one by its id, or a file", file=sys.stderr)
        return 2
    for name in arguments:
        path = Path(name) if name.endswith((".yaml", ".yml")) else rules_dir() / "calendars" / f"{name}.yaml"
        found = _described(path)
        if found is None:
            print(f"no calendar `{name}` with a base to freeze", file=sys.stderr)
            return 2
        id, base, years = found
        data = encode(frozen(id, *years))
        base.parent.mkdir(parents=True, exist_ok=True)
        base.write_bytes(data)
        print(f"{name}: holidays {version('holidays')}, sha256 {_note_digest(path, data)}")
    return 0


def _described(path: Path) -> tuple[str, Path, tuple[int, int]] | None:
    """The id of a calendar file, where its base is to lie, and of which years."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    id, file = re.search(r"(?m)^calendar: *[\"']?([\w/-]+)", text), re.search(r"(?m)^  file: *[\"']?([^\s\"'#]+)", text)
    base = below(path.parent, file[1]) if file else None
    if id is None or base is None or country_of(id[1]) is None:
        return None
    covered = [int(one) for one in re.findall(r"(?m)^ +(?:- )?(?:from|through): *[\"']?(\d{4})-\d\d-\d\d", text)]
    first, last = re.search(r"(?m)^years: *[\"']?(\d{4})-(\d{4})", text), max([LAST_YEAR, *covered])
    years = (int(first[1]), int(first[2])) if first else (min([FIRST_YEAR, *covered]), last)
    return id[1], base, years


def frozen(name: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> dict[str, Any]:
    """Holidays by law and moved days of one country, without the days off that the law derives from them."""
    import holidays

    listed: list[dict[str, Any]] = []
    transfers: list[dict[str, str]] = []
    place = country_of(name)
    if place is None:
        raise NotImplementedError(name)
    for year in range(first_year, last_year + 1):
        # Names depend on the language setting of the machine unless one is asked for.
        found: Any = holidays.country_holidays(
            place.country,
            place.part,
            years=year,
            observed=False,
            language="en_US",
            categories=CATEGORIES.get(name, ("public",)),
        )
        moved = _moved(found, year)
        transfers += [{"off": off.isoformat(), "work": work.isoformat()} for off, work in moved]
        derived = {off for off, _ in moved}
        for day in sorted(d for d in found if d.year == year and d not in derived):
            names = found.get_list(day)
            entry: dict[str, Any] = {
                "date": day.isoformat(),
                "name": "; ".join(n.removesuffix(_ESTIMATED) for n in names),
            }
            listed.append(entry | ({"estimated": True} if any(n.endswith(_ESTIMATED) for n in names) else {}))
    return {
        "calendar": name,
        "library": "holidays",
        "version": version("holidays"),
        "years": [first_year, last_year],
        "holidays": listed,
        "transfers": transfers,
    }


def encode(data: dict[str, Any]) -> bytes:
    """The same data always gives the same bytes: one entry a line, keys in the order given."""
    lines = []
    for key, value in data.items():
        rows = value if key in ("holidays", "transfers") else None
        body = json.dumps(value, ensure_ascii=False)
        if rows is not None:
            body = "[\n    " + ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n  ]"
        lines.append(f"  {json.dumps(key)}: {body}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _moved(found: Any, year: int) -> list[tuple[date, date]]:
    """(day off, working day) of each transfer the library lists for a year."""
    given = found.special_public_holidays.get(year, ())
    rows = given if not given or isinstance(given[0], tuple) else (given,)
    return [(date(year, row[0], row[1]), date(row[4] if len(row) > 4 else year, row[2], row[3])) for row in rows]


def _note_digest(path: Path, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'(?m)^(  sha256: )"[0-9a-f]*"', rf'\1"{digest}"', text, count=1), encoding="utf-8")
    return digest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
