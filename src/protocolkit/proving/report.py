"""The answers to promises, counted rung by rung, with what else was found."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.diagnostics import Diagnostic
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.proving.answers import RUNGS, Answer, Rung
from protocolkit.proving.findings import Finding

FORMAT = 1


class Report(msgspec.Struct, frozen=True):
    """Answers in the order of the promises, findings in the order of the rules."""

    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def counts(self) -> dict[Rung, int]:
        """How many promises stand on each rung."""
        return {rung: sum(one.answer == rung for one in self.answers) for rung in RUNGS}

    @property
    def broken(self) -> bool:
        """Whether a promise is refuted, or formulas and engine disagree, so that nothing is known of it."""
        return any(one.answer == "refuted" or one.fault is not None for one in self.answers)

    def as_data(self) -> dict[str, Any]:
        """The report as plain values for JSON, its messages in the language being spoken."""
        return {
            "prove": FORMAT,
            "counts": self.counts,
            "promises": [_answer(one) for one in self.answers],
            "findings": [msgspec.to_builtins(one) for one in self.findings],
        }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "id": one.id,
        "protocol": one.protocol,
        "says": dict(one.says),
        "answer": one.answer,
        "because": said(one.because) if one.because is not None else None,
        "bounds": msgspec.to_builtins(one.bounds) if one.bounds is not None else None,
        "case": one.case,
        "rule_test": one.rule_test,
        "rules": list(one.rules),
        "left_open": [{"rule": rule, "because": _(why)} for rule, why in one.left_open],
        "fault": said(one.fault) if one.fault is not None else None,
    }
