"""`mutants.yaml` beside rule tests: mutants that a person found to say the same in law, by hash and with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from protocolkit.building.rule_files import REVIEWED, shown
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import FREE_TEXT
from protocolkit.reading.shape_check import check
from protocolkit.reading.shapes import Map, Seq, Text, required
from protocolkit.reading.yaml12 import read_file

_LIST = Seq(
    Map(
        says=N_("a reviewed mutant"),
        fields={
            "hash": required(Text(says=N_("the hash of a mutant"), pattern="[0-9a-f]{12}"), N_("As it was printed.")),
            "because": required(FREE_TEXT, N_("Why it says the same in law.")),
        },
    ),
    at_least=0,
)


def reviewed(test_files: Iterable[Path], problems: Problems) -> dict[str, Place]:
    """The hashes reviewed in the folders of some rule tests, with where they stand."""
    found: dict[str, Place] = {}
    for folder in dict.fromkeys(file.parent for file in test_files):
        file = folder / REVIEWED
        if file.is_file() and (node := read_file(file, problems, shown(file))) is not None:
            check(_LIST, node, problems)
            for one in node.list:
                if (hash := one.get("hash")) is not None:
                    found[hash.text] = hash.place
    return found
