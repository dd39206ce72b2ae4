"""One file of a known kind: read, then checked for structure."""

from __future__ import annotations

from pathlib import Path

from protocolkit.diagnostics import Problems
from protocolkit.reading.document_cache import keep, kept
from protocolkit.reading.files import LARGEST_FILE, read_bytes
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check

KINDS = tuple(GRAMMARS)
_TOP_KEY = {kind: kind for kind in KINDS} | {"ruletest": "tests"}
TOP_KEYS = tuple(_TOP_KEY.values())

_BY_TOP_KEY = (
    "incident", "agenda", "mapping", "promises", "ruletest", "ruleset", "protocol", "vocabulary", "calendar", "letter",
    "contacts",
)  # fmt: skip

# What lost its first key: a ruleset and a protocol still name the calendar they count in, a case its protocol.
_LOST = {
    "calendar": {"rules": "ruleset", "rulesets": "protocol"},
    "protocol": {
        "columns": "mapping",
        "as_of": "incident",
        "events": "incident",
        "facts": "incident",
        "parties": "incident",
    },
}


def kind_of(node: Node) -> str | None:
    """The kind of a file by its top key; None for anything else."""
    top = node.map
    # Incidents and agendas name a protocol, rulesets and protocols a calendar: what names itself comes first.
    for kind in _BY_TOP_KEY:
        if _TOP_KEY[kind] in top:
            lost = _LOST.get(kind, {})
            return lost.get(next((key for key in lost if key in top), ""), kind)
    return None


def load_document(path: Path, kind: str, problems: Problems, display: str | None = None) -> Node | None:
    """The file's document, with everything wrong in its structure added to `problems`.

    None where there is no document at all. Raises KeyError for a kind not in `KINDS`.
    """
    grammar, name = GRAMMARS[kind], display or str(path)
    data = read_bytes(path, name, LARGEST_FILE, problems)
    if data is None:
        return None
    if (before := kept(kind, data, name)) is not None:
        return before
    # A start that finds every document kept does without a parser.
    from protocolkit.reading.yaml12 import read_text

    own = Problems()
    node = read_text(data, name, own)
    if node is not None:
        check(grammar, node, own)
        if not own.found:
            keep(kind, data, name, node)
    problems.found += own.found
    return node
