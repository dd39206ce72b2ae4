"""Child-protection procedures as data: who must do what, for whom, by when, and under which sentence of which text."""

from protocolkit.diagnostics import Diagnostic, InputError
from protocolkit.evaluation.engine import evaluate
from protocolkit.incidents.incident import Incident
from protocolkit.loading import load, load_incident, plan
from protocolkit.plans.plan import DueTime, Duty, Plan
from protocolkit.rulesets.ruleset import Protocol
from protocolkit.version import __version__

__all__ = [
    "Diagnostic",
    "DueTime",
    "Duty",
    "Incident",
    "InputError",
    "Plan",
    "Protocol",
    "__version__",
    "evaluate",
    "load",
    "load_incident",
    "plan",
]
