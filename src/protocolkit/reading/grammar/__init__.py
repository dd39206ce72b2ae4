"""What each kind of file looks like, as tables of shapes."""

from protocolkit.reading.grammar.calendar import CALENDAR
from protocolkit.reading.grammar.incident import AGENDA, INCIDENT
from protocolkit.reading.grammar.mapping import MAPPING
from protocolkit.reading.grammar.protocol import PROTOCOL
from protocolkit.reading.grammar.ruleset import RULESET
from protocolkit.reading.grammar.ruletest import RULETEST
from protocolkit.reading.grammar.vocabulary import VOCABULARY
from protocolkit.reading.shapes import Map

GRAMMARS: dict[str, Map] = {
    "ruleset": RULESET,
    "protocol": PROTOCOL,
    "vocabulary": VOCABULARY,
    "calendar": CALENDAR,
    "incident": INCIDENT,
    "agenda": AGENDA,
    "ruletest": RULETEST,
    "mapping": MAPPING,
}

__all__ = ["GRAMMARS"]
