"""Many cases at once: tables of cases in, a table of duties out, with the answers that each case alone would get."""
