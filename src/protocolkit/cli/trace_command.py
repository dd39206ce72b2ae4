"""`protocolkit trace`: rules and the points they cite, points and their rules, and whether the quotes are true."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Colors, Language
from protocolkit.languages import language

SOURCES = "PROTOCOLKIT_SOURCES"  # the folder of the official texts


def run(
    *paths: Annotated[str, Parameter(name="PATH", help="Files or folders of rulesets; default: the shipped ones.")],
    format: Annotated[Literal["text", "json", "html"], Parameter(help="How to print it.")] = "text",
    lang: Language = None,
    color: Colors = "auto",
) -> int:
    """Rules with the points they cite, points with their rules; with PROTOCOLKIT_SOURCES, 1 where one is untrue."""
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.tracing.trace_output import as_data, page
    from protocolkit.tracing.tracing import trace

    refuse_stdin(paths)
    folder = os.environ.get(SOURCES, "")
    found = trace(paths, Path(folder) if folder else None)
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(as_data(found))
    elif format == "html":
        import json

        import msgspec

        from protocolkit.cli.screen import show_sheet
        from protocolkit.showing.of_trace import trace_sheet

        data = json.loads(msgspec.json.encode(as_data(found)))
        show_sheet(trace_sheet(data, lang or language(), texts=found.spoken), format, color)
    else:
        from protocolkit.cli.screen import show, width

        show(page(found, width=width()), color)
    return found.exit_code
