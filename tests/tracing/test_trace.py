"""`protocolkit trace`: rules and their points, points and their rules, with and without the texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from command_line import CommandLine, cli
from protocolkit.tracing.trace_report import Trace
from protocolkit.tracing.tracing import trace

__all__ = ["cli"]

# An invented order, printed as such orders are.
TEXT = """\
Порядок дій

1. Керівник невідкладно у строк, що не перевищує **однієї доби**,
повідомляє поліцію.
2. Комісія складається з:
- психолога;
- [bookmark: page2]соціального педагога.
3. Рішення ухвалюється у 3-денний період:
1) за зверненням;
2) за підозрою.
4. Порушник сплачує від 50 до 100 гривень.
5. Мета порядку - безпека.
"""
RULESET = """\
ruleset: demo/order
text: {{title: {{en: An order}}, language: uk, file: order.txt, sha256: "{sha256}"}}
zone: Europe/Kyiv
calendar: ua
in_force: {{from: undated}}
reviewed_through: "2030-01-01"
names:
  roles:
    panel:
      label: {{en: panel}}
      has: {{all: [psychologist, social_pedagogue]}}
      cites: {{point: "2, dash 2", words: соціального педагога}}
unencoded:
  - {{point: "5", words: Мета порядку, because: an aim}}
rules:
  - id: tell-police
    cites: {{point: "1", words: "у строк, що не перевищує однієї доби"}}
    by: education_org_head
    must: notify
    to: police
    after: report_received
    due: immediately, at most 24 hours
  - id: decide
    cites: [{{point: "3(2)", words: за підозрою}}, {{point: "3", words: у 3-денний період}}]
    by: bullying_commission
    must: decide
    after: report_received
    due: 3 days
  - id: faces-fine
    cites: {{point: "4", words: "від 50 до 100 гривень"}}
    by: education_org
    faces: fine
    amount: 50 to 100 UAH
