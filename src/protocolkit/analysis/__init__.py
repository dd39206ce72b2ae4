"""Checks of files beyond structure and names: what a rule says that cannot be meant."""
