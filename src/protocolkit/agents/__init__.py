"""Tools for programs that talk: the library's answers whole, with what was chosen to give them, over MCP."""
