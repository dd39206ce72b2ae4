"""Three engines over a stream of invented rulesets and cases.

    python benchmarks/agree.py --cases 1000 --seed 1 --log agree.jsonl

A case depends on the seed and its number alone. With `--log` a line is kept for every law, its cases and what became of
them, and the next run goes on after the last whole line. A disagreement is made as small as it goes, printed as a rule
test with its rules, and ends the run with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "support")]

import engines  # noqa: E402
from benchmarks.shrinking import shrunk  # noqa: E402
from fuzz.inventing import instant  # noqa: E402
from fuzz.legislating import ruleset, written  # noqa: E402
from protocolkit import Incident, InputError, Protocol, load, load_incident  # noqa: E402
from protocolkit.evaluation.engines import Engine, evaluator  # noqa: E402
from protocolkit.model.walk import events_read  # noqa: E402
from protocolkit.version import __version__  # noqa: E402

SHIPPED = ("kz/interagency", "ua/pdyut", "ua/vocational", "kz/in-force", "kz/staff-algorithm", "kz/national")
CASES_A_LAW = 20
MOST_RULES = 50
# Of ten laws one is shipped. Of forty cases one is put into words, in four languages by two engines.
SHIPPED_EVERY = 10
WORDS_EVERY = 40


class Law(NamedTuple):
    """Rules that cases are invented for; `folder` has those that nobody ships."""

    id: str
    rules: dict[str, Any] | None
    folder: Path | None

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.folder,) if self.folder else ()

    def with_rules(self, rules: dict[str, Any]) -> Self:
        """The law with other rules, which from now on stand in its folder."""
        return self._replace(rules=rules, folder=self.folder and put_down(rules, self.folder))


def law_of(seed: int, number: int, home: Path) -> Law:
    """The law of a number: a shipped text, or one by chance with up to fifty rules."""
    chance = random.Random(f"{seed}/{number}")
    if number % SHIPPED_EVERY == SHIPPED_EVERY - 1:
        return Law(SHIPPED[number // SHIPPED_EVERY % len(SHIPPED)], None, None)
    # Few rules often, many seldom: what goes wrong goes wrong with few, and is found sooner.
    rules = ruleset(chance, most=chance.choice((6, 6, 6, 12, 24, MOST_RULES)))
    return Law("fuzz/law", rules, put_down(rules, home / str(number)))


def a_case(protocol: Protocol, chance: random.Random) -> dict[str, Any]:
    """A case in which something begins: an invented one, with events that rules read, mostly asked of after them.

    A log of anything at any time sets few rules going.
    """
    case = engines.a_case(protocol, chance)
    if "offender.role" in case["facts"]:
        # Few roles are an offender's, and a case that is refused tells nothing.
        case["facts"]["offender.role"] = "pupil"
    read = sorted(events_read(protocol) & protocol.vocabulary.events.keys())
    if read and chance.random() < 0.9:
        times = [instant(chance.randrange(20_000)) for _ in range(chance.randrange(1, 6))]
        begun = [{"event": chance.choice(read), "at": at} for at in times]
        case["events"] = sorted([*case["events"], *begun], key=lambda one: str(one["at"]))
        case["as_of"] = instant(chance.choice((500, 20_100, 25_000, 60_000)))
    for entry in case["events"]:
        if str(entry.get("recorded_at", "9")) < str(entry["at"]):
            del entry["recorded_at"]
    return case


def put_down(rules: dict[str, Any], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "law.yaml").write_text(written(rules), encoding="utf-8")
    return folder


class Compared(NamedTuple):
    """In what engines differ from the reference over a case, and how many duties that found."""

    differs: list[str]
    duties: int


def compared(law: Law, case: dict[str, Any], others: Sequence[Engine], *, words: bool = False) -> Compared | None:
    """A case under every engine; None where it is refused before any is asked."""
    try:
        protocol, incident = load_incident(case, protocol=law.id, rules=law.folders)
    except InputError:
        return None
    found = compare(protocol, incident, others)
    return found._replace(differs=[*found.differs, *engines.words_differ(protocol, incident)]) if words else found


def compare(protocol: Protocol, incident: Incident, others: Sequence[Engine]) -> Compared:
    truth = engines.truth_of(protocol, incident)
    differs = [
        f"{one}: {what}"
        for one in others
        for what in engines.disagreements(protocol, incident, engine=one, truth=truth)
    ]
    return Compared(differs, 0 if isinstance(truth.found, str) else len(truth.found.duties))


class Tally(NamedTuple):
    """What became of the cases of a law."""

    agreed: int = 0
    refused: int = 0
    said: int = 0
    duties: int = 0
    disagreements: tuple[str, ...] = ()


def of_law(law: Law, seed: int, number: int, others: Sequence[Engine]) -> Tally:
    """Every case of a law; a law that is refused has none."""
    try:
        protocol = load(law.id, rules=law.folders)
    except InputError:
        return Tally()
    tally = Tally()
    for k in range(CASES_A_LAW):
        case = a_case(protocol, random.Random(f"{seed}/{number}/{k}"))
        words = (number * CASES_A_LAW + k) % WORDS_EVERY == 0
        found = compared(law, case, others, words=words)
        if found is None:
            tally = tally._replace(refused=tally.refused + 1)
        elif found.differs:
            told = as_rule_test(*shrunk(law, case, partial(_differs, others)))
            return tally._replace(disagreements=(*tally.disagreements, "\n".join([*found.differs, told])))
        else:
            agreed, said, duties = tally.agreed + 1, tally.said + words, tally.duties + found.duties
            tally = tally._replace(agreed=agreed, said=said, duties=duties)
    return tally


def _differs(others: Sequence[Engine], law: Law, case: dict[str, Any]) -> bool:
    found = compared(law, case, others)
    return found is not None and bool(found.differs)


def as_rule_test(law: Law, case: dict[str, Any]) -> str:
    """The rules, where nobody ships them, and the case as a rule test."""
    rules = "" if law.rules is None else f"# law.yaml\n{written(law.rules)}\n"
    return f"{rules}# tests/law.yaml\n{engines.as_rule_test({**case, 'protocol': law.id}, *law.folders)}"


def of_shipped_tests(others: Sequence[Engine]) -> Iterator[str]:
    """In what the engines differ over each shipped rule test; nothing where they agree."""
    for name, protocol, incident in engines.shipped(str(ROOT / "rules")):
        found = compare(protocol, incident, others).differs
        yield f"{name}: {'; '.join(found)}" if found else ""


def run(seed: int, cases: int, seconds: float, others: Sequence[Engine], log: Path | None) -> int:
    """Law after law until so many cases were tried in all, or so many seconds are over; 1 for a disagreement."""
    first, tried = _gone_on(seed, log)
    began, number, total = time.monotonic(), first, Tally()
    with tempfile.TemporaryDirectory() as home:
        while tried < cases and (not seconds or time.monotonic() - began < seconds):
            law = law_of(seed, number, Path(home))
            one = of_law(law, seed, number, others)
            tried += one.agreed + one.refused + len(one.disagreements)
            total = Tally(*(a + b for a, b in zip(total, one, strict=True)))  # type: ignore[arg-type]
            _log(log, seed, number, law, one)
            for text in one.disagreements:
                print(text, flush=True)
            number += 1
    spent = time.monotonic() - began
    laws = f"laws {first} to {number - 1}" if number > first else "no law"
    print(
        f"{total.agreed} cases agreed on by {', '.join(('reference', *others))} in {laws} of seed {seed}, "
        f"{total.duties} duties in all; {total.said} of them in four languages; "
        f"{total.refused} refused before one was asked; {len(total.disagreements)} disagreements; {spent:.0f} s"
    )
    return 1 if total.disagreements else 0


def _gone_on(seed: int, log: Path | None) -> tuple[int, int]:
    """The law to begin with and the cases tried before it. A line that was cut off counts for nothing, and goes."""
    if log is None or not log.exists():
        return 0, 0
    lines = log.read_bytes().splitlines(keepends=True)
    whole = [line for line in lines if line.endswith(b"\n")]
    if len(whole) < len(lines):
        log.write_bytes(b"".join(whole))
    kept = [one for line in whole if (one := json.loads(line))["seed"] == seed]
    tried = sum(one["agreed"] + one["refused"] + len(one["disagreements"]) for one in kept)
    return (kept[-1]["law"] + 1 if kept else 0), tried


def _log(log: Path | None, seed: int, number: int, law: Law, one: Tally) -> None:
    if log is not None:
        rules = len(law.rules["rules"]) if law.rules else law.id
        line = {"seed": seed, "law": number, "rules": rules, **one._asdict(), "version": __version__,
                "at": datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000, help="how many to try in all, with those of the log")
    parser.add_argument("--seconds", type=float, default=0, help="stop after the law that is under way then")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="where to keep what was done, and go on from")
    parser.add_argument("--engine", action="append", choices=("compiled", "durable"), help="default: all that are here")
    parser.add_argument("--tests", action="store_true", help="the shipped rule tests first")
    asked = parser.parse_args(given)
    others = asked.engine or list(available())
    if asked.tests:
        found = list(of_shipped_tests(others))
        wrong = list(filter(None, found))
        print(*wrong, f"{len(found) - len(wrong)} shipped rule tests agreed on", sep="\n", flush=True)
        if wrong:
            return 1
    return run(asked.seed, asked.cases, asked.seconds, others, asked.log)


def available() -> Iterator[Engine]:
    """The engines beside the reference; one that cannot be had is told."""
    yield "compiled"
    try:
        evaluator("durable")
    except InputError as error:
        print(error, file=sys.stderr)
    else:
        yield "durable"


if __name__ == "__main__":
    sys.exit(main())
