"""A title whose number is not that of the due time is warned of, in whatever language and form it is said."""

from pathlib import Path
from textwrap import dedent

import pytest

from procedures import write_ruleset
from protocolkit.building.catalogue import Catalogue
from protocolkit.languages import LANGUAGES
from protocolkit.resources import rules_dir
from protocolkit.tracing.quantities import quantities
from protocolkit.watching.look import look

RULE = (
    "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: %s, say: {%s: %s}%s}"
)


def warned(folder: Path) -> list[tuple[str, str]]:
    report = look([str(folder)], None, None)
    return [(p.code, p.message) for p in report.problems if p.code not in ("missing-label", "missed-without-limit")]


def titled(folder: Path, due: str, language: str, title: str, more: str = "") -> list[tuple[str, str]]:
    write_ruleset(folder, RULE % (due, language, f'"{title}"', more))
    return warned(folder)


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("en", "Tell the police within 24 hours", "24 hours"),
        ("en", "Tell the police within two working days", "2 working_days"),
        ("ru", "Сообщить полиции в течение двух часов", "2 hours"),
        ("ru", "Сообщить полиции в течение 3 рабочих дней", "3 working_days"),
        ("kk", "Полицияға екі сағат ішінде хабарлау", "2 hours"),
        ("uk", "Повідомити поліцію не пізніше однієї доби", "24 hours"),
        ("uk", "Повідомити поліцію протягом п’яти робочих днів", "5 working_days"),
    ],
)
def test_another_number_is_warned_of(tmp_path: Path, language: str, title: str, told: str) -> None:
    expected = f"the title of `tell` says `{told}`, its due `1 hour`"
    assert titled(tmp_path, "1 hour", language, title) == [("say-and-due", expected)]


@pytest.mark.parametrize(
    ("due", "language", "title"),
    [
        ("1 hour", "en", "Tell the police within an hour"),
        ("1 hour", "ru", "Сообщить полиции в течение одного часа"),
        ("24 hours", "uk", "Повідомити поліцію протягом доби"),
        ("24 hours", "uk", "Повідомити поліцію протягом однієї доби"),
        ("24 hours", "en", "Tell the police within one day"),
        ("5 working_days", "ru", "Сообщить полиции за пять дней"),
        ("1 week", "kk", "Полицияға 7 күн ішінде хабарлау"),
        ("12 months", "en", "Tell the police within one year"),
        ("immediately, at most 24 hours", "en", "Tell the police at once, within 24 hours"),
        ("2 to 4 hours", "en", "Tell the police within 2 to 4 hours"),
        ("1 hour", "ru", "Уведомить 2 органа и 3 службы"),
        ("none", "en", "Keep the record for 5 years"),
    ],
)
def test_the_same_number_said_otherwise_is_not(tmp_path: Path, due: str, language: str, title: str) -> None:
    assert titled(tmp_path, f'"{due}"', language, title) == []


def test_a_number_of_another_part_of_the_rule_is_not(tmp_path: Path) -> None:
    reading = ", readings: [{because: so, instead: {due: 3 hours}}], if: {victim.age: {under: 14}}"
    assert titled(tmp_path, "1 hour", "en", "Tell of a child under 14 years, or in 3 hours", reading) == []


def test_a_due_without_a_number_is_told_from_a_title_with_one(tmp_path: Path) -> None:
    assert titled(tmp_path, "same_day", "en", "Tell within 48 hours") == [
        ("say-and-due", "the title of `tell` says `48 hours`, its due no number")
    ]


@pytest.mark.parametrize("kind", ["ruleset", "protocol"])
def test_a_variant_that_changes_the_due_must_change_the_title(tmp_path: Path, kind: str) -> None:
    write_ruleset(tmp_path, RULE % ("24 hours", "ru", "Сообщить в течение 24 часов", ""))
    base = "demo/school" if kind == "ruleset" else "demo/whole"
    (tmp_path / "whole.yaml").write_text("protocol: demo/whole\nrulesets: [demo/school]\n", encoding="utf-8")
    rule = "tell" if kind == "ruleset" else "demo/school#tell"
    variant = f"""
        {kind}: demo/strict
        extends: {base}
        change: {{{rule}: {{because: so, set: {{due: 2 hours}}}}}}
    """
    path = tmp_path / "strict.yaml"
    path.write_text(dedent(variant), encoding="utf-8")
    assert warned(tmp_path) == [("say-and-due", "the title of `tell` says `24 hours`, its due `2 hours`")]
    path.write_text(
        dedent(variant).replace("due: 2 hours", "due: 2 hours, say: {en: Tell, ru: За два часа}"), encoding="utf-8"
    )
    assert warned(tmp_path) == []


def test_no_shipped_title_is_wrong_and_some_are_looked_at() -> None:
    report = look([], None, None)
    assert [str(p) for p in report.problems if p.code == "say-and-due"] == []
    catalogue = Catalogue()
    said = [
        (rule.id, language)
        for id in catalogue.ids("ruleset")
        for ruleset in catalogue.editions(id)
        for rule in ruleset.rules
        for language in LANGUAGES
        if quantities(rule.say.get(language, ""), language)
    ]
    assert len(said) > 3, rules_dir()
