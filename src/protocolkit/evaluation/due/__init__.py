"""When a duty is due: the window of a due, the choice between several, what to know and how else to read it."""
