"""Which evaluator works out what the rules come to: the reference, or one that is held to its findings."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from protocolkit.evaluation.compiled.evaluation import CompiledEvaluation
from protocolkit.evaluation.rules import Evaluation

Engine = Literal["compiled", "reference"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
DEFAULT: Engine = "compiled"


def evaluator(engine: Engine) -> type[Evaluation]:
    """The evaluator of that name.

    Raises ValueError for a name that is none of `ENGINES`.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}: there are {', '.join(ENGINES)}")
    match engine:
        case "compiled":
            return CompiledEvaluation
        case "reference":
            return Evaluation
        case _:
            assert_never(engine)
