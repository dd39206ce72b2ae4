"""The compiled evaluator: first the rules that an event of the log may have set going, the rest if they are asked."""

from __future__ import annotations

from functools import cached_property

from protocolkit.evaluation.compiled.tables import tables_of
from protocolkit.evaluation.findings import Found
from protocolkit.evaluation.rules import Evaluation
from protocolkit.model.rule import Rule


class CompiledEvaluation(Evaluation):
    """The reference's questions in its order, of fewer rules: which those may be is a table of the protocol."""

    @cached_property
    def shown(self) -> tuple[Rule, ...]:
        if self._asks_all:
            return self._shown()
        return tables_of(self.case.protocol).all(self.case.timeline.events)

    def begun(self) -> dict[str, Found]:
        if self._asks_all:
            return self.all()
        rules = tables_of(self.case.protocol).begun(self.case.timeline.events)
        return {rule.id: self.found(rule) for rule in rules}

    @property
    def _asks_all(self) -> bool:
        """An organisation's year is its rules' own, and begins without a log."""
        return self.case.incident.agenda or self.window is not None
