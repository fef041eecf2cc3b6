"""From statements to a predictor."""
