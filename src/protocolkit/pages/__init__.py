"""Pages to look at and to print: a plan, the trace matrix, a calendar year. Each is one HTML text that needs nothing else."""
