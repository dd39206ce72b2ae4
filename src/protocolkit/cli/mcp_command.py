"""`protocolkit mcp`: the library's answers as tools for agents, on standard input and output."""

from __future__ import annotations

from protocolkit.cli.options import Rules, Spoken


def run(*, rules: Rules = (), spoken: Spoken = Spoken()) -> int:
    """Serve protocols, questions, plan, due and explain over MCP until the input ends: 0 then, 2 without the extra."""
    from protocolkit.agents.mcp_server import server

    server(rules, spoken.language).run("stdio")
    return 0
