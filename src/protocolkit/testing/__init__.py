"""Rule tests: cases in YAML, and what the plan for each must and must not hold."""