"""

Make = Callable[..., Trace]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """The trace of the invented order, after changes to its text or its rules."""

    def make(
        *, rules: tuple[str, str] | None = None, text: tuple[str, str] | None = None, sources: bool = True
    ) -> Trace:
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        digest = hashlib.sha256(TEXT.encode()).hexdigest()
        written = RULESET.format(sha256=digest)
        for change, whole in ((rules, written), (text, TEXT)):
            assert change is None or change[0] in whole
        (folder / "order.txt").write_text(TEXT.replace(*text) if text else TEXT, encoding="utf-8")
        path = tmp_path / "order.yaml"
        path.write_text(written.replace(*rules) if rules else written, encoding="utf-8")
        return trace([path], folder if sources else None)

    return make


def failures(found: Trace) -> list[tuple[str, str]]:
    assert found.checks is not None
    checks = found.checks
    failed = [(q.point, q.status) for q in checks.quotes if q.fails]
    failed += [(n.rule.partition("#")[2], n.status) for n in checks.numbers if n.fails]
    return failed + [(d.file, d.status) for d in checks.digests if d.fails]


def test_a_true_encoding_fails_nothing(made: Make) -> None:
    found = made()
    assert failures(found) == []
    assert found.exit_code == 0
    assert found.checks is not None
    assert [q.precision for q in found.checks.quotes] == ["point"] * 6
    assert [n.rule for n in found.checks.numbers] == [
        f"demo/order#{r}" for r in ("tell-police", "decide", "faces-fine")
    ]


QUOTES = [
    (("за підозрою", "за підозрою комісії"), ("3(2)", "missing")),
    (("за підозрою", "за зверненням"), ("3(2)", "elsewhere")),
    (('"3(2)"', '"2"'), ("2", "elsewhere")),
    (("соціального педагога}", "соцiального педагога}"), ("2, dash 2", "homoglyph")),
    (('point: "2, dash 2"', 'point: "2, dash 1"'), ("2, dash 1", "elsewhere")),
    (("words: Мета порядку", "words: Мета порядка"), ("5", "missing")),
    (('"від 50 до 100 гривень"', '"Від 50 до 100 гривень"'), ("4", "missing")),
]


@pytest.mark.parametrize(("change", "failure"), QUOTES)
def test_a_quote_that_does_not_stand_where_it_is_cited_fails(
    made: Make, change: tuple[str, str], failure: tuple[str, str]
) -> None:
    found = made(rules=change)
    assert failures(found) == [failure]
    assert found.exit_code == 1


NUMBERS = [
    (("at most 24 hours", "at most 25 hours"), ("tell-police", "differs")),
    (("at most 24 hours", "at most 1 day"), ("tell-police", "differs")),
    (("due: 3 days", "due: 3 working_days"), ("decide", "differs")),
    (("due: 3 days", "due: none"), ("decide", "unused")),
    (("due: 3 days", "due: from 2 to 3 days"), ("decide", "differs")),
    (("50 to 100 UAH", "50 to 1000 UAH"), ("faces-fine", "differs")),
    (("у 3-денний період", "період"), ("decide", "unstated")),
]


@pytest.mark.parametrize(("change", "failure"), NUMBERS)
def test_a_number_that_is_not_the_number_of_the_words_fails(
    made: Make, change: tuple[str, str], failure: tuple[str, str]
) -> None:
    assert failures(made(rules=change)) == [failure]


def test_another_text_than_the_one_encoded_fails(made: Make) -> None:
    assert failures(made(text=("безпека.", "безпека дітей."))) == [("order.txt", "differs")]


def test_an_empty_or_missing_text_never_agrees(made: Make, tmp_path: Path) -> None:
    blank = made(text=(TEXT, " \n"))
    assert blank.checks is not None
    assert {q.status for q in blank.checks.quotes} == {"missing"}
    assert [d.status for d in blank.checks.digests] == ["unreadable"]
    (tmp_path / "none").mkdir()
    gone = trace([tmp_path / "order.yaml"], tmp_path / "none")
    assert gone.checks is not None
    assert gone.checks.failed == len(gone.checks.quotes) + 1


def test_points_say_what_stands_for_them(made: Make) -> None:
    rows = {row.point: row for row in made().points}
    assert rows["1"].rules == ("demo/order#tell-police",)
    assert rows["2"].reason == "carried by 2, dash 2"
    assert rows["2, dash 2"].names == ("roles.panel",)
    assert rows["3(1)"].reason == "part of 3"
    assert rows["5"].reason == "an aim"
    assert list(rows) == ["1", "2", "2, dash 2", "3", "3(1)", "3(2)", "4", "5"]


def test_a_printed_point_that_nothing_stands_for_is_shown(made: Make) -> None:
    found = made(text=("5. Мета", "5. Учні знають порядок.\n6. Мета"), rules=('point: "5"', 'point: "6"'))
    assert found.counts[0].uncovered == ("5",)
    assert found.counts[0].printed == 8
    row = next(row for row in found.points if row.point == "5")
    assert (row.rules, row.reason) == ((), None)


def test_without_the_texts_nothing_is_compared(made: Make) -> None:
    found = made(rules=("за підозрою", "чого там немає"), sources=False)
    assert found.checks is None
    assert found.exit_code == 0
    assert [row.point for row in found.points] == ["1", "2, dash 2", "3", "3(2)", "4", "5"]


def test_the_json_has_the_keys_promised_and_nothing_beside_it(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROTOCOLKIT_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    ran = cli("trace", "--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, data["trace"]) == (0, 1)
    kinds = {frozenset(one) for one in data["rules"]}
    promised = {"rule", "ruleset", "point", "words"}
    # A text with a name of its own adds it, one of several acts the act as well.
    assert kinds <= {frozenset(promised), frozenset({*promised, "text"}), frozenset({*promised, "text", "act"})}
    assert frozenset(promised) in kinds
    assert {"ruleset", "point", "rules", "reason"} <= set(data["points"][0])
    assert "checks" not in data
    cited = {(row["ruleset"], row["point"]) for row in data["rules"]}
    assert cited <= {(row["ruleset"], row["point"]) for row in data["points"]}
    assert all(row["rules"] or row["reason"] for row in data["points"])
    assert {row["rule"].partition("#")[0] for row in data["rules"]} == {c["ruleset"] for c in data["counts"]}


def test_the_command_fails_where_a_quote_does(
    made: Make, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(rules=("за підозрою", "за підозрою комісії"))
    monkeypatch.setenv("PROTOCOLKIT_SOURCES", str(tmp_path / "texts"))
    ran = cli("trace", tmp_path / "order.yaml")
    assert ran.code == 1
    assert "`за підозрою комісії` does not stand in the text" in " ".join(ran.out.split())
    data = json.loads(cli("trace", tmp_path / "order.yaml", "--format", "json").out)
    assert data["checks"]["failed"] == 1
    monkeypatch.setenv("PROTOCOLKIT_SOURCES", str(tmp_path / "nowhere"))
    missing = cli("trace", tmp_path / "order.yaml")
    assert (missing.code, "sources-missing" in missing.err) == (2, True)


def test_an_inherited_rule_is_traced_to_the_text_it_stands_in(made: Make, tmp_path: Path) -> None:
    made()
    variant = dedent("""\
        ruleset: demo/region
        extends: demo/order
        change:
          tell-police: {because: the region is stricter, set: {due: 12 hours}}
    """)
    (tmp_path / "region.yaml").write_text(variant, encoding="utf-8")
    found = trace([tmp_path / "region.yaml"], tmp_path / "texts")
    assert {(r.rule, r.ruleset) for r in found.rules if r.point == "1"} == {("demo/region#tell-police", "demo/order")}
    assert failures(found) == [("tell-police", "differs")]
