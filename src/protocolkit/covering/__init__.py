"""How much of each legal unit the rule tests cover: conditions, branches, boundaries of time, people, readings."""
