"""Promises about rules, proved over all cases or refuted by one; and rules that a solver finds to do nothing."""
