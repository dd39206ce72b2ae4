"""An act quoted in several languages is quoted in each of them, point by point."""

from __future__ import annotations

from protocolkit.analysis.edition import Edition
from protocolkit.messages import say
from protocolkit.model.texts import meant


def check_languages(edition: Edition) -> None:
    """Adds `cited-in-one-language` where a rule cites a point in one language of an act and leaves out another."""
    texts = edition.ruleset.texts
    for rule in edition.rules:
        cites = {(cite.point, text.id): cite for cite in rule.cites if (text := meant(texts, cite.text)) is not None}
        for (point, id), cite in cites.items():
            text = meant(texts, id)
            for other in texts:
                known = text is not None and other.id is not None and other.act == text.act
                if known and (point, other.id) not in cites:
                    message = say(
                        "{point} is cited in `{text}` and not in `{other}`", point=point, text=id, other=other.id
                    )
                    help = say("cite the same point in both: one of the copies may be wrong")
                    edition.problems.warning("cited-in-one-language", message, cite.place, help)
