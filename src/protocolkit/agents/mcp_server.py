"""The tools over the Model Context Protocol, on standard input and output. Needs the extra `mcp`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from protocolkit.agents.tools import Tools, refusal
from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.messages import say
from protocolkit.version import __version__

INSTRUCTIONS = (
    "Answers who must do what, to whom and by when, after violence against a child in Kazakhstan or Ukraine, "
    "under rules encoded from official texts. A case has references, ages and roles, never names of people. "
    "Unknown facts are left out, never guessed; ask `questions` for those that matter. Each answer says which "
    "protocol, editions and rule were chosen: repeat that to the reader, with the points cited. "
    "It is computed, not certified."
)


def server(folders: Iterable[str | Path] = (), language: str = "en") -> Any:
    """The server, ready to run; `language` is that of answers where none is asked for.

    Raises InputError (`missing-extra`) without the package `mcp`.
    """
    try:
        package, errors = import_module("mcp.server.mcpserver"), import_module("mcp.server.mcpserver.exceptions")
    except ImportError:
        message = say("the server needs the package `{package}`", package="mcp>=2")
        help = say("install it with `{command}`", command="pip install 'protocolkit[mcp]'")
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
    made = package.MCPServer("protocolkit", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    tools = Tools(folders, language)
    for tool in (tools.protocols, tools.questions, tools.plan, tools.due, tools.explain):
        made.tool(name=tool.__name__, structured_output=False)(_refusing(tool, errors.ToolError))
    return made


def _refusing(tool: Callable[..., Any], error: type[Exception]) -> Callable[..., Any]:
    """The tool, which tells what was wrong with a question instead of breaking off; its answer as JSON."""

    @wraps(tool)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            return tool(*args, **kwargs)
        except InputError as wrong:
            raise error(refusal(wrong)) from None

    return asked
