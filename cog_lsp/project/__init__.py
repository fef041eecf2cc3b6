"""Which files make a model; the only reader of the user's files."""
