"""What became of the shipped promises: as the page on promises tells it."""

from __future__ import annotations

import pytest

pytest.importorskip("z3", reason="needs the extra solver")

from protocolkit.proving.prove import prove

ANSWERS = {
    "ua/in-force": {"no-rule-is-dead": "proved"},
    "ua/pdyut": {
        "police-within-a-day-of-a-report": "proved", "childs-parents-within-a-day": "bounded",
        "childrens-service-told": "proved", "commission-convened-within-three-working-days": "bounded",
        "nobody-accused-is-told": "bounded", "every-obligation-has-a-bearer": "refuted", "no-rule-is-dead": "bounded",
        "three-working-days-are-short": "bounded", "victim-is-believed": "not_expressible",
    },
    "ua/vocational": {
        "police-within-a-day-of-a-report": "refuted", "childs-parents-within-a-day": "refuted",
        "childrens-service-told": "refuted", "commission-convened-within-three-working-days": "bounded",
        "nobody-accused-is-told": "bounded", "every-obligation-has-a-bearer": "refuted", "no-rule-is-dead": "bounded",
        "police-at-any-time": "assumed", "victim-is-believed": "not_expressible",
    },
    "kz/interagency": {
        "police-within-a-day-of-an-offence": "bounded", "police-within-the-hour": "proved",
        "parents-of-a-child-told": "refuted", "nobody-accused-is-told": "bounded",
        "every-obligation-has-a-bearer": "refuted", "no-rule-is-dead": "bounded",
        "three-working-days-are-short": "refuted",
    },
    "kz/in-force": {
        "police-within-a-day-of-an-offence": "bounded", "police-within-the-hour": "refuted",
        "parents-of-a-child-told": "refuted", "nobody-accused-is-told": "bounded",
        "every-obligation-has-a-bearer": "refuted", "no-rule-is-dead": "bounded",
    },
    "kz/national": {
        "police-within-a-day-of-an-offence": "bounded", "police-within-the-hour": "proved",
        "parents-of-a-child-told": "bounded", "nobody-accused-is-told": "bounded",
        "every-obligation-has-a-bearer": "refuted", "no-rule-is-dead": "bounded",
    },
    "kz/in-force-with-guidance": {"undated-text-never-delays": "tested"},
}  # fmt: skip


def answers(protocol: str) -> dict[str, str]:
    report = prove(protocol)
    assert [(one.id, str(one.fault)) for one in report.answers if one.fault is not None] == []
    assert all(one.case is not None or one.rules for one in report.answers if one.answer == "refuted")
    return {one.id: one.answer for one in report.answers}


def test_a_small_protocol_stands_where_the_page_says() -> None:
    assert answers("ua/in-force") == ANSWERS["ua/in-force"]


@pytest.mark.slow
@pytest.mark.parametrize("protocol", [one for one in ANSWERS if one != "ua/in-force"])
def test_each_protocol_stands_where_the_page_says(protocol: str) -> None:
    assert answers(protocol) == ANSWERS[protocol]
