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
from typing import Any

from protocolkit.resources import rules_dir

FIRST_YEAR, LAST_YEAR = 2019, 2028

# Ukraine's wartime holidays stand in a category of their own there, because they are worked.
CATEGORIES = {"kz": ("public",), "ua": ("public", "workday")}
_ESTIMATED = " (estimated)"


def main(arguments: list[str]) -> int:
    """Writes the base of each calendar named and the digest its calendar file expects."""
    for name in arguments or sorted(CATEGORIES):
        if name not in CATEGORIES:
            print(f"no calendar `{name}` to freeze", file=sys.stderr)
            return 2
        data = encode(frozen(name))
        folder = rules_dir() / "calendars"
        (folder / "base" / f"{name}.json").write_bytes(data)
        print(f"{name}: holidays {version('holidays')}, sha256 {_note_digest(folder / f'{name}.yaml', data)}")
    return 0


def frozen(name: str) -> dict[str, Any]:
    """Holidays by law and moved days of one country, without the days off that the law derives from them."""
    import holidays

    listed: list[dict[str, Any]] = []
    transfers: list[dict[str, str]] = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        # Names depend on the language setting of the machine unless one is asked for.
        found: Any = holidays.country_holidays(
            name.upper(), years=year, observed=False, language="en_US", categories=CATEGORIES[name]
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
        "years": [FIRST_YEAR, LAST_YEAR],
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
