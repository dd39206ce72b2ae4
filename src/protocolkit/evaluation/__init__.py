"""Model, incident and instant to findings. Read `rules.py` first: it asks the questions in order."""
