"""A static web site of the rules, for those who would rather read pages than YAML."""
