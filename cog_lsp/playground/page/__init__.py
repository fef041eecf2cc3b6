"""The page of a model and its server."""
