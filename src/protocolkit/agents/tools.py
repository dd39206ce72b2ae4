"""What an agent may ask, as plain values. Nothing is guessed for it: what was chosen stands in each answer.

A case is given as a map, as in an incident file, and never names a file. It is refused as everywhere else where it has
a key that nobody knows, such as a name, or a text that looks like somebody's number, address or telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from protocolkit.api import as_instant, load_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems
from protocolkit.explaining.explain import Explainer
from protocolkit.languages import speaking
from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.due_answer import due_answer
from protocolkit.plans.explanation import Explained

Answer = dict[str, Any]
CaseFile = Mapping[str, Any]
Lang = Literal["en", "ru", "kk", "uk"]


class Tools:
    """The answers by the rules of some folders, the shipped ones last. Every method raises InputError for bad input.

    `language` is that of the answers where none is asked for.
    """

    def __init__(self, folders: Iterable[str | Path] = (), language: str = "en") -> None:
        self.language = language
        self.catalogue = Catalogue([Path(one) for one in folders])

    def protocols(self) -> Answer:
        """Every protocol and ruleset, with its title, its texts and the days on which they are in force."""
        found = []
        for kind in ("protocol", "ruleset"):
            for id in self.catalogue.ids(kind):
                if (protocol := self.catalogue.protocol(id)) is not None:
                    found.append({"id": id, "kind": kind, "zone": protocol.zone, "texts": _texts(protocol)})
        return {"protocols": found}

    def questions(
        self, case: CaseFile, protocol: str | None = None, as_of: str | None = None, lang: Lang | None = None
    ) -> Answer:
        """The facts nobody has said that can still change the plan, most urgent first, with what each answer does."""
        with speaking(lang or self.language):
            explainer, chosen = self._case(case, protocol, as_of)
            return {"chosen": chosen, "questions": msgspec.to_builtins(explainer.plan.questions())}

    def plan(
        self, case: CaseFile, protocol: str | None = None, as_of: str | None = None, lang: Lang | None = None
    ) -> Answer:
        """The whole plan, and why: for each rule behind it what made it a duty, and for each due time its steps."""
        with speaking(lang or self.language):
            explainer, chosen = self._case(case, protocol, as_of)
            every = [explainer.explain(one) for one in explainer.owed()]
            return {"chosen": chosen, "plan": explainer.plan.to_dict(), "trace": _explained(explainer, every)}

    def explain(
        self, case: CaseFile, rule: str, protocol: str | None = None, as_of: str | None = None, lang: Lang | None = None
    ) -> Answer:
        """Why a rule is or is not owed, and the smallest change that would change that."""
        with speaking(lang or self.language):
            explainer, chosen = self._case(case, protocol, as_of)
            one = explainer.rule(rule)
            chosen |= {"rule": {"asked": rule, "id": one.id, "points": [cite.point for cite in one.cites]}}
            return {"chosen": chosen, "explanation": _explained(explainer, [explainer.explain(one)])}

    def due(self, due: str, after: str, calendar: str, zone: str | None = None, lang: Lang | None = None) -> Answer:
        """When a term ends that begins at an instant, with each step and the other readings."""
        with speaking(lang or self.language):
            problems = Problems()
            found = due_answer(due, after, calendar, zone, None, problems)
            problems.raise_if_errors()
            chosen = {"due": due, "calendar": calendar, "zone": zone or "the calendar's own"}
            return {"chosen": chosen, "due": msgspec.to_builtins(found), "problems": _told(problems)}

    def _case(self, case: CaseFile, protocol: str | None, as_of: str | None) -> tuple[Explainer, Answer]:
        """The case evaluated, and what was chosen for that: the protocol and by whose word, editions, the instant."""
        named = case.get("protocol")
        if protocol is None and named is None:
            known = ", ".join(self.catalogue.ids("protocol"))
            help = say("name it: one of {names}", names=known)
            raise InputError(
                [Diagnostic("missing-key", say("no `protocol`: which rules apply is not guessed"), Place("case"), help)]
            )
        at = datetime.now(UTC).replace(microsecond=0) if as_of == "now" else as_instant(as_of) if as_of else None
        found, incident = load_incident(case, protocol=protocol, as_of=at, rules=self.catalogue)
        explainer = Explainer(found, incident, at)
        return explainer, _chosen(explainer, incident, "the call" if protocol is not None else "the case")


def _chosen(explainer: Explainer, incident: Incident, by: str) -> Answer:
    protocol = explainer.protocol
    return {
        "protocol": protocol.id,
        "chosen_by": by,
        "as_of": explainer.plan.as_of,
        "texts": _texts(protocol),
        "not_loaded": list(protocol.missing),
        "warnings": [msgspec.to_builtins(one) for one in explainer.plan.warnings],
        "problems": [str(one) for one in incident.warnings],
    }


def _texts(protocol: Protocol) -> list[Answer]:
    return [
        {
            "ruleset": one.id,
            "titles": {text.language: dict(text.title) for text in one.texts},
            "in_force": {"from": one.in_force.from_, "until": one.in_force.until},
            "reviewed_through": one.reviewed_through,
            "digest": one.digest,
        }
        for one in protocol.rulesets
    ]


def _explained(explainer: Explainer, every: list[Any]) -> Any:
    plan = explainer.plan
    told = tuple(one for one in every if len(every) == 1 or one.duties or one.tried)
    return msgspec.json.decode(
        msgspec.json.encode(Explained(plan.incident, plan.protocol, plan.as_of, plan.zone, told))
    )


def _told(problems: Problems) -> list[str]:
    return [str(one) for one in problems]


def refusal(error: InputError) -> str:
    """What was wrong with a question, a line for each problem with its help."""
    lines = []
    for one in error.problems:
        help = said(one.help) if one.help else ""
        lines.append(f"{one.code}: {said(one.message)}" + (f" ({help})" if help else ""))
    return "\n".join(lines)
