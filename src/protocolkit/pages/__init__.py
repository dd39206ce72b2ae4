"""Pages to look at and to print, each one HTML text that needs nothing else: a plan, the trace matrix, a year."""
