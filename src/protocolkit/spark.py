"""`protocolkit.spark`: the duties of a cluster's worth of cases, each with the answer that it gets alone.

What a Python process of the cluster needs to know of the protocol goes there once: the id of shipped rules, the files
of other folders, and the digest of all versions, which it must come to as well. Nothing else is shared, so it does not
matter how the cases are cut into partitions, nor where these run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from protocolkit.api import Instant, as_instant
from protocolkit.batches.answering import Answering, chunks
from protocolkit.batches.arrow import arrow
from protocolkit.batches.case_source import Numbered, cases
from protocolkit.batches.duty_table import COLUMNS, digest_of, plain_schema
from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.languages import language, speaking
from protocolkit.messages import say

REJECTED = "rejected"
CASES_A_BATCH = 256
_OF_RULES = (".yaml", ".yml", ".json")
_KINDS = {
    **dict.fromkeys(("by", "to_any", "facts"), "array<string>"),
    **dict.fromkeys(("target", "limit", "done_at"), "timestamp"),
    "last_day": "date",
    "late": "boolean",
}
SCHEMA = ", ".join(f"`{name}` {_KINDS.get(name, 'string')}" for name in (*COLUMNS, REJECTED))
"""The columns of the answer, as Spark writes them: those of `protocolkit.batch`, and why a case has no answer."""


class Shipped(NamedTuple):
    """What a process is sent: `files` are those of each folder of rules, by their paths below it."""

    protocol: str
    as_of: str | None
    language: str
    digest: str
    files: tuple[tuple[tuple[str, bytes], ...], ...]


def plans(
    df: Any, protocol: str, *, as_of: Instant | None = None, rules: Iterable[str | Path] = (), strict: bool = True
) -> Any:
    """The duties of a Spark DataFrame of cases, as a DataFrame.

    A row of `df` is a case: a column named like a key of the incident file is that key (`events` an array of structs),
    any other is a fact, and null says nothing. `as_of` is the instant of all answers (default: each case's own);
    `rules` are folders of rules on this machine that come before the shipped ones. A case that cannot be answered ends
    the job, unless `strict` is off: then it has one row, with nothing but its reference and why, in `rejected`.

    Needs pyspark 4, and protocolkit with the extra `spark` in the Python of every worker. Raises InputError if the
    protocol cannot be loaded here; a worker whose rules, calendars or time zones are of other versions refuses to
    answer.
    """
    function = answering(protocol, as_of=as_of, rules=rules, strict=strict)
    # Spark takes a dot in the name of a column (`victim.is_minor`) for a field of a struct, and finds none.
    names = list(df.columns)
    plain = df.toDF(*(f"column{number}" for number in range(len(names))))
    return plain.mapInArrow(partial(_renamed, names, function), SCHEMA)


def _renamed(names: list[str], function: Callable[[Iterable[Any]], Iterator[Any]], batches: Iterable[Any]) -> Any:
    return function(batch.rename_columns(names) for batch in batches)


def answering(
    protocol: str, *, as_of: Instant | None = None, rules: Iterable[str | Path] = (), strict: bool = True
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function of `plans`: from record batches of cases to record batches of duties, wherever it runs.

    It may be sent to other processes, and be given to whatever maps Arrow batches: Ray, Dask, a loop.
    """
    folders = tuple(Path(one) for one in rules)
    at = as_instant(as_of) if as_of is not None else None
    loaded = Answering(protocol, tuple(map(str, folders)), at).loaded
    files = tuple(tuple(_files(folder)) for folder in folders)
    shipped = Shipped(protocol, at.isoformat() if at else None, language(), digest_of(loaded), files)
    return partial(_answers, shipped, strict)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that rules may be in, of a folder or one alone, in an order that is always the same."""
    found = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.suffix in _OF_RULES)
    top = folder.parent if folder.is_file() else folder
    for path in found:
        yield path.relative_to(top).as_posix(), path.read_bytes()


def _answers(shipped: Shipped, strict: bool, batches: Iterable[Any]) -> Iterator[Any]:
    pa, schema = arrow(), _schema()
    here = _here(shipped)
    with speaking(shipped.language):
        for batch in batches:
            for chunk in chunks(cases(pa.Table.from_batches([batch])), CASES_A_BATCH):
                # What a case is told must not hang on its place in a partition: where it is told, it has no number.
                numbered = [Numbered(0 if strict else n, one.case) for n, one in enumerate(chunk)]
                answered = here.answer(numbered, strict=strict)
                yield _of_spark(answered.duties, schema)
                yield _rejected(
                    [(chunk[one.row].case, f"{one.code}: {one.message}") for one in answered.rejects], schema
                )


def _schema() -> Any:
    """The columns with the types that Spark has."""
    pa = arrow()
    instants = pa.timestamp("us", tz="UTC")
    kinds = [(one.name, instants if pa.types.is_timestamp(one.type) else one.type) for one in plain_schema()]
    return pa.schema([*kinds, (REJECTED, pa.string())])


def _of_spark(duties: Any, schema: Any) -> Any:
    pa = arrow()
    columns = [column.cast(field.type) for column, field in zip(duties.columns, schema, strict=False)]
    return pa.RecordBatch.from_arrays([*columns, pa.nulls(duties.num_rows, pa.string())], schema=schema)


def _rejected(refused: list[tuple[Any, str]], schema: Any) -> Any:
    """A row for each case without an answer: which it is, if it says so, and why."""
    rows = [
        {"incident": str(case["incident"]) if isinstance(case, dict) and "incident" in case else None, REJECTED: why}
        for case, why in refused
    ]
    return arrow().RecordBatch.from_pylist(rows, schema=schema)


@lru_cache(4)
def _here(shipped: Shipped) -> Answering:
    """What answers in this process, made when the first batch comes. Raises InputError for other versions."""
    folders = [_unpacked(files) for files in shipped.files]
    one = Answering(shipped.protocol, folders, as_instant(shipped.as_of) if shipped.as_of else None)
    if digest_of(one.loaded) != shipped.digest:
        message = say("this worker has other versions of `{protocol}` than who asks it", protocol=shipped.protocol)
        help = say("install the same release of protocolkit, its calendars and time zones everywhere")
        raise InputError([Diagnostic("versions-differ", message, Place("spark"), help)])
    return one


_folders: list[TemporaryDirectory[str]] = []  # as long as this process: rules are read when a case asks for them


def _unpacked(files: tuple[tuple[str, bytes], ...]) -> str:
    folder = TemporaryDirectory(prefix="protocolkit-")
    _folders.append(folder)
    for name, content in files:
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder.name
