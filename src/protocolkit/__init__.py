"""Child-protection procedures as data: who must do what, for whom, by when, and under which sentence of which text."""

from importlib import import_module
from typing import TYPE_CHECKING

from protocolkit.version import __version__

if TYPE_CHECKING:
    from protocolkit.api import load, load_incident, plan
    from protocolkit.batches.streaming import batch
    from protocolkit.diagnostics import Diagnostic, InputError
    from protocolkit.evaluation.find import Findings, find
    from protocolkit.hosting.asking import due, explain, questions
    from protocolkit.hosting.forms import facts, names
    from protocolkit.hosting.schemas import schema
    from protocolkit.languages import speaking
    from protocolkit.model.incident import Incident
    from protocolkit.model.ruleset import Protocol
    from protocolkit.plans.agenda import Agenda, agenda
    from protocolkit.plans.diff import DutyChange, diff
    from protocolkit.plans.explanation import Explanation
    from protocolkit.plans.fact_form import FactForm
    from protocolkit.plans.plan import Alarm, AlarmPolicy, Plan
    from protocolkit.plans.plan_entries import Duty
    from protocolkit.plans.plan_parts import DueTime
    from protocolkit.plans.present import evaluate
    from protocolkit.plans.question import Question

__all__ = [
    "Agenda",
    "Alarm",
    "AlarmPolicy",
    "Diagnostic",
    "DueTime",
    "Duty",
    "DutyChange",
    "Explanation",
    "FactForm",
    "Findings",
    "Incident",
    "InputError",
    "Plan",
    "Protocol",
    "Question",
    "__version__",
    "agenda",
    "batch",
    "diff",
    "due",
    "evaluate",
    "explain",
    "facts",
    "find",
    "load",
    "load_incident",
    "names",
    "plan",
    "questions",
    "schema",
    "speaking",
]

# Each name is imported when it is first used: an import of the package alone costs next to nothing.
_HOMES = {
    "Agenda": "plans.agenda",
    "Alarm": "plans.plan",
    "AlarmPolicy": "plans.plan",
    "Diagnostic": "diagnostics",
    "DueTime": "plans.plan_parts",
    "Duty": "plans.plan_entries",
    "DutyChange": "plans.diff",
    "Explanation": "plans.explanation",
    "FactForm": "plans.fact_form",
    "Findings": "evaluation.find",
    "Incident": "model.incident",
    "InputError": "diagnostics",
    "Plan": "plans.plan",
    "Protocol": "model.ruleset",
    "Question": "plans.question",
    "agenda": "plans.agenda",
    "batch": "batches.streaming",
    "diff": "plans.diff",
    "due": "hosting.asking",
    "evaluate": "plans.present",
    "explain": "hosting.asking",
    "facts": "hosting.forms",
    "find": "evaluation.find",
    "load": "api",
    "load_incident": "api",
    "names": "hosting.forms",
    "plan": "api",
    "questions": "hosting.asking",
    "schema": "hosting.schemas",
    "speaking": "languages",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
