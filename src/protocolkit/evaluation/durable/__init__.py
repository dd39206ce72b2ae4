"""A witness: durable_rules, another's rule engine, answers every condition beside the reference. Never the default."""
