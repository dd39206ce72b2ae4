"""What a saved text does to the cases of the rule tests beside it: the change of law, before anybody relies on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from protocolkit.api import catalogue_of
from protocolkit.comparing.effect import KINDS, Effect, effect
from protocolkit.comparing.effect_page import kind_name
from protocolkit.comparing.sides import Named, Side
from protocolkit.diagnostics import InputError
from protocolkit.showing.plainly import plainly
from protocolkit.showing.wording import Wording


class Consequence(msgspec.Struct, frozen=True):
    """What becomes of one rule's duties, in how many cases, and how the rule that did it was worded before."""

    kind: str
    late: bool
    title: str
    cases: int
    why: str


def effect_of_save(folder: Path, path: Path, stood: str) -> Effect | None:
    """The effect of what a file of a folder says now, where it said something else before.

    Null where one of the two cannot be used, or the folder has no case.
    """
    with TemporaryDirectory() as aside:
        before = Path(aside) / "before"
        shutil.copytree(folder, before, ignore=lambda _folder, names: [n for n in names if n.startswith(".")])
        (before / path.relative_to(folder)).write_text(stood, encoding="utf-8", newline="")
        try:
            sides = [Side(Named("", one, None, None), catalogue_of([one])) for one in (before, folder)]
            return effect(sides[0], sides[1], [folder])
        except InputError:
            return None


def consequences(found: Effect, language: str) -> list[Consequence]:
    """The rows of an effect in a language, what became late first."""
    protocol = found.protocol
    titles = {rule.id: dict(rule.say) for rule in protocol.rules}
    titles |= {row.rule_id: dict(row.rule.say) for row in found.rows if row.rule is not None}
    say = Wording(protocol.vocabulary, protocol.zone, language, titles, protocol.languages)
    told = []
    for row in sorted(found.rows, key=lambda one: KINDS.index(one.kind)):
        parts = row.cause.parts if row.cause is not None else ()
        why = "; ".join(plainly(part, say) for part in parts)
        cases = len({one.place for one in row.cases})
        told.append(Consequence(kind_name(row.kind), row.kind == "became_late", say.title(row.rule_id), cases, why))
    return told
