"""Conditions by chance over a few atoms, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from protocolkit.evaluation.kleene import Truth, both, either, opposite
from protocolkit.model.conditions import All, Any, Condition, Known, Not

ATOMS = tuple(Known(f"fact{number}") for number in range(7))


def conditions() -> st.SearchStrategy[Condition]:
    """Conditions of a few levels; some have more alternatives than fit into one question."""

    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, max_size=5).map(tuple)
        return several.map(All) | several.map(Any) | inner.map(Not)

    return st.recursive(st.sampled_from(ATOMS), joined, max_leaves=30)


def kleene(condition: Condition, truths: Mapping[Condition, Truth]) -> Truth:
    """What a condition comes to, given each atom."""
    match condition:
        case All(of=of):
            return both([kleene(one, truths) for one in of])
        case Any(of=of):
            return either([kleene(one, truths) for one in of])
        case Not(of=inner):
            return opposite(kleene(inner, truths))
        case _:
            return truths[condition]
