"""Letters about duties: templates beside the rules, filled from a plan, with blanks for what no case holds."""
