"""What the doctor leaves behind when asked to: the proposed mapping with every guess's reason, or the incidents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from protocolkit.diagnostics import InputError, Place, Problems
from protocolkit.languages import _
from protocolkit.letters import bare
from protocolkit.messages import say
from protocolkit.records import columns
from protocolkit.records.examining import Examination, LeftOut, Report
from protocolkit.records.faults import FAULTS, Faults
from protocolkit.records.guessing import Guess
from protocolkit.records.verdicts import Judge, in_order
from protocolkit.resources import schemas_seen_from
from protocolkit.showing.layout import harmless

_NOT_IN_YAML = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"[^\w.-]+")


def proposal(
    mapping: columns.Mapping,
    guesses: Iterable[Guess],
    stem: str,
    folder: Path,
    protocol_zone: str | None,
    *,
    naive: bool,
) -> str:
    """A guessed mapping as a file: what was recognised as entries, what was not as comments."""
    lines = [
        schema_line("mapping", folder),
        "# " + _("Proposed by `protocolkit doctor`. Every line is a guess: confirm it, mend it or delete it."),
        f"mapping: {_quoted(_REFERENCE.sub('-', stem)[:64] or 'export')}",
    ]
    if mapping.protocol:
        lines.append(f"protocol: {mapping.protocol}")
    else:
        lines.append("# protocol: kz/national   # " + _("the protocol or ruleset to judge by"))
    if mapping.zone:
        lines.append(f"zone: {mapping.zone}")
    elif naive:
        said = _("its times have no offset: whose clock was it? Without this line they are refused")
        lines.append(f"# zone: {protocol_zone or 'Asia/Almaty'}   # {said}")
    if mapping.rows == "event":
        lines.append("rows: event")
    lines += ["columns:", *_entries(mapping, guesses)]
    return "\n".join(lines) + "\n"


def _entries(mapping: columns.Mapping, guesses: Iterable[Guess]) -> Iterator[str]:
    some = False
    for one in guesses:
        reason = harmless(one.reason)
        column = mapping.column(one.column)
        if column is None:
            near = f"{{{one.near}: {one.target}}}" if one.near else "ignore"
            yield f"  # {_quoted(one.column)}: {near}   # {reason}"
            continue
        some = True
        if column.meaning == "kind":
            yield f"  {_quoted(one.column)}:   # {reason}"
            yield "    kind:"
            yield from (f"      {_quoted(text)}: {event}" for text, event in column.values.items())
        elif column.meaning in ("fact", "event"):
            clock = f", clock: {_quoted(column.clock)}" if column.clock else ""
            party = f", for: {column.party}" if column.party else ""
            yield f"  {_quoted(one.column)}: {{{column.meaning}: {column.target}{clock}{party}}}   # {reason}"
        else:
            yield f"  {_quoted(one.column)}: {column.meaning}   # {reason}"
    if not some:
        first = next(iter(guesses)).column
        nothing = _("nothing was recognised: say what the columns are")
        yield f"  {_quoted(first)}: ignore   # {nothing}"


def incident_text(document: dict[str, Any], folder: Path) -> str:
    """A case as an incident file."""
    lines = [schema_line("incident", folder)]
    for key, value in document.items():
        if key == "events":
            lines += ["events:", *(f"  - {_flow(entry)}" for entry in value)]
        elif isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {_flow(one)}" for name, one in value.items())]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def file_names(cases: Mapping[int, tuple[str, str]]) -> Iterator[str]:
    """A file name for each group and reference: none that differs from another only by case.

    A group is a folder; no reference leads out of it.
    """
    taken: set[str] = set()
    for group, reference in cases.values():
        within = _REFERENCE.sub("-", bare(group)).strip(".-")[:64]
        stem = reference.replace("/", "-").strip(".-") or "case"
        folder = f"{within}/" if within else ""
        name, number = stem, 1
        while f"{folder}{name}".casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(f"{folder}{name}".casefold())
        yield f"{folder}{name}.yaml"


def write_new(path: Path, text: str, problems: Problems) -> None:
    """Writes a file that is not there yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message = say("`{path}` exists and is not overwritten", path=str(path))
        problems.error("file-exists", message, Place(str(path)), say("choose another name, or remove it"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = say("cannot write `{path}`: {reason}", path=str(path), reason=reason)
        problems.error("file-unreadable", message, Place(str(path)))


def schema_line(kind: str, folder: Path) -> str:
    return f"# yaml-language-server: $schema={schemas_seen_from(folder)}/{kind}.json"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and not re.fullmatch(r"[a-z][a-z0-9_]*(/[a-z0-9_-]+)*(#[a-z0-9-]+)?", value):
        return _quoted(value)
    return value if isinstance(value, str) and value not in ("true", "false", "null") else json.dumps(value)


def _quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON both read it."""
    said = json.dumps(text, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", said)


def propose(examined: Examination, path: Path) -> None:
    """Writes the guessed mapping. Raises InputError where the file is there already."""
    naive = any(one.holds.look == "naive" for one in examined.seen)
    zone = examined.protocol.zone if examined.protocol else None
    stem = Path(examined.table.file.strip("<>")).stem
    text = proposal(examined.mapping, examined.guesses, stem, path.parent, zone, naive=naive)
    problems = Problems()
    write_new(path, text, problems)
    problems.raise_if_errors()


def hand_over(examined: Examination, report: Report, folder: Path, *, skip: bool = False) -> Report:
    """Writes one incident file for each case, in a folder for each group if a column gives groups.

    If something is wrong with any case nothing is written, and the report says why; with `skip` the others are written
    and it lists those that were not. Raises InputError where the folder holds something, or no protocol is named.
    """
    problems = Problems()
    if examined.protocol_id is None:
        message = say("an incident names its protocol, and the mapping names none")
        problems.error("missing-option", message, Place("--protocol"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = say("`{path}` exists and is not empty", path=str(folder))
        problems.error("file-exists", message, Place(str(folder)), say("choose another folder, or empty it"))
    problems.raise_if_errors()
    bearable = sum(one.code == "column-day-only" for one in report.problems if one.severity == "error")
    if not skip and (report.spoiled or report.errors > bearable):
        return replace(report, incidents=0)
    refused = Faults()
    wanted, left_out = _fitting(examined, refused)
    if refused.tallies:
        judge = Judge(examined.table, examined.mapping, examined.vocabulary)
        judge.cells(refused, None)
        found = Problems()
        found.found += report.problems
        report = replace(report, incidents=0, problems=in_order(found, judge.problems))
        if not skip:
            return report
    names = file_names(wanted)
    for case in examined.reader().cases():
        if case.row.number in wanted:
            document = case.document(examined.protocol_id or "", examined.mapping.organisation)
            path = folder / next(names)
            write_new(path, incident_text(document, path.parent), problems)
    problems.raise_if_errors()
    return replace(report, incidents=len(wanted), left_out=tuple(left_out))


def _fitting(examined: Examination, refused: Faults) -> tuple[dict[int, tuple[str, str]], list[LeftOut]]:
    """The cases to write by the row they begin in, each with its group and its reference; and those that do not fit.

    Of several rows with one reference none fits: nobody knows which is right.
    """
    fitting: dict[int, tuple[str, str]] = {}
    faults: dict[int, tuple[str, ...]] = {}
    rows: dict[str, int] = {}
    for case in examined.reader().cases():
        row, codes = case.row.number, list(dict.fromkeys(FAULTS[kind].code for kind in case.kinds))
        if not codes:
            try:
                examined.incident(case)
            except InputError as error:
                refused.refuse(case.row, (one.code for one in error.problems))
                codes = [FAULTS["refused"].code]
        if codes:
            faults[row] = tuple(codes)
        else:
            fitting[row] = (case.group, case.reference)
        first = rows.setdefault(case.reference, row)
        if "repeated" in case.kinds and fitting.pop(first, None) is not None:
            faults[first] = (FAULTS["repeated"].code,)
    return fitting, [LeftOut(row, codes) for row, codes in sorted(faults.items())]
