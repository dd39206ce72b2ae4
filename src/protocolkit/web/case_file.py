"""The case as a file: the incident file that every other command of protocolkit takes."""

from __future__ import annotations

import msgspec
import yaml
from starlette.responses import Response

from protocolkit.building.build_facts import NOT_KNOWN
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.answers import PERSON_KEYS
from protocolkit.web.addresses import file_name
from protocolkit.web.case_log import CaseLog
from protocolkit.web.visit import Visit


def save(visit: Visit) -> Response:
    """The file, to be kept by whoever asked for it."""
    if not visit.case.ready:
        return visit.go(visit.of_case("questions"))
    protocol = visit.desk.protocol(visit.case.protocol)
    document = _asked(visit.case, protocol.vocabulary).document(visit.desk.now(), protocol.zone)
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(visit.reference)}.yaml"'}
    return Response(text, headers=headers, media_type="application/yaml")


def _asked(case: CaseLog, names: Vocabulary) -> CaseLog:
    """The case with what nobody knows yet as a file has it: whoever opens the file is not asked all of it again."""
    role_of = {id: role for role, ids in case.persons.items() for id in ids}

    def value(fact: str) -> object:
        head, _, tail = fact.partition(".")
        # Of a party that is not listed a file says something already by naming it.
        sayable = head not in PARTIES and tail not in PERSON_KEYS
        named = names.fact(f"{role_of.get(head, head)}.{tail}") is not None
        return NOT_KNOWN if case.said[fact] is None and sayable and named else case.said[fact]

    return msgspec.structs.replace(case, said={fact: value(fact) for fact in case.said})
