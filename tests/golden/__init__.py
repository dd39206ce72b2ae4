"""What one commit answered for every shipped case, kept as digests, and what today's code answers beside it."""
