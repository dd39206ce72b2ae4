"""When a duty is due: one term on the clock, the window of a due, its steps, cautions and other readings."""
