"""The case as a file: the incident file that every other command of protocolkit takes."""

from __future__ import annotations

import yaml
from starlette.responses import Response

from protocolkit.web.addresses import file_name
from protocolkit.web.visit import Visit


def save(visit: Visit) -> Response:
    """The file, to be kept by whoever asked for it."""
    if not visit.case.ready:
        return visit.go(visit.of_case("questions"))
    document = visit.case.document(visit.desk.now(), visit.desk.protocol(visit.case.protocol).zone)
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(visit.reference)}.yaml"'}
    return Response(text, headers=headers, media_type="application/yaml")
