"""What each kind of file looks like, as tables of shapes."""

from protocolkit.reading.grammar.calendar_shapes import CALENDAR
from protocolkit.reading.grammar.incident_shapes import AGENDA, INCIDENT
from protocolkit.reading.grammar.letter_shapes import CONTACTS, LETTER
from protocolkit.reading.grammar.mapping_shapes import MAPPING
from protocolkit.reading.grammar.promise_shapes import PROMISES
from protocolkit.reading.grammar.ruleset_shapes import PROTOCOL, RULESET
from protocolkit.reading.grammar.ruletest_shapes import RULETEST
from protocolkit.reading.grammar.vocabulary_shapes import VOCABULARY
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
    "letter": LETTER,
    "contacts": CONTACTS,
    "promises": PROMISES,
}

__all__ = ["GRAMMARS"]
