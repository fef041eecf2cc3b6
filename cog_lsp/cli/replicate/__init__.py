"""Replicate's API, as far as a model's page needs it. Nothing here runs unless someone asks for `publish` or
`card --remote`."""
