"""From checked nodes to the model, names resolved. Nothing here raises on bad input: it reports, and goes on."""
