"""Two texts beside each other: which asks for what the other does not, and which is the stricter."""
