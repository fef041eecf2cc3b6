"""Half-written code made readable."""
