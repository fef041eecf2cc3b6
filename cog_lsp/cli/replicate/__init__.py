"""What `publish` and `card --remote` make of a model's page on Replicate."""
