"""Which evaluator works out what the rules come to: the reference, or one that is held to its findings.

`durable` is a witness: another's engine decides the conditions, many times slower. It is for doubt, not for daily work.
"""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from protocolkit.evaluation.compiled.evaluation import CompiledEvaluation
from protocolkit.evaluation.rules import Evaluation

Engine = Literal["compiled", "reference", "durable"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
DEFAULT: Engine = "compiled"


def evaluator(engine: Engine) -> type[Evaluation]:
    """The evaluator of that name.

    Raises ValueError for a name that is none of `ENGINES`, InputError (`missing-extra`) where `durable` cannot be had.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}: there are {', '.join(ENGINES)}")
    match engine:
        case "compiled":
            return CompiledEvaluation
        case "reference":
            return Evaluation
        case "durable":
            from protocolkit.evaluation.durable.evaluation import DurableEvaluation  # an extra, and another process
            from protocolkit.evaluation.durable.witness import witness

            witness()
            return DurableEvaluation
        case _:
            assert_never(engine)
