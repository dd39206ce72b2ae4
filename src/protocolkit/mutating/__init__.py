"""Rules changed in one place each, and whether the rule tests notice."""
