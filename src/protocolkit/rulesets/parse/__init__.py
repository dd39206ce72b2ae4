"""From checked nodes to the model. Nothing here raises on bad input: it reports and leaves the part out."""
