"""Findings to a plan: frozen, in a language, with JSON as its form."""
