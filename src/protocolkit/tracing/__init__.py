"""Traceability: every rule with the point it cites, every point with its rules, and whether the quotes are true."""
