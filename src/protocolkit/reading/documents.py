"""One file of a known kind: read, then checked for structure."""

from __future__ import annotations

from pathlib import Path

from protocolkit.diagnostics import Problems
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check
from protocolkit.reading.yaml12 import read_file

KINDS = tuple(GRAMMARS)
_TOP_KEY = {kind: kind for kind in KINDS} | {"ruletest": "tests"}

_LOST = {"rules": "ruleset", "rulesets": "protocol"}


def kind_of(node: Node) -> str | None:
    """The kind of a file by its top key; None for anything else."""
    top = node.map
    # Incidents and agendas name a protocol, rulesets and protocols a calendar: what names itself comes first.
    for kind in ("incident", "agenda", "mapping", "ruletest", "ruleset", "protocol", "vocabulary", "calendar"):
        if _TOP_KEY[kind] in top:
            # A ruleset or protocol that lost its first key still names the calendar it counts in.
            return _LOST.get(next((key for key in _LOST if key in top), ""), kind) if kind == "calendar" else kind
    return None


def load_document(path: Path, kind: str, problems: Problems, display: str | None = None) -> Node | None:
    """The file's document, with everything wrong in its structure added to `problems`.

    None where there is no document at all. Raises KeyError for a kind not in `KINDS`.
    """
    grammar = GRAMMARS[kind]
    node = read_file(path, problems, display)
    if node is not None:
        check(grammar, node, problems)
    return node
