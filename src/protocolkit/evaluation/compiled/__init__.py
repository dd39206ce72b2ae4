"""The compiled engine: the reference's questions, asked of answers that are worked out once a protocol."""
