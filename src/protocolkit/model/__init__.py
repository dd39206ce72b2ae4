"""What the law says, as values: rules, people, moments, conditions, terms; the names they use, and one incident."""
