"""What the files of a model show beyond its declarations, each item with the place that shows it."""
