"""Looks again whenever a file changes: what is wrong now, and how the plan of one case differs."""
